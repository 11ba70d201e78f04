"""A small generator of its own, so that the tables do not depend on a library's version.

SplitMix64 (Steele, Lea and Flood 2014); the top 53 bits make a double in [0, 1).
"""

from flint import arb, ctx

MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed & MASK

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def uniform(self, low=0.0, high=1.0):
        return low + (high - low) * ((self.bits() >> 11) * 2.0**-53)

    def log_uniform(self, low, high):
        """A double whose logarithm is uniform; the power is rounded from a ball, so every platform gets the same."""
        return power_between(low, high, self.uniform())

    def log_uniform_integer(self, low, high):
        """An integer in low..high whose logarithm is about uniform."""
        return min(high, int(self.log_uniform(low, high + 1)))

    def sign(self):
        return 1.0 if self.bits() >> 63 else -1.0


def power_between(low, high, fraction):
    """low * (high / low)^fraction, correctly rounded but for ties."""
    with ctx.workprec(120):
        return float((arb(low) * (arb(high) / arb(low)) ** arb(fraction)).mid())


def shorter(value):
    """The double nearest to the value's first eight significant digits: generic bits, a short text."""
    return float(f"{value:.8g}")
