#include "tenure/scores/customer_state.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "persist/archive.hpp"
#include "support/allocations.hpp"
#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "support/logs.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::contract_message;
using test::log_of;
using test::net_log_of;
using test::Order;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
const Date monday = 2025y / 3 / 3;

Money cents(std::int64_t units) { return {units, 2}; }

Scorer cdnow_scorer() {
    return Scorer::make({.purchases = test::cdnow_purchases,
                         .spend = test::cdnow_spend,
                         .horizon = 39_weeks})
        .value();
}

/// Somebody who bought for 10.00 on the monday, and for 20.00 a week later.
CustomerState regular() {
    CustomerState state;
    state.record_purchase(monday, cents(1000)).value();
    state.record_purchase(monday + 7, cents(2000)).value();
    return state;
}

void expect_error(const Result<void>& result, Code code, const std::string& text) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, code);
    EXPECT_EQ(result.error().where.field + ": " + result.error().message, text);
}

template <class T>
void expect_error(const Result<T>& result, Code code, const std::string& text) {
    ASSERT_FALSE(result.has_value());
    expect_error(Result<void>(result.error()), code, text);
}

TEST(CustomerState, BeginsWithNothing) {
    const CustomerState state;
    EXPECT_EQ(state.occasions(), 0);
    EXPECT_EQ(state.first_date(), std::nullopt);
    EXPECT_EQ(state.last_date(), std::nullopt);
    EXPECT_EQ(state.recorded_until(), std::nullopt);
    EXPECT_EQ(state.revenue(), cents(0));
    EXPECT_EQ(state.repeat_revenue(), cents(0));
    EXPECT_EQ(state.merge(), Period::day);
    EXPECT_TRUE(state.check().has_value());
    EXPECT_EQ(state, CustomerState(Period::day, 2));
}

TEST(CustomerState, CountsOccasionsAndMoney) {
    const CustomerState state = regular();
    EXPECT_EQ(state.occasions(), 2);
    EXPECT_EQ(state.first_date(), monday);
    EXPECT_EQ(state.last_date(), monday + 7);
    EXPECT_EQ(state.recorded_until(), monday + 7);
    EXPECT_EQ(state.revenue(), cents(3000));
    EXPECT_EQ(state.repeat_revenue(), cents(2000));
    EXPECT_EQ(state.sum_log_gaps(), std::log(7.0));
    const auto facts = state.facts(monday + 21, Unit::week).value();
    EXPECT_EQ(facts.purchases.frequency, 1);
    EXPECT_EQ(facts.purchases.recency, 1.0);
    EXPECT_EQ(facts.purchases.T, 3.0);
    EXPECT_EQ(facts.monetary_value, 20.0);
    EXPECT_EQ(facts.revenue, 30.0);
}

TEST(CustomerState, MergesWithinThePeriod) {
    CustomerState state(Period::week, 2);
    state.record_purchase(monday, cents(1000)).value();
    state.record_purchase(monday + 6, cents(500)).value();  // its Sunday
    EXPECT_EQ(state.occasions(), 1);
    EXPECT_EQ(state.repeat_revenue(), cents(0));
    EXPECT_EQ(state.last_date(), monday + 6);
    state.record_purchase(monday + 7, cents(200)).value();
    EXPECT_EQ(state.occasions(), 2);
    EXPECT_EQ(state.sum_log_gaps(), 0.0);
    const auto facts = state.facts(monday + 20, Unit::day).value();
    EXPECT_EQ(facts.purchases.recency, 7.0);
    EXPECT_EQ(facts.purchases.T, 14.0);
    EXPECT_EQ(facts.monetary_value, 2.0);
}

TEST(CustomerState, TakesFewerDecimalsExactly) {
    CustomerState state;
    state.record_purchase(monday, {30, 0}).value();
    state.record_purchase(monday, {299900, 4}).value();  // 29.9900
    EXPECT_EQ(state.revenue(), cents(5999));
}

