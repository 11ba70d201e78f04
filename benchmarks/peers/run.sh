#!/usr/bin/env bash
# Tenure beside the programs that one would otherwise take: the same data, the same machine, one table. See usage below.
caller=$PWD
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/common.sh"

usage() {
    cat <<'END'
Usage: benchmarks/peers/run.sh ingest|score|fit|cluster [options]

ingest: from a file of orders to its customers: the first and last date of each, the number of distinct dates, and the
exact sum of the amounts. Tenure, DuckDB, Polars and pandas read the same files.

  --rows N         rows of each of the three files, of 27 to 32 bytes   (10000000)
  --customers N    customers                                            (a tenth of the rows)
  --systems LIST   some of tenure,duckdb,polars,pandas                  (all)

score: P(alive) and the purchases expected in 39 weeks, by the BG/NBD model: Tenure with each kind of vector
instructions that the CPU has, on one and two threads; the textbook formula in plain C++ and with SciPy; lifetimes,
clvkit and pymc-marketing (a million customers at most). A second table has how far they are off, and where they give
NaN.

  --customers N    customers                                            (10000000)
  --large N        at least so many as well, the same customers over
                   and over, by Tenure alone; 0: not                    (0)
  --points N       of the table of exact values, 1 to 10000; 1000 at
                   most for pymc-marketing                              (10000)
  --systems LIST   some of tenure,textbook,scipy,lifetimes,clvkit,pymc-marketing  (all)

fit: BG/NBD on CDNOW's sample and on simulated customers, merged by day and by week; Gamma-Gamma on the same. Tenure on
one and two threads, lifetimes (with every customer, and condensed to distinct histories with weights), clvkit,
pymc-marketing with flat priors. The log-likelihoods that they reach are compared, by one formula.

  --customers N    customers, but for CDNOW                             (1000000)
  --large N        so many as well, by day, by Tenure alone; 0: not     (10000000)
  --limit SECONDS  a fit that takes longer is stopped                   (900)
  --systems LIST   some of tenure,lifetimes,lifetimes-condensed,clvkit,pymc-marketing  (all)

cluster: the nearest of 16 centers for points of 8 coordinates, and k-means on customers: Tenure (the former with each
kind of vector instructions that the CPU has), a loop in plain C++ for the former, scikit-learn. The inertia that they
reach is compared.

  --customers N    points, and customers                                (1000000)
  --large N        so many customers as well, by Tenure alone; 0: not   (10000000)
  --systems LIST   some of tenure,naive,scikit-learn                    (all)

All of them:

  --runs N         runs of each, of which the best counts               (3)
  --folder FOLDER  where the data are written and kept                  (in /dev/shm, else in $TMPDIR or /tmp)

Each run is a process of its own, and what they find is compared. Prints tables.

Builds Tenure (preset release), and installs the peers, in the versions of benchmarks/peers/requirements.txt, into a
virtual environment in build/peers, made with TENURE_PEERS_PYTHON (python3). A peer that cannot be installed is marked
so in the table, and the others go on. Where TENURE_PEERS_VENV names a virtual environment, that one is used as it is,
and nothing is installed. pymc-marketing of today needs Python 3.12; with 3.11 an older version is taken, which the
table names. It compiles while it runs, and keeps what it has compiled where PyTensor does.

Logs that are too long for a file are made while Tenure reads them: see build/release/bin/ingest_tenure --stream.

Exit status: 0; 1 where a system failed or was stopped, found other figures than the rest (ingest), gave a score that is
not finite or is off by more than 1e-12 (Tenure) or 1e-6 (the peers, on a sample of the customers), ended more than
0.01 below the best log-likelihood (fit), or more than 1 % above the least inertia (cluster, Tenure); 2 for a wrong
argument.
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

# whole_number_or_none OPTION VALUE
whole_number_or_none() {
    if [ "$2" = 0 ]; then echo 0; else whole_number "$1" "$2"; fi
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

# make_environment PEERS: makes the virtual environment, with as many of the peers as can be had.
make_environment() {
    local peer
    mkdir -p build/peers
    if [ ! -x "$venv/bin/pip" ] &&
        ! "${TENURE_PEERS_PYTHON:-python3}" -m venv --clear "$venv" >build/peers/venv.log 2>&1; then
        echo "peers: no virtual environment, so no peers (Debian has it in python3-venv); see build/peers/venv.log" >&2
        return 0
    fi
    for peer in "$@"; do
        case $peer in
            duckdb) install duckdb numpy pyarrow ;;
            polars) install polars numpy ;;
            pandas) install pandas numpy pyarrow ;;
            *) install "$peer" numpy pandas ;;
        esac
    done
}

