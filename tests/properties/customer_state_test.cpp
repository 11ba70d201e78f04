// The till against the batch: thousands of random histories, recorded purchase by purchase, and
// the same rows summarized and scored as a table. All that both say is compared to the bit.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenure/tenure.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;

constexpr std::uint64_t shops = 120;
constexpr int customers_per_shop = 25;  // 3,000 histories

class Dice {
public:
    explicit Dice(std::uint64_t stream) : random_(20'250'314, stream) {}

    std::int64_t below(std::int64_t n) {
        return static_cast<std::int64_t>(random_.bits() % static_cast<std::uint64_t>(n));
    }
    bool one_in(std::int64_t n) { return below(n) == 0; }

    template <class T>
    void shuffle(std::span<T> values) {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1],
                      values[static_cast<std::size_t>(below(static_cast<std::int64_t>(i)))]);
        }
    }

private:
    RandomStream random_;
};

struct Row {
    std::int64_t customer;
    Date date;
    std::int64_t units;  ///< Below 0 for a return.
};

/// A log, and what it is summarized by.
struct Shop {
    Period merge;
    Unit unit;
    std::uint8_t scale;
    std::vector<Row> rows;  ///< In the order of dates, those of one day in any.
    Date until;
};

std::int64_t random_units(Dice& dice, std::int64_t greatest, bool returns) {
    if (dice.one_in(8)) return 0;
    const std::int64_t units = dice.below(greatest);
    return returns && dice.one_in(4) ? -units : units;
}

/// Customers who come a few times or often, within weeks or years, several times a day; cents and
/// sums that no double holds.
Shop random_shop(std::uint64_t number) {
    Dice dice(number);
    Shop shop{static_cast<Period>(dice.below(3)),
              static_cast<Unit>(dice.below(5)),
              static_cast<std::uint8_t>(dice.below(7)),
              {},
              Date::min()};
    const Date first = Date::from_days(dice.one_in(4) ? -200 : 10'000 + dice.below(9'000));
    const auto days = static_cast<std::int32_t>(dice.one_in(3) ? 20 : 1'500);
    const bool returns = dice.one_in(2);
    const std::int64_t greatest = dice.one_in(4) ? std::int64_t{1} << 56 : 20'000;
    const std::int64_t rows = 30 + dice.below(300);
    for (std::int64_t i = 0; i < rows; ++i) {
        shop.rows.push_back({dice.below(customers_per_shop),
                             first + static_cast<std::int32_t>(dice.below(days)),
                             random_units(dice, greatest, returns)});
    }
    std::stable_sort(shop.rows.begin(), shop.rows.end(),
                     [](const Row& a, const Row& b) { return a.date < b.date; });
    shop.until = shop.rows.back().date + static_cast<std::int32_t>(dice.below(60));
    return shop;
}

Transactions log_of(const Shop& shop) {
    std::vector<std::int64_t> customers, units;
    std::vector<Date> dates;
    for (const Row& row : shop.rows) {
        customers.push_back(row.customer);
        dates.push_back(row.date);
        units.push_back(row.units);
    }
    return Transactions::from_columns({.customer_numbers = customers,
                                       .dates = dates,
                                       .amounts = units,
                                       .amount_scale = shop.scale,
                                       .returns = Returns::net})
        .value();
}

CustomerBase base_of(const Shop& shop, Date until) {
    return summarize(log_of(shop), {.until = until, .unit = shop.unit, .merge = shop.merge})
        .value();
}

TillEvent event_of(const Row& row, std::uint8_t scale) {
    const bool bought = row.units >= 0;
    return {.customer = static_cast<std::size_t>(row.customer),
            .date = row.date,
            .kind = bought ? TillEventKind::purchase : TillEventKind::goods_return,
            .amount = {bought ? row.units : -row.units, scale}};
}

