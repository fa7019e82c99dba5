"""The one error that a user gets to read: what is wrong, where, and how to mend it."""

from __future__ import annotations


class InputError(ValueError):
    """Something that was given cannot be used as it is.

    Parameters
    ----------
    what : str
        What is wrong, in one sentence.
    where : str
        The place: a file, sheet, row, column or option. Empty when there is no narrower place.
    mend : str
        What to do about it.

    Examples
    --------
    >>> print(InputError("The sheet has no rows.", where="list.xlsx, sheet 'Blad1'", mend="Fill it or leave it out."))
    list.xlsx, sheet 'Blad1': The sheet has no rows. Fill it or leave it out.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(what, where, mend)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what} {self.mend}".rstrip()
