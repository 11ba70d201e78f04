"""Scores the same customers with every system and prints two tables, one of time and one of accuracy; run.sh calls it.
Standard library only.

Each run is a process of its own. What is timed goes from columns in memory to P(alive) and expected purchases; loading,
imports, the making of a model (in a column of its own for Tenure) and the scoring of a thousand customers come before.
"""

import argparse
import csv
import math
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import folders
import runs

_HERE = Path(__file__).resolve().parent
_ORACLE = _HERE.parents[1] / "tests/data/bg_nbd_oracle.csv"
_MODEL = (0.2425945, 4.413602, 0.7929220, 2.425907)  # of CDNOW, in weeks: what the customers were simulated with
_HORIZON = 39  # weeks
_SAMPLE = 1000
_TOLERANCE = {"tenure": 1e-12}  # relative, on the sample and on all points that are compared
_PEERS_TOLERANCE = 1e-6  # on the sample only: what a peer does elsewhere is shown, and not judged
_UNDERFLOW = 1e-290  # smaller values are not compared

_SYSTEMS = {"tenure": "", "textbook": "", "scipy": "numpy, scipy", "lifetimes": "lifetimes", "clvkit": "clvkit",
            "pymc-marketing": "pymc_marketing"}  # and what they need in Python
_MOST_CUSTOMERS = {"pymc-marketing": 1_000_000}  # its tables take more than a kilobyte a customer
_MOST_POINTS = {"pymc-marketing": 1000}
_HEADER = ("system", "version", "instructions", "threads", "customers", "ns/customer", "CPU ns", "make ms", "peak MB",
           "not finite", "lifetimes /")
_ACCURACY = ("system", "instructions", "sample: P(alive)", "expected", "points", "not finite", "at a = 1", "a + b = 1",
             "off > 1e-6", "P(alive)", "expected")  # all from points on are of these


