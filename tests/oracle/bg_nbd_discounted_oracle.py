"""Writes tests/data/bg_nbd_discounted_oracle.csv: discounted expected purchases of the BG/NBD model at 1,000 points.

    python tests/oracle/bg_nbd_discounted_oracle.py

value = P(alive) int_0^horizon e^(-rate u) dE[Y(u)]/du given alive, with rate per unit
of time. rate (alpha+T) and rate horizon are log-uniform in 1e-4 ... 30; in 150
points the horizon is infinite, in 50 the rate is 0 and the value is the
undiscounted expectation. Parameters and histories as in bg_nbd_oracle.py.

Each value comes from the integral of the discounted intensity by Gauss-Legendre
and from integration by parts with the closed form of the undiscounted mean by the
trapezoidal rule; every 25th, where a > 1, also from the latter without
hypergeometric functions (slow where a is small).
"""

import math

from flint import arb

import table
from bg_nbd import count_quadrature, discounted_count, discounted_count_by_parts, probability_alive
from bg_nbd_points import frequency, generic_model, horizon, recency
from certified import at_precision, certified, digits, is_accurate, require_agreement
from sampling import SplitMix64, shorter

HEADER = "r,alpha,a,b,x,t_x,T,horizon,rate,value"
POINTS = 1_000
DIGITS = 18
QUADRATURE_BITS = 256
TOLERANCE = 1e-20


def discounting(random, i, scale):
    """(horizon, rate): of twenty points one without discount, three without end."""
    rate = shorter(random.log_uniform(1e-4, 30) / scale)
    ahead = shorter(random.log_uniform(1e-4, 30) / rate)
    kind = i % 20
    if kind == 0:
        return horizon(random, scale), 0.0
    return (math.inf if kind < 4 else ahead), rate


def point(random, i):
    model = generic_model(random)
    r, alpha, _, _ = model
    x = frequency(random, 0.2)
    T = shorter(random.log_uniform(0.5, 500))
    t_x = recency(random, r, alpha, x, T)
    return model, (x, t_x, T), *discounting(random, i, alpha + T)


def in_model_time(model, history, ahead, rate):
    """(discount, reach): rate and horizon in units of alpha + T."""
    scale = arb(model[1]) + arb(history[2])
    return arb(rate) * scale, arb.pos_inf() if math.isinf(ahead) else arb(ahead) / scale


def by_parts(model, history, ahead, rate):
    """The second form at the first precision where it is accurate: its closed form cancels at short times."""
    bits = QUADRATURE_BITS
    while True:
        (value,) = at_precision(
            lambda: [discounted_count_by_parts(model, history[0], *in_model_time(model, history, ahead, rate))], bits)
        if is_accurate(value):
            return value
        bits *= 2


def without_hypergeometric(model, history, ahead, rate):
    (value,) = at_precision(
        lambda: [discounted_count_by_parts(model, history[0], *in_model_time(model, history, ahead, rate),
                                           count_quadrature)], QUADRATURE_BITS)
    return value


def row(model, history, ahead, rate, thorough):
    _, given_alive, value = certified(lambda: columns(model, history, ahead, rate))
    where = f"{model} {history} {ahead} {rate}"
    difference = require_agreement(by_parts(model, history, ahead, rate), given_alive, TOLERANCE, where)
    if thorough:
        elementary = without_hypergeometric(model, history, ahead, rate)
        difference = max(difference, require_agreement(elementary, given_alive, TOLERANCE, where))
    return (*model, *history, ahead, rate, digits(value, DIGITS)), difference


def columns(model, history, ahead, rate):
    alive = probability_alive(model, history)
    given_alive = discounted_count(model, history[0], *in_model_time(model, history, ahead, rate))
    return [alive, given_alive, alive * given_alive]


def main():
    random = SplitMix64(2012)
    rows, worst, thrice = [], 0.0, 0
    for i in range(POINTS):
        model, *rest = point(random, i)
        thorough = i % 25 == 7 and model[2] > 1
        cells, difference = row(model, *rest, thorough)
        rows.append(cells)
        thrice += thorough
        worst = max(worst, difference)
    table.write("bg_nbd_discounted_oracle.csv", HEADER, rows)
    print(f"{POINTS} values, two integrals ({thrice} times three): largest relative difference {worst:.1e}")


if __name__ == "__main__":
    main()
