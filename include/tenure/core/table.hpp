#pragma once

/// @file
/// Named columns in Apache Arrow's memory layout, which Arrow, NumPy and C read without a copy.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tenure/core/result.hpp"

namespace tenure::inline v0 {

/// What a column holds.
enum class ColumnType : std::uint8_t {
    boolean,    ///< A bitmap, least significant bit first (Arrow bool).
    int64,      ///< Whole numbers; with a scale, money (Arrow int64).
    float64,    ///< Arrow float64.
    date32,     ///< Days since 1970-01-01 (Arrow date32).
    text,       ///< int32 indices into a dictionary of utf8 strings (Arrow dictionary).
    timestamp,  ///< Microseconds since 1970-01-01T00:00:00, no zone (Arrow timestamp[us]).
};

/// Strings one behind the other, with their offsets (Arrow utf8). At most 2^31 − 1 bytes in all.
class TENURE_API StringArena {
public:
    /// Adds a string at index `size()`, which it returns; `Code::overflow` where the arena is full.
    Result<std::int32_t> add(std::string_view text);
    /// Adds strings one behind the other; none where they do not all fit (`Code::overflow`).
    Result<void> add_all(std::span<const std::string_view> texts);
    /// Makes room for so many strings, and bytes, in all.
    void reserve(std::size_t strings, std::size_t bytes);

    [[nodiscard]] std::size_t size() const noexcept { return offsets_.size() - 1; }
    [[nodiscard]] std::string_view operator[](std::size_t index) const noexcept {
        const auto begin = static_cast<std::size_t>(offsets_[index]);
        const auto end = static_cast<std::size_t>(offsets_[index + 1]);
        return {bytes_.data() + begin, end - begin};
    }
    [[nodiscard]] std::span<const std::int32_t> offsets() const noexcept { return offsets_; }
    [[nodiscard]] std::span<const char> bytes() const noexcept { return bytes_; }

private:
    std::vector<std::int32_t> offsets_{0};
    std::vector<char> bytes_;
};

/// One column. It does not change after it is made, so that copies share the values and cost
/// nothing.
class TENURE_API Column {
public:
    [[nodiscard]] static Column booleans(const std::vector<bool>& values);
    /// `scale` above 0 makes it money: whole numbers of 10^−scale. Above `Money::max_scale` it is a
    /// `ContractError`.
    [[nodiscard]] static Column integers(std::vector<std::int64_t> values, std::uint8_t scale = 0);
    [[nodiscard]] static Column reals(std::vector<double> values);
    [[nodiscard]] static Column dates(std::vector<std::int32_t> days);
    /// Times of day on dates, as `CivilTime::microseconds()` counts them.
    [[nodiscard]] static Column timestamps(std::vector<std::int64_t> microseconds);
    /// Each index must lie in the dictionary (`ContractError`).
    [[nodiscard]] static Column texts(std::vector<std::int32_t> indices, StringArena dictionary);

    /// The same column, in which rows where `valid` is false are null, as well as those that were.
    /// Sizes must agree (`ContractError`).
    [[nodiscard]] Column with_validity(const std::vector<bool>& valid) &&;

    [[nodiscard]] ColumnType type() const noexcept;
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::uint8_t scale() const noexcept { return scale_; }
    [[nodiscard]] std::size_t null_count() const noexcept { return null_count_; }
    [[nodiscard]] bool is_null(std::size_t row) const noexcept {
        return null_count_ != 0 && (validity_[row / 8] >> (row % 8) & 1) == 0;
    }
    /// One bit a row, least significant first, 1 = present; empty where nothing is null.
    [[nodiscard]] std::span<const std::uint8_t> validity() const noexcept { return validity_; }

    /// The values by type; asking for another type than `type()` is a `ContractError`. What stands
    /// at a null row is 0.
    [[nodiscard]] std::span<const std::uint8_t> boolean_bits() const;
    [[nodiscard]] std::span<const std::int64_t> integers() const;
    [[nodiscard]] std::span<const double> reals() const;
    [[nodiscard]] std::span<const std::int32_t> dates() const;
    [[nodiscard]] std::span<const std::int64_t> timestamps() const;
    [[nodiscard]] std::span<const std::int32_t> indices() const;
    [[nodiscard]] const StringArena& dictionary() const;

private:
    struct Bits {
        std::vector<std::uint8_t> bytes;
    };
    struct Days {
        std::vector<std::int32_t> values;
    };
    struct Texts {
        std::vector<std::int32_t> indices;
        StringArena dictionary;
    };
    struct Microseconds {
        std::vector<std::int64_t> values;
    };
    using Values = std::variant<Bits, std::vector<std::int64_t>, std::vector<double>, Days, Texts,
                                Microseconds>;

    Column(Values values, std::size_t size, std::uint8_t scale = 0)
        : values_(std::make_shared<Values>(std::move(values))), size_(size), scale_(scale) {}

    void clear(std::size_t row) noexcept;

    std::shared_ptr<Values> values_;  // not changed where a copy has it, too
    std::size_t size_;
    std::uint8_t scale_;
    std::size_t null_count_ = 0;
    std::vector<std::uint8_t> validity_;
};

/// Columns of one length, each with a name of its own, in order.
class TENURE_API Table {
public:
    /// A name that is there already, or another length, is a `ContractError`.
    void add(std::string name, Column column);

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_.size(); }
    [[nodiscard]] const std::string& name(std::size_t index) const noexcept {
        return columns_[index].first;
    }
    [[nodiscard]] const Column& column(std::size_t index) const noexcept {
        return columns_[index].second;
    }
    /// The column of this name, or null.
    [[nodiscard]] const Column* find(std::string_view name) const noexcept;
    /// The column of this name; a `ContractError` where there is none.
    [[nodiscard]] const Column& operator[](std::string_view name) const;

private:
    std::vector<std::pair<std::string, Column>> columns_;
    std::size_t rows_ = 0;
};

}  // namespace tenure::inline v0
