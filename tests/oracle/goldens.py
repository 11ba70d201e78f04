"""Writes tests/data/bg_nbd_goldens.csv and gamma_gamma_goldens.csv: values of the literature, as printed there.

    python tests/oracle/goldens.py

Each entry is recomputed with certified digits first; one that does not come out
within its tolerance stops the script. The tolerance (column half_unit, absolute) is

    twelve  2e-11 of the value: printed with twelve significant digits
    half    half a unit of the last printed digit
    unit    one unit of the last printed digit: another program's own result
"""

from decimal import Decimal

import bg_nbd
import gamma_gamma
import table
from certified import certified

BG_HEADER = "quantity,r,alpha,a,b,x,t_x,T,t,n,value,half_unit,source"
GG_HEADER = "quantity,p,q,gamma,x,mean,value,half_unit,source"

CDNOW = (0.2425945224302, 4.413602019014, 0.7929220172256, 2.425906776826)
PUBLISHED = (0.243, 4.414, 0.793, 2.426)
BTYD = (0.242598152, 4.413684163, 0.792989874, 2.426166696)
SPEND = (6.249572271324, 3.744224667132, 15.44352096259)

EVALUATED = "Fader Hardie Lee 2005 evaluated at 30 digits at the CDNOW optimum"
EVALUATED_PUBLISHED = "Fader Hardie Lee 2005 evaluated at 30 digits at the published CDNOW parameters"
BTYD_EXAMPLE = "BTYD documentation; example at the published CDNOW parameters"
BTYD_PARADOX = "BTYD walkthrough; increasing frequency paradox at BTYD's CDNOW optimum"
HARDIE_SHEET = "Hardie's BG/NBD spreadsheet at the CDNOW optimum; quoted by lifetimes"
HARDIE_SHEET_78 = "as Hardie's BG/NBD spreadsheet would print it: it prints 1.8576 from a series cut at 150 terms"
SPEND_EVALUATED = "Fader Hardie 2013 evaluated at 30 digits at the CDNOW optimum"
SPEND_PUBLISHED = "Fader Hardie 2013"

# (x, t_x, T): P(alive), E[Y(39)], E[Y(52)] at the CDNOW optimum
CUSTOMERS = [
    ((0, 0.0, 272 / 7), "1", "0.194793631234", "0.251681896888"),
    ((1, 12 / 7, 272 / 7), "0.212391044397", "0.20341884753", "0.260121622819"),
    ((2, 213 / 7, 272 / 7), "0.726620311662", "1.22599445529", "1.55868623223"),
    ((26, 216 / 7, 31.0), "0.968854441398", "20.7489029026", "25.7573369703"),
    ((29, 264 / 7, 38.0), "0.969221268622", "20.0552492655", "25.0633413425"),
    ((10, 20.0, 39.0), "0.0381234985228", "0.276718901069", "0.3474837737"),
    ((25, 20.0, 39.0), "1.63040753343e-5", "2.86422935241e-4", "3.58393823029e-4"),
    ((221, 103.42857, 103.57143), "0.995244730558", "70.176679448", "90.2852715737"),
    ((365, 51.9, 52.0), "0.995880170325", "202.131001585", None),
    ((1000, 90.0, 100.0), "2.33491078836e-41", "7.66289364328e-39", None),
    ((2000, 99.0, 100.0), "1.10221125725e-5", "7.23295341254e-3", None),
    ((3000, 103.0, 104.0), "3.18889583052e-9", "3.03575036101e-6", None),
]
# t: E[X(t)] at the CDNOW optimum
NEW_CUSTOMER = [(1.0, ".0531842915032"), (32.0, "1.04373204276"), (39.0, "1.19501004065"),
                (52.0, "1.44401239734"), (78.0, "1.85795839011")]
NEW_CUSTOMER_SHEET = [(1 / 7, ".0078"), (1.0, ".0532"), (3.0, ".1506"), (223 / 7, "1.0405"), (32.0, "1.0437")]
NEW_CUSTOMER_UNIT_A = "1.08270661572"
# P(X(39) = n), n = 0 ... 7, at the CDNOW optimum
COUNTS_39 = [".5743071685", ".1991925247", ".08532292311", ".04579755943", ".02763141398", ".01793848162",
             ".01224998676", ".008681657957"]
# P(X(30) = n), n = 11 ... 20, at the published parameters
COUNTS_30 = [".0019995214", ".0015170236", ".0011633150", ".0009003148", ".0007023638", ".0005517902", ".0004361913",
             ".0003467171", ".0002769613", ".0002222260"]
