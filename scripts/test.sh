#!/usr/bin/env bash
# All that a change must pass, in under an hour on two cores:
#   Release build · ASan + UBSan · TSan for tests labelled `threads` · the Release tests, among them the style checks,
#   those labelled `isa` under emulated CPUs, and the consumers of an installed package, static and shared. The last
#   lines are ctest's own summary.
# Tests that need data sets which the repository does not carry are skipped, and counted, unless TENURE_DATA_DIR is set.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The sanitizers of GCC 12 fail at random under the wider address randomization of newer kernels.
fixed_addresses=()
if setarch "$(uname -m)" -R true 2>/dev/null; then fixed_addresses=(setarch "$(uname -m)" -R); fi

build() {
    cmake --preset "$1"
    cmake --build --preset "$1" --parallel "$jobs"
}

# run_tests PRESET [WRAPPER...]: ctest, with the number of skipped tests said just before its summary.
run_tests() {
    local preset=$1
    shift
    "$@" ctest --preset "$preset" --parallel "$jobs" | awk '
        /\*\*\*Skipped/ { skipped++ }
        / tests passed/ { printf "\nSKIPPED tests: %d (for want of data, or of something else on this host)\n", skipped }
        { print; fflush() }'
}

stage "setup"
scripts/setup.sh
if [ -z "${TENURE_DATA_DIR:-}" ]; then echo "TENURE_DATA_DIR is not set: tests of public data sets will be skipped"; fi

stage "Release: build"
build release

stage "ASan + UBSan: build"
build asan
stage "ASan + UBSan: tests"
run_tests asan "${fixed_addresses[@]}"

stage "TSan: build of the executables with tests labelled threads"
build tsan
stage "TSan: tests"
run_tests tsan "${fixed_addresses[@]}"

end_stage
printf '\n==== so far\n'
printf '%s\n' "${stage_times[@]}"

stage "Release: tests, style, package consumers"
run_tests release
