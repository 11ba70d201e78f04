"""What the scores of a sample of customers are, in the ball arithmetic of tests/oracle: called as

    score_reference.py FOLDER CUSTOMERS PERIODS MODEL HORIZON SAMPLE
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests/oracle"))

from flint import arb  # noqa: E402

import customers  # noqa: E402
from bg_nbd import count_closed, probability_alive  # noqa: E402
from certified import certified  # noqa: E402
from measured import finish  # noqa: E402


def _scores(model, history, horizon):
    x, _, T = history
    alive = probability_alive(model, history)
    return [alive, alive * count_closed(model, x, arb(horizon) / (arb(model[1]) + arb(T)))]


def main():
    folder, count, periods, model, horizon, sample = sys.argv[1:]
    model = [float(word) for word in model.split(",")]
    base = customers.read(folder, int(count), float(periods))
    rows = [i * len(base) // int(sample) for i in range(min(int(sample), len(base)))]
    scores = [certified(lambda: _scores(model, (int(row.frequency), row.recency, row.T), float(horizon)))
              for row in base.iloc[rows].itertuples()]
    finish({name: [float(score[i].mid()) for score in scores] for i, name in enumerate(("alive", "expected"))})


main()
