"""Finds clusters of the same customers with every system and prints two tables, one of the nearest centers of points,
one of whole searches; run.sh calls it. Standard library only.

Each run is a process of its own. What is timed of the nearest centers goes from points in memory, as each system keeps
them, to the numbers of their centers, once everything has been done before; of searches, from columns in memory to
clusters. Inertia is that of the points in double precision.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import folders
import runs

_HERE = Path(__file__).resolve().parent
_CLUSTERS = 5
_TOLERANCE = {"assign": 1e-6, "find": 1e-2}  # above the least inertia, relative

_SYSTEMS = {"tenure": "", "naive": "", "scikit-learn": "numpy, sklearn"}  # and what they need in Python
_ASSIGN = ("system", "version", "instructions", "threads", "points", "ns/point", "CPU ns", "peak MB", "above least")
_FIND = ("system", "version", "threads", "customers", "k", "starts", "seconds", "CPU s", "peak MB", "iterations",
         "inertia", "above least")


class Case(NamedTuple):
    task: str  # assign or find
    system: str
    level: str
    threads: int
    rows: int
    k: int  # 0: chosen from 2 to 10
    starts: int

    def __str__(self):
        level = f" {self.level}" if self.level else ""
        return f"{self.task} by {self.system}{level}, {self.threads} threads, {self.rows} rows, {self.starts} starts"


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help="folder of cluster_tenure")
    parser.add_argument("--python", default="", help="of the peers' environment; empty where there is none")
    parser.add_argument("--folder", type=Path, required=True)
    for name in ("--customers", "--large", "--runs"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--systems", default=",".join(_SYSTEMS))
    arguments = parser.parse_args()
    arguments.systems = runs.split_systems(parser, arguments.systems, _SYSTEMS)
    arguments.program = arguments.programs / "cluster_tenure"
    return arguments


def _levels(arguments):
    done = subprocess.run([arguments.program, "--levels"], capture_output=True, text=True, check=True)
    return done.stdout.split()


def _assign_cases(arguments):
    for system in arguments.systems:
        levels = _levels(arguments) if system == "tenure" else [""]
        yield from (Case("assign", system, level, 1, arguments.customers, 0, 0) for level in levels)


def _find_cases(arguments):
    for system in arguments.systems:
        if system == "naive":
            continue
        for threads in (1, 2):
            yield from (Case("find", system, "", threads, arguments.customers, _CLUSTERS, starts) for starts in (1, 10))
    if "tenure" not in arguments.systems:
        return
    for rows in (arguments.customers, *([arguments.large] if arguments.large else [])):
        yield from (Case("find", "tenure", "", threads, rows, 0, 10) for threads in (1, 2))


def _folder(arguments, case):
    kind, mode = ("points", "--points") if case.task == "assign" else ("shoppers", "--customers")
    return folders.made(arguments.program, arguments.folder / f"{kind}-{case.rows}", [mode, str(case.rows)])


def _measured(arguments, case):
    words = [_folder(arguments, case), case.rows]
    if case.task == "find":
        words += [case.k, case.starts, case.threads]
    if case.system == "scikit-learn":
        script = _HERE / "cluster_scikit_learn.py"
        return runs.line_of_json([arguments.python, "-B", script, case.task, *words], case.threads)
    if case.task == "assign":
        words.append(case.system)
    return runs.line_of_json([arguments.program, f"--{case.task}", *words],
                             settings={"TENURE_SIMD": case.level} if case.level else None)


def _least(best):
    """(task, rows, k) -> the least inertia that was found; a k that was chosen is compared with nothing."""
    least = {}
    for case, run in best.items():
        if not isinstance(run, str):
            key = case.task, case.rows, case.k
            least[key] = min(run["inertia"], least.get(key, run["inertia"]))
    return least


def _above(case, run, least):
    return run["inertia"] / least[case.task, case.rows, case.k] - 1


def _assign_line(case, run, least):
    name = [case.system]
    if isinstance(run, str):
        return name + [run]
    return name + [run["version"], case.level, str(case.threads), str(case.rows),
                   f"{run['seconds'] / case.rows * 1e9:.2f}", f"{run['cpu_seconds'] / case.rows * 1e9:.2f}",
                   f"{run['peak_bytes'] / 1e6:.0f}", f"{_above(case, run, least):.0e}"]


def _find_line(case, run, least):
    name = [case.system]
    if isinstance(run, str):
        return name + [run]
    return name + [run["version"], str(case.threads), str(case.rows), str(run["k"]) if case.k else f"2-10: {run['k']}",
                   str(case.starts), f"{run['seconds']:.3f}", f"{run['cpu_seconds']:.3f}",
                   f"{run['peak_bytes'] / 1e6:.0f}", str(run["iterations"]), f"{run['inertia']:.1f}",
                   f"{_above(case, run, least):.2%}"]


def _wrong(best, least):
    for case, run in best.items():
        if not isinstance(run, str) and case.system != "scikit-learn":
            above = _above(case, run, least)
            if above > _TOLERANCE[case.task]:
                yield f"{case}: {above:.1%} above the least inertia"


def main():
    arguments = _arguments()
    subprocess.run([arguments.program, "--about"], check=True)
    runs.print_load()
    available = {system: not needs or runs.installed(arguments.python, needs) for system, needs in _SYSTEMS.items()}
    tables = []
    for cases in (_assign_cases(arguments), _find_cases(arguments)):
        tables.append(runs.best_runs(list(cases), arguments.runs, lambda case: _measured(arguments, case),
                                     lambda case: available[case.system]))
    best = {**tables[0], **tables[1]}
    least = _least(best)
    print(f"\nThe nearest of 16 centers, 8 coordinates; the best of {arguments.runs} runs each\n")
    runs.print_table(_ASSIGN, [_assign_line(case, run, least) for case, run in tables[0].items()], left=3)
    print("\nClusters by recency, frequency and revenue, logarithms\n")
    runs.print_table(_FIND, [_find_line(case, run, least) for case, run in tables[1].items()], left=2)
    print(f"\nThe data stay in {arguments.folder} for the next time.")
    wrong = list(_wrong(best, least))
    for text in wrong:
        print(f"*** {text}")
    sys.exit(1 if wrong or runs.failed(best) else 0)


if __name__ == "__main__":
    main()
