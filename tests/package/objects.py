"""What the library asks of the outside, and what it does before main: nothing that its host did not ask for.

    objects.py LIBRARY...      libtenure.a: every object in it; libtenure.so: what is left of them after linking
    objects.py --self-test     compiles objects that do what they should not, and expects each to be found

The sources are read for the same things by tests/style/banned.py; here is what they became, with all that the headers
of others bring. Of the two libraries the static one is the stricter proof: its objects name everything that they call,
one by one, so that the culprit has a name. The shared one shows what the linker adds.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# What must not be called: a pattern for the whole name, demangled and without parameters, and why.
_BANNED = [
    (r"(?:secure_)?getenv|(?:set|put|unset|clear)env|environ", "no environment"),
    (r"(?:set|new|use|dup|free)locale|localeconv|nl_langinfo|std::locale(?:::.*)?", "no locale"),
    (r"v?s(?:n)?printf|v?asprintf|sscanf|strto(?:f|d|ld)|ato[fil]", "reads or writes numbers by the host's locale"),
    (r"pthread_create|thrd_create|std::j?thread::.*", "threads belong to the host"),
    (r"v?fork|clone3?|posix_spawnp?|exec[lv]p?e?|system|popen", "starts a process"),
    (r"signal|sigaction|sigprocmask|pthread_sigmask|raise|kill|alarm|setitimer", "signals belong to the host"),
    (r"[eE]xit|quick_exit|atexit|at_quick_exit|abort|assert_fail|std::__glibcxx_assert_fail",
     "whether the program ends is the host's affair (std::terminate, after misuse without exceptions, is not here)"),
    (r"cxa_atexit", "leaves a destructor to run as the program ends, when what it needs may be gone"),
    (r"v?f?printf|v?dprintf|putc(?:har)?|f?puts|fputc|fwrite|perror|syslog|std::(?:cout|cerr|clog)", "prints"),
    (r"time|times|clock|clock_gettime|timespec_get|gettimeofday|(?:local|gm)time(?:_r)?|mktime|tzset"
     r"|std::chrono::.*::now", "has no clock: time is an argument"),
    (r"(?:clock_)?nanosleep|u?sleep", "sleeps"),
    (r"s?rand(?:om)?(?:_r)?|[delmn]rand48|getrandom|getentropy|arc4random.*|std::random_device::.*",
     "randomness is an argument"),
    (r"socket(?:pair)?|connect|bind|listen|accept4?|send(?:to|msg)?|recv(?:from|msg)?|getaddrinfo|gethostby\w+",
     "no network"),
    (r"lgamma[fl]?(?:_r)?|tgamma[fl]?|signgam", "races on the global signgam"),
    (r"dlopen|dlsym", "loads what nobody linked"),
    (r"std::ios_base::Init::.*", "<iostream> sets up the standard streams before main"),
]
_BANNED = [(re.compile(pattern), why) for pattern, why in _BANNED]

_EARLY = re.compile(r"\.(?:init_array|preinit_array|ctors|fini_array|dtors)(?:\.\d+)?\Z")

# Objects to which some of it does not apply: what they may import, and run before main.
EXEMPT = {
    # Boost.Math computes constants of its own before main, which nobody else sees, and has messages for errors that our
    # policy ignores: no locale reaches a number, since the messages are never made.
    "gamma.cpp.o": re.compile(r"std::locale::.*"),
}


def _output(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def _plain(name):
    """A symbol's name without version, parameters, leading underscores and marks of fortified or 64-bit variants."""
    name = name.split("@")[0]
    name = re.sub(r"\A_*(?:isoc\d+_)?(\w+?)(?:_chk)?(?:64)?\Z", r"\1", name)
    return name.split("(")[0].replace("[abi:cxx11]", "")


def imports(library):
    """(object, symbol) of all that the objects of an archive, or a shared library, leave undefined."""
    dynamic = ["--dynamic"] if ".so" in library.name else []
    lines = _output("nm", "--undefined-only", "--format=posix", "--print-file-name", *dynamic, str(library))
    found = re.findall(r"^(?:.*\[(.+)\]|.*): (\S+) [Uvw]", lines, re.MULTILINE)
    names = _output("c++filt", text="\n".join(symbol for _, symbol in found)).splitlines()
    return [(member or library.name, _plain(name)) for (member, _), name in zip(found, names)]


def early_sections(library):
    """(object, section, entries) of all that the loader runs before main or after it."""
    member = library.name
    for line in _output("readelf", "--sections", "--wide", str(library)).splitlines():
        file = re.match(r"File: .*\((.+)\)\Z", line)
        if file:
            member = file[1]
        section = re.match(r"\s*\[ *\d+\] (\S+)\s+\S+ +[0-9a-f]+ +[0-9a-f]+ +([0-9a-f]+)", line)
        if section and _EARLY.match(section[1]):
            yield member, section[1], int(section[2], 16) // 8


def _import_problems(library):
    anywhere = ".so" in library.name  # there, nobody knows any more which object it was
    for member, name in sorted(set(imports(library))):
        exempt = EXEMPT.values() if anywhere else [EXEMPT[member]] if member in EXEMPT else []
        if any(pattern.fullmatch(name) for pattern in exempt):
            continue
        for pattern, why in _BANNED:
            if pattern.fullmatch(name):
                yield f"{library.name}: {member} calls {name}: {why}"


