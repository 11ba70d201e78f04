"""Where the BG/NBD tables are taken: parameters, histories and horizons."""

from sampling import shorter

BOUNDS = {"r": (0.02, 20), "alpha": (0.1, 1000), "a": (0.05, 20), "b": (0.05, 50)}


def generic_model(random):
    """(r, alpha, a, b), log-uniform within BOUNDS."""
    return tuple(shorter(random.log_uniform(*bounds)) for bounds in BOUNDS.values())


def frequency(random, share_of_zeros):
    """x: zero in the given share, else log-uniform in 1 ... 10,000."""
    x = random.log_uniform_integer(1, 10_000)
    return 0 if random.uniform() < share_of_zeros else x


def recency(random, r, alpha, x, T):
    """t_x in (0, T]: of ten points one at T, two just below, three where P(alive) is moderate, the others uniform."""
    kind = int(10 * random.uniform())
    uniform = shorter(random.uniform() * T) or T
    loss = random.log_uniform(1e-3, 30)
    if x == 0:
        return 0.0
    if kind < 3:
        return T * (1.0, 1 - 1e-12, 1 - 1e-6)[kind]
    if kind < 6:
        moderate = (alpha + T) * (1 - loss / (r + x)) - alpha
        return shorter(moderate) if 0 < moderate < T else uniform
    return uniform


def horizon(random, scale):
    """t with 1 - z = scale / (scale + t) log-uniform in 1e-4 ... 0.999."""
    rest = random.log_uniform(1.00001e-4, 0.999)
    return shorter(scale * (1 - rest) / rest)


def short_horizon(random, scale):
    """t with z = t / (scale + t) log-uniform in 1e-9 ... 1e-3."""
    z = random.log_uniform(1e-9, 1e-3)
    return shorter(scale * z / (1 - z))
