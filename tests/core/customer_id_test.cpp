#include "tenure/core/customer_id.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.hpp"

namespace tenure {
namespace {

// An unsigned number may not fit, a bool is no id, and neither becomes one silently.
static_assert(!std::is_constructible_v<CustomerId, std::uint64_t>);
static_assert(!std::is_constructible_v<CustomerId, bool>);
static_assert(std::is_convertible_v<std::int32_t, CustomerId>);

TEST(CanonicalInteger, ReadsCanonicalDecimals) {
    EXPECT_EQ(canonical_integer("0"), 0);
    EXPECT_EQ(canonical_integer("7"), 7);
    EXPECT_EQ(canonical_integer("-7"), -7);
    EXPECT_EQ(canonical_integer("10"), 10);
    EXPECT_EQ(canonical_integer("999999999999999999"), 999'999'999'999'999'999);
    EXPECT_EQ(canonical_integer("-999999999999999999"), -999'999'999'999'999'999);
}

TEST(CanonicalInteger, RefusesEverythingElse) {
    for (const std::string_view text :
         {"", "-", "-0", "007", "00", "-01", "+5", " 5", "5 ", "5.0", "1e3", "0x1", "1,000", "--1",
          "12a", "a12", "1000000000000000000", "-1000000000000000000", "9223372036854775807"}) {
        EXPECT_EQ(canonical_integer(text), std::nullopt) << text;
    }
}

TEST(CanonicalInteger, IsWhatToStringWrites) {
    for (std::int64_t n = 1; n < 100'000'000'000'000'000; n = n * 7 + 3) {
        EXPECT_EQ(canonical_integer(CustomerId(n).to_string()), n);
        EXPECT_EQ(canonical_integer(CustomerId(-n).to_string()), -n);
    }
}

TEST(CustomerId, IsANumberOrAText) {
    const CustomerId zero = 0;
    EXPECT_TRUE(zero.is_integer());
    EXPECT_EQ(zero.number(), 0);
    EXPECT_EQ(zero.to_string(), "0");
    EXPECT_EQ(CustomerId(std::numeric_limits<std::int64_t>::min()).to_string(),
              "-9223372036854775808");

    const CustomerId text = "007";
    EXPECT_FALSE(text.is_integer());
    EXPECT_EQ(text.to_string(), "007");
    EXPECT_EQ(text, CustomerId(std::string("007")));
    EXPECT_NE(text, CustomerId(7));
    EXPECT_NE(CustomerId("7"), CustomerId(7));
}

TEST(CustomerId, HasNoNumberWhereItIsText) {
    EXPECT_EQ(test::contract_message([] { (void)CustomerId("A\n1").number(); }),
              "CustomerId::number(): expected an integer id, got \"A\\n1\"");
}

TEST(CustomerId, OrdersIntegersByValueAndTextsByBytesBehindThem) {
    const std::vector<CustomerId> ordered = {-10, 9, 10, "", "10", "9", "A", "a", "ab", "é"};
    EXPECT_TRUE(std::is_sorted(ordered.begin(), ordered.end()));
    EXPECT_EQ(std::adjacent_find(ordered.begin(), ordered.end()), ordered.end());
}

}  // namespace
}  // namespace tenure
