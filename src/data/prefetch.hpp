#pragma once

// Asks for memory that will soon be read.

namespace tenure::inline v0::detail::data {

/// A hint: the address need not be one that may be read.
inline void prefetch([[maybe_unused]] const void* address) noexcept {
#if defined(__GNUC__)
    __builtin_prefetch(address);
    // GCC leaves out calls of what does nothing but this: it takes such functions for pure.
    __asm__ volatile("" : : "r"(address));
#endif
}

}  // namespace tenure::inline v0::detail::data
