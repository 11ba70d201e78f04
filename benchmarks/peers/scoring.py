"""What the peers' programs that score share. Each is called as

    score_<peer>.py score FOLDER CUSTOMERS PERIODS MODEL HORIZON SAMPLE
    score_<peer>.py points FILE COUNT

MODEL is r,alpha,a,b in weeks, and PERIODS the number of periods a week in which FOLDER counts times. A peer gives
`make(model)`, its library's model with these parameters, `table(customers)`, the customers as its library wants them
(neither is timed), and `score(model, table, horizon)`, P(alive) and expected purchases as its library returns them.
"""

import csv
import sys
import warnings

import numpy as np
import pandas as pd

import customers
from measured import finish, measured

_WARM_UP = 1000  # customers that are scored before the clock starts


def _numbers(text):
    return [float(word) for word in text.split(",")]


def _values(scores):
    return [np.asarray(score, dtype=np.float64).ravel() for score in scores]


def sample(values, count):
    """`count` of the values, evenly spread (score_tenure.cpp takes the same)."""
    return [values[i * len(values) // count] for i in range(min(count, len(values)))]


def _score(version, peer, folder, count, periods, model, horizon, sample_size):
    fitted = peer.make(_numbers(model))
    base = customers.read(folder, int(count), float(periods))
    table, first = peer.table(base), peer.table(base[:_WARM_UP])
    peer.score(fitted, first, float(horizon))
    scores, took = measured(lambda: peer.score(fitted, table, float(horizon)))
    alive, expected = _values(scores)
    finish({
        "version": version, **took, "customers": len(alive),
        "not_finite": int(np.count_nonzero(~np.isfinite(alive)) + np.count_nonzero(~np.isfinite(expected))),
        "alive": sample(alive.tolist(), int(sample_size)), "expected": sample(expected.tolist(), int(sample_size)),
    })


def _points(peer, path, count):
    alive, expected = [], []
    with open(path, encoding="ascii") as file:
        for row, _ in zip(csv.reader(file), range(int(count) + 1)):
            if row[0] == "r":
                continue
            model, (x, t_x, T, horizon) = [float(cell) for cell in row[:4]], [float(cell) for cell in row[4:8]]
            table = peer.table(pd.DataFrame({"customer_id": [0], "frequency": [x], "recency": [t_x], "T": [T]}))
            one_alive, one_expected = _values(peer.score(peer.make(model), table, horizon))
            alive.append(float(one_alive[0]))
            expected.append(float(one_expected[0]))
    finish({"alive": alive, "expected": expected})


def run(version, peer):
    warnings.simplefilter("ignore")
    if sys.argv[1] == "score":
        _score(version, peer, *sys.argv[2:])
    else:
        _points(peer, *sys.argv[2:])
