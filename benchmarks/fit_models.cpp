// How long does it take to fit my customers?

#include <benchmark/benchmark.h>

#include "shops.hpp"

namespace {

using namespace tenure;

template <class Model>
void fit(benchmark::State& state, const CustomerBase& base) {
    models::FitReport report;
    for (auto _ : state) {
        auto fitted = Model::fit(base).value();
        report = fitted.report;
        benchmark::DoNotOptimize(fitted);
    }
    state.counters["customers/s"] = benchmark::Counter(
        static_cast<double>(base.size()), benchmark::Counter::kIsIterationInvariantRate);
    state.counters["patterns"] = static_cast<double>(report.patterns);
    state.counters["steps"] = report.iterations;
}

const CustomerBase& cdnow_sample() {
    static const CustomerBase base = [] {
        ReadOptions read;
        read.csv.delimiter = CsvFormat::blanks;
        read.csv.header = false;
        read.columns = {.customer = "2", .date = "3", .amount = "5"};
        read.date_format = "%Y%m%d";
        const auto log = read_transactions(TENURE_EXAMPLE_DATA "/cdnow_sample.txt", read).value();
        using namespace tenure::literals;
        return summarize(log, {.until = 1997y / 9 / 30}).value();
    }();
    return base;
}

void bg_nbd_cdnow_sample(benchmark::State& state) { fit<models::BgNbd>(state, cdnow_sample()); }
void gamma_gamma_cdnow_sample(benchmark::State& state) {
    fit<models::GammaGamma>(state, cdnow_sample());
}
void bg_nbd_sparse_by_day(benchmark::State& state) {
    fit<models::BgNbd>(state, bench::base(bench::cdnow, state.range(0), Period::day));
}
void bg_nbd_sparse_by_week(benchmark::State& state) {
    fit<models::BgNbd>(state, bench::base(bench::cdnow, state.range(0), Period::week));
}
void bg_nbd_heavy_by_day(benchmark::State& state) {
    fit<models::BgNbd>(state, bench::base(bench::heavy, state.range(0), Period::day));
}
void gamma_gamma_sparse(benchmark::State& state) {
    fit<models::GammaGamma>(state, bench::base(bench::cdnow, state.range(0), Period::day));
}

BENCHMARK(bg_nbd_cdnow_sample)->Unit(benchmark::kMillisecond);
BENCHMARK(bg_nbd_sparse_by_day)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(bg_nbd_sparse_by_week)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(bg_nbd_heavy_by_day)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(gamma_gamma_cdnow_sample)->Unit(benchmark::kMillisecond);
BENCHMARK(gamma_gamma_sparse)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
