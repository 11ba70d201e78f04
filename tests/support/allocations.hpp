#pragma once

// How often, and how much, a test program has allocated: link support/allocations.cpp, which
// replaces operator new.

#include <cstddef>

namespace tenure::test {

/// Calls of operator new since the program began.
[[nodiscard]] std::size_t allocations() noexcept;
/// Bytes asked of it, whether they were given back or not.
[[nodiscard]] std::size_t allocated_bytes() noexcept;

/// The bytes asked for since it was made.
class Allocations {
public:
    [[nodiscard]] std::size_t total() const noexcept { return allocated_bytes() - start_; }

private:
    std::size_t start_ = allocated_bytes();
};

}  // namespace tenure::test
