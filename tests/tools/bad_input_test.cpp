// What hostile and broken files do to the program: one clear line, exit code 3, and nothing left.

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "program.hpp"

namespace tenure::test {
namespace {

struct BadLog {
    const char* name;
    std::string text;
    std::string place;  ///< `line:column`, or empty where only the file is named.
};

void PrintTo(const BadLog& log, std::ostream* stream) { *stream << log.name; }

const std::string header = "customer,date,amount\n";
const std::string good = "1,2024-01-01,5\n";

std::vector<BadLog> bad_logs() {
    using namespace std::string_literals;
    return {
        {"TruncatedQuote", header + good + "\"2,2024-01-02,5\n3,2024-01-03,5\n", "3:1"},
        {"TooFewColumns", header + good + "2,2024-01-02\n", "3:1"},
        {"TooManyColumns", header + good + "2,2024-01-02,5,6\n", "3:1"},
        {"NonNumericAmount", header + good + "2,2024-01-02,five\n", "3:14"},
        {"InfiniteAmount", header + good + "2,2024-01-02,inf\n", "3:14"},
        {"NotANumberAmount", header + good + "2,2024-01-02,nan\n", "3:14"},
        {"OverflowingAmount", header + good + "2,2024-01-02,99999999999999999999\n", "3:14"},
        {"MissingAmount", header + good + "2,2024-01-02,\n", "3:14"},
        {"ImpossibleDate", header + good + "2,2024-02-30,5\n", "3:3"},
        {"AmbiguousDate", header + good + "2,03/04/2024,5\n", "3:3"},
        {"NulByte", header + good + "2,2024-01-02,5\0\n"s, "3:14"},
        {"NulByteInId", header + good + "a\0b,2024-01-02,5\n"s, "3:1"},
        {"InvalidUtf8", header + good + "a\xff\x62,2024-01-02,5\n", "3:1"},
        {"MissingId", header + good + ",2024-01-02,5\n", "3:1"},
        {"BlankId", header + good + "  ,2024-01-02,5\n", "3:1"},
        {"NegativeAmount", header + good + "2,2024-01-02,-5\n", "3:14"},
        {"EmptyFile", "", ""},
        {"HeaderOnly", header, ""},
        {"NoSuchColumn", "who,date,amount\n" + good, "1:1"},
        {"BinaryNoise", "\x7f\x45\x4c\x46\x02\x01\x01\0\0\0\0\0"s, "1:1"},
    };
}

class BadInput : public ::testing::TestWithParam<BadLog> {};

TEST_P(BadInput, EndsWith3InOneLineAndLeavesNothing) {
    const Scratch scratch;
    const std::string log = scratch.write("orders.csv", GetParam().text);
    const std::string out = scratch.path("out.csv");
    const std::string summary = scratch.path("summary.json");
    const std::vector<Arguments> calls{
        {"summarize", log, "--out", out, "--json"},
        {"fit", log, "--model", "bg-nbd", "--json"},
        {"score", log, "--out", out, "--summary", summary, "--json"},
    };
    for (const Arguments& call : calls) {
        const Outcome outcome = run(call);
        EXPECT_EQ(outcome.exit_code, 3) << call[0];
        EXPECT_EQ(outcome.out, "") << call[0];
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
        const std::string place = GetParam().place.empty() ? "" : ":" + GetParam().place;
        EXPECT_EQ(outcome.err.rfind(log + place + ": expected ", 0), 0U) << outcome.err;
        EXPECT_NE(outcome.err.find(", got "), std::string::npos) << outcome.err;
        EXPECT_EQ(scratch.names(), Arguments{"orders.csv"}) << call[0];
    }
    const Outcome checked = run({"check", log});
    EXPECT_EQ(checked.exit_code, 3);
    ASSERT_EQ(lines(checked.err).size(), 1U) << checked.err;
    const std::string said = checked.out + checked.err;
    const std::string place = GetParam().place.empty() ? "" : ":" + GetParam().place;
    EXPECT_NE(said.find(log + place + ": expected "), std::string::npos) << said;
}

INSTANTIATE_TEST_SUITE_P(Logs, BadInput, ::testing::ValuesIn(bad_logs()),
                         [](const auto& param_info) { return param_info.param.name; });

TEST(BadBase, EndsWith3InOneLine) {
    const Scratch scratch;
    struct BadText {
        std::string text;
        std::string place;  ///< `line:column`, as far as the file has them.
    };
    const std::vector<BadText> bases{
        {"frequency,recency,T\n1,50,40\n", ":2:3"},   // recency above T
        {"frequency,recency,T\n0,3,40\n", ":2:3"},    // a recency without a repeat purchase
        {"frequency,recency,T\n-1,0,40\n", ":2:1"},   // a negative frequency
        {"frequency,recency,T\n1.5,3,40\n", ":2:1"},  // half a purchase
        {"frequency,recency,T\n1,nan,40\n", ":2:3"},  // no number
        {"frequency,T\n1,40\n", ":1:1"},              // a missing column
        // One customer twice; the rows stand in another order than the customers.
        {"customer,frequency,recency,T\n7,1,3,40\n5,1,3,40\n3,0,0,9\n5,1,3,40\n", ":5"},
        // More purchases than milliseconds; more than what a double counts; a time above all
        // numbers.
        {"frequency,recency,T\n0,0,3\n9000000000000000000,3,3\n", ":3:1"},
        {"frequency,recency,T,unit\n1,1,1e308,year\n", ":2:5"},
        {"frequency,recency,T,revenue,repeat_revenue\n1,1,3,5,6\n", ":2:9"},
        {"frequency,recency,T,holdout_frequency\n1,1,3,-1\n", ":2:7"},
        {"frequency,recency,T,first_date,last_date\n1,1,3,2024-02-01,2024-01-01\n", ":2:18"},
        {"frequency,recency,T\n", ""},  // no rows
        {"", ""}};
    for (const auto& [text, place] : bases) {
        const std::string base = scratch.write("base.csv", text);
        const Outcome outcome = run({"fit", "--base", base, "--model", "bg-nbd", "--json"});
        EXPECT_EQ(outcome.exit_code, 3) << text;
        EXPECT_EQ(outcome.out, "");
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
        EXPECT_EQ(outcome.err.rfind(base + place + ": expected ", 0), 0U) << outcome.err;
    }
}

TEST(BadInputFile, MissingOrAFolderEndsWith3) {
    const Scratch scratch;
    for (const std::string& path : {scratch.path("nowhere.csv"), scratch.path("")}) {
        const Outcome outcome = run({"summarize", path, "--out", scratch.path("base.csv")});
        EXPECT_EQ(outcome.exit_code, 3);
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
        EXPECT_EQ(outcome.err.rfind(path + ": expected ", 0), 0U) << outcome.err;
        EXPECT_TRUE(scratch.names().empty());
    }
}

TEST(BadInputFile, NoRowUntilTheEndEndsWith3) {
    const Scratch scratch;
    const Outcome outcome =
        run({"summarize", "-", "--until", "2023-01-01", "--out", scratch.path("base.csv")},
            header + good);
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(outcome.err.rfind("-: expected ", 0), 0U) << outcome.err;
    EXPECT_TRUE(scratch.names().empty());
}

TEST(BadInputFile, MissingColumnsAreToldTheOption) {
    const Outcome outcome = run({"summarize", "-", "--out", "-"}, "who,date,amount\n" + good);
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(outcome.err,
              "-:1:1: expected a column for the customer, got \"who\", \"date\", \"amount\" "
              "(--columns says which is what; see tenure check)\n");
}

TEST(BadInputFile, TheCapOfBadRowsIsNamedWhereItEndsTheReading) {
    const Arguments call{"summarize",    "-",    "--out",          "/dev/null",
                         "--on-bad-row", "skip", "--max-bad-rows", "2"};
    const std::string two = header + good + "1,soon,1\n1,2024-01-02,x\n";
    EXPECT_EQ(run(call, two).exit_code, 0);
    const std::string named = "; more than --max-bad-rows 2\n";
    for (const char* third : {"1,soon,1\n", ",2024-01-02,1\n", "1\n", "1,2024-01-02,-1\n"}) {
        const Outcome outcome = run(call, two + third);
        EXPECT_EQ(outcome.exit_code, 3) << third;
        EXPECT_NE(outcome.err.find(named), std::string::npos) << outcome.err;
    }
    const Outcome quote = run(call, two + "1,\"2024-01-02,1\n");
    EXPECT_EQ(quote.exit_code, 3);
    EXPECT_EQ(quote.err.find(named), std::string::npos) << quote.err;
}

TEST(BadInputFile, EscapesWhatItShows) {
    const Outcome outcome =
        run({"summarize", "-", "--out", "-"}, header + "1,\"2024\n\x1b[31m-01-01\",5\n");
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_EQ(outcome.err.find('\x1b'), std::string::npos);
}

// The limit of a line is 16 MiB: what is read is that much, the buffer beside it and the program
// itself.
TEST(BadInputFile, GigabyteLineIsRefusedInLittleMemory) {
    if (sanitized) GTEST_SKIP() << "a sanitizer's own memory is not the program's";
    constexpr int gigabyte_in_pieces = 1024;
    const std::string piece(1 << 20, 'x');
    for (const char* const start : {"", "\""}) {  // within quotes, too
        const Outcome outcome = run_fed({"summarize", "-", "--out", "-"}, [&](int pipe, pid_t) {
            if (!write_all(pipe, header + start)) return;
            for (int i = 0; i < gigabyte_in_pieces; ++i) {
                if (!write_all(pipe, piece)) return;
            }
        });
        EXPECT_EQ(outcome.exit_code, 3);
        EXPECT_EQ(outcome.out, "");
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err.substr(0, 1000);
        EXPECT_EQ(outcome.err.rfind("-:2:1: expected ", 0), 0U) << outcome.err.substr(0, 1000);
        EXPECT_LE(outcome.peak_kib, 64 * 1024);
    }
}

}  // namespace
}  // namespace tenure::test