void record_row(CustomerState& state, const Row& row, std::uint8_t scale) {
    const TillEvent event = event_of(row, scale);
    if (event.kind == TillEventKind::purchase) {
        state.record_purchase(event.date, event.amount).value();
    } else {
        state.record_return(event.date, event.amount).value();
    }
}

std::vector<CustomerState> new_states(const Shop& shop) {
    return {customers_per_shop, CustomerState(shop.merge, shop.scale)};
}

/// All rows, one by one.
std::vector<CustomerState> recorded_states(const Shop& shop) {
    auto states = new_states(shop);
    for (const Row& row : shop.rows) {
        record_row(states[static_cast<std::size_t>(row.customer)], row, shop.scale);
    }
    return states;
}

/// The number of the customer of a row of a base.
std::size_t customer_at(const CustomerBase& base, std::size_t row) {
    return static_cast<std::size_t>(base.table()["customer"].integers()[row]);
}

enum class SpendModel { none, with_mean, sometimes_without };

/// The scorers of all units, with the same customers in mind.
const Scorer& scorer(Unit unit, SpendModel model) {
    static std::map<std::pair<Unit, SpendModel>, Scorer> made;
    if (const auto found = made.find({unit, model}); found != made.end()) return found->second;
    const double weeks = hours_per(Unit::week) / hours_per(unit);
    ScoreOptions options{.purchases = models::BgNbd{0.243, 4.414 * weeks, 0.793, 2.426, unit},
                         .horizon = 39_weeks,
                         .margin = 0.3};
    if (model == SpendModel::with_mean) options.spend = models::GammaGamma{6.25, 3.74, 15.44};
    // p·x + q ≤ 1 where x = 0.
    if (model == SpendModel::sometimes_without) options.spend = models::GammaGamma{6.25, 0.9, 15.4};
    return made.emplace(std::pair(unit, model), Scorer::make(options).value()).first->second;
}

void expect_bits(double got, double expected, const char* what) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(got), std::bit_cast<std::uint64_t>(expected))
        << what << ' ' << got << ' ' << expected;
}

/// One cell of a score table, none where it is null.
std::optional<double> cell(const Table& table, const char* column, std::size_t row) {
    if (table[column].is_null(row)) return std::nullopt;
    return table[column].reals()[row];
}

void expect_cell(std::optional<double> got, std::optional<double> expected, const char* what) {
    ASSERT_EQ(got.has_value(), expected.has_value()) << what;
    if (got) expect_bits(*got, *expected, what);
}

void expect_score(const CustomerScore& got, const ScoreTable& scores, std::size_t row,
                  SpendModel model) {
    const Table& table = scores.table();
    expect_cell(got.probability_alive, cell(table, "probability_alive", row), "alive");
    expect_cell(got.risk, cell(table, "risk", row), "risk");
    expect_cell(got.expected_purchases, cell(table, "expected_purchases", row), "purchases");
    expect_cell(got.value_at_risk, cell(table, "value_at_risk", row), "value_at_risk");
    EXPECT_EQ(got.risk_band, scores.risk_band(row));
    if (model == SpendModel::none) {
        expect_cell(got.revenue_per_year, cell(table, "revenue_per_year", row), "per year");
        return;
    }
    expect_cell(got.expected_spend, cell(table, "expected_spend", row), "spend");
    expect_cell(got.clv, cell(table, "clv", row), "clv");
    expect_cell(got.clv_given_alive, cell(table, "clv_given_alive", row), "clv given alive");
}

