"""The Gamma-Gamma model of Fader and Hardie (2013, The Gamma-Gamma Model of Monetary Value) in ball arithmetic.

A customer's amounts are Gamma(p, nu) with nu ~ Gamma(q, gamma); x amounts have the mean m.
Every function takes doubles, integers or balls and returns a ball at the current precision.
"""

from certified import exact


def log_density(model, x, mean):
    """log f(m | p, q, gamma; x), eq. (1a)."""
    p, q, gamma = exact(*model)
    x, m = exact(x, mean)
    px = p * x
    return ((px + q).lgamma() - px.lgamma() - q.lgamma() + q * gamma.log()
            + (px - 1) * m.log() + px * x.log() - (px + q) * (gamma + m * x).log())


def density_terms(model, x, mean):
    """Eq. (1a) in terms that stay moderate as q and gamma grow together: log f is the first two less the last three."""
    p, q, gamma = exact(*model)
    x, m = exact(x, mean)
    px = p * x
    return {
        "rising": (px + q).lgamma() - q.lgamma() - px * q.log(),
        "share": px * (q * x * m / (gamma + m * x)).log(),
        "shape": px.lgamma(),
        "scale": q * (m * x / gamma).log1p(),
        "mean": m.log(),
    }


def log_density_by_terms(model, x, mean):
    term = density_terms(model, x, mean)
    return term["rising"] + term["share"] - term["shape"] - term["scale"] - term["mean"]


def largest_term(model, x, mean):
    """The largest absolute value among the terms of log f, against which its error is to be measured."""
    terms = [abs(term) for term in density_terms(model, x, mean).values()]
    largest = terms[0]
    for term in terms[1:]:
        largest = largest.max(term)
    return largest


def expected_spend(model, x, mean):
    """E[M | p, q, gamma; m, x] = p (gamma + m x) / (p x + q - 1), eq. (5); at x = 0 the population mean."""
    p, q, gamma = exact(*model)
    x, m = exact(x, mean)
    return p * (gamma + m * x) / (p * x + q - 1)
