"""A linear programme that is asked many things: the sums stay, what is sought and the room of each cell change."""

from __future__ import annotations

from typing import NamedTuple

import highspy
import numpy as np
import scipy.sparse as sp

from onderdak.methods.disclosure.cells import Floats

_PRIMAL = 4  # of the settings of HiGHS


class Answer(NamedTuple):
    """The best that could be found."""

    objective: float
    values: Floats
    reduced_costs: Floats


class Programme:
    """Minimise a cost over cells that keep within their room and keep to the sums.

    Parameters
    ----------
    sums : sparse array, shape (m, n)
    right : ndarray, shape (m,) or (2, m)
        What each sum must be; or the least and the most that it may be.
    low, high : ndarray, shape (n,)
        The room of each cell.
    whole : bool
        Whether cells take whole numbers only.

    Notes
    -----
    One thread and no clock: the same question has the same answer.
    """

    def __init__(self, sums: sp.sparray, right: Floats, low: Floats, high: Floats, *, whole: bool = False) -> None:
        matrix = sp.csc_array(sums)
        least, most = np.broadcast_to(right, (2, matrix.shape[0]))
        self._size = matrix.shape[1]
        self._whole = whole
        self._columns = np.arange(self._size, dtype=np.int32)
        self._highs = highspy.Highs()
        for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 1e-6)):
            self._highs.setOptionValue(name, value)
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = np.zeros(self._size)
        model.col_lower_, model.col_upper_ = low, high
        model.row_lower_, model.row_upper_ = least, most
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        if whole:
            model.integrality_ = [highspy.HighsVarType.kInteger] * self._size
        self._highs.passModel(model)

    def from_here(self) -> None:
        """Start each search where the last one ended: quickest where only what is sought changes."""
        self._highs.setOptionValue("simplex_strategy", _PRIMAL)

    def room(self, low: Floats, high: Floats) -> None:
        """Give the cells another room."""
        self._highs.changeColsBounds(self._size, self._columns, low, high)

    def add(self, coefficients: Floats, least: float) -> None:
        """Ask a weighted sum of the cells to be at least this."""
        places = np.flatnonzero(coefficients).astype(np.int32)
        self._highs.addRow(least, highspy.kHighsInf, len(places), places, coefficients[places])

    def steps(self, most: int) -> None:
        """Give up the search for a better whole solution after so many nodes."""
        self._highs.setOptionValue("mip_max_nodes", most)

    def whole(self, wanted: bool) -> None:
        """From now on seek whole numbers, or any."""
        kind = highspy.HighsVarType.kInteger if wanted else highspy.HighsVarType.kContinuous
        self._highs.changeColsIntegrality(self._size, self._columns, np.full(self._size, kind))
        self._whole = wanted

    def least(self, cost: Floats) -> Answer | None:
        """The cheapest; None where nothing fits."""
        self._highs.changeColsCost(self._size, self._columns, cost)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit):
            return None
        found = self._highs.getSolution()
        reduced = np.array(found.col_dual) if not self._whole else np.zeros(self._size)
        return Answer(self._highs.getInfo().objective_function_value, np.array(found.col_value), reduced)
