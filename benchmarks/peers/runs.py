"""What the drivers share: runs of other programs, and the tables of them. Standard library only."""

import json
import os
import subprocess
import sys

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "POLARS_MAX_THREADS")
NOT_INSTALLED = "not installed"


def split_systems(parser, text, known):
    """The names in `text`, all of which must be known."""
    names = text.split(",")
    unknown = [name for name in names if name not in known]
    if unknown:
        parser.error(f"--systems: expected some of {','.join(known)}, got {','.join(unknown)}")
    return names


def installed(python, modules):
    """Whether the interpreter of the peers' environment, empty where there is none, can load the modules."""
    return bool(python) and subprocess.run(
        [python, "-c", f"import {modules}"], capture_output=True, check=False).returncode == 0


def line_of_json(command, threads=1, limit=None, settings=None):
    """What a program says in its last line, or a text why it does not; with so many threads in the libraries that read
    it from their environment, and at most `limit` seconds."""
    environment = {**os.environ, **{name: str(threads) for name in _THREADS}, **(settings or {})}
    try:
        done = subprocess.run([str(word) for word in command], env=environment, capture_output=True, text=True,
                              timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return f"stopped after {limit} s"
    if done.returncode == 0:
        return json.loads(done.stdout.splitlines()[-1])
    said = [line for line in done.stderr.splitlines() if line.strip()]
    return f"failed ({done.returncode}): {said[-1].strip() if said else 'nothing said'}"


def best_runs(cases, runs, measure, available=lambda case: True, patience=None):
    """case -> the run of least wall time, or a text that says why there is none.

    The cases take turns, so that all of them see a machine that gets slower. What took longer than `patience` seconds
    is not run again.
    """
    best = {case: None if available(case) else NOT_INSTALLED for case in cases}
    for turn in range(runs):
        for case in cases:
            before = best[case]
            if isinstance(before, str) or (before and patience and before["seconds"] > patience):
                continue
            print(f"run {turn + 1} of {runs}: {case}", file=sys.stderr)
            run = measure(case)
            if isinstance(run, str) or before is None or run["seconds"] < before["seconds"]:
                best[case] = run
    return best


def failed(best):
    """Whether a program that is there did not do its work."""
    return any(isinstance(run, str) and run != NOT_INSTALLED for run in best.values())


def print_table(header, lines, left):
    """In columns, the first `left` of them aligned to the left. A line may end early, with a text for the rest."""
    lines = [list(header), *lines]
    full = [line for line in lines if len(line) == len(header)]
    widths = [max(len(line[i]) for line in full) for i in range(len(header))]
    for line in lines:
        words = [word.ljust(width) if i < left else word.rjust(width)
                 for i, (word, width) in enumerate(zip(line, widths))]
        print("  ".join(words).rstrip())


def print_load():
    """How busy the machine is; to be asked before the runs."""
    print(f"load      {os.getloadavg()[0]:.1f} before the first run (what else ran; figures of a busy machine are worth"
          " little)")
