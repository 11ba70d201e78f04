"""Writes tests/data/degenerate_bases.csv: bases on which the likelihood has no maximum, only a limit.

    python tests/oracle/degenerate_bases.py

Each base is small, built by a rule, and drives the BG/NBD (Fader, Hardie and Lee
2005, eq. (6)) or the Gamma-Gamma model (Fader and Hardie 2013, eq. (1a)) to the
edge of its parameter space. The limiting models are

    equal rates         r, alpha -> infinity, r / alpha = lambda
    geometric dropout   a, b -> infinity, a / (a+b) = p
    no dropout          a -> 0 or b -> infinity
    first or never      a, b -> 0, a / (a+b) = p: leaves at the first repeat purchase or never
    homogeneous spend   q, gamma -> infinity, q / gamma = nu
    exact spend         p -> infinity, gamma -> 0, p gamma = c

Every model, limiting or not, is searched from many starts in doubles; the base's
limit must be the best of all, is fitted at 50 digits, and the unrestricted model
must come up to it from below.
"""

from collections import Counter

import numpy as np
from mpmath import mp, mpf
from scipy.optimize import minimize

import table

HEADER = "base,limit,log_likelihood_per_customer,parameters,source"
SOURCE = "built by rule; limiting model fitted at 50 digits"
DIGITS = 15
STARTS = 24
mp.dps = 50


# --- the bases ---------------------------------------------------------------

def nbd_base():
    counts = (0, 1, 2, 3, 5, 8, 13, 21)
    for i in range(200):
        x, T = counts[i % 8], 40 + i % 41
        yield x, T if x > 0 else 0, T


def geometric_base():
    for i in range(100):
        yield 4, 4 * (1 + i % 20), 400


