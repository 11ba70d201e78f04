// How long does it take to score my customers? In and out of cache, beside the textbook formula as
// one would write it.

#include <benchmark/benchmark.h>

#include "shops.hpp"
#include "textbook.hpp"

namespace {

using namespace tenure;
using namespace tenure::literals;

void report_rate(benchmark::State& state, std::size_t customers, std::size_t bytes_each) {
    const auto n = static_cast<double>(customers);
    state.counters["time/customer"] = benchmark::Counter(
        n, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(customers * bytes_each));
}

void score(benchmark::State& state, const ScoreOptions& options) {
    const CustomerBase& base = bench::base(bench::cdnow, state.range(0), Period::day);
    const Scorer scorer = Scorer::make(options).value();
    for (auto _ : state) {
        auto table = scorer.score(base).value();
        benchmark::DoNotOptimize(table);
    }
    report_rate(state, base.size(), 4 * 8 + (options.spend ? 7 : 5) * 8);
}

// P(alive), risk, expected purchases, expected spend, CLV, value at risk.
void with_spend(benchmark::State& state) {
    score(state, {.purchases = bench::cdnow, .spend = bench::spend, .horizon = 39_weeks});
}

// P(alive), risk, expected purchases, revenue at risk; without a rate nothing is integrated.
void purchases_only(benchmark::State& state) {
    score(state, {.purchases = bench::cdnow, .horizon = 39_weeks, .discount = {0.0, Unit::year}});
}

void textbook_formula(benchmark::State& state) {
    const CustomerBase& base = bench::base(bench::cdnow, state.range(0), Period::day);
    std::vector<double> expected(base.size());
    for (auto _ : state) {
        for (std::size_t i = 0; i < base.size(); ++i) {
            expected[i] =
                bench::textbook_score(bench::cdnow, static_cast<double>(base.frequency()[i]),
                                      base.recency()[i] / 7, base.age()[i] / 7, 39.0)
                    .expected;
        }
        benchmark::DoNotOptimize(expected.data());
    }
    report_rate(state, base.size(), 4 * 8);
}

// What is worked out once for a model and a horizon, whatever the customers.
void make_scorer(benchmark::State& state) {
    const double rate = static_cast<double>(state.range(0)) / 100.0;
    for (auto _ : state) {
        auto scorer = Scorer::make({.purchases = bench::cdnow,
                                    .spend = bench::spend,
                                    .horizon = 39_weeks,
                                    .discount = {rate, Unit::year}});
        benchmark::DoNotOptimize(scorer);
    }
}

BENCHMARK(make_scorer)->ArgName("discount_percent")->Arg(0)->Arg(10)->Unit(benchmark::kMillisecond);
BENCHMARK(with_spend)->Arg(4'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(purchases_only)->Arg(4'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(textbook_formula)->Arg(4'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