/// What the state knows, and what the row of the base does.
void expect_facts(const CustomerState& state, const CustomerBase& base, std::size_t row) {
    ASSERT_TRUE(state.check().has_value());
    const Table& table = base.table();
    const auto facts = state.facts(*base.until(), base.unit()).value();
    EXPECT_EQ(facts.purchases.frequency, base.frequency()[row]);
    EXPECT_EQ(state.occasions(), base.frequency()[row] + 1);
    expect_bits(facts.purchases.recency, base.time_in(base.recency()[row], base.unit()), "t_x");
    expect_bits(facts.purchases.T, base.time_in(base.age()[row], base.unit()), "T");
    expect_bits(facts.monetary_value, base.monetary_value()[row], "mean");
    const Money revenue{base.revenue()[row], base.revenue_scale()};
    EXPECT_EQ(state.revenue(), revenue);
    expect_bits(facts.revenue, revenue.to_double(), "revenue");
    EXPECT_EQ(state.repeat_revenue().units, table["repeat_revenue"].integers()[row]);
    expect_bits(state.sum_log_gaps(), table["sum_log_gaps"].reals()[row], "sum_log_gaps");
    EXPECT_EQ(state.first_date()->days(), table["first_date"].dates()[row]);
    EXPECT_EQ(state.last_date()->days(), table["last_date"].dates()[row]);
}

/// Of states by customer: what they know, and how they are scored, one by one and all at once.
void expect_batch(const std::vector<CustomerState>& states, const CustomerBase& base) {
    std::vector<std::size_t> places;
    for (std::size_t row = 0; row < base.size(); ++row) {
        places.push_back(customer_at(base, row));
        expect_facts(states[places.back()], base, row);
    }
    const auto bought = std::count_if(states.begin(), states.end(),
                                      [](const auto& state) { return state.occasions() > 0; });
    EXPECT_EQ(static_cast<std::size_t>(bought), base.size());
    std::vector<CustomerScore> scores(base.size());
    for (const auto model :
         {SpendModel::none, SpendModel::with_mean, SpendModel::sometimes_without}) {
        const Scorer& by = scorer(base.unit(), model);
        const auto table = by.score(base).value();
        score(by, {.states = states, .until = *base.until(), .chosen = places}, scores).value();
        for (std::size_t row = 0; row < base.size(); ++row) {
            expect_score(score(by, states[places[row]], *base.until()).value(), table, row, model);
            expect_score(scores[row], table, row, model);
        }
    }
}

