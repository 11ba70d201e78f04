#pragma once

// What Tenure's sides of the comparison share: the clock, the machine, and arguments.

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "tenure/core/version.hpp"

namespace tenure::bench {

// Wall and processor time of one piece of work, in seconds.
struct Times {
    double wall = 0, cpu = 0;
};

template <class Work>
Times time_of(Work work) {
    const auto wall = std::chrono::steady_clock::now();
    const std::clock_t cpu = std::clock();
    work();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - wall;
    return {seconds.count(), static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC};
}

// The value of `key` in one of Linux's files of `key: value` lines, empty where there is none.
inline std::string system_value(const char* path, std::string_view key) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto colon = line.find(':');
        if (line.compare(0, key.size(), key) != 0 || colon == std::string::npos) continue;
        const auto begin = line.find_first_not_of(" \t", colon + 1);
        return begin == std::string::npos ? "" : line.substr(begin);
    }
    return {};
}

// The most memory that this process has had at any time, in bytes; 0 where the system does not say.
inline std::uint64_t peak_bytes() {
    const std::string kibibytes = system_value("/proc/self/status", "VmHWM");
    std::uint64_t value = 0;
    std::from_chars(kibibytes.data(), kibibytes.data() + kibibytes.size(), value);
    return value * 1024;
}

// From here on `peak_bytes` says what is the most; gives what this process has now, without what
// the allocator keeps of what was freed, which would take what comes.
inline std::uint64_t begin_peak() {
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
    std::ofstream("/proc/self/clear_refs") << 5;
    return peak_bytes();
}

// The machine, and how this was built, for which `instructions`.
inline void print_about(const char* instructions) {
    const std::string model = system_value("/proc/cpuinfo", "model name");
    std::printf("machine   %s, %u CPUs\n", model.empty() ? "unknown" : model.c_str(),
                std::thread::hardware_concurrency());
    std::printf("tenure    %s, %s, %s\n", TENURE_VERSION_STRING, TENURE_BENCHMARK_BUILD,
                instructions);
}

// Misuse of a program; `run` answers with the usage.
struct UsageError {};

template <class Number>
Number number_in(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) throw UsageError{};
    return number;
}

inline std::uint64_t whole_number(std::string_view text) { return number_in<std::uint64_t>(text); }

using Arguments = std::vector<std::string>;

// What `main` does: `run_mode(mode, arguments after it)`, 0, or what went wrong.
template <class RunMode>
int run(int argc, char** argv, const char* usage, RunMode run_mode) {
    try {
        if (argc < 2) throw UsageError{};
        run_mode(std::string(argv[1]), Arguments(argv + 2, argv + argc));
        return 0;
    } catch (const UsageError&) {
        std::fputs(usage, stderr);
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
        return 1;
    }
}

}  // namespace tenure::bench
