#pragma once

// Values as bytes that are the same on every machine, and back again from bytes that nobody vouches
// for.
//
// Both archives fit Boost.Serialization's concept of one: a saved class has the member template
//
//     template <class Archive>
//     void serialize(Archive& archive, unsigned version) {
//         archive & x & y;
//     }
//
// and says by `static constexpr unsigned class_version` which version of it is written. Values
// only: no pointers, no inheritance. The form of each:
//
//     whole numbers    of 8 to 64 bits, little-endian, two's complement
//     bool             one byte, 0 or 1
//     double           the 64 bits of IEEE 754, as a whole number: NaN and infinities survive
//     enumerations     as their underlying numbers, within the range of `LastEnumerator`
//     text             uint32 length, bytes
//     std::vector      uint32 count, elements
//     std::array       elements
//     classes          uint16 version, then what `serialize` writes

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "tenure/core/duration.hpp"
#include "tenure/core/result.hpp"
#include "tenure/persist/limits.hpp"

namespace tenure::inline v0::detail::persist {

using tenure::persist::LoadLimits;

/// `LastEnumerator<Enum>::value` is the last of an enumeration that counts from 0; whoever saves
/// one says it.
template <class Enum>
struct LastEnumerator;
template <>
struct LastEnumerator<Unit> {
    static constexpr Unit value = Unit::year;
};
template <>
struct LastEnumerator<Period> {
    static constexpr Period value = Period::month;
};

template <class T>
concept SavedInteger = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                       !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                       !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;
template <class T>
concept SavedEnum = std::is_enum_v<T>;
template <class T>
concept SavedClass = std::is_class_v<T> && !std::is_polymorphic_v<T> &&
                     T::class_version <= std::numeric_limits<std::uint16_t>::max();

using Count = std::uint32_t;  // of a text's bytes, of a sequence's elements
using ClassVersion = std::uint16_t;

/// The fewest bytes that a value takes: a count of more values than the bytes left can hold is a
/// lie.
template <class T>
struct LeastBytes {
    static constexpr std::size_t value = sizeof(T);
};
template <class T>
struct LeastBytes<std::vector<T>> {
    static constexpr std::size_t value = sizeof(Count);
};
template <>
struct LeastBytes<std::string> {
    static constexpr std::size_t value = sizeof(Count);
};
template <class T, std::size_t size>
struct LeastBytes<std::array<T, size>> {
    static constexpr std::size_t value = size * LeastBytes<T>::value;
};
template <SavedClass T>
struct LeastBytes<T> {
    static constexpr std::size_t value = sizeof(ClassVersion);
};

/// `Code::unsupported_version` for `what` of a version above ours.
[[nodiscard]] Error newer_version(std::string_view what, std::uint32_t ours, std::uint32_t got);

/// Writes.
class SaveArchive {
public:
    using is_saving = std::true_type;
    using is_loading = std::false_type;

    template <class T>
    SaveArchive& operator&(const T& value) {
        save(value);
        return *this;
    }

    /// What was written so far.
    [[nodiscard]] std::vector<std::byte>& bytes() noexcept { return bytes_; }

private:
    template <SavedInteger T>
    void save(T value) {
        put(static_cast<std::uint64_t>(value), sizeof(T));
    }
    template <std::same_as<bool> T>
    void save(T value) {
        put(value ? 1 : 0, 1);
    }
    template <std::same_as<double> T>
    void save(T value) {
        static_assert(std::numeric_limits<double>::is_iec559 && sizeof(double) == 8);
        put(std::bit_cast<std::uint64_t>(value), 8);
    }
    template <SavedEnum T>
    void save(T value) {
        using Number = std::underlying_type_t<T>;
        const auto number = static_cast<Number>(value);
        require_enumerator(number <= static_cast<Number>(LastEnumerator<T>::value));
        save(number);
    }
    template <std::same_as<std::string> T>
    void save(const T& text) {
        put_count(text.size());
        put(std::as_bytes(std::span(text)));
    }
    template <class T>
    void save(const std::vector<T>& values) {
        put_count(values.size());
        for (const T& value : values) save(value);
    }
    template <class T, std::size_t size>
    void save(const std::array<T, size>& values) {
        for (const T& value : values) save(value);
    }
    // One function for both directions: it changes nothing here.
    template <SavedClass T>
    void save(const T& value) {
        save(static_cast<ClassVersion>(T::class_version));
        const_cast<T&>(value).serialize(*this, T::class_version);
    }

