"""The kernels of one level of vector instructions are that level's own: no CPU runs what it does not have.

    kernel_symbols.py KERNELS_CPP LEVEL=OBJECT,OBJECT... LEVEL=...
    kernel_symbols.py --self-test     compiles objects that do what they should not, and expects each to be found

One source is compiled once for each level. What the compiler does not inline becomes a weak symbol where it is a
template or an inline function, and of several copies the linker keeps any one: with AVX, perhaps, for a CPU without.
Looked at is what the compiler made of it: the symbols by nm, the instructions by objdump.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# A function that does not end by an exception names the routine that sees to it, in a word of data. The word is the
# same at every level.
_SAME_EVERYWHERE = {"DW.ref.__gxx_personality_v0"}

# All that a kernel may call. Compilers make calls of the four of what is none in the source, and need them everywhere;
# with the last two, distributions harden what they build.
_MAY_CALL = {"memcpy", "memmove", "memset", "memcmp", "_GLOBAL_OFFSET_TABLE_", "__stack_chk_fail"}

_EARLY = re.compile(r"\.(?:init_array|preinit_array|ctors|fini_array|dtors|tdata|tbss)(?:\.\S+)?\Z")

# All instructions with a VEX or EVEX prefix on vectors have names that begin with v, and of the others only some that
# systems use, not programs. What is beyond AVX2 shows by its registers.
_VEX = re.compile(r"v\w+")
_WIDE = re.compile(r"%zmm\d|%[xy]mm(?:1[6-9]|2\d|3[01])\b|%k[0-7]\b")


def _output(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def symbols(item):
    """(type, mangled name, demangled name) of all symbols of an object."""
    found = [line.split()[:2] for line in _output("nm", "--format=posix", str(item)).splitlines()]
    plain = _output("c++filt", text="\n".join(name for name, _ in found)).splitlines()
    return [(kind, name, text) for (name, kind), text in zip(found, plain)]


def early_sections(item):
    names = re.findall(r"^\s*\[ *\d+\] (\S+)", _output("readelf", "--sections", "--wide", str(item)), re.MULTILINE)
    return [name for name in names if _EARLY.match(name)]


def instructions(item):
    """(mnemonic, operands) of all code of an object."""
    return re.findall(r"^\s+[0-9a-f]+:\t(\S+)[ \t]*(.*)$",
                      _output("objdump", "--disassemble", "--no-show-raw-insn", str(item)), re.MULTILINE)


def declared(text):
    """The kernels that kernels.cpp declares of each level."""
    return set(re.findall(r"\b([a-z]\w*)_##level\s*[;,]", text))


def _symbol_problems(level, item):
    for kind, name, plain in symbols(item):
        own = f"tenure_eigen_{level}::" in plain
        if kind in "WVu" and name not in _SAME_EVERYWHERE and not own:
            yield f"defines {plain} for whoever links it last, at any level"
        if kind in "Uvw" and name not in _MAY_CALL and name != "__gxx_personality_v0":
            yield f"calls {plain}: a kernel stands alone"
    for section in early_sections(item):
        yield f"has a section {section}: runs code before main, or keeps a state"


def _instruction_problems(level, item):
    code = instructions(item)
    vex = sorted({name for name, _ in code if _VEX.match(name)})
    wide = sorted({name for name, operands in code if _WIDE.search(operands)})
    if level == "baseline" and vex:
        yield f"has instructions that need AVX: {' '.join(vex[:5])}"
    if level == "avx2" and wide:
        yield f"has instructions that need AVX-512: {' '.join(wide[:5])}"
    if level == "avx2" and not any("%ymm" in operands for _, operands in code):
        yield "has no instruction of its level"
    if level == "avx512" and not any("%zmm" in operands for _, operands in code):
        yield "has no instruction of its level"


def _exports(items):
    """The names of all that a level's objects define for others, without namespace and parameters."""
    return {plain.split("(")[0].split("::")[-1]
            for item in items for kind, _, plain in symbols(item) if kind in "TDBRSGC"}


def _export_problems(level, items, expected):
    expected = {f"{name}_{level}" for name in expected}
    exported = _exports(items)
    for name in sorted(exported - expected):
        yield f"{level}: exports {name}, which kernels.cpp does not declare at this level"
    for name in sorted(expected - exported):
        yield f"{level}: does not define {name}, which kernels.cpp declares"


def _shared(levels):
    """Problems of symbols that more than one level defines."""
    seen = {}
    for level, items in levels.items():
        for item in items:
            for kind, name, plain in symbols(item):
                if kind in "TDBRSGCWVu" and name not in _SAME_EVERYWHERE:
                    seen.setdefault((name, plain), set()).add(level)
    for (_, plain), where in sorted(seen.items()):
        if len(where) > 1:
            yield f"{' and '.join(sorted(where))}: both define {plain}"


def check(source, levels):
    """Problems of the objects of each level (level -> paths), by the text of kernels.cpp."""
    expected = declared(source)
    problems = [] if expected else ["kernels.cpp: declares no kernel that this check can read"]
    for level, items in levels.items():
        for item in items:
            found = [*_symbol_problems(level, item), *_instruction_problems(level, item)]
            problems += [f"{level}: {item.name} {problem}" for problem in found]
        problems += _export_problems(level, items, expected)
    return [*problems, *_shared(levels)]


# What follows checks the check.

