// The BG/NBD quantities of many customers, at each level of vector instructions.

#include "models/bg_nbd_evaluator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "support/cdnow_models.hpp"
#include "support/oracle_table.hpp"
#include "support/simd_level.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using detail::kernels::BgNbdScores;
using detail::kernels::HistoryColumns;
using detail::models::BgNbdEvaluator;
using models::BgNbd;
using models::PurchaseHistory;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr DiscountRate no_rate{0.0, Unit::year};

using Quantities = std::array<double, 4>;

bool same_bits(const Quantities& one, const Quantities& other) {
    using Bits = std::array<std::uint64_t, 4>;
    return std::bit_cast<Bits>(one) == std::bit_cast<Bits>(other);
}

Quantities single(const BgNbdEvaluator& evaluator, const PurchaseHistory& history) {
    const auto of = evaluator(history);
    return {of.probability_alive, of.probability_no_purchase, of.expected_purchases,
            of.discounted_given_alive};
}

/// Histories by column.
struct Columns {
    explicit Columns(std::span<const PurchaseHistory> rows) {
        for (const PurchaseHistory& row : rows) {
            frequency.push_back(row.frequency);
            recency.push_back(row.recency);
            age.push_back(row.T);
        }
    }
    [[nodiscard]] HistoryColumns in() const {
        return {frequency.data(), recency.data(), age.data()};
    }

    std::vector<std::int64_t> frequency;
    std::vector<double> recency, age;
};

constexpr double canary = -7.25;

/// What an evaluator says of histories together, and whether it wrote nothing else.
struct Batch {
    Batch(const BgNbdEvaluator& evaluator, std::span<const PurchaseHistory> rows) : n(rows.size()) {
        for (auto& column : columns) column.assign(n + 1, canary);
        first_impossible =
            evaluator(Columns(rows).in(), n,
                      {columns[0].data(), columns[1].data(), columns[2].data(), columns[3].data()});
        for (const auto& column : columns) EXPECT_EQ(column[n], canary);
    }
    [[nodiscard]] Quantities at(std::size_t row) const {
        return {columns[0][row], columns[1][row], columns[2][row], columns[3][row]};
    }

    std::size_t n;
    std::array<std::vector<double>, 4> columns;
    std::size_t first_impossible;
};

/// Random histories of every size, of which some have more purchases than there are tables.
std::vector<PurchaseHistory> histories(std::size_t n, double alpha, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> part(0.0, 1.0), digits(-3.0, 4.0);
    const std::int64_t rare[] = {0, 1, 63, 64, 65, 1000, 100'000};
    std::vector<PurchaseHistory> all;
    while (all.size() < n) {
        const std::int64_t x = all.size() % 4 == 0 ? rare[all.size() / 4 % 7]
                                                   : static_cast<std::int64_t>(64 * part(random));
        const double age = alpha * std::pow(10.0, digits(random));
        const double recency = all.size() % 5 == 0 ? age : age * part(random);
        all.push_back({x, x == 0 ? 0.0 : std::min(recency, age), age});
    }
    return all;
}

class IsaBgNbdEvaluator : public test::AtEachSimdLevel {};
class IsaOracleBgNbdEvaluator : public test::AtEachSimdLevel {};

INSTANTIATE_TEST_SUITE_P(At, IsaBgNbdEvaluator, testing::ValuesIn(simd_levels), test::level_name);
INSTANTIATE_TEST_SUITE_P(At, IsaOracleBgNbdEvaluator, testing::ValuesIn(simd_levels),
                         test::level_name);

// Relative, but absolute below 1e-300, where doubles lose their digits.
void expect_relative(double value, double exact, double tolerance, const std::string& what) {
    EXPECT_NEAR(value, exact, std::max(tolerance * std::fabs(exact), 1e-300)) << what;
}

// Each row is another model, whose tables take milliseconds to build: one in 29, and others
// at each level.
TEST_P(IsaOracleBgNbdEvaluator, IsExact) {
    const test::OracleTable table("bg_nbd_oracle.csv");
    ASSERT_EQ(table.size(), 10000U);
    for (std::size_t i = 5 * static_cast<std::size_t>(GetParam()); i < table.size(); i += 29) {
        const BgNbd model{table.number(i, "r"), table.number(i, "alpha"), table.number(i, "a"),
                          table.number(i, "b")};
        const PurchaseHistory history{static_cast<std::int64_t>(table.number(i, "x")),
                                      table.number(i, "t_x"), table.number(i, "T")};
        const BgNbdEvaluator evaluator(model, {table.number(i, "t"), Unit::week}, no_rate);
        const auto found = evaluator(history);
        const std::string row = "row " + std::to_string(i);
        expect_relative(found.probability_alive, table.number(i, "probability_alive"), 1e-12,
                        row + " alive");
        expect_relative(found.probability_no_purchase, table.number(i, "probability_no_purchase"),
                        1e-12, row + " no purchase");
        expect_relative(found.expected_purchases, table.number(i, "expected_purchases"), 1e-12,
                        row + " expected");
        expect_relative(found.probability_alive * found.discounted_given_alive,
                        table.number(i, "expected_purchases"), 1e-12, row + " not discounted");
    }
}

const std::vector<BgNbd>& typical_models() {
    static const std::vector<BgNbd> all{test::cdnow_purchases,
                                        {0.8, 5.0, 0.8, 2.5},
                                        {3.0, 40.0, 0.05, 0.3},
                                        {0.01, 100.0, 12.0, 700.0},
                                        {50.0, 0.3, 1.0, 1.0}};
    return all;
}

// The member functions integrate, one customer at a time: a second way to what is accurate to 1e-12
// on each, so that they differ by twice that and a few roundings.
constexpr double two_ways = 3e-12;

TEST_P(IsaBgNbdEvaluator, SaysWhatTheModelSays) {
    for (const BgNbd& model : typical_models()) {
        for (const Duration horizon : {1_weeks, 52_weeks, Duration{5000, Unit::week}}) {
            const BgNbdEvaluator evaluator(model, horizon, no_rate);
            const auto rows = histories(60, model.alpha, 1);
            const Batch found(evaluator, rows);
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const std::string row = "row " + std::to_string(i);
                expect_relative(found.columns[0][i], model.probability_alive(rows[i]), two_ways,
                                row);
                expect_relative(found.columns[1][i],
                                model.probability_no_purchase(rows[i], horizon), two_ways, row);
                expect_relative(found.columns[2][i], model.expected_purchases(rows[i], horizon),
                                two_ways, row);
                expect_relative(found.columns[3][i],
                                model.expected_purchases_given_alive(rows[i], horizon), two_ways,
                                row);
            }
        }
    }
}

