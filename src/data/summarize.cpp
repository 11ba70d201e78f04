#include "tenure/data/summarize.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/message.hpp"
#include "data/base_maker.hpp"
#include "data/log_gatherer.hpp"
#include "data/money_column.hpp"
#include "data/read_ahead.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::expected_got;
using detail::data::LogGatherer;
using detail::data::rescale;
using detail::data::scale_factor;
using detail::data::Window;

Error bad_option(const char* field, std::string_view expected, std::string_view got) {
    return {Code::invalid_option, expected_got(expected, got), {{}, 0, 0, field}};
}

Result<void> check_holdout(Date until, std::optional<Date> holdout_until) {
    if (!holdout_until || *holdout_until > until) return {};
    return bad_option("holdout_until", "a date after until = " + until.to_string(),
                      holdout_until->to_string());
}

// Which rows count for what, as far as it is known before the last row has come: where the options
// say nothing, all that may come.
Window known_window(const SummarizeOptions& options) {
    return {options.until.value_or(Date::max()), options.holdout_until.value_or(Date::max()),
            options.merge};
}

// The least and the greatest amount, and 0.
struct AmountRange {
    std::int64_t least = 0, greatest = 0;

    static AmountRange of(std::span<const std::int64_t> amounts) {
        AmountRange range;
        for (const std::int64_t amount : amounts) {
            range.least = std::min(range.least, amount);
            range.greatest = std::max(range.greatest, amount);
        }
        return range;
    }
    void add(const AmountRange& other) {
        least = std::min(least, other.least);
        greatest = std::max(greatest, other.greatest);
    }
    Result<void> raise(std::uint8_t from, std::uint8_t to) {
        if (auto fits = rescale(least, from, to); !fits) return fits;
        return rescale(greatest, from, to);
    }
};

}  // namespace

/// What was added so far.
struct CustomerBaseBuilder::State {
    explicit State(const SummarizeOptions& chosen)
        : options(chosen), gatherer(chosen, known_window(chosen)) {}

    SummarizeOptions options;
    LogGatherer gatherer;
    LogReport report;
    std::optional<bool> has_amounts;
    AmountRange range;  // of all amounts
    std::optional<Date> last_date;
    std::uint64_t rows = 0;      // of all pieces
    std::optional<Error> error;  // the first; there is no base after it
    bool is_adding = false;      // stays so where an exception ends it

    Result<void> add(const Transactions& piece, const Executor& executor);
    Result<void> check_order(const Transactions& piece) const;
    Result<std::int64_t> common_scale(const Column* amounts);
    Result<void> added(Result<void> outcome);
    [[nodiscard]] Result<Window> window() const;
    [[nodiscard]] Result<CustomerBase> finish();
};

Result<void> SummarizeOptions::check() const {
    if (unit > Unit::year) return bad_option("unit", "a unit of time", "none");
    if (merge > Period::month) return bad_option("merge", "a period", "none");
    if (duplicates > Duplicates::drop) return bad_option("duplicates", "keep or drop", "neither");
    if (order > RowOrder::by_date) return bad_option("order", "any or by_date", "neither");
    if (memory_limit > 0 && spill_folder.empty()) {
        return bad_option("spill_folder", "a folder for what is beyond the memory limit", "none");
    }
    return until ? check_holdout(*until, holdout_until) : Result<void>();
}

Result<void> CustomerBaseBuilder::State::add(const Transactions& piece, const Executor& executor) {
    report += piece.report();
    if (piece.size() == 0) return {};
    if (has_amounts.value_or(piece.has_amounts()) != piece.has_amounts()) {
        return Error{Code::no_amounts,
                     expected_got("amounts in all pieces of the log", "one piece without"),
                     {}};
    }
    if (auto checked = check_order(piece); !checked) return checked;
    rows += piece.size();
    has_amounts = piece.has_amounts();
    last_date = std::max(last_date.value_or(Date::min()), *piece.last_date());
    const Column* amounts = piece.table().find("amount");
    const auto factor = common_scale(amounts);
    if (!factor) return factor.error();
    return gatherer.add({piece.table()["customer"], piece.table()["date"].dates(),
                         amounts == nullptr ? std::span<const std::int64_t>() : amounts->integers(),
                         *factor, piece.fingerprints()},
                        executor);
}

// Where adding was not ended by an exception, in which case rows may be missing.
Result<void> CustomerBaseBuilder::State::added(Result<void> outcome) {
    is_adding = false;
    if (!outcome) error = outcome.error();
    return outcome;
}