# x: E[Y(52)] at t_x = 20, T = 39
PARADOX = [(10, ".347460266"), (15, ".0428339567"), (20, ".00415898597"), (25, ".000358370459")]
# (x, mean): E[M] at the CDNOW optimum, at 30 digits and as published
SPENDS = [((2, 22.345), "24.6539186982", "24.65"), ((1, 11.77), "18.9100184468", "18.91"),
          ((0, 0.0), "35.1703712657", "35.17"), ((7, 73.74), "71.4633614752", "71.46")]


def tolerance(printed, rule):
    """The absolute tolerance of a printed value under one of the three rules above."""
    value = Decimal(printed)
    unit = Decimal(1).scaleb(value.as_tuple().exponent)
    return {"twelve": Decimal("2e-11") * value, "half": unit / 2, "unit": unit}[rule]


def checked(evaluate, printed, rule, what):
    """(value, half_unit) as text, once the certified value lies within the tolerance."""
    (ball,) = certified(lambda: [evaluate()])
    allowed = tolerance(printed, rule)
    difference = abs(Decimal(ball.str(30, radius=False)) - Decimal(printed))
    if difference > allowed:
        raise SystemExit(f"{what}: printed {printed}, true {ball.str(18, radius=False)}, tolerance {allowed:.2g}")
    return str(Decimal(printed)).lower(), f"{allowed:.3g}"


def purchases(quantity, model, history, t, n, printed, rule, source):
    """One row of the BG/NBD table; what a quantity does not take stays empty."""
    evaluate = {
        "probability_alive": lambda: bg_nbd.probability_alive(model, history),
        "expected_purchases": lambda: bg_nbd.expected_purchases(model, history, t),
        "expected_purchases_new": lambda: bg_nbd.expected_purchases_new(model, t),
        "pmf": lambda: bg_nbd.probability_of_count(model, t, n),
    }[quantity]
    given = (*model, *(history or ("", "", "")), "" if t is None else t, "" if n is None else n)
    return quantity, *given, *checked(evaluate, printed, rule, f"{quantity} {given}"), source


def customer_rows():
    for history, alive, purchases_39, purchases_52 in CUSTOMERS:
        yield purchases("probability_alive", CDNOW, history, None, None, alive, "twelve", EVALUATED)
        yield purchases("expected_purchases", CDNOW, history, 39.0, None, purchases_39, "twelve", EVALUATED)
        if purchases_52:
            yield purchases("expected_purchases", CDNOW, history, 52.0, None, purchases_52, "twelve", EVALUATED)


def new_customer_rows():
    for t, printed in NEW_CUSTOMER:
        yield purchases("expected_purchases_new", CDNOW, None, t, None, printed, "twelve", EVALUATED)
    for t, printed in NEW_CUSTOMER_SHEET:
        yield purchases("expected_purchases_new", CDNOW, None, t, None, printed, "half", HARDIE_SHEET)
    yield purchases("expected_purchases_new", CDNOW, None, 78.0, None, "1.8580", "half", HARDIE_SHEET_78)
    r, alpha, _, b = CDNOW
    yield purchases("expected_purchases_new", (r, alpha, 1.0, b), None, 39.0, None, NEW_CUSTOMER_UNIT_A, "twelve",
                    EVALUATED + " with a = 1")


def count_rows():
    for n, printed in enumerate(COUNTS_39):
        yield purchases("pmf", CDNOW, None, 39.0, n, printed, "half", EVALUATED)
    for t, n, published, evaluated in ((2.0, 10, "1.07869e-7", "1.07868964037e-7"),
                                       (39.0, 0, ".5737864", "0.573786352096")):
        yield purchases("pmf", PUBLISHED, None, t, n, published, "half", BTYD_EXAMPLE)
        yield purchases("pmf", PUBLISHED, None, t, n, evaluated, "twelve", EVALUATED_PUBLISHED)
    for n, printed in enumerate(COUNTS_30, start=11):
        yield purchases("pmf", PUBLISHED, None, 30.0, n, printed, "half", BTYD_EXAMPLE)


def paradox_rows():
    for x, printed in PARADOX:
        yield purchases("expected_purchases", BTYD, (x, 20.0, 39.0), 52.0, None, printed, "unit", BTYD_PARADOX)


def spend_rows():
    for (x, mean), evaluated, published in SPENDS:
        for printed, rule, source in ((evaluated, "twelve", SPEND_EVALUATED), (published, "half", SPEND_PUBLISHED)):
            value = checked(lambda: gamma_gamma.expected_spend(SPEND, x, mean), printed, rule, f"spend {x} {mean}")
            yield "expected_spend", *SPEND, x, mean, *value, source


def main():
    table.write("bg_nbd_goldens.csv", BG_HEADER,
                [*customer_rows(), *new_customer_rows(), *count_rows(), *paradox_rows()])
    table.write("gamma_gamma_goldens.csv", GG_HEADER, [*spend_rows()])


if __name__ == "__main__":
    main()
