"""lifetimes' side of the comparison, with NumPy arrays. With --condense, customers of one history are counted first, by
pandas, and given as one with a weight, as the authors of the model do; that is timed too."""

import sys

import lifetimes

import fitting

_COLUMNS = {"bg-nbd": ["frequency", "recency", "T"], "gamma-gamma": ["frequency", "monetary_value"]}
_FITTERS = {"bg-nbd": lifetimes.BetaGeoFitter, "gamma-gamma": lifetimes.GammaGammaFitter}


class Peer:
    condense = "--condense" in sys.argv

    @staticmethod
    def table(customers, name):
        return customers[_COLUMNS[name]]

    @classmethod
    def fit(cls, table, name):
        weights = None
        if cls.condense:
            table = table.groupby(_COLUMNS[name], sort=False).size().reset_index(name="weights")
            weights = table["weights"].to_numpy()
        columns = [table[column].to_numpy() for column in _COLUMNS[name]]
        return _FITTERS[name]().fit(*columns, weights=weights).params_


fitting.run(lifetimes.__version__, Peer)