TEST_P(IsaBgNbdEvaluator, DiscountsAsTheModelDoes) {
    const BgNbd model = test::cdnow_purchases;
    // The second rate is too high for tables.
    for (const DiscountRate rate : {15_percent_per_year, DiscountRate{1e4, Unit::year}}) {
        const BgNbdEvaluator evaluator(model, 52_weeks, rate);
        const auto rows = histories(40, model.alpha, 2);
        const Batch found(evaluator, rows);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            expect_relative(
                found.columns[3][i],
                model.discounted_expected_purchases_given_alive(rows[i], 52_weeks, rate), 1e-11,
                "row " + std::to_string(i));
        }
    }
}

// Any number of customers, also such that do not fill a block.
TEST_P(IsaBgNbdEvaluator, TogetherIsOneByOne) {
    for (const DiscountRate rate : {no_rate, 15_percent_per_year}) {
        const BgNbdEvaluator evaluator(test::cdnow_purchases, 52_weeks, rate);
        const auto rows = histories(150, test::cdnow_purchases.alpha, 3);
        for (std::size_t n = 0; n <= rows.size(); n = n < 20 ? n + 1 : n + 65) {
            const Batch found(evaluator, std::span(rows).first(n));
            EXPECT_EQ(found.first_impossible, n);
            for (std::size_t i = 0; i < n; ++i) {
                ASSERT_TRUE(same_bits(found.at(i), single(evaluator, rows[i])))
                    << "row " << i << " of " << n;
            }
        }
    }
}

// The kernel takes models of r, a and b in [1e-8, 1e8] and times in [1e-60, 1e60]; on either side
// of these bounds one and many have the same bits.
TEST_P(IsaBgNbdEvaluator, TogetherIsOneByOneAtTheBoundsOfTheKernel) {
    const auto beside = [](double bound) {
        return std::array{std::nextafter(bound, 0.0), bound, std::nextafter(bound, HUGE_VAL)};
    };
    std::vector<BgNbd> all;
    for (const double shape : {1e-8, 1e8}) {
        for (const double value : beside(shape)) {
            all.push_back({value, 5.0, 0.8, 2.5});
            all.push_back({0.8, 5.0, value, 2.5});
            all.push_back({0.8, 5.0, 0.8, value});
        }
    }
    for (const double alpha : beside(1e60)) all.push_back({0.8, alpha, 0.8, 2.5});
    for (const BgNbd& model : all) {
        const BgNbdEvaluator evaluator(model, 52_weeks, no_rate);
        const auto rows = histories(11, 5.0, 4);
        const Batch found(evaluator, rows);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            ASSERT_TRUE(same_bits(found.at(i), single(evaluator, rows[i]))) << "row " << i;
            expect_relative(found.columns[0][i], model.probability_alive(rows[i]), two_ways,
                            "row " + std::to_string(i));
        }
    }
}

