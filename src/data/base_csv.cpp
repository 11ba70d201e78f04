#include "tenure/data/base_csv.hpp"

#include <algorithm>
#include <utility>

#include "core/message.hpp"
#include "data/base_fields.hpp"
#include "data/base_reader.hpp"
#include "io/file_source.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::expected_got;
using detail::core::quoted;
using detail::data::BaseField;
using detail::data::name_of;

void add(Table& table, BaseField field, Column column) {
    table.add(std::string(name_of(field)), std::move(column));
}

Column nulls(Column zeros) {
    const std::vector<bool> none(zeros.size());
    return std::move(zeros).with_validity(none);
}

Column unknown(ColumnType type, std::size_t rows) {
    if (type == ColumnType::float64) return nulls(Column::reals(std::vector<double>(rows)));
    if (type == ColumnType::date32) return nulls(Column::dates(std::vector<std::int32_t>(rows)));
    return nulls(Column::integers(std::vector<std::int64_t>(rows)));
}

// The base's own column of this name; one of nulls where it has none.
Column known_or_null(const CustomerBase& base, BaseField field, ColumnType type) {
    const Column* column = base.table().find(name_of(field));
    return column == nullptr ? unknown(type, base.size()) : *column;
}

Column constant_text(std::string_view text, std::size_t rows) {
    StringArena dictionary;
    static_cast<void>(dictionary.add(text));  // a word always fits
    return Column::texts(std::vector<std::int32_t>(rows), std::move(dictionary));
}

Column constant_date(std::optional<Date> date, std::size_t rows) {
    if (!date) return unknown(ColumnType::date32, rows);
    return Column::dates(std::vector<std::int32_t>(rows, date->days()));
}

Column times(std::span<const double> periods, const CustomerBase& base) {
    std::vector<double> out(periods.size());
    std::transform(periods.begin(), periods.end(), out.begin(),
                   [&](double count) { return base.time_in(count, base.unit()); });
    return Column::reals(std::move(out));
}

bool has_holdout(const CustomerBase& base) {
    return base.holdout_until() || base.table().find("holdout_frequency") != nullptr;
}

void add_holdout(Table& table, const CustomerBase& base) {
    for (const BaseField field : {BaseField::holdout_frequency, BaseField::holdout_revenue}) {
        add(table, field, known_or_null(base, field, ColumnType::int64));
    }
    add(table, BaseField::holdout_until, constant_date(base.holdout_until(), base.size()));
}

Error bad_option(std::string field, std::string_view expected, std::string_view got) {
    return {Code::invalid_option, expected_got(expected, got), {{}, 0, 0, std::move(field)}};
}

Result<CustomerBase> read(const ByteSource& source, std::size_t total,
                          const ReadBaseOptions& options) {
    detail::io::CsvReader reader(source, options.csv);
    const auto opened = reader.open();
    if (!opened) return opened.error();
    if (!*opened) {
        return Error{Code::no_rows, expected_got("rows", "none"), {source.name, 0, 0, {}}};
    }
    auto draft = detail::data::BaseReader(reader, options).read_all(total);
    if (!draft) return draft.error();
    return detail::data::to_base(*std::move(draft), options, source.name);
}

}  // namespace

Table to_table(const CustomerBase& base) {
    Table table;
    const std::size_t rows = base.size();
    add(table, BaseField::customer, base.table()["customer"]);
    add(table, BaseField::frequency, base.table()["frequency"]);
    add(table, BaseField::recency, times(base.recency(), base));
    add(table, BaseField::age, times(base.age(), base));
    add(table, BaseField::monetary_value,
        known_or_null(base, BaseField::monetary_value, ColumnType::float64));
    for (const BaseField field : {BaseField::first_date, BaseField::last_date}) {
        add(table, field, known_or_null(base, field, ColumnType::date32));
    }
    add(table, BaseField::repeat_revenue,
        known_or_null(base, BaseField::repeat_revenue, ColumnType::int64));
    add(table, BaseField::sum_log_gaps,
        known_or_null(base, BaseField::sum_log_gaps, ColumnType::float64));
    add(table, BaseField::weight, base.table()["weight"]);
    add(table, BaseField::until, constant_date(base.until(), rows));
    add(table, BaseField::unit, constant_text(to_string(base.unit()), rows));
    add(table, BaseField::merge, constant_text(to_string(base.merge()), rows));
    add(table, BaseField::revenue, known_or_null(base, BaseField::revenue, ColumnType::int64));
    if (has_holdout(base)) add_holdout(table, base);
    return table;
}

Result<void> write_base(const CustomerBase& base, const std::string& path) {
    return write_csv(to_table(base), path);
}

Result<void> ReadBaseOptions::check() const {
    if (auto checked = detail::io::check_format(csv); !checked) return checked;
    for (const auto& [name, column] : columns) {
        if (!detail::data::base_field(name)) {
            return bad_option("columns." + name, "a column of the base, such as frequency",
                              quoted(name));
        }
        if (column.empty()) return bad_option("columns." + name, "a name or number", "nothing");
    }
    if (times && *times > Unit::year) return bad_option("times", "a unit of time", "none");
    if (unit && *unit > Unit::year) return bad_option("unit", "a unit of time", "none");
    if (merge && *merge > Period::month) return bad_option("merge", "a period", "none");
    return {};
}

Result<CustomerBase> read_base(const std::string& path, const ReadBaseOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    auto file = detail::io::FileSource::open(path);
    if (!file) return file.error();
    return read(file->source(), static_cast<std::size_t>(file->size()), options);
}

Result<CustomerBase> read_base_from(const ByteSource& source, const ReadBaseOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    return read(source, 0, options);
}

}  // namespace tenure::inline v0
