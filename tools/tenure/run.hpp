#pragma once

/// @file
/// One run of a verb: its threads, its progress line, and whether the user has interrupted it.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenure/core/executor.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure::tools {

/// Adds `--threads`.
void add_threads(CLI::App& app, std::int64_t& threads);

/// From here on SIGINT, SIGTERM and SIGHUP ask the run of `program` to stop, those that whoever
/// started it (nohup) has not silenced, and a pipe that nobody reads is an error of writing.
void listen_for_interrupts(std::string_view program);
/// Whether one of them came.
[[nodiscard]] bool interrupted() noexcept;
/// Throws the library's `Code::cancelled` where one came.
void stop_if_interrupted();

/// While one lives, an interrupt ends the program at once, as an interrupted run ends: for reads
/// and writes that may wait forever. There is one at a time.
class InterruptsAtOnce {
public:
    /// `leftovers` are removed when an interrupt comes. Throws as `stop_if_interrupted` does.
    explicit InterruptsAtOnce(std::vector<std::string> leftovers = {});
    InterruptsAtOnce(const InterruptsAtOnce&) = delete;
    InterruptsAtOnce& operator=(const InterruptsAtOnce&) = delete;
    ~InterruptsAtOnce();

private:
    std::vector<std::string> leftovers_;
};

/// `read()`, which may wait forever for what is typed or piped in.
template <class Read>
[[nodiscard]] auto interruptible(Read read) {
    const InterruptsAtOnce guard;
    return read();
}

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
    /// The next step is one whose options were made before.
    void begin(std::string_view step) { line_.begin(step); }

    /// The last step before outputs take effect: ends the progress line; throws as
    /// `stop_if_interrupted` does.
    void finish();

private:
    ThreadPool pool_;
    ProgressLine line_;
};

}  // namespace tenure::tools