class Case(NamedTuple):
    system: str
    level: str
    threads: int
    customers: int

    def __str__(self):
        level = f" {self.level}" if self.level else ""
        return f"{self.system}{level}, {self.threads} threads, {self.customers} customers"


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help="folder of score_tenure and customers_tenure")
    parser.add_argument("--python", default="", help="of the peers' environment; empty where there is none")
    parser.add_argument("--folder", type=Path, required=True)
    for name in ("--customers", "--large", "--runs", "--points"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--systems", default=",".join(_SYSTEMS))
    arguments = parser.parse_args()
    arguments.systems = runs.split_systems(parser, arguments.systems, _SYSTEMS)
    arguments.program = arguments.programs / "score_tenure"
    return arguments


def _levels(arguments):
    done = subprocess.run([arguments.program, "--levels"], capture_output=True, text=True, check=True)
    return done.stdout.split()


def _cases(arguments, levels):
    for system in arguments.systems:
        customers = min(arguments.customers, _MOST_CUSTOMERS.get(system, arguments.customers))
        if system == "tenure":
            yield from (Case(system, level, threads, customers) for level in levels for threads in (1, 2))
        else:
            yield Case(system, "", 1, customers)
    if arguments.large and "tenure" in arguments.systems:
        repeats = -(-arguments.large // arguments.customers)
        yield from (Case("tenure", levels[-1], threads, repeats * arguments.customers) for threads in (1, 2))


def _model(model=_MODEL):
    return ",".join(map(repr, model))


def _peer(arguments, system, *words):
    return [arguments.python, "-B", _HERE / f"score_{system.replace('-', '_')}.py", *words]


def _in_cpp(system):
    return system in ("tenure", "textbook")


def _scored(arguments, folder, case):
    count = min(case.customers, arguments.customers)
    words = [folder, count, folders.PERIODS["day"], _model(), _HORIZON]
    if not _in_cpp(case.system):
        return runs.line_of_json(_peer(arguments, case.system, "score", *words, _SAMPLE), case.threads)
    command = [arguments.program, "--score", *words, "--formula", case.system, "--threads", case.threads, "--repeats",
               case.customers // count, "--sample", _SAMPLE]
    return runs.line_of_json(command, settings={"TENURE_SIMD": case.level} if case.level else None)


def _at_points(arguments, points, system, level):
    """What a system says at the points of the oracle's table, or a text that says why it does not."""
    if _in_cpp(system):
        command = [arguments.program, "--points", points, "--formula", system]
        return runs.line_of_json(command, settings={"TENURE_SIMD": level} if level else None)
    return runs.line_of_json(_peer(arguments, system, "points", points, _MOST_POINTS.get(system, arguments.points)))


def _line(case, run, lifetimes):
    name = [case.system]
    if isinstance(run, str):
        return name + [run]
    per_customer = run["seconds"] / run["customers"]
    ratio = f"{lifetimes / per_customer:.1f}" if lifetimes else ""
    making = f"{run['making'] * 1e3:.2f}" if case.system == "tenure" else ""
    return name + [run["version"], case.level, str(case.threads), str(run["customers"]), f"{per_customer * 1e9:.2f}",
                   f"{run['cpu_seconds'] / run['customers'] * 1e9:.2f}", making, f"{run['peak_bytes'] / 1e6:.0f}",
                   str(run["not_finite"]), ratio]


def _relative(value, reference):
    """|value / reference - 1|; infinite where the value is not finite, 0 where the reference underflows."""
    if not math.isfinite(value):
        return math.inf
    return 0.0 if reference < _UNDERFLOW else abs(value / reference - 1)


def _worst(values, references):
    return max(_relative(value, reference) for value, reference in zip(values, references, strict=True))


class Point(NamedTuple):
    unit_a: bool  # a = 1
    unit_sum: bool  # a + b = 1
    alive: float
    expected: float


def _points(count):
    """The first points of the oracle's table, of which one in ten has a near 1 and one in ten a + b near 1."""
    with open(_ORACLE, encoding="ascii") as file:
        rows = [row for row, _ in zip(csv.DictReader(file), range(count))]
    return [Point(float(row["a"]) == 1, float(row["a"]) + float(row["b"]) == 1, float(row["probability_alive"]),
                  float(row["expected_purchases"])) for row in rows]


class Judged(NamedTuple):
    """How far a system's scores at the points are from those of the oracle."""
    not_finite: list
    off: int
    alive: float
    expected: float


def _judged(points, scores):
    not_finite, off, worst = [], 0, [0.0, 0.0]
    for point, alive, expected in zip(points, scores["alive"], scores["expected"]):
        errors = _relative(alive, point.alive), _relative(expected, point.expected)
        not_finite.append(math.inf in errors)
        off += not not_finite[-1] and max(errors) > _PEERS_TOLERANCE
        if not not_finite[-1]:
            worst = [max(largest, error) for largest, error in zip(worst, errors)]
    return Judged(not_finite, off, *worst)


def _share_of(bad, members):
    return f"{sum(map(min, bad, members))}/{sum(members)}"


def _accuracy_line(system, level, sample, points, scores):
    name = [system, level, *([f"{error:.0e}" for error in sample] or ["", ""])]
    if isinstance(scores, str):
        return name + [scores]
    judged = _judged(points, scores)
    points = points[:len(judged.not_finite)]
    singular = [_share_of(judged.not_finite, [getattr(point, kind) for point in points])
                for kind in ("unit_a", "unit_sum")]
    share = sum(judged.not_finite) / len(points)
    return name + [str(len(points)), f"{share:.1%}", *singular, str(judged.off), f"{judged.alive:.0e}",
                   f"{judged.expected:.0e}"]


def _sample_errors(run, reference):
    """Of P(alive) and of expected purchases; nothing where there is no reference."""
    if isinstance(reference, str):
        return ()
    return tuple(_worst(run[name], reference[name]) for name in ("alive", "expected"))


def _references(arguments, folder, cases):
    """customers -> the scores of the sample of so many, or a text where there is no ball arithmetic."""
    counts = {min(case.customers, arguments.customers) for case in cases}
    if not runs.installed(arguments.python, "flint, numpy, pandas"):
        return dict.fromkeys(counts, runs.NOT_INSTALLED)
    return {count: runs.line_of_json([arguments.python, "-B", _HERE / "score_reference.py", folder, count,
                                      folders.PERIODS["day"], _model(), _HORIZON, _SAMPLE]) for count in counts}


def _accuracy(arguments, folder, best):
    """The lines of the table, and a text for each disagreement."""
    points, references, lines = _points(arguments.points), _references(arguments, folder, best), []
    wrong = [f"no exact scores of the sample: {reference}" for reference in references.values()
             if isinstance(reference, str) and reference != runs.NOT_INSTALLED]
    with folders.first_lines(_ORACLE, arguments.points + 1) as file:
        for case, run in best.items():
            if isinstance(run, str) or case.threads != 1 or case.customers > arguments.customers:
                continue
            print(f"accuracy: {case}", file=sys.stderr)
            sample = _sample_errors(run, references[case.customers])
            scores = _at_points(arguments, file, case.system, case.level)
            lines.append(_accuracy_line(case.system, case.level, sample, points, scores))
            wrong += _wrong(case, run, sample, points, scores)
    return lines, wrong


def _wrong(case, run, sample, points, scores):
    tolerance = _TOLERANCE.get(case.system, _PEERS_TOLERANCE)
    if run["not_finite"]:
        yield f"{case}: {run['not_finite']} scores are not finite"
    if sample and max(sample) > tolerance:
        yield f"{case}: off by {max(sample):.0e} on the sample, more than {tolerance:.0e}"
    if isinstance(scores, str):
        yield f"{case}: at the points: {scores}"
    elif case.system in _TOLERANCE:
        judged = _judged(points, scores)
        if len(judged.not_finite) < len(points) or any(judged.not_finite):
            yield f"{case}: scores are missing, or not finite, at {len(points)} points"
        if max(judged.alive, judged.expected) > tolerance:
            yield f"{case}: off by {max(judged.alive, judged.expected):.0e} at the points, more than {tolerance:.0e}"


def _other_bits(best):
    """A text for every run of Tenure whose bits are not those on one thread."""
    one = {(case.level, case.customers): run["hash"] for case, run in best.items()
           if case.system == "tenure" and case.threads == 1 and not isinstance(run, str)}
    for case, run in best.items():
        if case.system == "tenure" and case.threads > 1 and not isinstance(run, str):
            same = one.get((case.level, case.customers)) == run["hash"]
            print(f"bits      {case}: {'the same as' if same else 'NOT those'} on one thread ({run['hash']})")
            if not same:
                yield f"{case}: other bits than on one thread"


def main():
    arguments = _arguments()
    folder = folders.simulated(arguments.programs, arguments.folder, arguments.customers, "day")
    subprocess.run([arguments.program, "--about"], check=True)
    runs.print_load()
    cases = list(_cases(arguments, _levels(arguments)))
    available = {system: _in_cpp(system) or runs.installed(arguments.python, _SYSTEMS[system])
                 for system in arguments.systems}
    best = runs.best_runs(cases, arguments.runs, lambda case: _scored(arguments, folder, case),
                          lambda case: available[case.system])

    lifetimes = next((run["seconds"] / run["customers"] for case, run in best.items()
                      if case.system == "lifetimes" and not isinstance(run, str)), None)
    print(f"model     BG/NBD {_model()}, {_HORIZON} weeks ahead; the best of {arguments.runs} runs each\n")
    runs.print_table(_HEADER, [_line(case, run, lifetimes) for case, run in best.items()], left=3)
    print()
    wrong = list(_other_bits(best))
    lines, inaccurate = _accuracy(arguments, folder, best)
    print(f"\nLargest relative differences, on {_SAMPLE} of the customers and at the points of {_ORACLE.name}\n")
    runs.print_table(_ACCURACY, lines, left=2)

    print(f"\nThe customers stay in {arguments.folder} for the next time.")
    for text in wrong + inaccurate:
        print(f"*** {text}")
    sys.exit(1 if wrong or inaccurate or runs.failed(best) else 0)


if __name__ == "__main__":
    main()
