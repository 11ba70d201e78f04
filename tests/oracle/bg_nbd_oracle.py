"""Writes tests/data/bg_nbd_oracle.csv: what the BG/NBD model says about one customer, at 10,000 points.

    python tests/oracle/bg_nbd_oracle.py

r, alpha, a, b, T are log-uniform, x is log-uniform and zero in one point of
five, z = t/(alpha+T+t) and its counterpart for a new customer have 1 - z
log-uniform in 1e-4 ... 0.999 (in one point of twenty, z itself is log-uniform in
1e-9 ... 1e-3: short horizons). t_x is uniform, at or just below T, or placed
where P(alive) is neither 0 nor 1. One point in ten has a near 1, one in ten
a + b near 1, both down to exact equality. Every double is printed with its
shortest text and the columns belong to exactly that double.

Each column is a ball confirmed at two precisions; both expectations are checked
against quadrature of their positive integrand as well.
"""

from flint import arb

import table
from bg_nbd import (count_closed, count_quadrature, largest_term, log_likelihood, probability_alive,
                    probability_no_purchase)
from bg_nbd_points import frequency, generic_model, horizon, recency, short_horizon
from certified import at_precision, certified, digits, require_agreement
from sampling import SplitMix64, shorter

HEADER = ("r,alpha,a,b,x,t_x,T,t,t_new,log_likelihood,largest_term,probability_alive,"
          "probability_no_purchase,expected_purchases,expected_purchases_new")
POINTS = 10_000
QUADRATURE_BITS = 160
TOLERANCE = 1e-20


def near(random, centre, i):
    """centre + d with |d| log-uniform in 3e-16 ... 1e-2, or exactly 0 in one case of ten."""
    offset = random.sign() * random.log_uniform(3e-16, 1e-2)
    return centre if i % 10 == 0 else centre + offset


def parameters(random, i):
    """(r, alpha, a, b): generic, with a near 1, or with a + b near 1 (a in steps of 2^-32: 1 - a is a double)."""
    r, alpha, a, b = generic_model(random)
    group, j = i % 10, i // 10
    if group == 0:
        return r, alpha, near(random, 1.0, j), b
    if group == 1:
        a = round(random.log_uniform(0.06, 0.94) * 2**32) / 2**32
        return r, alpha, a, near(random, 1.0 - a, j)
    return r, alpha, a, b


def ahead(random, i, scale):
    """A horizon, in one point of twenty a short one; both are drawn, so that all points take equally many numbers."""
    usual, short = horizon(random, scale), short_horizon(random, scale)
    return short if i % 20 == 7 else usual


def point(random, i):
    model = parameters(random, i)
    r, alpha, _, _ = model
    x = frequency(random, 0.5 if i % 10 == 1 else 0.2)  # where a + b is near 1, the pole is at x = 0
    T = shorter(random.log_uniform(0.5, 500))
    t_x = recency(random, r, alpha, x, T)
    return model, (x, t_x, T), ahead(random, i, alpha + T), ahead(random, i, alpha)


def columns(model, history, t, t_new):
    """The six columns and the two expectations given alive, S, that they rest on."""
    _, alpha, _, _ = map(arb, model)
    S = count_closed(model, history[0], arb(t) / (alpha + arb(history[2])))
    S_new = count_closed(model, 0, arb(t_new) / alpha)
    alive = probability_alive(model, history)
    return [log_likelihood(model, history), largest_term(model, history), alive,
            probability_no_purchase(model, history, t), alive * S, S_new, S]


def quadratures(model, history, t, t_new):
    _, alpha, _, _ = map(arb, model)
    return [count_quadrature(model, history[0], arb(t) / (alpha + arb(history[2]))),
            count_quadrature(model, 0, arb(t_new) / alpha)]


def row(model, history, t, t_new):
    *values, S_new, S = certified(lambda: columns(model, history, t, t_new))
    by_mean, by_mean_new = at_precision(lambda: quadratures(model, history, t, t_new), QUADRATURE_BITS)
    where = f"{model} {history} {t} {t_new}"
    difference = max(require_agreement(by_mean, S, TOLERANCE, where),
                     require_agreement(by_mean_new, S_new, TOLERANCE, where))
    return (*model, *history, t, t_new, *map(digits, [*values, S_new])), difference


def main():
    random = SplitMix64(2005)
    rows, worst = [], 0.0
    for i in range(POINTS):
        cells, difference = row(*point(random, i))
        rows.append(cells)
        worst = max(worst, difference)
    table.write("bg_nbd_oracle.csv", HEADER, rows)
    print(f"{2 * POINTS} expectations, hypergeometric against quadrature: largest relative difference {worst:.1e}")


if __name__ == "__main__":
    main()
