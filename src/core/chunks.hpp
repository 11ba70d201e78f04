#pragma once

// Cuts work into chunks that depend on its size alone, and runs them on the host's executor.

#include <algorithm>
#include <cstddef>
#include <type_traits>

#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::core {

/// Runs `body(ctx, chunk)` once for each chunk, on the host's executor, and reports progress
/// between groups of chunks. An exception or error in a chunk ends the run after its group; of
/// several, the one of the lowest chunk is passed on, so that what the caller sees does not depend
/// on threads.
[[nodiscard]] Result<void> run_chunks(const RunOptions& run, std::size_t chunks,
                                      Result<void> (*body)(void* ctx, std::size_t chunk),
                                      void* ctx);

/// Calls `body(chunk, begin, end)` for the consecutive pieces of [0, n) of `size` rows each (the
/// last may be shorter). Sums that are kept one per chunk and added in the order of chunks have the
/// same bits on any number of threads. `body` returns `Result<void>`.
template <class Body>
[[nodiscard]] Result<void> for_each_chunk(const RunOptions& run, std::size_t n, std::size_t size,
                                          Body&& body) {
    struct Context {
        std::remove_reference_t<Body>* body;
        std::size_t n, size;
    } context{&body, n, size};
    return run_chunks(
        run, (n + size - 1) / size,
        [](void* raw, std::size_t chunk) -> Result<void> {
            auto& c = *static_cast<Context*>(raw);
            const std::size_t begin = chunk * c.size;
            return (*c.body)(chunk, begin, std::min(c.n, begin + c.size));
        },
        &context);
}

}  // namespace tenure::inline v0::detail::core
