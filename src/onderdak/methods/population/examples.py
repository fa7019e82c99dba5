"""Published tables that are shipped as examples: people in the Netherlands who were born elsewhere, on lists.

Source of both: P.G.M. van der Heijden, P.A. Smith, M. Cruyff and B. Bakker, An overview of population size estimation
where linking registers results in incomplete covariates, with an application to mode of transport of serious road
casualties, Journal of Official Statistics 34 (2018) 239-263.
"""

from __future__ import annotations

from dataclasses import dataclass

from onderdak.methods.errors import InputError

_JOS = "P.G.M. van der Heijden et al., Journal of Official Statistics 34 (2018) 239-263"


@dataclass(frozen=True)
class Example:
    """A published table.

    Parameters
    ----------
    name, title, source : str
    lists : tuple of str
        Which of its columns are lists.
    headings : tuple of str
    rows : tuple of tuple of str
    """

    name: str
    title: str
    source: str
    lists: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def columns(self) -> dict[str, list[str]]:
        """The table as columns, as `read_table` takes them."""
        return {name: [row[place] for row in self.rows] for place, name in enumerate(self.headings)}


def _rows(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split(",")) for line in text.split())


POLES = Example(
    name="poles",
    title="Poles in the Netherlands: population register (PR), employment register (ER), crime suspects register "
    "(CSR); whether they reside here as a rule is known of those on the first two",
    source=_JOS,
    lists=("PR", "ER", "CSR"),
    headings=("usual_residence", "PR", "ER", "CSR", "count"),
    rows=_rows(
        """
        No,1,1,1,32 No,1,1,0,3523 No,1,0,1,34 No,1,0,0,3225 No,0,1,1,149 No,0,1,0,60190
        Yes,1,1,1,183 Yes,1,1,0,21309 Yes,1,0,1,195 Yes,1,0,0,14052 Yes,0,1,1,81 Yes,0,1,0,20216
        NA,0,0,1,1043
        """
    ),
)

AFGHANS_IRAQIS_IRANIANS = Example(
    name="afghans-iraqis-iranians",
    title="Afghans, Iraqis and Iranians in the Netherlands: population register and police register; marital status is "
    "recorded by the first, living in one of the five largest cities by the second",
    source=_JOS,
    lists=("population_register", "police_register"),
    headings=("population_register", "police_register", "married", "big_five", "count"),
    rows=_rows(
        """
        1,1,0,0,259 1,1,0,1,539 1,1,1,0,110 1,1,1,1,177
        1,0,0,NA,13898 1,0,1,NA,12356 0,1,NA,0,91 0,1,NA,1,164
        """
    ),
)

EXAMPLES = {one.name: one for one in (POLES, AFGHANS_IRAQIS_IRANIANS)}


def example(name: str) -> Example:
    """A shipped example by its name.

    Raises
    ------
    InputError
        When there is none of that name.

    Examples
    --------
    >>> from onderdak.methods.population import MultipleSystems
    >>> poles = example("poles")
    >>> round(MultipleSystems(poles.lists).fit(poles.columns).n_hat_, -2)
    362400.0
    """
    if name not in EXAMPLES:
        raise InputError(f"There is no example '{name}'.", mend=f"The examples are: {', '.join(EXAMPLES)}.")
    return EXAMPLES[name]
