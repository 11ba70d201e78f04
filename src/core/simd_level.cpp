#include "tenure/core/simd_level.hpp"

#include <atomic>
#include <cstddef>
#include <string>

#include "core/enumerators.hpp"
#include "core/message.hpp"

#if defined(TENURE_X86_LEVELS)
#include <cpuid.h>
#endif

namespace tenure::inline v0 {

namespace {

constexpr std::array<std::string_view, simd_levels.size()> names{"baseline", "avx2", "avx512"};

#if defined(TENURE_X86_LEVELS)

// Asked here and not by __builtin_cpu_supports, which brings a static constructor into the host.
struct Registers {
    std::uint32_t a, b, c, d;
};

Registers cpuid(std::uint32_t leaf) noexcept {
    Registers values{};
    __cpuid_count(leaf, 0, values.a, values.b, values.c, values.d);
    return values;
}

// The registers that the operating system saves where it switches between threads (XCR0).
std::uint64_t saved_state() noexcept {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return static_cast<std::uint64_t>(high) << 32 | low;
}

constexpr bool has_all(std::uint64_t value, std::uint64_t bits) noexcept {
    return (value & bits) == bits;
}

// Bits by Intel's manual (vol. 2A, CPUID; vol. 1, 14.3 and 15.2 on what to check first).
SimdLevel detect() noexcept {
    constexpr std::uint32_t fma = 1U << 12, os_saves = 1U << 27, avx = 1U << 28;
    constexpr std::uint32_t avx2 = 1U << 5;
    constexpr std::uint32_t avx512 = 1U << 16 | 1U << 17 | 1U << 30 | 1U << 31;  // F, DQ, BW, VL
    constexpr std::uint64_t ymm_state = 0x6, zmm_state = 0xe6;
    if (cpuid(0).a < 7 || !has_all(cpuid(1).c, fma | os_saves | avx)) return SimdLevel::baseline;
    const std::uint64_t saved = saved_state();
    const std::uint32_t extended = cpuid(7).b;
    if (!has_all(saved, ymm_state) || !has_all(extended, avx2)) {
        return SimdLevel::baseline;
    }
    const bool wide = has_all(saved, zmm_state) && has_all(extended, avx512);
    return wide ? SimdLevel::avx512 : SimdLevel::avx2;
}

#else

SimdLevel detect() noexcept { return SimdLevel::baseline; }

#endif

// What was set, or nothing yet. Constant-initialized: usable before and after everything else.
constexpr std::uint8_t not_set = 255;
constinit std::atomic<std::uint8_t> chosen{not_set};

}  // namespace

std::string_view to_string(SimdLevel level) noexcept {
    const auto number = static_cast<std::size_t>(level);
    return number < names.size() ? names[number] : "no level";
}

Result<SimdLevel> parse_simd_level(std::string_view name) {
    return detail::core::parse_enumerator<SimdLevel>(name, names, "baseline, avx2 or avx512");
}

SimdLevel highest_simd_level() noexcept {
    static constinit std::atomic<std::uint8_t> highest{not_set};
    std::uint8_t level = highest.load(std::memory_order_relaxed);
    if (level == not_set) {
        level = static_cast<std::uint8_t>(detect());
        highest.store(level, std::memory_order_relaxed);
    }
    return static_cast<SimdLevel>(level);
}

SimdLevel simd_level() noexcept {
    const std::uint8_t level = chosen.load(std::memory_order_relaxed);
    return level == not_set ? highest_simd_level() : static_cast<SimdLevel>(level);
}

Result<void> set_simd_level(SimdLevel level) {
    if (level > highest_simd_level()) {
        return Error{Code::invalid_option,
                     detail::core::expected_got("a level that this CPU has, at most " +
                                                    std::string(to_string(highest_simd_level())),
                                                to_string(level)),
                     {}};
    }
    chosen.store(static_cast<std::uint8_t>(level), std::memory_order_relaxed);
    return {};
}

}  // namespace tenure::inline v0
