#!/usr/bin/env bash
# Installs what Tenure is built with. Nothing happens where everything is there already.
#
# Debian 12; Ubuntu 24.04 has the same packages under the same names (not run there). Elsewhere it only looks for the
# tools and says what is needed.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

packages=(
    cmake ninja-build g++ pkg-config python3 git ca-certificates   # to build and test
    libeigen3-dev libboost-dev libfast-float-dev zlib1g-dev        # the library (Boost: headers only)
    libcli11-dev libfmt-dev nlohmann-json3-dev                     # the program
    libgtest-dev libgmock-dev libbenchmark-dev                     # tests and benchmarks
    qemu-user                                                      # tests on CPUs without AVX
)

missing_packages() {
    local package
    for package in "${packages[@]}"; do
        # The pattern: a package of several architectures has a line for each.
        case "$(dpkg-query -W -f='${db:Status-Status} ' "$package" 2>/dev/null)" in
            *'installed '*) ;;
            *) echo "$package" ;;
        esac
    done
}

other_system() {
    local tool missing=()
    for tool in cmake ninja c++ pkg-config python3 git; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    echo "This system has no apt. Tenure needs CMake 3.23+, Ninja, a C++20 compiler, pkg-config, Python 3, git, and:"
    echo "  Eigen 3.4+, Boost 1.74+ (headers), fast_float, nlohmann-json, zlib, CLI11, fmt, GoogleTest, Google Benchmark"
    echo "On Debian the packages are: ${packages[*]}"
    if [ ${#missing[@]} -gt 0 ]; then
        echo "Not found here: ${missing[*]}" >&2
        exit 1
    fi
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    other_system
    exit 0
fi

mapfile -t missing < <(missing_packages)
if [ ${#missing[@]} -eq 0 ]; then
    echo "setup: everything is there"
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "setup: install as root: apt-get install ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y \
    --no-install-recommends "${missing[@]}" >/dev/null
echo "setup: done"
