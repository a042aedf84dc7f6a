"""Columns of a table that are no coders: ids of units, documents, notes.

Beside coders' values, numbers of passages would be taken for another coder's values, and the
coefficient for a number.
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

LEAST_UNITS = 8
"""Below, a coder's own values may look like ids. A convention."""
LEAST_VALUES = 3
"""Different values of a column that shares none with another; two may be two coders' habits."""

_NAMED = re.compile(
    r"""index | unnamed:?\s?\d+ | level_\d+ | row | line | text | quote
    | (.*[\s_.-])? ids? | (unit|passage|segment|sentence|document|doc|transcript|interview
    | participant|respondent|subject|case)s? (\s?[_.-]?\s? (no|nr|number|name))?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NoCoder:
    """A column that is no coder's."""

    column: int
    why: str


def column_without_coder(
    rows: Sequence[Sequence[object]], names: Sequence[object]
) -> NoCoder | None:
    """Return the first column that is no coder by its name or its values, if there is one.

    By its values: whole numbers that only grow from row to row where every other column repeats
    its own, or text that no other column shares where others do.
    """
    for column, name in enumerate(names):
        if isinstance(name, str) and _NAMED.fullmatch(name.strip()):
            return NoCoder(column, "is no coder by its name")
    if len(rows) < LEAST_UNITS or len(names) < 2:
        return None
    columns = list(zip(*rows, strict=True))
    for column, values in enumerate(columns):
        others = [one for place, one in enumerate(columns) if place != column]
        if _grows(values) and all(_repeats(one) for one in others):
            return NoCoder(column, "grows from row to row, as numbers of passages do")
        if _is_apart(values, others):
            return NoCoder(column, "shares no value with any other column")
    return None


def _grows(values: Sequence[object]) -> bool:
    numbers = [
        float(value)
        for value in values
        if isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    ]
    if len(numbers) < len(values) or any(number % 1 for number in numbers):
        return False
    return all(one < two for one, two in pairwise(numbers))


def _repeats(values: Sequence[object]) -> bool:
    known = [value for value in values if isinstance(value, Hashable)]
    return len(known) == len(values) and 2 * len(set(known)) <= len(values)


def _is_apart(values: Sequence[object], others: Sequence[Sequence[object]]) -> bool:
    if len(others) < 2 or not all(isinstance(value, str) for value in values):
        return False
    own = set(values)
    sets = [{value for value in one if isinstance(value, str)} for one in others]
    apart = all(own.isdisjoint(one) for one in sets)
    return apart and len(own) >= LEAST_VALUES and not sets[0].isdisjoint(set().union(*sets[1:]))
