"""Reads the same order files with every system and prints one table; run.sh calls it. Standard library only.

Each run is a process of its own. The systems take turns, so that all of them see a machine that gets slower, and of
each the run of least wall time counts. All must find the same figures for every customer: where one does not, that is
said at the end, and the exit status is 1.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

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
    arguments.systems = arguments.systems.split(",")
    unknown = [name for name in arguments.systems if name not in _SYSTEMS]
    if unknown:
        parser.error(f"--systems: expected some of {','.join(_SYSTEMS)}, got {','.join(unknown)}")
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


def _run(arguments, case, path):
    """The line of JSON of one run, or a text that says why there is none."""
    environment = {**os.environ, "POLARS_MAX_THREADS": str(case.threads)}
    done = subprocess.run(_command(arguments, case, path), env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return json.loads(done.stdout)
    said = done.stderr.strip().splitlines()
    return f"failed ({done.returncode}): {said[-1] if said else 'nothing said'}"


def _installed(arguments, system):
    if system == "tenure":
        return True
    return bool(arguments.python) and subprocess.run(
        [arguments.python, "-c", f"import numpy, {system}"], capture_output=True, check=False).returncode == 0


def _measured(arguments, paths):
    """case -> the best of its runs, or a text that says why there is none."""
    installed = {system: _installed(arguments, system) for system in arguments.systems}
    cases = [Case(order_input, system, threads) for order_input in _INPUTS for system in arguments.systems
             for threads in _SYSTEMS[system]]
    best = {case: None if installed[case.system] else "not installed" for case in cases}
    for turn in range(arguments.runs):
        for case in cases:
            if isinstance(best[case], str):
                continue
            print(f"run {turn + 1} of {arguments.runs}: {case.input}: {case.system}, {case.threads} threads",
                  file=sys.stderr)
            run = _run(arguments, case, paths[case.input])
            if isinstance(run, str) or best[case] is None or run["seconds"] < best[case]["seconds"]:
                best[case] = run
    return best


def _line(case, run, tenure, rows, size):
    if isinstance(run, str):
        return [str(case.input), case.system, run]
    ratio = f"{run['seconds'] / tenure['seconds']:.1f}" if isinstance(tenure, dict) else ""
    return [str(case.input), case.system, run["version"], str(case.threads), f"{run['seconds'] / rows * 1e9:.1f}",
            f"{run['cpu_seconds'] / rows * 1e9:.1f}", f"{size / run['seconds'] / 1e6:.0f}",
            f"{run['peak_bytes'] / 1e6:.0f}", str(run["customers"]), run["hash"], ratio]


def _print_table(lines):
    full = [line for line in lines if len(line) == len(_HEADER)]
    widths = [max(len(line[i]) for line in full) for i in range(len(_HEADER))]
    for line in lines:
        words = [word.ljust(width) if i < 3 else word.rjust(width) for i, (word, width) in enumerate(zip(line, widths))]
        print("  ".join(words).rstrip())


def _differences(best):
    """One text for every run whose figures are not those of the first run on the same ids (the order is no matter)."""
    expected = {}
    for case, run in best.items():
        if isinstance(run, str):
            continue
        first_case, first = expected.setdefault(case.input.ids, (case, run))
        wrong = [f"{name} {run[name]} and not {first[name]}" for name in _FIGURES if run[name] != first[name]]
        if wrong:
            yield (f"{case.input}: {case.system}, {case.threads} threads, against {first_case.system}: "
                   f"{', '.join(wrong)}")


def main():
    arguments = _arguments()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    paths = {order_input: _order_file(arguments, order_input) for order_input in _INPUTS}
    load = os.getloadavg()[0]
    best = _measured(arguments, paths)

    subprocess.run([arguments.program, "--about"], check=True)
    print(f"load      {load:.1f} before the first run (what else ran; figures of a busy machine are worth little)")
    print(f"log       {arguments.rows} rows of {arguments.customers} customers; the best of {arguments.runs} runs each")
    print(f"files     {', '.join(f'{path.name} ({path.stat().st_size} bytes)' for path in paths.values())}\n")
    _print_table([list(_HEADER)] + [
        _line(case, run, best.get(Case(case.input, "tenure", case.threads)), arguments.rows,
              paths[case.input].stat().st_size) for case, run in best.items()])

    print(f"\nThe files stay in {arguments.folder} for the next time.")
    differences = list(_differences(best))
    for difference in differences:
        print(f"*** THE FIGURES DIFFER: {difference}")
    failed = any(isinstance(run, str) and run.startswith("failed") for run in best.values())
    sys.exit(1 if differences or failed else 0)


if __name__ == "__main__":
    main()