_FLAGS = {
    "baseline": [],
    "avx2": ["-mavx2", "-mfma"],
    "avx512": ["-mavx2", "-mfma", "-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl"],
}
_DECLARES = "#define TENURE_KERNELS(level) \\\n Kernel sum_##level; \\\n constexpr Kernels of_##level{&sum_##level};\n"

# A kernel that is as it should be, with an Eigen that was not inlined; SUM is its name at the level.
_GOOD = """
namespace Eigen { template <class T> __attribute__((noinline)) T twice(T v) { return v + v; } }
namespace { __attribute__((noinline)) double third(double v) { return v / 3; } }
namespace kernels { void SUM(const double* a, double* out, long n) noexcept {
    struct Some { double of[200]; } some{};
    for (long i = 0; i < n; ++i) out[i] = Eigen::twice(a[i]) + third(a[i]) + some.of[i & 63];
    for (long i = 0; i < 64; ++i) out[i] = a[i] * 3;
} }
"""
_FAULTS = [
    ("template <class T> __attribute__((noinline)) T larger(T v) { return v + 1; }\ndouble f_LEVEL(double v) "
     "{ return larger(v); }", "defines double larger<double>(double) for whoever links it last", "both define"),
    ("inline int state = 3;\nint* f_LEVEL() { return &state; }", "defines state for whoever"),
    ("inline double& f() { static double v = 1; return v; }\ndouble f_LEVEL() { return f() *= 2; }", "defines f"),
    ("#include <math.h>\ndouble f_LEVEL(double v) { return exp(v); }", "calls exp: a kernel stands alone"),
    ("#include <math.h>\ndouble f_LEVEL(double v) { return pow(v, .3) + floor(v) + log1p(v); }", "calls pow:"),
    ("double* f_LEVEL(long n) { return new double[n]; }", "calls operator new[]"),
    ("#include <vector>\nvoid f_LEVEL(std::vector<double>& v) { v.push_back(1); }",
     "calls std::__throw_length_error"),
    ("void f_LEVEL() { throw 1; }", "calls __cxa_throw"),
    ("int made(); int f_LEVEL = made();\nint made() { return f_LEVEL + 3; }", "has a section .init_array"),
    ("thread_local double f_LEVEL;", "has a section .tbss"),
    ("double other_LEVEL(double v) { return v; }", "exports other_"),
    ("double shared(double v) { return v; }", "exports shared, which", "both define shared(double)"),
]


def _compile(folder, level, source, *flags):
    compiler = os.environ.get("CXX", "c++")
    path, made = folder / f"{level}.cpp", folder / f"{level}.cpp.o"
    path.write_text(source.replace("SUM", f"sum_{level}").replace("_LEVEL", f"_{level}"), encoding="utf-8")
    subprocess.run([compiler, "-std=c++20", "-O3", "-fPIC", "-fvisibility=hidden", "-c", path, "-o", made, *flags],
                   check=True)
    return made


def _planted(folder, source, *, rename=True, flags=None, declares=_DECLARES):
    """What is said of a source at every level."""
    levels = {}
    for level in _FLAGS:
        renamed = [f"-DEigen=tenure_eigen_{level}"] if rename else []
        of_level = _FLAGS[level] if flags is None else flags.get(level, _FLAGS[level])
        levels[level] = [_compile(folder, level, source, "-mprefer-vector-width=512", *of_level, *renamed)]
    return check(declares, levels)


def _expect(problems, *words):
    missing = [word for word in words if not any(word in problem for problem in problems)]
    if missing or bool(problems) != bool(words):
        raise AssertionError(f"expected {words}\ngot      {problems}")


def self_test():
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _expect(_planted(folder, _GOOD))
        for fault, *words in _FAULTS:
            _expect(_planted(folder, _GOOD + fault + "\n"), *words)
        _expect(_planted(folder, _GOOD, rename=False), "defines double Eigen::twice<double>(double)",
                "avx2 and avx512 and baseline: both")
        # Flags that went astray.
        _expect(_planted(folder, _GOOD, flags={"baseline": ["-mavx"]}),
                "baseline.cpp.o has instructions that need AVX:")
        _expect(_planted(folder, _GOOD, flags={"avx2": _FLAGS["avx512"]}),
                "avx2.cpp.o has instructions that need AVX-")
        _expect(_planted(folder, _GOOD, flags={"avx2": []}),
                "avx2.cpp.o has no instruction of its level")
        _expect(_planted(folder, _GOOD, flags={"avx512": _FLAGS["avx2"]}),
                "avx512.cpp.o has no instruction of its level")
        # Kernels that are declared and not there, or the other way round.
        more = _DECLARES.replace("Kernel sum_##level;", "Kernel sum_##level, mean_##level;")
        _expect(_planted(folder, _GOOD, declares=more),
                "baseline: does not define mean_baseline", "avx2: does not define mean_avx2")
        _expect(_planted(folder, _GOOD, declares=""), "declares no kernel", "exports sum_avx512")


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        sys.exit()
    source, *given = sys.argv[1:]
    objects = {level: [Path(item) for item in items.split(",")]
               for level, items in (argument.split("=", 1) for argument in given)}
    found = check(Path(source).read_text(encoding="utf-8"), objects)
    print("\n".join(found) or f"{', '.join(objects)}: the kernels of each level are its own")
    sys.exit(1 if found else 0)
