"""The log-likelihoods of parameters, all by one formula, so that nobody wins by stopping early: called as

    likelihood.py FOLDER CUSTOMERS PERIODS bg-nbd|gamma-gamma PARAMETERS...

with the parameters of each fit separated by commas. Distinct histories are counted first, and their terms summed
exactly.
"""

import math
import sys

import numpy as np
from scipy.special import betaln, gammaln

import customers
from measured import finish


def _bg_nbd(parameters, x, t_x, T):
    """Fader, Hardie and Lee (2005), eq. 6."""
    r, alpha, a, b = parameters
    odds = np.where(x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1) + (r + x) * np.log((alpha + T) / (alpha + t_x)),
                    -np.inf)
    return (gammaln(r + x) - gammaln(r) + r * np.log(alpha) - (r + x) * np.log(alpha + T)
            + betaln(a, b + x) - betaln(a, b) + np.logaddexp(0, odds))


def _gamma_gamma(parameters, x, m):
    """Fader and Hardie (2013), eq. 1a."""
    p, q, gamma = parameters
    return (gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma) + (p * x - 1) * np.log(m)
            + p * x * np.log(x) - (p * x + q) * np.log(gamma + m * x))


_MODELS = {"bg-nbd": (_bg_nbd, ["frequency", "recency", "T"]),
           "gamma-gamma": (_gamma_gamma, ["frequency", "monetary_value"])}


def main():
    folder, count, periods, name, *fits = sys.argv[1:]
    density, columns = _MODELS[name]
    base = customers.read(folder, int(count), float(periods))
    if name == "gamma-gamma":
        base = base[base["frequency"] > 0]
    patterns = base.groupby(columns, sort=False).size().reset_index(name="weight")
    weights, values = patterns["weight"].to_numpy(), [patterns[column].to_numpy() for column in columns]
    finish([math.fsum(weights * density([float(word) for word in fit.split(",")], *values)) for fit in fits])


np.seterr(all="ignore")
main()
