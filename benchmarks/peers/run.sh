#!/usr/bin/env bash
# Tenure beside the programs that one would otherwise take: the same data, the same machine, one table. See usage below.
caller=$PWD
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/common.sh"

usage() {
    cat <<'END'
Usage: benchmarks/peers/run.sh ingest [options]

From a file of orders to its customers: the first and last date of each, the number of distinct dates, and the exact sum
of the amounts. Tenure, DuckDB, Polars and pandas read the same files, each run in a process of its own; what they find
is compared. Prints one table.

  --rows N         rows of each of the three files, of 27 to 32 bytes   (10000000)
  --customers N    customers                                            (a tenth of the rows)
  --runs N         runs of each, of which the best counts               (3)
  --folder FOLDER  where the files are written and kept                 (in /dev/shm, else in $TMPDIR or /tmp)
  --systems LIST   some of tenure,duckdb,polars,pandas                  (all)

Builds Tenure (preset release), and installs the peers, in the versions of benchmarks/peers/requirements.txt, into a
virtual environment in build/peers. A peer that cannot be installed is marked so in the table, and the others go on.
Where TENURE_PEERS_VENV names a virtual environment, that one is used as it is, and nothing is installed.

Logs that are too long for a file are made while Tenure reads them: see build/release/bin/ingest_tenure --stream.

Exit status: 0; 1 where a system failed or found other figures than the rest; 2 for a wrong argument.
END
}

refuse() {
    echo "run.sh: $*" >&2
    usage >&2
    exit 2
}

# whole_number OPTION VALUE
whole_number() {
    [[ $2 =~ ^[1-9][0-9]{0,11}$ ]] || refuse "$1: expected a whole number from 1, got '$2'"
    echo "$2"
}

# from_caller PATH: as the caller meant it, who may stand in another folder.
from_caller() {
    case $1 in
        /*) echo "$1" ;;
        *) echo "$caller/$1" ;;
    esac
}

default_folder() {
    local parent=${TMPDIR:-/tmp}
    if [ -d /dev/shm ] && [ -w /dev/shm ]; then parent=/dev/shm; fi
    echo "$parent/tenure-peers-$(id -u)"
}

# install PEER [WITH...]: in the pinned versions; says why where that fails.
install() {
    local log=$venv/install-$1.log
    if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --retries 1 \
        --constraint benchmarks/peers/requirements.txt "$@" >"$log" 2>&1; then
        # The first line says what went wrong; pip's last ones guess at conflicts even where there is no network.
        echo "peers: $1 could not be installed: $(head -n 1 "$log") (all of it in $log)" >&2
    fi
}

# Makes the virtual environment, with as many of the peers as can be had.
make_environment() {
    mkdir -p build/peers
    if [ ! -x "$venv/bin/pip" ] && ! python3 -m venv --clear "$venv" >build/peers/venv.log 2>&1; then
        echo "peers: no virtual environment, so no peers (Debian has it in python3-venv); see build/peers/venv.log" >&2
        return 0
    fi
    install duckdb numpy pyarrow
    install polars numpy
    install pandas numpy pyarrow
}

ingest() {
    local rows=10000000 customers='' runs=3 folder='' systems=tenure,duckdb,polars,pandas
    while [ $# -gt 0 ]; do
        [ $# -ge 2 ] || refuse "$1: unknown, or without its value"
        case $1 in
            --rows) rows=$(whole_number "$1" "$2") ;;
            --customers) customers=$(whole_number "$1" "$2") ;;
            --runs) runs=$(whole_number "$1" "$2") ;;
            --folder) folder=$(from_caller "$2") ;;
            --systems) systems=$2 ;;
            *) refuse "$1: unknown" ;;
        esac
        shift 2
    done

    build
    environment
    local python=''
    if [ -x "$venv/bin/python" ]; then python=$venv/bin/python; fi
    python3 -B benchmarks/peers/ingest.py --program build/release/bin/ingest_tenure --python "$python" \
        --folder "${folder:-$(default_folder)}" --rows "$rows" --customers "${customers:-$(((rows + 9) / 10))}" \
        --runs "$runs" --systems "$systems"
}

build() {
    cmake --preset release >&2
    cmake --build --preset release --target ingest_tenure --parallel "$jobs" >&2
}

environment() {
    if [ -n "${TENURE_PEERS_VENV:-}" ]; then
        venv=$(from_caller "$TENURE_PEERS_VENV")
        [ -x "$venv/bin/python" ] || refuse "TENURE_PEERS_VENV: expected a virtual environment, got '$venv'"
    else
        venv=$root/build/peers/venv
        make_environment
    fi
}

command -v python3 >/dev/null || { echo "peers: python3 is needed" >&2; exit 1; }
case ${1:-} in
    ingest) ingest "${@:2}" ;;
    -h | --help) usage ;;
    *) refuse "expected ingest, got '${1:-}'" ;;
esac
