#include "tenure/data/summarize.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/message.hpp"
#include "data/base_maker.hpp"
#include "data/money_column.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::expected_got;
using detail::data::CustomerIndex;
using detail::data::PurchaseLog;
using detail::data::Window;

Error bad_option(const char* field, std::string_view expected, std::string_view got) {
    return {Code::invalid_option, expected_got(expected, got), {{}, 0, 0, field}};
}

Result<void> check_holdout(Date until, std::optional<Date> holdout_until) {
    if (!holdout_until || *holdout_until > until) return {};
    return bad_option("holdout_until", "a date after until = " + until.to_string(),
                      holdout_until->to_string());
}

// Gives the customers of a piece their numbers in the index.
class PieceIds {
public:
    PieceIds(const Column& ids, CustomerIndex& index) : ids_(ids), index_(index) {
        if (ids.type() == ColumnType::text) known_.assign(ids.dictionary().size(), unknown);
    }

    Result<std::uint32_t> at(std::size_t row) {
        if (ids_.type() == ColumnType::int64) return number_at(row);
        const auto text = static_cast<std::size_t>(ids_.indices()[row]);
        if (known_[text] == unknown) {
            auto added = index_.add(ids_.dictionary()[text]);
            if (!added) return added;
            known_[text] = *added;
        }
        return known_[text];
    }

private:
    // A customer's rows often stand together.
    Result<std::uint32_t> number_at(std::size_t row) {
        const std::int64_t number = ids_.integers()[row];
        if (row > 0 && number == last_number_) return last_customer_;
        auto added = index_.add(number);
        if (!added) return added;
        last_number_ = number;
        last_customer_ = *added;
        return added;
    }

    static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

    const Column& ids_;
    CustomerIndex& index_;
    std::vector<std::uint32_t> known_;
    std::int64_t last_number_ = 0;
    std::uint32_t last_customer_ = 0;
};

}  // namespace

/// What was added so far.
struct CustomerBaseBuilder::State {
    SummarizeOptions options;
    CustomerIndex index;
    PurchaseLog log;
    std::optional<bool> has_amounts;
    std::optional<Date> last_date;
    std::optional<Error> error;  // the first; there is no base after it

    Result<void> add(const Transactions& piece);
    Result<void> add_rows(const Transactions& piece, const Column* amounts);
    [[nodiscard]] Result<Window> window() const;
};

Result<void> SummarizeOptions::check() const {
    if (unit > Unit::year) return bad_option("unit", "a unit of time", "none");
    if (merge > Period::month) return bad_option("merge", "a period", "none");
    return until ? check_holdout(*until, holdout_until) : Result<void>();
}

Result<void> CustomerBaseBuilder::State::add(const Transactions& piece) {
    if (piece.size() == 0) return {};
    if (has_amounts.value_or(piece.has_amounts()) != piece.has_amounts()) {
        return Error{Code::no_amounts,
                     expected_got("amounts in all pieces of the log", "one piece without"),
                     {}};
    }
    has_amounts = piece.has_amounts();
    last_date = std::max(last_date.value_or(Date::min()), *piece.last_date());
    const Column* amounts = piece.table().find("amount");
    if (amounts != nullptr && amounts->scale() > log.scale()) {
        if (auto raised = log.raise(amounts->scale()); !raised) return raised;
    }
    return add_rows(piece, amounts);
}

Result<void> CustomerBaseBuilder::State::add_rows(const Transactions& piece,
                                                  const Column* amounts) {
    PieceIds ids(piece.table()["customer"], index);
    const auto days = piece.table()["date"].dates();
    const auto units = amounts == nullptr ? std::span<const std::int64_t>() : amounts->integers();
    const std::uint8_t scale = amounts == nullptr ? log.scale() : amounts->scale();
    log.reserve(piece.size());
    for (std::size_t row = 0; row < piece.size(); ++row) {
        const auto customer = ids.at(row);
        if (!customer) return customer.error();
        std::int64_t amount = units.empty() ? 0 : units[row];
        if (auto fits = detail::data::rescale(amount, scale, log.scale()); !fits) return fits;
        log.add({*customer, days[row], amount});
    }
    return {};
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

CustomerBaseBuilder::CustomerBaseBuilder(const SummarizeOptions& options)
    : state_(std::make_unique<State>()) {
    state_->options = options;
    if (auto checked = options.check(); !checked) state_->error = checked.error();
}

CustomerBaseBuilder::CustomerBaseBuilder(CustomerBaseBuilder&&) noexcept = default;
CustomerBaseBuilder& CustomerBaseBuilder::operator=(CustomerBaseBuilder&&) noexcept = default;
CustomerBaseBuilder::~CustomerBaseBuilder() = default;

Result<void> CustomerBaseBuilder::add(const Transactions& piece) {
    if (state_ == nullptr) {
        detail::core::contract_violation("CustomerBaseBuilder", "one that is not spent",
                                         "a spent one");
    }
    if (state_->error) return *state_->error;
    auto added = state_->add(piece);
    if (!added) state_->error = added.error();
    return added;
}

Result<CustomerBase> CustomerBaseBuilder::finish() && {
    const auto state = std::move(state_);
    if (state == nullptr) {
        detail::core::contract_violation("CustomerBaseBuilder", "one that is not spent",
                                         "a spent one");
    }
    if (state->error) return *state->error;
    if (!state->last_date) {
        return Error{Code::no_rows, expected_got("rows", "none"), {}};
    }
    const auto window = state->window();
    if (!window) return window.error();
    const SummarizeOptions& options = state->options;
    const std::uint8_t scale = state->log.scale();
    return detail::data::make_base(
        {std::move(state->index), state->log.take(), state->has_amounts.value_or(false), scale},
        *window, options.unit, options.run);
}

Result<CustomerBase> summarize(const Transactions& log, const SummarizeOptions& options) {
    CustomerBaseBuilder builder(options);
    if (auto added = builder.add(log); !added) return added.error();
    return std::move(builder).finish();
}

}  // namespace tenure::inline v0
