#include <gtest/gtest.h>

#include <algorithm>

#include "program.hpp"

namespace tenure::test {
namespace {

const std::string cdnow_like = "r=0.243,alpha=4.414,a=0.793,b=2.426";

Arguments simulation(const Arguments& more) {
    Arguments arguments{"simulate",    "--model", "bg-nbd",     "--parameters", cdnow_like,
                        "--customers", "500",     "--from",     "1997-01-01",   "--entry",
                        "12w",         "--until", "1998-06-30", "--unit",       "week",
                        "--seed",      "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

const Arguments with_spend{"--spend", "p=6.25,q=3.74,gamma=15.44", "--out", "-"};

TEST(Simulate, WritesAnOrderLog) {
    const Outcome outcome = run(simulation(with_spend));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto log = lines(outcome.out);
    EXPECT_EQ(log.at(0), "customer,date,amount");
    for (std::size_t i = 1; i < log.size(); ++i) {
        const auto row = fields(log[i]);
        ASSERT_EQ(row.size(), 3U);
        EXPECT_LE(std::stoi(row[0]), 500);
        EXPECT_GE(row[1], "1997-01-01");
        EXPECT_LE(row[1], "1998-06-30");
        EXPECT_GE(std::stod(row[2]), 0.01);
    }
    EXPECT_EQ(fields(log.back())[0], "500");
}

TEST(Simulate, WithoutSpendThereAreNoAmounts) {
    const Outcome outcome = run(simulation({"--out", "-"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(lines(outcome.out).at(0), "customer,date");
}

TEST(Simulate, ReportsWhatItDrew) {
    const Scratch scratch;
    const Outcome outcome = run(simulation({"--out", scratch.path("orders.csv"), "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const Json report = Json::parse(outcome.out);
    EXPECT_EQ(report.at("customers"), 500);
    EXPECT_EQ(report.at("rows").get<std::size_t>() + 1, lines(scratch.read("orders.csv")).size());
    EXPECT_EQ(report.at("options").at("parameters"),
              Json({{"r", 0.243}, {"alpha", 4.414}, {"a", 0.793}, {"b", 2.426}}));
    EXPECT_TRUE(report.at("options").at("spend").is_null());
    EXPECT_EQ(report.at("options").at("entry"), "12w");
}

TEST(Simulate, SeedDecidesEverything) {
    const Outcome once = run(simulation(with_spend));
    const Outcome again = run(simulation(with_spend));
    Arguments other = simulation(with_spend);
    std::ranges::replace(other, std::string("1"), std::string("2"));  // the seed
    EXPECT_EQ(once.out, again.out);
    EXPECT_NE(once.out, run(other).out);
}

TEST(Simulate, FeedsTheOtherVerbsThroughAPipe) {
    const Outcome orders = run(simulation(with_spend));
    for (const char* model : {"bg-nbd", "gamma-gamma"}) {
        const Outcome fit = run({"fit", "-", "--model", model, "--json"}, orders.out);
        ASSERT_EQ(fit.exit_code, 0) << fit.err;
        EXPECT_EQ(Json::parse(fit.out).at("status"), "converged");
    }
}

TEST(Simulate, ImpossibleParametersAreUsageErrors) {
    const Scratch scratch;
    const std::string out = scratch.path("orders.csv");
    for (const Arguments& wrong : {
             Arguments{"--spend", "p=0,q=3,gamma=15"},
             Arguments{"--spend", "p=6,q=3"},
             Arguments{"--spend", "p=6,q=3,gamma=15,r=1"},
             Arguments{"--spend", "p=6,q=3,p=15"},
             Arguments{"--spend", "p=6,q=3,gamma=x"},
             Arguments{"--spend", "6"},
         }) {
        Arguments call = simulation({"--out", out});
        call.insert(call.end(), wrong.begin(), wrong.end());
        const Outcome outcome = run(call);
        EXPECT_EQ(outcome.exit_code, 2) << wrong[1];
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
        EXPECT_NE(outcome.err.find("--spend"), std::string::npos) << outcome.err;
        EXPECT_TRUE(scratch.names().empty());
    }
}

TEST(Simulate, AmountsBeyondAllMoneyAreUsageErrors) {
    const Scratch scratch;
    const Outcome outcome = run(simulation(
        {"--spend", "p=1,q=0.01,gamma=1", "--out", scratch.path("orders.csv"), "--json"}));
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.out, "");
    ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_EQ(outcome.err.rfind("tenure simulate: --spend: expected amounts below ", 0), 0U)
        << outcome.err;
    EXPECT_TRUE(scratch.names().empty());
}

TEST(Simulate, CustomersAreCountedAsTheLibraryDoes) {
    for (const std::string number : {"0", "-5", "1000000001"}) {
        Arguments call = simulation({"--out", "-"});
        std::ranges::replace(call, std::string("500"), number);
        const Outcome outcome = run(call);
        EXPECT_EQ(outcome.exit_code, 2);
        EXPECT_EQ(outcome.err, "tenure simulate: --customers: expected 1 to 1000000000, got " +
                                   number + " (see tenure simulate --help)\n");
    }
    for (const std::string number : {"1e3", "1.5", "99999999999999999999"}) {
        Arguments call = simulation({"--out", "-"});
        std::ranges::replace(call, std::string("500"), number);
        const Outcome outcome = run(call);
        EXPECT_EQ(outcome.exit_code, 2);
        EXPECT_EQ(outcome.err.rfind("tenure simulate: --customers: expected a whole number", 0), 0U)
            << outcome.err;
    }
}

TEST(Simulate, EntryMustEndBeforeTheEnd) {
    Arguments call = simulation({"--out", "-"});
    std::ranges::replace(call, std::string("12w"), std::string("10y"));
    const Outcome outcome = run(call);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_EQ(outcome.err.rfind("tenure simulate: --entry: expected ", 0), 0U) << outcome.err;
}

TEST(Simulate, RatesBeyondReasonAreUsageErrors) {
    Arguments call = simulation({"--out", "-"});
    std::ranges::replace(call, cdnow_like, std::string("r=1e9,alpha=1e-3,a=1,b=1"));
    const Outcome outcome = run(call);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err.rfind("tenure simulate: --parameters: expected ", 0), 0U) << outcome.err;
}

TEST(SimulateThreads, SameOutputOnAnyNumber) {
    Arguments one = simulation(with_spend);
    Arguments two = one;
    one.insert(one.end(), {"--threads", "1"});
    two.insert(two.end(), {"--threads", "2"});
    EXPECT_EQ(run(one).out, run(two).out);
}

}  // namespace
}  // namespace tenure::test
