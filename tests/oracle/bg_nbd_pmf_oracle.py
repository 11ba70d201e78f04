"""Writes tests/data/bg_nbd_pmf_oracle.csv: P(X(t) = n) of the BG/NBD model at 2,000 points.

    python tests/oracle/bg_nbd_pmf_oracle.py

Parameters and t as in bg_nbd_oracle.py (1 - z = alpha/(alpha+t) log-uniform in
1e-4 ... 0.999); n + 1 is log-uniform up to 101 in 1,200 points, n log-uniform in
100 ... 10,000 in the others. Each value is a ball confirmed at two precisions and
checked against quadrature over the time of the n-th purchase.
"""

import table
from bg_nbd import probability_of_count, probability_of_count_quadrature
from bg_nbd_points import generic_model, horizon
from certified import at_precision, certified, digits, require_agreement
from sampling import SplitMix64

HEADER = "r,alpha,a,b,t,n,pmf"
POINTS = 2_000
SMALL_COUNTS = 1_200
QUADRATURE_BITS = 160
TOLERANCE = 1e-20


def point(random, i):
    model = generic_model(random)
    t = horizon(random, model[1])
    if i < SMALL_COUNTS:
        return model, t, random.log_uniform_integer(1, 101) - 1
    return model, t, random.log_uniform_integer(100, 10_000)


def row(model, t, n):
    (value,) = certified(lambda: [probability_of_count(model, t, n)])
    (by_mean,) = at_precision(lambda: [probability_of_count_quadrature(model, t, n)], QUADRATURE_BITS)
    difference = require_agreement(by_mean, value, TOLERANCE, f"{model} {t} {n}")
    return (*model, t, n, digits(value)), difference


def main():
    random = SplitMix64(2007)
    rows, worst = [], 0.0
    for i in range(POINTS):
        cells, difference = row(*point(random, i))
        rows.append(cells)
        worst = max(worst, difference)
    table.write("bg_nbd_pmf_oracle.csv", HEADER, rows)
    print(f"{POINTS} probabilities, incomplete beta against quadrature: largest relative difference {worst:.1e}")


if __name__ == "__main__":
    main()
