#pragma once

// How the host is told how far a call is, and how it stops it.

#include <cstddef>

#include "core/message.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::core {

/// Tells the host; `Code::cancelled` where it wants to stop.
[[nodiscard]] inline Result<void> go_on(const Progress& progress, std::size_t done,
                                        std::size_t total) {
    if (progress.report(done, total)) return {};
    return Error{Code::cancelled, expected_got("to go on", "a stop from the host"), {}};
}

/// Counts through all passes of a call what each of them reports for itself: the host sees one
/// number that only rises. How many steps there will be nobody knows.
class CountedProgress {
public:
    explicit CountedProgress(const Progress& host) noexcept : host_(host) {}

    /// The same run, told of here. The counter outlives it.
    [[nodiscard]] RunOptions of(const RunOptions& run) noexcept {
        return {run.executor, {&CountedProgress::step, this}};
    }

private:
    static bool step(void* self, std::size_t, std::size_t) {
        auto& counted = *static_cast<CountedProgress*>(self);
        return counted.host_.report(++counted.done_, 0);
    }

    Progress host_;
    std::size_t done_ = 0;
};

}  // namespace tenure::inline v0::detail::core
