#include "data/plain_fields.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "tenure/core/customer_id.hpp"
#include "tenure/core/date.hpp"
#include "tenure/core/money.hpp"
#include "tenure/core/random.hpp"

namespace tenure::detail::data {
namespace {

/// A text in a buffer of its own, of exactly its size: sanitizers see what is read beside it.
class Exact {
public:
    explicit Exact(std::string_view text) : bytes_(new char[text.size()]), size_(text.size()) {
        std::copy(text.begin(), text.end(), bytes_.get());
    }
    [[nodiscard]] std::string_view text() const noexcept { return {bytes_.get(), size_}; }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t size_;
};

std::optional<std::int64_t> integer(std::string_view text) {
    std::int64_t number = 0;
    if (!read_plain_integer(Exact(text).text(), number)) return std::nullopt;
    return number;
}

std::optional<std::int32_t> days(std::string_view text) {
    std::int32_t number = 0;
    if (!read_plain_date(Exact(text).text(), number)) return std::nullopt;
    return number;
}

std::optional<Money> amount(std::string_view text) {
    Money money;
    if (!read_plain_amount(Exact(text).text(), money.units, money.scale)) return std::nullopt;
    return money;
}

std::optional<std::int64_t> hundredths(std::string_view text) {
    std::int64_t units = 0;
    if (!read_plain_hundredths(Exact(text).text(), units)) return std::nullopt;
    return units;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether `text` is digits with at most one point between two of them.
bool is_plain_decimal(std::string_view text, std::size_t most_decimals) {
    const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
    if (digits < 1 || digits > 15 || !is_digit(text.front()) || !is_digit(text.back())) {
        return false;
    }
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return digits == text.size();
    return digits + 1 == text.size() && digits - point <= most_decimals;
}

/// What is read of an amount, in both forms, is what the strict reading gives; and it is read
/// wherever the form is the plain one.
void expect_strict_amount(const std::string& text) {
    const auto strict = Money::parse(text);
    const auto plain = amount(text);
    ASSERT_EQ(plain.has_value(), is_plain_decimal(text, 6)) << text;
    if (plain) {
        ASSERT_TRUE(strict && *strict == *plain) << text;
    }
    const auto units = hundredths(text);
    ASSERT_EQ(units.has_value(), is_plain_decimal(text, 2)) << text;
    if (units) {
        ASSERT_EQ(strict.value().at_scale(2).value().units, *units) << text;
    }
}

void expect_strict_integer(const std::string& text) {
    const auto strict = canonical_integer(text);
    if (strict && *strict >= 0) {
        ASSERT_EQ(integer(text), *strict) << text;
    } else {
        ASSERT_EQ(integer(text), std::nullopt) << text;
    }
}

/// A text of a date in ten characters.
void expect_strict_date(const std::string& text) {
    const auto strict = Date::parse(text);
    if (strict) {
        ASSERT_EQ(days(text), strict->days()) << text;
    } else {
        ASSERT_EQ(days(text), std::nullopt) << text;
    }
}

std::size_t below(RandomStream& random, std::size_t limit) { return random.bits() % limit; }

/// `text` with some characters replaced by signs that mislead, taken away or put in.
std::string spoilt(std::string text, RandomStream& random) {
    constexpr std::string_view signs(".0-+,eE: /;9T\0\x80\xFFx1", 19);
    for (std::size_t changes = 1 + below(random, 3); changes > 0; --changes) {
        const char sign = signs[below(random, signs.size())];
        const std::size_t at = below(random, text.size() + 1);
        if (random.bits() % 3 == 0) {
            text.insert(at, 1, sign);
        } else if (at < text.size() && random.bits() % 2 == 0) {
            text[at] = sign;
        } else if (at < text.size()) {
            text.erase(at, 1);
        }
    }
    return text;
}

/// `number` with a point before its last `decimals` digits.
std::string with_decimals(std::string number, std::size_t decimals) {
    if (number.size() <= decimals) number.insert(0, decimals + 1 - number.size(), '0');
    if (decimals > 0) number.insert(number.size() - decimals, 1, '.');
    return number;
}

std::string random_digits(RandomStream& random, std::size_t most) {
    std::string digits(1 + below(random, most), '0');
    for (char& digit : digits) digit = static_cast<char>('0' + random.bits() % 10);
    return digits;
}

std::string padded(int number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

std::string date_text(int year, int month, int day) {
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2);
}

TEST(PlainInteger, IsEveryNumberOfFewDigits) {
    for (std::int64_t number = 0; number < 100'000; ++number) {
        ASSERT_EQ(integer(std::to_string(number)), number);
    }
}

TEST(PlainInteger, ReachesEighteenDigits) {
    std::string digits;
    std::int64_t expected = 0;
    for (int digit = 1; digit <= 18; ++digit) {
        digits += static_cast<char>('0' + digit % 10);
        expected = expected * 10 + digit % 10;
        EXPECT_EQ(integer(digits), expected);
        EXPECT_EQ(integer(std::string(digits.size(), '9') + "9"),
                  canonical_integer(std::string(digits.size(), '9') + "9"));
        EXPECT_EQ(integer("0" + digits), std::nullopt);
    }
    EXPECT_EQ(integer("999999999999999999"), 999'999'999'999'999'999);
    EXPECT_EQ(integer("1000000000000000000"), std::nullopt);
    EXPECT_EQ(integer(""), std::nullopt);
    EXPECT_EQ(integer("-7"), std::nullopt);
}

TEST(PlainInteger, RefusesEveryOtherByteAtEveryPlace) {
    for (std::size_t size = 1; size <= 18; ++size) {
        for (std::size_t at = 0; at < size; ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string text(size, '1');
                text[at] = static_cast<char>(byte);
                ASSERT_NO_FATAL_FAILURE(expect_strict_integer(text));
            }
        }
    }
}

TEST(PlainInteger, IsWhatTheStrictReadingGives) {
    RandomStream random(1, 0);
    for (int i = 0; i < 100'000; ++i) {
        const std::string digits = random_digits(random, 20);
        ASSERT_NO_FATAL_FAILURE(expect_strict_integer(digits));
        ASSERT_NO_FATAL_FAILURE(expect_strict_integer(spoilt(digits, random)));
    }
}

// A cycle of the calendar has 400 years. The first and the last years count as well.
TEST(PlainDate, IsEveryDayThatThereIsAndNoOther) {
    const auto check = [](int year) {
        for (int month = 0; month <= 13; ++month) {
            for (int day = 0; day <= 32; ++day) {
                expect_strict_date(date_text(year, month, day));
                if (testing::Test::HasFatalFailure()) return;
            }
        }
    };
    for (int year = 1800; year <= 2200; ++year) ASSERT_NO_FATAL_FAILURE(check(year));
    for (const int year : {0, 1, 2, 3, 4, 5, 99, 100, 101, 400, 9996, 9998, 9999}) {
        ASSERT_NO_FATAL_FAILURE(check(year));
    }
}

TEST(PlainDate, MayHaveATimeOfDay) {
    const std::int32_t day = Date::parse("2011-12-09").value().days();
    for (const char* separator : {" ", "T"}) {
        for (int number = 0; number < 100; ++number) {
            const std::string start = std::string("2011-12-09") + separator;
            const auto expected = [&](int limit) {
                return number < limit ? std::optional(day) : std::nullopt;
            };
            const std::string two = padded(number, 2);
            EXPECT_EQ(days(start + two + ":59:59"), expected(24)) << two;
            EXPECT_EQ(days(start + "23:" + two + ":00"), expected(60)) << two;
            EXPECT_EQ(days(start + "00:00:" + two), expected(60)) << two;
        }
    }
    EXPECT_EQ(days("2011-12-32 12:50:00"), std::nullopt);
    EXPECT_EQ(days("2011-12-09  12:50:0"), std::nullopt);
}

TEST(PlainDate, RefusesEveryOtherByteAtEveryPlace) {
    const std::string date = "2010-11-11", time = "2010-11-11 11:11:11";
    for (const std::string& plain : {date, time}) {
        for (std::size_t at = 0; at < plain.size(); ++at) {
            for (int byte = 0; byte < 256; ++byte) {
                std::string text = plain;
                text[at] = static_cast<char>(byte);
                const bool separator = at == 10 && (byte == ' ' || byte == 'T');
                const bool digit = is_digit(plain[at]) && is_digit(text[at]);
                if (!separator && !digit && text != plain) {
                    ASSERT_EQ(days(text), std::nullopt) << text;
                } else if (days(text)) {
                    ASSERT_EQ(days(text), Date::parse(text.substr(0, 10)).value().days()) << text;
                }
            }
        }
    }
    for (std::size_t size = 0; size < 24; ++size) {
        if (size != 10 && size != 19) {
            EXPECT_EQ(days((time + "00000").substr(0, size)), std::nullopt) << size;
        }
    }
}

TEST(PlainDate, IsWhatTheStrictReadingGives) {
    RandomStream random(2, 0);
    for (int i = 0; i < 100'000; ++i) {
        const auto day = static_cast<std::int64_t>(below(random, 2932896 + 719163)) - 719162;
        const std::string text = Date::from_days(day).to_string();
        ASSERT_EQ(days(text), day);
        const std::string other = spoilt(i % 2 == 0 ? text : text + " 12:34:56", random);
        const auto plain = days(other);
        if (plain) {
            ASSERT_EQ(*plain, Date::parse(other).value().days()) << other;
        }
    }
}

TEST(PlainAmount, IsEveryPriceBelowAThousand) {
    for (int units = 0; units < 100'000; ++units) {
        const std::string text = with_decimals(std::to_string(units), 2);
        const Money expected = units % 100 == 0  ? Money{units / 100, 0}
                               : units % 10 == 0 ? Money{units / 10, 1}
                                                 : Money{units, 2};
        ASSERT_EQ(amount(text), expected) << text;
        ASSERT_EQ(hundredths(text), units) << text;
    }
}

TEST(PlainAmount, IsReadAtTheSmallestScale) {
    EXPECT_EQ(amount("0.00"), (Money{0, 0}));
    EXPECT_EQ(amount("0"), (Money{0, 0}));
    EXPECT_EQ(amount("12.00"), (Money{12, 0}));
    EXPECT_EQ(amount("1200"), (Money{1200, 0}));
    EXPECT_EQ(amount("007.50"), (Money{75, 1}));
    EXPECT_EQ(amount("0.000001"), (Money{1, 6}));
    EXPECT_EQ(amount("123456789.123456"), (Money{123'456'789'123'456, 6}));
    EXPECT_EQ(amount("999999999999999"), (Money{999'999'999'999'999, 0}));
    EXPECT_EQ(amount("99999999999999.90"), std::nullopt);
    EXPECT_EQ(hundredths("9999999999999.99"), 999'999'999'999'999);
    EXPECT_EQ(hundredths("999999999999999"), 99'999'999'999'999'900);
    EXPECT_EQ(hundredths("5.5"), 550);
    EXPECT_EQ(hundredths("5.500"), std::nullopt);
}

TEST(PlainAmount, IsWhatTheStrictReadingGivesForEveryPlaceOfThePoint) {
    RandomStream random(3, 0);
    for (int i = 0; i < 200'000; ++i) {
        std::string digits = random_digits(random, 16);
        const std::size_t zeros = below(random, 4);
        for (std::size_t at = 0; at < std::min(zeros, digits.size()); ++at) {
            digits[digits.size() - 1 - at] = '0';
        }
        const std::string text = with_decimals(digits, below(random, 8));
        ASSERT_NO_FATAL_FAILURE(expect_strict_amount(text));
        ASSERT_NO_FATAL_FAILURE(expect_strict_amount(spoilt(text, random)));
    }
}

TEST(PlainAmount, RefusesEveryOtherByteAtEveryPlace) {
    for (std::size_t size = 1; size <= 16; ++size) {
        for (std::size_t decimals = 0; decimals + 1 < size; ++decimals) {
            const std::string plain = with_decimals(std::string(size - 1, '1'), decimals);
            for (std::size_t at = 0; at < plain.size(); ++at) {
                for (int byte = 0; byte < 256; ++byte) {
                    std::string text = plain;
                    text[at] = static_cast<char>(byte);
                    ASSERT_NO_FATAL_FAILURE(expect_strict_amount(text));
                }
            }
        }
    }
}

TEST(PlainAmount, RefusesWhatIsNotPlain) {
    for (const std::string text :
         {"",         ".",         "..",        "1.",        ".5",         "-5",
          "+5",       "1e3",       "1,5",       "1.2.3",     "1..2",       "1234567.",
          ".1234567", "12345678.", "1.1234567", "0.0000000", "1.12345678", "123456789.1234567",
          " 1",       "1 "}) {
        EXPECT_EQ(amount(text), std::nullopt) << text;
        EXPECT_EQ(hundredths(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace tenure::detail::data