def _early_problems(library):
    for member, section, entries in early_sections(library):
        # In a shared library, one entry each is the compiler's own (frame_dummy, __do_global_dtors_aux).
        allowed = 1 + len(EXEMPT) if ".so" in library.name else int(member in EXEMPT)
        if entries > allowed:
            yield f"{library.name}: {member} runs code of its own before or after main ({section}, {entries} entries)"


def check(library):
    return [*_import_problems(library), *_early_problems(library)]


def _planted(folder, name, source):
    """What is said of a static and of a shared library of one object."""
    compiler = os.environ.get("CXX", "c++")
    path, shared = folder / f"{name}.cpp", folder / "libplanted.so"
    path.write_text(source, encoding="utf-8")
    # Of the C library's functions that have inline variants, the call is to be seen.
    subprocess.run([compiler, "-std=c++20", "-O1", "-fno-builtin", "-fPIC", "-c", path, "-o", folder / f"{name}.cpp.o"],
                   check=True)
    archive = folder / "libplanted.a"
    archive.unlink(missing_ok=True)
    subprocess.run(["ar", "rc", archive, folder / f"{name}.cpp.o"], check=True)
    subprocess.run([compiler, "-shared", "-o", shared, folder / f"{name}.cpp.o"], check=True)
    return check(archive), check(shared)


_GOOD = """
#include <memory>
#include <stdexcept>
#include <vector>
struct A { int i; A(int j) : i(j) { if (j < 0) throw std::invalid_argument("negative"); } };
std::shared_ptr<std::vector<A>> f(int n) { return std::make_shared<std::vector<A>>(n, A(n)); }
"""
_BAD = [
    ("#include <cstdlib>\nauto f() { return std::getenv(\"HOME\"); }", "getenv: no environment"),
    ("#include <clocale>\nauto f() { return std::setlocale(LC_ALL, \"\"); }", "setlocale: no locale"),
    ("#include <locale>\nstd::locale f() { return std::locale(); }", "std::locale::locale: no locale"),
    ("#include <cstdio>\nvoid f(char* t, double x) { std::snprintf(t, 9, \"%g\", x); }", "snprintf: reads or writes"),
    ("#include <cstdlib>\ndouble f(const char* t) { return std::strtod(t, nullptr); }", "strtod: reads or writes"),
    ("#include <thread>\nvoid f() { std::thread([] {}).join(); }", "threads belong to the host"),
    ("#include <csignal>\nvoid f() { std::signal(SIGINT, SIG_IGN); }", "signal: signals belong"),
    ("#include <cstdlib>\nvoid f() { std::exit(1); }", "exit: whether the program ends"),
    ("#include <cstdlib>\nvoid f() { std::abort(); }", "abort: whether the program ends"),
    ("#include <unistd.h>\nvoid f() { _exit(1); }", "exit: whether the program ends"),
    ("#include <cassert>\nvoid f(int i) { assert(i); }", "assert_fail: whether the program ends"),
    ("#include <cstdio>\nvoid f() { std::puts(\"x\"); }", "puts: prints"),
    ("extern \"C\" int __printf_chk(int, const char*, ...);\nvoid f() { __printf_chk(1, \"x\"); }", "printf: prints"),
    ("#include <chrono>\nauto f() { return std::chrono::steady_clock::now(); }", "has no clock"),
    ("#include <ctime>\nauto f() { return std::time(nullptr); }", "time: has no clock"),
    ("#include <random>\nunsigned f() { return std::random_device{}(); }", "randomness is an argument"),
    ("#include <sys/socket.h>\nint f() { return socket(1, 1, 0); }", "socket: no network"),
    ("#include <math.h>\ndouble f(double x) { return lgamma(x); }", "lgamma: races"),
    ("int make(const char*); int made = make(\"\");\nint make(const char* t) { return *t; }", "before or after main"),
    ("#include <string>\nstatic std::string text(99, 'x');\nconst char* f() { return text.c_str(); }",
     "cxa_atexit: leaves a destructor", "before or after main"),
    ("__attribute__((destructor)) void f() { }", "before or after main"),
]


def _expect(problems, words):
    missing = [word for word in words if not any(word in problem for problem in problems)]
    if missing or bool(problems) != bool(words):
        raise AssertionError(f"expected {words}\ngot      {problems}")


def self_test():
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for problems in _planted(folder, "good", _GOOD):
            _expect(problems, [])
        for source, *words in _BAD:
            static, shared = _planted(folder, "bad", source + "\n")
            _expect(static, words)
            # The exemptions, which a shared library cannot tie to an object, hide what only they may do.
            if not any(word in ("before or after main", "std::locale::locale: no locale") for word in words):
                _expect(shared, words)
        early = "int made(int); int a = made(1);\n"
        assert not _planted(folder, "gamma", early)[0], "an exempt object is refused"


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        sys.exit()
    found = [problem for argument in sys.argv[1:] for problem in check(Path(argument).resolve())]
    print("\n".join(found) or f"{', '.join(sys.argv[1:])}: nothing that a host did not ask for")
    sys.exit(1 if found else 0)