TEST_P(IsaBgNbdEvaluator, SaysWhereTheFirstImpossibleHistoryIs) {
    const BgNbdEvaluator evaluator(test::cdnow_purchases, 52_weeks, 15_percent_per_year);
    const PurchaseHistory impossible[] = {
        {-1, 1.0, 2.0},     {-most - 1, 1.0, 2.0},   {1, -1.0, 2.0},   {1, 3.0, 2.0},
        {0, 1.0, 2.0},      {1, 1.0, -2.0},          {1, nan, 2.0},    {1, 1.0, nan},
        {1, 1.0, HUGE_VAL}, {1, HUGE_VAL, HUGE_VAL}, {most, nan, nan}, {0, 0.0, -HUGE_VAL}};
    const auto possible = histories(70, test::cdnow_purchases.alpha, 5);
    const Batch without(evaluator, possible);
    for (const PurchaseHistory& one : impossible) {
        for (const std::size_t at : {0, 7, 8, 63, 64, 69}) {
            auto rows = possible;
            rows[at] = one;
            if (at < 60) rows[65] = one;
            const Batch found(evaluator, rows);
            EXPECT_EQ(found.first_impossible, at);
            for (const double value : found.at(at)) EXPECT_TRUE(std::isnan(value));
            for (std::size_t i = 0; i < rows.size(); ++i) {
                if (i == at || (at < 60 && i == 65)) continue;
                ASSERT_TRUE(same_bits(found.at(i), without.at(i))) << i << " beside " << at;
            }
        }
    }
}

// What there is no number for is possible to the library where the kernel has none: ages above
// 1e60, counts without a table, exponents above 600.
TEST_P(IsaBgNbdEvaluator, HasNumbersForWhateverIsPossible) {
    const BgNbdEvaluator evaluator(test::cdnow_purchases, 52_weeks, no_rate);
    const std::vector<PurchaseHistory> rows{
        {0, 0.0, 0.0},       {0, -0.0, 0.0},     {0, 0.0, 1e300},   {1, 1e299, 1e300},
        {most, 2.0, 2.0},    {most, 1.0, 2.0},   {63, 0.0, 7e4},    {64, 1.0, 1.0},
        {5000, 20.0, 500.0}, {1, 5e-324, 1e308}, {63, 1e60, 1.1e60}};
    const Batch found(evaluator, rows);
    EXPECT_EQ(found.first_impossible, rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const double value : found.at(i)) {
            EXPECT_TRUE(std::isfinite(value) && value >= 0.0) << "row " << i << ' ' << value;
        }
        expect_relative(found.columns[0][i], test::cdnow_purchases.probability_alive(rows[i]),
                        two_ways, "row " + std::to_string(i));
        EXPECT_LE(found.columns[1][i], 1.0) << "row " << i;
    }
}

TEST_P(IsaBgNbdEvaluator, LeavesColumnsThatAreNotWanted) {
    const BgNbdEvaluator evaluator(test::cdnow_purchases, 52_weeks, 15_percent_per_year);
    const auto rows = histories(77, test::cdnow_purchases.alpha, 6);
    const Batch all(evaluator, rows);
    for (unsigned wanted = 0; wanted < 8; ++wanted) {
        std::array<std::vector<double>, 4> columns;
        for (auto& column : columns) column.assign(rows.size() + 1, canary);
        const auto if_wanted = [&](std::size_t i) {
            return wanted >> (i - 1) & 1 ? columns[i].data() : nullptr;
        };
        static_cast<void>(evaluator(Columns(rows).in(), rows.size(),
                                    {columns[0].data(), if_wanted(1), if_wanted(2), if_wanted(3)}));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const bool is_wanted = i == 0 || wanted >> (i - 1) & 1;
            const std::vector<double> untouched(rows.size() + 1, canary);
            EXPECT_TRUE(columns[i] == (is_wanted ? all.columns[i] : untouched))
                << "column " << i << ", wanted " << wanted;
        }
    }
}

// An evaluator keeps the level that it was made at.
TEST_P(IsaBgNbdEvaluator, KeepsItsLevel) {
    const BgNbdEvaluator evaluator(test::cdnow_purchases, 52_weeks, no_rate);
    const auto rows = histories(400, test::cdnow_purchases.alpha, 7);
    const Batch before(evaluator, rows);
    for (const SimdLevel level : simd_levels) {
        if (level > highest_simd_level()) continue;
        const test::AtSimdLevel other(level);
        const Batch now(evaluator, rows);
        EXPECT_TRUE(now.columns == before.columns) << to_string(level);
        const bool same =
            Batch(BgNbdEvaluator(test::cdnow_purchases, 52_weeks, no_rate), rows).columns ==
            before.columns;
        // The baseline rounds products and sums that the others fuse: with the same bits, the level
        // would not have been used.
        if (level == GetParam()) {
            EXPECT_TRUE(same) << to_string(level);
        }
        if ((level == SimdLevel::baseline) != (GetParam() == SimdLevel::baseline)) {
            EXPECT_FALSE(same) << to_string(level);
        }
    }
}

}  // namespace
}  // namespace tenure
