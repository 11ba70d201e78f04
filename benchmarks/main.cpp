// Names what was measured: a figure without its build says nothing.

#include <benchmark/benchmark.h>

#include "tenure/core/version.hpp"

int main(int argc, char** argv) {
    benchmark::AddCustomContext("tenure", TENURE_VERSION_STRING);
    benchmark::AddCustomContext("build", TENURE_BENCHMARK_BUILD);
    benchmark::AddCustomContext("isa", "x86-64 baseline, scalar");
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
