#pragma once

/// @file
/// One customer at the till: 64 bytes that take in a purchase, and are scored, while the customer
/// waits.
///
///     tenure::CustomerState customer;                                 // has not bought yet
///     customer.record_purchase(2025y / 3 / 14, {2999, 2}).value();    // 29.99
///     auto score = tenure::score(scorer, customer, 2025y / 3 / 14).value();
///
/// A shop with a nightly batch starts its till where the batch ended:
///
///     std::vector<tenure::CustomerState> states = tenure::customer_states(base).value();
///     states[row].record_purchase(today, {2999, 2}).value();          // row by row as in `base`
///
/// What a state knows is what `summarize` knows of the same rows, and it is scored by the same
/// `Scorer`: the till says today, to the bit, what the batch will say tonight.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

#include "tenure/core/date.hpp"
#include "tenure/core/duration.hpp"
#include "tenure/core/money.hpp"
#include "tenure/core/result.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/scores/score.hpp"

namespace tenure::inline v0 {

namespace detail::scores {
class BaseStates;
}

/// All that the till keeps of one customer: a value of one cache line, copied as its 64 bytes. It
/// holds no pointer and allocates nothing, so keep it where you keep your customers: in an array, a
/// mapped file, a column of your database.
///
/// Occasions are counted as `summarize` counts them: purchases within one `merge()` period are one
/// occasion, an amount of 0 is a purchase, money is exact. Purchases come in the order of their
/// dates, those of one day in any order.
///
/// Where till and batch can differ: a date before the last one is refused here, and waits for the
/// next batch; `Duplicates::drop` needs the log; where the batch has another scale, a mean can
/// differ in its last bit once the repeat purchases come to 2^53 units. A state that was taken from
/// a base knows no more which returns came on the base's last day, and takes further purchases of
/// that very day for later ones.
///
/// A state belongs to one thread at a time; what is const may be called from any number of them.
class TENURE_API CustomerState {
public:
    /// Somebody who has not bought yet, at a till that merges by the day and counts hundredths.
    CustomerState() noexcept = default;
    /// The same at a till that merges by `merge` and counts money in units of 10^−scale. A scale
    /// above `Money::max_scale` is a `ContractError`.
    CustomerState(Period merge, std::uint8_t scale);

    /// The customer of a row of a base, as of the last day that the base has observed; money is
    /// kept at the larger of the base's scale and `scale`. The base needs dates, sums of money and
    /// of logarithms, as `summarize` gives them, and the row a weight of 1 and times that are the
    /// merge periods between its dates. A row that is not there is a `ContractError`.
    /// @return `Code::invalid_data` or, without sums of money, `Code::no_amounts`, naming the
    /// column and, with the row (from 1) as the line, where it is the row; `Code::overflow` where
    /// the money does not fit at `scale`.
    [[nodiscard]] static Result<CustomerState> of(const CustomerBase& base, std::size_t row,
                                                  std::uint8_t scale = 0);

    /// Takes in a purchase. On an error, nothing has changed.
    /// @return `Code::not_in_order` for a date before `recorded_until()`, `Code::negative_amount`,
    /// `Code::invalid_value` for an amount with more decimals than `scale()`, `Code::overflow`.
    Result<void> record_purchase(Date date, Money amount);

    /// Takes in a return, the amount written as a positive number, by the rules of `Returns::net`:
    /// it is no occasion, and takes its amount off the latest occasions up to its day, as far as
    /// that goes. It comes after all purchases of its day, whichever was recorded first. A return
    /// of 0 takes nothing back, and changes nothing. Errors as above.
    Result<void> record_return(Date date, Money amount);

    /// What a scorer reads, as of the end of a day: to the bit what it reads from the row of a base
    /// of the same purchases with that `until`.
    /// @return `Code::no_rows` where there was no purchase yet, `Code::not_in_order` for a day
    /// before `recorded_until()`.
    [[nodiscard]] Result<CustomerFacts> facts(Date until, Unit unit) const;

    /// How often the customer came; the frequency of the models is one less, once there is one.
    [[nodiscard]] std::int32_t occasions() const noexcept { return occasions_; }
    /// Of purchases; none before the first one.
    [[nodiscard]] std::optional<Date> first_date() const { return date_if_bought(first_day_); }
    [[nodiscard]] std::optional<Date> last_date() const { return date_if_bought(last_day_); }
    /// The day that no event may precede: that of the last one, or the last that the base had
    /// observed; none where nothing was recorded.
    [[nodiscard]] std::optional<Date> recorded_until() const;
    /// All that was spent, less what was returned.
    [[nodiscard]] Money revenue() const noexcept { return {spent().units, scale_}; }
    /// The same without the first occasion.
    [[nodiscard]] Money repeat_revenue() const noexcept { return {spent().repeat_units(), scale_}; }
    /// The sum of the logarithms of the times between occasions, in merge periods: the bits of the
    /// base's column of that name. Models of regular buyers read it.
    [[nodiscard]] double sum_log_gaps() const noexcept { return sum_log_gaps_; }
    [[nodiscard]] Period merge() const noexcept { return merge_; }
    [[nodiscard]] std::uint8_t scale() const noexcept { return scale_; }

    /// Whether this is a state at all: to be asked once of bytes that come from outside the
    /// program, before anything else is.
    /// @return `Code::invalid_value`, naming what cannot be.
    [[nodiscard]] Result<void> check() const;

