"""Writes tests/data/cdnow_holdout.csv: the 39 weeks after the calibration of the CDNOW sample, by repeat count.

    python tests/oracle/cdnow_holdout.py

Reads examples/data/cdnow_sample.txt with code of its own: a customer is the second
field, purchases of one day are one, calibration ends on 1997-09-30, times are
weeks of seven days. The prediction is the mean of E[Y(39) | x, t_x, T] at the
optimum, of which Fader, Hardie and Lee (2005, figure 4) plot the same by rounded
parameters; the last row holds seven repeat purchases and more.
"""

from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path

import bg_nbd
import table
from certified import certified, digits
from goldens import CDNOW

LOG = Path(__file__).resolve().parents[2] / "examples" / "data" / "cdnow_sample.txt"
UNTIL = datetime(1997, 9, 30)
WEEKS = 39
LAST_ROW = 7


def purchase_days():
    """customer -> the days of the purchases, rising."""
    days = defaultdict(set)
    for line in LOG.read_text(encoding="ascii").splitlines():
        _, customer, date, *_ = line.split()
        days[customer].add(datetime.strptime(date, "%Y%m%d"))
    return {customer: sorted(of_one) for customer, of_one in days.items()}


def history(days):
    """(x, t_x, T) in weeks."""
    calibration = [day for day in days if day <= UNTIL]
    first, last = calibration[0], calibration[-1]
    return len(calibration) - 1, (last - first).days / 7, (UNTIL - first).days / 7


def rows():
    patterns = defaultdict(Counter)
    observed = Counter()
    for days in purchase_days().values():
        one = history(days)
        row = min(one[0], LAST_ROW)
        patterns[row][one] += 1
        observed[row] += len(days) - 1 - one[0]
    for row in range(LAST_ROW + 1):
        customers = patterns[row].total()
        mean, = certified(lambda: [sum(n * bg_nbd.expected_purchases(CDNOW, one, WEEKS)
                                       for one, n in patterns[row].items()) / customers])
        yield row, customers, digits(mean), observed[row]


if __name__ == "__main__":
    table.write("cdnow_holdout.csv", "frequency,customers,mean_predicted,observed", list(rows()))
