// The program as a whole: its pages, its complaints about the command line, and how it takes an
// interrupt.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "program.hpp"
#include "tenure/core/version.hpp"

namespace tenure::test {
namespace {

const std::string orders = "customer,date,amount\n1,2024-01-01,5\n";

void expect_usage_error(const Arguments& arguments, const std::string& mention) {
    const Scratch scratch;
    const Outcome outcome = run(arguments, orders);
    EXPECT_EQ(outcome.exit_code, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(outcome.out, "");
    ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_EQ(outcome.err.rfind("tenure", 0), 0U) << outcome.err;
    EXPECT_NE(outcome.err.find(mention), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("--help"), std::string::npos) << outcome.err;
}

TEST(Version, IsTheLibrarys) {
    const Outcome outcome = run({"--version"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.out, std::string("tenure ") + TENURE_VERSION_STRING + "\n");
}

struct Page {
    std::string verb;
    std::vector<std::string> options;
};

const std::vector<std::string> log_options{
    "ORDERS",         "--until DATE",         "--holdout-until DATE",
    "--unit UNIT",    "--merge PERIOD",       "--columns NAME=COLUMN,...",
    "--no-header",    "--date-format FORMAT", "--delimiter SIGN",
    "--decimal SIGN", "--group SIGN",         "--encoding NAME"};

TEST(Help, IsAManualPageOfEachVerb) {
    const std::vector<Page> pages{
        {"summarize", {"--out BASE"}},
        {"fit", {"--base BASE", "--times UNIT", "--model NAME", "--save FILE"}},
        {"score",
         {"--base BASE", "--times UNIT", "--model NAME", "--spend NAME", "--horizon TIME",
          "--discount RATE", "--margin NUMBER", "--out SCORES", "--summary SUMMARY"}},
        {"simulate",
         {"--model NAME", "--parameters NAME=VALUE,...", "--spend NAME=VALUE,...", "--customers N",
          "--from DATE", "--until DATE", "--entry TIME", "--unit UNIT", "--seed N",
          "--out ORDERS"}},
        {"inspect", {"FILE"}}};
    for (const auto& [verb, options] : pages) {
        const Outcome outcome = run({verb, "--help"});
        EXPECT_EQ(outcome.exit_code, 0) << verb;
        EXPECT_EQ(outcome.err, "");
        const auto has = [&outcome, &name = verb](const std::string& part) {
            EXPECT_NE(outcome.out.find(part), std::string::npos) << name << ": " << part;
        };
        has("NAME\n    tenure " + verb + " - ");
        for (const char* section : {"SYNOPSIS\n", "DESCRIPTION\n", "EXIT STATUS\n", "EXAMPLES\n"})
            has(section);
        for (const std::string& option : options) has("\n    " + option + "\n");
        has("\n    --json\n");
        has("\n    --threads N\n");
        if (verb != "simulate" && verb != "inspect") {
            for (const std::string& option : log_options) has("\n    " + option + "\n");
        }
        for (const std::string& line : lines(outcome.out)) EXPECT_LE(line.size(), 100U) << line;
    }
}

TEST(Help, OfTheProgramListsTheVerbs) {
    const Outcome outcome = run({"--help"});
    EXPECT_EQ(outcome.exit_code, 0);
    for (const char* verb : {"summarize", "fit", "score", "simulate", "inspect"})
        EXPECT_NE(outcome.out.find(std::string("\n    ") + verb + " "), std::string::npos) << verb;
}

TEST(Usage, VerbsAreAsDocumented) {
    expect_usage_error({}, "verb");
    expect_usage_error({"frobnicate"}, "frobnicate");
    expect_usage_error({"segment", "-"}, "segment");
    expect_usage_error({"--frobnicate"}, "--frobnicate");
}

TEST(Usage, OptionsOfLaterReleasesAreNotOffered) {
    for (const char* option : {"--returns", "--missing-id", "--duplicates", "--zero",
                               "--on-bad-row", "--max-bad-rows", "--memory-limit", "--report"})
        expect_usage_error({"score", "-", "--out", "-", option, "keep"}, option);
}

TEST(Usage, ValuesOutsideTheirRangeAreNamed) {
    const std::vector<Arguments> wrong{{"--until", "30/09/1997"},
                                       {"--until", "1997-02-30"},
                                       {"--holdout-until", "soon"},
                                       {"--unit", "fortnight"},
                                       {"--merge", "year"},
                                       {"--columns", "customer"},
                                       {"--columns", "customer="},
                                       {"--columns", "customer=1,customer=2"},
                                       {"--columns", "buyer=1"},
                                       {"--delimiter", "::"},
                                       {"--delimiter", "\""},
                                       {"--delimiter", "x"},
                                       {"--decimal", ";"},
                                       {"--group", "5"},
                                       {"--encoding", "windows-1250"},
                                       {"--horizon", "0w"},
                                       {"--horizon", "52"},
                                       {"--horizon", "nanw"},
                                       {"--discount", "-0.1"},
                                       {"--discount", "0.1/eon"},
                                       {"--margin", "-1"},
                                       {"--margin", "inf"},
                                       {"--margin", "1x"},
                                       {"--model", "arima"},
                                       {"--spend", "lognormal"},
                                       {"--threads", "0"},
                                       {"--threads", "1.5"},
                                       {"--threads", "99999999999999999999"}};
    for (const Arguments& option : wrong)
        expect_usage_error({"score", "-", "--out", "-", option[0], option[1]}, option[0]);
}

TEST(Usage, OtherEncodingsSayWhatIsRead) {
    for (const char* encoding : {"utf-16", "windows-1250", "windows-1252", "latin1"})
        expect_usage_error({"summarize", "-", "--out", "-", "--encoding", encoding}, "utf-8");
}

TEST(Usage, OptionsThatDoNotGoTogether) {
    expect_usage_error({"fit", "--model", "bg-nbd"}, "ORDERS or --base");
    expect_usage_error({"fit", "-", "--base", "-", "--model", "bg-nbd"}, "--base");
    expect_usage_error({"fit", "-"}, "--model");
    expect_usage_error({"fit", "-", "--times", "day", "--model", "bg-nbd"}, "--times");
    for (const char* option : {"--until", "--holdout-until", "--date-format"})
        expect_usage_error({"fit", "--base", "-", option, "2024-01-01", "--model", "bg-nbd"},
                           option);
    expect_usage_error({"summarize", "-"}, "--out");
    expect_usage_error({"summarize", "--out", "-"}, "ORDERS");
    expect_usage_error({"summarize", "-", "--out", "-", "--json"}, "standard output");
    expect_usage_error({"score", "-", "--out", "-", "--summary", "-"}, "standard output");
    expect_usage_error({"score", "-", "--out", "x", "--summary", "-", "--json"}, "standard output");
    expect_usage_error({"score", "-", "--out", "x", "--summary", "x"}, "x");
    expect_usage_error(
        {"score", "-", "--out", "-", "--until", "2024-01-01", "--holdout-until", "2023-01-01"},
        "--holdout-until: expected ");
    expect_usage_error(
        {"score", "-", "--out", "-", "--delimiter", ";", "--decimal", ",", "--group", ","},
        "--group: expected ");
    expect_usage_error({"fit", "--base", "-", "--columns", "buyer=1", "--model", "bg-nbd"},
                       "--columns: buyer: expected ");
    expect_usage_error({"summarize", "-", "--no-header", "--out", "-"},
                       "--columns: customer: expected ");
    expect_usage_error({"simulate", "--out", "-"}, "--");
}

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

}  // namespace
}  // namespace tenure::test
