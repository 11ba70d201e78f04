"""Reads the same order files with every system and prints one table; run.sh calls it. Standard library only.

Each run is a process of its own. The systems take turns, so that all of them see a machine that gets slower, and of
each the run of least wall time counts. All must find the same figures for every customer: where one does not, that is
said at the end, and the exit status is 1.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import runs

_HERE = Path(__file__).resolve().parent
_FIGURES = ("customers", "first", "last", "days", "cents", "hash")
_SYSTEMS = {"tenure": (1, 2), "duckdb": (1, 2), "polars": (1, 2), "pandas": (1,)}  # and numbers of threads
_HEADER = ("input", "system", "version", "threads", "ns/row", "CPU ns/row", "MB/s", "peak MB", "customers", "checksum",
           "/ Tenure")


class Input(NamedTuple):
    ids: str  # integer or text
    order: str  # any or by-date

    def __str__(self):
        return f"{self.ids}, {self.order}"


class Case(NamedTuple):
    input: Input
    system: str
    threads: int

    def __str__(self):
        return f"{self.input}: {self.system}, {self.threads} threads"


_INPUTS = (Input("integer", "any"), Input("integer", "by-date"), Input("text", "any"))


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, required=True, help="ingest_tenure")
    parser.add_argument("--python", default="", help="of the peers' environment; empty where there is none")
    parser.add_argument("--folder", type=Path, required=True)
    for name in ("--rows", "--customers", "--runs"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--systems", default=",".join(_SYSTEMS))
    arguments = parser.parse_args()
    arguments.systems = runs.split_systems(parser, arguments.systems, _SYSTEMS)
    return arguments


def _order_file(arguments, order_input):
    """The file of these rows; written where it is not there yet, as a whole or not at all."""
    name = f"orders-{arguments.rows}-{arguments.customers}-{order_input.ids}-{order_input.order}.csv"
    path = arguments.folder / name
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        try:
            subprocess.run([arguments.program, "--generate", unfinished, str(arguments.rows), str(arguments.customers),
                            "--ids", order_input.ids, "--order", order_input.order], check=True)
            unfinished.replace(path)
        except subprocess.CalledProcessError:
            sys.exit(f"peers: {path} could not be written; is there room for it?")
        finally:
            unfinished.unlink(missing_ok=True)
    return path


def _command(arguments, case, path):
    if case.system == "tenure":
        return [arguments.program, "--read", path, "--ids", case.input.ids, "--order", case.input.order,
                "--threads", str(case.threads)]
    return [arguments.python, "-B", _HERE / f"ingest_{case.system}.py", path, case.input.ids, str(case.threads)]


def _measured(arguments, paths):
    """case -> the best of its runs, or a text that says why there is none."""
    available = {system: system == "tenure" or runs.installed(arguments.python, f"numpy, {system}")
                 for system in arguments.systems}
    cases = [Case(order_input, system, threads) for order_input in _INPUTS for system in arguments.systems
             for threads in _SYSTEMS[system]]
    return runs.best_runs(
        cases, arguments.runs, available=lambda case: available[case.system],
        measure=lambda case: runs.line_of_json(_command(arguments, case, paths[case.input]), case.threads))


def _line(case, run, tenure, rows, size):
    if isinstance(run, str):
        return [str(case.input), case.system, run]
    ratio = f"{run['seconds'] / tenure['seconds']:.1f}" if isinstance(tenure, dict) else ""
    return [str(case.input), case.system, run["version"], str(case.threads), f"{run['seconds'] / rows * 1e9:.1f}",
            f"{run['cpu_seconds'] / rows * 1e9:.1f}", f"{size / run['seconds'] / 1e6:.0f}",
            f"{run['peak_bytes'] / 1e6:.0f}", str(run["customers"]), run["hash"], ratio]


def _differences(best):
    """One text for every run whose figures are not those of the first run on the same ids (the order is no matter)."""
    expected = {}
    for case, run in best.items():
        if isinstance(run, str):
            continue
        first_case, first = expected.setdefault(case.input.ids, (case, run))
        wrong = [f"{name} {run[name]} and not {first[name]}" for name in _FIGURES if run[name] != first[name]]
        if wrong:
            yield f"{case}, against {first_case.system}: {', '.join(wrong)}"


def main():
    arguments = _arguments()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    paths = {order_input: _order_file(arguments, order_input) for order_input in _INPUTS}
    subprocess.run([arguments.program, "--about"], check=True)
    runs.print_load()
    best = _measured(arguments, paths)
    print(f"log       {arguments.rows} rows of {arguments.customers} customers; the best of {arguments.runs} runs each")
    print(f"files     {', '.join(f'{path.name} ({path.stat().st_size} bytes)' for path in paths.values())}\n")
    runs.print_table(_HEADER, [
        _line(case, run, best.get(Case(case.input, "tenure", case.threads)), arguments.rows,
              paths[case.input].stat().st_size) for case, run in best.items()], left=3)

    print(f"\nThe files stay in {arguments.folder} for the next time.")
    differences = list(_differences(best))
    for difference in differences:
        print(f"*** THE FIGURES DIFFER: {difference}")
    sys.exit(1 if differences or runs.failed(best) else 0)


if __name__ == "__main__":
    main()