    void put(std::uint64_t value, std::size_t width);
    void put(std::span<const std::byte> bytes);
    void put_count(std::size_t count);
    static void require_enumerator(bool holds);

    std::vector<std::byte> bytes_;
};

/// Reads. The first thing that is not as it must be ends the reading: what follows is left alone,
/// and `finish` says what it was.
class LoadArchive {
public:
    using is_saving = std::false_type;
    using is_loading = std::true_type;

    LoadArchive(std::span<const std::byte> bytes, const LoadLimits& limits) noexcept
        : bytes_(bytes), limits_(limits) {}

    template <class T>
    LoadArchive& operator&(T& value) {
        if (!error_) load(value);
        return *this;
    }

    [[nodiscard]] std::size_t remaining() const noexcept { return bytes_.size() - at_; }

    /// Whether all was as it must be, and nothing is left. `Code::corrupt_file`,
    /// `Code::unsupported_version` for a class that is newer than ours, `Code::limit_exceeded`.
    [[nodiscard]] Result<void> finish() const;

private:
    template <SavedInteger T>
    void load(T& value) {
        value = static_cast<T>(take(sizeof(T)));
    }
    template <std::same_as<bool> T>
    void load(T& value) {
        value = take_at_most(1, 1, "0 or 1") != 0;
    }
    template <std::same_as<double> T>
    void load(T& value) {
        value = std::bit_cast<double>(take(8));
    }
    template <SavedEnum T>
    void load(T& value) {
        using Number = std::underlying_type_t<T>;
        static_assert(std::is_unsigned_v<Number>);
        constexpr auto last = static_cast<Number>(LastEnumerator<T>::value);
        value = static_cast<T>(take_at_most(last, sizeof(Number), "a known enumerator"));
    }
    template <std::same_as<std::string> T>
    void load(T& text) {
        const std::size_t length = take_count(1, limits_.max_string, "bytes of text");
        const auto bytes = take_bytes(length);
        text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    // Grows as elements come: memory follows the bytes that are there, not those that were
    // promised.
    template <class T>
    void load(std::vector<T>& values) {
        const std::size_t count =
            take_count(LeastBytes<T>::value, limits_.max_elements, "elements");
        values.clear();
        for (std::size_t i = 0; i < count && !error_; ++i) {
            T value{};
            load(value);
            values.push_back(std::move(value));
        }
    }
    template <class T, std::size_t size>
    void load(std::array<T, size>& values) {
        for (T& value : values) *this & value;
    }
    template <SavedClass T>
    void load(T& value) {
        const unsigned version = take_version(T::class_version);
        if (!error_) value.serialize(*this, version);
    }

    // Each returns 0 or nothing once there is an error.
    [[nodiscard]] std::uint64_t take(std::size_t width);
    [[nodiscard]] std::uint64_t take_at_most(std::uint64_t most, std::size_t width,
                                             std::string_view expected);
    [[nodiscard]] std::size_t take_count(std::size_t least_bytes, std::size_t limit,
                                         std::string_view what);
    [[nodiscard]] unsigned take_version(unsigned ours);
    [[nodiscard]] std::span<const std::byte> take_bytes(std::size_t count);
    void fail(Error error);

    std::span<const std::byte> bytes_;
    LoadLimits limits_;
    std::size_t at_ = 0;
    std::optional<Error> error_;
};

}  // namespace tenure::inline v0::detail::persist
