"""The version stands in project(VERSION) of CMakeLists.txt; whatever else must repeat it agrees with it."""

import re

from source_tree import expect, main, planted

_PROJECT = re.compile(r"project\(tenure\s+VERSION\s+(\d+\.\d+\.\d+)")

# Files of other packaging tools, which cannot read it from CMake: file -> where it stands there.
REPEATED = {
    "packaging/vcpkg/ports/tenure/vcpkg.json": r'"version(?:-semver|-string)?"\s*:\s*"([^"]+)"',
    "packaging/conan/conanfile.py": r'^\s*version\s*=\s*"([^"]+)"',
    "python/pyproject.toml": r'^version\s*=\s*"([^"]+)"',
}


def check(root):
    project = _PROJECT.search((root / "CMakeLists.txt").read_text(encoding="utf-8"))
    if not project:
        return ["CMakeLists.txt:1: no project(tenure VERSION x.y.z)"]
    problems = []
    for name, pattern in REPEATED.items():
        path = root / name
        if not path.exists():
            continue
        text = path.read_text(encoding="utf-8")
        found = re.search(pattern, text, re.MULTILINE)
        if not found:
            problems.append(f"{name}:1: no version")
        elif found[1] != project[1]:
            line = text.count("\n", 0, found.start(1)) + 1
            problems.append(f"{name}:{line}: version {found[1]}, but project() says {project[1]}")
    return problems


def self_test():
    cmake = {"CMakeLists.txt": "project(tenure\n    VERSION 1.2.3)\n"}
    name = "packaging/vcpkg/ports/tenure/vcpkg.json"
    expect(planted(check, cmake))
    expect(planted(check, {**cmake, name: '{\n  "version": "1.2.3"\n}\n'}))
    expect(planted(check, {**cmake, name: '{\n  "version": "1.2.4"\n}\n'}), f"{name}:2: version 1.2.4")
    expect(planted(check, {**cmake, name: "{}\n"}), f"{name}:1: no version")
    expect(planted(check, {"CMakeLists.txt": "project(tenure)\n"}), "CMakeLists.txt:1: no project")


if __name__ == "__main__":
    main(check, self_test)
