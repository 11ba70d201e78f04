// How the program takes signals: what ends it, how soon, and what is left.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>

#include "program.hpp"

namespace tenure::test {
namespace {

/// Whether `wait_until_handled` can tell.
bool signals_are_seen() { return std::filesystem::exists("/proc/self/status"); }
constexpr const char* not_seen = "the signals of a process cannot be seen here";

/// Endless orders, until nobody reads them; told when the program has surely begun to read.
template <class Begun>
void write_orders(int descriptor, Begun begun) {
    constexpr std::size_t more_than_any_pipe_holds = 8U << 20U;
    if (!write_all(descriptor, "customer,date,amount\n")) return;
    std::string piece;
    while (piece.size() < 65536) piece += "1,2024-01-01,5\n";
    for (std::size_t written = 0;; written += piece.size()) {
        if (!write_all(descriptor, piece)) return;
        if (written < more_than_any_pipe_holds &&
            written + piece.size() >= more_than_any_pipe_holds)
            begun();
    }
}

TEST(Interrupt, CancelsALongRun) {
    const Scratch scratch;
    const std::string log = scratch.path("orders");
    ASSERT_EQ(mkfifo(log.c_str(), 0600), 0);
    const Outcome outcome = run_fed({"score", log, "--out", scratch.path("scores.csv"), "--json"},
                                    [&](int, pid_t program) {
                                        const int fifo = open(log.c_str(), O_WRONLY | O_CLOEXEC);
                                        write_orders(fifo, [&] { kill(program, SIGINT); });
                                        close(fifo);
                                    });
    EXPECT_EQ(outcome.exit_code, 130);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "tenure score: interrupted\n");
    EXPECT_EQ(scratch.names(), Arguments{"orders"});
}

TEST(Interrupt, EndsAReadThatWaitsForever) {
    const Scratch scratch;
    const Outcome outcome = run_fed(
        {"summarize", "-", "--out", scratch.path("base.csv")}, [&](int pipe, pid_t program) {
            write_orders(pipe, [&] {
                kill(program, SIGINT);
                waitid(P_PID, static_cast<id_t>(program), nullptr, WEXITED | WNOWAIT);
            });
        });
    EXPECT_EQ(outcome.exit_code, 130);
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(scratch.names().empty());
}

/// A named pipe that the test has open at both ends, so that nobody waits for the other to come.
class NamedPipe {
public:
    explicit NamedPipe(const std::string& path) {
        EXPECT_EQ(mkfifo(path.c_str(), 0600), 0);
        descriptor_ = open(path.c_str(), O_RDWR | O_CLOEXEC);
    }
    NamedPipe(const NamedPipe&) = delete;
    NamedPipe& operator=(const NamedPipe&) = delete;
    ~NamedPipe() { close(descriptor_); }

private:
    int descriptor_ = -1;
};

class InterruptBy : public ::testing::TestWithParam<int> {};

TEST_P(InterruptBy, EndsAReadOfANamedPipe) {
    if (!signals_are_seen()) GTEST_SKIP() << not_seen;
    const Scratch scratch;
    const std::string log = scratch.path("orders");
    const NamedPipe pipe(log);
    for (const Arguments& call :
         {Arguments{"summarize", log, "--out", scratch.path("base.csv")}, Arguments{"check", log},
          Arguments{"fit", "--base", log, "--model", "bg-nbd"}, Arguments{"inspect", log}}) {
        const Outcome outcome = run_fed(call, [&](int, pid_t program) {
            EXPECT_TRUE(wait_until_handled(program, GetParam()));
            kill(program, GetParam());
            wait_or_kill(program);
        });
        EXPECT_EQ(outcome.exit_code, 130);
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(outcome.err, "tenure " + call[0] + ": interrupted\n");
        EXPECT_EQ(scratch.names(), Arguments{"orders"});
    }
}

TEST_P(InterruptBy, EndsWorkBetweenReadingAndWriting) {
    if (!signals_are_seen()) GTEST_SKIP() << not_seen;
    const Scratch scratch;
    const Outcome outcome =
        run_fed({"simulate", "--model", "bg-nbd", "--parameters", "r=1,alpha=1,a=1,b=1",
                 "--customers", "100000000", "--from", "2020-01-01", "--until", "2024-12-31",
                 "--out", scratch.path("orders.csv")},
                [&](int, pid_t program) {
                    EXPECT_TRUE(wait_until_handled(program, GetParam()));
                    kill(program, GetParam());
                    wait_or_kill(program);
                });
    EXPECT_EQ(outcome.exit_code, 130);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "tenure simulate: interrupted\n");
    EXPECT_TRUE(scratch.names().empty());
}

/// Whether a file that waits for its name appears in the folder.
bool wait_until_staged(const Scratch& scratch) {
    for (int i = 0; i < 3000; ++i) {
        const auto names = scratch.names();
        if (std::ranges::any_of(names, [](const auto& name) { return name.ends_with(".part"); }))
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

// More than a pipe holds goes into the pipe, and nobody reads it: the program waits to write the
// rest with the other file staged. The summary is less, so that the scores are staged first and the
// program waits to open the pipe.
TEST_P(InterruptBy, LeavesNothingStagedWhereAPipeIsNotRead) {
    for (const bool scores_piped : {true, false}) {
        const Scratch scratch;
        const std::string fifo = scratch.path("pipe");
        ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
        const int reader = scores_piped ? open(fifo.c_str(), O_RDWR | O_CLOEXEC) : -1;
        const std::string file = scratch.path("file");
        const Outcome outcome = run_fed(
            cdnow("score",
                  {"--out", scores_piped ? fifo : file, "--summary", scores_piped ? file : fifo}),
            [&](int, pid_t program) {
                EXPECT_TRUE(wait_until_staged(scratch));
                // Time to begin to write; without it, the run would be cancelled before.
                std::this_thread::sleep_for(std::chrono::milliseconds(200));
                kill(program, GetParam());
                wait_or_kill(program);
            });
        if (reader != -1) close(reader);
        EXPECT_EQ(outcome.exit_code, 130) << scores_piped;
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(outcome.err, "tenure score: interrupted\n");
        EXPECT_EQ(scratch.names(), Arguments{"pipe"});
    }
}

INSTANTIATE_TEST_SUITE_P(Signals, InterruptBy, ::testing::Values(SIGINT, SIGTERM, SIGHUP),
                         [](const auto& signal) {
                             return signal.param == SIGINT    ? "Int"
                                    : signal.param == SIGTERM ? "Term"
                                                              : "Hup";
                         });

TEST(Interrupt, HangupThatNohupSilencedIsNone) {
    if (!signals_are_seen()) GTEST_SKIP() << not_seen;
    const Outcome outcome = run_fed({"summarize", "-", "--out", "-"},
                                    [](int pipe, pid_t program) {
                                        EXPECT_TRUE(wait_until_handled(program, SIGTERM));
                                        EXPECT_EQ(kill(program, SIGHUP), 0);
                                        write_all(pipe, "customer,date,amount\n1,2024-01-01,5\n");
                                    },
                                    {.hangup_ignored = true});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(lines(outcome.out).size(), 2U);
}

}  // namespace
}  // namespace tenure::test
