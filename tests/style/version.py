"""The version stands in project(VERSION) of CMakeLists.txt; whatever else must repeat it agrees with it.

So do all headers and sources on the inline namespace, which is the ABI's: two in one library would hide functions from
those who call them.
"""

import re

from source_tree import cpp_files, expect, main, matches, planted, without_comments

_PROJECT = re.compile(r"project\(tenure\s+VERSION\s+(\d+\.\d+\.\d+)")

# Files of other packaging tools, which cannot read it from CMake: file -> where it stands there.
REPEATED = {
    "packaging/vcpkg/ports/tenure/vcpkg.json": r'"version(?:-semver|-string)?"\s*:\s*"([^"]+)"',
    "packaging/conan/conanfile.py": r'^\s*version\s*=\s*"([^"]+)"',
    "python/pyproject.toml": r'^version\s*=\s*"([^"]+)"',
}

# The ABI's namespace is raised by hand, and not by every new major version of CMake's.
NAMESPACE = "v0"
_NAMESPACE = re.compile(r"(?:\binline\s+namespace|\bnamespace\s+[\w:]*::\s*inline)\s+(v[\w@]+)")


def _namespace_problems(root):
    template = root / "cmake/version.hpp.in"
    for path in [*cpp_files(root, "include", "src"), *([template] if template.exists() else [])]:
        text = without_comments(path.read_text(encoding="utf-8"), keep_strings=False)
        for line, match in matches(path, text, _NAMESPACE):
            if match[1] != NAMESPACE:
                name = path.relative_to(root).as_posix()
                yield f"{name}:{line}: inline namespace {match[1]}, but it is {NAMESPACE} everywhere"


def check(root):
    return [*_version_problems(root), *_namespace_problems(root)]


def _version_problems(root):
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
    expect(planted(check, {
        **cmake,
        "cmake/version.hpp.in": "namespace tenure::inline v0 {\ninline constexpr int version_major = 1;\n}\n",
        "src/core/a.cpp": "namespace tenure::inline v0::detail::core {\n",
        "include/tenure/a.hpp": "// inline v1\ninline namespace v0 {\ninline void value();\n",
    }))
    for name in ("cmake/version.hpp.in", "src/core/a.cpp", "include/tenure/a.hpp"):
        for namespace in ("v@PROJECT_VERSION_MAJOR@", "v1"):
            text = f"\nnamespace tenure::inline {namespace} {{\n"
            expect(planted(check, {**cmake, name: text}), f"{name}:2: inline namespace {namespace}")


if __name__ == "__main__":
    main(check, self_test)