TEST(CustomerState, NetsReturnsFromTheLatestBack) {
    CustomerState state = regular();
    state.record_return(monday + 8, cents(500)).value();
    EXPECT_EQ(state.repeat_revenue(), cents(1500));
    EXPECT_EQ(state.revenue(), cents(2500));
    state.record_return(monday + 9, cents(1700)).value();  // all of the repeat, 2.00 of the first
    EXPECT_EQ(state.repeat_revenue(), cents(0));
    EXPECT_EQ(state.revenue(), cents(800));
    state.record_return(monday + 10, cents(2000)).value();  // 12.00 find nothing
    state.record_purchase(monday + 11, cents(300)).value();
    EXPECT_EQ(state.revenue(), cents(300));
    EXPECT_EQ(state.occasions(), 3);
}

TEST(CustomerState, LetsReturnsWaitForThePurchasesOfTheirDay) {
    CustomerState state;
    state.record_return(monday, cents(700)).value();
    EXPECT_EQ(state.occasions(), 0);
    EXPECT_EQ(state.recorded_until(), monday);
    state.record_purchase(monday, cents(1000)).value();
    EXPECT_EQ(state.revenue(), cents(300));
    CustomerState other;
    other.record_purchase(monday, cents(1000)).value();
    other.record_return(monday, cents(300)).value();
    other.record_return(monday, cents(400)).value();
    EXPECT_EQ(other, state);
}

TEST(CustomerState, TakesAReturnOfNothingForNothing) {
    CustomerState state = regular();
    state.record_return(monday + 30, cents(0)).value();
    EXPECT_EQ(state, regular());
}

TEST(CustomerState, RefusesWhatItCannotTakeAndStaysWhatItWas) {
    struct Case {
        Date date;
        Money amount;
        Code code;
        std::string text;
    };
    const std::vector<Case> cases{
        {monday + 6, cents(100), Code::not_in_order,
         "date: expected a date from 2025-03-10 on, got 2025-03-09"},
        {monday + 7, cents(-1), Code::negative_amount,
         "amount: expected an amount of 0 or more, got -0.01"},
        {monday + 7,
         {29999, 3},
         Code::invalid_value,
         "amount: expected an amount of at most 2 decimals, got 29.999"},
        {monday + 7,
         {largest, 0},
         Code::overflow,
         "amount: expected an amount within 64 bits at a larger scale, got "
         "\"9223372036854775807\""}};
    for (const Case& refused : cases) {
        CustomerState state = regular();
        expect_error(state.record_purchase(refused.date, refused.amount), refused.code,
                     refused.text);
        expect_error(state.record_return(refused.date, refused.amount), refused.code, refused.text);
        EXPECT_EQ(state, regular());
    }
}

TEST(CustomerState, RefusesSumsThatDoNotFit) {
    CustomerState state = regular();
    state.record_return(monday + 7, cents(500)).value();
    const CustomerState before = state;
    // Of the day of the return, which takes nothing off before the day is over.
    expect_error(state.record_purchase(monday + 7, cents(largest - 2999)), Code::overflow,
                 "amount: expected amounts with a sum within 64 bits, got more");
    expect_error(state.record_return(monday + 7, cents(largest - 499)), Code::overflow,
                 "amount: expected returns with a sum within 64 bits, got more");
    EXPECT_EQ(state, before);
    state.record_return(monday + 7, cents(largest - 500)).value();
    state.record_purchase(monday + 8, cents(largest)).value();
    EXPECT_EQ(state.revenue(), cents(largest));
    expect_error(state.record_purchase(monday + 9, cents(1)), Code::overflow,
                 "amount: expected amounts with a sum within 64 bits, got more");
}

