"""Where the customers that all systems score and fit are kept. Standard library only."""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

PERIODS = {"day": 7, "week": 1}  # in a week


def made(program, path, words):
    """The folder of these data; written by a program where it is not there yet, as a whole or not at all."""
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        try:
            subprocess.run([program, words[0], unfinished, *words[1:]], check=True)
            unfinished.replace(path)
        except subprocess.CalledProcessError:
            sys.exit(f"peers: {path} could not be written; is there room for it?")
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return path


def simulated(programs, folder, customers, merge):
    return made(programs / "customers_tenure", folder / f"customers-{customers}-{merge}",
                ["--simulate", str(customers), merge])


def cdnow(programs, folder):
    return made(programs / "customers_tenure", folder / "customers-cdnow", ["--cdnow"])


@contextlib.contextmanager
def first_lines(path, count):
    """A temporary file of the first lines of `path`."""
    with tempfile.TemporaryDirectory() as folder, open(path, encoding="ascii") as file:
        copy = Path(folder) / path.name
        copy.write_text("".join(islice(file, count)), encoding="ascii")
        yield copy
