"""What coders who know nothing of the text would reach against the same person."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.multivalued import mv_alpha
from secondcoder.agreement.coefficients.values import Value, numbers
from secondcoder.agreement.study.pairs import Pair
from secondcoder.agreement.study.scopes import Scope
from secondcoder.records.agreement import Baseline

NOTHING, COMMONEST, RANDOM = "no code", "the commonest code", "as many codes at random"
DRAWS = 5
"""Random coders, whose median is taken for each coefficient. A convention."""


def baselines(pair: Pair, *, seed: int) -> list[Baseline]:
    """Return what trivial coders reach in the machine's place, for each scope of codes."""
    rows = []
    for scope in (one for one in pair.scopes() if one.places):
        drawn = np.random.default_rng(seed)
        for name, matrices in (
            (NOTHING, [np.zeros_like(pair.second)]),
            (COMMONEST, [_commonest(pair, scope)]),
            (RANDOM, [drawn.permutation(pair.second, axis=0) for _ in range(DRAWS)]),
        ):
            rows.append(_baseline(pair, scope, name, matrices))
    return rows


def _commonest(pair: Pair, scope: Scope) -> NDArray[np.bool_]:
    """Return the code of the scope that the person gave most, on every passage."""
    places = list(scope.places)
    second = np.zeros_like(pair.second)
    if pair.first[:, places].any():
        second[:, places[int(pair.first[:, places].sum(axis=0).argmax())]] = True
    return second


def _baseline(
    pair: Pair, scope: Scope, name: str, matrices: Sequence[NDArray[np.bool_]]
) -> Baseline:
    found = [_values(replace(pair, second=second), scope) for second in matrices]
    kappa, percent, alpha = (_median(values) for values in zip(*found, strict=True))
    return Baseline(
        coder=pair.names[0].name,
        beside=pair.names[1].label,
        scope=scope.name,
        trivial=name,
        units=len(pair.first),
        alpha=alpha,
        pooled_kappa=kappa,
        pooled_percent=percent,
    )


def _values(pair: Pair, scope: Scope) -> tuple[Value, Value, Value]:
    tables = pair.counts.tables(scope.places)
    stacked = sum(tables[1:], start=tables[0])
    alpha = mv_alpha(pair.sets(scope))
    return overall.pooled_kappa(tables), binary.percent(stacked), alpha


def _median(values: Sequence[Value]) -> float | None:
    found = numbers(values)
    return median(found) if found else None
