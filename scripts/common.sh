# Sourced by the scripts beside it: strict mode, the checkout as working directory, headings with times.
# shellcheck shell=bash
set -euo pipefail

# cron and bare containers may give no environment at all.
export PATH="${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}"
export HOME="${HOME:-/tmp}"

# An exported CDPATH would make cd go elsewhere, and print where.
unset CDPATH

# As given, it is relative to where the caller stands; nobody below knows where that was.
if [ -n "${TENURE_DATA_DIR:-}" ]; then
    TENURE_DATA_DIR=$(cd "$TENURE_DATA_DIR" && pwd) || { echo "TENURE_DATA_DIR: no such folder" >&2; exit 2; }
    export TENURE_DATA_DIR
fi

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# shellcheck disable=SC2034 # used by those who source this
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

stage_name=''
stage_times=()

# stage NAME: closes the stage before with its time and opens the next.
stage() {
    end_stage
    stage_name=$1
    stage_start=$SECONDS
    printf '\n==== %s\n' "$stage_name"
}

end_stage() {
    [ -n "$stage_name" ] || return 0
    stage_times+=("$(printf '%5d s  %s' $((SECONDS - stage_start)) "$stage_name")")
    stage_name=''
}
