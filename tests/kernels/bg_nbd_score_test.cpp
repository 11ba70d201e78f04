// The kernel that scores BG/NBD customers, against its formulas in 113 bits, at each level. Its
// tables here are any polynomials, another for each count and range: whether those of a model are
// right is asked in tests/numeric and tests/models.

#include "kernels/bg_nbd_score.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "kernels/kernels.hpp"
#include "support/simd_level.hpp"

namespace tenure::inline v0::detail::kernels {
namespace {

using Quad = boost::multiprecision::cpp_bin_float_quad;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

struct History {
    std::int64_t x;
    double recency, age;
};

struct Scores {
    double alive, no_purchase, expected, discounted;
};

bool operator==(const Scores& one, const Scores& other) {
    using Bits = std::array<std::uint64_t, 4>;
    return std::bit_cast<Bits>(one) == std::bit_cast<Bits>(other);
}

std::string text_of(const BgNbdScoring& model, const History& of) {
    std::ostringstream text;
    text.precision(17);
    text << "r " << model.r << ", alpha " << model.alpha << ", a " << model.a << ", b " << model.b
         << ", horizon " << model.horizon << ", x " << of.x << ", t_x " << of.recency << ", T "
         << of.age;
    return text.str();
}

/// Polynomials between .5 and 2.5 for each count and range, of which one range in `missing` is not
/// tabulated.
std::vector<double> table_values(std::uint64_t seed, std::size_t missing) {
    constexpr std::size_t count = PolynomialTable::coefficients;
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> level(1.0, 2.0), digits(-1.0, 1.0);
    std::vector<double> values(BgNbdScoring::counts * PolynomialTable::ranges * count);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t power = i % count;
        // Less than .5 in sum, whatever t.
        values[i] = power == 0 ? level(random) : std::ldexp(digits(random), -1 - int(power));
        if ((i / count) % missing == missing - 1) values[i] = nan;
    }
    return values;
}

/// Two tables for all tests: of what is expected, and of that discounted.
const std::vector<double>& table(std::size_t which) {
    static const std::array<std::vector<double>, 2> tables{table_values(1, 23),
                                                           table_values(2, 29)};
    return tables[which];
}

BgNbdScoring scoring(double r, double alpha, double a, double b, double horizon) {
    return {r, alpha, a, b, horizon, {table(0).data()}, {table(1).data()}};
}

/// The customers of the CDNOW sample, about.
const BgNbdScoring usual = scoring(0.2426, 4.4136, 0.793, 2.4259, 39.0);

/// Histories by column, in whole blocks, from a place that no packet is aligned to.
struct Columns {
    explicit Columns(const std::vector<History>& rows)
        : frequency(1), recency(1), age(1), blocks((rows.size() + block - 1) / block) {
        for (std::size_t i = 0; i < blocks * block; ++i) {
            const History row = i < rows.size() ? rows[i] : History{0, 0.0, 0.0};
            frequency.push_back(row.x);
            recency.push_back(row.recency);
            age.push_back(row.age);
        }
    }
    [[nodiscard]] HistoryColumns in() const {
        return {frequency.data() + 1, recency.data() + 1, age.data() + 1};
    }

