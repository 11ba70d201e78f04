"""From a file of orders to scores, the library asks the kernel for memory and for that file, and for nothing else.

    traced.py PROGRAM ORDERS     runs consumers/quiet under strace; exit code 77, and SKIPPED, where that cannot be
    traced.py --self-test        reads planted traces

Between the program's two marks everything else is an error: a thread or a process, another file, a socket, a signal, a
clock. Clocks that need no system call are in objects.py's list.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_BEGIN, _END = 'write(-1, "tenure begins"', 'write(-1, "tenure has ended"'
_MEMORY = {"brk", "mmap", "munmap", "mremap", "madvise", "mprotect"}
_ON_THE_FILE = {"read", "pread64", "readv", "preadv", "lseek", "fstat", "newfstatat", "statx", "fadvise64", "close"}
_CALL = re.compile(r"(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)")


def _between_marks(lines):
    inside = False
    for line in lines:
        if _END in line:
            return
        if inside:
            yield line
        inside = inside or _BEGIN in line
    raise ValueError("the trace has no marks")


def check(lines, orders):
    """The lines of a trace that should not be there; ValueError where nothing of the library was seen."""
    found, opened, descriptors = [], 0, set()
    for line in _between_marks(lines):
        call = _CALL.match(line)
        if not call:
            found.append(line)
            continue
        name, arguments = call.groups()
        if name in ("open", "openat") and f'"{orders}"' in arguments and "O_RDONLY" in arguments:
            descriptors.add(arguments.rsplit("= ", 1)[-1].strip())
            opened += 1
        elif name == "mmap" and "MAP_ANONYMOUS" in arguments or name in _MEMORY - {"mmap"}:
            pass
        elif name in _ON_THE_FILE and re.split(r"[,)]", arguments)[0] in descriptors:
            pass
        elif name not in ("stat", "newfstatat", "statx") or f'"{orders}"' not in arguments:
            found.append(line)
    if not opened:
        raise ValueError(f"{orders} was never opened")
    return found


_GOOD = """\
openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3
write(-1, "tenure begins", 13)          = -1 EBADF (Bad file descriptor)
openat(AT_FDCWD, "orders.csv", O_RDONLY|O_CLOEXEC) = 3
newfstatat(3, "", {st_mode=S_IFREG|0644, st_size=228327, ...}, AT_EMPTY_PATH) = 0
read(3, " 00004 0001 19970101  2   29.33\\n"..., 65536) = 65536
brk(0x55d7a85f6000)                     = 0x55d7a85f6000
mmap(NULL, 266240, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f1f0a8bd000
close(3)                                = 0
write(-1, "tenure has ended", 16)       = -1 EBADF (Bad file descriptor)
exit_group(0)                           = ?
"""
_BAD = [
    "clone3({flags=CLONE_VM|CLONE_FS}, 88)   = 1234",
    "clone(child_stack=NULL, flags=SIGCHLD)  = 1234",
    'openat(AT_FDCWD, "/etc/localtime", O_RDONLY|O_CLOEXEC) = 4',
    'openat(AT_FDCWD, "orders.csv", O_RDWR)  = 4',
    "socket(AF_INET, SOCK_STREAM, 0)         = 4",
    "rt_sigaction(SIGINT, {sa_handler=SIG_IGN}, NULL, 8) = 0",
    "clock_gettime(CLOCK_REALTIME, {tv_sec=1, tv_nsec=2}) = 0",
    "getrandom(\"\\x01\", 1, 0)              = 1",
    'write(1, "progress", 8)                 = 8',
    "mmap(NULL, 4096, PROT_READ, MAP_SHARED, 5, 0) = 0x7f1f0a8bd000",
    "read(0, \"\", 1)                         = 0",
    "[pid 1234] futex(0x7f, FUTEX_WAIT, 1, NULL) = 0",
    "--- SIGSEGV {si_signo=SIGSEGV} ---",
]


def self_test():
    good = _GOOD.splitlines()
    assert not check(good, "orders.csv"), check(good, "orders.csv")
    for bad in _BAD:
        assert check(good[:6] + [bad] + good[6:], "orders.csv") == [bad], bad
        assert not check(good + [bad], "orders.csv"), "what comes after the end is the program's"
    for lines, orders in ((good[:-2], "orders.csv"), (good[:1] + good[2:], "orders.csv"), (good, "other.csv")):
        try:
            check(lines, orders)
        except ValueError:
            continue
        raise AssertionError(f"accepted a trace that shows nothing: {lines}")


def main(program, orders):
    if not shutil.which("strace") or subprocess.run(["strace", "true"], capture_output=True, check=False).returncode:
        print("SKIPPED: no strace, or it may not trace")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "trace"
        subprocess.run(["strace", "-f", "-o", log, program, orders], check=True)
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    found = check(lines, orders)
    print("\n".join(f"system call: {line}" for line in found) or "memory, the orders, and nothing else")
    return 1 if found else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    else:
        sys.exit(main(*sys.argv[1:]))
