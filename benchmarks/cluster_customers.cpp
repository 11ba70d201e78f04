// How long does it take to cluster my customers? The nearest of 16 centers for points of 8
// coordinates, in and out of cache, beside the loop that one would write; then all of it.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "kernels/kernels.hpp"
#include "shops.hpp"
#include "tenure/segments/clusters.hpp"

namespace {

using namespace tenure;
using namespace tenure::detail;

constexpr std::size_t coordinates = 8;
constexpr std::size_t centers = 16;

void report_rate(benchmark::State& state, std::size_t customers, std::size_t bytes_each) {
    state.counters["time/customer"] = benchmark::Counter(
        static_cast<double>(customers),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(customers * bytes_each));
}

/// Standard normal, the same for every run.
template <class Number>
std::vector<Number> numbers(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<Number> normal;
    std::vector<Number> out(count);
    for (Number& one : out) one = normal(random);
    return out;
}

void nearest_center(benchmark::State& state) {
    const std::size_t rows = kernels::in_point_blocks(static_cast<std::size_t>(state.range(0)));
    const auto values = numbers<float>(rows * coordinates, 1);
    const auto center = numbers<float>(centers * coordinates, 2);
    kernels::PointColumns points{};
    points.coordinates = coordinates;
    for (std::size_t f = 0; f < coordinates; ++f) points.column[f] = values.data() + f * rows;
    std::vector<std::uint8_t> nearest(rows);
    const auto& kernel = kernels::kernels(simd_level());
    for (auto _ : state) {
        kernel.nearest_center(points, {center.data(), centers}, rows / kernels::point_block,
                              nearest.data());
        benchmark::DoNotOptimize(nearest.data());
        benchmark::ClobberMemory();
    }
    report_rate(state, rows, coordinates * sizeof(float) + 1);
}

// Row by row, in double precision.
void nearest_center_naive(benchmark::State& state) {
    const auto rows = static_cast<std::size_t>(state.range(0));
    const auto points = numbers<double>(rows * coordinates, 1);
    const auto center = numbers<double>(centers * coordinates, 2);
    std::vector<std::int64_t> nearest(rows);
    for (auto _ : state) {
        for (std::size_t row = 0; row < rows; ++row) {
            double least = std::numeric_limits<double>::infinity();
            for (std::size_t k = 0; k < centers; ++k) {
                double square = 0;
                for (std::size_t f = 0; f < coordinates; ++f) {
                    const double off = points[row * coordinates + f] - center[k * coordinates + f];
                    square += off * off;
                }
                if (square < least) {
                    least = square;
                    nearest[row] = static_cast<std::int64_t>(k);
                }
            }
        }
        benchmark::DoNotOptimize(nearest.data());
        benchmark::ClobberMemory();
    }
    report_rate(state, rows, coordinates * sizeof(double) + sizeof(std::int64_t));
}

// Recency, frequency and revenue; k from 2 to 10 by silhouette, or given.
void find(benchmark::State& state, const segments::ClusterOptions& options) {
    const CustomerBase& base = bench::base(bench::cdnow, state.range(0), Period::day);
    for (auto _ : state) {
        auto found = segments::clusters(base, options).value();
        benchmark::DoNotOptimize(found);
    }
    report_rate(state, base.size(), 3 * 8);
}

void find_clusters(benchmark::State& state) { find(state, {}); }
void find_five_clusters(benchmark::State& state) { find(state, {.k = 5}); }

void assign_clusters(benchmark::State& state) {
    const CustomerBase& base = bench::base(bench::cdnow, state.range(0), Period::day);
    const auto model = segments::clusters(base, {.k = 5}).value().report().model;
    for (auto _ : state) {
        auto found = segments::assign_clusters(base, model).value();
        benchmark::DoNotOptimize(found);
    }
    report_rate(state, base.size(), 3 * 8);
}

BENCHMARK(nearest_center)->Arg(2'048)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(nearest_center_naive)->Arg(2'048)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(find_clusters)->Arg(4'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(find_five_clusters)->Arg(4'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(assign_clusters)->Arg(4'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
