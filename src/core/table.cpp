#include "tenure/core/table.hpp"

#include <algorithm>
#include <limits>

#include "core/message.hpp"
#include "tenure/core/money.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::contract_violation;

[[nodiscard]] std::vector<std::uint8_t> pack(const std::vector<bool>& bits) {
    std::vector<std::uint8_t> bytes((bits.size() + 7) / 8);
    for (std::size_t i = 0; i < bits.size(); ++i) {
        if (bits[i]) bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | 1u << (i % 8));
    }
    return bytes;
}

[[nodiscard]] std::string_view type_name(ColumnType type) noexcept {
    constexpr std::string_view names[] = {"boolean", "int64", "float64",
                                          "date32",  "text",  "timestamp"};
    return names[static_cast<std::size_t>(type)];
}

/// The values of the wanted type, or the misuse that it is to ask for them.
template <class Wanted, class Values>
[[nodiscard]] const Wanted& checked(const Values& values, std::string_view expected,
                                    ColumnType type) {
    const auto* wanted = std::get_if<Wanted>(&values);
    if (wanted == nullptr) contract_violation("Column", expected, type_name(type));
    return *wanted;
}

}  // namespace

Result<std::int32_t> StringArena::add(std::string_view text) {
    if (auto added = add_all({&text, 1}); !added) return added.error();
    return static_cast<std::int32_t>(size() - 1);
}

Result<void> StringArena::add_all(std::span<const std::string_view> texts) {
    constexpr auto limit = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());
    std::size_t bytes = bytes_.size();
    bool fits = texts.size() <= limit - size();
    for (const std::string_view text : texts) {
        fits = fits && text.size() <= limit - bytes;
        bytes += text.size();
    }
    if (!fits) {
        return Error{Code::overflow, detail::core::expected_got(
                                         "at most 2147483647 bytes of text in a column", "more")};
    }
    for (const std::string_view text : texts) {
        bytes_.insert(bytes_.end(), text.begin(), text.end());
        offsets_.push_back(static_cast<std::int32_t>(bytes_.size()));
    }
    return {};
}

void StringArena::reserve(std::size_t strings, std::size_t bytes) {
    offsets_.reserve(strings + 1);
    bytes_.reserve(bytes);
}

Column Column::booleans(const std::vector<bool>& values) {
    return {Values(Bits{pack(values)}), values.size()};
}

Column Column::integers(std::vector<std::int64_t> values, std::uint8_t scale) {
    if (scale > Money::max_scale) {
        contract_violation("Column::integers()", "a scale from 0 to 6", scale);
    }
    const std::size_t size = values.size();
    return {Values(std::move(values)), size, scale};
}

Column Column::reals(std::vector<double> values) {
    const std::size_t size = values.size();
    return {Values(std::move(values)), size};
}

Column Column::dates(std::vector<std::int32_t> days) {
    const std::size_t size = days.size();
    return {Values(Days{std::move(days)}), size};
}

Column Column::timestamps(std::vector<std::int64_t> microseconds) {
    const std::size_t size = microseconds.size();
    return {Values(Microseconds{std::move(microseconds)}), size};
}

Column Column::texts(std::vector<std::int32_t> indices, StringArena dictionary) {
    for (const std::int32_t index : indices) {
        if (index < 0 || static_cast<std::size_t>(index) >= dictionary.size()) {
            contract_violation("Column::texts()", "indices that lie in the dictionary", index);
        }
    }
    const std::size_t size = indices.size();
    return {Values(Texts{std::move(indices), std::move(dictionary)}), size};
}

Column Column::with_validity(const std::vector<bool>& valid) && {
    if (valid.size() != size_) {
        contract_violation("Column::with_validity()", std::to_string(size_) + " rows",
                           std::to_string(valid.size()));
    }
    if (values_.use_count() > 1) values_ = std::make_shared<Values>(*values_);
    // To give up a reference is to wait for the reads of those who gave up theirs before.
    std::shared_ptr<Values>(values_).reset();
    std::vector<bool> present = valid;
    for (std::size_t row = 0; row < size_; ++row) {
        if (is_null(row)) present[row] = false;  // its value is gone already
        if (!present[row]) clear(row);
    }
    null_count_ = static_cast<std::size_t>(std::count(present.begin(), present.end(), false));
    if (null_count_ != 0) validity_ = pack(present);
    return std::move(*this);
}

void Column::clear(std::size_t row) noexcept {
    struct Clear {
        std::size_t row;
        void operator()(Bits& bits) const noexcept {
            auto& byte = bits.bytes[row / 8];
            byte = static_cast<std::uint8_t>(byte & ~(1u << (row % 8)));
        }
        void operator()(std::vector<std::int64_t>& values) const noexcept { values[row] = 0; }
        void operator()(std::vector<double>& values) const noexcept { values[row] = 0; }
        void operator()(Days& days) const noexcept { days.values[row] = 0; }
        void operator()(Texts& texts) const noexcept { texts.indices[row] = 0; }
        void operator()(Microseconds& times) const noexcept { times.values[row] = 0; }
    };
    std::visit(Clear{row}, *values_);
}

ColumnType Column::type() const noexcept {
    // The alternatives stand in the order of the enumerators.
    return static_cast<ColumnType>(values_->index());
}

std::span<const std::uint8_t> Column::boolean_bits() const {
    return checked<Bits>(*values_, "boolean", type()).bytes;
}

std::span<const std::int64_t> Column::integers() const {
    return checked<std::vector<std::int64_t>>(*values_, "int64", type());
}

std::span<const double> Column::reals() const {
    return checked<std::vector<double>>(*values_, "float64", type());
}

std::span<const std::int32_t> Column::dates() const {
    return checked<Days>(*values_, "date32", type()).values;
}

std::span<const std::int64_t> Column::timestamps() const {
    return checked<Microseconds>(*values_, "timestamp", type()).values;
}

std::span<const std::int32_t> Column::indices() const {
    return checked<Texts>(*values_, "text", type()).indices;
}

const StringArena& Column::dictionary() const {
    return checked<Texts>(*values_, "text", type()).dictionary;
}

void Table::add(std::string name, Column column) {
    if (find(name) != nullptr) {
        contract_violation("Table::add()", "a name that is not there yet",
                           detail::core::quoted(name));
    }
    if (!columns_.empty() && column.size() != rows_) {
        contract_violation("Table::add()", std::to_string(rows_) + " rows",
                           std::to_string(column.size()));
    }
    rows_ = column.size();
    columns_.emplace_back(std::move(name), std::move(column));
}

const Column* Table::find(std::string_view name) const noexcept {
    const auto found = std::find_if(columns_.begin(), columns_.end(),
                                    [&](const auto& entry) { return entry.first == name; });
    return found == columns_.end() ? nullptr : &found->second;
}

const Column& Table::operator[](std::string_view name) const {
    const Column* column = find(name);
    if (column == nullptr) {
        contract_violation("Table", "a column that is there", detail::core::quoted(name));
    }
    return *column;
}

}  // namespace tenure::inline v0
