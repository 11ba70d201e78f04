"""What must not stand in the sources, and why."""

import re
from typing import NamedTuple

from source_tree import CPP_SUFFIXES, expect, main, matches, planted, without_comments


class Rule(NamedTuple):
    folders: tuple  # where it holds
    pattern: str
    why: str
    except_for: tuple = ()  # files to which it does not apply


CODE = ("include", "src")
# Opt-in adaptors for hosts that use these libraries themselves; nothing of ours includes them.
ADAPTORS = ("include/tenure/eigen.hpp",)
# A std::thread pool beside the library, for hosts that have none (target tenure::threads).
THREADS = ("include/tenure/core/thread_pool.hpp",)

# Strings are emptied before these are tried.
CODE_RULES = [
    Rule(CODE, r"(?<![\w:.>])(?:std\s*::\s*|::\s*)?[lt]gamma[fl]?(?:_r)?\b(?=\s*\()|std\s*::\s*[lt]gamma",
         "lgamma and tgamma race on the global signgam; use numeric/"),
    Rule(CODE, r"\b(?:secure_)?getenv\b|\bsetlocale\b|\bnewlocale\b|std\s*::\s*locale\b|<c?locale>|<locale\.h>",
         "no environment and no locale: the same input gives the same output everywhere"),
    Rule(CODE, r"\b(?:strto(?:d|f|ld)|atof)\s*\(|std\s*::\s*sto(?:d|f|ld)\b",
         "reads numbers by the host's locale; use fast_float"),
    Rule(CODE, r"std\s*::\s*(?:jthread|thread|async)\b|\bpthread_\w+|<(?:thread|future|pthread\.h)>",
         "threads belong to the host; take an Executor", THREADS),
    Rule(CODE, r"\b(?:v?f?printf|puts|putchar|fputs|perror)\s*\(|std\s*::\s*(?:cout|cerr|clog|print(?:ln)?)\b|<iostream>",
         "the library never prints"),
    Rule(CODE, r"\b\w+_clock\s*::\s*now\b|\b(?:clock_)?gettime(?:ofday)?\s*\(|std\s*::\s*time\s*\(",
         "time is an argument; the library has no clock"),
    Rule(CODE, r"std\s*::\s*random_device\b|(?<![\w:.>])(?:std\s*::\s*)?s?rand\s*\(",
         "randomness is an argument; use core/random"),
    Rule(("include",), r"#\s*include\s*<(?:iostream|istream|ostream|sstream|fstream|iomanip)>",
         "no iostream in a public header (iosfwd is fine)"),
    Rule(("include",), r"#\s*include\s*<(?:Eigen|boost|nlohmann|fast_float|fmt|CLI)/|\b(?:Eigen|boost|nlohmann)\s*::",
         "no third-party type in a public header", ADAPTORS),
    Rule(("include",), r"#\s*include\s*<zlib\.h>", "no third-party type in a public header"),
]

# In whole files, comments left out where we know how.
FAST_MATH = re.compile(r"-Ofast\b|-f(?:fast-math|unsafe-math-optimizations|finite-math-only|associative-math)\b|/fp:fast")
BUILD_FILES = ("CMakeLists.txt", "CMakePresets.json", "*.cmake", "*.cmake.in")
BUILD_FOLDERS = ("cmake", "include", "src", "tests", "benchmarks", "examples", "tools", "python", "packaging")


def _code_problems(root):
    for rule in CODE_RULES:
        pattern = re.compile(rule.pattern)
        for folder in rule.folders:
            for path in sorted((root / folder).rglob("*")):
                name = path.relative_to(root).as_posix()
                if path.suffix not in CPP_SUFFIXES or name in rule.except_for:
                    continue
                code = without_comments(path.read_text(encoding="utf-8"), keep_strings=False)
                for line, match in matches(path, code, pattern):
                    yield f"{name}:{line}: {match.group().strip()}: {rule.why}"


def _build_files(root):
    for pattern in BUILD_FILES:
        yield from root.glob(pattern)
        for folder in BUILD_FOLDERS:
            yield from (root / folder).rglob(pattern)
    for path in sorted((root / "src").rglob("*")):  # attributes and pragmas carry flags in strings
        if path.suffix in CPP_SUFFIXES:
            yield path


def _flag_problems(root):
    for path in sorted(set(_build_files(root))):
        text = path.read_text(encoding="utf-8")
        text = without_comments(text) if path.suffix in CPP_SUFFIXES else re.sub(r"#.*", "", text)
        for line, match in matches(path, text, FAST_MATH):
            yield f"{path.relative_to(root).as_posix()}:{line}: {match.group()}: no fast-math, ever: NaN and order count"


def check(root):
    return [*_code_problems(root), *_flag_problems(root)]


def self_test():
    expect(planted(check, {
        "include/tenure/core/a.hpp": "#include <iosfwd>\n// std::cout, boost::math, lgamma(x)\nint v0(int printf_like);\n",
        "include/tenure/core/thread_pool.hpp": "#include <thread>\nstd::thread t;\n",
        "include/tenure/eigen.hpp": "#include <Eigen/Core>\nEigen::VectorXd x;\n",
        "src/numeric/a.cpp": '#include <boost/math/special_functions/gamma.hpp>\n'
                             'double f() { return boost::math::lgamma(2.5) + log_gamma(2.) + 1\'000; }\n'
                             'const char* g = "std::cout << getenv(1)";\nint n = snprintf(0, 0, "x");\n',
        "CMakeLists.txt": "# never -ffast-math\n",
    }))
    for line, why in {
        "double x = std::lgamma(2.);": "race on the global signgam",
        "double x = ::tgamma (2.);": "race on the global signgam",
        "double x = lgamma(2.);": "race on the global signgam",
        "auto f = std::lgamma;": "race on the global signgam",
        'auto f = getenv("HOME");': "no environment",
        "#include <locale>": "no environment and no locale",
        "double x = std::stod(text);": "reads numbers by the host's locale",
        "std::thread t;": "threads belong to the host",
        "pthread_create(&t);": "threads belong to the host",
        'std::printf("x");': "never prints",
        "std::cerr << 1;": "never prints",
        "auto t = std::chrono::system_clock::now();": "no clock",
        "std::random_device r;": "randomness is an argument",
        '__attribute__((optimize("-ffast-math"))) int f();': "no fast-math",
    }.items():
        problems = planted(check, {"src/models/a.cpp": "/* a comment\n */\n" + line + "\n"})
        expect(problems, "src/models/a.cpp:3: ")
        assert why in problems[0], problems
    for line in ("#include <ostream>", "#include <Eigen/Core>", "boost::any a;", "nlohmann::json j;", "#include <zlib.h>"):
        expect(planted(check, {"include/tenure/core/a.hpp": line + "\n"}), "include/tenure/core/a.hpp:1: ")
    expect(planted(check, {"cmake/a.cmake": "\nadd_compile_options(-Ofast)\n"}), "cmake/a.cmake:2: -Ofast")


if __name__ == "__main__":
    main(check, self_test)
