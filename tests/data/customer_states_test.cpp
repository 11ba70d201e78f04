#include "data/customer_states.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

TEST(CustomerStates, AreZeroAndStayWhereTheyAre) {
    CustomerStates states(CustomerStates::Holdout::kept);
    states.grow(4);
    CustomerState& first = states.state(3);
    EXPECT_EQ(first.units, 0);
    first.units = 7;
    states.holdout(3)->units = 5;
    states.grow(25'000);
    states.grow(10);
    EXPECT_EQ(&states.state(3), &first);
    states.rescale(10);
    EXPECT_EQ(states.state(3).units, 70);
    EXPECT_EQ(states.holdout(3)->units, 50);
    EXPECT_EQ(states.holdout(24'999)->occasions, 0u);
}

TEST(CustomerStates, OfManyBecomeOnes) {
    CustomerStates all;
    for (const std::size_t customers : {std::size_t{1}, std::size_t{0}, std::size_t{600}}) {
        CustomerStates some(CustomerStates::Holdout::kept);
        some.grow(customers);
        for (std::uint32_t i = 0; i < customers; ++i) {
            some.state(i).units = i + 1;
            some.holdout(i)->units = i + 2;
        }
        const std::uint32_t first = all.append(std::move(some));
        for (std::uint32_t i = 0; i < customers; ++i) {
            ASSERT_EQ(all.state(first + i).units, i + 1);
            ASSERT_EQ(all.holdout(first + i)->units, i + 2);
        }
    }
}

TEST(CustomerStates, WithoutAHoldout) {
    CustomerStates states(CustomerStates::Holdout::none);
    states.grow(1);
    EXPECT_EQ(states.holdout(0), nullptr);
}

// Their numbers would wrap at 2^32, some of which lie idle.
TEST(CustomerStates, MoreCustomersThanCanBeToldApartAreAnOverflow) {
    EXPECT_TRUE(check_customer_count(2'147'483'647));
    const auto checked = check_customer_count(2'147'483'648);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, Code::overflow);
    EXPECT_EQ(checked.error().message, "expected at most 2147483647 customers, got more");
}

}  // namespace
}  // namespace tenure::detail::data
