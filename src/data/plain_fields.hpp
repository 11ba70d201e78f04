#pragma once

// The fields of a log in their plainest form, read in registers. Almost every field of almost every
// log is in it. Each reading gives up (false) on any other form, upon which the caller takes the
// strict one; where it does not give up, it gives what the strict one gives. What it leaves behind
// where it gives up means nothing. No byte outside of the text is read.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tenure::inline v0::detail::data {

/// `bytes` characters as one number, the first in its lowest byte. Written so that compilers see a
/// single load in it, on machines of either byte order.
template <std::size_t bytes>
[[nodiscard]] inline std::uint64_t load_characters(const char* at) noexcept {
    static_assert(bytes == 2 || bytes == 4 || bytes == 8);
    const auto byte = [at](std::size_t i) {
        return std::uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
    };
    std::uint64_t word = byte(0) | byte(1);
    if constexpr (bytes >= 4) word |= byte(2) | byte(3);
    if constexpr (bytes == 8) word |= byte(4) | byte(5) | byte(6) | byte(7);
    return word;
}

/// `byte` in each of the eight bytes.
[[nodiscard]] constexpr std::uint64_t in_each_byte(std::uint8_t byte) noexcept {
    return 0x0101010101010101u * byte;
}

/// What a decimal point becomes where digits become their values.
constexpr std::uint8_t point_value = '.' ^ '0';

/// The 1 to 7 characters of `text`, each as its distance from '0': the last one in the highest
/// byte, zeros below the first. A digit is its value there.
[[nodiscard]] inline std::uint64_t at_most_seven(const char* text, std::size_t size) noexcept {
    const std::size_t below = 8 - size;
    if (size >= 4) {  // two loads, which may overlap
        const std::uint64_t first = load_characters<4>(text) ^ 0x30303030u;
        const std::uint64_t last = load_characters<4>(text + size - 4) ^ 0x30303030u;
        return first << (8 * below) | last << 32u;
    }
    const auto byte = [&](std::size_t i) {
        return std::uint64_t{static_cast<unsigned char>(text[i] ^ '0')} << (8 * (below + i));
    };
    return byte(0) | byte(size / 2) | byte(size - 1);
}

/// Eight characters in a fixed form, such as "0000-00-": digits where it has zeros, and otherwise
/// what stands there.
struct CharacterForm {
    std::uint64_t characters = 0;
    std::uint64_t headroom = 0;  ///< In each byte, what its largest distance lacks to 127.
};

[[nodiscard]] constexpr CharacterForm character_form(std::string_view text) noexcept {
    CharacterForm form;
    for (std::size_t i = 0; i < 8; ++i) {
        const bool is_digit = text[i] == '0';
        form.characters |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
        form.headroom |= std::uint64_t{is_digit ? 0x7Fu - 9 : 0x7Fu} << (8 * i);
    }
    return form;
}

inline constexpr CharacterForm digits_form = character_form("00000000");
inline constexpr CharacterForm date_form = character_form("0000-00-");
inline constexpr CharacterForm time_form = character_form("00:00:00");

/// Whether characters, given as their distances from those of `form`, are of that form. A byte that
/// is not has its top bit set, or gets it; only such a byte carries into the next.
[[nodiscard]] constexpr bool has_form(std::uint64_t values, const CharacterForm& form) noexcept {
    return (((values + form.headroom) | values) & in_each_byte(0x80)) == 0;
}

/// Whether each byte is the value of a digit.
[[nodiscard]] constexpr bool all_digits(std::uint64_t values) noexcept {
    return has_form(values, digits_form);
}

