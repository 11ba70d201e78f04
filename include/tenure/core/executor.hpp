#pragma once

/// @file
/// How long work is run: on whose threads, and who is told how far it is.

#include <cstddef>

namespace tenure::inline v0 {

/// The host's threads. The library has none of its own: it hands out `n` independent pieces of work
/// and waits for them. Results do not depend on the number of threads or on the order of the
/// pieces.
///
/// `parallel_for(self, n, body, ctx)` must call `body(ctx, i)` exactly once for each i in [0, n),
/// on any threads and in any order, and return when all calls have returned. `body` never throws.
/// The default runs all of them here, in order.
struct Executor {
    void (*parallel_for)(void* self, std::size_t n, void (*body)(void* ctx, std::size_t i),
                         void* ctx) = nullptr;
    void* self = nullptr;

    void run(std::size_t n, void (*body)(void*, std::size_t), void* ctx) const {
        if (parallel_for != nullptr) {
            parallel_for(self, n, body, ctx);
            return;
        }
        for (std::size_t i = 0; i < n; ++i) body(ctx, i);
    }
};

/// Told how far a long call is: `done` of `total`, in units of the call's choice; a total of 0 says
/// that nobody knows how much there is. Returning false cancels the call, which ends with
/// `Code::cancelled` and leaves nothing half written. It is called from the thread that made the
/// call, only.
struct Progress {
    bool (*step)(void* self, std::size_t done, std::size_t total) = nullptr;
    void* self = nullptr;

    /// False where the host wants to stop.
    [[nodiscard]] bool report(std::size_t done, std::size_t total) const {
        return step == nullptr || step(self, done, total);
    }
};

/// The part of every options type that says how, and not what.
struct RunOptions {
    Executor executor = {};  ///< Default: serial, on the calling thread.
    Progress progress = {};  ///< Default: nobody is told.
};

}  // namespace tenure::inline v0
