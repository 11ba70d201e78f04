"""What the peers' programs that read orders share: their work is measured, and its result becomes one line of JSON.

Each is called as `ingest_<peer>.py FILE integer|text THREADS` and asks its library for five columns by customer: id,
first date, last date, number of distinct dates, sum of amounts. What is timed goes from the file to the library's own
table of them; imports before and the checksum after are not.
"""

import sys

import numpy as np

from measured import finish, measured

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


def report(version, work, columns):
    """Measures `work(path, text_ids, threads)`, and prints what it took and the checksum of the arrays that `columns`
    makes of its result: ids as numbers, days since 1970 (twice), counts, sums of amounts in the currency."""
    path, ids, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    result, took = measured(lambda: work(path, ids == "text", threads))
    np.seterr(over="ignore")
    customers, first, last, days, amounts = columns(result, ids == "text")
    # Amounts are of two decimals, so that the nearest whole number of hundredths is the exact sum.
    cents = np.rint(np.asarray(amounts, dtype=np.float64) * 100).astype(np.int64)
    finish({
        "version": version, **took, "customers": len(customers),
        "first": int(first.sum()), "last": int(last.sum()), "days": int(days.sum()), "cents": int(cents.sum()),
        "hash": f"{_hash((customers, first, last, days, cents)):016x}",
    })
