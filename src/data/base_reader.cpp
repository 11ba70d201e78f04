#include "data/base_reader.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "core/message.hpp"
#include "core/progress.hpp"
#include "core/time_format.hpp"
#include "io/blanks.hpp"
#include "io/real.hpp"

namespace tenure::inline v0::detail::data {
namespace {

using core::expected_got;
using core::quoted;
using core::unexpected;

template <class Value>
Result<void> append(std::vector<Value>& values, Value value) {
    values.push_back(value);
    return {};
}

Result<void> append(MoneyColumn& values, Money value) { return values.add(value); }

// A base is read without a date format, so the message must not ask for one.
Result<Date> parse_date(std::string_view text) {
    core::TimeFields fields;
    std::string_view rest = text;
    if (core::take_plain_form(rest, fields) && rest.empty()) return Date::parse(text);
    return unexpected(Code::invalid_date, "a date as YYYY-MM-DD or YYYYMMDD", text);
}

}  // namespace

Result<BaseDraft> BaseReader::read_all(std::size_t total) {
    if (auto found = find_columns(); !found) return found.error();
    for (;;) {
        const auto more = reader_.next_batch();
        if (!more) return more.error();
        if (!*more) break;
        for (std::size_t row = 0; row < reader_.size(); ++row) {
            if (auto read = read_row(row); !read) return read.error();
        }
        const std::size_t done = reader_.bytes_done();
        const auto going = core::go_on(options_.run.progress, done, std::max(done, total));
        if (!going) return going.error();
    }
    if (draft_.frequency.empty()) {
        return Error{Code::no_rows, expected_got("rows", "none"), {reader_.file(), 0, 0, {}}};
    }
    return std::move(draft_);
}

Result<void> BaseReader::find_columns() {
    const ColumnNames names(reader_);
    for (std::size_t i = 0; i < base_field_names.size(); ++i) {
        if (auto found = find_column(static_cast<BaseField>(i), names); !found) return found;
    }
    std::vector<std::size_t> columns;
    for (auto& slot : slots_) {
        if (!slot) continue;
        columns.push_back(*slot);
        slot = columns.size() - 1;
    }
    reader_.select(columns);
    draft_.has_mean_column = slot(BaseField::monetary_value).has_value();
    return {};
}

Result<void> BaseReader::find_column(BaseField field, const ColumnNames& names) {
    const std::string role(name_of(field));
    auto& slot = slots_[static_cast<std::size_t>(field)];
    const auto mapped = options_.columns.find(role);
    if (mapped != options_.columns.end()) {
        const auto column = names.find(mapped->second, role);
        if (!column) return column.error();
        slot = *column;
        return {};
    }
    const auto column = names.find_name(role, role);
    if (!column) return column.error();
    slot = *column;
    const bool needed =
        field == BaseField::frequency || field == BaseField::recency || field == BaseField::age;
    if (needed && !slot) return names.missing("a column " + quoted(role), names.listed(), role);
    return {};
}

// The constants come first, as they say what the times are counted in.
Result<void> BaseReader::read_row(std::size_t row) {
    draft_.lines.push_back(reader_.line(row));
    if (auto read = read_constants(row); !read) return read;
    if (auto read = read_id(row); !read) return read;
    const auto history = read_history(row);
    if (!history) return history.error();
    const auto details = read_details(row);
    if (!details) return details.error();
    return add(row, *history, *details);
}

Result<void> BaseReader::read_id(std::size_t row) {
    if (!slot(BaseField::customer)) {
        return draft_.ids.add(static_cast<std::int64_t>(draft_.lines.size()));
    }
    const std::string_view id = text(row, BaseField::customer);
    if (id.empty()) {
        return at(row, BaseField::customer, unexpected(Code::missing_id, "a customer id", id));
    }
    auto added = draft_.ids.add(id, canonical_integer(id));
    return added ? added : at(row, BaseField::customer, added.error());
}

Result<BaseRow> BaseReader::read_history(std::size_t row) {
    const auto frequency = integer(row, BaseField::frequency);
    if (!frequency) return frequency.error();
    const auto recency = real(row, BaseField::recency);
    if (!recency) return recency.error();
    const auto age = real(row, BaseField::age);
    if (!age) return age.error();
    const auto weight = slot(BaseField::weight) ? integer(row, BaseField::weight) : 1;
    if (!weight) return weight.error();
    BaseRow history{*frequency, *recency, *age, *weight, {}};
    if (auto read = read_mean(row, history); !read) return read.error();
    if (const auto found = find_violation(history, history.monetary_value.has_value())) {
        return at(row, *base_field(found->where.field), *found);
    }
    return history;
}

// Where there is no repeat purchase a mean may be missing, and says nothing about the other rows.
Result<void> BaseReader::read_mean(std::size_t row, BaseRow& history) {
    constexpr BaseField field = BaseField::monetary_value;
    if (!draft_.has_mean_column) return {};
    if (history.frequency == 0 && text(row, field).empty()) return {};
    if (history.frequency > 0) {
        const auto known = is_known(row, field, draft_.mean.known);
        if (!known) return known.error();
        if (!*known) return {};
    }
    const auto mean = real(row, field);
    if (!mean) return mean.error();
    history.monetary_value = *mean;
    return {};
}

Result<BaseDetails> BaseReader::read_details(std::size_t row) {
    BaseDetails details;
    if (auto r = read_optional(row, BaseField::first_date, draft_.first_date, &BaseReader::day,
                               details.first_date);
        !r) {
        return r.error();
    }
    if (auto r = read_optional(row, BaseField::last_date, draft_.last_date, &BaseReader::day,
                               details.last_date);
        !r) {
        return r.error();
    }
    if (auto r = read_amounts(row, details); !r) return r.error();
    if (auto r = read_optional(row, BaseField::holdout_frequency, draft_.holdout_frequency,
                               &BaseReader::integer, details.holdout_frequency);
        !r) {
        return r.error();
    }
    if (auto r = read_optional(row, BaseField::sum_log_gaps, draft_.sum_log_gaps, &BaseReader::real,
                               details.sum_log_gaps);
        !r) {
        return r.error();
    }
    return details;
}

Result<void> BaseReader::read_amounts(std::size_t row, BaseDetails& details) {
    struct Amounts {
        BaseField field;
        BaseDraft::Optional<MoneyColumn>& column;
        std::optional<Money>& value;
    };
    for (const auto& [field, column, value] :
         {Amounts{BaseField::revenue, draft_.revenue, details.revenue},
          Amounts{BaseField::repeat_revenue, draft_.repeat_revenue, details.repeat_revenue},
          Amounts{BaseField::holdout_revenue, draft_.holdout_revenue, details.holdout_revenue}}) {
        if (auto read = read_optional(row, field, column, &BaseReader::amount, value); !read) {
            return read;
        }
    }
    return level_scales(row);
}

// One scale for all money of the base, row by row: where it cannot be, the amount that asked for a
// larger one is at hand.
Result<void> BaseReader::level_scales(std::size_t row) {
    struct Amounts {
        BaseField field;
        MoneyColumn& column;
    };
    const Amounts all[] = {{BaseField::revenue, draft_.revenue.values},
                           {BaseField::repeat_revenue, draft_.repeat_revenue.values},
                           {BaseField::holdout_revenue, draft_.holdout_revenue.values}};
    const Amounts& finest = *std::ranges::max_element(
        all, {}, [](const Amounts& amounts) { return amounts.column.scale(); });
    for (const auto& [field, column] : all) {
        if (column.scale() == finest.column.scale()) continue;
        if (auto raised = column.raise(finest.column.scale()); !raised) {
            return at(row, finest.field, raised.error());
        }
    }
    return {};
}

// Rounding must not bring a recency above its T.
Result<void> BaseReader::add(std::size_t row, const BaseRow& history, const BaseDetails& details) {
    const Clock clock = clock_of(draft_, options_);
    BaseRow counted = history;
    counted.T = to_periods(history.T, clock.times, clock.merge);
    counted.recency = std::min(counted.T, to_periods(history.recency, clock.times, clock.merge));
    if (const auto found = find_violation(counted, details, {clock.merge, draft_.until})) {
        return at(row, *base_field(found->where.field), *found);
    }
    if (auto fits = count_weight(row, counted.weight); !fits) return fits;
    draft_.frequency.push_back(counted.frequency);
    draft_.recency.push_back(counted.recency);
    draft_.age.push_back(counted.T);
    draft_.weight.push_back(counted.weight);
    draft_.mean.values.push_back(counted.monetary_value.value_or(0));
    return {};
}

Result<void> BaseReader::count_weight(std::size_t row, std::int64_t weight) {
    if (weight > std::numeric_limits<std::int64_t>::max() - customers_) {
        return at(row, BaseField::weight,
                  unexpected(Code::invalid_value, "weights whose sum fits into 64 bits",
                             text(row, BaseField::weight)));
    }
    customers_ += weight;
    return {};
}

Result<void> BaseReader::read_constants(std::size_t row) {
    if (auto r = read_constant(row, BaseField::unit, draft_.unit, &parse_unit); !r) return r;
    if (auto r = read_constant(row, BaseField::merge, draft_.merge, &parse_period); !r) return r;
    if (auto r = read_constant(row, BaseField::until, draft_.until, &parse_date); !r) return r;
    if (auto r = read_constant(row, BaseField::holdout_until, draft_.holdout_until, &parse_date);
        !r) {
        return r;
    }
    const auto& until = draft_.until;
    if (!until || !draft_.holdout_until || *draft_.holdout_until > *until) return {};
    return at(row, BaseField::holdout_until,
              unexpected(Code::invalid_value, "a date after until = " + until->to_string(),
                         text(row, BaseField::holdout_until)));
}

// Empty where the file has no such column.
std::string_view BaseReader::text(std::size_t row, BaseField field) const noexcept {
    return slot(field) ? io::trimmed(reader_.field(row, *slot(field))) : std::string_view();
}

Error BaseReader::at(std::size_t row, BaseField field, Error error) const {
    error.where = reader_.location(row, *slot(field));
    return error;
}

Result<double> BaseReader::real(std::size_t row, BaseField field) const {
    auto value = io::parse_real(text(row, field), options_.csv.decimal);
    return value ? value : at(row, field, value.error());
}

// `2.0` is a whole number too: that is how data frames with gaps write it.
Result<std::int64_t> BaseReader::integer(std::size_t row, BaseField field) const {
    const auto value = Money::parse(text(row, field), options_.csv.decimal);
    if (value && value->scale == 0) return value->units;
    return at(row, field, unexpected(Code::invalid_number, "a whole number", text(row, field)));
}

Result<Money> BaseReader::amount(std::size_t row, BaseField field) const {
    auto value = Money::parse(text(row, field), options_.csv.decimal);
    if (!value) return at(row, field, value.error());
    if (value->units >= 0) return value;
    return at(row, field,
              unexpected(Code::negative_amount, "an amount of 0 or more", text(row, field)));
}

Result<std::int32_t> BaseReader::day(std::size_t row, BaseField field) const {
    const auto date = parse_date(text(row, field));
    return date ? Result<std::int32_t>(date->days()) : at(row, field, date.error());
}

Result<bool> BaseReader::is_known(std::size_t row, BaseField field,
                                  std::optional<bool>& known) const {
    if (!slot(field)) return false;
    const bool given = !text(row, field).empty();
    if (known.value_or(given) != given) {
        return at(row, field,
                  unexpected(Code::invalid_value,
                             given ? "no value, as in the rows before" : "a value in every row",
                             text(row, field)));
    }
    known = given;
    return given;
}

template <class Values, class Value>
Result<void> BaseReader::read_optional(std::size_t row, BaseField field,
                                       BaseDraft::Optional<Values>& column,
                                       Result<Value> (BaseReader::*parse)(std::size_t, BaseField)
                                           const,
                                       std::optional<Value>& value) {
    const auto known = is_known(row, field, column.known);
    if (!known) return known.error();
    if (!*known) return {};
    const auto parsed = (this->*parse)(row, field);
    if (!parsed) return parsed.error();
    value = *parsed;
    auto added = append(column.values, *parsed);
    return added ? added : at(row, field, added.error());
}

template <class Value>
Result<void> BaseReader::read_constant(std::size_t row, BaseField field,
                                       std::optional<Value>& constant,
                                       Result<Value> (*parse)(std::string_view)) {
    const auto known = is_known(row, field, constant_known_[static_cast<std::size_t>(field)]);
    if (!known) return known.error();
    if (!*known) return {};
    const std::string_view written = text(row, field);
    const auto value = parse(written);
    if (!value) {
        Error error = value.error();
        if (error.code == Code::invalid_option) error.code = Code::invalid_value;
        return at(row, field, std::move(error));
    }
    if (constant.value_or(*value) != *value) {
        return at(row, field,
                  unexpected(Code::invalid_value, "the same value in all rows", written));
    }
    constant = *value;
    return {};
}

}  // namespace tenure::inline v0::detail::data
