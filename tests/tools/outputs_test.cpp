// Where files and reports go: files that are one by two names, the input, standard output that
// nobody reads, links.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "program.hpp"

namespace tenure::test {
namespace {

namespace fs = std::filesystem;

const std::string orders = "customer,date,amount\n1,2024-01-01,5\n2,2024-01-03,7\n";
const std::string too_little = "frequency,recency,T\n0,0,30\n0,0,20\n";

void expect_refused(const Outcome& outcome, const std::string& mention) {
    EXPECT_EQ(outcome.exit_code, 2) << mention;
    EXPECT_EQ(outcome.out, "");
    ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_NE(outcome.err.find(mention), std::string::npos) << outcome.err;
}

TEST(Outputs, AreNotOneFileByTwoNames) {
    const Scratch scratch;
    const std::string file = scratch.path("s.csv");
    fs::create_symlink("s.csv", scratch.path("link"));
    fs::create_symlink(scratch.path("link"), scratch.path("link-to-link"));
    fs::create_directory(scratch.path("folder"));
    fs::create_directory_symlink(scratch.path("."), scratch.path("folder-link"));
    const Arguments names{scratch.path("./s.csv"),
                          scratch.path("folder/../s.csv"),
                          scratch.path("link"),
                          scratch.path("link-to-link"),
                          scratch.path("folder-link/s.csv"),
                          fs::relative(file).string()};
    for (const bool exists : {false, true}) {
        if (exists) scratch.write("s.csv", "old");
        for (const std::string& name : names) {
            const std::string mention = "expected one output for each file, got two for ";
            expect_refused(run(cdnow("score", {"--out", file, "--summary", name})), mention + name);
            expect_refused(run(cdnow("score", {"--out", name, "--summary", file})), mention + file);
            EXPECT_EQ(fs::exists(file), exists);
        }
    }
    EXPECT_EQ(scratch.read("s.csv"), "old");
}

TEST(Outputs, AreNotTheInput) {
    const Scratch scratch;
    const std::string log = scratch.write("orders.csv", orders);
    const std::string out = scratch.path("out");
    fs::create_symlink("orders.csv", scratch.path("link"));
    for (const std::string& name : {log, scratch.path("./orders.csv"), scratch.path("link")}) {
        for (const Arguments& call : {Arguments{"summarize", log, "--out", name},
                                      Arguments{"summarize", name, "--out", log},
                                      Arguments{"fit", log, "--model", "bg-nbd", "--save", name},
                                      Arguments{"score", "--base", log, "--out", name},
                                      Arguments{"score", log, "--out", out, "--summary", name}}) {
            expect_refused(run(call),
                           "expected an output apart from the input, got " + call.back());
            EXPECT_EQ(scratch.read("orders.csv"), orders);
        }
    }
    EXPECT_EQ(scratch.names(), (Arguments{"link", "orders.csv"}));
}

TEST(Outputs, StandardOutputHasManyNames) {
    for (const std::string name : {"/dev/stdout", "/dev/fd/1"}) {
        const std::string mention = "got two for standard output";
        expect_refused(run({"summarize", "-", "--out", name, "--json"}, orders), mention);
        expect_refused(run({"score", "-", "--out", "-", "--summary", name}, orders), mention);
        expect_refused(run({"fit", "-", "--model", "bg-nbd", "--save", name, "--json"}, orders),
                       mention);
        const Outcome dash = run({"summarize", "-", "--out", "-"}, orders);
        const Outcome named = run({"summarize", "-", "--out", name}, orders);
        EXPECT_EQ(named.exit_code, 0);
        EXPECT_EQ(named.out, dash.out);
        EXPECT_EQ(named.err, dash.err);
    }
}

// A program that reads scores or a model from the pipe must not find a report in it.
TEST(Outputs, UnusableFitLeavesTheStandardOutputOfAFileEmpty) {
    const Scratch scratch;
    const std::string base = scratch.write("base.csv", too_little);
    for (const Arguments& call :
         {Arguments{"score", "--base", base, "--out", "-"},
          Arguments{"score", "--base", base, "--out", scratch.path("s"), "--summary", "-"},
          Arguments{"fit", "--base", base, "--model", "bg-nbd", "--save", "-"}}) {
        const Outcome outcome = run(call);
        EXPECT_EQ(outcome.exit_code, 4);
        EXPECT_EQ(outcome.out, "");
        EXPECT_NE(outcome.err.find("BG/NBD, 2 customers"), std::string::npos) << outcome.err;
        EXPECT_EQ(lines(outcome.err).back().rfind("the bg-nbd fit is not usable: ", 0), 0U);
        EXPECT_EQ(scratch.names(), Arguments{"base.csv"});
    }
}

Outcome run_unread(const Arguments& arguments, const Surroundings& where) {
    return run_fed(
        arguments, [](int, pid_t) {}, where);
}

TEST(Outputs, NothingIsLeftWhereNobodyReadsStandardOutput) {
    const Scratch scratch;
    const std::string file = scratch.path("file");
    for (const Arguments& call :
         {cdnow("score", {"--out", file}), cdnow("score", {"--out", "-", "--summary", file}),
          cdnow("score", {"--out", file, "--summary", "-"}),
          cdnow("summarize", {"--out", file, "--json"}),
          cdnow("fit", {"--model", "bg-nbd", "--save", file}),
          cdnow("fit", {"--model", "bg-nbd", "--save", "-"})}) {
        const Outcome outcome = run_unread(call, {.output_unread = true});
        EXPECT_EQ(outcome.exit_code, 1) << ::testing::PrintToString(call);
        EXPECT_EQ(outcome.err,
                  "standard output: expected a file to write to, got a pipe that nobody reads\n");
        EXPECT_TRUE(scratch.names().empty()) << ::testing::PrintToString(scratch.names());
    }
}

TEST(Outputs, ExitCodesStandWhereNobodyReadsComplaints) {
    const Scratch scratch;
    const std::string base = scratch.write("base.csv", too_little);
    const Surroundings deaf{.errors_unread = true};
    EXPECT_EQ(run_unread({"summarize", scratch.path("missing"), "--out", "-"}, deaf).exit_code, 3);
    EXPECT_EQ(run_unread({"fit", "--base", base, "--model", "bg-nbd"}, deaf).exit_code, 4);
    EXPECT_EQ(run_unread({"score", base, "--out", base}, deaf).exit_code, 2);
    EXPECT_EQ(
        run_unread(cdnow("score", {"--out", "-", "--summary", scratch.path("s")}), deaf).exit_code,
        1)
        << "the report was to go there";
    EXPECT_EQ(scratch.names(), Arguments{"base.csv"});
}

TEST(Outputs, LinksToWhatIsNotThereYetAreFollowed) {
    const Scratch scratch;
    fs::create_directory(scratch.path("folder"));
    fs::create_symlink("folder/base.csv", scratch.path("link"));
    const Outcome outcome = run({"summarize", "-", "--out", scratch.path("link")}, orders);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_TRUE(fs::is_symlink(scratch.path("link")));
    EXPECT_EQ(lines(scratch.read("folder/base.csv")).size(), 3U);
}

TEST(Outputs, ReadOnlyFilesStayAsTheyAre) {
    if (geteuid() == 0) GTEST_SKIP() << "who may do everything may replace them";
    const Scratch scratch;
    const std::string kept = scratch.write("kept", "old");
    ASSERT_EQ(chmod(kept.c_str(), 0444), 0);
    const Outcome outcome = run(cdnow("score", {"--out", scratch.path("new"), "--summary", kept}));
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err.rfind(kept + ": expected a file to write to, got ", 0), 0U)
        << outcome.err;
    EXPECT_EQ(scratch.read("kept"), "old");
    EXPECT_EQ(scratch.names(), Arguments{"kept"});
}

TEST(Outputs, KeepThePermissionsOfWhatStoodThere) {
    const Scratch scratch;
    const std::string base = scratch.write("base.csv", "old");
    ASSERT_EQ(chmod(base.c_str(), 0640), 0);
    ASSERT_EQ(run({"summarize", "-", "--out", base}, orders).exit_code, 0);
    EXPECT_EQ(fs::status(base).permissions(), fs::perms{0640});
}

}  // namespace
}  // namespace tenure::test
