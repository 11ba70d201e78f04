"""clvkit's side of the comparison: a model that is given its parameters, and a customer base made from the columns.
Its expected purchases work P(alive) out by themselves, so that it is worked out twice."""

import clvkit
import pandas as pd

import scoring


class Peer:
    @staticmethod
    def make(model):
        fitted = clvkit.BGNBD()
        fitted.params_ = pd.Series(model, index=["r", "alpha", "a", "b"])
        fitted.time_unit_, fitted.collapse_ = "W", "D"
        return fitted

    @staticmethod
    def table(customers):
        return clvkit.CustomerBase(customers[["frequency", "recency", "T"]], time_unit="W", collapse="D",
                                   observation_period_end=pd.Timestamp("2024-12-31"), has_monetary=False,
                                   on_negative="net")

    @staticmethod
    def score(fitted, base, horizon):
        return fitted.probability_alive(base).to_pandas(), fitted.predict(horizon, base).to_pandas()


scoring.run(clvkit.__version__, Peer)
