#include "support/simd_level.hpp"

#include <cstdlib>

namespace tenure::test {

namespace {

// The library itself never reads the environment; its tests do.
class LevelOfTheRun : public testing::Environment {
public:
    void SetUp() override {
        const char* const wanted = std::getenv("TENURE_SIMD");
        if (wanted == nullptr) return;
        const auto level = parse_simd_level(wanted);
        if (!level) FAIL() << "TENURE_SIMD: " << level.error().message;
        const auto set = set_simd_level(*level);
        if (!set) FAIL() << "TENURE_SIMD: " << set.error().message;
    }
};

[[maybe_unused]] const auto* const registered =
    testing::AddGlobalTestEnvironment(new LevelOfTheRun);

}  // namespace

}  // namespace tenure::test
