"""Shell scripts find the checkout, and the data that they are given, from wherever and however they are called."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from source_tree import expect, main, planted

_SCRIPTS = ("scripts/*.sh", ".ci/run", "tests/package/run.sh")
_COMMON = "scripts/common.sh"
_CD = re.compile(r"(?:^|[\s(;&|])cd\s")
_GUARD = re.compile(r"^\s*(?:unset CDPATH\b|source .*common\.sh\")", re.MULTILINE)


def _unguarded(root):
    """An exported CDPATH makes `cd folder` go to a folder of that name elsewhere, and print where."""
    for path in sorted(found for pattern in _SCRIPTS for found in root.glob(pattern)):
        guarded = False
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            guarded = guarded or bool(_GUARD.match(line))
            if not guarded and _CD.search(line.split("#")[0]):
                yield f"{path.relative_to(root).as_posix()}:{number}: cd before `unset CDPATH`"
                break


def _sourced(common, folder, **environment):
    """The working directory and TENURE_DATA_DIR after a script called from `folder` has sourced `common`."""
    return subprocess.run(["bash", "-c", f'source "{common}"; echo "$PWD $TENURE_DATA_DIR"'], cwd=folder,
                          env={**os.environ, **environment}, capture_output=True, text=True, check=False).stdout.strip()


def _lost(root):
    """Sources a copy of common.sh in a checkout that has a decoy, as its own scripts do."""
    if not (root / _COMMON).exists() or not shutil.which("bash"):
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        checkout, caller = folder / "checkout", folder / "caller"
        for path in (checkout / "scripts", folder / "decoy/scripts", caller / "data"):
            path.mkdir(parents=True)
        shutil.copy(root / _COMMON, checkout / "scripts")
        for working, common in ((checkout, "scripts/common.sh"), (caller, "../checkout/scripts/common.sh")):
            got = _sourced(common, working, CDPATH=f"{folder}/decoy", TENURE_DATA_DIR="../caller/data")
            if got != f"{checkout} {caller}/data":
                yield f"{_COMMON}:1: called from {working.name}/, it works in \"{got}\""


def check(root):
    return [*_unguarded(root), *_lost(root)]


def self_test():
    good = 'set -e\nunset CDPATH\nTENURE_DATA_DIR=$(cd "$TENURE_DATA_DIR" && pwd)\n' \
           'root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)\ncd "$root"\n'
    expect(planted(check, {
        _COMMON: good,
        "scripts/a.sh": '# cd in a comment\nsource "$(dirname "${BASH_SOURCE[0]}")/common.sh"\ncd build\n',
        ".ci/run": "set -e\nunset CDPATH # why\nroot=$(cd .. && pwd)\n",
    }))
    expect(planted(check, {".ci/run": "set -e\nroot=$(cd .. && pwd)\nunset CDPATH\n"}), ".ci/run:2: cd before")
    if shutil.which("bash"):
        expect(planted(check, {_COMMON: good.replace("unset CDPATH\n", "")}),
               "scripts/common.sh:2: cd before", "scripts/common.sh:1: called from checkout/")
        expect(planted(check, {_COMMON: good.replace('TENURE_DATA_DIR=$(cd "$TENURE_DATA_DIR" && pwd)\n', "")}),
               "scripts/common.sh:1: called from checkout/", "scripts/common.sh:1: called from caller/")


if __name__ == "__main__":
    main(check, self_test)
