#pragma once

/// @file
/// One run of a verb: its threads, its progress line, and whether the user has interrupted it.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenure/core/executor.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure::tools {

/// Adds `--threads`.
void add_threads(CLI::App& app, std::int64_t& threads);

/// From here on SIGINT asks the run to stop.
void listen_for_interrupts();
/// Whether SIGINT came.
[[nodiscard]] bool interrupted() noexcept;

/// While one lives, SIGINT ends the program at once, with the exit code of an interrupted run: for
/// reads that may wait forever, before anything is written.
class InterruptsAtOnce {
public:
    InterruptsAtOnce() noexcept;
    InterruptsAtOnce(const InterruptsAtOnce&) = delete;
    InterruptsAtOnce& operator=(const InterruptsAtOnce&) = delete;
    ~InterruptsAtOnce();
};

/// A line on standard error that says how far a step of the work is, where that is a terminal and
/// the step takes more than a second.
class ProgressLine {
public:
    ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { clear(); }

    void begin(std::string_view step);
    void show(std::size_t done, std::size_t total);
    void clear();

private:
    using Clock = std::chrono::steady_clock;
    bool terminal_;
    bool visible_ = false;
    std::string step_;
    Clock::time_point next_;
};

class Run {
public:
    explicit Run(std::int64_t threads) : pool_(static_cast<std::size_t>(threads)) {}

    /// The options for the next step of the work, which is called `step` in the progress line.
    [[nodiscard]] RunOptions options(std::string_view step);

    /// The last step before outputs take effect: ends the progress line; throws the library's
    /// `Code::cancelled` where SIGINT came in the
    /// meantime.
    void finish();

private:
    ThreadPool pool_;
    ProgressLine line_;
};

}  // namespace tenure::tools