    /// Equal states have equal bytes.
    friend constexpr bool operator==(const CustomerState&, const CustomerState&) noexcept = default;

    /// For archives of Boost.Serialization's concept. What was loaded is to be checked.
    static constexpr unsigned class_version = 0;
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& units_& first_units_& returned_units_& sum_log_gaps_;
        archive& first_day_& last_day_& first_period_& last_period_& recorded_day_& occasions_;
        archive& merge_& scale_;
    }

private:
    friend class detail::scores::BaseStates;

    static constexpr std::int32_t never = std::numeric_limits<std::int32_t>::min();

    struct Spent {
        std::int64_t units, first_units;
        [[nodiscard]] std::int64_t repeat_units() const noexcept { return units - first_units; }
    };
    [[nodiscard]] Spent spent() const noexcept;
    [[nodiscard]] Spent spent_before(std::int32_t day) const noexcept;
    [[nodiscard]] std::optional<Date> date_if_bought(std::int32_t day) const;
    [[nodiscard]] bool takes(Date date, Money amount) const noexcept;
    [[nodiscard]] Result<std::int64_t> exact_units(Date date, Money amount) const;
    Result<void> add_purchase(std::int32_t day, std::int64_t units);
    Result<void> add_return(std::int32_t day, std::int64_t units);
    void enter(std::int32_t day, const Spent& before) noexcept;
    void visit(std::int32_t day);
    [[nodiscard]] Result<void> check_terms() const;
    [[nodiscard]] Result<void> check_times() const;
    [[nodiscard]] Result<void> check_no_purchase() const;
    [[nodiscard]] Result<void> check_occasions() const;
    [[nodiscard]] Result<void> check_money() const;

    // Days since 1970-01-01, periods as `period_index` counts them, money in units of `scale_`.
    // Returns of the day `recorded_day_` wait beside the money until that day is over, since they
    // come after its purchases.
    alignas(64) std::int64_t units_ = 0;  //  0: of all occasions, before the returns that wait
    std::int64_t first_units_ = 0;        //  8: of the first one, likewise
    std::int64_t returned_units_ = 0;     // 16: the returns that wait
    double sum_log_gaps_ = 0;             // 24
    std::int32_t first_day_ = 0;          // 32: of purchases, as the next three; 0 before the first
    std::int32_t last_day_ = 0;           // 36
    std::int32_t first_period_ = 0;       // 40
    std::int32_t last_period_ = 0;        // 44
    std::int32_t recorded_day_ = never;   // 48
    std::int32_t occasions_ = 0;          // 52
    Period merge_ = Period::day;          // 56
    std::uint8_t scale_ = 2;              // 57
    std::array<std::uint8_t, 6> reserved_ = {};  // 58: zeros
};

static_assert(sizeof(CustomerState) == 64);
static_assert(alignof(CustomerState) == 64);
static_assert(std::is_trivially_copyable_v<CustomerState>);

/// The states of all customers of a base, in its order: where the batch ended, the till begins.
/// Errors as of `CustomerState::of`.
[[nodiscard]] TENURE_API Result<std::vector<CustomerState>> customer_states(
    const CustomerBase& base, std::uint8_t scale = 0);

/// The score of a customer as of the end of a day. Allocates nothing.
/// @return the errors of `CustomerState::facts`.
[[nodiscard]] TENURE_API Result<CustomerScore> score(const Scorer& scorer,
                                                     const CustomerState& state, Date until);

/// What happens at a till.
enum class TillEventKind : std::uint8_t {
    purchase,      ///< `CustomerState::record_purchase`.
    goods_return,  ///< `CustomerState::record_return`.
};

/// One event of one of many customers.
struct TillEvent {
    std::size_t customer = 0;  ///< Where the customer stands among the states.
    Date date;                 ///< Required.
    TillEventKind kind = TillEventKind::purchase;
    Money amount = {};  ///< ≥ 0, also of a return.
};

/// Records events, in their order, in states at whatever places: faster than one by one where the
/// states do not fit into the cache, since memory is asked for ahead of its turn. Allocates
/// nothing. A place beyond the states is a `ContractError`.
///
/// An error ends the recording as if the events had been recorded one by one: those before it are
/// recorded, it and those behind it are not. To leave it out, go on behind it.
/// @return the errors of `record_purchase` and `record_return`, with the event (from 1) as the
/// line.
TENURE_API Result<void> record(std::span<CustomerState> states, std::span<const TillEvent> events);

/// Which customers to score, as of when.
struct StatesToScore {
    std::span<const CustomerState> states = {};
    Date until;  ///< Required.
    /// Places among the states, in any order; absent, all of them.
    std::optional<std::span<const std::size_t>> chosen = {};
};

/// Scores many customers into `scores`, one for each that is chosen, in that order; memory is asked
/// for as `record` does. The results are those of scoring one by one. Allocates nothing. A place
/// beyond the states and another number of scores are a `ContractError`.
/// @return the errors of `CustomerState::facts`, with the customer (from 1, in the order of
/// scoring) as the line; the scores before it are there.
TENURE_API Result<void> score(const Scorer& scorer, const StatesToScore& customers,
                              std::span<CustomerScore> scores);

}  // namespace tenure::inline v0
