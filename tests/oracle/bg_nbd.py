"""The BG/NBD model of Fader, Hardie and Lee (2005, Marketing Science 24, 275-284) in ball arithmetic.

A customer buys at a rate lambda ~ Gamma(r, alpha) and leaves after each repeat purchase
with a probability p ~ Beta(a, b); (x, t_x, T) are the repeat purchases, the time
of the last one and the time observed. Every function takes doubles, integers or
balls and returns a ball at the current precision.

The conditional expectation is P(alive) * S with

    S = E[(1 - (1 + u y)^-(r+x)) / u],  u ~ Beta(a, b + x),  y = t / (alpha + T),

which has two independent forms here: `count_closed` (hypergeometric) and
`count_quadrature` (the mean above, elementary functions only).
"""

from flint import acb, arb, ctx

from certified import exact
from quadrature import line_integral, panel_integral


def log_beta(a, b):
    return a.lgamma() + b.lgamma() - (a + b).lgamma()


def hypergeometric(a, b, c, z):
    """2F1(a, b; c; z) for 0 <= z < 1: Arb's, but where c is large the power series.

    It is short there, while Arb may choose a transformation that cancels.
    """
    if isinstance(c, arb) and c > 64 and c > 4 * (abs(a) + abs(b)):
        return gauss_series(a, b, c, z)
    return z.hypgeom_2f1(a, b, c)


def gauss_series(a, b, c, z):
    """The power series of 2F1(a, b; c; z) for c > a + b - 1, with a rigorous bound of its tail.

    From n > |a|, |b|, (ab - c) / (c - a - b + 1) on, the ratio of successive terms lies between 0 and z.
    """
    settled = abs(a).max(abs(b)).max((a * b - c) / (c - a - b + 1))
    total = term = arb(1)
    negligible = arb(2) ** -ctx.prec
    n = 0
    while not (abs(term) < negligible * abs(total) and n > settled):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        n += 1
    return total + arb(0, (abs(term) * z / (1 - z)).upper())


def log_dropout_odds(model, history):
    """log of a/(b+x-1) ((alpha+T)/(alpha+t_x))^(r+x), the odds of having left, x > 0: the two terms of eq. (6)."""
    r, alpha, a, b = exact(*model)
    x, t_x, T = exact(*history)
    return (a / (b + x - 1)).log() + (r + x) * ((alpha + T) / (alpha + t_x)).log()


def likelihood_terms(model, history):
    """The five terms whose combination is log L, eq. (6)."""
    r, alpha, a, b = exact(*model)
    x, _, T = exact(*history)
    return {
        "rising": (r + x).lgamma() - r.lgamma(),
        "rate": r * alpha.log(),
        "exposure": (r + x) * (alpha + T).log(),
        "beta": log_beta(a, b + x) - log_beta(a, b),
        "dropout": log_dropout_odds(model, history).exp().log1p() if history[0] > 0 else arb(0),
    }


def log_likelihood(model, history):
    """log L(r, alpha, a, b | x, t_x, T), eq. (6)."""
    term = likelihood_terms(model, history)
    return term["rising"] + term["rate"] - term["exposure"] + term["beta"] + term["dropout"]


def largest_term(model, history):
    """The largest absolute value among the terms of log L, against which its error is to be measured."""
    largest = arb(0)
    for term in likelihood_terms(model, history).values():
        largest = largest.max(abs(term))
    return largest


def probability_alive(model, history):
    """P(alive | x, t_x, T) = 1 / (1 + odds of having left), 1 where x = 0.

    Fader, Hardie and Lee (2008), Computing P(alive) using the BG/NBD model.
    """
    if history[0] == 0:
        return arb(1)
    return 1 / (1 + log_dropout_odds(model, history).exp())


def probability_no_purchase(model, history, t):
    """P(no purchase in (T, T+t] | x, t_x, T): left before T, or alive and waiting longer than t."""
    r, alpha, _, _ = exact(*model)
    x, _, T = exact(*history)
    alive = probability_alive(model, history)
    waiting = ((alpha + T) / (alpha + T + arb(t))) ** (r + x)
    return (1 - alive) + alive * waiting


def count_closed(model, x, y):
    """S in closed form: eq. (10) after Euler's transformation of its 2F1.

    S = C/q [1 - (1+y)^-q 2F1(p, q; C; z)], p = a+b-1-r, q = a-1, C = a+b+x-1,
    z = y/(1+y), which has removable singularities at q = 0 and at C = 0.
    """
    r, _, a, b = exact(*model)
    x, y = exact(x, y)
    if (a + b + x - 1).is_zero():
        return count_at_vanishing_third(r, a, y)
    if (a - 1).is_zero():
        return count_at_unit_a(r, b, x, y)
    return closed_form(r, a, b, x, y)


def closed_form(r, a, b, x, y):
    p, q, C = a + b - 1 - r, a - 1, a + b + x - 1
    return C / q * (1 - (1 + y) ** -q * hypergeometric(p, q, C, y / (1 + y)))


def count_at_vanishing_third(r, a, y):
    """The limit C -> 0 (x = 0, a + b = 1), by C 2F1(p, q; C; z) -> p q z 2F1(p+1, q+1; 2; z) with p = -r."""
    z = y / (1 + y)
    return r * z * (1 + y) ** (1 - a) * hypergeometric(1 - r, a, arb(2), z)


def count_at_unit_a(r, b, x, y, radius=1 / 32, points=32):
    """S at a = 1 as the mean over a circle around it: S is analytic in a, the error is O(radius^points)."""
    total = arb(0)
    for j in range(points):
        near = 1 + arb(radius) * unit_circle(j, points)
        total += closed_form(acb(r), near, acb(b), acb(x), acb(y)).real
    return total / points


