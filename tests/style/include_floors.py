"""Data flows one way: no floor includes one that it does not stand on (docs/design).

Reads every include of ours under include/ and src/, and what each floor's CMakeLists.txt says that it DEPENDS on.
"""

import os
import re

from source_tree import cpp_files, expect, main, matches, planted, without_comments


def _floor_table():
    """floor -> the floors that it may include, itself left out."""
    table = {
        "core": set(),
        "numeric": {"core"},
        "kernels": {"core"},
        "io": {"core"},
        "persist": {"core", "io"},
        "data": {"core", "numeric", "io", "persist"},
    }
    common = set(table)
    table["models"] = common
    table["churn"] = common
    table["loyalty"] = {"core", "io", "persist"}
    # From here on each stands on all that is below it; those named together not on each other.
    for together in (["features"], ["scores"], ["segments"], ["effects"], ["plan"], ["voice", "watch"], ["reports"]):
        below = set(table)
        table.update({floor: below for floor in together})
    return table


MAY_INCLUDE = _floor_table()
ROOF = "the umbrella headers"  # include/tenure/*.hpp that are no floor's door: they see everything, none sees them

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<(tenure/[^>\n]+)>)', re.MULTILINE)
_DEPENDS = re.compile(r"tenure_add_floor\(\s*(\w+)[^)]*?\bDEPENDS\b([^)]*?)(?:\b(?:SOURCES|USES)\b[^)]*)?\)")


def _floor_of(path):
    """The floor of a path like include/tenure/core/date.hpp, src/io/csv.cpp or include/tenure/core.hpp."""
    parts = path.split("/")
    parts = parts[2:] if parts[0] == "include" else parts[1:]
    if len(parts) > 1:
        return parts[0]
    stem = parts[0].rsplit(".", 1)[0]
    return stem if stem in MAY_INCLUDE else ROOF


def _resolve(name, includer):
    """The path in the tree of an include of ours: from the public root, beside the includer, or from src/."""
    if name.startswith("tenure/"):
        return "include/" + name
    if "/" in name and name.split("/")[0] in MAY_INCLUDE:
        return "src/" + name
    return os.path.normpath(os.path.join(os.path.dirname(includer), name))


def _wrong_include(includer, name):
    """Why `includer` may not include `name`, or None."""
    target = _resolve(name, includer)
    if not target.startswith(("include/", "src/")):
        return f'"{name}" is not below include/ or src/ (third-party headers go in angle brackets)'
    if includer.startswith("include/") and target.startswith("src/"):
        return f'a public header includes the private "{name}"'
    here, there = _floor_of(includer), _floor_of(target)
    for floor in (here, there):
        if floor != ROOF and floor not in MAY_INCLUDE:
            return f"'{floor}' is not in the table of floors (tests/style/include_floors.py)"
    if here == ROOF or here == there or there in MAY_INCLUDE[here]:
        return None
    return f"{here} must not include {there} ({name})"


def check(root):
    problems = []
    for path in cpp_files(root, "include", "src"):
        includer = path.relative_to(root).as_posix()
        text = without_comments(path.read_text(encoding="utf-8"))
        for line, match in matches(path, text, _INCLUDE):
            why = _wrong_include(includer, match[1] or match[2])
            if why:
                problems.append(f"{includer}:{line}: {why}")
    for path in sorted((root / "src").glob("*/CMakeLists.txt")):
        text = re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
        for line, match in matches(path, text, _DEPENDS):
            floor = match[1]
            for lower in match[2].split():
                if lower not in MAY_INCLUDE.get(floor, ()):
                    problems.append(f"{path.relative_to(root).as_posix()}:{line}: {floor} must not depend on {lower}")
    return problems


def self_test():
    expect(planted(check, {
        "include/tenure/tenure.hpp": '#include "tenure/scores/score.hpp"\n',
        "include/tenure/core.hpp": '#include "tenure/core/date.hpp"\n',
        "include/tenure/scores/score.hpp": '#pragma once\n#include <vector>\n#include "tenure/core.hpp"\n',
        "src/numeric/sums.hpp": "// #include <tenure/models/bg_nbd.hpp>\n",
        "src/models/bg_nbd.cpp": '#include "numeric/sums.hpp"\n#include "likelihood.hpp"\n#include "tenure/data/base.hpp"\n',
        "src/data/CMakeLists.txt": "tenure_add_floor(data SOURCES a.cpp DEPENDS io # models\n USES Boost::headers)\n",
    }))
    expect(planted(check, {
        "include/tenure/core/date.hpp": '#pragma once\n\n#include "tenure/data/base.hpp"\n',
        "include/tenure/core/table.hpp": '#include "numeric/sums.hpp"\n',
        "include/tenure/models/sbg.hpp": "#include <tenure/tenure.hpp>\n",
        "src/attic/a.cpp": '#include "tenure/core/date.hpp"\n',
        "src/io/csv.cpp": '#include "../numeric/sums.hpp"\n',
        "src/io/gzip.cpp": '#include "zlib.h"\n#include "../../zlib.h"\n',
        "src/loyalty/ledger.cpp": '#  include "tenure/models/bg_nbd.hpp"\n',
        "src/models/a.cpp": '#include "tenure/scores/score.hpp"\n',
        "src/io/CMakeLists.txt": "tenure_add_floor(io\n SOURCES a.cpp\n DEPENDS core numeric\n USES Boost::headers)\n",
    }),
        "include/tenure/core/date.hpp:3: core must not include data",
        'include/tenure/core/table.hpp:1: a public header includes the private "numeric/sums.hpp"',
        "include/tenure/models/sbg.hpp:1: models must not include the umbrella headers",
        "src/attic/a.cpp:1: 'attic' is not in the table of floors",
        "src/io/csv.cpp:1: io must not include numeric",
        'src/io/gzip.cpp:2: "../../zlib.h" is not below include/ or src/',
        "src/loyalty/ledger.cpp:1: loyalty must not include models",
        "src/models/a.cpp:1: models must not include scores",
        "src/io/CMakeLists.txt:1: io must not depend on numeric")
    assert MAY_INCLUDE["reports"] == set(MAY_INCLUDE) - {"reports"}
    assert "voice" not in MAY_INCLUDE["watch"] and "churn" not in MAY_INCLUDE["models"]


if __name__ == "__main__":
    main(check, self_test)