Result<void> CustomerBaseBuilder::State::check_order(const Transactions& piece) const {
    if (options.order == RowOrder::any) return {};
    std::int32_t before = last_date.value_or(Date::min()).days();
    const auto days = piece.table()["date"].dates();
    for (std::size_t row = 0; row < days.size(); ++row) {
        if (days[row] < before) {
            return Error{Code::not_in_order,
                         expected_got("a date on or after " + Date::from_days(before).to_string(),
                                      Date::from_days(days[row]).to_string()) +
                             " in row " + std::to_string(rows + row + 1) + " of those kept",
                         {{}, row + 1, 0, "date"}};
        }
        before = days[row];
    }
    return {};
}

// Brings the log to the scale of a piece, if that is larger.
// @return the factor that brings the piece to the scale of the log.
Result<std::int64_t> CustomerBaseBuilder::State::common_scale(const Column* amounts) {
    if (amounts == nullptr) return 1;
    const std::uint8_t scale = amounts->scale();
    AmountRange added = AmountRange::of(amounts->integers());
    if (scale > gatherer.scale()) {
        const int difference = scale - gatherer.scale();
        if (auto fits = range.raise(gatherer.scale(), scale); !fits) return fits.error();
        if (auto raised = gatherer.raise(scale, scale_factor(difference)); !raised) {
            return raised.error();
        }
    }
    if (auto fits = added.raise(scale, gatherer.scale()); !fits) return fits.error();
    range.add(added);
    return scale_factor(gatherer.scale() - scale);
}

// What the options say, and where they say nothing, the last date of the log.
Result<Window> CustomerBaseBuilder::State::window() const {
    const Date last = last_date.value_or(Date::min());
    Window window{options.until.value_or(last), options.holdout_until, options.merge};
    if (auto checked = check_holdout(window.until, window.holdout_until); !checked) {
        return checked.error();
    }
    if (!window.holdout_until && last > window.until) window.holdout_until = last;
    return window;
}

Result<CustomerBase> CustomerBaseBuilder::State::finish() {
    if (error) return *error;
    if (!last_date) return Error{Code::no_rows, expected_got("rows", "none"), {}};
    const auto observed = window();
    if (!observed) return observed.error();
    const std::uint8_t scale = gatherer.scale();
    auto log = std::move(gatherer).finish();
    if (!log) return log.error();
    log->report.log = std::move(report);
    return detail::data::make_base(*std::move(log),
                                   {*observed, options.unit, has_amounts.value_or(false), scale},
                                   options.run);
}

void CustomerBaseBuilder::check_usable() const {
    if (state_ == nullptr) {
        detail::core::contract_violation("CustomerBaseBuilder", "one that is not spent",
                                         "a spent one");
    }
    if (state_->is_adding) {
        detail::core::contract_violation("CustomerBaseBuilder", "one that has not failed",
                                         "one that an exception left half done");
    }
}

CustomerBaseBuilder::CustomerBaseBuilder(const SummarizeOptions& options)
    : state_(std::make_unique<State>(options)) {
    if (auto checked = options.check(); !checked) state_->error = checked.error();
}

CustomerBaseBuilder::CustomerBaseBuilder(CustomerBaseBuilder&&) noexcept = default;
CustomerBaseBuilder& CustomerBaseBuilder::operator=(CustomerBaseBuilder&&) noexcept = default;
CustomerBaseBuilder::~CustomerBaseBuilder() = default;

Result<void> CustomerBaseBuilder::add(const Transactions& piece) {
    check_usable();
    if (state_->error) return *state_->error;
    state_->is_adding = true;
    return state_->added(state_->add(piece, state_->options.run.executor));
}

Result<void> CustomerBaseBuilder::add(TransactionReader& reader) {
    check_usable();
    if (state_->error) return *state_->error;
    state_->is_adding = true;
    return state_->added(
        detail::data::ReadAhead(reader, *this, state_->options.run.executor).run());
}

Result<void> CustomerBaseBuilder::add_alone(const Transactions& piece) {
    return state_->add(piece, Executor{});
}

Result<CustomerBase> CustomerBaseBuilder::finish() && {
    check_usable();
    const auto state = std::move(state_);
    return state->finish();
}

Result<CustomerBase> summarize(const Transactions& log, const SummarizeOptions& options) {
    CustomerBaseBuilder builder(options);
    if (auto added = builder.add(log); !added) return added.error();
    return std::move(builder).finish();
}

}  // namespace tenure::inline v0
