#include "tenure/core/simd_level.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "support/simd_level.hpp"

namespace tenure {
namespace {

TEST(IsaSimdLevel, HasNamesThatAreReadBack) {
    EXPECT_EQ(to_string(SimdLevel::baseline), "baseline");
    EXPECT_EQ(to_string(SimdLevel::avx2), "avx2");
    EXPECT_EQ(to_string(SimdLevel::avx512), "avx512");
    for (const SimdLevel level : simd_levels) {
        EXPECT_EQ(parse_simd_level(to_string(level)).value(), level);
    }
}

TEST(IsaSimdLevel, RefusesOtherNames) {
    for (const char* name : {"", "AVX2", "avx", "avx2 ", "sse2", "avx5120"}) {
        const auto level = parse_simd_level(name);
        ASSERT_FALSE(level) << name;
        EXPECT_EQ(level.error().code, Code::invalid_option);
        EXPECT_EQ(level.error().message,
                  "expected baseline, avx2 or avx512, got \"" + std::string(name) + '"');
    }
}

TEST(IsaSimdLevel, RisesInTheOrderOfTheList) {
    EXPECT_LT(simd_levels[0], simd_levels[1]);
    EXPECT_LT(simd_levels[1], simd_levels[2]);
    EXPECT_EQ(simd_levels[0], SimdLevel::baseline);
}

#if defined(__GNUC__) && defined(__x86_64__)
// The compiler's own run-time library asks the CPU as well, by code of its own.
TEST(IsaSimdLevel, IsWhatTheCompilersLibraryFinds) {
    __builtin_cpu_init();
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    SimdLevel expected = SimdLevel::baseline;
    if (avx2) expected = SimdLevel::avx2;
    if (avx2 && avx512) expected = SimdLevel::avx512;
    EXPECT_EQ(to_string(highest_simd_level()), to_string(expected));
}
#elif !defined(_M_X64)
TEST(IsaSimdLevel, IsTheBaselineOnOtherArchitectures) {
    EXPECT_EQ(highest_simd_level(), SimdLevel::baseline);
}
#endif

TEST(IsaSimdLevel, IsWhatWasSet) {
    const test::AtSimdLevel restore(simd_level());
    for (const SimdLevel level : simd_levels) {
        if (level > highest_simd_level()) continue;
        ASSERT_TRUE(set_simd_level(level));
        EXPECT_EQ(simd_level(), level);
    }
}

TEST(IsaSimdLevel, StaysWhereALevelIsRefused) {
    if (highest_simd_level() == simd_levels.back()) GTEST_SKIP() << "this CPU has every level";
    const test::AtSimdLevel baseline(SimdLevel::baseline);
    const auto set = set_simd_level(simd_levels.back());
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, Code::invalid_option);
    EXPECT_EQ(set.error().message, "expected a level that this CPU has, at most " +
                                       std::string(to_string(highest_simd_level())) +
                                       ", got avx512");
    EXPECT_EQ(simd_level(), SimdLevel::baseline);
}

// A host that took the number from elsewhere.
TEST(IsaSimdLevel, RefusesWhatIsNoLevel) {
    const auto none = static_cast<SimdLevel>(7);
    EXPECT_EQ(to_string(none), "no level");
    const auto set = set_simd_level(none);
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().code, Code::invalid_option);
}

TEST(IsaSimdLevel, IsRestoredByItsHelper) {
    const SimdLevel before = simd_level();
    {
        const test::AtSimdLevel highest(highest_simd_level());
        EXPECT_EQ(simd_level(), highest_simd_level());
        const test::AtSimdLevel baseline(SimdLevel::baseline);
        EXPECT_EQ(simd_level(), SimdLevel::baseline);
    }
    EXPECT_EQ(simd_level(), before);
}

TEST(SimdLevelThreads, IsOneForAllOfThem) {
    const test::AtSimdLevel restore(simd_level());
    std::thread other([] { set_simd_level(SimdLevel::baseline).value(); });
    const SimdLevel meanwhile = simd_level();
    other.join();
    EXPECT_LE(meanwhile, highest_simd_level());
    EXPECT_EQ(simd_level(), SimdLevel::baseline);
}

}  // namespace
}  // namespace tenure
