#include "run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <utility>

#include "exit_code.hpp"
#include "option_values.hpp"
#include "tenure/core/error.hpp"

namespace tenure::tools {

namespace {

// What a signal handler can reach. The list does not change while `end_at_once` is set, and the
// farewell not once there is a handler.
std::atomic<bool> interrupt_flag{false};
std::atomic<bool> end_at_once{false};
std::atomic<const std::vector<std::string>*> to_remove{nullptr};
static_assert(std::atomic<bool>::is_always_lock_free &&
                  std::atomic<const std::vector<std::string>*>::is_always_lock_free,
              "a handler may touch nothing else");
std::array<char, 128> farewell{};
std::size_t farewell_size = 0;

constexpr std::int64_t most_threads = 1024;

void on_interrupt(int) {
    interrupt_flag.store(true);
    if (!end_at_once.exchange(false)) return;
    for (const std::string& file : *to_remove.load()) ::unlink(file.c_str());
    const auto said = ::write(STDERR_FILENO, farewell.data(), farewell_size);
    static_cast<void>(said);  // there is nobody left to tell
    _exit(static_cast<int>(ExitCode::cancelled));
}

/// Where another thread has begun to run the handler, it reads the list and ends the program.
void disarm() {
    while (!end_at_once.exchange(false)) pause();
}

void handle(int signal) {
    struct sigaction action {};
    if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) return;
    action = {};
    action.sa_handler = &on_interrupt;
    sigaction(signal, &action, nullptr);
}

/// On standard error, where it does not matter whether anybody hears it.
void show_text(const std::string& text) { static_cast<void>(std::fputs(text.c_str(), stderr)); }

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

void listen_for_interrupts(std::string_view program) {
    const char* const over_the_progress_line = isatty(STDERR_FILENO) == 1 ? "\r\033[K" : "";
    const auto text = fmt::format_to_n(farewell.data(), farewell.size(), "{}{}: interrupted\n",
                                       over_the_progress_line, program);
    farewell_size = std::min<std::size_t>(text.size, farewell.size());
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) handle(signal);
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
}

bool interrupted() noexcept { return interrupt_flag.load(); }

void stop_if_interrupted() {
    if (interrupted()) throw Exception({Code::cancelled, "interrupted"});
}

InterruptsAtOnce::InterruptsAtOnce(std::vector<std::string> leftovers)
    : leftovers_(std::move(leftovers)) {
    to_remove.store(&leftovers_);
    end_at_once.store(true);
    if (!interrupted()) return;
    disarm();
    stop_if_interrupted();
}

InterruptsAtOnce::~InterruptsAtOnce() { disarm(); }

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

void ProgressLine::begin(std::string_view step) {
    clear();
    step_ = step;
    next_ = Clock::now() + std::chrono::seconds(1);
}

void ProgressLine::show(std::size_t done, std::size_t total) {
    if (!terminal_ || Clock::now() < next_) return;
    next_ = Clock::now() + std::chrono::milliseconds(100);
    visible_ = true;
    if (total == 0) {
        show_text(fmt::format("\r\033[K{} …", step_));
    } else {
        show_text(fmt::format("\r\033[K{} {:.0f} %", step_,
                              100.0 * static_cast<double>(done) / static_cast<double>(total)));
    }
}

void ProgressLine::clear() {
    if (visible_) show_text("\r\033[K");
    visible_ = false;
}

RunOptions Run::options(std::string_view step) {
    begin(step);
    return {pool_.executor(), {&report_step, &line_}};
}

void Run::finish() {
    line_.clear();
    stop_if_interrupted();
}

}  // namespace tenure::tools
