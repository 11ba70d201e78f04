#include "persist/archive.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "support/allocations.hpp"
#include "support/saved_bytes.hpp"

namespace tenure::detail::persist {

enum class Color : std::uint8_t { red, green, blue };
template <>
struct LastEnumerator<Color> {
    static constexpr Color value = Color::blue;
};

namespace {

using test::Bytes;
using test::bytes_of;

struct Point {
    std::int32_t x = 0;
    std::int32_t y = 0;

    static constexpr unsigned class_version = 0;
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive & x & y;
    }
    friend bool operator==(const Point&, const Point&) = default;
};

// One of everything.
struct Everything {
    std::int8_t small = 0;
    std::uint64_t large = 0;
    std::int64_t negative = 0;
    bool yes = false;
    double real = 0;
    Color color = Color::red;
    Unit unit = Unit::hour;
    std::string text;
    std::vector<double> reals;
    std::vector<std::string> texts;
    std::vector<Point> points;
    std::array<std::uint16_t, 3> three{};
    Point point;

    static constexpr unsigned class_version = 3;
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive & small & large & negative & yes & real & color & unit & text;
        archive & reals & texts & points & three & point;
    }
    friend bool operator==(const Everything&, const Everything&) = default;
};

const Everything everything{.small = -128,
                            .large = std::numeric_limits<std::uint64_t>::max(),
                            .negative = std::numeric_limits<std::int64_t>::min(),
                            .yes = true,
                            .real = -0x1.fffffffffffffp-1030,  // subnormal
                            .color = Color::blue,
                            .unit = Unit::year,
                            .text = std::string("a\0b\xff", 4),
                            .reals = {0.1, 1e308, HUGE_VAL},
                            .texts = {"", "two"},
                            .points = {{1, 2}, {-3, 4}},
                            .three = {7, 8, 9},
                            .point = {5, 6}};

template <class T>
Bytes saved(const T& value) {
    SaveArchive archive;
    archive & value;
    return archive.bytes();
}

template <class T>
Result<T> loaded(const Bytes& bytes, const LoadLimits& limits = {}) {
    T value{};
    LoadArchive archive(bytes, limits);
    archive & value;
    if (auto done = archive.finish(); !done) return done.error();
    return value;
}

template <class T>
void expect_error(const Bytes& bytes, Code code, const std::string& message,
                  const LoadLimits& limits = {}) {
    const auto value = loaded<T>(bytes, limits);
    ASSERT_FALSE(value) << message;
    EXPECT_EQ(value.error().code, code) << value.error().message;
    EXPECT_EQ(value.error().message, message);
}

std::string hexadecimal(const Bytes& bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const std::byte byte : bytes) {
        out += digits[std::to_integer<std::size_t>(byte) >> 4];
        out += digits[std::to_integer<std::size_t>(byte) & 15];
    }
    return out;
}

TEST(Archive, WhatWasSavedIsLoaded) {
    EXPECT_EQ(loaded<Everything>(saved(everything)).value(), everything);
    EXPECT_EQ(loaded<Everything>(saved(Everything{})).value(), Everything{});
}

TEST(Archive, EqualValuesAreEqualBytes) {
    const Everything copy = everything;
    EXPECT_EQ(saved(copy), saved(everything));
}

// The form that src/persist/archive.hpp promises, byte by byte: files depend on it.
TEST(Archive, FormOfEachType) {
    EXPECT_EQ(hexadecimal(saved(std::int8_t{-2})), "fe");
    EXPECT_EQ(hexadecimal(saved(std::uint16_t{0x0102})), "0201");
    EXPECT_EQ(hexadecimal(saved(std::int32_t{-2})), "feffffff");
    EXPECT_EQ(hexadecimal(saved(std::uint64_t{0x0102030405060708})), "0807060504030201");
    EXPECT_EQ(hexadecimal(saved(true)), "01");
    EXPECT_EQ(hexadecimal(saved(false)), "00");
    EXPECT_EQ(hexadecimal(saved(1.0)), "000000000000f03f");
    EXPECT_EQ(hexadecimal(saved(-0.0)), "0000000000000080");
    EXPECT_EQ(hexadecimal(saved(Unit::week)), "02");
    EXPECT_EQ(hexadecimal(saved(std::string("ab"))), "020000006162");
    EXPECT_EQ(hexadecimal(saved(std::vector<std::uint16_t>{1, 2})), "0200000001000200");
    EXPECT_EQ(hexadecimal(saved(std::array<std::uint8_t, 2>{1, 2})), "0102");
    EXPECT_EQ(hexadecimal(saved(Point{1, 2})), "00000100000002000000");
}

TEST(Archive, RealsKeepTheirBits) {
    using Limits = std::numeric_limits<double>;
    const double reals[] = {0.0,
                            -0.0,
                            Limits::infinity(),
                            -Limits::infinity(),
                            Limits::denorm_min(),
                            Limits::max(),
                            Limits::quiet_NaN(),
                            -Limits::quiet_NaN(),
                            std::bit_cast<double>(std::uint64_t{0x7ff8000000000123}),
                            0.1};
    for (const double real : reals) {
        const double back = loaded<double>(saved(real)).value();
        EXPECT_EQ(std::bit_cast<std::uint64_t>(back), std::bit_cast<std::uint64_t>(real)) << real;
    }
}

TEST(Archive, EveryTruncationIsCorrupt) {
    const Bytes whole = saved(everything);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto value = loaded<Everything>({whole.begin(), whole.begin() + length});
        ASSERT_FALSE(value) << length;
        EXPECT_EQ(value.error().code, Code::corrupt_file) << length;
    }
}

TEST(Archive, BytesLeftOverAreCorrupt) {
    expect_error<bool>(bytes_of(std::string("\1xyz", 4)), Code::corrupt_file,
                       "expected the end of the section, got 3 bytes more");
}

