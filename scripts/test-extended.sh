#!/usr/bin/env bash
# What takes too long, or needs too much, for every change:
#   clang      build and tests with clang
#   tidy       clang-tidy
#   extended   tests labelled `extended`
#   consumers  what the package tests leave out for its time: add_subdirectory with a shared library, the vcpkg port in
#              Release and Debug, static and shared, and consumers built by clang
#   page       the report page in a browser (chromium), at the widths of a phone and a desk, and as PDF
#   conan      the Conan package, static and shared, with its test package and the system's dependencies
#   debian     demo.sh and test.sh in a bare Debian 12 that has a fresh clone and nothing else (root, debootstrap; an hour)
# All of them, or those named as arguments. Each runs whatever became of the others; one that this host cannot run prints
# SKIPPED. The last lines say what failed.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

skip() { echo "SKIPPED: $*"; }

configure_clang() {
    cmake --preset dev -B build/clang -DCMAKE_CXX_COMPILER=clang++ \
        -DCMAKE_RUNTIME_OUTPUT_DIRECTORY="$root/build/clang/bin"
}

stage_clang() {
    command -v clang++ >/dev/null || { skip "no clang++"; return 0; }
    configure_clang
    cmake --build build/clang --parallel "$jobs"
    ctest --test-dir build/clang --parallel "$jobs" --output-on-failure --no-tests=error -LE 'extended|package|style'
}

stage_tidy() {
    command -v clang++ >/dev/null || { skip "no clang++"; return 0; }
    command -v run-clang-tidy >/dev/null || { skip "no run-clang-tidy"; return 0; }
    configure_clang
    run-clang-tidy -p build/clang -quiet -j "$jobs" "^$root/(src|tools)/"
}

stage_extended() {
    cmake --preset release
    cmake --build --preset release --parallel "$jobs"
    ctest --test-dir build/release --parallel "$jobs" --output-on-failure --no-tests=ignore -L '^extended$'
}

stage_consumers() {
    export CMAKE_GENERATOR=Ninja
    # Where the tests of the Release build have left objects.
    tests/package/run.sh static build/release/package package vcpkg_debug
    tests/package/run.sh shared build/release/package package subdirectory vcpkg_debug
    command -v clang++ >/dev/null || { skip "no clang++"; return 0; }
    CXX=clang++ tests/package/run.sh static build/clang/package package own_eigen trace
}

stage_page() {
    command -v chromium >/dev/null || { skip "no chromium"; return 0; }
    cmake --preset release
    cmake --build --preset release --parallel "$jobs" --target tenure_reports_write_pages
    tests/reports/browser.sh build/release/bin/tenure_reports_write_pages build/pages
}

stage_conan() {
    local venv=build/conan/venv shared
    mkdir -p build/conan
    python3 -m venv "$venv" >build/conan/venv.log 2>&1 || { skip "no virtual environment (python3-venv)"; return 0; }
    "$venv/bin/pip" install --quiet --disable-pip-version-check 'conan>=2.34,<3' >build/conan/pip.log 2>&1 ||
        { skip "no Conan client: $(head -n 1 build/conan/pip.log)"; return 0; }
    export CONAN_HOME=$root/build/conan/home
    "$venv/bin/conan" profile detect --force
    for shared in False True; do
        "$venv/bin/conan" create packaging/conan --no-remote --settings compiler.cppstd=20 \
            --options '&:system_dependencies=True' --options "&:shared=$shared" \
            --conf 'tools.cmake.cmake_layout:test_folder=$TMP'
    done
}

# debian_mirror SUITE: the first mirror of that suite in this host's apt sources, in either notation.
debian_mirror() {
    {
        cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
            sed -nE "s/^deb +(\[[^]]*\] +)?([^ ]+) +$1 .*/\2/p"
        awk -v suite="$1" '
            FNR == 1 || NF == 0 { uri = "" }
            /^URIs:/ { uri = $2 }
            /^Suites:/ { for (i = 2; i <= NF; i++) if ($i == suite && uri) print uri }' \
            /etc/apt/sources.list.d/*.sources 2>/dev/null
    } | sed -n 1p
}

# host_network_to SYSTEM SECURITY_MIRROR: what the bare system must have of this host to reach any packages, besides the
# mirror that debootstrap has entered there: proxy, certificates and names.
host_network_to() {
    local machine=$1 security=$2
    if [ -n "$security" ]; then
        echo "deb $security bookworm-security main" >>"$machine/etc/apt/sources.list"
    fi
    apt-config dump | grep -iE '^Acquire::https?::(.*::)?Proxy ' >"$machine/etc/apt/apt.conf.d/90proxy" || true
    cp -L /etc/resolv.conf /etc/hosts "$machine/etc/"
    cp -L /etc/ssl/certs/ca-certificates.crt "$machine/etc/ssl/certs/" || true
}

stage_debian() {
    [ "$(id -u)" -eq 0 ] || { skip "a chroot needs root"; return 0; }
    command -v debootstrap >/dev/null || { skip "no debootstrap"; return 0; }
    if [ -n "$(git status --porcelain)" ]; then echo "note: of the checkout, only what is committed is tested"; fi

    local mirror security
    mirror=$(debian_mirror bookworm || true)
    security=$(debian_mirror bookworm-security || true)
    machine=$(mktemp -d "${TMPDIR:-/tmp}/tenure-debian.XXXXXX")
    trap 'umount -l "$machine/system/dev" "$machine/system/proc" 2>/dev/null || true; rm -rf --one-file-system "$machine"' EXIT

    echo "debootstrap from ${mirror:-its own default mirror}"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$machine/system" ${mirror:+"$mirror"} \
        >"$machine/log" 2>&1 ||
        { tail -n 20 "$machine/log"; return 1; }
    host_network_to "$machine/system" "$security"
    git clone --quiet --no-hardlinks "$root" "$machine/system/srv/tenure"

    mount -t proc proc "$machine/system/proc"
    mount --bind /dev "$machine/system/dev"
    local script
    for script in demo.sh test.sh; do
        echo "---- in the bare Debian 12: $script"
        chroot "$machine/system" /usr/bin/env -i \
            ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
            /bin/bash "/srv/tenure/scripts/$script"
    done
}

failed=()
skipped=()
if [ $# -eq 0 ]; then set -- clang tidy extended consumers page conan debian; fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for name in "$@"; do
    [ "$(type -t "stage_$name")" = function ] || { echo "no stage $name" >&2; exit 2; }
    stage "$name"
    # Not as a condition: there, bash would ignore set -e inside.
    set +e
    (set -e; "stage_$name") 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    set -e
    if [ "$status" -ne 0 ]; then failed+=("$name"); fi
    if grep -q '^SKIPPED: ' "$log"; then skipped+=("$name"); fi
done
end_stage

printf '\n==== times\n'
printf '%s\n' "${stage_times[@]}"
echo "stages: $#, skipped: ${#skipped[@]} ${skipped[*]}"
echo "failed: ${#failed[@]} ${failed[*]}"
[ ${#failed[@]} -eq 0 ]
