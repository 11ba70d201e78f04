#include "tenure/scores/frequency_fit.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include <gtest/gtest.h>

#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "support/executors.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure {
namespace {

using test::BaseRow;
using test::cdnow_purchases;

/// Customer by customer, with as many terms for the last row as matter.
std::vector<double> brute_force(const CustomerBase& base) {
    std::vector<double> expected(8, 0.0);
    for (std::size_t row = 0; row < base.size(); ++row) {
        const Duration T{base.time_in(base.age()[row], Unit::week), Unit::week};
        for (std::int64_t x = 0; x < 400; ++x) {
            expected[static_cast<std::size_t>(std::min<std::int64_t>(x, 7))] +=
                static_cast<double>(base.weight()[row]) *
                cdnow_purchases.probability_of_count(x, T);
        }
    }
    return expected;
}

TEST(FrequencyFit, OfCdnowIsAsCountedAndComputed) {
    const auto fit = check_frequencies(test::cdnow_base(), cdnow_purchases).value();
    // FHL 2005, figure 1; and their equation 8 summed over the sample apart, with 40 digits.
    constexpr std::array<std::int64_t, 8> observed{1411, 439, 214, 100, 62, 38, 29, 64};
    constexpr std::array expected{1407.6843465907,  460.323463042306, 192.461413962028,
                                  101.164196226839, 59.847078797862,  38.1197054689327,
                                  25.5491080142197, 71.8506878971101};
    EXPECT_EQ(fit.customers, 2357);
    ASSERT_EQ(fit.rows.size(), 8u);
    for (std::size_t x = 0; x < 8; ++x) {
        EXPECT_EQ(fit.rows[x].frequency, static_cast<std::int64_t>(x));
        EXPECT_EQ(fit.rows[x].observed, observed[x]) << x;
        // The last row is what 2,357 customers leave of seven others.
        EXPECT_NEAR(fit.rows[x].expected, expected[x], x == 7 ? 1e-9 : 1e-11 * expected[x]) << x;
    }
}

TEST(FrequencyFit, IsASumOverCustomers) {
    const auto base = test::base_of({{0, 0, 0},
                                     {0, 0, 200},
                                     {3, 90, 200, 1, 900, 5},
                                     {9, 100, 200.5, 1, 900, 2},
                                     {7, 20, 70, 1, 900}});
    const auto fit = check_frequencies(base, cdnow_purchases).value();
    const auto expected = brute_force(base);
    const std::array<std::int64_t, 8> observed{2, 0, 0, 5, 0, 0, 0, 3};
    EXPECT_EQ(fit.customers, 10);
    for (std::size_t x = 0; x < 8; ++x) {
        EXPECT_EQ(fit.rows[x].observed, observed[x]) << x;
        // Above 400 repeat purchases lies less than 1e-12 of the distribution.
        EXPECT_NEAR(fit.rows[x].expected, expected[x], 1e-11) << x;
    }
}

TEST(FrequencyFit, TakesTimesInTheUnitOfTheModel) {
    const std::vector<BaseRow> rows{{0, 0, 200}, {3, 90, 140}};
    const auto weeks = check_frequencies(test::base_of(rows), cdnow_purchases).value();
    const auto days =
        check_frequencies(test::base_of(rows, {}, Unit::day), cdnow_purchases).value();
    for (std::size_t x = 0; x < 8; ++x) EXPECT_EQ(days.rows[x].expected, weeks.rows[x].expected);
}

CustomerBase many_ages() {
    std::vector<BaseRow> rows;
    for (int i = 0; i < 5000; ++i)
        rows.push_back({i % 11, i % 11 == 0 ? 0.0 : 30.0, 40.0 + i % 977});
    return test::base_of(rows);
}

std::vector<double> bits_of(const FrequencyFit& fit) {
    std::vector<double> all;
    for (const FrequencyRow& row : fit.rows) all.push_back(row.expected);
    return all;
}

TEST(FrequencyFit, DoesNotDependOnTheOrderOfCustomersOrChunks) {
    std::vector<BaseRow> rows;
    for (int i = 0; i < 999; ++i) rows.push_back({0, 0.0, 40.0 + i});
    const auto risen = check_frequencies(test::base_of(rows), cdnow_purchases).value();
    std::ranges::reverse(rows);
    test::ShuffledExecutor shuffled(2);
    const auto fallen =
        check_frequencies(test::base_of(rows), cdnow_purchases, {.executor = shuffled.executor()})
            .value();
    EXPECT_EQ(bits_of(fallen), bits_of(risen));
}

TEST(FrequencyFitThreads, GiveTheSameBits) {
    ThreadPool pool(4);
    EXPECT_EQ(
        bits_of(
            check_frequencies(many_ages(), cdnow_purchases, {.executor = pool.executor()}).value()),
        bits_of(check_frequencies(many_ages(), cdnow_purchases).value()));
}

TEST(FrequencyFit, IsRefusedToAnEmptyBase) {
    const auto error = check_frequencies(test::base_of({}), cdnow_purchases).error();
    EXPECT_EQ(error.code, Code::invalid_data);
    EXPECT_EQ(error.message, "expected a base with customers, got none");
}

TEST(FrequencyFit, IsRefusedToParametersThatAreNoModel) {
    const auto error =
        check_frequencies(test::base_of({{0, 0, 200}}), models::BgNbd{1.0, 0.0, 1.0, 1.0}).error();
    EXPECT_EQ(error.code, Code::invalid_option);
    EXPECT_EQ(error.where.field, "model.alpha");
    EXPECT_EQ(error.message, "expected a finite number above 0, got 0");
}

TEST(FrequencyFit, IsCancelledByTheHost) {
    RunOptions run;
    run.progress.step = [](void*, std::size_t, std::size_t) { return false; };
    EXPECT_EQ(check_frequencies(many_ages(), cdnow_purchases, run).error().code, Code::cancelled);
}

}  // namespace
}  // namespace tenure