ingest() {
    local customers='' rows=10000000 systems=tenure,duckdb,polars,pandas
    options rows customers systems -- "$@"
    build ingest_tenure
    environment duckdb polars pandas
    run_driver ingest --program build/release/bin/ingest_tenure --rows "$rows" \
        --customers "${customers:-$(((rows + 9) / 10))}"
}

score() {
    local customers=10000000 large=0 points=10000 systems=tenure,textbook,scipy,lifetimes,clvkit,pymc-marketing
    options customers large points systems -- "$@"
    build score_tenure customers_tenure
    environment scipy lifetimes clvkit pymc-marketing python-flint
    run_driver score --programs build/release/bin --customers "$customers" --large "$large" --points "$points"
}

fit() {
    local customers=1000000 large=10000000 limit=900
    local systems=tenure,lifetimes,lifetimes-condensed,clvkit,pymc-marketing
    options customers large limit systems -- "$@"
    build fit_tenure customers_tenure
    environment scipy lifetimes clvkit pymc-marketing
    run_driver fit --programs build/release/bin --customers "$customers" --large "$large" --limit "$limit"
}

cluster() {
    local customers=1000000 large=10000000 systems=tenure,naive,scikit-learn
    options customers large systems -- "$@"
    build cluster_tenure
    environment scikit-learn
    run_driver cluster --programs build/release/bin --customers "$customers" --large "$large"
}

runs=3
folder=''

# options NAME... -- ARGUMENT...: sets the variables of these names, runs and folder from --NAME VALUE.
options() {
    local names=' runs folder '
    while [ "$1" != -- ]; do
        names+="$1 "
        shift
    done
    shift
    while [ $# -gt 0 ]; do
        [ $# -ge 2 ] || refuse "$1: unknown, or without its value"
        [[ $1 =~ ^--[a-z]+$ && $names == *" ${1#--} "* ]] || refuse "$1: unknown"
        option "${1#--}" "$2"
        shift 2
    done
}

# option NAME VALUE
option() {
    local value
    case $1 in
        folder) value=$(from_caller "$2") ;;
        systems) value=$2 ;;
        large) value=$(whole_number_or_none "--$1" "$2") ;;
        *) value=$(whole_number "--$1" "$2") ;;
    esac
    printf -v "$1" %s "$value"
}

build() {
    cmake --preset release >&2
    cmake --build --preset release --target "$@" --parallel "$jobs" >&2
}

# environment PEERS: names the virtual environment, and makes it where it is ours.
environment() {
    if [ -n "${TENURE_PEERS_VENV:-}" ]; then
        venv=$(from_caller "$TENURE_PEERS_VENV")
        [ -x "$venv/bin/python" ] || refuse "TENURE_PEERS_VENV: expected a virtual environment, got '$venv'"
    else
        venv=$root/build/peers/venv
        make_environment "$@"
    fi
}

# run_driver NAME ARGUMENT...
run_driver() {
    local python=''
    if [ -x "$venv/bin/python" ]; then python=$venv/bin/python; fi
    python3 -B "benchmarks/peers/$1.py" "${@:2}" --python "$python" --folder "${folder:-$(default_folder)}" \
        --runs "$runs" --systems "$systems"
}

command -v python3 >/dev/null || { echo "peers: python3 is needed" >&2; exit 1; }
case ${1:-} in
    ingest | score | fit | cluster) "$1" "${@:2}" ;;
    -h | --help) usage ;;
    *) refuse "expected ingest, score, fit or cluster, got '${1:-}'" ;;
esac