/// The number whose eight digits are the bytes of `values`, the first in the lowest: pairs, then
/// fours, then all of them.
[[nodiscard]] constexpr std::uint64_t eight_digits(std::uint64_t values) noexcept {
    constexpr std::uint64_t every_fourth = 0x000000FF000000FFu;
    const std::uint64_t pairs = values * 10 + (values >> 8u);
    const std::uint64_t outer = (pairs & every_fourth) * (100 + (std::uint64_t{1'000'000} << 32u));
    const std::uint64_t inner =
        ((pairs >> 16u) & every_fourth) * (1 + (std::uint64_t{10'000} << 32u));
    return (outer + inner) >> 32u;
}

/// A text of up to 16 characters, each as its distance from '0'; zeros before the first.
struct DigitWords {
    std::uint64_t high = 0, low = 0;  ///< `low` holds the last eight.
};

/// `text` has 1 to 16 characters.
[[nodiscard]] inline DigitWords digit_words(std::string_view text) noexcept {
    const char* const at = text.data();
    const std::size_t size = text.size();
    if (size < 8) return {0, at_most_seven(at, size)};
    const std::uint64_t low = load_characters<8>(at + size - 8) ^ in_each_byte('0');
    if (size == 8) return {0, low};
    return {(load_characters<8>(at) ^ in_each_byte('0')) << (8 * (16 - size)), low};
}

/// The number that they are the digits of, if they are digits.
[[nodiscard]] constexpr std::uint64_t number_of(const DigitWords& words) noexcept {
    const std::uint64_t low = eight_digits(words.low);
    return words.high == 0 ? low : low + eight_digits(words.high) * 100'000'000;
}

[[nodiscard]] constexpr bool all_digits(const DigitWords& words) noexcept {
    return all_digits(words.low) && all_digits(words.high);
}

/// Reads 1 to 18 digits without a sign, and without a leading zero but in "0" itself: what
/// `canonical_integer` reads, but for the numbers below zero.
[[nodiscard]] inline bool read_plain_integer(std::string_view text, std::int64_t& number) noexcept {
    const std::size_t size = text.size();
    if (size - 1 > 17 || (text.front() == '0' && size > 1)) return false;
    const std::size_t before = size > 16 ? size - 16 : 0;  // the digits that two words do not hold
    const DigitWords words = digit_words({text.data() + before, size - before});
    number = static_cast<std::int64_t>(number_of(words));
    if (before == 0) return all_digits(words);
    const std::uint64_t first = at_most_seven(text.data(), before);
    number += static_cast<std::int64_t>(eight_digits(first)) * 10'000'000'000'000'000;
    return all_digits(first) && all_digits(words);
}

/// Days from 1 March, on which a year begins here so that its leap day is its last, to the first
/// day of each month, and how many days that has.
struct MonthSpan {
    std::uint16_t start;
    std::uint16_t length;
};

inline constexpr std::array<MonthSpan, 13> month_spans = {{{0, 0},
                                                           {306, 31},
                                                           {337, 28},
                                                           {0, 31},
                                                           {31, 30},
                                                           {61, 31},
                                                           {92, 30},
                                                           {122, 31},
                                                           {153, 31},
                                                           {184, 30},
                                                           {214, 31},
                                                           {245, 30},
                                                           {275, 31}}};

/// The days since 1970-01-01 of a date in the years 1 to 9999, if it exists.
[[nodiscard]] constexpr bool days_of(std::uint32_t year, std::uint32_t month, std::uint32_t day,
                                     std::int32_t& days) noexcept {
    if (month - 1 > 11 || year == 0) return false;
    const MonthSpan span = month_spans[month];
    const std::uint32_t march_year = year - (month <= 2 ? 1 : 0);
    const std::uint32_t century = march_year / 100;
    constexpr std::uint32_t epoch = 719'469;  // days from 0000-02-29 to 1970-01-01
    days = static_cast<std::int32_t>(march_year * 1461 / 4 - century + century / 4 + span.start +
                                     day - epoch);
    if (day - 1 < span.length) return true;
    return month == 2 && day == 29 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// Whether the eight characters at `at` are a time of day as HH:MM:SS.
[[nodiscard]] inline bool is_time_of_day(const char* at) noexcept {
    const std::uint64_t values = load_characters<8>(at) ^ time_form.characters;
    const std::uint64_t pairs = values * 10 + (values >> 8u);
    return has_form(values, time_form) && (pairs & 0xFFu) < 24 && (pairs >> 24u & 0xFFu) < 60 &&
           (pairs >> 48u & 0xFFu) < 60;
}

/// Reads the date of YYYY-MM-DD, YYYY-MM-DD HH:MM:SS or YYYY-MM-DDTHH:MM:SS, as days since
/// 1970-01-01: what `Date::parse` reads.
[[nodiscard]] inline bool read_plain_date(std::string_view text, std::int32_t& days) noexcept {
    const char* const at = text.data();
    if (text.size() != 10) {
        if (text.size() != 19 || (at[10] != ' ' && at[10] != 'T')) return false;
        if (!is_time_of_day(at + 11)) return false;
    }
    const std::uint64_t values = load_characters<8>(at) ^ date_form.characters;
    const std::uint64_t tens = static_cast<std::uint64_t>(at[8] - '0') & 0xFFu;
    const std::uint64_t ones = static_cast<std::uint64_t>(at[9] - '0') & 0xFFu;
    if (!has_form(values, date_form) || tens > 9 || ones > 9) return false;
    const std::uint64_t pairs = values * 10 + (values >> 8u);
    const auto year = static_cast<std::uint32_t>((pairs & 0xFFu) * 100 + (pairs >> 16u & 0xFFu));
    return days_of(year, static_cast<std::uint32_t>(pairs >> 40u & 0xFFu),
                   static_cast<std::uint32_t>(tens * 10 + ones), days);
}

/// `values` without what stands in byte `point`: what is before it moves up, and 0 comes in below.
[[nodiscard]] constexpr std::uint64_t without_point(std::uint64_t values, int point) noexcept {
    const std::uint64_t before = (std::uint64_t{1} << (8 * point)) - 1;
    const std::uint64_t behind = ~std::uint64_t{0xFF} << (8 * point);
    return (values & before) << 8u | (values & behind);
}

[[nodiscard]] constexpr bool has_point(std::uint64_t values, int byte) noexcept {
    return (values >> (8 * byte) & 0xFFu) == point_value;
}

/// How many decimals stand behind the point among the last eight characters, 0 to 7; -1 where there
/// is no point. Of several points it is the first: the others are no digits.
[[nodiscard]] constexpr int decimals_of(std::uint64_t values) noexcept {
    const std::uint64_t distances = values ^ in_each_byte(point_value);
    const std::uint64_t zeros = (distances - in_each_byte(1)) & ~distances & in_each_byte(0x80);
    return 7 - std::countr_zero(zeros) / 8;
}

inline constexpr std::array<std::uint64_t, 8> powers_of_ten = {
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000};

/// An amount without its point, at the smallest scale; `decimals` is 1 to 6.
[[nodiscard]] inline bool read_decimals(DigitWords words, int decimals, std::int64_t& units,
                                        std::uint8_t& scale) noexcept {
    words.low = without_point(words.low, 7 - decimals);
    // The zeros at the end, up to the point, where this bit stops the count.
    const std::uint64_t stop = std::uint64_t{0x80} << (8 * (7 - decimals));
    const int zeros = std::countl_zero(words.low | stop) / 8;
    scale = static_cast<std::uint8_t>(decimals - zeros);
    std::uint64_t number = eight_digits(words.low << (8 * zeros));
    if (words.high != 0) {
        number += eight_digits(words.high) * powers_of_ten[static_cast<std::size_t>(7 - zeros)];
    }
    units = static_cast<std::int64_t>(number);
    return all_digits(words);
}

/// Reads up to 15 digits, with a point between two of them or none, and at most six behind it: what
/// `Money::parse` reads, at the smallest scale that holds it.
[[nodiscard]] inline bool read_plain_amount(std::string_view text, std::int64_t& units,
                                            std::uint8_t& scale) noexcept {
    if (text.size() - 1 > 15) return false;
    const DigitWords words = digit_words(text);
    if (has_point(words.low, 5)) {  // the same, with constants for shifts
        return text.size() > 3 && read_decimals(words, 2, units, scale);
    }
    const int decimals = decimals_of(words.low);
    if (decimals < 0) {
        units = static_cast<std::int64_t>(number_of(words));
        scale = 0;
        return text.size() < 16 && all_digits(words);
    }
    if (decimals == 0 || decimals > 6 || text.size() < static_cast<std::size_t>(decimals) + 2) {
        return false;
    }
    return read_decimals(words, decimals, units, scale);
}

/// Reads up to 15 digits, with a point between two of them or none, and at most two behind it, as
/// hundredths: what `Money::parse` reads, at scale 2.
[[nodiscard]] inline bool read_plain_hundredths(std::string_view text,
                                                std::int64_t& units) noexcept {
    if (text.size() - 1 > 15) return false;
    DigitWords words = digit_words(text);
    std::uint64_t factor = 1;
    std::size_t fewest = 4;
    if (has_point(words.low, 5)) {
        words.low = without_point(words.low, 5);
    } else if (has_point(words.low, 6)) {
        words.low = without_point(words.low, 6);
        factor = 10;
        fewest = 3;
    } else {
        units = static_cast<std::int64_t>(number_of(words) * 100);
        return text.size() < 16 && all_digits(words);
    }
    std::uint64_t number = eight_digits(words.low);
    if (words.high != 0) number += eight_digits(words.high) * powers_of_ten[7];
    units = static_cast<std::int64_t>(number * factor);
    return text.size() >= fewest && all_digits(words);
}

}  // namespace tenure::inline v0::detail::data
