"""What the peers' programs share: one piece of work is measured, and what came of it becomes one line of JSON."""

import json
import os
import time


def _peak_bytes():
    """The most memory this process has had; 0 where the system does not say. Not ru_maxrss: that outlives exec."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0


def measured(work):
    """The result of `work()`, and what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
    return result, {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_bytes": _peak_bytes()}


def finish(report):
    """Prints the line, behind whatever a library may have printed, and ends the process."""
    print(json.dumps(report), flush=True)
    os._exit(0)  # a library's threads and caches need not be taken down one by one
