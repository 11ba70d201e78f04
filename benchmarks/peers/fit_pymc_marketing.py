"""pymc-marketing's side of the comparison: maximum a posteriori with flat priors, which is maximum likelihood (its own
priors move the answer). It compiles for the data that it is given, so that the whole fit is done once before the clock
starts."""

import pymc_marketing
from pymc_extras.prior import Prior
from pymc_marketing.clv import BetaGeoModel, GammaGammaModel

import fitting

_COLUMNS = {"bg-nbd": ["customer_id", "frequency", "recency", "T"],
            "gamma-gamma": ["customer_id", "frequency", "monetary_value"]}
_MODELS = {"bg-nbd": (BetaGeoModel, ("r", "alpha", "a", "b")), "gamma-gamma": (GammaGammaModel, ("p", "q", "v"))}


class Peer:
    @staticmethod
    def table(customers, name):
        return customers[_COLUMNS[name]]

    @staticmethod
    def fit(table, name):
        model, names = _MODELS[name]
        fitted = model(model_config={parameter: Prior("HalfFlat") for parameter in names})
        fitted.fit(data=table, method="map", progressbar=False)
        return [fitted.fit_result[parameter].values.squeeze() for parameter in names]


fitting.run(pymc_marketing.__version__, Peer, warm_up=None)
