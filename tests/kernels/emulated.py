"""Runs the suites for each level of vector instructions on a CPU that this machine may not be.

    emulated.py CPU HIGHEST EXECUTABLE

CPU is a model of qemu-x86_64 (user mode), HIGHEST the level that it has. Emulation is thirty times slower: tables of
reference values are left out, and what is left is chosen to take a minute or so. An instruction that the CPU lacks ends
the program by a signal, wherever it came from. Exits with 77 where there is no qemu-x86_64, or no x86-64.
"""

import os
import platform
import re
import shutil
import subprocess
import sys

LEVELS = ["baseline", "avx2", "avx512"]
FILTER = "*Isa*-*IsaOracle*:*Threads*"


def _run(command, level=None):
    environment = {name: value for name, value in os.environ.items() if name != "TENURE_SIMD"}
    if level is not None:
        environment["TENURE_SIMD"] = level
    # Of the features that it leaves out, the emulator says so on each run.
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, "".join(line for line in done.stdout.splitlines(True) if "TCG doesn't support" not in line)


def _refusals(command, highest):
    """Problems of a run at the next level: it must fail, and say why."""
    above = LEVELS[LEVELS.index(highest) + 1]
    code, output = _run(command, above)
    expected = f"TENURE_SIMD: expected a level that this CPU has, at most {highest}, got {above}"
    if code != 1 or expected not in output:
        yield f"at TENURE_SIMD={above}: expected a failure that says: {expected}\ngot {code}:\n{output}"


def _failures(command, highest):
    """Problems of a run as the CPU has it: all tests pass, and there are some."""
    code, output = _run(command)
    print(output)
    if code != 0:
        yield f"ended with {code}" + (", a signal: an instruction that this CPU lacks?" if code < 0 else "")
    if not re.search(r"\[  PASSED  \] [1-9]\d* test", output):
        yield "no test has passed"
    ran = set(re.findall(r"\[       OK \] .*/(baseline|avx2|avx512) ", output))
    expected = set(LEVELS[:LEVELS.index(highest) + 1])
    if ran and ran != expected:
        yield f"expected tests at {', '.join(sorted(expected))}, got them at {', '.join(sorted(ran))}"


def main():
    cpu, highest, executable = sys.argv[1:]
    emulator = shutil.which("qemu-x86_64")
    if emulator is None or platform.machine().lower() not in ("x86_64", "amd64"):
        print("SKIPPED: no qemu-x86_64 here, or nothing that it could run")
        sys.exit(77)
    command = [emulator, "-cpu", cpu, executable, f"--gtest_filter={FILTER}"]
    problems = [*_refusals(command, highest), *_failures(command, highest)]
    print("\n".join(problems) or f"{cpu}: passed; the highest level is {highest}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
