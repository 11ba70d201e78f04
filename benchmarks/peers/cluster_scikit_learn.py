"""scikit-learn's side of the comparison of clusters. Called as

    cluster_scikit_learn.py assign FOLDER ROWS
    cluster_scikit_learn.py find FOLDER CUSTOMERS K STARTS THREADS

The points of `assign` are single precision, row by row, as scikit-learn keeps them. What is timed of `find` goes from
columns in memory to clusters: logarithms and standardizing are in it, as in Tenure. Threads are set in the environment.
"""

import sys

import numpy as np
import sklearn
from sklearn.cluster import KMeans

from measured import finish, measured

_COORDINATES = 8


def _column(folder, name, rows):
    return np.load(f"{folder}/{name}.npy")[:rows]


def _inertia(points, centers, labels):
    """In double precision, a part at a time."""
    step = 1 << 16
    return float(sum(np.sum((points[i:i + step].astype(np.float64) - centers[labels[i:i + step]]) ** 2)
                     for i in range(0, len(points), step)))


def _assign(folder, rows):
    rows = int(rows)
    points = np.stack([_column(folder, f"x{i}", rows) for i in range(_COORDINATES)], axis=1).astype(np.float32)
    points = np.ascontiguousarray(points)
    centers = np.load(f"{folder}/centers.npy").reshape(-1, _COORDINATES)
    model = KMeans(len(centers), n_init=1, init=centers.astype(np.float32), max_iter=1).fit(points[:1000])
    model.cluster_centers_ = centers.astype(np.float32)
    model.predict(points)
    labels, took = measured(lambda: model.predict(points))
    finish({"version": sklearn.__version__, **took, "inertia": _inertia(points, centers, labels)})


def _points(recency, frequency, age, revenue):
    points = np.log1p(np.stack([age - recency, frequency + 1.0, revenue / 100], axis=1))
    return (points - points.mean(axis=0)) / points.std(axis=0)


def _find(folder, customers, k, starts, _threads):
    columns = [_column(folder, name, int(customers)) for name in ("recency", "frequency", "T", "revenue")]
    model = KMeans(int(k), n_init=int(starts), random_state=1)
    _, took = measured(lambda: model.fit(_points(*columns)))
    finish({"version": sklearn.__version__, **took, "k": model.n_clusters, "iterations": model.n_iter_,
            "inertia": float(model.inertia_)})


{"assign": _assign, "find": _find}[sys.argv[1]](*sys.argv[2:])