def equal_rates_base():
    counts = (1, 1, 1, 1, 2, 2, 3, 4, 6, 12)
    for i in range(200):
        T = 60 + i % 41
        x = min(T // 10, counts[i % 10])
        yield x, 10 * x, T


def poisson_base():
    for i in range(200):
        T = 40 + i % 41
        yield 2 + i % 2, T, T


def spend_base():
    for i in range(200):
        yield 5, 20 + (mpf(i) + mpf("0.5")) / 10


# --- one formula in two arithmetics ------------------------------------------

class Doubles:
    """Arrays of doubles."""
    log, log1p, exp = np.log, np.log1p, np.exp

    @staticmethod
    def array(values):
        return np.array([float(v) for v in values])

    @staticmethod
    def log_rising(start, x):
        """log of start (start+1) ... (start+x-1), a sum of logs, for whole x."""
        steps = np.arange(int(x.max()))
        return np.where(steps < x[:, None], np.log(start + steps), 0.0).sum(axis=1)


class FiftyDigits:
    """Arrays of mpmath numbers."""
    log, log1p, exp = (np.frompyfunc(f, 1, 1) for f in (mp.log, mp.log1p, mp.exp))

    @staticmethod
    def array(values):
        return np.array([mpf(v) for v in values], dtype=object)

    @staticmethod
    def log_rising(start, x):
        sums = [mpf(0)]
        for j in range(int(max(x))):
            sums.append(sums[-1] + mp.log(start + j))
        return np.array([sums[int(n)] for n in x], dtype=object)


class Base:
    """Distinct histories as columns of one arithmetic, with their weights."""

    def __init__(self, rows, arithmetic):
        distinct = Counter(rows)
        self.columns = [arithmetic.array(column) for column in zip(*distinct)]
        self.weights = arithmetic.array(distinct.values())
        self.customers = sum(distinct.values())
        self.arithmetic = arithmetic

    def mean(self, values):
        return (self.weights * values).sum() / self.customers


# --- BG/NBD: a rate part and a dropout part ----------------------------------

def gamma_rates(m, theta, x, t_x, T):
    """log of the counting part and log((alpha+T)/(alpha+t_x))^(r+x), lambda ~ Gamma(r, alpha)."""
    r, alpha = m.exp(theta[0]), m.exp(theta[1])
    count = m.log_rising(r, x) - r * m.log1p(T / alpha) - x * m.log(alpha + T)
    return count, (r + x) * m.log1p((T - t_x) / (alpha + t_x))


def equal_rates(m, theta, x, t_x, T):
    rate = m.exp(theta[0])
    return x * theta[0] - rate * T, rate * (T - t_x)


def beta_dropout(m, theta, x):
    """log B(a, b+x)/B(a, b) and a/(b+x-1), the latter 0 where x = 0."""
    a, b = m.exp(theta[0]), m.exp(theta[1])
    return m.log_rising(b, x) - m.log_rising(a + b, x), np.where(x > 0, a / np.where(x > 0, b + (x - 1), 1), 0)


def geometric_dropout(m, theta, x):
    odds = m.exp(theta[0])
    return -x * m.log1p(odds), np.where(x > 0, odds, 0)


def no_dropout(m, theta, x):
    return 0 * x, 0 * x


def first_or_never(m, theta, x):
    odds = m.exp(theta[0])
    return np.where(x > 0, -m.log1p(odds), 0), np.where(x == 1, odds, 0)


class PurchaseModel:
    """BG/NBD or a limit of it: eq. (6) from its two parts; theta holds logs (of a/b for a share p = a/(a+b))."""

    def __init__(self, name, rates, dropout):
        self.name, self.rates, self.dropout = name, rates, dropout
        self.rate_size = 2 if rates is gamma_rates else 1
        self.size = self.rate_size + {beta_dropout: 2, no_dropout: 0}.get(dropout, 1)

    def log_likelihood(self, base, theta):
        x, t_x, T = base.columns
        m = base.arithmetic
        count, delay = self.rates(m, theta[:self.rate_size], x, t_x, T)
        stay, odds = self.dropout(m, theta[self.rate_size:], x)
        return base.mean(count + stay + m.log1p(odds * m.exp(delay)))

    def start(self, random):
        rates = [random.uniform(-2, 4), random.uniform(0, 7)] if self.rate_size == 2 else [random.uniform(-5, 0)]
        return rates + list(random.uniform(-4, 4, self.size - self.rate_size))

    def parameters(self, theta):
        rates = ("r", "alpha") if self.rate_size == 2 else ("r/alpha",)
        named = dict(zip(rates, map(mp.exp, theta)))
        rest = list(map(mp.exp, theta[self.rate_size:]))
        if self.dropout is beta_dropout:
            named |= dict(zip(("a", "b"), rest))
        elif rest:
            named["a/(a+b)"] = rest[0] / (1 + rest[0])
        return named


RATES = {"": gamma_rates, "equal-rates": equal_rates}
DROPOUTS = {"": beta_dropout, "geometric-dropout": geometric_dropout, "no-dropout": no_dropout,
            "first-or-never": first_or_never}
PURCHASE_MODELS = {name: PurchaseModel(name, rates, dropout)
                   for rate_name, rates in RATES.items() for dropout_name, dropout in DROPOUTS.items()
                   for name in ["+".join(filter(None, (rate_name, dropout_name))) or "unrestricted"]}


# --- Gamma-Gamma -------------------------------------------------------------

class SpendModel:
    """Gamma-Gamma or a limit of it, always at 50 digits: eq. (1a) cancels where q and gamma are large."""

    def __init__(self, name, density, names):
        self.name, self.density, self.names = name, density, names
        self.size = len(names)

    def log_likelihood(self, base, theta):
        x, mean = base.columns
        return base.mean(self.density(*[mp.exp(mpf(v)) for v in theta], x, mean))

    def start(self, random):
        return list(random.uniform(0, 4, self.size))

    def parameters(self, theta):
        return dict(zip(self.names, map(mp.exp, theta)))


LOG_GAMMA = np.frompyfunc(mp.loggamma, 1, 1)
LOG = FiftyDigits.log


def spend_density(p, q, gamma, x, mean):
    px = p * x
    return (LOG_GAMMA(px + q) - LOG_GAMMA(px) - mp.loggamma(q) + q * mp.log(gamma) + (px - 1) * LOG(mean)
            + px * LOG(x) - (px + q) * LOG(gamma + mean * x))


def homogeneous_density(p, nu, x, mean):
    """mean ~ Gamma(p x, nu x)."""
    px = p * x
    return px * LOG(nu * x) - LOG_GAMMA(px) + (px - 1) * LOG(mean) - nu * x * mean


def exact_density(q, c, x, mean):
    """mean = p / nu exactly, 1 / mean ~ Gamma(q, c)."""
    return q * mp.log(c) - mp.loggamma(q) - (q + 1) * LOG(mean) - c / mean


SPEND_MODELS = {model.name: model for model in (
    SpendModel("unrestricted", spend_density, ("p", "q", "gamma")),
    SpendModel("homogeneous-spend", homogeneous_density, ("p", "q/gamma")),
    SpendModel("exact-spend", exact_density, ("q", "p*gamma")))}


# --- fitting -----------------------------------------------------------------

def search(model, base, starts):
    """The best of several simplex searches, each followed by another from where it ended, logs kept within +-25."""
    random = np.random.default_rng(1)

    def loss(theta):
        if np.abs(theta).max() > 25:
            return np.inf
        value = -float(model.log_likelihood(base, theta))
        return value if np.isfinite(value) else np.inf

    best = None
    for _ in range(starts):
        theta = np.array(model.start(random))
        for _ in range(3):
            found = minimize(loss, theta, method="Nelder-Mead",
                             options={"xatol": 1e-9, "fatol": 1e-14, "maxiter": 4000, "maxfev": 4000})
            theta = found.x
        if best is None or found.fun < best.fun:
            best = found
    return best.x, -best.fun


def derivatives(f, theta, step=mpf(10) ** -12):
    """Gradient and Hessian by central differences at 50 digits (errors about step^2)."""
    n = len(theta)

    def at(*moves):
        moved = list(theta)
        for i, direction in moves:
            moved[i] += direction * step
        return f(moved)

    centre = f(theta)
    gradient, hessian = mp.matrix(n, 1), mp.matrix(n, n)
    for i in range(n):
        up, down = at((i, 1)), at((i, -1))
        gradient[i] = (up - down) / (2 * step)
        hessian[i, i] = (up - 2 * centre + down) / step**2
        for j in range(i):
            mixed = at((i, 1), (j, 1)) - at((i, 1), (j, -1)) - at((i, -1), (j, 1)) + at((i, -1), (j, -1))
            hessian[i, j] = hessian[j, i] = mixed / (4 * step**2)
    return gradient, hessian


def polish(model, base, theta):
    """Newton's method at 50 digits; the Hessian must be negative definite where it ends."""
    def f(at):
        return model.log_likelihood(base, at)

    theta = [mpf(float(value)) for value in theta]
    for _ in range(12):
        gradient, hessian = derivatives(f, theta)
        step = mp.lu_solve(hessian, -gradient)
        theta = [value + move for value, move in zip(theta, step)]
        if mp.norm(step) < mpf(10) ** -20:
            break
    else:
        raise SystemExit(f"{model.name}: Newton's method did not converge")
    if max(mp.eigsy(hessian, eigvals_only=True)) >= 0:
        raise SystemExit(f"{model.name}: not a maximum")
    return theta, f(theta)


# --- the path from the unrestricted model to each limit ----------------------

def near_limit(limit, p, scale):
    """theta of the unrestricted model at a distance about 1 / scale from the limiting model with parameters p."""
    if limit == "homogeneous-spend":
        return [p["p"], scale * p["q/gamma"], scale]
    rates = [p["r"], p["alpha"]] if "r" in p else [scale * p["r/alpha"], scale]
    if "a" in p:
        return rates + [p["a"], p["b"]]
    if "a/(a+b)" in p:
        return rates + [scale * p["a/(a+b)"], scale * (1 - p["a/(a+b)"])]
    return rates + [1 / scale, mpf(1)]


def gaps(models, base, limit, parameters, value):
    """How far the unrestricted log-likelihood stays below the limit, at growing scales."""
    unrestricted = models["unrestricted"]
    for power in (3, 6, 9, 12):
        theta = list(map(mp.log, near_limit(limit, parameters, mpf(10) ** power)))
        yield value - unrestricted.log_likelihood(base, theta)


BASES = {"nbd": (nbd_base, PURCHASE_MODELS, "no-dropout"),
         "geometric": (geometric_base, PURCHASE_MODELS, "geometric-dropout"),
         "equal_rates": (equal_rates_base, PURCHASE_MODELS, "equal-rates"),
         "poisson": (poisson_base, PURCHASE_MODELS, "equal-rates+no-dropout"),
         "spend": (spend_base, SPEND_MODELS, "homogeneous-spend")}


def row(name, rows, models, limit):
    """The table's row of one base, once its limit is shown to be the supremum."""
    exact = Base(list(rows()), FiftyDigits)
    spend = models is SPEND_MODELS
    quick, starts = (exact, 3) if spend else (Base(list(rows()), Doubles), STARTS)
    found = {other: search(model, quick, starts) for other, model in models.items()}
    theta, value = polish(models[limit], exact, found[limit][0])
    parameters = models[limit].parameters(theta)
    print(f"{name}: limit {limit}, log-likelihood per customer {mp.nstr(value, DIGITS)}")
    for other, (_, best) in found.items():
        print(f"    {other:38s} best {best:.12f}, below the limit by {mp.nstr(value - best, 3)}")
        if best > value + mpf(10) ** -12:
            raise SystemExit(f"{name}: {other} is above {limit}")
    distances = list(gaps(models, exact, limit, parameters, value))
    print("    unrestricted below the limit at scales 1e3, 1e6, 1e9, 1e12:", *[mp.nstr(d, 3) for d in distances])
    if min(distances) <= 0 or distances != sorted(distances, reverse=True):
        raise SystemExit(f"{name}: the limit is not approached from below")
    named = ";".join(f"{key}={mp.nstr(v, DIGITS)}" for key, v in parameters.items())
    return name, limit, mp.nstr(value, DIGITS), named, SOURCE


def main():
    table.write("degenerate_bases.csv", HEADER, [row(name, *rest) for name, rest in BASES.items()])


if __name__ == "__main__":
    main()
