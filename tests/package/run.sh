#!/usr/bin/env bash
# Installs the library into a fresh prefix, moves the prefix, and builds and runs its consumers against what is there.
#
#   run.sh static|shared [BUILD_DIR]
#
# BUILD_DIR (default build/package) keeps the library's objects for the next run; all else is made new.
# CMAKE_GENERATOR and CXX are respected as CMake does.
set -euo pipefail
unset CDPATH # exported, it would make cd go elsewhere, and print where

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
kind=${1:-}
case $kind in
    static) shared=OFF ;;
    shared) shared=ON ;;
    *) echo "usage: $0 static|shared [BUILD_DIR]" >&2; exit 2 ;;
esac
build=${2:-$root/build/package}/$kind
jobs=$(getconf _NPROCESSORS_ONLN)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "package ($kind): $*" >&2; exit 1; }

echo "-- build and install ($kind)"
# What only the program, the tests and the benchmarks need is taken for absent.
absent=()
for package in nlohmann_json CLI11 fmt GTest benchmark; do absent+=("-DCMAKE_DISABLE_FIND_PACKAGE_$package=ON"); done
cmake -S "$root" -B "$build" -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=$shared "${absent[@]}" \
    -DTENURE_BUILD_TOOLS=OFF -DTENURE_BUILD_TESTS=OFF -DTENURE_BUILD_BENCHMARKS=OFF -DTENURE_BUILD_EXAMPLES=OFF >"$work/log" 2>&1 ||
    { cat "$work/log"; fail "does not configure"; }
cmake --build "$build" --parallel "$jobs"
cmake --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/moved"
prefix=$work/moved

echo "-- what the package files say"
packages=$(dirname "$(find "$prefix" -name tenureConfig.cmake)")
libdir=$(dirname "$(dirname "$packages")")
# Private dependencies stay private, and nothing points back to where the library was built.
if grep -rnE 'Eigen|[Bb]oost|nlohmann|FastFloat|fmt::|CLI11' "$packages"; then
    fail "a private dependency is exported"
fi
if grep -rnF -e "$root" -e "$work" "$packages" "$libdir/pkgconfig"; then
    fail "a package file names the place where it was built"
fi

echo "-- find_package"
cmake -S "$here/find_package" -B "$work/find_package" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build "$work/find_package" --parallel "$jobs"
"$work/find_package/consumer"
"$work/find_package/consumer_threads"

echo "-- pkg-config"
export PKG_CONFIG_PATH=$libdir/pkgconfig
static=()
if [ "$kind" = static ]; then static=(--static); fi
# shellcheck disable=SC2046 # the flags are words
"${CXX:-c++}" -std=c++20 "$here/main.cpp" -o "$work/consumer" $(pkg-config "${static[@]}" --cflags --libs tenure)
LD_LIBRARY_PATH=$libdir "$work/consumer"

declared=$(sed -nE 's/^ *VERSION ([0-9.]+)$/\1/p' "$root/CMakeLists.txt" | head -n 1)
[ "$(pkg-config --modversion tenure)" = "$declared" ] || fail "pkg-config names another version than $declared"
[ "$(LD_LIBRARY_PATH=$libdir "$work/consumer" | head -n 1)" = "tenure $declared" ] || fail "the consumer sees another version"
if [ "$kind" = shared ]; then
    [ -e "$libdir/libtenure.so.${declared%.*}" ] || fail "the shared library is not versioned as ${declared%.*}"
fi

echo "-- add_subdirectory"
CXXFLAGS='' cmake -S "$here/subdirectory" -B "$work/subdirectory" -DTENURE_SOURCE_DIR="$root" -DBUILD_SHARED_LIBS=$shared >/dev/null
echo "package ($kind): good"
