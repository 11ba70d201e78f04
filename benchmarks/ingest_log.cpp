// How long does it take from my file of orders to my customers?

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

#include "shops.hpp"

namespace {

using namespace tenure;

// A file in memory.
struct Text {
    std::string bytes;
    std::size_t at = 0;

    [[nodiscard]] ByteSource source() { return {&Text::read, this, "orders.csv"}; }

    static std::ptrdiff_t read(void* self, char* buffer, std::size_t size) {
        auto& text = *static_cast<Text*>(self);
        const std::size_t n = std::min(size, text.bytes.size() - text.at);
        std::memcpy(buffer, text.bytes.data() + text.at, n);
        text.at += n;
        return static_cast<std::ptrdiff_t>(n);
    }
};

Text& file(std::int64_t customers) {
    static std::map<std::int64_t, Text> files;
    auto& text = files[customers];
    if (text.bytes.empty()) text.bytes = to_csv(bench::orders(bench::heavy, customers).table());
    text.at = 0;
    return text;
}

void report_rate(benchmark::State& state, std::size_t rows, std::size_t bytes) {
    state.counters["time/row"] = benchmark::Counter(
        static_cast<double>(rows),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
}

void read_orders(benchmark::State& state) {
    std::size_t rows = 0;
    for (auto _ : state) {
        auto log = read_transactions_from(file(state.range(0)).source()).value();
        rows = log.size();
        benchmark::DoNotOptimize(log);
    }
    report_rate(state, rows, file(state.range(0)).bytes.size());
}

void orders_to_customers(benchmark::State& state) {
    std::size_t rows = 0;
    for (auto _ : state) {
        auto log = read_transactions_from(file(state.range(0)).source()).value();
        rows = log.size();
        auto base = summarize(log).value();
        benchmark::DoNotOptimize(base);
    }
    report_rate(state, rows, file(state.range(0)).bytes.size());
}

BENCHMARK(read_orders)->Arg(10'000)->Arg(200'000)->Unit(benchmark::kMillisecond);
BENCHMARK(orders_to_customers)->Arg(10'000)->Arg(200'000)->Unit(benchmark::kMillisecond);

}  // namespace
