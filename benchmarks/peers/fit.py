"""Fits the same customers with every system and prints one table; run.sh calls it. Standard library only.

Each run is a process of its own. What is timed goes from columns in memory to the parameters: in Tenure's case and in
lifetimes' with their standard errors. Loading and imports come before, and so does a first fit, of a thousand customers
or, with pymc-marketing, which compiles for its data, of all. The log-likelihood that each has reached is worked out by
one formula.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import folders
import runs

_HERE = Path(__file__).resolve().parent
_CDNOW = 2357  # customers
_PATIENCE = 60  # seconds: what takes longer is run once
_TOLERANCE = 0.01  # below the best log-likelihood: where the error is at most 0.14 standard errors

_SYSTEMS = {"tenure": (1, 2), "lifetimes": (1,), "lifetimes-condensed": (1,), "clvkit": (1,), "pymc-marketing": (1,)}
_MODULES = {"lifetimes": "lifetimes", "clvkit": "clvkit", "pymc-marketing": "pymc_marketing"}
_HEADER = ("model", "customers", "system", "version", "threads", "seconds", "CPU s", "peak MB", "log-likelihood",
           "below best", "/ Tenure")


class Data(NamedTuple):
    model: str  # bg-nbd or gamma-gamma
    customers: int
    merge: str  # day, week, or cdnow: CDNOW's sample, by day
    peers: bool  # whether the peers fit it too

    def __str__(self):
        return f"{self.customers}, {'CDNOW' if self.merge == 'cdnow' else f'by {self.merge}'}"

    @property
    def period(self):
        return "week" if self.merge == "week" else "day"


class Case(NamedTuple):
    data: Data
    system: str
    threads: int

    def __str__(self):
        return f"{self.data.model}, {self.data}: {self.system}, {self.threads} threads"


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help="folder of fit_tenure and customers_tenure")
    parser.add_argument("--python", default="", help="of the peers' environment; empty where there is none")
    parser.add_argument("--folder", type=Path, required=True)
    for name in ("--customers", "--large", "--runs", "--limit"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--systems", default=",".join(_SYSTEMS))
    arguments = parser.parse_args()
    arguments.systems = runs.split_systems(parser, arguments.systems, _SYSTEMS)
    return arguments


def _data(arguments):
    yield Data("bg-nbd", _CDNOW, "cdnow", True)
    yield Data("bg-nbd", arguments.customers, "day", True)
    yield Data("bg-nbd", arguments.customers, "week", True)
    yield Data("gamma-gamma", _CDNOW, "cdnow", True)
    yield Data("gamma-gamma", arguments.customers, "day", True)
    if arguments.large and "tenure" in arguments.systems:
        yield Data("bg-nbd", arguments.large, "day", False)


def _folder(arguments, data):
    if data.merge == "cdnow":
        return folders.cdnow(arguments.programs, arguments.folder)
    return folders.simulated(arguments.programs, arguments.folder, data.customers, data.merge)


def _cases(arguments, data):
    return [Case(one, system, threads) for one in data for system in arguments.systems
            if one.peers or system == "tenure" for threads in _SYSTEMS[system]]


def _library(system):
    return system.removesuffix("-condensed")


def _fitted(arguments, folder, case):
    data = case.data
    if case.system == "tenure":
        command = [arguments.programs / "fit_tenure", "--fit", folder, data.customers, data.period, data.model,
                   case.threads]
    else:
        command = [arguments.python, "-B", _HERE / f"fit_{_library(case.system).replace('-', '_')}.py", folder,
                   data.customers, folders.PERIODS[data.period], data.model]
        command += ["--condense"] if case.system.endswith("-condensed") else []
    return runs.line_of_json(command, case.threads, arguments.limit)


def _likelihoods(arguments, paths, best):
    """case -> the log-likelihood that was reached; none without NumPy and SciPy."""
    found = {}
    if not runs.installed(arguments.python, "numpy, pandas, scipy"):
        return found
    for data, path in paths.items():
        cases = [case for case, run in best.items() if case.data == data and not isinstance(run, str)]
        if not cases:
            continue
        said = runs.line_of_json(
            [arguments.python, "-B", _HERE / "likelihood.py", path, data.customers, folders.PERIODS[data.period],
             data.model, *(",".join(map(repr, best[case]["parameters"])) for case in cases)])
        if isinstance(said, str):
            sys.exit(f"peers: the log-likelihoods of {data}: {said}")
        found.update(zip(cases, said))
    return found


def _below_best(likelihoods):
    """case -> how far its log-likelihood is below the best of the same data."""
    highest = {}
    for case, value in likelihoods.items():
        highest[case.data] = max(value, highest.get(case.data, value))
    return {case: highest[case.data] - value for case, value in likelihoods.items()}


def _line(case, run, tenure, likelihood, below):
    name = [case.data.model, str(case.data), case.system]
    if isinstance(run, str):
        return name + [run]
    ratio = f"{run['seconds'] / tenure['seconds']:.1f}" if isinstance(tenure, dict) else ""
    return name + [run["version"], str(case.threads), f"{run['seconds']:.5f}", f"{run['cpu_seconds']:.5f}",
                   f"{run['peak_bytes'] / 1e6:.0f}", "" if likelihood is None else f"{likelihood:.4f}",
                   "" if below is None else f"{below:.0e}", ratio]


def _wrong(best, below):
    for case, run in best.items():
        if isinstance(run, dict) and run.get("status", "converged") not in ("converged", "boundary"):
            yield f"{case}: {run['status']}"
    for case, missing in below.items():
        if not missing <= _TOLERANCE:
            yield f"{case}: stopped {missing:.2g} below the best log-likelihood, more than {_TOLERANCE}"


def main():
    arguments = _arguments()
    paths = {data: _folder(arguments, data) for data in _data(arguments)}
    subprocess.run([arguments.programs / "fit_tenure", "--about"], check=True)
    runs.print_load()
    available = {system: system == "tenure" or runs.installed(arguments.python, _MODULES[_library(system)])
                 for system in arguments.systems}
    best = runs.best_runs(_cases(arguments, paths), arguments.runs,
                          lambda case: _fitted(arguments, paths[case.data], case),
                          lambda case: available[case.system], _PATIENCE)
    likelihoods = _likelihoods(arguments, paths, best)
    below = _below_best(likelihoods)

    print(f"fits      the best of {arguments.runs} runs each, one where it took more than {_PATIENCE} s\n")
    runs.print_table(_HEADER, [
        _line(case, run, best.get(Case(case.data, "tenure", case.threads)), likelihoods.get(case), below.get(case))
        for case, run in best.items()], left=4)

    print(f"\nThe customers stay in {arguments.folder} for the next time.")
    wrong = list(_wrong(best, below))
    for text in wrong:
        print(f"*** {text}")
    sys.exit(1 if wrong or runs.failed(best) else 0)


if __name__ == "__main__":
    main()
