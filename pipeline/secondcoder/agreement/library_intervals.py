"""The interval of any coefficient over documents, by one call."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from secondcoder.agreement import library
from secondcoder.agreement.coefficients.checked import Grid, RatingsError, grid, rated_column
from secondcoder.agreement.coefficients.counts import places_of
from secondcoder.agreement.coefficients.frames import is_frame, is_series
from secondcoder.agreement.coefficients.intervals import Interval, jackknife, of_units, within
from secondcoder.agreement.coefficients.values import Value, undefined

_TABLES = (library.category_counts, library.category_kappas)
"""Functions of ratings that give no coefficient."""
_OF_TWO = (library.cohen_kappa, library.scott_pi)
_BY_CATEGORIES = (library.gwet_ac1, library.brennan_prediger)
"""Coefficients that depend on how many categories there are."""


def agreement_interval(
    coefficient: Callable[..., Value] | Callable[..., float],
    ratings: object,
    *,
    documents: ArrayLike,
    level: float = 0.95,
) -> Interval:
    """Return a coefficient's interval over documents, by the jackknife.

    ``coefficient`` takes ratings, as ``krippendorff_alpha`` and ``mv_alpha`` do (for two
    coders also ``cohen_kappa`` and ``scott_pi``, which are given both columns), or is
    ``functools.partial`` of one with its options, or your own function of rows that returns a
    number. ``documents`` names the document of each unit. With more than 100 documents, 100
    groups of them are left out in turn. What carries a code (1, or a set that is not empty)
    sets the degrees of freedom, as in a study. Not estimable below five documents with a unit
    that two coders saw: ``reason`` says why.

    >>> rows = [[1, 1], [0, 0], [1, 0], [0, 0], [1, 1], [0, 1]] * 4 + [[1, 1]] * 4
    >>> names = [f"interview {place % 7}" for place in range(28)]
    >>> found = agreement_interval(library.cohen_kappa, rows, documents=names)
    >>> found.low < library.cohen_kappa(*zip(*rows)).value < found.high
    True
    """
    table = grid(ratings)
    function = coefficient.func if isinstance(coefficient, partial) else coefficient
    if not callable(function) or any(function is one for one in _TABLES):
        raise RatingsError(
            f"{getattr(function, '__name__', repr(function))} is no coefficient",
            hint="Give the function itself, such as krippendorff_alpha.",
        )
    if isinstance(level, bool) or not isinstance(level, (int, float)) or not 0 < level < 1:
        raise RatingsError(f"the level is {level!r}", hint="A share between 0 and 1, such as 0.95.")
    names = _documents(documents, ratings, table)
    of_rows = _of_rows(coefficient, function, table)
    compared = [sum(value is not None for value in row) > 1 for row in table.rows]
    left = np.flatnonzero(np.isin(names, names[compared]))
    # of documents in which nothing can be compared: such units may tell of chance alone
    always = np.setdiff1d(np.arange(len(names)), left)
    place, _ = places_of(names[left])
    statistic, count = of_units(
        place, lambda taken: of_rows(np.concatenate([left[taken], always]).astype(np.int64))
    )
    if function is library.percent_agreement:
        return within(jackknife(statistic, count, level=level, fisher=False))
    codes = [found for unit in left if (found := _codes_of(table.rows[unit])) is not None]
    sets = any(isinstance(value, AbstractSet) for _, _, value in table.values())
    carried = agreed = None
    if len(codes) == len(left):
        carried, agreed = (
            np.bincount(place, each, minlength=count)
            for each in np.array(codes, dtype=float).reshape(-1, 2).T
        )
    return jackknife(
        statistic,
        count,
        level=level,
        occurs_in=None if carried is None or sets else int((carried > 0).sum()),
        carried=carried,
        agreed=agreed,
    )


def _documents(documents: ArrayLike, ratings: object, table: Grid) -> NDArray[np.int64]:
    """Return the number of each unit's document."""
    if is_frame(ratings) and is_series(documents) and not ratings.index.equals(documents.index):
        raise RatingsError(
            "the rows of ratings and documents are labelled differently",
            hint="Take both from one frame.",
        )
    names = rated_column(documents, "documents")
    if len(names) != len(table.rows):
        raise RatingsError(
            f"{len(names)} documents for {len(table.rows)} units",
            hint="documents names the document of each unit, in the order of the rows.",
        )
    if None in names:
        raise RatingsError(
            f"the unit {table.units[names.index(None)]!r} has no document",
            hint="Name the document of every unit.",
        )
    number = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return np.array([number[name] for name in names], dtype=np.int64)


def _of_rows(
    coefficient: Callable[..., Any], function: Callable[..., Any], table: Grid
) -> Callable[[NDArray[np.int64]], Value]:
    """Return the coefficient as a function of places of rows."""
    two = any(function is one for one in _OF_TWO)
    if two and len(table.coders) != 2:
        raise RatingsError(
            f"{function.__name__} is of two coders, and there are {len(table.coders)} columns",
            hint="Choose two columns, or take light_kappa, conger_kappa or krippendorff_alpha.",
        )
    if any(coefficient is one for one in _BY_CATEGORIES):
        coefficient = partial(coefficient, categories=_categories(table))

    def of_rows(taken: NDArray[np.int64]) -> Value:
        rows = [table.rows[row] for row in taken]
        found = coefficient(*zip(*rows, strict=True)) if two else coefficient(rows)
        if isinstance(found, Value):
            return found
        if isinstance(found, (int, float, np.number)):
            number = float(found)
            return Value(number) if np.isfinite(number) else undefined(f"it gives {number}")
        raise RatingsError(
            f"the coefficient gives {type(found).__name__}, not one number",
            hint="Give a function of rows that returns a Value or a number.",
        )

    return of_rows


def _categories(table: Grid) -> list[Hashable]:
    """Return all categories, which remain when the only document with one is left out."""
    return list(dict.fromkeys(value for _, _, value in table.values()))


def _codes_of(row: Sequence[object]) -> tuple[int, int] | None:
    """Return how many codes coders gave to a unit, and how many of these more than one gave.

    ``None`` if these are no codes.
    """
    known = [value for value in row if value is not None]
    sets = [value for value in known if isinstance(value, AbstractSet)]
    if len(sets) == len(known):
        times = Counter(code for codes in sets for code in codes)
        return len(times), sum(number > 1 for number in times.values())
    if all(isinstance(value, (bool, int, float, np.number, np.bool_)) for value in known):
        return None if set(known) - {0, 1} else (int(any(known)), int(known.count(1) > 1))
    return None
