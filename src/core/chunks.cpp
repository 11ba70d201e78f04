#include "core/chunks.hpp"

#include <array>
#include <exception>
#include <optional>

#include "core/progress.hpp"

namespace tenure::inline v0::detail::core {
namespace {

/// Between two groups the caller's thread reports progress. Fixed, so that what runs together
/// depends on nothing; large enough that waiting for a group's last chunk costs little, small
/// enough that a cancelled call ends soon.
constexpr std::size_t group_size = 64;

/// How a chunk ended.
struct Outcome {
    bool finished = false;
    std::optional<Error> error;
    std::exception_ptr exception;
};

/// Chunks that run together; each writes its own outcome and no other.
struct Group {
    Result<void> (*body)(void*, std::size_t);
    void* ctx;
    std::size_t first;
    std::array<Outcome, group_size> outcomes;
};

void run_body(const Group& group, std::size_t i, Outcome& outcome) {
    const Result<void> result = group.body(group.ctx, group.first + i);
    if (!result) outcome.error = result.error();
}

/// What the executor calls: an exception must not unwind through the host's threads.
void run_one(void* raw, std::size_t i) noexcept {
    auto& group = *static_cast<Group*>(raw);
    Outcome& outcome = group.outcomes[i];
#if defined(__cpp_exceptions)
    try {
        run_body(group, i, outcome);
    } catch (...) {
        outcome.exception = std::current_exception();
    }
#else
    run_body(group, i, outcome);
#endif
    outcome.finished = true;
}

/// Passes on the failure of the lowest chunk, if there is one.
[[nodiscard]] Result<void> first_failure(const Group& group, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const Outcome& outcome = group.outcomes[i];
        if (!outcome.finished) {
            contract_violation("Executor::parallel_for", "each piece of work to be run",
                               "one that was not");
        }
        if (outcome.exception) std::rethrow_exception(outcome.exception);
        if (outcome.error) return *outcome.error;
    }
    return {};
}

}  // namespace

Result<void> run_chunks(const RunOptions& run, std::size_t chunks,
                        Result<void> (*body)(void* ctx, std::size_t chunk), void* ctx) {
    for (std::size_t done = 0; done < chunks;) {
        const std::size_t count = std::min(group_size, chunks - done);
        Group group{body, ctx, done, {}};
        run.executor.run(count, &run_one, &group);
        if (auto failure = first_failure(group, count); !failure) return failure;
        done += count;
        if (auto going = go_on(run.progress, done, chunks); !going) return going;
    }
    return {};
}

}  // namespace tenure::inline v0::detail::core
