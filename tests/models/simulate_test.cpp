#include "tenure/models/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/executors.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure::models {
namespace {

using namespace tenure::literals;

// Every statistical bound below is the quantile that a correct simulation passes with probability
// 10^-5: with fixed seeds a test passes always or never, and a new seed has that chance of a false
// alarm.
constexpr double quantile = 4.42;  // two-sided, standard normal

constexpr BgNbd cdnow{0.2425945, 4.4136, 0.79292, 2.42591};
constexpr GammaGamma spend{2.0, 12.0, 110.0};

SimulateOptions options_for(const BgNbd& model, std::int64_t customers) {
    return {
        .purchases = model, .from = 1997y / 1 / 1, .until = 1998y / 6 / 30, .customers = customers};
}

/// Weeks from the start of `from` to the end of `until`.
double weeks_observed(const SimulateOptions& options) {
    return (options.until - options.from + 1) / 7.0;
}

/// P(X(t) ≥ n) for n = 0, 1, 2 …: the n-th repeat purchase is made where a Poisson process of rate
/// λ makes n by t, and none of the first n − 1 was the last: with λ and p gamma and beta
/// distributed, P(NBD ≥ n) · B(a, b+n−1)/B(a, b).
std::vector<double> at_least(const BgNbd& model, double t, std::size_t terms) {
    std::vector<double> survival(terms, 1.0);
    double pmf = std::exp(-model.r * std::log1p(t / model.alpha));
    double tail = 1.0;
    double staying = 1.0;
    for (std::size_t n = 1; n < terms; ++n) {
        const double x = static_cast<double>(n);
        tail -= pmf;
        pmf *= (model.r + x - 1.0) / x * t / (model.alpha + t);
        survival[n] = std::max(tail, 0.0) * staying;
        staying *= (model.b + x - 1.0) / (model.a + model.b + x - 1.0);
    }
    return survival;
}

/// The same for customers who enter uniformly within `entry` weeks, by Simpson's rule on 64
/// intervals. The integrand is smooth on the scale of `end`, so that the rule's error is far below
/// sampling error.
std::vector<double> at_least(const BgNbd& model, double end, double entry, std::size_t terms) {
    constexpr int intervals = 64;
    std::vector<double> mean(terms, 0.0);
    for (int i = 0; i <= intervals; ++i) {
        const double weight = i == 0 || i == intervals ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
        const auto survival = at_least(model, end - entry * i / intervals, terms);
        for (std::size_t n = 0; n < terms; ++n) mean[n] += weight / (3.0 * intervals) * survival[n];
    }
    return mean;
}

constexpr std::size_t most_repeats = 4000;  // none of the models below comes near

struct Moments {
    double mean;
    double variance;
};

/// E[X] = Σ P(X ≥ n), E[X²] = Σ (2n − 1) P(X ≥ n).
Moments moments(const std::vector<double>& survival) {
    double first = 0;
    double second = 0;
    for (std::size_t n = 1; n < survival.size(); ++n) {
        first += survival[n];
        second += (2.0 * static_cast<double>(n) - 1.0) * survival[n];
    }
    return {first, second - first * first};
}

/// The 1 − 10^-5 quantile of χ² by Wilson and Hilferty (1931).
double chi_square_limit(double degrees) {
    const double scale = 2.0 / (9.0 * degrees);
    return degrees * std::pow(1.0 - scale + 4.27 * std::sqrt(scale), 3);
}

/// χ² of observed counts over cells 0, 1, 2 … with at least 20 expected each, and one for what is
/// above.
struct Fit {
    double statistic = 0;
    double degrees = 0;
};
Fit fit_of(std::span<const std::int64_t> observed, const std::vector<double>& survival) {
    std::map<std::int64_t, double> counts;
    for (const std::int64_t x : observed) counts[x] += 1.0;
    const auto size = static_cast<double>(observed.size());
    Fit fit;
    const auto add = [&fit](double count, double expected) {
        fit.statistic += (count - expected) * (count - expected) / expected;
    };
    double rest = size;
    std::size_t n = 0;
    for (; size * (survival[n] - survival[n + 1]) >= 20.0 && size * survival[n + 1] >= 20.0; ++n) {
        add(counts[static_cast<std::int64_t>(n)], size * (survival[n] - survival[n + 1]));
        rest -= counts[static_cast<std::int64_t>(n)];
        fit.degrees += 1.0;
    }
    add(rest, size * survival[n]);
    return fit;
}

struct Case {
    std::string name;
    BgNbd model;
    Duration entry;
};

class SimulatedPurchases : public testing::TestWithParam<Case> {};

TEST_P(SimulatedPurchases, ComeAsOftenAsTheModelSays) {
    auto options = options_for(GetParam().model, 20'000);
    options.entry = GetParam().entry;
    const auto base = simulate_base(options).value();
    const auto survival = at_least(options.purchases, weeks_observed(options),
                                   options.entry.in(Unit::week), most_repeats);

    const auto [mean, variance] = moments(survival);
    const auto size = static_cast<double>(base.size());
    const auto x = base.frequency();
    const double observed = std::accumulate(x.begin(), x.end(), 0.0) / size;
    EXPECT_NEAR(observed, mean, quantile * std::sqrt(variance / size));

    const double zero = 1.0 - survival[1];
    const double zeros = static_cast<double>(std::count(x.begin(), x.end(), 0)) / size;
    EXPECT_NEAR(zeros, zero, quantile * std::sqrt(zero * (1.0 - zero) / size));

    const Fit fit = fit_of(x, survival);
    EXPECT_GE(fit.degrees, 2.0);
    EXPECT_LT(fit.statistic, chi_square_limit(fit.degrees));
}

INSTANTIATE_TEST_SUITE_P(
    Models, SimulatedPurchases,
    testing::Values(Case{"cdnow", cdnow, 12_weeks},
                    Case{"heavy", {1.61434, 5.17851, 1.172, 32.60984}, 26_weeks},
                    Case{"a_is_one", {0.5, 6.0, 1.0, 3.0}, 78_weeks},
                    Case{"a_and_b_below_one", {0.8, 8.0, 0.3, 0.5}, 1_days},
                    Case{"tiny_shapes", {0.01, 1.0, 0.002, 0.003}, 12_weeks},
                    Case{"large_shapes", {400.0, 10000.0, 300.0, 1200.0}, 12_weeks}),
    [](const auto& test) { return test.param.name; });

TEST(SimulatedBase, EntriesAreUniform) {
    const auto options = options_for(cdnow, 20'000);
    const auto base = simulate_base(options).value();
    // T from the end back to the start of the entry, as a share of it.
    const double end = 7.0 * weeks_observed(options);
    std::vector<double> share;
    for (const double T : base.age()) share.push_back((end - T) / options.entry.in(Unit::day));
    std::sort(share.begin(), share.end());
    EXPECT_GT(share.front(), 0.0);
    EXPECT_LT(share.back(), 1.0);
    // Kolmogorov and Smirnov: P(D √n > d) → 2 exp(−2 d²), 10^-5 at d = 2.47.
    const auto size = static_cast<double>(share.size());
    double distance = 0;
    for (std::size_t i = 0; i < share.size(); ++i) {
        distance = std::max({distance, static_cast<double>(i + 1) / size - share[i],
                             share[i] - static_cast<double>(i) / size});
    }
    EXPECT_LT(distance * std::sqrt(size), 2.47);
}

TEST(SimulatedBase, KnowsWhatABaseOfItKnows) {
    auto options = options_for(cdnow, 500);
    const auto base = simulate_base(options).value();
    EXPECT_EQ(base.size(), 500u);
    EXPECT_EQ(base.customers(), 500);
    EXPECT_EQ(base.customer(0), CustomerId(1));
    EXPECT_EQ(base.customer(499), CustomerId(500));
    EXPECT_EQ(base.merge(), Period::day);
    EXPECT_EQ(base.unit(), Unit::week);
    EXPECT_EQ(base.until(), options.until);
    EXPECT_FALSE(base.has_amounts());
    EXPECT_FALSE(base.holdout_until().has_value());

    options.spend = spend;
    const auto with_spend = simulate_base(options).value();
    EXPECT_TRUE(with_spend.has_amounts());
    const Column& mean = with_spend.table()["monetary_value"];
    for (std::size_t i = 0; i < with_spend.size(); ++i)
        EXPECT_EQ(mean.is_null(i), with_spend.frequency()[i] == 0) << i;
}

/// Amounts of the first and second purchases of the customers who made both, with a model under
/// which nearly all do.
struct FirstTwo {
    std::vector<double> first, second;
};
FirstTwo first_two_amounts() {
    auto options = options_for({20.0, 20.0, 0.01, 1.0}, 20'000);
    options.spend = spend;
    const auto log = simulate_transactions(options).value();
    const auto customer = log.table()["customer"].integers();
    const auto amount = log.table()["amount"].integers();
    FirstTwo amounts;
    for (std::size_t i = 0; i + 1 < log.size(); ++i) {
        const bool begins = i == 0 || customer[i] != customer[i - 1];
        if (!begins || customer[i] != customer[i + 1]) continue;
        amounts.first.push_back(static_cast<double>(amount[i]) / 100.0);
        amounts.second.push_back(static_cast<double>(amount[i + 1]) / 100.0);
    }
    return amounts;
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

TEST(SimulatedSpend, HasTheMomentsOfTheModel) {
    const auto [p, q, gamma] = spend.parameters();
    const auto amounts = first_two_amounts();
    const auto size = static_cast<double>(amounts.first.size());
    ASSERT_GT(size, 19'000);
    // E[M] = pγ/(q−1); E[M²] = p(p+1)γ²/((q−1)(q−2)); a rounding to 0.01 moves a mean by 0.005 at
    // most.
    const double mean = p * gamma / (q - 1.0);
    const double ratio = (q - 1.0) / (q - 2.0);
    const double variance = mean * mean * ((p + 1.0) / p * ratio - 1.0);
    const double error = quantile * std::sqrt(variance / size) + 0.005;
    EXPECT_NEAR(mean_of(amounts.first), mean, error);
    EXPECT_NEAR(mean_of(amounts.second), mean, error);

    // Two purchases of one customer share ν: their covariance is Var(p/ν) = mean² (ratio − 1).
    std::vector<double> products, squares;
    for (std::size_t i = 0; i < amounts.first.size(); ++i) {
        products.push_back((amounts.first[i] - mean) * (amounts.second[i] - mean));
        squares.push_back(products.back() * products.back());
    }
    const double covariance = mean * mean * (ratio - 1.0);
    const double spread = std::sqrt(mean_of(squares) - covariance * covariance);
    EXPECT_NEAR(mean_of(products), covariance, quantile * spread / std::sqrt(size));
}

TEST(SimulatedSpend, HasTheSameMeanWhateverTheFrequency) {
    auto options = options_for({1.0, 8.0, 0.5, 3.0}, 20'000);
    options.spend = spend;
    const auto base = simulate_base(options).value();
    const auto [p, q, gamma] = spend.parameters();
    const double mean = p * gamma / (q - 1.0);
    const double ratio = (q - 1.0) / (q - 2.0);
    // Var(m | x) = mean² ((1 + 1/(p x)) ratio − 1), so each term below has mean 0 and variance 1.
    double few = 0, many = 0, few_count = 0, many_count = 0;
    for (std::size_t i = 0; i < base.size(); ++i) {
        const auto x = static_cast<double>(base.frequency()[i]);
        if (x < 1.0) continue;
        const double deviation = mean * std::sqrt((1.0 + 1.0 / (p * x)) * ratio - 1.0);
        const double standardized = (base.monetary_value()[i] - mean) / deviation;
        (x < 4.0 ? few : many) += standardized;
        (x < 4.0 ? few_count : many_count) += 1.0;
    }
    ASSERT_GT(few_count, 2000.0);
    ASSERT_GT(many_count, 2000.0);
    EXPECT_LT(std::abs(few) / std::sqrt(few_count), quantile);
    EXPECT_LT(std::abs(many) / std::sqrt(many_count), quantile);
}

template <class T>
std::vector<T> copy(std::span<const T> values) {
    return {values.begin(), values.end()};
}

/// Everything a simulation says, as bits.
struct Simulated {
    std::vector<std::int64_t> customer, amount, frequency;
    std::vector<std::int32_t> date;
    std::vector<double> recency, age, monetary_value;

    friend bool operator==(const Simulated&, const Simulated&) = default;
};

Simulated simulated(const SimulateOptions& options) {
    const auto log = simulate_transactions(options).value();
    const auto base = simulate_base(options).value();
    Simulated all;
    all.customer = copy(log.table()["customer"].integers());
    all.date = copy(log.table()["date"].dates());
    if (options.spend) all.amount = copy(log.table()["amount"].integers());
    all.frequency = copy(base.frequency());
    all.recency = copy(base.recency());
    all.age = copy(base.age());
    all.monetary_value = copy(base.monetary_value());
    return all;
}

SimulateOptions small() {
    auto options = options_for(cdnow, 3000);
    options.spend = spend;
    return options;
}

/// Whether the shorter is how the longer begins.
template <class T>
bool begins(const std::vector<T>& longer, const std::vector<T>& shorter) {
    return shorter.size() <= longer.size() &&
           std::equal(shorter.begin(), shorter.end(), longer.begin());
}

TEST(Simulation, OfFewerCustomersIsItsBeginning) {
    auto options = small();
    const auto all = simulated(options);
    for (const std::int64_t fewer : {1, 1023, 1024, 1025, 2999}) {
        options.customers = fewer;
        const auto some = simulated(options);
        EXPECT_EQ(some.frequency.size(), static_cast<std::size_t>(fewer));
        EXPECT_EQ(some.customer.back(), fewer);
        EXPECT_TRUE(begins(all.customer, some.customer)) << fewer;
        EXPECT_TRUE(begins(all.date, some.date)) << fewer;
        EXPECT_TRUE(begins(all.amount, some.amount)) << fewer;
        EXPECT_TRUE(begins(all.frequency, some.frequency)) << fewer;
        EXPECT_TRUE(begins(all.recency, some.recency)) << fewer;
        EXPECT_TRUE(begins(all.age, some.age)) << fewer;
        EXPECT_TRUE(begins(all.monetary_value, some.monetary_value)) << fewer;
    }
}

TEST(Simulation, GoesOnWhereObservationIsLonger) {
    auto options = small();
    const auto longer = simulated(options);
    options.until = 1997y / 9 / 30;
    const auto shorter = simulated(options);
    ASSERT_LT(shorter.customer.size(), longer.customer.size());
    // The longer log up to the shorter one's end.
    std::vector<std::int64_t> customer, amount;
    for (std::size_t i = 0; i < longer.customer.size(); ++i) {
        if (longer.date[i] > options.until.days()) continue;
        customer.push_back(longer.customer[i]);
        amount.push_back(longer.amount[i]);
    }
    EXPECT_EQ(customer, shorter.customer);
    EXPECT_EQ(amount, shorter.amount);
}

TEST(Simulation, BuysOnTheSameDaysWithoutSpend) {
    auto options = small();
    const auto with_spend = simulated(options);
    options.spend.reset();
    const auto without = simulated(options);
    EXPECT_EQ(without.customer, with_spend.customer);
    EXPECT_EQ(without.date, with_spend.date);
    EXPECT_EQ(without.recency, with_spend.recency);
    EXPECT_TRUE(without.monetary_value.empty());
}

TEST(Simulation, OfAnotherSeedIsAnother) {
    auto options = small();
    const auto one = simulated(options);
    options.seed = 2;
    const auto two = simulated(options);
    EXPECT_NE(one.age, two.age);
    EXPECT_NE(one.frequency, two.frequency);
    EXPECT_NE(one.amount, two.amount);
}

TEST(Simulation, DoesNotDependOnTheUnitOfTheModel) {
    auto options = options_for({0.25, 4.5, 0.8, 2.5, Unit::week}, 3000);
    const auto weeks = simulated(options);
    options.purchases = {0.25, 31.5, 0.8, 2.5, Unit::day};
    EXPECT_EQ(simulated(options), weeks);
    EXPECT_EQ(simulate_base(options).value().unit(), Unit::day);
}

TEST(Simulation, DoesNotDependOnTheOrderOfChunks) {
    auto options = small();
    const auto serial = simulated(options);
    for (const std::uint64_t seed : {1, 2, 3}) {
        test::ShuffledExecutor shuffled(seed);
        options.run.executor = shuffled.executor();
        EXPECT_EQ(simulated(options), serial) << seed;
    }
}

TEST(SimulationThreads, GiveTheSameBits) {
    auto options = small();
    const auto serial = simulated(options);
    for (const std::size_t width : {1, 2, 4}) {
        ThreadPool pool(width);
        test::CountingExecutor counting(pool.executor());
        options.run.executor = counting.executor();
        EXPECT_EQ(simulated(options), serial) << width;
        EXPECT_GE(counting.widest(), 3u);
    }
}

TEST(SimulatedLog, IsOfTheCustomersOfTheBase) {
    const auto options = small();
    const auto log = simulate_transactions(options).value();
    const auto base = simulate_base(options).value();
    const auto days = summarize(log, {.until = options.until}).value();
    ASSERT_EQ(days.size(), base.size());
    const auto customer = log.table()["customer"].integers();
    const auto amount = log.table()["amount"].integers();
    std::map<std::int64_t, std::int64_t> rows, repeat_cents;
    for (std::size_t i = 0; i < log.size(); ++i) {
        if (rows[customer[i]]++ > 0) repeat_cents[customer[i]] += amount[i];
    }
    for (std::size_t i = 0; i < base.size(); ++i) {
        EXPECT_EQ(rows[base.customer(i).number()], base.frequency()[i] + 1) << i;
        EXPECT_LE(days.frequency()[i], base.frequency()[i]) << i;  // purchases of one day are one
        // Days are times rounded down, T in days runs to the start of the last day.
        const double lost = base.age()[i] - days.age()[i];
        EXPECT_GT(lost, 0.0) << i;
        EXPECT_LE(lost, 1.0) << i;
        EXPECT_LT(std::abs(base.recency()[i] - days.recency()[i]), 1.0) << i;
        if (base.frequency()[i] == 0) continue;
        // Each amount in the log is rounded by half a hundredth at most, and so is their mean.
        const double mean = static_cast<double>(repeat_cents[base.customer(i).number()]) / 100.0 /
                            static_cast<double>(base.frequency()[i]);
        EXPECT_NEAR(mean, base.monetary_value()[i], 0.005 + 1e-12 * mean) << i;
    }
}

TEST(SimulatedLog, IsOrderedWithinItsDates) {
    auto options = small();
    options.spend = GammaGamma{0.01, 3.0, 1.0};  // most amounts are far below a hundredth
    const auto log = simulate_transactions(options).value();
    const auto customer = log.table()["customer"].integers();
    const auto amount = log.table()["amount"].integers();
    EXPECT_EQ(log.table()["amount"].scale(), 2);
    for (std::size_t i = 0; i < log.size(); ++i) {
        EXPECT_GE(log.date(i), options.from) << i;
        EXPECT_LE(log.date(i), options.until) << i;
        EXPECT_GE(amount[i], 1) << i;
        if (i == 0) continue;
        EXPECT_LE(customer[i - 1], customer[i]) << i;
        if (customer[i - 1] == customer[i]) {
            EXPECT_LE(log.date(i - 1), log.date(i)) << i;
        }
    }
}

TEST(SimulateOptions, OutsideTheirRangeAreRefused) {
    const auto refused = [](auto change, const std::string& field, const std::string& message) {
        auto options = options_for(cdnow, 10);
        options.spend = spend;
        ASSERT_TRUE(options.check().has_value());
        change(options);
        const auto checked = options.check();
        ASSERT_FALSE(checked.has_value()) << field;
        EXPECT_EQ(checked.error().code, Code::invalid_option);
        EXPECT_EQ(checked.error().where.field, field);
        EXPECT_EQ(checked.error().message, message);
        EXPECT_EQ(simulate_transactions(options).error().message, message);
        EXPECT_EQ(simulate_base(options).error().message, message);
    };
    refused([](auto& o) { o.customers = 0; }, "customers", "expected 1 to 1000000000, got 0");
    refused([](auto& o) { o.customers = 1'000'000'001; }, "customers",
            "expected 1 to 1000000000, got 1000000001");
    refused([](auto& o) { o.until = 1996y / 12 / 31; }, "until",
            "expected a date not before 1997-01-01, got 1996-12-31");
    refused(
        [](auto& o) {
            o.entry = {0, Unit::week};
        },
        "entry", "expected a time above 0 that ends by 1998-06-30, got 0w");
    refused(
        [](auto& o) {
            o.entry = {547, Unit::day};
        },
        "entry", "expected a time above 0 that ends by 1998-06-30, got 547d");
    refused(
        [](auto& o) {
            o.entry = {std::nan(""), Unit::day};
        },
        "entry", "expected a time above 0 that ends by 1998-06-30, got nand");
    refused(
        [](auto& o) {
            o.purchases = {0.5, 1e-6, 0.8, 2.4};
        },
        "purchases",
        "expected at most 1000000 purchases up to until from rates of max(r, 1) ÷ alpha, got "
        "7.8e+07");
}

TEST(SimulateOptions, NameTheParameterThatIsNoModel) {
    auto options = options_for(cdnow, 10);
    options.purchases.alpha = 0;
    const auto purchases = options.check();
    EXPECT_EQ(purchases.error().code, Code::invalid_option);
    EXPECT_EQ(purchases.error().where.field, "purchases.alpha");
    EXPECT_EQ(purchases.error().message, options.purchases.check().error().message);
    options.purchases = cdnow;
    options.spend = GammaGamma{1.0, -1.0, 1.0};
    const auto with_spend = options.check();
    EXPECT_EQ(with_spend.error().code, Code::invalid_option);
    EXPECT_EQ(with_spend.error().where.field, "spend.q");
    EXPECT_EQ(with_spend.error().message, options.spend->check().error().message);
}

TEST(Simulation, AllowsAnEntryAsLongAsTheObservation) {
    auto options = options_for(cdnow, 10);
    options.until = options.from;
    options.entry = 1_days;
    EXPECT_EQ(simulate_base(options).value().size(), 10u);
}

TEST(Simulation, RefusesAmountsBeyondInt64) {
    auto options = options_for(cdnow, 100);
    options.spend = GammaGamma{1.0, 1e-3, 1.0};  // ν underflows for most customers
    for (const auto& error :
         {simulate_transactions(options).error(), simulate_base(options).error()}) {
        EXPECT_EQ(error.code, Code::overflow);
        EXPECT_THAT(error.message,
                    testing::StartsWith("expected amounts below 2^63 hundredths, got a larger one "
                                        "for customer "));
    }
}

TEST(Simulation, EndsWhereTheHostSaysSo) {
    auto options = small();
    options.run.progress.step = [](void*, std::size_t, std::size_t) { return false; };
    EXPECT_EQ(simulate_transactions(options).error().code, Code::cancelled);
    EXPECT_EQ(simulate_base(options).error().code, Code::cancelled);
}

}  // namespace
}  // namespace tenure::models
