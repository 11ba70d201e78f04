// Names what was measured: a figure without its build says nothing.
// TENURE_SIMD=baseline|avx2|avx512 takes other vector instructions than the most that the CPU has.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "tenure/core/simd_level.hpp"
#include "tenure/core/version.hpp"

int main(int argc, char** argv) {
    benchmark::AddCustomContext("tenure", TENURE_VERSION_STRING);
    benchmark::AddCustomContext("build", TENURE_BENCHMARK_BUILD);
    if (const char* const level = std::getenv("TENURE_SIMD")) {
        tenure::set_simd_level(tenure::parse_simd_level(level).value()).value();
    }
    benchmark::AddCustomContext("simd", std::string(tenure::to_string(tenure::simd_level())));
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
