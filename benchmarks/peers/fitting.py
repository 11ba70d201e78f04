"""What the peers' programs that fit share. Each is called as

    fit_<peer>.py FOLDER CUSTOMERS PERIODS bg-nbd|gamma-gamma [--condense]

where PERIODS is the number of periods a week in which FOLDER counts times, and reports the parameters in the order of
the papers, alpha in weeks. A peer gives `table(customers, name)`, the customers as its library wants them (not timed),
and `fit(table, name)`, the library's fit of the model of that name. Gamma-Gamma is fitted to those with x > 0.
"""

import sys
import warnings

import customers
from measured import finish, measured


def run(version, peer, warm_up=1000):
    """Before the clock starts, the first `warm_up` customers are fitted; None: all of them."""
    warnings.simplefilter("ignore")
    folder, count, periods, name = sys.argv[1:5]
    base = customers.read(folder, int(count), float(periods))
    if name == "gamma-gamma":
        base = base[base["frequency"] > 0].reset_index(drop=True)
    table, first = peer.table(base, name), peer.table(base[:warm_up], name)
    peer.fit(first, name)
    parameters, took = measured(lambda: peer.fit(table, name))
    finish({"version": version, **took, "customers": len(base), "parameters": [float(value) for value in parameters]})