    std::vector<std::int64_t> frequency;
    std::vector<double> recency, age;
    std::size_t blocks;
};

std::vector<Scores> score(SimdLevel level, const BgNbdScoring& model,
                          const std::vector<History>& rows) {
    const Columns columns(rows);
    std::array<std::vector<double>, 4> out;
    for (auto& column : out) column.assign(columns.blocks * block + 1, -1.0);
    kernels(level).bg_nbd_score(
        model, columns.in(), columns.blocks,
        {out[0].data() + 1, out[1].data() + 1, out[2].data() + 1, out[3].data() + 1});
    std::vector<Scores> scores;
    for (std::size_t i = 1; i <= rows.size(); ++i) {
        scores.push_back({out[0][i], out[1][i], out[2][i], out[3][i]});
    }
    return scores;
}

/// Whether models/contract.hpp would let it pass, and the kernel's limit of an age.
bool possible(const History& of) {
    return of.x >= 0 && of.recency >= 0.0 && of.recency <= of.age &&
           of.age <= BgNbdScoring::largest_time && (of.x > 0 || of.recency == 0.0);
}

/// What the kernel says it gives; nothing where it says NaN.
struct Exact {
    std::optional<Quad> alive, no_purchase, expected, discounted;
};

std::optional<Quad> at(const PolynomialTable& of, std::size_t x, const Quad& s) {
    constexpr std::size_t count = PolynomialTable::coefficients;
    const Quad position = s * (PolynomialTable::ranges / PolynomialTable::end);
    const std::size_t range =
        std::min(position.convert_to<std::size_t>(), PolynomialTable::ranges - 1);
    const double* const row = of.values + (x * PolynomialTable::ranges + range) * count;
    if (std::isnan(row[0])) return {};
    const Quad t = 2 * (position - range) - 1;
    Quad sum = 0;
    for (std::size_t k = count; k > 0; --k) sum = sum * t + row[k - 1];
    return sum;
}

// Fader, Hardie and Lee (2005): P(alive) by their eq. (A.1) with odds of being gone in place of
// quotients, and from it what the library's headers state.
Exact exact(const BgNbdScoring& model, const History& of) {
    if (!possible(of)) return {};
    const Quad x = of.x;
    const Quad at_age = Quad(model.alpha) + of.age;
    const Quad exponent =
        (model.r + x) * log1p((Quad(of.age) - of.recency) / (Quad(model.alpha) + of.recency));
    if (exponent > 600) return {};
    const Quad odds = of.x == 0 ? Quad(0) : Quad(model.a / (model.b + (x - 1)) * exp(exponent));
    Exact out;
    out.alive = 1 / (1 + odds);
    const Quad s = log1p(Quad(model.horizon) / at_age);
    const Quad quiet = (model.r + x) * s;
    if (quiet <= 600) out.no_purchase = (odds + exp(Quad(-quiet))) / (1 + odds);
    if (of.x >= std::int64_t{BgNbdScoring::counts} || s > PolynomialTable::end) return out;
    const auto row = static_cast<std::size_t>(of.x);
    if (const auto value = at(model.expected, row, s)) out.expected = *out.alive * s * *value;
    if (const auto value = at(model.discounted, row, s)) out.discounted = s * *value;
    return out;
}

/// Whether a limit is so near that rounding decides which side of it this is.
bool at_a_limit(const BgNbdScoring& model, const History& of) {
    if (!possible(of)) return false;
    const auto near = [](double value, double limit) {
        return std::fabs(value - limit) <= 1e-10 * std::max(1.0, limit);
    };
    const double shape = model.r + static_cast<double>(of.x);
    const double s = std::log1p(model.horizon / (model.alpha + of.age));
    const double position = s * PolynomialTable::ranges / PolynomialTable::end;
    return near(shape * std::log1p((of.age - of.recency) / (model.alpha + of.recency)), 600.0) ||
           near(shape * s, 600.0) || near(position, std::round(position));
}

// What comes of an exponent of up to 600 is wrong by 600 times that which the exponent is: by 14 u
// at most, u = 2^−53, of which 8 are the logarithm's, 4 its quotient's, and 2 those of shape and
// product. All else is a few u beside.
constexpr double tolerance = 1e-12;

void expect_near(double found, const std::optional<Quad>& exact, const char* what) {
    if (!exact) {
        EXPECT_TRUE(std::isnan(found)) << what << ' ' << found;
        return;
    }
    const Quad bound = abs(*exact) * tolerance + 1e-300;
    EXPECT_TRUE(abs(Quad(found) - *exact) <= bound) << what << ' ' << found << ", not " << *exact;
}

void expect_exact(SimdLevel level, const BgNbdScoring& model, const std::vector<History>& rows) {
    const std::vector<Scores> found = score(level, model, rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (at_a_limit(model, rows[i])) continue;
        const Exact expected = exact(model, rows[i]);
        expect_near(found[i].alive, expected.alive, "alive");
        expect_near(found[i].no_purchase, expected.no_purchase, "no purchase");
        expect_near(found[i].expected, expected.expected, "expected");
        expect_near(found[i].discounted, expected.discounted, "discounted");
        EXPECT_FALSE(found[i].no_purchase > 1.0);
        if (testing::Test::HasFailure()) FAIL() << text_of(model, rows[i]) << ", row " << i;
    }
}

/// Random models and histories, of the sizes that they usually have or of all.
class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    [[nodiscard]] double number(double from, double to) {
        return std::uniform_real_distribution<double>(from, to)(engine_);
    }
    [[nodiscard]] double power_of_10(double digits) {
        return std::pow(10.0, number(-digits, digits));
    }
    [[nodiscard]] BgNbdScoring model(bool extreme) {
        const double shapes = extreme ? 8.0 : 1.5;
        const double alpha = power_of_10(extreme ? 60.0 : 2.0);
        const double horizon = extreme ? power_of_10(60.0) : alpha * power_of_10(2.0);
        const double r = power_of_10(shapes);
        const double a = power_of_10(shapes);
        return scoring(r, alpha, a, power_of_10(shapes), horizon);
    }
    [[nodiscard]] History history(double alpha) {
        const std::int64_t counts[] = {0, 1, 2, 3, 63, 64, 1000, 100'000, most};
        const auto choice = static_cast<std::size_t>(number(0.0, 18.0));
        const std::int64_t x =
            choice < 9 ? counts[choice] : static_cast<std::int64_t>(number(0.0, 64.0));
        const double age =
            std::min(alpha * power_of_10(4.0), BgNbdScoring::largest_time) * number(0.5, 1.0);
        const double parts[] = {0.0, 1.0, number(0.0, 1.0), 1.0 - power_of_10(12.0) * 1e-13};
        const double part = parts[static_cast<std::size_t>(number(0.0, 4.0))];
        return {x, x == 0 ? 0.0 : std::clamp(age * part, 0.0, age), age};
    }
    [[nodiscard]] std::vector<History> histories(std::size_t n, double alpha) {
        std::vector<History> all;
        while (all.size() < n) all.push_back(history(alpha));
        return all;
    }

private:
    std::mt19937_64 engine_;
};

/// Each impossible in its own way.
const std::vector<History> impossible{
    {-1, 1.0, 2.0},    {least, 1.0, 2.0}, {1, -1.0, 2.0},
    {1, -5e-324, 2.0}, {1, 2.1, 2.0},     {1, 1.0, -2.0},
    {0, 0.0, -2.0},    {0, 1.0, 2.0},     {0, 5e-324, 2.0},
    {1, nan, 2.0},     {0, nan, 2.0},     {1, 1.0, nan},
    {0, 0.0, nan},     {1, nan, nan},     {1, inf, 2.0},
    {1, 1.0, inf},     {0, 0.0, inf},     {1, inf, inf},
    {1, -inf, 2.0},    {1, 1.0, -inf},    {0, 0.0, -inf},
    {1, -inf, -inf},   {most, 3.0, 2.0},  {0, 0.0, 1.1e60},
    {1, 1e60, 1.1e60}, {0, 1e60, 1e60},   {-1, 0.0, 0.0},
    {least, nan, nan}, {most, nan, 1.0},  {0, inf, inf},
    {1, 1e308, 1e308}, {-most, 0.0, 2.0}, {1, 2.0, 0x1.fffffffffffffp+0}};

/// Possible, and at the edges of what the kernel gives.
const std::vector<History> edges{
    {0, 0.0, 0.0},          {0, -0.0, 0.0},     {0, -0.0, -0.0}, {0, 0.0, 5e-324},
    {0, 0.0, 1e60},         {1, 0.0, 0.0},      {1, 0.0, 2.0},   {1, 2.0, 2.0},
    {63, 2.0, 2.0},         {64, 2.0, 2.0},     {65, 1.0, 2.0},  {most, 2.0, 2.0},
    {most, 1.0, 2.0},       {most, 1e60, 1e60}, {1, 1e60, 1e60}, {1, 5e-324, 1e60},
    {63, 0.0, 1e5},         {63, 0.0, 7e4},     {63, 0.0, 5e4},  {20, 1e-300, 1e-299},
    {100'000, 52.0, 104.0}, {2, 30.43, 38.86}};

class IsaBgNbdScore : public test::AtEachSimdLevel {};

INSTANTIATE_TEST_SUITE_P(At, IsaBgNbdScore, testing::ValuesIn(simd_levels), test::level_name);

TEST_P(IsaBgNbdScore, IsExactForUsualModels) {
    Random random(1);
    for (int i = 0; i < 40; ++i) {
        const BgNbdScoring model = random.model(false);
        expect_exact(GetParam(), model, random.histories(80, model.alpha));
    }
}

TEST_P(IsaBgNbdScore, IsExactForExtremeModels) {
    Random random(2);
    for (int i = 0; i < 40; ++i) {
        const BgNbdScoring model = random.model(true);
        expect_exact(GetParam(), model, random.histories(80, model.alpha));
    }
}

TEST_P(IsaBgNbdScore, IsExactAtItsEdges) {
    for (const double horizon : {1e-60, 1e-8, 39.0, 4.4136 * 9997.0, 1e5, 1e60}) {
        BgNbdScoring model = usual;
        model.horizon = horizon;
        expect_exact(GetParam(), model, edges);
    }
}

// The oracle says so, too; here it is said plainly.
TEST_P(IsaBgNbdScore, LeavesToOthersWhatItCannotGive) {
    const auto missing = [&](const History& of) {
        const Scores found = score(GetParam(), usual, {of})[0];
        std::string names;
        if (std::isnan(found.alive)) names += "alive ";
        if (std::isnan(found.no_purchase)) names += "no_purchase ";
        if (std::isnan(found.expected)) names += "expected ";
        if (std::isnan(found.discounted)) names += "discounted ";
        return names;
    };
    const std::string all = "alive no_purchase expected discounted ";
    EXPECT_EQ(missing({2, 30.0, 40.0}), "");
    EXPECT_EQ(missing({0, 0.0, 40.0}), "");
    EXPECT_EQ(missing({64, 40.0, 40.0}), "expected discounted ");
    EXPECT_EQ(missing({most, 40.0, 40.0}), "no_purchase expected discounted ");
    EXPECT_EQ(missing({63, 0.0, 7e4}), all);  // an exponent of 63.24 ln(1 + 7e4/4.41) = 611
    BgNbdScoring far = usual;
    far.horizon = 1e5;  // s = 10.03
    const Scores found = score(GetParam(), far, {{0, 0.0, 0.0}})[0];
    EXPECT_FALSE(std::isnan(found.alive) || std::isnan(found.no_purchase));
    EXPECT_TRUE(std::isnan(found.expected) && std::isnan(found.discounted));
}

TEST_P(IsaBgNbdScore, HasNoNumberForImpossibleHistories) {
    for (const History& history : impossible) {
        ASSERT_FALSE(possible(history)) << text_of(usual, history);
        const Scores found = score(GetParam(), usual, {history})[0];
        for (const double value :
             {found.alive, found.no_purchase, found.expected, found.discounted}) {
            EXPECT_TRUE(std::isnan(value)) << text_of(usual, history) << ": " << value;
        }
    }
}

// Exactly, whatever b + x − 1 is: also 0, or below.
TEST_P(IsaBgNbdScore, IsCertainOfThoseWhoBoughtOnce) {
    Random random(6);
    for (int i = 0; i < 100; ++i) {
        BgNbdScoring model = random.model(false);
        if (i < 3) model.b = std::array{1.0, 0.5, 1e-8}[static_cast<std::size_t>(i)];
        for (const Scores& found : score(GetParam(), model, {{0, 0.0, 0.0}, {0, 0.0, 1e3}})) {
            EXPECT_EQ(found.alive, 1.0) << "b " << model.b;
        }
    }
}

// The same customer, in each lane, beside anything.
TEST_P(IsaBgNbdScore, LanesDoNotSeeEachOther) {
    std::vector<History> others = impossible;
    others.insert(others.end(), edges.begin(), edges.end());
    for (const History& one : {History{2, 30.43, 38.86},
                               {0, 0.0, 39.0},
                               {63, 38.0, 39.0},
                               {64, 38.0, 39.0},
                               {26, 30.0, 31.0}}) {
        const Scores alone = score(GetParam(), usual, {one})[0];
        for (std::size_t first = 0; first < others.size(); ++first) {
            for (std::size_t lane = 0; lane < block; ++lane) {
                std::vector<History> rows(block);
                for (std::size_t i = 0; i < block; ++i) {
                    rows[i] = others[(first + i) % others.size()];
                }
                rows[lane] = one;
                const Scores found = score(GetParam(), usual, rows)[lane];
                ASSERT_TRUE(found == alone) << text_of(usual, one) << ", lane " << lane
                                            << ", beside " << text_of(usual, others[first]);
            }
        }
    }
}

TEST_P(IsaBgNbdScore, BlocksDoNotSeeEachOther) {
    Random random(3);
    const std::vector<History> rows = random.histories(20 * block, usual.alpha);
    const std::vector<Scores> together = score(GetParam(), usual, rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        ASSERT_TRUE(score(GetParam(), usual, {rows[i]})[0] == together[i]) << i;
    }
}

// Usual and extreme models, impossible and rare histories: what a block says of a customer, to the
// bit, NaN among it.
TEST_P(IsaBgNbdScore, OneAloneHasTheBitsOfABlock) {
    Random random(9);
    for (int i = 0; i < 40; ++i) {
        const BgNbdScoring model = random.model(i % 2 == 0);
        std::vector<History> rows = random.histories(80, model.alpha);
        rows.insert(rows.end(), impossible.begin(), impossible.end());
        rows.insert(rows.end(), edges.begin(), edges.end());
        const std::vector<Scores> together = score(GetParam(), model, rows);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            Scores one{};
            kernels(GetParam())
                .bg_nbd_score_one(model, {&rows[row].x, &rows[row].recency, &rows[row].age},
                                  {&one.alive, &one.no_purchase, &one.expected, &one.discounted});
            ASSERT_TRUE(one == together[row]) << text_of(model, rows[row]);
        }
    }
}

/// Columns between canaries, which nothing may touch.
struct Guarded {
    static constexpr std::size_t guard = 3;
    static constexpr double canary = -7.25;
    explicit Guarded(std::size_t n) : values(n + 2 * guard, canary) {}
    [[nodiscard]] double* column() { return values.data() + guard; }
    [[nodiscard]] std::span<const double> written() const {
        return std::span(values).subspan(guard, values.size() - 2 * guard);
    }
    [[nodiscard]] bool intact() const {
        const auto is_canary = [](double value) { return value == canary; };
        return std::all_of(values.begin(), values.begin() + guard, is_canary) &&
               std::all_of(values.end() - guard, values.end(), is_canary);
    }
    std::vector<double> values;
};

// Every subset of the columns that may be null gives the same bits in those that are not.
TEST_P(IsaBgNbdScore, WritesWhatIsWantedAndNothingElse) {
    std::vector<History> rows = impossible;
    rows.insert(rows.end(), edges.begin(), edges.end());
    const Columns columns(rows);
    const std::size_t n = columns.blocks * block;
    const std::vector<Scores> all = score(GetParam(), usual, rows);
    for (unsigned wanted = 0; wanted < 8; ++wanted) {
        Guarded alive(n), no_purchase(n), expected(n), discounted(n);
        kernels(GetParam())
            .bg_nbd_score(usual, columns.in(), columns.blocks,
                          {alive.column(), wanted & 1 ? no_purchase.column() : nullptr,
                           wanted & 2 ? expected.column() : nullptr,
                           wanted & 4 ? discounted.column() : nullptr});
        const auto value = [](const Guarded& column, bool is_wanted, std::size_t i, double full) {
            return is_wanted ? column.written()[i] : full;
        };
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Scores found{alive.written()[i],
                               value(no_purchase, wanted & 1, i, all[i].no_purchase),
                               value(expected, wanted & 2, i, all[i].expected),
                               value(discounted, wanted & 4, i, all[i].discounted)};
            ASSERT_TRUE(found == all[i]) << "columns " << wanted << ", row " << i;
        }
        for (const Guarded* column : {&alive, &no_purchase, &expected, &discounted}) {
            EXPECT_TRUE(column->intact()) << "columns " << wanted;
        }
        const std::array<const Guarded*, 3> optional{&no_purchase, &expected, &discounted};
        for (std::size_t i = 0; i < optional.size(); ++i) {
            const bool untouched = optional[i]->values == Guarded(n).values;
            EXPECT_EQ(untouched, (wanted >> i & 1) == 0) << "columns " << wanted << ", " << i;
        }
    }
}

TEST_P(IsaBgNbdScore, OfNoBlocksWritesNothing) {
    const Columns columns({});
    Guarded out(block);
    kernels(GetParam())
        .bg_nbd_score(usual, columns.in(), 0,
                      {out.column(), out.column(), out.column(), out.column()});
    EXPECT_EQ(out.values, Guarded(block).values);
}

// One table for both: the column that is not discounted, given alive.
TEST_P(IsaBgNbdScore, WithoutARateTakesOneTableForBoth) {
    BgNbdScoring model = usual;
    model.discounted = model.expected;
    Random random(4);
    for (const History& history : random.histories(200, model.alpha)) {
        const Scores found = score(GetParam(), model, {history})[0];
        const Exact expected = exact(model, history);
        if (at_a_limit(model, history)) continue;
        expect_near(found.discounted, expected.discounted, "discounted");
        if (!std::isnan(found.expected)) {
            EXPECT_EQ(found.expected, found.alive * found.discounted);
        }
    }
}

// What the levels differ by is rounding.
TEST_P(IsaBgNbdScore, AgreesWithTheBaseline) {
    Random random(5);
    for (int i = 0; i < 40; ++i) {
        const BgNbdScoring model = random.model(i % 2 == 0);
        const std::vector<History> rows = random.histories(80, model.alpha);
        const std::vector<Scores> found = score(GetParam(), model, rows);
        const std::vector<Scores> baseline = score(SimdLevel::baseline, model, rows);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (at_a_limit(model, rows[row])) continue;
            const auto expect_close = [&](double one, double other) {
                EXPECT_EQ(std::isnan(one), std::isnan(other)) << text_of(model, rows[row]);
                if (std::isnan(one)) return;
                EXPECT_NEAR(one, other, 2 * tolerance * std::fabs(other) + 1e-300)
                    << text_of(model, rows[row]);
            };
            expect_close(found[row].alive, baseline[row].alive);
            expect_close(found[row].no_purchase, baseline[row].no_purchase);
            expect_close(found[row].expected, baseline[row].expected);
            expect_close(found[row].discounted, baseline[row].discounted);
        }
    }
}

}  // namespace
}  // namespace tenure::inline v0::detail::kernels