TEST(CustomerStateAndBatch, SayTheSame) {
    std::size_t histories = 0, returns = 0, without_repeats = 0;
    for (std::uint64_t number = 0; number < shops; ++number) {
        SCOPED_TRACE(number);
        const Shop shop = random_shop(number);
        const auto base = base_of(shop, shop.until);
        ASSERT_EQ(base.revenue_scale(), shop.scale);
        expect_batch(recorded_states(shop), base);
        if (HasFailure()) return;
        histories += base.size();
        returns += static_cast<std::size_t>(base.report().returns);
        for (const auto x : base.frequency()) without_repeats += x == 0 ? 1 : 0;
    }
    // Or it would have shown little.
    EXPECT_GE(histories, 2'000u);
    EXPECT_GE(returns, 1'000u);
    EXPECT_GE(without_repeats, 100u);
}

TEST(CustomerStateAndBatch, SayTheSameFromABaseOn) {
    std::size_t continued = 0;
    for (std::uint64_t number = 0; number < shops; ++number) {
        SCOPED_TRACE(number);
        const Shop shop = random_shop(number);
        // The day of some row: the first one, or any.
        Dice dice(shops + number);
        const auto rows = static_cast<std::int64_t>(shop.rows.size());
        const Date then = shop.rows[static_cast<std::size_t>(dice.below(rows))].date;
        const auto summarized =
            summarize(log_of(shop), {.until = then, .unit = shop.unit, .merge = shop.merge});
        if (!summarized) continue;  // returns only, up to then
        auto states = new_states(shop);
        const auto from_base = customer_states(*summarized, shop.scale).value();
        for (std::size_t row = 0; row < summarized->size(); ++row) {
            states[customer_at(*summarized, row)] = from_base[row];
        }
        for (const Row& row : shop.rows) {
            if (row.date <= then) continue;
            record_row(states[static_cast<std::size_t>(row.customer)], row, shop.scale);
            ++continued;
        }
        expect_batch(states, base_of(shop, shop.until));
        if (HasFailure()) return;
    }
    EXPECT_GE(continued, 5'000u);
}

TEST(CustomerStateAndBatch, SayTheSameOnEveryDayBetween) {
    for (std::uint64_t number = 0; number < 20; ++number) {
        SCOPED_TRACE(number);
        const Shop shop = random_shop(number);
        auto states = new_states(shop);
        for (std::size_t i = 0; i < shop.rows.size(); ++i) {
            const Row& row = shop.rows[i];
            auto& state = states[static_cast<std::size_t>(row.customer)];
            record_row(state, row, shop.scale);
            const bool day_ends = i + 1 == shop.rows.size() || shop.rows[i + 1].date != row.date;
            if (!day_ends || i % 7 != 0 || state.occasions() == 0) continue;
            expect_batch(states, base_of(shop, row.date));
            if (HasFailure()) return;
        }
    }
}

TEST(CustomerStateAndBatch, MeetAtALargerScale) {
    // Hundredths at the till, whole units in the log: within 2^53 the mean is the same number.
    for (std::uint64_t number = 0; number < shops; ++number) {
        SCOPED_TRACE(number);
        Shop shop = random_shop(number);
        shop.scale = 0;
        for (Row& row : shop.rows) row.units %= 20'000;
        std::vector<CustomerState> states(customers_per_shop, CustomerState(shop.merge, 2));
        for (const Row& row : shop.rows) {
            record_row(states[static_cast<std::size_t>(row.customer)], row, 0);
        }
        const auto base = base_of(shop, shop.until);
        for (std::size_t row = 0; row < base.size(); ++row) {
            const auto facts = states[customer_at(base, row)].facts(shop.until, Unit::week).value();
            expect_bits(facts.monetary_value, base.monetary_value()[row], "mean");
            expect_bits(facts.revenue, static_cast<double>(base.revenue()[row]), "revenue");
        }
    }
}

TEST(CustomerStates, DoNotDependOnTheOrderOfADay) {
    for (std::uint64_t number = 0; number < shops; ++number) {
        SCOPED_TRACE(number);
        Shop shop = random_shop(number);
        const auto expected = recorded_states(shop);
        Dice dice(number);
        for (auto begin = shop.rows.begin(); begin != shop.rows.end();) {
            const auto end = std::find_if(begin, shop.rows.end(),
                                          [&](const Row& row) { return row.date != begin->date; });
            dice.shuffle(std::span(begin, end));
            begin = end;
        }
        ASSERT_EQ(recorded_states(shop), expected);
    }
}

/// The rows with customers in another order, those of each in their own.
std::vector<Row> interleaved_otherwise(std::vector<Row> rows, Dice& dice) {
    std::map<std::int64_t, std::vector<Row>> by_customer;
    std::vector<std::int64_t> turns;
    for (const Row& row : rows) {
        by_customer[row.customer].push_back(row);
        turns.push_back(row.customer);
    }
    dice.shuffle(std::span(turns));
    std::map<std::int64_t, std::size_t> next;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = by_customer[turns[i]][next[turns[i]]++];
    }
    return rows;
}

TEST(CustomerStates, DoNotDependOnOtherCustomers) {
    for (std::uint64_t number = 0; number < shops; ++number) {
        SCOPED_TRACE(number);
        Shop shop = random_shop(number);
        const auto expected = recorded_states(shop);
        Dice dice(number);
        shop.rows = interleaved_otherwise(shop.rows, dice);
        ASSERT_EQ(recorded_states(shop), expected);
    }
}

TEST(CustomerStates, AreTheSameFromABatchOfEvents) {
    for (std::uint64_t number = 0; number < shops; ++number) {
        SCOPED_TRACE(number);
        const Shop shop = random_shop(number);
        std::vector<TillEvent> events;
        for (const Row& row : shop.rows) events.push_back(event_of(row, shop.scale));
        auto states = new_states(shop);
        record(states, events).value();
        ASSERT_EQ(states, recorded_states(shop));
    }
}

}  // namespace
}  // namespace tenure