TEST(CustomerState, RefusesFactsThatItDoesNotHave) {
    expect_error(CustomerState().facts(monday, Unit::week), Code::no_rows,
                 ": expected a purchase on or before 2025-03-03, got none");
    CustomerState returns_only;
    returns_only.record_return(monday, cents(1)).value();
    expect_error(returns_only.facts(monday, Unit::week), Code::no_rows,
                 ": expected a purchase on or before 2025-03-03, got none");
    CustomerState state = regular();
    EXPECT_TRUE(state.facts(monday + 7, Unit::week).has_value());
    const std::string text = "until: expected a date from 2025-03-10 on, got 2025-03-09";
    expect_error(state.facts(monday + 6, Unit::week), Code::not_in_order, text);
    expect_error(score(cdnow_scorer(), state, monday + 6), Code::not_in_order, text);
}

TEST(CustomerState, OfAnUnknownScaleIsMisuse) {
    EXPECT_EQ(contract_message([] { CustomerState(Period::day, 7); }),
              "scale: expected from 0 to 6, got 7");
    const auto base = test::cdnow_base();
    EXPECT_EQ(contract_message([&] { (void)CustomerState::of(base, 0, 7); }),
              "scale: expected from 0 to 6, got 7");
    EXPECT_EQ(contract_message([&] { (void)customer_states(base, 7); }),
              "scale: expected from 0 to 6, got 7");
}

TEST(CustomerState, IsScoredAsItsFactsAre) {
    const Scorer scorer = cdnow_scorer();
    EXPECT_EQ(scorer.unit(), Unit::week);
    const CustomerState state = regular();
    const auto by_state = score(scorer, state, monday + 14).value();
    const auto by_facts = scorer.score({{1, 1.0, 2.0}, 20.0});
    EXPECT_EQ(by_state.risk, by_facts.risk);
    EXPECT_EQ(by_state.value_at_risk, by_facts.value_at_risk);
}

TEST(CustomerState, GoesThroughArchivesAndMemory) {
    const CustomerState state = regular();
    std::array<std::byte, sizeof state> bytes;
    std::memcpy(bytes.data(), &state, sizeof state);
    CustomerState copy;
    std::memcpy(&copy, bytes.data(), sizeof copy);
    EXPECT_EQ(copy, state);

    detail::persist::SaveArchive saved;
    saved& state;
    CustomerState loaded;
    detail::persist::LoadArchive archive(saved.bytes(), {});
    archive& loaded;
    EXPECT_TRUE(archive.finish().has_value());
    EXPECT_EQ(loaded, state);
}

// --- From a base ---

TEST(CustomerStatesOfABase, BeginWhereItEnded) {
    const auto base = test::cdnow_base();
    const auto states = customer_states(base).value();
    ASSERT_EQ(states.size(), base.size());
    for (std::size_t row = 0; row < base.size(); ++row) {
        ASSERT_TRUE(states[row].check().has_value());
        ASSERT_EQ(states[row], CustomerState::of(base, row).value());
        ASSERT_EQ(states[row].recorded_until(), base.until());
        ASSERT_EQ(states[row].occasions(), base.frequency()[row] + 1);
        ASSERT_EQ(states[row].revenue(), (Money{base.revenue()[row], base.revenue_scale()}));
        const auto facts = states[row].facts(*base.until(), Unit::week).value();
        ASSERT_EQ(facts.purchases.recency, base.time_in(base.recency()[row], Unit::week));
        ASSERT_EQ(facts.purchases.T, base.time_in(base.age()[row], Unit::week));
        ASSERT_EQ(facts.monetary_value, base.monetary_value()[row]);
    }
}

TEST(CustomerStatesOfABase, TakeNoPurchaseBeforeItsEnd) {
    const auto base = summarize(log_of({{"a", monday, 100}}), {.until = monday + 5}).value();
    CustomerState state = CustomerState::of(base, 0).value();
    expect_error(state.record_purchase(monday + 4, cents(1)), Code::not_in_order,
                 "date: expected a date from 2025-03-08 on, got 2025-03-07");
    state.record_purchase(monday + 5, cents(1)).value();
    EXPECT_EQ(state.occasions(), 2);
}

