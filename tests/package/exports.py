"""What the shared library exports is what stands in symbols.txt, and nothing of what it is built with.

    exports.py LIBRARY LIST            compares
    exports.py LIBRARY LIST --write    writes the list anew
    exports.py --self-test             compiles small libraries that export what they should not

The list has the functions that TENURE_API marks, and the type information of what is thrown: the ABI of this version,
the same for each compiler of the Itanium C++ ABI with a long of 64 bits, and for each build type. A name that goes is a
program that no longer starts; a name that comes is a promise. Neither should happen unnoticed.

Not in the list are weak functions of namespace std: the standard library declares itself visible, whatever we are
compiled with, so that each of its templates that is not inlined is exported, by the choice of the optimizer. Nor are
the symbols that linkers define. All else is an error: where code of Eigen or Boost is exported, a host's own copy would
be exchanged for it.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_OURS = re.compile(r"_Z(?:T[ISV])?N[VKRO]*6tenure2v0")
_STANDARD = re.compile(r"_Z(?:T[ISVT]|G[VR])?Z?N?[VKRO]*(?:S[tasbiod]|9__gnu_cxx)")
_LINKER = re.compile(r"_init|_fini|_edata|_end|__bss_start")
_REGENERATE = "if that is meant: tests/package/run.sh write-symbols"


def _output(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def _demangled(names):
    text = _output("c++filt", text="\n".join(names))
    # Spelled as demanglers of different versions would all have it.
    traits = "char, std::char_traits<char>"
    for old, new in ((rf"std::__cxx11::basic_string<{traits}, std::allocator<char> ?>", "std::string"),
                     (rf"std::basic_string_view<{traits} ?>", "std::string_view"),
                     (r"\[abi:cxx11\]", ""), (r"> (?=>)", ">")):
        text = re.sub(old, new, text)
    return text.splitlines()


def exported(library):
    """(type letter, mangled name) of all that a shared library defines for others."""
    lines = _output("nm", "--dynamic", "--defined-only", "--format=posix", str(library)).splitlines()
    return [(fields[1], fields[0].split("@")[0]) for fields in map(str.split, lines)]


def ours(symbols):
    return sorted(set(_demangled([name for _, name in symbols if _OURS.match(name)])))


def foreign(symbols):
    """What should not be visible."""
    for kind, name in symbols:
        weak_and_standard = kind in "WVu" and _STANDARD.match(name)
        if not (_OURS.match(name) or weak_and_standard or _LINKER.fullmatch(name)):
            yield _demangled([name])[0]


def check(library, wanted):
    symbols = exported(library)
    got = ours(symbols)
    return [*(f"exported, but not ours: {name}" for name in foreign(symbols)),
            *(f"no longer exported: {name} ({_REGENERATE})" for name in sorted(set(wanted) - set(got))),
            *(f"exported, but not in the list: {name} ({_REGENERATE})" for name in sorted(set(got) - set(wanted)))]


_PLANTED = """
#include <memory>
#include <stdexcept>
#include <vector>
#define API __attribute__((visibility("default")))
namespace tenure { inline namespace v0 {
struct API Failure : std::runtime_error { Failure(); };
Failure::Failure() : runtime_error("") {}
API int answer(std::string text) { return text.empty() ? throw Failure() : 42; }
int hidden() { return 1; }
struct Part { int i; };
API void grow(std::vector<int>& v) { for (int i = 0; i < 9; ++i) v.push_back(i); }
}}
"""
_LIST = ["tenure::v0::Failure::Failure()", "tenure::v0::answer(std::string)",
         "tenure::v0::grow(std::vector<int, std::allocator<int>>&)", "typeinfo for tenure::v0::Failure",
         "typeinfo name for tenure::v0::Failure", "vtable for tenure::v0::Failure"]


def self_test():
    def problems(source, wanted):
        with tempfile.TemporaryDirectory() as folder:
            path, library = Path(folder) / "planted.cpp", Path(folder) / "libplanted.so"
            path.write_text(source, encoding="utf-8")
            subprocess.run([os.environ.get("CXX", "c++"), "-std=c++20", "-fPIC", "-shared", "-fvisibility=hidden",
                            "-fvisibility-inlines-hidden", "-o", library, path], check=True)
            return check(library, wanted)

    def expect(got, *starts):
        if len(got) != len(starts) or not all(g.startswith(s) for g, s in zip(got, starts)):
            raise AssertionError(f"expected {list(starts)}\ngot      {got}")

    expect(problems(_PLANTED, _LIST))
    expect(problems(_PLANTED, _LIST + ["tenure::v0::gone()"]), "no longer exported: tenure::v0::gone()")
    expect(problems(_PLANTED, _LIST[:1] + _LIST[2:]), "exported, but not in the list: tenure::v0::answer(")
    for leak, name in (("namespace Eigen { API int solve() { return 1; } }", "Eigen::solve()"),
                       ("namespace boost { template <class T> struct API A { static void f() {} };\n"
                        "template struct A<int>; }", "boost::A<int>::f()"),
                       ("API int tenure_answer = 42;", "tenure_answer"),
                       ("extern \"C\" API int inflate() { return 1; }", "inflate"),
                       ("namespace std { API int strong() { return 1; } }", "std::strong()")):
        expect(problems(f"{_PLANTED}\n{leak}\n", _LIST), f"exported, but not ours: {name}")


def main(library, path, *options):
    if options == ("--write",):
        Path(path).write_text("\n".join(ours(exported(Path(library)))) + "\n", encoding="utf-8")
        return 0
    found = check(Path(library), Path(path).read_text(encoding="utf-8").splitlines())
    print("\n".join(found) or f"{Path(library).name}: exports what {Path(path).name} lists, and nothing else")
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    else:
        sys.exit(main(*sys.argv[1:]))
