"""What coders who know nothing of the text, and other people, reach against the same person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.multivalued import mv_alpha
from secondcoder.agreement.coefficients.values import Value, numbers
from secondcoder.agreement.study.pairs import Pair
from secondcoder.agreement.study.scopes import Scope
from secondcoder.agreement.study.trivial import Applied, trivial_coders
from secondcoder.records.agreement_detail import Baseline
from secondcoder.records.coders import Person

COPY = "a copy of "
"""How the name of the upper mark begins; a person's name follows."""


def baselines(
    pair: Pair, others: Mapping[Person, Pair] | None = None, *, seed: int
) -> list[Baseline]:
    """Return what trivial coders reach in the machine's place, for each scope of codes.

    ``others`` are the same person's pairs with other people, on what the machine saw too: the
    upper mark, a copy of another person in the machine's place.
    """
    rows = []
    for scope in (one for one in pair.scopes() if one.places):
        for name, given in trivial_coders(pair.second, pair.first, scope.places, seed=seed):
            rows.append(_baseline(pair, pair, scope, name, given))
        for person, other in (others or {}).items():
            name = f"{COPY}{person.name}"
            rows.append(_baseline(pair, other, scope, name, [other.second]))
    return rows


def _baseline(
    pair: Pair, held: Pair, scope: Scope, name: str, given: Sequence[Applied]
) -> Baseline:
    found = [_values(replace(held, second=second), scope) for second in given]
    kappa, percent, alpha = (_median(values) for values in zip(*found, strict=True))
    return Baseline(
        coder=pair.names[0].name,
        beside=pair.names[1].label,
        scope=scope.name,
        trivial=name,
        units=len(held.first),
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
