"""Ball arithmetic with certified digits.

Every number here is an Arb ball: a midpoint with a rigorous error bound. A
value is accepted when its ball is small enough at one precision and again at
twice that precision, and the two balls meet.
"""

from decimal import Context, Decimal

from flint import arb, ctx

FIRST_BITS = 192
LAST_BITS = 1 << 17
ACCURACY_BITS = 110  # 33 digits, of which at most 20 are printed
DIGITS = 20


class Disagreement(Exception):
    """Two evaluations of one quantity do not agree."""


def at_precision(evaluate, bits):
    """The list that evaluate() returns, computed with `bits` of working precision."""
    with ctx.workprec(bits):
        return list(evaluate())


def is_accurate(ball):
    return ball.is_finite() and (ball.is_zero() or ball.rel_accuracy_bits() >= ACCURACY_BITS)


def certified(evaluate):
    """The balls of evaluate() at the first precision where all are accurate, confirmed at twice that precision."""
    bits = FIRST_BITS
    while bits <= LAST_BITS:
        values = at_precision(evaluate, bits)
        if all(map(is_accurate, values)):
            return confirmed(values, at_precision(evaluate, 2 * bits))
        bits *= 2
    raise Disagreement(f"not accurate at {LAST_BITS} bits: {values}")


def confirmed(values, again):
    for first, second in zip(values, again, strict=True):
        if not (is_accurate(second) and first.overlaps(second)):
            raise Disagreement(f"{first} at one precision, {second} at twice that precision")
    return again


def relative_difference(value, reference):
    """|value / reference - 1| as a float; for a zero reference, |value|."""
    with ctx.workprec(FIRST_BITS):
        difference = abs(value) if reference.is_zero() else abs(value / reference - 1)
        return float(difference.upper())


def require_agreement(value, reference, tolerance, what):
    """The relative difference of two independent results; fails above the tolerance."""
    difference = relative_difference(value, reference)
    if not difference <= tolerance:
        raise Disagreement(f"{what}: {value} against {reference}, relative difference {difference}")
    return difference


def digits(ball, count=DIGITS):
    """The ball's midpoint rounded to `count` significant digits, in plain or exponent notation."""
    if ball.is_zero():
        return "0"
    rounding = Context(prec=count, Emin=-999999, Emax=999999)
    value = Decimal(ball.str(count + 10, radius=False)).normalize(rounding)
    return format(value, "f" if -6 <= value.adjusted() < count else "e")


def exact(*values):
    """Doubles or integers as exact balls."""
    return [arb(value) for value in values]
