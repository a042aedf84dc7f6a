"""Agreement statistics for frames, arrays and rows, by the names that statistics knows them by.

Ratings have a row for each unit and a column for each coder; ``None``, NaN and ``pandas.NA`` mean
that a coder did not see the unit. Every function returns a ``Value``: a number, or ``None`` with
the reason. What cannot be meant is refused with a ``RatingsError`` (a ``ValueError``) that names
row, column and value. The coefficients themselves are computed in ``coefficients``.
"""

from collections.abc import Hashable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from numpy.typing import ArrayLike

from secondcoder.agreement.coefficients import alpha, distances, gwet, multivalued, weighted
from secondcoder.agreement.coefficients import fleiss as fleiss_counts
from secondcoder.agreement.coefficients.checked import RatingsError, grid, pair, rated
from secondcoder.agreement.coefficients.checked_levels import must_be_numbers, must_be_sets
from secondcoder.agreement.coefficients.distances import Distance
from secondcoder.agreement.coefficients.frames import is_frame
from secondcoder.agreement.coefficients.labelsets import label_sets
from secondcoder.agreement.coefficients.values import Value, undefined

if TYPE_CHECKING:
    import pandas as pd

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: dict[str, Distance[float]] = {
    "nominal": distances.nominal,
    "ordinal": distances.ordinal,
    "interval": distances.interval,
    "ratio": distances.ratio,
}
WEIGHTS = {"linear": weighted.linear_weights, "quadratic": weighted.quadratic_weights}


def percent_agreement(ratings: object) -> Value:
    """Return the share of agreeing pairs of values, for two coders or more.

    >>> f"{percent_agreement([[1, 1], [0, 1], [0, 0], [1, None]]):.3f}"
    '0.667'
    """
    return gwet.percent(gwet.ratings(rated(ratings))).value


def cohen_kappa(
    first: object,
    second: object,
    *,
    weights: Literal["linear", "quadratic"] | None = None,
    categories: Sequence[Hashable] | None = None,
) -> Value:
    """Return Cohen's kappa of two coders' values, plain or weighted.

    Units that one of the two did not see are left out. Weights need ``categories``: all of
    them, in their order. Cohen (1960, 1968).

    >>> f"{cohen_kappa(['yes', 'no', 'no', 'no'], ['yes', 'no', 'yes', 'no']):.2f}"
    '0.50'
    """
    if weights is not None and (weights not in WEIGHTS or categories is None):
        raise RatingsError(
            f"weights {weights!r} without categories"
            if weights in WEIGHTS
            else f"unknown weights {weights!r}",
            hint='weights="linear" or "quadratic", with categories=[…] in their order.',
        )
    rows = [row for row in pair(first, second) if None not in row]
    given = gwet.ratings(rows, categories=categories).given
    count = given.shape[2]
    table = given[:, 0].T @ given[:, 1] if rows else np.zeros((count, count))
    weight = None if weights is None else WEIGHTS[weights](count)
    return weighted.table_kappa(table, weights=weight).kappa


def scott_pi(first: object, second: object) -> Value:
    """Return Scott's pi of two coders; units that one of them did not see are left out.

    >>> f"{scott_pi([1, 0, 0, 0], [1, 0, 1, 0]):.3f}"
    '0.467'
    """
    rows = [row for row in pair(first, second) if None not in row]
    return gwet.fleiss(gwet.ratings(rows)).value


def krippendorff_alpha(
    ratings: object,
    *,
    level: Level = "nominal",
    distance: Distance[Hashable] | None = None,
) -> Value:
    """Return Krippendorff's alpha of any number of coders; values may be missing.

    ``level`` is nominal, ordinal, interval or ratio; ``distance`` is another one, such as
    ``distances.masi`` for sets of codes.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"ana": [1, 0, 1, 0, 1, 0], "ben": [1, 0, 0, 0, 1, 1]})
    >>> f"{krippendorff_alpha(frame):.3f}"
    '0.389'
    """
    if level not in LEVELS:
        raise RatingsError(f"unknown level {level!r}", hint=f"One of {', '.join(LEVELS)}.")
    if distance is not None and not callable(distance):
        raise RatingsError(
            f"distance is a function, not {distance!r}",
            hint="from secondcoder.agreement.coefficients import distances, and "
            "distance=distances.masi.",
        )
    if distance is not None and level != "nominal":
        raise RatingsError(
            f"level {level!r} and a distance", hint="One of the two: level is a distance too."
        )
    table = grid(ratings)
    rows = rated(ratings)
    if distance is None and level != "nominal":
        must_be_numbers(table, ratio=level == "ratio", level=level)
    elif distance in {distances.jaccard, distances.dice, distances.masi}:
        must_be_sets(table)
    chosen = distance or cast("Distance[Hashable]", LEVELS[level])
    return alpha.krippendorff_alpha(rows, distance=chosen)