TEST(CustomerStatesOfABase, WithoutAnEndBeginAfterTheLastPurchase) {
    const auto whole = summarize(log_of({{"a", monday, 100}}), {.until = monday + 5}).value();
    const auto base =
        CustomerBase::from_table(whole.table(), Period::day, Unit::week, std::nullopt).value();
    EXPECT_EQ(CustomerState::of(base, 0).value().recorded_until(), monday);
}

TEST(CustomerStatesOfABase, KeepMoneyAtTheLargerScale) {
    const auto base = summarize(log_of({{"a", monday, 12}}, 0)).value();
    EXPECT_EQ(CustomerState::of(base, 0).value().revenue(), (Money{12, 0}));
    EXPECT_EQ(CustomerState::of(base, 0, 2).value().revenue(), cents(1200));
    EXPECT_EQ(customer_states(base, 3).value()[0].revenue(), (Money{12000, 3}));
    const auto fine = summarize(log_of({{"a", monday, 12}}, 4)).value();
    EXPECT_EQ(CustomerState::of(fine, 0, 2).value().revenue(), (Money{12, 4}));
}

TEST(CustomerStatesOfABase, KnowNoHoldout) {
    const auto base =
        summarize(log_of({{"a", monday, 100}, {"a", monday + 9, 100}}), {.until = monday}).value();
    EXPECT_EQ(CustomerState::of(base, 0).value().occasions(), 1);
}

/// The columns that a state needs, of one customer.
Table needed_columns() {
    return summarize(log_of({{"a", monday, 100}, {"a", monday + 7, 200}}), {.until = monday + 9})
        .value()
        .table();
}

Table without(const Table& table, const std::string& column) {
    Table out;
    for (std::size_t i = 0; i < table.columns(); ++i) {
        if (table.name(i) != column) out.add(table.name(i), table.column(i));
    }
    return out;
}

Table with(const Table& table, const std::string& column, Column values) {
    Table out;
    for (std::size_t i = 0; i < table.columns(); ++i) {
        out.add(table.name(i), table.name(i) == column ? values : table.column(i));
    }
    return out;
}

CustomerBase base_of(Table table) {
    return CustomerBase::from_table(std::move(table), Period::day, Unit::week, monday + 9).value();
}

/// Of one customer and of all, whose row is known where it is the row that will not do.
void expect_refused(const CustomerBase& base, Code code, std::uint64_t line,
                    const std::string& text) {
    const auto one = CustomerState::of(base, 0);
    expect_error(one, code, text);
    EXPECT_EQ(one.error().where.line, line);
    const auto all = customer_states(base);
    expect_error(all, code, text);
    EXPECT_EQ(all.error().where.line, line);
}

TEST(CustomerStatesOfABase, NeedItsDatesAndSums) {
    for (const std::string column : {"first_date", "last_date", "sum_log_gaps"}) {
        expect_refused(
            base_of(without(needed_columns(), column)), Code::invalid_data, 0,
            column + ": expected a base that knows \"" + column + "\", got one that does not");
    }
    for (const std::string column : {"revenue", "repeat_revenue"}) {
        expect_refused(
            base_of(without(needed_columns(), column)), Code::no_amounts, 0,
            column + ": expected a base that knows \"" + column + "\", got one that does not");
    }
}

TEST(CustomerStatesOfABase, NeedTheDatesOfTheRow) {
    for (const std::string column : {"first_date", "last_date"}) {
        const Column none = Column::dates({0}).with_validity({false});
        expect_refused(
            base_of(with(needed_columns(), column, none)), Code::invalid_data, 1,
            column + ": expected a base that knows \"" + column + "\", got one that does not");
    }
}

TEST(CustomerStatesOfABase, StandForOneCustomerEach) {
    expect_refused(base_of(with(needed_columns(), "weight", Column::integers({3}))),
                   Code::invalid_data, 1, "weight: expected a weight of 1, got 3");
}

