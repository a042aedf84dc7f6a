"""Whether values are of the kind that a level of measurement or a distance needs."""

import numpy as np

from secondcoder.agreement.coefficients.checked import Grid, RatingsError

MOST_NUMBER = 1e100
"""Beyond, squares of differences are not finite."""


def must_be_numbers(table: Grid, *, level: str, ratio: bool) -> None:
    """Refuse values that are no numbers, too large ones, and for ratios such as are below 0."""
    for i, j, value in table.values():
        known = isinstance(value, (int, float, np.number, np.bool_))
        if not known or not -MOST_NUMBER <= value <= MOST_NUMBER:
            raise RatingsError(
                f"{table.at(i, j)} is no number, and the level is {level}",
                hint="Number the categories in their order, e.g. frame.replace({'low': 1, "
                "'high': 2}), or take level=\"nominal\".",
            )
        if ratio and value < 0:
            raise RatingsError(
                f"{table.at(i, j)} is below 0, and the level is ratio",
                hint='Ratios need values of 0 or more; level="interval" takes any.',
            )


def must_be_sets(table: Grid) -> None:
    """Refuse values that are no sets of codes."""
    for i, j, value in table.values():
        if not isinstance(value, (set, frozenset)):
            raise RatingsError(
                f"{table.at(i, j)} is no set, and the distance is between sets",
                hint='Write {"trust"} for one code and set() for seen and left uncoded.',
            )
