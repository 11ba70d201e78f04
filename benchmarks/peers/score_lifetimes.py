"""lifetimes' side of the comparison: a fitter that is given its parameters, and NumPy arrays."""

import lifetimes
import pandas as pd

import scoring


class Peer:
    @staticmethod
    def make(model):
        fitter = lifetimes.BetaGeoFitter()
        fitter.params_ = pd.Series(model, index=["r", "alpha", "a", "b"])
        return fitter

    @staticmethod
    def table(customers):
        return [customers[name].to_numpy() for name in ("frequency", "recency", "T")]

    @staticmethod
    def score(fitter, table, horizon):
        return (fitter.conditional_probability_alive(*table),
                fitter.conditional_expected_number_of_purchases_up_to_time(horizon, *table))


scoring.run(lifetimes.__version__, Peer)
