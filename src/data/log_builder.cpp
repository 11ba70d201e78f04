#include "data/log_builder.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "core/message.hpp"

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::uint8_t usual_scale = 2;

template <class Value>
void append(std::vector<Value>& to, std::span<const Value> values) {
    to.insert(to.end(), values.begin(), values.end());
}

// Of a null row the text is empty.
std::string_view text_at(const Column& column, std::size_t row) {
    if (column.is_null(row)) return {};
    return column.dictionary()[static_cast<std::size_t>(column.indices()[row])];
}

std::size_t row_of(const std::vector<std::size_t>& of, std::size_t row) noexcept {
    return of.empty() ? row : of[row];
}

Error at(Location where, Error error) {
    error.where = std::move(where);
    return error;
}

// Of two amounts, one large and one with many decimals, the later one is named.
Error too_far_apart(Money amount) {
    return {Code::overflow,
            core::expected_got("amounts that fit into 64 bits at one scale",
                               core::quoted(without_zeros(amount).to_string())),
            {}};
}

}  // namespace

LogShape LogShape::of(const Table& table) {
    LogShape shape{table.find("amount") != nullptr, {}};
    for (std::size_t i = 0; i < extras; ++i) {
        shape.extra[i] = table.find(to_string(Extra(i))) != nullptr;
    }
    return shape;
}

Result<void> LogBuilder::add(ParsedRows& parsed, std::size_t rows, const RowParser& parser) {
    const auto fates = std::span(parsed.fates).first(rows);
    Rows of;
    if (!std::all_of(fates.begin(), fates.end(), is_kept)) {
        of = parsed.compact(rows);
        rows = of.size();
    }
    if (rows == 0) return {};
    auto added = add_rows(parsed, of, rows, parser);
    is_whole_ = is_whole_ && added;
    return added;
}

Result<void> LogBuilder::add_rows(const ParsedRows& parsed, const Rows& of, std::size_t rows,
                                  const RowParser& parser) {
    if (auto added = add_ids(parsed, rows, parser); !added) return added;
    if (auto added = add_amounts(parsed, of, rows, parser); !added) return added;
    append(days_, std::span(std::as_const(parsed.days)).first(rows));
    append(fingerprints_, std::span(std::as_const(parsed.fingerprints)).first(rows));
    return add_extras(parsed, of, rows, parser);
}

void LogBuilder::reserve(std::size_t rows) {
    ids_.reserve(rows);
    days_.reserve(rows);
    fingerprints_.reserve(rows);
    if (shape_.amounts) amounts_.reserve(rows);
}

// That there are too many of them is nobody's fault: the first of the batch is named.
Result<void> LogBuilder::add_ids(const ParsedRows& parsed, std::size_t rows,
                                 const RowParser& parser) {
    auto added =
        ids_.add_all(std::span(parsed.ids).first(rows), std::span(parsed.is_integer).first(rows),
                     std::span(parsed.numbers).first(rows));
    if (!added) return at(parser.id_place(0), added.error());
    return added;
}

// Amounts are in hundredths, all of them, in most batches of most logs.
Result<void> LogBuilder::add_amounts(const ParsedRows& parsed, const Rows& of, std::size_t rows,
                                     const RowParser& parser) {
    if (!shape_.amounts) return {};
    const auto units = std::span(parsed.units).first(rows);
    const auto scales = std::span(parsed.scales).first(rows);
    const bool usual = std::all_of(scales.begin(), scales.end(),
                                   [](std::uint8_t scale) { return scale == usual_scale; });
    if (usual && amounts_.scale() == usual_scale) return amounts_.add_all(units, usual_scale);
    for (std::size_t row = 0; row < rows; ++row) {
        if (auto added = amounts_.add({units[row], scales[row]}); !added) {
            return at(parser.amount_place(row_of(of, row)),
                      too_far_apart({units[row], scales[row]}));
        }
    }
    return {};
}

Result<void> LogBuilder::add_extras(const ParsedRows& parsed, const Rows& of, std::size_t rows,
                                    const RowParser& parser) {
    for (std::size_t i = 0; i < text_extras; ++i) {
        for (std::size_t row = 0; shape_.extra[i] && row < rows; ++row) {
            const std::size_t source = row_of(of, row);
            const auto added = texts_[i].add(parser.extra_text(source, Extra(i)));
            if (!added) return at(parser.extra_place(source, Extra(i)), added.error());
        }
    }
    for (std::size_t row = 0; has(Extra::quantity) && row < rows; ++row) {
        if (auto added = quantities_.add(parsed.quantities[row]); !added) {
            return at(parser.extra_place(row_of(of, row), Extra::quantity), added.error());
        }
    }
    if (has(Extra::time)) append(times_, std::span(parsed.times).first(rows));
    return {};
}

Result<void> LogBuilder::add(const Transactions& piece) {
    const Table& table = piece.table();
    if (auto added = ids_.add_all(table["customer"]); !added) return added;
    append(days_, table["date"].dates());
    append(fingerprints_, piece.fingerprints());
    if (shape_.amounts) {
        const Column& amounts = table["amount"];
        if (auto added = amounts_.add_all(amounts.integers(), amounts.scale()); !added) {
            return added;
        }
    }
    for (std::size_t i = 0; i < extras; ++i) {
        if (!shape_.extra[i]) continue;
        if (auto added = add_extra(table[to_string(Extra(i))], i); !added) return added;
    }
    return {};
}

Result<void> LogBuilder::add_extra(const Column& column, std::size_t extra) {
    if (Extra(extra) == Extra::quantity) {
        return quantities_.add_all(column.integers(), column.scale());
    }
    if (Extra(extra) == Extra::time) {
        append(times_, column.timestamps());
        return {};
    }
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (auto added = texts_[extra].add(text_at(column, row)); !added) return added;
    }
    return {};
}

Transactions LogBuilder::finish(LogReport report) && {
    Table table;
    table.add("customer", std::move(ids_).finish());
    table.add("date", Column::dates(std::move(days_)));
    if (shape_.amounts) table.add("amount", std::move(amounts_).finish());
    for (std::size_t i = 0; i < text_extras; ++i) {
        if (!shape_.extra[i]) continue;
        table.add(std::string(to_string(Extra(i))), std::move(texts_[i]).finish());
    }
    if (has(Extra::quantity)) table.add("quantity", std::move(quantities_).finish());
    if (has(Extra::time)) table.add("time", Column::timestamps(std::move(times_)));
    return {std::move(table), std::move(fingerprints_), std::move(report)};
}

}  // namespace tenure::inline v0::detail::data
