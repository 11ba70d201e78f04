// How long does it take to cut my customers into groups, and how much memory beside what I hold?
// RFM by the base's own cut points and by given ones, value × risk, concentration, migration, and
// cohorts from the log. Clusters are in cluster_customers.cpp.

#include <benchmark/benchmark.h>

#include <cstdint>

#include "peers/measured.hpp"
#include "shops.hpp"
#include "tenure/tenure.hpp"

namespace {

using namespace tenure;
using namespace tenure::literals;

const CustomerBase& customers(const benchmark::State& state) {
    return bench::base(bench::cdnow, state.range(0), Period::day);
}

/// Runs `call` over and over; `rows` are what it goes through. The memory is that of one run at its
/// highest, results among it, above what the process held before.
template <class Call>
void measure(benchmark::State& state, std::size_t rows, const Call& call) {
    const std::uint64_t before = bench::begin_peak();
    for (auto _ : state) {
        auto found = call().value();
        benchmark::DoNotOptimize(found);
    }
    if (before != 0) {
        state.counters["bytes/row"] =
            static_cast<double>(bench::peak_bytes() - before) / static_cast<double>(rows);
    }
    state.counters["time/row"] = benchmark::Counter(
        static_cast<double>(rows),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void rfm_by_own_cuts(benchmark::State& state) {
    const CustomerBase& base = customers(state);
    measure(state, base.size(), [&] { return segments::rfm(base); });
}

void rfm_by_given_cuts(benchmark::State& state) {
    const CustomerBase& base = customers(state);
    const segments::RfmOptions given{.cuts = segments::rfm_cuts(base).value()};
    measure(state, base.size(), [&] { return segments::rfm(base, given); });
}

void value_risk_matrix(benchmark::State& state) {
    const CustomerBase& base = customers(state);
    const ScoreTable scores =
        score(base, {.purchases = bench::cdnow, .spend = bench::spend}).value();
    measure(state, base.size(), [&] { return segments::value_risk_matrix(base, scores); });
}

void concentration(benchmark::State& state) {
    const CustomerBase& base = customers(state);
    measure(state, base.size(), [&] { return segments::concentration(base); });
}

// From the middle of the second year to its end.
void migration(benchmark::State& state) {
    const CustomerBase& later = customers(state);
    const CustomerBase earlier =
        summarize(bench::orders(bench::cdnow, state.range(0)), {.until = 2024y / 6 / 30}).value();
    measure(state, later.size(), [&] { return segments::migration(earlier, later); });
}

void cohorts_by_month(benchmark::State& state) {
    const Transactions& log = bench::orders(bench::cdnow, state.range(0));
    measure(state, log.size(), [&] { return segments::cohorts(log); });
}

void sizes(benchmark::internal::Benchmark* one) {
    one->Arg(4'000)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMillisecond);
}

BENCHMARK(rfm_by_own_cuts)->Apply(sizes);
BENCHMARK(rfm_by_given_cuts)->Apply(sizes);
BENCHMARK(value_risk_matrix)->Apply(sizes);
BENCHMARK(concentration)->Apply(sizes);
BENCHMARK(migration)->Apply(sizes);
BENCHMARK(cohorts_by_month)->Apply(sizes);

}  // namespace
