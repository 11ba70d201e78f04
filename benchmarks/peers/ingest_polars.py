"""Polars' side of the comparison: a lazy scan with the types given, run by the engine for data in memory; amounts as
floating point. On a million rows with integer ids that beat the streaming engine and decimals; with texts they are
close.

The number of threads is the environment's (POLARS_MAX_THREADS), as it is read when Polars is loaded.
"""

import polars as pl

from figures import report


def work(path, text_ids, threads):
    if pl.thread_pool_size() != threads:
        raise SystemExit(f"expected {threads} threads, got {pl.thread_pool_size()}: set POLARS_MAX_THREADS")
    schema = {"customer_id": pl.String if text_ids else pl.Int64, "date": pl.Date, "amount": pl.Float64}
    date = pl.col("date")
    by_customer = pl.scan_csv(path, schema=schema).group_by("customer_id").agg(
        date.min().alias("first"), date.max().alias("last"), date.n_unique().alias("days"), pl.col("amount").sum())
    return by_customer.collect(engine="in-memory")


def columns(table, text_ids):
    customers = table["customer_id"]
    if text_ids:
        customers = customers.str.slice(1).cast(pl.Int64)
    first, last = (table[name].cast(pl.Int32) for name in ("first", "last"))
    return [column.to_numpy() for column in (customers, first, last, table["days"], table["amount"])]


report(pl.__version__, work, columns)
