"""Writes tests/data/gamma_gamma_oracle.csv: density and expected spend of the Gamma-Gamma model at 2,000 points.

    python tests/oracle/gamma_gamma_oracle.py

p is log-uniform in .1 ... 100, x in 1 ... 10,000. In every other point q is
log-uniform in .2 ... 100, gamma in .1 ... 1e4 and the mean within a factor of
a hundred of p gamma / q; in the others q runs up to 1e8 with gamma / q in
.1 ... 10 and the mean within 30 % of p gamma / q: the ridge that ends in equal
spend rates. The mean stays in .01 ... 1e5 and p x + q > 1.01, so that E[M] exists.

Each column is a ball confirmed at two precisions; the density is evaluated in
two groupings of its terms and, at two points of ten, by quadrature over nu too.
"""

from flint import arb

import table
from certified import at_precision, certified, digits, exact, require_agreement
from gamma_gamma import expected_spend, largest_term, log_density, log_density_by_terms
from quadrature import line_integral
from sampling import SplitMix64, shorter

HEADER = "p,q,gamma,x,mean,log_likelihood,largest_term,expected_spend"
POINTS = 2_000
QUADRATURE_BITS = 256
TOLERANCE = 1e-20


def candidate(random, ridge):
    p = shorter(random.log_uniform(0.1, 100))
    x = random.log_uniform_integer(1, 10_000)
    q = shorter(random.log_uniform(0.2, 1e8 if ridge else 100))
    gamma = shorter(q * random.log_uniform(0.1, 10) if ridge else random.log_uniform(0.1, 1e4))
    spread = 1.3 if ridge else 100.0
    mean = shorter(p * gamma / q * random.log_uniform(1 / spread, spread))
    return (p, q, gamma), x, mean


def point(random, i):
    """The next candidate within the bounds above."""
    while True:
        (p, q, gamma), x, mean = candidate(random, ridge=i % 2 == 1)
        if p * x + q > 1.01 and 0.01 <= mean <= 1e5 and 0.1 <= gamma <= 1e9:
            return (p, q, gamma), x, mean


def log_density_quadrature(model, x, mean):
    """log f(m) from the mixture it is: m | nu ~ Gamma(p x, nu x), nu ~ Gamma(q, gamma), integrated over ln(nu)."""
    p, q, gamma = exact(*model)
    x, m = exact(x, mean)
    shape, rate = p * x, gamma + m * x
    log_peak = ((shape + q) / rate).log()
    level = (shape + q) * log_peak - (shape + q)

    def integrand(log_nu):
        return ((shape + q) * log_nu - rate * log_nu.exp() - level).exp()

    integral = line_integral(integrand, log_peak, arb(0.1).min(arb(0.3) / (shape + q).sqrt()))
    norm = q * gamma.log() - q.lgamma() + shape * x.log() - shape.lgamma() + (shape - 1) * m.log()
    return norm + level + integral.log()


def columns(model, x, mean):
    return [log_density(model, x, mean), largest_term(model, x, mean), expected_spend(model, x, mean),
            log_density_by_terms(model, x, mean)]


def row(model, x, mean, with_quadrature):
    density, largest, spend, grouped = certified(lambda: columns(model, x, mean))
    where = f"{model} {x} {mean}"
    difference = require_agreement(grouped, density, TOLERANCE, where)
    if with_quadrature:
        (by_mean,) = at_precision(lambda: [log_density_quadrature(model, x, mean)], QUADRATURE_BITS)
        difference = max(difference, require_agreement(by_mean, density, TOLERANCE, where))
    return (*model, x, mean, *map(digits, (density, largest, spend))), difference


def main():
    random = SplitMix64(2013)
    rows, worst = [], 0.0
    for i in range(POINTS):
        cells, difference = row(*point(random, i), with_quadrature=i % 10 < 2)
        rows.append(cells)
        worst = max(worst, difference)
    table.write("gamma_gamma_oracle.csv", HEADER, rows)
    print(f"{POINTS} densities, two groupings and {POINTS // 5} quadratures: largest relative difference {worst:.1e}")


if __name__ == "__main__":
    main()
