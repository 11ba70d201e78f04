"""What the peers' programs share: one piece of work is measured, and its result becomes one line of JSON.

Each is called as `ingest_<peer>.py FILE integer|text THREADS` and asks its library for five columns by customer: id,
first date, last date, number of distinct dates, sum of amounts. What is timed goes from the file to the library's own
table of them; imports before and the checksum after are not.
"""

import json
import os
import sys
import time

import numpy as np

_CHUNK = 1 << 16  # so that the checksum takes no memory to speak of


def _mix(bits):
    """benchmarks/orders.hpp has the same; whole numbers wrap at 64 bits."""
    bits = bits + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ bits >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ bits >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return bits ^ bits >> np.uint64(31)


def _hash(columns):
    total = np.uint64(0)
    for begin in range(0, len(columns[0]), _CHUNK):
        first, *others = (column[begin:begin + _CHUNK].astype(np.uint64) for column in columns)
        mixed = _mix(first)
        for values in others:
            mixed = _mix(mixed ^ values)
        total = total + np.sum(mixed, dtype=np.uint64)
    return int(total)


def _peak_bytes():
    """The most memory this process has had; 0 where the system does not say. Not ru_maxrss: that outlives exec."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0


def report(version, work, columns):
    """Measures `work(path, text_ids, threads)`, and prints what it took and the checksum of the arrays that `columns`
    makes of its result: ids as numbers, days since 1970 (twice), counts, sums of amounts in the currency."""
    path, ids, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    wall, cpu = time.perf_counter(), time.process_time()
    result = work(path, ids == "text", threads)
    seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
    peak = _peak_bytes()
    np.seterr(over="ignore")
    customers, first, last, days, amounts = columns(result, ids == "text")
    # Amounts are of two decimals, so that the nearest whole number of hundredths is the exact sum.
    cents = np.rint(np.asarray(amounts, dtype=np.float64) * 100).astype(np.int64)
    print(json.dumps({
        "version": version, "seconds": seconds, "cpu_seconds": cpu_seconds, "peak_bytes": peak,
        "customers": len(customers), "first": int(first.sum()), "last": int(last.sum()), "days": int(days.sum()),
        "cents": int(cents.sum()), "hash": f"{_hash((customers, first, last, days, cents)):016x}",
    }), flush=True)
    os._exit(0)  # a library's threads and caches need not be taken down one by one
