#!/usr/bin/env bash
# Installs the library into a fresh prefix, moves the prefix, and does with what is there what its users could do.
#
#   run.sh static|shared [BUILD_DIR [STEP...]]
#   run.sh write-symbols [BUILD_DIR]              writes symbols.txt anew, from what the shared library exports
#
# Steps, which all run unless some are named; all but the first need what `package` left in BUILD_DIR:
#   package        build, install, move; what the package files say; find_package, pkg-config, and the programs of
#                  consumers/ that any compiler can build
#   subdirectory   add_subdirectory in a host that sets no build type, built and run
#   own_eigen      a host with an Eigen of its own under other flags (AVX2)
#   symbols        what the library exports (shared), calls, and does before main
#   trace          the system calls of a program that scores a file of orders (strace)
#   vcpkg          the port of packaging/vcpkg, with stand-ins for vcpkg itself, and find_package in what it makes
#   vcpkg_debug    the same in both configurations; only where it is named
# A single step that this host cannot run ends with exit code 77; among several it prints SKIPPED, and they go on.
#
# BUILD_DIR (default build/package) keeps objects for the next run. CMAKE_GENERATOR and CXX are respected as CMake does.
set -euo pipefail
unset CDPATH # exported, it would make cd go elsewhere, and print where

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
jobs=$(getconf _NPROCESSORS_ONLN)

fail() { echo "package ($kind): $*" >&2; exit 1; }
quietly() { "$@" >"$folder/log" 2>&1 || { cat "$folder/log"; fail "failed: $*"; }; }

# The library, in the folder where the port would build it. What only the program, the tests and the benchmarks need is
# taken for absent.
configure_library() {
    local absent=() package part
    for package in nlohmann_json CLI11 fmt GTest benchmark; do
        absent+=("-DCMAKE_DISABLE_FIND_PACKAGE_$package=ON")
    done
    for part in TOOLS TESTS BENCHMARKS EXAMPLES; do absent+=("-DTENURE_BUILD_$part=OFF"); done
    rm -f "$folder/release/CMakeCache.txt" # what another step has set there
    quietly cmake -S "$root" -B "$folder/release" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=$shared "${absent[@]}"
}

build() { cmake --build "$1" --parallel "$jobs" --target "${@:2}"; }

# Where things lie in the prefix; that depends on the system (lib, lib64, lib/x86_64-linux-gnu).
find_prefix() {
    packages=$(dirname "$(find "$prefix" -name tenureConfig.cmake | grep .)") || fail "nothing installed in $prefix"
    libdir=$(dirname "$(dirname "$packages")")
}

step_package() {
    echo "-- build and install"
    configure_library
    build "$folder/release" all
    rm -rf "$folder/first" "$prefix"
    quietly cmake --install "$folder/release" --prefix "$folder/first"
    mv "$folder/first" "$prefix"
    find_prefix
    check_package_files
    check_find_package
    check_pkg_config
    check_consumers
}

check_package_files() {
    echo "-- what the package files say"
    # Private dependencies stay private, and nothing points back to where the library was built.
    if grep -rnE 'Eigen|[Bb]oost|nlohmann|FastFloat|fmt::|CLI11' "$packages"; then
        fail "a private dependency is exported"
    fi
    if grep -rnF -e "$root" -e "$folder" "$packages" "$libdir/pkgconfig"; then
        fail "a package file names the place where it was built"
    fi
}

check_find_package() {
    echo "-- find_package"
    rm -rf "$folder/find_package"
    quietly cmake -S "$here/find_package" -B "$folder/find_package" -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_PREFIX_PATH="$prefix"
    build "$folder/find_package" all
    "$folder/find_package/consumer"
    "$folder/find_package/consumer_threads"
}

check_pkg_config() {
    echo "-- pkg-config"
    local static=() declared
    export PKG_CONFIG_PATH=$libdir/pkgconfig
    if [ "$kind" = static ]; then static=(--static); fi
    # shellcheck disable=SC2046 # the flags are words
    "${CXX:-c++}" -std=c++20 "$here/main.cpp" -o "$folder/consumer" $(pkg-config "${static[@]}" --cflags --libs tenure)
    LD_LIBRARY_PATH=$libdir "$folder/consumer"

    declared=$(sed -nE 's/^ *VERSION ([0-9.]+)$/\1/p' "$root/CMakeLists.txt" | head -n 1)
    [ "$(pkg-config --modversion tenure)" = "$declared" ] || fail "pkg-config names another version than $declared"
    [ "$(LD_LIBRARY_PATH=$libdir "$folder/consumer" | head -n 1)" = "tenure $declared" ] ||
        fail "the consumer sees another version"
    if [ "$kind" = shared ]; then
        [ -e "$libdir/libtenure.so.${declared%.*}" ] || fail "the shared library is not versioned as ${declared%.*}"
    fi
}

# consumers OWN_EIGEN TARGET...: those of consumers/, built against the prefix.
consumers() {
    quietly cmake -S "$here/consumers" -B "$folder/consumers" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$prefix" \
        -DCONSUMERS_OWN_EIGEN="$1"
    build "$folder/consumers" "${@:2}"
}

