#pragma once

// What a fuzzer holds against the library, beyond that it must not crash.

#include <cstdio>
#include <cstdlib>

namespace tenure::fuzz {

/// Ends the program where a promise is broken; the fuzzer then keeps the input.
inline void require(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

}  // namespace tenure::fuzz
