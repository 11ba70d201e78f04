#pragma once

// What fuzzers have in common: what they hold against the library beyond that it must not crash,
// and how they take their input.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace tenure::fuzz {

/// Ends the program where a promise is broken; the fuzzer then keeps the input.
inline void require(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

/// The input of a fuzzer whose first bytes are choices and the rest a text: `check(choices, text)`,
/// if there are choices enough.
template <class Check>
int check_text(const std::uint8_t* data, std::size_t size, std::size_t choices, Check check) {
    if (size >= choices) {
        check(data, std::string(reinterpret_cast<const char*>(data) + choices, size - choices));
    }
    return 0;
}

}  // namespace tenure::fuzz
