#pragma once

// Tests at each level of vector instructions.
//
// An executable that links support/simd_level.cpp runs whatever does not choose a level itself at
// the one that the environment variable TENURE_SIMD names: `TENURE_SIMD=baseline ctest`. Where that
// is not a level, or one that the CPU lacks, the run fails.

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>

#include "tenure/core/simd_level.hpp"

namespace tenure {

/// As GoogleTest prints it.
inline void PrintTo(SimdLevel level, std::ostream* out) { *out << to_string(level); }

namespace test {

/// Sets a level for as long as it lives. One that the CPU lacks fails the test.
class AtSimdLevel {
public:
    explicit AtSimdLevel(SimdLevel level) : before_(simd_level()) { set_simd_level(level).value(); }
    ~AtSimdLevel() { static_cast<void>(set_simd_level(before_)); }
    AtSimdLevel(const AtSimdLevel&) = delete;
    AtSimdLevel& operator=(const AtSimdLevel&) = delete;

private:
    SimdLevel before_;
};

/// A suite whose tests run once at each level, and are skipped where the CPU lacks it:
///
///     class IsaThing : public test::AtEachSimdLevel {};
///     INSTANTIATE_TEST_SUITE_P(At, IsaThing, testing::ValuesIn(simd_levels), test::level_name);
class AtEachSimdLevel : public testing::TestWithParam<SimdLevel> {
protected:
    void SetUp() override {
        if (GetParam() > highest_simd_level()) {
            GTEST_SKIP() << "this CPU does not have " << to_string(GetParam());
        }
        level_.emplace(GetParam());
    }

private:
    std::optional<AtSimdLevel> level_;
};

inline std::string level_name(const testing::TestParamInfo<SimdLevel>& info) {
    return std::string(to_string(info.param));
}

}  // namespace test

}  // namespace tenure
