"""Sums over subsets and supersets: the design matrix of a log-linear model on lists, without the matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def subset_sum(values: Floats) -> Floats:
    """Sum over all subsets of each mask.

    Parameters
    ----------
    values : ndarray, shape (..., 2^k)
        A value a mask.

    Returns
    -------
    ndarray, shape (..., 2^k)
        From parameters by term to linear predictors by cell.

    Examples
    --------
    >>> subset_sum(np.array([1.0, 10.0, 100.0, 1000.0])).tolist()
    [1.0, 11.0, 101.0, 1111.0]
    """
    return _transform(values, gains=1)


def superset_sum(values: Floats) -> Floats:
    """Sum over all supersets of each mask: from counts by cell to margins by term."""
    return _transform(values, gains=0)


def _transform(values: Floats, gains: int) -> Floats:
    out, length, step = np.array(values, dtype=np.float64), values.shape[-1], 1
    while step < length:
        view = out.reshape(*out.shape[:-1], length // (2 * step), 2, step)
        view[..., gains, :] += view[..., 1 - gains, :]
        step *= 2
    return out


def at_unions(sums: Floats, terms: Ints) -> Floats:
    """The information matrices of models: the superset sum at the union of every two terms.

    Parameters
    ----------
    sums : ndarray, shape (B, 2^k)
        Superset sums of the weights of the cells.
    terms : ndarray of int, shape (B, p)
        The terms of each model.

    Returns
    -------
    ndarray, shape (B, p, p)
    """
    unions = terms[:, :, None] | terms[:, None, :]
    rows, width = terms.shape
    return np.take_along_axis(sums, unions.reshape(rows, -1), axis=1).reshape(rows, width, width)


def spread(values: Floats, terms: Ints, length: int) -> Floats:
    """Values by term of each model, laid out over all 2^k terms."""
    out = np.zeros((len(values), length))
    np.put_along_axis(out, terms, values, axis=1)
    return out