TEST(CustomerStatesOfABase, NeedTimesThatAreThoseBetweenItsDates) {
    expect_refused(base_of(with(needed_columns(), "recency", Column::reals({6.5}))),
                   Code::invalid_data, 1,
                   "recency: expected a recency that is the merge periods between dates, 7, "
                   "got 6.5");
    expect_refused(base_of(with(needed_columns(), "T", Column::reals({9.5}))), Code::invalid_data,
                   1, "T: expected a T that is the merge periods between dates, 9, got 9.5");
}

TEST(CustomerStatesOfABase, NeedRoomForTheMoney) {
    const auto base = summarize(log_of({{"a", monday, largest}})).value();
    expect_error(CustomerState::of(base, 0, 3), Code::overflow,
                 "revenue: expected an amount within 64 bits at a larger scale, got "
                 "\"92233720368547758.07\"");
}

TEST(CustomerStatesOfABase, HaveARow) {
    const auto base = base_of(needed_columns());
    EXPECT_EQ(contract_message([&] { (void)CustomerState::of(base, 1); }),
              "row: expected below 1, got 1");
}

TEST(CustomerStatesOfABase, HaveOneZero) {
    const auto base = base_of(with(needed_columns(), "sum_log_gaps", Column::reals({-0.0})));
    EXPECT_TRUE(CustomerState::of(base, 0).value().check().has_value());
}

// --- Bytes from outside ---

/// A state with another value at some place of its 64 bytes.
template <class T>
CustomerState forged(const CustomerState& from, std::size_t at, T value) {
    CustomerState state = from;
    std::array<std::byte, sizeof state> bytes;
    std::memcpy(bytes.data(), &state, sizeof state);
    std::memcpy(bytes.data() + at, &value, sizeof value);
    std::memcpy(&state, bytes.data(), sizeof state);
    return state;
}

