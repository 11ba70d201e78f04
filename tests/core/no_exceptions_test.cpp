// Compiled without exceptions, as are the sources of `core` that it is linked with: values and
// errors travel as they do elsewhere, and what would be thrown ends the program.

#include <gtest/gtest.h>

#include "core/chunks.hpp"
#include "tenure/core.hpp"
#include "tenure/core/thread_pool.hpp"

#if defined(__cpp_exceptions)
#error "this test says something only without exceptions"
#endif

namespace tenure {
namespace {

using namespace tenure::literals;

TEST(WithoutExceptions, ResultsCarryValuesAndErrors) {
    EXPECT_EQ(*Date::parse("1997-09-30"), Date(1997y / 9 / 30));
    EXPECT_EQ(Date::parse("1997-02-30").error().code, Code::invalid_date);
    EXPECT_EQ(Money::parse("29.33").value(), (Money{2933, 2}));
}

TEST(WithoutExceptions, ChunksPassErrorsOn) {
    const auto result =
        detail::core::for_each_chunk({}, 100, 1, [](std::size_t chunk, auto...) -> Result<void> {
            if (chunk >= 30) return Error{Code::invalid_value, std::to_string(chunk), {}};
            return {};
        });
    EXPECT_EQ(result.error().message, "30");
}

TEST(WithoutExceptionsDeathTest, MisuseEndsTheProgram) {
    EXPECT_DEATH((void)Date::from_days(3'000'000), "");
    EXPECT_DEATH((void)Table()["none"], "");
    EXPECT_DEATH((void)RandomStream(1, 1).log_gamma(0), "");
}

TEST(WithoutExceptionsDeathTest, AValueThatIsNotThereEndsTheProgram) {
    EXPECT_DEATH((void)Money::parse("x").value(), "");
    EXPECT_DEATH((void)Money::parse("1").error(), "");
}

}  // namespace
}  // namespace tenure
