"""Every translation unit of ours that includes Eigen, however indirectly, is compiled with Eigen renamed; a kernel's to
the name of its level.

Why, stands in cmake/TenureFloor.cmake. Reads compile_commands.json of the build folder given after the root.
"""

import json
import re
import sys
from pathlib import Path

from source_tree import expect, main, planted, without_comments

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]', re.MULTILINE)
_RENAMED = re.compile(r"-DEigen=tenure_eigen_\w+")
_LEVEL = re.compile(r"-DTENURE_KERNEL_LEVEL=(\w+)")
# Examples are a user's code; whatever stands in a build folder is generated.
_OURS = ("src", "tools", "tests", "benchmarks", "python")


def _includes_eigen(path, root, seen):
    if path in seen or not path.is_file():
        return False
    seen.add(path)
    text = without_comments(path.read_text(encoding="utf-8"))
    for name in _INCLUDE.findall(text):
        if name.startswith(("Eigen/", "unsupported/Eigen/")):
            return True
        beside = [folder / name for folder in (path.parent, root / "include", root / "src", root / "tests")]
        if any(_includes_eigen(header, root, seen) for header in beside):
            return True
    return False


def check(root, commands="build/compile_commands.json"):
    problems = []
    for entry in json.loads((root / commands).read_text(encoding="utf-8")):
        source = (Path(entry["directory"]) / entry["file"]).resolve()
        if not source.is_relative_to(root) or source.relative_to(root).parts[0] not in _OURS:
            continue
        command = entry.get("command") or " ".join(entry["arguments"])
        name = source.relative_to(root).as_posix()
        level = _LEVEL.search(command)
        if level and not re.search(rf"-DEigen=tenure_eigen_{level[1]}\b", command):
            problems.append(f"{name}:1: is compiled for {level[1]}, but without -DEigen=tenure_eigen_{level[1]}")
        elif not _RENAMED.search(command) and _includes_eigen(source, root, set()):
            problems.append(f"{name}:1: includes Eigen but is compiled without -DEigen=tenure_eigen_...")
    return sorted(set(problems))


def self_test():
    def commands(flags):
        return json.dumps([{"directory": ".", "file": "src/models/fit.cpp", "command": f"c++ {flags} -c fit.cpp"}])

    def tree(flags):
        return {
            "src/models/fit.cpp": '#include "numeric/newton.hpp"\n',
            "src/numeric/newton.hpp": "#pragma once\n#include <Eigen/Cholesky>\n",
            "build/compile_commands.json": commands(flags),
        }

    def at(root):  # the commands of the planted tree name files below it
        path = root / "build/compile_commands.json"
        path.write_text(path.read_text().replace('"directory": "."', f'"directory": "{root.as_posix()}"'))
        return check(root.resolve())

    expect(planted(at, tree("-DEigen=tenure_eigen_base")))
    expect(planted(at, tree("-O2")), "src/models/fit.cpp:1: includes Eigen")
    expect(planted(at, tree("-DTENURE_KERNEL_LEVEL=avx2 -DEigen=tenure_eigen_avx2")))
    for flags in ("", "-DEigen=tenure_eigen_base", "-DEigen=tenure_eigen_avx", "-DEigen=tenure_eigen_avx512"):
        expect(planted(at, tree("-DTENURE_KERNEL_LEVEL=avx2 " + flags)), "src/models/fit.cpp:1: is compiled for avx2")
    expect(planted(at, {**tree("-O2"), "src/numeric/newton.hpp": "// #include <Eigen/Core>\n"}))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        build = sys.argv.pop()
        main(lambda root: check(root, Path(build).resolve() / "compile_commands.json"), self_test)
    else:
        main(check, self_test)