check_consumers() {
    echo "-- two units of one program; without exceptions, and without run-time types"
    rm -rf "$folder/consumers"
    consumers OFF two_units no_exceptions no_rtti
    "$folder/consumers/two_units"
    "$folder/consumers/no_exceptions"
    "$folder/consumers/no_rtti"
}

step_subdirectory() {
    echo "-- add_subdirectory"
    # The host's CMakeLists.txt refuses flags that it did not set: none may come from outside either.
    CXXFLAGS='' quietly cmake -S "$here/subdirectory" -B "$folder/subdirectory" -DTENURE_SOURCE_DIR="$root" \
        -DBUILD_SHARED_LIBS=$shared
    build "$folder/subdirectory" consumer
    "$folder/subdirectory/consumer"
}

step_own_eigen() {
    echo "-- a host with an Eigen of its own"
    grep -qw avx2 /proc/cpuinfo 2>/dev/null || { echo "SKIPPED: this processor has no AVX2"; return 77; }
    consumers ON host_first tenure_first
    "$folder/consumers/host_first"
    "$folder/consumers/tenure_first"
    # These are luck: which copy is taken, and whether it then crashes. This is not: there is nothing to choose from.
    local shared_code
    shared_code=$(comm -12 <(weak_code "$folder/consumers/libhost_algebra.a") <(weak_code "$libdir"/libtenure.*) |
        c++filt | grep -i eigen || true)
    [ -z "$shared_code" ] || { echo "$shared_code"; fail "both the host and the library bring these"; }
}

# weak_code LIBRARY...: the functions in it of which a linker keeps one copy, whoever brings it.
weak_code() {
    local dynamic=()
    if [ "$kind" = shared ] && [[ $1 == *.so* ]]; then dynamic=(--dynamic); fi
    nm --defined-only --format=posix "${dynamic[@]}" "$1" | awk '$2 ~ /[WVu]/ { print $1 }' | LC_ALL=C sort -u
}

step_symbols() {
    echo "-- what the library exports, calls, and does before main"
    if [ "$kind" = shared ]; then
        python3 -B "$here/exports.py" "$libdir/libtenure.so" "$here/symbols.txt"
        python3 -B "$here/objects.py" "$libdir/libtenure.so"
    else
        python3 -B "$here/objects.py" "$libdir/libtenure.a"
    fi
}

step_trace() {
    echo "-- system calls"
    consumers OFF quiet
    python3 -B "$here/traced.py" "$folder/consumers/quiet" "$root/examples/data/cdnow_sample.txt"
}

step_vcpkg() {
    echo "-- the vcpkg port"
    run_port Release
}

step_vcpkg_debug() {
    echo "-- the vcpkg port, in both configurations"
    run_port Release Debug
}

# run_port CONFIGURATION...: builds the port, and uses what it would install as programs of these configurations do.
run_port() {
    local linkage=static type
    if [ "$kind" = shared ]; then linkage=dynamic; fi
    quietly cmake -D PACKAGES="$folder/vcpkg" -D BUILD="$folder" -D LINKAGE=$linkage -D TYPES="${*,,}" -D JOBS="$jobs" \
        -P "$here/vcpkg/run_port.cmake"
    for type in "$@"; do
        rm -rf "$folder/from_vcpkg"
        quietly cmake -S "$here/find_package" -B "$folder/from_vcpkg" -DCMAKE_BUILD_TYPE="$type" \
            -Dtenure_DIR="$folder/vcpkg/share/tenure"
        build "$folder/from_vcpkg" all
        "$folder/from_vcpkg/consumer"
        "$folder/from_vcpkg/consumer_threads"
    done
}

write_symbols() {
    configure_library
    build "$folder/release" tenure
    python3 -B "$here/exports.py" "$folder/release/libtenure.so" "$here/symbols.txt" --write
    echo "$(wc -l <"$here/symbols.txt") symbols in tests/package/symbols.txt"
}

run_steps() {
    local step status
    if [ $# -eq 1 ]; then
        "step_$1"
        return
    fi
    for step in "$@"; do
        status=0
        "$BASH" "${BASH_SOURCE[0]}" "$kind" "$builds" "$step" || status=$?
        [ $status -eq 0 ] || [ $status -eq 77 ] || exit $status
    done
}

write=''
kind=${1:-}
if [ "$kind" = write-symbols ]; then
    write=symbols
    kind=shared
fi
case $kind in
    static) shared=OFF ;;
    shared) shared=ON ;;
    *) echo "usage: $0 static|shared [BUILD_DIR [STEP...]], or $0 write-symbols [BUILD_DIR]" >&2; exit 2 ;;
esac
builds=${2:-$root/build/package}
mkdir -p "$builds/$kind"
folder=$(cd "$builds/$kind" && pwd)
prefix=$folder/moved

if [ -n "$write" ]; then
    write_symbols
    exit
fi
if [ $# -gt 2 ]; then shift 2; else set -- package subdirectory own_eigen symbols trace vcpkg; fi
for step in "$@"; do
    [ "$(type -t "step_$step")" = function ] || { echo "no step $step" >&2; exit 2; }
done
if [ "$1" != package ]; then find_prefix; fi
run_steps "$@"
echo "package ($kind): good: $*"
