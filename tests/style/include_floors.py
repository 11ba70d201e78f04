"""Data flows one way: no floor includes one that it does not stand on (docs/design).

Reads every include of ours under include/ and src/, and what each floor's CMakeLists.txt says that it DEPENDS on and
USES: floors that it may stand on, and none, and no package, that nothing in it includes.
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
_ANY_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]', re.MULTILINE)
_ADD_FLOOR = re.compile(r"tenure_add_floor\(\s*(\w+)([^)]*)\)")

# Package target -> how what it brings is included.
_HEADERS = {
    "Boost::headers": ("boost/",),
    "Eigen3::Eigen": ("Eigen/", "unsupported/Eigen/"),
    "FastFloat::fast_float": ("fast_float/",),
    "nlohmann_json::nlohmann_json": ("nlohmann/",),
    "ZLIB::ZLIB": ("zlib.h",),
}


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


def _keywords(arguments):
    """The lists of a call of tenure_add_floor: keyword -> its values."""
    lists, current = {}, None
    for word in arguments.split():
        if word in ("SOURCES", "DEPENDS", "USES"):
            current = lists.setdefault(word, [])
        elif current is not None:
            current.append(word)
    return lists


def _reached(path, root, seen):
    """Every name that `path` includes, headers of ours read in their turn."""
    if path in seen or not path.is_file():
        return
    seen.add(path)
    for name in _ANY_INCLUDE.findall(without_comments(path.read_text(encoding="utf-8"))):
        yield name
        yield from _reached(root / _resolve(name, path.relative_to(root).as_posix()), root, seen)


def _floor_problems(root, floor, lists):
    """What is wrong with the floor's DEPENDS and USES."""
    sources = list(cpp_files(root, f"src/{floor}", f"include/tenure/{floor}"))
    seen = set()
    reached = {name for path in sources for name in _reached(path, root, seen)}
    for lower in lists.get("DEPENDS", ()):
        if lower not in MAY_INCLUDE.get(floor, ()):
            yield f"{floor} must not depend on {lower}"
        elif not any(name.startswith((f"{lower}/", f"tenure/{lower}/", f"tenure/{lower}.")) for name in reached):
            yield f"{floor} depends on {lower}, but includes nothing of it"
    for package in lists.get("USES", ()):
        if package not in _HEADERS:
            yield f"which headers are {package}'s? (tests/style/include_floors.py)"
        elif not any(name.startswith(_HEADERS[package]) for name in reached):
            yield f"{floor} uses {package}, but includes nothing of it"


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
        for line, match in matches(path, text, _ADD_FLOOR):
            for problem in _floor_problems(root, match[1], _keywords(match[2])):
                problems.append(f"{path.relative_to(root).as_posix()}:{line}: {problem}")
    return problems


def self_test():
    expect(planted(check, {
        "include/tenure/tenure.hpp": '#include "tenure/scores/score.hpp"\n',
        "include/tenure/core.hpp": '#include "tenure/core/date.hpp"\n',
        "include/tenure/scores/score.hpp": '#pragma once\n#include <vector>\n#include "tenure/core.hpp"\n',
        "src/numeric/sums.hpp": "// #include <tenure/models/bg_nbd.hpp>\n",
        "src/models/bg_nbd.cpp": '#include "numeric/sums.hpp"\n#include "likelihood.hpp"\n#include "tenure/data/base.hpp"\n',
        "src/data/CMakeLists.txt": "tenure_add_floor(data SOURCES a.cpp DEPENDS io # models\n USES Boost::headers)\n",
        "src/data/a.hpp": '#include "tenure/io.hpp"\n#include "b.hpp"\n',
        "src/data/b.hpp": "#include <boost/math/tools/roots.hpp>\n",
        "src/persist/CMakeLists.txt": "tenure_add_floor(persist\n SOURCES a.cpp\n USES ZLIB::ZLIB\n DEPENDS core io)\n",
        "src/persist/a.cpp": '#include <zlib.h>\n#include "io/csv.hpp"\n#include <tenure/core/date.hpp>\n',
    }))
    # What nothing includes: also where only a comment does, or a package of that name is not known.
    expect(planted(check, {
        "src/models/CMakeLists.txt": "# floor\ntenure_add_floor(models\n DEPENDS data numeric\n"
                                     " USES Eigen3::Eigen ZLIB::ZLIB Other::other)\n",
        "src/models/a.cpp": '#include "numeric/sums.hpp"\n// #include <zlib.h>\n',
        "src/numeric/sums.hpp": "#include <Eigen/Core>\n",
        "src/data/base.hpp": "#include <zlib.h>\n",
    }),
        "src/models/CMakeLists.txt:2: models depends on data, but includes nothing of it",
        "src/models/CMakeLists.txt:2: models uses ZLIB::ZLIB, but includes nothing of it",
        "src/models/CMakeLists.txt:2: which headers are Other::other's?")
    expect(planted(check, {
        "include/tenure/core/date.hpp": '#pragma once\n\n#include "tenure/data/base.hpp"\n',
        "include/tenure/core/table.hpp": '#include "numeric/sums.hpp"\n',
        "include/tenure/models/sbg.hpp": "#include <tenure/tenure.hpp>\n",
        "src/attic/a.cpp": '#include "tenure/core/date.hpp"\n',
        "src/io/csv.cpp": '#include "../numeric/sums.hpp"\n',
        "src/io/gzip.cpp": '#include "zlib.h"\n#include "../../zlib.h"\n',
        "src/loyalty/ledger.cpp": '#  include "tenure/models/bg_nbd.hpp"\n',
        "src/models/a.cpp": '#include "tenure/scores/score.hpp"\n',
        "src/io/CMakeLists.txt": "tenure_add_floor(io\n SOURCES a.cpp\n DEPENDS numeric)\n",
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