TEST(CustomerStateCheck, KnowsWhatCannotBe) {
    const std::int32_t first = monday.days(), last = first + 7;
    const CustomerState none, some = regular();
    CustomerState once;
    once.record_purchase(monday, cents(100)).value();
    const std::string no_date = "expected a date, in days since 1970-01-01, got ";
    const std::vector<std::pair<CustomerState, std::string>> cases{
        {forged(some, 56, std::uint8_t{3}), "merge: expected a known period, got 3"},
        {forged(some, 57, std::uint8_t{7}), "scale: expected from 0 to 6, got 7"},
        {forged(some, 63, std::uint8_t{1}), "reserved: expected zeros, got 1"},
        {forged(some, 48, 3'000'000), "recorded_until: " + no_date + "3000000"},
        {forged(some, 32, -800'000), "first_date: " + no_date + "-800000"},
        {forged(some, 36, first - 1),
         "last_date: expected between first_date and recorded_until, got " +
             std::to_string(first - 1)},
        {forged(some, 36, last + 1),
         "last_date: expected between first_date and recorded_until, got " +
             std::to_string(last + 1)},
        {forged(some, 40, first + 1),
         "first_period: expected that of first_date, got " + std::to_string(first + 1)},
        {forged(some, 44, last + 1),
         "last_period: expected that of last_date, got " + std::to_string(last + 1)},
        {forged(some, 52, 9), "occasions: expected from 2 to 8, got 9"},
        {forged(some, 52, 1), "occasions: expected from 2 to 8, got 1"},
        {forged(some, 52, -1), "occasions: expected from 2 to 8, got -1"},
        {forged(some, 52, 0),
         "occasions: expected one at least, where there was a purchase, got 0"},
        {forged(some, 24, std::nan("")),
         "sum_log_gaps: expected a finite number, 0 with one occasion, got nan"},
        {forged(once, 24, 1.0),
         "sum_log_gaps: expected a finite number, 0 with one occasion, got 1"},
        {forged(some, 24, -0.0),
         "sum_log_gaps: expected a finite number, 0 with one occasion, got -0"},
        {forged(none, 24, -0.0),
         "occasions: expected one at least, where there was a purchase, got 0"},
        {forged(none, 0, std::int64_t{1}),
         "occasions: expected one at least, where there was a purchase, got 0"},
        {forged(some, 16, std::int64_t{-1}), "returned: expected 0 or more, got -1"},
        {forged(none, 16, std::int64_t{1}),
         "returned: expected 0, where nothing was recorded, got 1"},
        {forged(some, 0, std::int64_t{-1}), "revenue: expected 0 or more, got -1"},
        {forged(some, 8, std::int64_t{-1}),
         "first_revenue: expected from 0 to all revenue, got -1"},
        {forged(some, 8, std::int64_t{3001}),
         "first_revenue: expected from 0 to all revenue, got 3001"},
        {forged(once, 8, std::int64_t{99}),
         "first_revenue: expected all revenue, with one occasion, got 99"},
    };
    for (const auto& [state, text] : cases) expect_error(state.check(), Code::invalid_value, text);
    EXPECT_TRUE(some.check().has_value());
    EXPECT_TRUE(once.check().has_value());
}

// --- Many at once ---

/// Two events of one customer on each side of one that nobody can take.
std::vector<TillEvent> events_with_a_bad_one() {
    return {{.customer = 1, .date = monday, .amount = cents(100)},
            {.customer = 0, .date = monday + 1, .amount = cents(200)},
            {.customer = 1, .date = Date::from_days(monday.days() - 1), .amount = cents(300)},
            {.customer = 0, .date = monday + 2, .amount = cents(400)}};
}

TEST(TillEvents, AreRecordedUpToTheFirstThatCannotBe) {
    std::vector<CustomerState> states(2), expected(2);
    const auto events = events_with_a_bad_one();
    const auto recorded = record(states, events);
    expect_error(recorded, Code::not_in_order,
                 "date: expected a date from 2025-03-03 on, got 2025-03-02");
    EXPECT_EQ(recorded.error().where.line, 3u);
    expected[1].record_purchase(monday, cents(100)).value();
    expected[0].record_purchase(monday + 1, cents(200)).value();
    EXPECT_EQ(states, expected);
    // Behind it, as the documentation says.
    record(states, std::span(events).subspan(recorded.error().where.line)).value();
    expected[0].record_purchase(monday + 2, cents(400)).value();
    EXPECT_EQ(states, expected);
}

TEST(TillEvents, AreReturnsToo) {
    std::vector<CustomerState> states(1, regular());
    const std::vector<TillEvent> events{{.customer = 0,
                                         .date = monday + 8,
                                         .kind = TillEventKind::goods_return,
                                         .amount = cents(500)}};
    record(states, events).value();
    EXPECT_EQ(states[0].revenue(), cents(2500));
}

TEST(TillEvents, OfNobodyAreMisuse) {
    std::vector<CustomerState> states(2);
    std::vector<TillEvent> events(30, {.customer = 1, .date = monday, .amount = cents(1)});
    events[20].customer = 2;
    EXPECT_EQ(contract_message([&] { (void)record(states, events); }),
              "events[20].customer: expected below 2, got 2");
    EXPECT_EQ(states[1].revenue(), cents(20));
    EXPECT_TRUE(record(states, {}).has_value());
}

/// 40 customers who bought on different days.
std::vector<CustomerState> some_states() {
    std::vector<CustomerState> states(40);
    for (int i = 0; i < 40; ++i) {
        auto& state = states[static_cast<std::size_t>(i)];
        state.record_purchase(monday + i, cents(i)).value();
        state.record_purchase(monday + 50 + i, cents(100)).value();
    }
    return states;
}

TEST(ScoresOfStates, AreThoseOfOneByOne) {
    const Scorer scorer = cdnow_scorer();
    const auto states = some_states();
    std::vector<CustomerScore> scores(states.size());
    score(scorer, {.states = states, .until = monday + 100}, scores).value();
    const std::vector<std::size_t> chosen{39, 0, 7, 7};
    std::vector<CustomerScore> chosen_scores(4);
    score(scorer, {.states = states, .until = monday + 100, .chosen = chosen}, chosen_scores)
        .value();
    for (std::size_t i = 0; i < states.size(); ++i) {
        const auto one = score(scorer, states[i], monday + 100).value();
        EXPECT_EQ(scores[i].risk, one.risk);
        EXPECT_EQ(scores[i].clv, one.clv);
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        EXPECT_EQ(chosen_scores[i].clv, scores[chosen[i]].clv);
    }
}

TEST(ScoresOfStates, OfNobodyAreNone) {
    const auto states = some_states();
    std::vector<CustomerScore> none;
    EXPECT_TRUE(score(cdnow_scorer(),
                      {.states = states, .until = monday, .chosen = std::span<const std::size_t>()},
                      none)
                    .has_value());
}

TEST(ScoresOfStates, EndAtTheFirstThatHasNone) {
    const Scorer scorer = cdnow_scorer();
    auto states = some_states();
    states[5] = CustomerState();
    CustomerScore untouched{};
    untouched.risk = -1;
    std::vector<CustomerScore> scores(states.size(), untouched);
    const auto outcome = score(scorer, {.states = states, .until = monday + 100}, scores);
    expect_error(outcome, Code::no_rows, ": expected a purchase on or before 2025-06-11, got none");
    EXPECT_EQ(outcome.error().where.line, 6u);
    EXPECT_EQ(scores[4].risk, score(scorer, states[4], monday + 100).value().risk);
    EXPECT_EQ(scores[5].risk, -1);

    const std::vector<std::size_t> chosen{0, 39};
    const auto early = score(scorer, {.states = states, .until = monday + 60, .chosen = chosen},
                             std::span(scores).first(2));
    expect_error(early, Code::not_in_order,
                 "until: expected a date from 2025-05-31 on, got 2025-05-02");
    EXPECT_EQ(early.error().where.line, 2u);
}

TEST(ScoresOfStates, ForOtherPlacesAreMisuse) {
    const Scorer scorer = cdnow_scorer();
    const auto states = some_states();
    std::vector<CustomerScore> scores(2);
    EXPECT_EQ(contract_message(
                  [&] { (void)score(scorer, {.states = states, .until = monday + 100}, scores); }),
              "scores: expected a length of 40, got 2");
    const std::vector<std::size_t> chosen{0, 40};
    EXPECT_EQ(contract_message([&] {
                  (void)score(scorer, {.states = states, .until = monday + 100, .chosen = chosen},
                              scores);
              }),
              "chosen[1]: expected below 40, got 40");
}

TEST(CustomerState, AllocatesNothing) {
    const Scorer scorer = cdnow_scorer();
    auto states = some_states();
    std::vector<TillEvent> events;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < states.size(); ++i) {
        events.push_back({.customer = i, .date = monday + 120, .amount = {5, 0}});
        chosen.push_back(states.size() - 1 - i);
    }
    std::vector<CustomerScore> scores(states.size());
    bool good = true;
    const test::Allocations allocations;
    good = good && record(states, events).has_value();
    good = good && states[0].record_purchase(monday + 120, cents(1)).has_value();
    good = good && states[0].record_return(monday + 121, cents(1)).has_value();
    good = good && states[0].facts(monday + 121, Unit::day).has_value();
    good = good && score(scorer, states[0], monday + 121).has_value();
    const StatesToScore customers{states, monday + 121, chosen};
    good = good && score(scorer, customers, scores).has_value();
    EXPECT_EQ(allocations.total(), 0u);
    EXPECT_TRUE(good);
}

}  // namespace
}  // namespace tenure
