#include "data/row_parser.hpp"

#include <algorithm>

#include "core/message.hpp"
#include "data/fingerprint.hpp"
#include "data/plain_fields.hpp"
#include "io/blanks.hpp"
#include "tenure/core/civil_time.hpp"

namespace tenure::inline v0::detail::data {
namespace {

using core::expected_got;
using core::quoted;

// At this scale, amounts that fit into 64 bits at their own fit into 128.
__extension__ using Wide = __int128;

Wide at_largest_scale(Money amount) noexcept {
    Wide units = amount.units;
    for (auto scale = amount.scale; scale < Money::max_scale; ++scale) units *= 10;
    return units;
}

// Whether rows may be read in their plain form: no more than an id, a date and an amount, as they
// are written where nothing else is said.
bool has_plain_form(const LogColumns& columns, const ReadOptions& options) noexcept {
    const auto has = [&columns](Extra extra) {
        return columns.extra[static_cast<std::size_t>(extra)].has_value();
    };
    if (!options.date_format.empty() || has(Extra::quantity) || has(Extra::time)) return false;
    if (!columns.amount) return true;
    return options.csv.decimal.decimal == '.' && columns.amount->columns.size() == 1 &&
           !columns.amount->constant;
}

// Whether the text is an id as it stands: not empty, no blanks around it, and surely no number.
bool is_plain_text(std::string_view text) noexcept {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    return !text.empty() && !is_blank(text.front()) && text.front() != '-' &&
           !is_blank(text.back());
}

}  // namespace

void ParsedRows::resize(std::size_t rows, const LogColumns& columns) {
    const auto extra_rows = [&](Extra extra) {
        return columns.extra[static_cast<std::size_t>(extra)] ? rows : 0;
    };
    fates.resize(rows);
    is_plain.resize(rows);
    ids.resize(rows);
    numbers.resize(rows);
    is_integer.resize(rows);
    days.resize(rows);
    units.resize(columns.amount ? rows : 0);
    scales.resize(columns.amount ? rows : 0);
    fingerprints.resize(rows);
    quantities.resize(extra_rows(Extra::quantity));
    times.resize(extra_rows(Extra::time));
}

std::vector<std::size_t> ParsedRows::compact(std::size_t rows) {
    std::vector<std::size_t> kept;
    for (std::size_t row = 0; row < rows; ++row) {
        if (is_kept(fates[row])) kept.push_back(row);
    }
    const auto move = [&kept](auto& values) {
        if (values.empty()) return;
        for (std::size_t to = 0; to < kept.size(); ++to) values[to] = values[kept[to]];
    };
    move(ids);
    move(numbers);
    move(is_integer);
    move(days);
    move(units);
    move(scales);
    move(fingerprints);
    move(quantities);
    move(times);
    return kept;
}

RowParser::RowParser(io::CsvReader& reader, const LogColumns& columns, const ReadOptions& options)
    : reader_(reader),
      columns_(columns),
      options_(options),
      has_plain_form_(has_plain_form(columns, options)),
      has_judgments_(columns.return_order || options.cleaning.outliers_above ||
                     options.cleaning.zero_amounts == ZeroAmounts::drop) {
    std::vector<std::size_t> selected = {columns.customer, columns.date};
    const auto select = [&selected](std::size_t column) {
        selected.push_back(column);
        return selected.size() - 1;
    };
    if (columns.amount) {
        for (const std::size_t factor : columns.amount->columns) select(factor);
    }
    for (std::size_t i = 0; i < extras; ++i) {
        if (columns.extra[i]) slots_.extra[i] = select(*columns.extra[i]);
    }
    if (columns.return_order) slots_.return_order = select(*columns.return_order);
    reader.select(selected);
}

void RowParser::parse(std::size_t begin, std::size_t end, ParsedRows& out,
                      std::vector<BadRow>& bad) const {
    parse_plain(begin, end, out);
    for (std::size_t row = begin; row < end; ++row) {
        if (out.is_plain[row] != 0 && !has_judgments_) continue;
        auto error = parse_rest(row, out);
        if (!error) continue;
        bad.push_back({row, *std::move(error)});
        if (options_.cleaning.bad_rows == BadRows::reject) return;
    }
}

// Column by column, so that a processor has many of them in its hands at a time.
void RowParser::parse_plain(std::size_t begin, std::size_t end, ParsedRows& out) const {
    for (std::size_t row = begin; row < end; ++row) {
        out.fingerprints[row] = fingerprint(reader_.record(row));
    }
    std::fill(out.fates.begin() + static_cast<std::ptrdiff_t>(begin),
              out.fates.begin() + static_cast<std::ptrdiff_t>(end), RowFate::kept);
    std::fill(out.is_plain.begin() + static_cast<std::ptrdiff_t>(begin),
              out.is_plain.begin() + static_cast<std::ptrdiff_t>(end), has_plain_form_);
    if (!has_plain_form_) return;
    parse_plain_ids(begin, end, out);
    parse_plain_dates(begin, end, out);
    if (columns_.amount) parse_plain_amounts(begin, end, out);
}

void RowParser::parse_plain_ids(std::size_t begin, std::size_t end, ParsedRows& out) const {
    std::uint8_t* const is_plain = out.is_plain.data();
    std::uint8_t* const is_integer = out.is_integer.data();
    std::int64_t* const numbers = out.numbers.data();
    std::string_view* const ids = out.ids.data();
    for (std::size_t row = begin; row < end; ++row) {
        const std::string_view id = reader_.field(row, customer_slot);
        ids[row] = id;
        const bool integer = read_plain_integer(id, numbers[row]);
        is_integer[row] = integer;
        is_plain[row] = integer || is_plain_text(id);
    }
}

void RowParser::parse_plain_dates(std::size_t begin, std::size_t end, ParsedRows& out) const {
    std::uint8_t* const is_plain = out.is_plain.data();
    std::int32_t* const days = out.days.data();
    for (std::size_t row = begin; row < end; ++row) {
        if (!read_plain_date(reader_.field(row, date_slot), days[row])) is_plain[row] = 0;
    }
}

void RowParser::parse_plain_amounts(std::size_t begin, std::size_t end, ParsedRows& out) const {
    std::uint8_t* const is_plain = out.is_plain.data();
    std::uint8_t* const scales = out.scales.data();
    std::int64_t* const units = out.units.data();
    for (std::size_t row = begin; row < end; ++row) {
        const std::string_view text = reader_.field(row, amount_slot);
        scales[row] = 2;
        if (read_plain_hundredths(text, units[row])) continue;
        if (!read_plain_amount(text, units[row], scales[row])) is_plain[row] = 0;
    }
}

// Judges a row that was read in its plain form, and reads any other.
std::optional<Error> RowParser::parse_rest(std::size_t row, ParsedRows& out) const {
    return out.is_plain[row] != 0 ? judge(row, out) : parse_strictly(row, out);
}

std::optional<Error> RowParser::parse_strictly(std::size_t row, ParsedRows& out) const {
    out.fates[row] = RowFate::kept;
    for (const auto step : {&RowParser::parse_id, &RowParser::parse_date, &RowParser::parse_amount,
                            &RowParser::parse_extras, &RowParser::judge}) {
        auto error = (this->*step)(row, out);
        if (error) out.fates[row] = RowFate::bad;
        if (!is_kept(out.fates[row])) return error;
    }
    return std::nullopt;
}

std::optional<Error> RowParser::parse_id(std::size_t row, ParsedRows& out) const {
    const std::string_view text = field(row, customer_slot);
    if (text.empty()) {
        if (options_.cleaning.missing_ids == MissingIds::drop) {
            out.fates[row] = RowFate::missing_id;
            return std::nullopt;
        }
        return at(row, customer_slot,
                  {Code::missing_id, expected_got("a customer id", quoted(text)), {}});
    }
    const auto number = canonical_integer(text);
    out.ids[row] = text;
    out.is_integer[row] = number.has_value();
    out.numbers[row] = number.value_or(0);
    return std::nullopt;
}

std::optional<Error> RowParser::parse_date(std::size_t row, ParsedRows& out) const {
    const std::string_view text = field(row, date_slot);
    const auto date =
        options_.date_format.empty() ? Date::parse(text) : Date::parse(text, options_.date_format);
    out.days[row] = date ? date->days() : ParsedRows::no_day;
    if (!date) return at(row, date_slot, date.error());
    return std::nullopt;
}

std::optional<Error> RowParser::parse_amount(std::size_t row, ParsedRows& out) const {
    if (!columns_.amount) return std::nullopt;
    const auto amount = parse_product(row);
    if (!amount) return amount.error();
    out.units[row] = amount->units;
    out.scales[row] = amount->scale;
    return std::nullopt;
}

Result<Money> RowParser::parse_product(std::size_t row) const {
    auto product = parse_factor(row, amount_slot);
    if (!product) return product;
    if (columns_.amount->columns.size() == 2) {
        auto second = parse_factor(row, amount_slot + 1);
        if (!second) return second;
        product = multiply(*product, *second);
    } else if (columns_.amount->constant) {
        product = multiply(*product, *columns_.amount->constant);
    }
    if (!product) return at(row, amount_slot, product.error());
    return product;
}

Result<Money> RowParser::parse_factor(std::size_t row, std::size_t slot) const {
    const std::string_view text = field(row, slot);
    Money factor;
    if (options_.csv.decimal.decimal == '.' &&
        data::read_plain_amount(text, factor.units, factor.scale)) {
        return factor;
    }
    auto parsed = Money::parse(text, options_.csv.decimal);
    if (!parsed) return at(row, slot, parsed.error());
    return parsed;
}

std::optional<Error> RowParser::parse_extras(std::size_t row, ParsedRows& out) const {
    if (has(Extra::quantity)) {
        const auto slot = slots_.extra[static_cast<std::size_t>(Extra::quantity)];
        const auto quantity = parse_factor(row, slot);
        if (!quantity) return quantity.error();
        out.quantities[row] = *quantity;
    }
    if (has(Extra::time)) {
        const auto time = parse_time(row);
        if (!time) return time.error();
        out.times[row] = *time;
    }
    return std::nullopt;
}

Result<std::int64_t> RowParser::parse_time(std::size_t row) const {
    const auto slot = slots_.extra[static_cast<std::size_t>(Extra::time)];
    const std::string_view text = field(row, slot);
    const auto time = options_.date_format.empty() ? CivilTime::parse(text)
                                                   : CivilTime::parse(text, options_.date_format);
    if (!time) return at(row, slot, time.error());
    return time->microseconds();
}

// What the policies say of a row that could be read.
std::optional<Error> RowParser::judge(std::size_t row, ParsedRows& out) const {
    const bool by_sign = columns_.amount && out.units[row] < 0;
    if (by_sign || is_returned_order(row)) return judge_return(row, by_sign, out);
    if (!columns_.amount) return std::nullopt;
    const std::int64_t units = out.units[row];
    if (units == 0 && options_.cleaning.zero_amounts == ZeroAmounts::drop) {
        out.fates[row] = RowFate::zero_amount;
    } else if (options_.cleaning.outliers_above && is_outlier({units, out.scales[row]})) {
        return judge_outlier(row, out);
    }
    return std::nullopt;
}

std::optional<Error> RowParser::judge_return(std::size_t row, bool by_sign, ParsedRows& out) const {
    const Returns policy = options_.cleaning.returns;
    if (policy == Returns::error) {
        out.fates[row] = RowFate::bad;
        const std::size_t slot = by_sign ? negative_slot(row) : slots_.return_order;
        const char* expected = by_sign ? "an amount of 0 or more" : "an order that is no return";
        return at(row, slot,
                  {Code::negative_amount, expected_got(expected, quoted(field(row, slot))), {}});
    }
    // What takes nothing back has nothing to be netted with, and is no purchase either.
    const bool nets = policy == Returns::net && columns_.amount && out.units[row] != 0;
    if (!nets) {
        out.fates[row] = RowFate::returned;
    } else if (!by_sign) {
        out.units[row] = -out.units[row];
    }
    return std::nullopt;
}

std::optional<Error> RowParser::judge_outlier(std::size_t row, ParsedRows& out) const {
    constexpr RowFate fates[] = {RowFate::kept_outlier, RowFate::bad, RowFate::outlier};
    out.fates[row] = fates[static_cast<std::size_t>(options_.cleaning.outliers)];
    if (out.fates[row] != RowFate::bad) return std::nullopt;
    const std::string limit = options_.cleaning.outliers_above->to_string();
    const Money amount{out.units[row], out.scales[row]};
    return at(row, amount_slot,
              {Code::invalid_value,
               expected_got("an amount of at most " + limit, amount.to_string()),
               {}});
}

bool RowParser::is_returned_order(std::size_t row) const noexcept {
    return columns_.return_order &&
           field(row, slots_.return_order).starts_with(options_.cleaning.return_prefix);
}

bool RowParser::is_outlier(Money amount) const noexcept {
    return at_largest_scale(amount) > at_largest_scale(*options_.cleaning.outliers_above);
}

// The factor that makes the amount negative, or the only one that stands in the file.
std::size_t RowParser::negative_slot(std::size_t row) const noexcept {
    const bool first =
        columns_.amount->columns.size() == 1 || field(row, amount_slot).starts_with('-');
    return first ? amount_slot : amount_slot + 1;
}

std::string_view RowParser::field(std::size_t row, std::size_t slot) const noexcept {
    return io::trimmed(reader_.field(row, slot));
}

Error RowParser::at(std::size_t row, std::size_t slot, Error error) const {
    error.where = reader_.location(row, slot);
    return error;
}

}  // namespace tenure::inline v0::detail::data
