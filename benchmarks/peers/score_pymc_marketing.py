"""pymc-marketing's side of the comparison: a model whose posterior is a single draw, the given parameters, as it is
after a fit by maximum a posteriori. With the draws of a Markov chain it does all this once for each of them."""

import numpy as np
import pandas as pd
import pymc_marketing
import xarray
from pymc_marketing.clv import BetaGeoModel

import scoring


class Peer:
    _built = None

    @classmethod
    def make(cls, model):
        if cls._built is None:
            cls._built = BetaGeoModel()
            cls._built.build_model(pd.DataFrame({"customer_id": [0, 1], "frequency": [1.0, 0.0],
                                                 "recency": [1.0, 0.0], "T": [2.0, 2.0]}))
        draw = xarray.Dataset({name: (("chain", "draw"), np.array([[value]]))
                               for name, value in zip(("r", "alpha", "a", "b"), model)},
                              coords={"chain": [0], "draw": [0]})
        cls._built.idata = xarray.DataTree.from_dict({"posterior": draw})
        return cls._built

    @staticmethod
    def table(customers):
        return customers[["customer_id", "frequency", "recency", "T"]]

    @staticmethod
    def score(fitted, table, horizon):
        return fitted.expected_probability_alive(table), fitted.expected_purchases(table, future_t=horizon)


scoring.run(pymc_marketing.__version__, Peer)
