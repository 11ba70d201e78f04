#include "table_json.hpp"

#include "tenure/core/civil_time.hpp"
#include "tenure/core/money.hpp"

namespace tenure::tools {

Json cell_json(const Column& column, std::size_t row) {
    if (column.is_null(row)) return nullptr;
    switch (column.type()) {
        case ColumnType::boolean:
            return (column.boolean_bits()[row / 8] >> (row % 8) & 1) != 0;
        case ColumnType::float64:
            return number_or_null(column.reals()[row]);
        case ColumnType::date32:
            return Date::from_days(column.dates()[row]).to_string();
        case ColumnType::timestamp:
            return CivilTime::from_microseconds(column.timestamps()[row]).to_string();
        case ColumnType::text:
            return column.dictionary()[static_cast<std::size_t>(column.indices()[row])];
        case ColumnType::int64:
            break;
    }
    const std::int64_t units = column.integers()[row];
    if (column.scale() == 0) return units;
    return Money{units, column.scale()}.to_string();
}

Json row_json(const Table& table, std::size_t row) {
    Json object = Json::object();
    for (std::size_t i = 0; i < table.columns(); ++i) {
        object[table.name(i)] = cell_json(table.column(i), row);
    }
    return object;
}

}  // namespace tenure::tools
