"""The textbook formula (Fader, Hardie and Lee 2005, eq. 10), as one would write it with NumPy and SciPy's 2F1."""

import numpy as np
import scipy
from scipy.special import hyp2f1

import scoring


class Peer:
    @staticmethod
    def make(model):
        return model

    @staticmethod
    def table(customers):
        return [customers[name].to_numpy() for name in ("frequency", "recency", "T")]

    @staticmethod
    def score(model, table, t):
        r, alpha, a, b = model
        x, t_x, T = table
        odds = np.where(x > 0, a / (b + x - 1) * ((alpha + T) / (alpha + t_x)) ** (r + x), 0.0)
        alive = 1 / (1 + odds)
        hypergeometric = hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t))
        given_alive = (a + b + x - 1) / (a - 1) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * hypergeometric)
        return alive, given_alive * alive


np.seterr(all="ignore")
scoring.run(scipy.__version__, Peer)
