"""The vcpkg port says of the project what the project says of itself: version, licence, and what it is built with.

    manifest.py ROOT | --self-test

tests/style/version.py compares the version too; here is what vcpkg itself would refuse, and what it could not know.
"""

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "style"))
from source_tree import cpp_files, expect, main, planted, without_comments  # noqa: E402

_MANIFEST = "packaging/vcpkg/ports/tenure/vcpkg.json"
_DEPENDENCIES = "cmake/TenureDependencies.cmake"
_PORTS = {"Eigen3": "eigen3", "FastFloat": "fast-float", "ZLIB": "zlib", "Boost": "boost-headers"}
_HELPERS = {"vcpkg-cmake", "vcpkg-cmake-config"}
_FIELDS = {"name", "version", "description", "license", "supports", "dependencies"}


def _project(root):
    text = (root / "CMakeLists.txt").read_text(encoding="utf-8")
    block = re.search(r"^project\(tenure\s(.*?)\)", text, re.MULTILINE | re.DOTALL)[1]
    return {"name": "tenure",
            "version": re.search(r"VERSION\s+(\S+)", block)[1],
            "description": re.search(r'DESCRIPTION\s+"([^"]+)"', block)[1],
            "license": _license(root)}


def _license(root):
    first = " ".join((root / "LICENSE").read_text(encoding="utf-8").split()[:4])
    return {"Apache License Version 2.0,": "Apache-2.0"}.get(first, f"unknown to this script: {first}")


def _needed(root):
    """The ports of what the library finds, and of the parts of Boost that it includes: vcpkg has one port for each."""
    text = re.sub(r"#.*", "", (root / _DEPENDENCIES).read_text(encoding="utf-8"))
    text = re.sub(r"\bif\(TENURE_BUILD_.*?endif\(\)", "", text, flags=re.DOTALL)  # not of the library
    packages = re.findall(r"find_package\((\w+)", text)
    ports = {_PORTS.get(package, f"(the port of {package})") for package in packages}
    for path in cpp_files(root, "include", "src"):
        code = without_comments(path.read_text(encoding="utf-8"))
        ports |= {f"boost-{part.replace('_', '-')}" for part in re.findall(r"#\s*include\s*<boost/(\w+)/", code)}
    return ports


def _dependency_problems(root, entries):
    named = [entry if isinstance(entry, str) else entry.get("name", "") for entry in entries]
    hosts = {entry["name"] for entry in entries if isinstance(entry, dict) and entry.get("host") is True}
    needed = _needed(root)
    if named != sorted(set(named)):
        yield "dependencies are not in order, or repeated"
    for name in sorted(needed - set(named)):
        yield f"no dependency {name}, but the library is built with it"
    for name in sorted(set(named) - needed - _HELPERS):
        yield f"dependency {name}, but the library is not built with it"
    if hosts != _HELPERS:
        yield f"of the host are {sorted(hosts)}, but it needs {sorted(_HELPERS)}"


def _problems(root):
    try:
        manifest = json.loads((root / _MANIFEST).read_text(encoding="utf-8"))
    except (json.JSONDecodeError, FileNotFoundError) as failure:
        yield f"is not there, or not JSON: {failure}"
        return
    for field in sorted(_FIELDS - manifest.keys()):
        yield f"no field {field}"
    for field in sorted(manifest.keys() - _FIELDS):
        yield f"unknown field {field}"
    for field, value in _project(root).items():
        if manifest.get(field, value) != value:
            yield f"{field} \"{manifest[field]}\", but the project's is \"{value}\""
    yield from _dependency_problems(root, manifest.get("dependencies", []))


def check(root):
    return [f"{_MANIFEST}:1: {problem}" for problem in _problems(root)]


def self_test():
    good = {"name": "tenure", "version": "1.2.3", "description": "What it is", "license": "Apache-2.0",
            "supports": "linux",
            "dependencies": ["boost-headers", "boost-math", {"name": "vcpkg-cmake", "host": True},
                             {"name": "vcpkg-cmake-config", "host": True}, "zlib"]}
    tree = {"CMakeLists.txt": 'project(tenure\n    VERSION 1.2.3\n    DESCRIPTION "What it is"\n    LANGUAGES CXX)\n',
            "LICENSE": "\n   Apache License\n   Version 2.0, January 2004\n",
            _DEPENDENCIES: "# find_package(Other)\nfind_package(Boost 1.74 REQUIRED)\nfind_package(ZLIB REQUIRED)\n"
                           "if(TENURE_BUILD_TOOLS)\n    find_package(nlohmann_json)\nendif()\n",
            "src/a.cpp": "// #include <boost/any/any.hpp>\n#include <boost/math/tools/roots.hpp>\n"}

    def problems(files=None, **changed):
        return planted(check, {**tree, **(files or {}), _MANIFEST: json.dumps({**good, **changed})})

    def with_dependencies(*names):
        return problems(dependencies=[*names, *good["dependencies"][2:]])

    at = f"{_MANIFEST}:1: "
    expect(problems())
    expect(planted(check, tree), f"{at}is not there")
    expect(planted(check, {**tree, _MANIFEST: "{,}"}), f"{at}is not there, or not JSON")
    expect(problems(version="1.2.4"), f'{at}version "1.2.4", but the project\'s is "1.2.3"')
    expect(problems(license="MIT"), f'{at}license "MIT"')
    expect(problems(files={"LICENSE": "Some licence\n"}), f'{at}license "Apache-2.0", but the project\'s is "unknown')
    expect(problems(homepage="x"), f"{at}unknown field homepage")
    expect(planted(check, {**tree, _MANIFEST: json.dumps({k: v for k, v in good.items() if k != "license"})}),
           f"{at}no field license")
    expect(with_dependencies("boost-headers"), f"{at}no dependency boost-math")
    expect(with_dependencies("boost-any", "boost-headers", "boost-math"), f"{at}dependency boost-any, but")
    expect(with_dependencies("boost-math", "boost-headers"), f"{at}dependencies are not in order")
    expect(problems(files={_DEPENDENCIES: tree[_DEPENDENCIES] + "find_package(SQLite3)\n"}),
           f"{at}no dependency (the port of SQLite3)")
    expect(problems(dependencies=[*good["dependencies"][:2], "vcpkg-cmake", "vcpkg-cmake-config", "zlib"]),
           f"{at}of the host are []")


if __name__ == "__main__":
    main(check, self_test)