def fleiss_kappa(counts: ArrayLike) -> Value:
    """Return Fleiss' kappa of counts: a row for each unit, a column for each category.

    A cell is the number of coders who put the unit there. ``category_counts`` makes the table
    of ratings.

    >>> f"{fleiss_kappa([[3, 0], [1, 2], [0, 3], [3, 0]]):.3f}"
    '0.657'
    """
    return fleiss_counts.fleiss_kappa(counts).kappa


def category_counts(ratings: object) -> "pd.DataFrame":
    """Return how many coders put each unit (row) in each category (column).

    A frame's row labels are kept.

    >>> category_counts([["a", "a", "b"], ["b", "b", None]]).to_numpy().tolist()
    [[2, 1], [0, 2]]
    """
    import pandas as pd

    rows = rated(ratings)
    names = sorted({value for row in rows for value in row if value is not None}, key=gwet.in_order)
    return pd.DataFrame(
        [[row.count(name) for name in names] for row in rows],
        columns=pd.Index(names, tupleize_cols=False),
        index=ratings.index if is_frame(ratings) else None,
    )


def category_kappas(ratings: object) -> dict[Hashable, Value]:
    """Return Fleiss' kappa of each category against the rest, by category.

    Every unit needs the same number of values. Fleiss (1971) Psychological Bulletin 76:378-382.

    >>> {name: f"{kappa:.3f}" for name, kappa in category_kappas([["a", "a"], ["b", "c"]]).items()}
    {'a': '1.000', 'b': '-0.333', 'c': '-0.333'}
    """
    counts = category_counts(ratings)
    found = fleiss_counts.fleiss_kappa(counts.to_numpy()).categories
    return dict(zip(counts.columns.tolist(), found, strict=True))


def light_kappa(
    ratings: object,
    *,
    weights: Literal["linear", "quadratic"] | None = None,
    categories: Sequence[Hashable] | None = None,
) -> Value:
    """Return Light's kappa: the mean of Cohen's kappas of every two coders.

    Each pair stands on the units that both saw; weights need ``categories`` in their order.
    Undefined where a pair's kappa is, which is named. Light (1971) Psychological Bulletin
    76:365-377.

    >>> f"{light_kappa([[1, 1, 1], [0, 0, 1], [0, 0, 0]]):.3f}"
    '0.600'
    """
    rows, coders = rated(ratings), grid(ratings).coders
    if len(coders) < 2:
        return undefined("there are fewer than two coders")
    found = []
    for one, two in combinations(range(len(coders)), 2):
        first, second = ([row[coder] for row in rows] for coder in (one, two))
        kappa = cohen_kappa(first, second, weights=weights, categories=categories)
        if kappa.value is None:
            return undefined(f"columns {coders[one]!r} and {coders[two]!r}: {kappa.reason}")
        found.append(kappa.value)
    return Value(sum(found) / len(found))


def gwet_ac1(ratings: object, *, categories: Sequence[Hashable] | None = None) -> Value:
    """Return Gwet's AC1; name all ``categories`` where one was never used.

    >>> f"{gwet_ac1([[1, 1], [0, None], [1, None], [0, 0], [1, 0]]):.3f}"
    '0.333'
    """
    return gwet.gwet_ac(gwet.ratings(rated(ratings), categories=categories)).value


def conger_kappa(ratings: object) -> Value:
    """Return Conger's kappa, Cohen's for many coders.

    >>> f"{conger_kappa([[1, 1, 1], [0, 0, 1], [0, 0, 0]]):.3f}"
    '0.571'
    """
    return gwet.conger(gwet.ratings(rated(ratings))).value


def brennan_prediger(ratings: object, *, categories: Sequence[Hashable] | None = None) -> Value:
    """Return the Brennan-Prediger coefficient, for two values PABAK.

    >>> f"{brennan_prediger([[1, 1], [0, 1], [0, 0], [1, 1]]):.2f}"
    '0.50'
    """
    return gwet.brennan_prediger(gwet.ratings(rated(ratings), categories=categories)).value


def mv_alpha(ratings: object) -> Value:
    """Return mv-alpha of sets of codes: ``set()`` is seen and left uncoded, ``None`` not seen.

    >>> rows = [[{"trust"}, {"trust", "money"}], [set(), set()], [{"money"}, None],
    ...         [{"food"}, {"food"}]]
    >>> f"{mv_alpha(rows):.3f}"
    '0.855'
    """
    return multivalued.mv_alpha(label_sets(cast("Sequence[Sequence[None]]", ratings)))
