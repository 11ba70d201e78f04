"""clvkit's side of the comparison: a customer base made from the columns, and maximum likelihood."""

import clvkit
import pandas as pd

import fitting

_MODELS = {"bg-nbd": clvkit.BGNBD, "gamma-gamma": clvkit.GammaGamma}


class Peer:
    @staticmethod
    def table(customers, name):
        return clvkit.CustomerBase(customers, time_unit="W", collapse="D",
                                   observation_period_end=pd.Timestamp("2024-12-31"), has_monetary=True,
                                   on_negative="net")

    @staticmethod
    def fit(base, name):
        return _MODELS[name]().fit(base).params_


fitting.run(clvkit.__version__, Peer)