TEST(Archive, TooFewBytesAreCorrupt) {
    expect_error<double>(bytes_of("1234567"), Code::corrupt_file, "expected 8 more bytes, got 7");
}

TEST(Archive, BooleansAre0Or1) {
    expect_error<bool>(bytes_of("\2"), Code::corrupt_file, "expected 0 or 1, got 2");
    expect_error<bool>(bytes_of("\xff"), Code::corrupt_file, "expected 0 or 1, got 255");
}

TEST(Archive, EnumeratorsAreInRange) {
    EXPECT_EQ(loaded<Color>(bytes_of("\2")).value(), Color::blue);
    expect_error<Color>(bytes_of("\3"), Code::corrupt_file, "expected a known enumerator, got 3");
    expect_error<Unit>(bytes_of("\5"), Code::corrupt_file, "expected a known enumerator, got 5");
    EXPECT_EQ(test::contract_message([] { saved(static_cast<Color>(3)); }),
              "value: expected an enumerator of its type, got another number");
}

TEST(Archive, NewerClassesAreUnsupported) {
    Bytes bytes = saved(everything);
    test::put_number(bytes, 0, 2, 4);
    expect_error<Everything>(
        bytes, Code::unsupported_version,
        "expected a part of version 3 or earlier, got version 4, of a newer Tenure");
    test::put_number(bytes, 0, 2, 65535);
    EXPECT_EQ(loaded<Everything>(bytes).error().code, Code::unsupported_version);
    test::put_number(bytes, 0, 2, 2);
    EXPECT_EQ(loaded<Everything>(bytes).value(), everything);
}

// A class as it was, and as it is since a member came to it.
struct Before {
    std::int32_t old = 0;

    static constexpr unsigned class_version = 1;
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive & old;
    }
};
struct Since {
    std::int32_t old = 0;
    std::int32_t added = 42;

    static constexpr unsigned class_version = 2;
    template <class Archive>
    void serialize(Archive& archive, unsigned version) {
        archive & old;
        if (version >= 2) archive & added;
    }
};

TEST(Archive, OlderClassesAreReadAsTheyWere) {
    const Since since = loaded<Since>(saved(Before{7})).value();
    EXPECT_EQ(since.old, 7);
    EXPECT_EQ(since.added, 42);
    expect_error<Before>(
        saved(Since{7, 8}), Code::unsupported_version,
        "expected a part of version 1 or earlier, got version 2, of a newer Tenure");
}

TEST(Archive, CountsBeyondTheBytesAreCorrupt) {
    const Bytes huge = bytes_of(
        "\xff\xff\xff\xff"
        "12345678");
    expect_error<std::string>(huge, Code::corrupt_file,
                              "expected at most 8 bytes of text, got 4294967295");
    expect_error<std::vector<double>>(huge, Code::corrupt_file,
                                      "expected at most 1 elements, got 4294967295");
    expect_error<std::vector<std::string>>(huge, Code::corrupt_file,
                                           "expected at most 2 elements, got 4294967295");
    expect_error<std::vector<Point>>(huge, Code::corrupt_file,
                                     "expected at most 4 elements, got 4294967295");
    expect_error<std::vector<std::array<std::vector<bool>, 2>>>(
        huge, Code::corrupt_file, "expected at most 1 elements, got 4294967295");
}

TEST(Archive, CountsAboveTheLimitsAreRefused) {
    const Bytes text = saved(std::string(100, 'x'));
    expect_error<std::string>(text, Code::limit_exceeded,
                              "expected at most 99 bytes of text, got 100", {.max_string = 99});
    EXPECT_TRUE(loaded<std::string>(text, {.max_string = 100, .max_elements = 0}));
    const Bytes reals = saved(std::vector<double>(100));
    expect_error<std::vector<double>>(
        reals, Code::limit_exceeded, "expected at most 99 elements, got 100", {.max_elements = 99});
    EXPECT_TRUE(loaded<std::vector<double>>(reals, {.max_string = 0, .max_elements = 100}));
}

// Memory follows the bytes that are there. An element that is a class takes at least the two bytes
// of its version, of 8 bytes here; a vector that grows by doubling has asked for less than four
// times what it holds.
TEST(Archive, AllocationIsBoundedByTheBytes) {
    Bytes bytes(1 << 20);
    test::put_number(bytes, 0, 4, (bytes.size() - 4) / 2);
    const test::Allocations allocations;
    EXPECT_EQ(loaded<std::vector<Point>>(bytes).error().code, Code::corrupt_file);
    EXPECT_LE(allocations.total(), 4 * sizeof(Point) * (bytes.size() / 10) + 4096);
}

TEST(Archive, TheFirstErrorStands) {
    LoadArchive archive(std::span<const std::byte>(), {});
    std::uint32_t number = 7;
    bool yes = true;
    std::vector<double> reals{1.0};
    archive & number & yes & reals;
    EXPECT_EQ(archive.finish().error().message, "expected 4 more bytes, got 0");
    EXPECT_TRUE(yes);
    EXPECT_EQ(reals.size(), 1u);
}

TEST(Archive, CharactersAndPolymorphicClassesAreNoNumbers) {
    struct Polymorphic {
        virtual ~Polymorphic() = default;
    };
    EXPECT_FALSE(SavedInteger<char>);
    EXPECT_FALSE(SavedInteger<bool>);
    EXPECT_FALSE(SavedClass<Polymorphic>);
    EXPECT_FALSE(SavedClass<std::string>);
    EXPECT_TRUE(SavedInteger<std::uint8_t>);
    EXPECT_TRUE(SavedClass<Point>);
}

}  // namespace
}  // namespace tenure::detail::persist
