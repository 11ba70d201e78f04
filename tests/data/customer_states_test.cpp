#include "data/customer_states.hpp"

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

TEST(CustomerStates, AreZeroAndStayWhereTheyAre) {
    CustomerStates states(CustomerStates::Holdout::kept);
    EXPECT_EQ(states.add_block(), 0u);
    CustomerState& first = states.state(3);
    EXPECT_EQ(first.units, 0);
    first.units = 7;
    states.holdout(3)->units = 5;
    for (std::uint32_t block = 1; block < 100; ++block) {
        EXPECT_EQ(states.add_block(), block * CustomerStates::block_size);
    }
    EXPECT_EQ(&states.state(3), &first);
    states.rescale(10);
    EXPECT_EQ(states.state(3).units, 70);
    EXPECT_EQ(states.holdout(3)->units, 50);
    EXPECT_EQ(states.holdout(99 * CustomerStates::block_size)->occasions, 0u);
}

TEST(CustomerStates, WithoutAHoldout) {
    CustomerStates states(CustomerStates::Holdout::none);
    EXPECT_EQ(states.holdout(states.add_block()), nullptr);
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
