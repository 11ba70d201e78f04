// Logs and hosts that summarizing must withstand.

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "support/crowded_ids.hpp"
#include "support/logs.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::log_of;
using test::random_orders;

/// Ends the work half way by an exception, in its second call.
struct FailingExecutor {
    int calls = 0;

    Executor executor() { return {&FailingExecutor::parallel_for, this}; }

    static void parallel_for(void* self, std::size_t n, void (*body)(void*, std::size_t),
                             void* ctx) {
        const bool fails = ++static_cast<FailingExecutor*>(self)->calls == 2;
        for (std::size_t i = 0; i < (fails ? n / 2 : n); ++i) body(ctx, i);
        if (fails) throw std::runtime_error("no more threads");
    }
};

// It holds a part of the rows: neither more rows nor a base may come of it.
TEST(CustomerBaseBuilder, AnExceptionLeavesOneThatHasFailed) {
    FailingExecutor failing;
    CustomerBaseBuilder builder({.run = {failing.executor(), {}}});
    const auto log = log_of(random_orders(4, 20000, 3000, 500, false));
    EXPECT_THROW((void)builder.add(log), std::runtime_error);
    const std::string message =
        "CustomerBaseBuilder: expected one that has not failed, got one that an exception left "
        "half done";
    EXPECT_EQ(test::contract_message([&] { (void)builder.add(log_of({})); }), message);
    EXPECT_EQ(test::contract_message([&] { (void)std::move(builder).finish(); }), message);
}

// Ids that all belong to one place of one shard.
TEST(Summarize, IdsMadeUpToMeet) {
    const auto ids = test::crowded_numbers(100'000);
    const std::vector<Date> dates(ids.size(), 1997y / 1 / 1);
    std::vector<std::int64_t> amounts(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) amounts[i] = ids[i] % 1000;
    const auto log =
        Transactions::from_columns({.customer_numbers = ids, .dates = dates, .amounts = amounts});
    const auto base = summarize(log.value()).value();
    ASSERT_EQ(base.size(), ids.size());
    for (std::size_t row = 0; row < base.size(); ++row) {
        ASSERT_EQ(base.revenue()[row], base.table()["customer"].integers()[row] % 1000);
    }
}

}  // namespace
}  // namespace tenure