def unit_circle(j, points):
    angle = 2 * arb(j) / points
    return acb(angle.cos_pi(), angle.sin_pi())


def count_quadrature(model, x, y, step=0.1):
    """S by the trapezoidal rule on its positive integrand, with u = 1/(1 + e^-xi), xi over the real line.

    The transformed integrand is analytic in |Im xi| < pi and decays exponentially,
    so that the rule converges exponentially in 1/step; no hypergeometric function enters.
    """
    r, _, a, b = exact(*model)
    x, y = exact(x, y)
    rate, stay = r + x, b + x
    norm = log_beta(a, stay)

    def integrand(xi):
        e = xi.exp()
        u, softplus = e / (1 + e), e.log1p()
        density = (a * (xi - softplus) - stay * softplus - norm).exp()
        return density * -(-rate * (u * y).log1p()).expm1() / u

    return line_integral(integrand, (a / stay).log(), step)


def expected_purchases(model, history, t):
    """E[Y(t) | x, t_x, T], eq. (10)."""
    x, _, T = history
    return probability_alive(model, history) * count_closed(model, x, arb(t) / (arb(model[1]) + arb(T)))


def expected_purchases_new(model, t):
    """E[X(t)] of a new customer, eq. (9): S at x = 0, T = 0."""
    return count_closed(model, 0, arb(t) / arb(model[1]))


def probability_of_count(model, t, n):
    """P(X(t) = n), eq. (8), with P(NB >= n) as a regularized incomplete beta function instead of one minus a sum."""
    r, alpha, a, b = exact(*model)
    t, n_ball = exact(t, n)
    z = t / (alpha + t)
    stay = log_beta(a, b + n_ball) - log_beta(a, b)
    count = (r + n_ball).lgamma() - r.lgamma() - (n_ball + 1).lgamma() + r * (alpha / (alpha + t)).log()
    alive = (stay + count + n_ball * z.log()).exp()
    if n == 0:
        return alive
    leave = (log_beta(a + 1, b + n_ball - 1) - log_beta(a, b)).exp()
    return alive + leave * z.beta_lower(n_ball, r, regularized=True)


def probability_of_count_quadrature(model, t, n):
    """P(X(t) = n) with P(NB >= n) as the integral of the density of the n-th purchase's time over (0, t].

    That density, the Erlang density of order n mixed over lambda, is elementary; with
    tau = t / (1 + e^-xi) the trapezoidal rule converges exponentially.
    """
    r, alpha, a, b = exact(*model)
    t, order = exact(t, n)
    stay = log_beta(a, b + order) - log_beta(a, b)
    count = (r + order).lgamma() - r.lgamma()
    rate = r * alpha.log()
    alive = (stay + count - (order + 1).lgamma() + rate + order * t.log() - (r + order) * (alpha + t).log()).exp()
    if n == 0:
        return alive
    leave = log_beta(a + 1, b + order - 1) - log_beta(a, b)
    norm = leave + count - order.lgamma() + rate

    def integrand(xi):
        e = (-xi).exp()
        tau, complement = t / (1 + e), e / (1 + e)
        return (norm + order * tau.log() - (r + order) * (alpha + tau).log()).exp() * complement

    return alive + line_integral(integrand, order.log(), 0.1)


def discounted_count(model, x, discount, reach, nodes=40, panel=0.5):
    """The mean of the discounted purchases of a living customer: e^(-discount w) times the intensity, over w < reach.

    Time is w = u / (alpha+T), discount = delta (alpha+T); the intensity is
    (r+x) 2F1(r+x+1, a; a+b+x; -w). With w = e^v - 1 and Pfaff's transformation,

        (r+x) int e^(-discount (e^v - 1)) e^(-(a-1) v) 2F1(a+b-1-r, a; a+b+x; 1-e^-v) dv,

    by Gauss-Legendre panels in v, up to where the discount factor is e^-90.
    """
    r, _, a, b = exact(*model)
    x, discount = exact(x, discount)

    def integrand(v):
        decay = (-discount * v.expm1() - (a - 1) * v).exp()
        return decay * hypergeometric(a + b - 1 - r, a, a + b + x, -(-v).expm1())

    return (r + x) * panel_integral(integrand, arb(0), discounted_reach(discount, reach).log1p(), panel, nodes)


def discounted_reach(discount, reach):
    """The shorter of the horizon and the time at which the discount factor is e^-90; reach may be infinite."""
    return arb(reach) if discount.is_zero() else arb(reach).min(90 / discount)


def discounted_count_by_parts(model, x, discount, reach, count=count_closed):
    """The same by parts: e^(-discount reach) S(reach) + discount int e^(-discount w) S(w) dw.

    S is `count_closed` or `count_quadrature`. The trapezoidal rule runs over xi in
    w = reach / (1 + e^-xi), or w = e^xi for an infinite reach.
    """
    discount, reach = exact(discount, reach)
    if discount.is_zero():
        return count(model, x, reach)

    def density(w):
        return discount * (-discount * w).exp() * count(model, x, w)

    if not reach.is_finite():
        return line_integral(lambda xi: xi.exp() * density(xi.exp()), (1 / discount).log(), 0.1)

    def integrand(xi):
        e = (-xi).exp()
        w = reach / (1 + e)
        return w * e / (1 + e) * density(w)

    end = (-discount * reach).exp() * count(model, x, reach)
    return end + line_integral(integrand, arb(0), 0.1)
