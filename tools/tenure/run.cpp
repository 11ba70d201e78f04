#include "run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <csignal>

#include "exit_code.hpp"
#include "option_values.hpp"
#include "tenure/core/error.hpp"

namespace tenure::tools {

namespace {

// What a signal handler can reach.
std::atomic<bool> interrupt_flag{false};
std::atomic<bool> end_at_once{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a handler may touch nothing else");

constexpr std::int64_t most_threads = 1024;

void on_interrupt(int) {
    if (end_at_once.load()) _exit(static_cast<int>(ExitCode::cancelled));
    interrupt_flag.store(true);
}

bool report_step(void* line, std::size_t done, std::size_t total) {
    static_cast<ProgressLine*>(line)->show(done, total);
    return !interrupted();
}

}  // namespace

void add_threads(CLI::App& app, std::int64_t& threads) {
    const auto parse = [](std::string_view text) { return parse_count(text, 1, most_threads); };
    add_value(app, "--threads", threads, parse, "N",
              "Threads to work with, 1 to 1024. The results do not depend on it. Default: 1.")
        ->group("GENERAL");
}

void listen_for_interrupts() {
    struct sigaction action {};
    action.sa_handler = &on_interrupt;
    sigaction(SIGINT, &action, nullptr);
}

bool interrupted() noexcept { return interrupt_flag.load(); }

InterruptsAtOnce::InterruptsAtOnce() noexcept { end_at_once.store(true); }
InterruptsAtOnce::~InterruptsAtOnce() { end_at_once.store(false); }

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

void ProgressLine::begin(std::string_view name) {
    clear();
    step_ = name;
    next_ = Clock::now() + std::chrono::seconds(1);
}

void ProgressLine::show(std::size_t done, std::size_t total) {
    if (!terminal_ || Clock::now() < next_) return;
    next_ = Clock::now() + std::chrono::milliseconds(100);
    visible_ = true;
    if (total == 0) {
        fmt::print(stderr, "\r\033[K{} …", step_);
    } else {
        fmt::print(stderr, "\r\033[K{} {:.0f} %", step_,
                   100.0 * static_cast<double>(done) / static_cast<double>(total));
    }
}

void ProgressLine::clear() {
    if (visible_) fmt::print(stderr, "\r\033[K");
    visible_ = false;
}

RunOptions Run::options(std::string_view name) {
    line_.begin(name);
    return {pool_.executor(), {&report_step, &line_}};
}

void Run::finish() {
    line_.clear();
    if (interrupted()) throw Exception({Code::cancelled, "interrupted"});
}

}  // namespace tenure::tools
