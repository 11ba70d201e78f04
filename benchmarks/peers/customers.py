"""The columns of customers that all systems read (columns.hpp writes them), in weeks."""

import numpy as np
import pandas as pd


def read(folder, customers, periods):
    """The first customers of a folder that counts times in so many periods a week: their frequency, recency, T and
    monetary value. Frequencies as floating point, which every peer turns them into."""
    names = ("frequency", "recency", "T", "monetary_value")
    table = {name: np.load(f"{folder}/{name}.npy")[:customers].astype(np.float64) for name in names}
    for name in ("recency", "T"):
        table[name] /= periods
    return pd.DataFrame({"customer_id": np.arange(customers), **table}, copy=False)
