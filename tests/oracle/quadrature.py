"""Quadrature of positive integrands in ball arithmetic."""

import math
from functools import cache

from flint import arb, ctx


def line_integral(integrand, centre, step):
    """step * sum of a positive, single-peaked integrand over the nodes step * Z, outward from `centre`.

    Each side ends where the integrand falls below 2^-100 of the sum so far. An
    integrand that is not finite at this precision makes the result so.
    """
    step = arb(step)
    start = round(float((centre / step).mid()))
    negligible = arb(2) ** -100
    total = arb(0)
    for first, direction in ((start, 1), (start - 1, -1)):
        node, before = first, None
        while True:
            value = integrand(step * node)
            total += value
            if not value.is_finite():
                return value
            if before is not None and value < before and value < negligible * total:
                break
            node, before = node + direction, value
    return total * step


@cache
def legendre_rule(nodes, bits):
    """Nodes and weights of the Gauss-Legendre rule on (-1, 1)."""
    return [arb.legendre_p_root(nodes, k, weight=True) for k in range(nodes)]


def panel_integral(integrand, low, high, panel, nodes):
    """Gauss-Legendre integral over (low, high), cut into equal panels no wider than `panel`."""
    panels = max(1, math.ceil(float(((high - low) / arb(panel)).upper())))
    half = (high - low) / (2 * panels)
    total = arb(0)
    for i in range(panels):
        middle = low + (2 * i + 1) * half
        total += sum(weight * integrand(middle + half * node) for node, weight in legendre_rule(nodes, ctx.prec))
    return total * half
