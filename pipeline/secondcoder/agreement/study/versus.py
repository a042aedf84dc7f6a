"""People with each other beside people with the machine: the paired difference."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import binary
from secondcoder.agreement.coefficients.counts import MOST_GROUPS, PairCounts, places_of
from secondcoder.agreement.coefficients.intervals import Statistic, difference, jackknife
from secondcoder.agreement.coefficients.multivalued import multivalued_parts, mv_alpha_of
from secondcoder.agreement.coefficients.values import Value
from secondcoder.agreement.study.pairs import Pair, about, ends
from secondcoder.agreement.study.scopes import Scope, scopes
from secondcoder.records.agreement import PairedDifference


def paired_differences(people: Pair, machine: Pair, *, other: str) -> list[PairedDifference]:
    """Return for one person: agreement with another person, less that with the machine.

    Both pairs have the same first coder and the same units; ``people`` has the other person as
    its second, ``machine`` the machine. Below zero: nearer to the machine than to the person.
    """
    rows = []
    row = partial(_row, people, other=other, beside=machine.names[1].label)
    one, two = people.counts.grouped(), machine.counts.grouped()
    for scope in scopes(people.frame, with_machine=True):
        over = partial(row, scope=scope.name, code_id="")
        over = partial(over, carried=_carried(one, two, scope.places))
        first, second = one.pooled(scope.places), two.pooled(scope.places)
        rows.append(over(coefficient="pooled kappa", with_other=first, with_machine=second))
        first, second = _mv_alpha(people, scope), _mv_alpha(machine, scope)
        rows.append(over(coefficient="mv-alpha", with_other=first, with_machine=second))
    used = (one.cells[:, :, :3].sum(axis=(0, 2)) + two.cells[:, :, :3].sum(axis=(0, 2))) > 0
    for place, code in enumerate(people.frame.codes):
        if not people.frame.in_codebook[place] or not used[place]:
            continue
        first, second = (part.of_code(place, binary.cohen_kappa) for part in (one, two))
        rows.append(
            row(
                scope="",
                code_id=code.id,
                coefficient="kappa",
                with_other=first,
                with_machine=second,
                occurs=int(max(one.applied_in[place], two.applied_in[place])),
                carried=_carried(one, two, [place]),
            )
        )
    return rows


def _carried(one: PairCounts, two: PairCounts, codes: Sequence[int]) -> NDArray[np.int64]:
    return np.maximum(one.carried(codes), two.carried(codes))


def _mv_alpha(pair: Pair, scope: Scope) -> Statistic:
    parts = multivalued_parts(pair.sets(scope)).by_group(*places_of(pair.document))
    return lambda times: mv_alpha_of(parts, times=times)


def _row(
    people: Pair,
    *,
    other: str,
    beside: str,
    scope: str,
    code_id: str,
    coefficient: str,
    with_other: Statistic,
    with_machine: Statistic,
    carried: NDArray[np.int64],
    occurs: int | None = None,
) -> PairedDifference:
    documents = people.documents
    groups = min(documents, MOST_GROUPS)
    once = np.ones(groups, dtype=np.int64)
    apart = difference(with_other, with_machine)
    found: tuple[Value, Value, Value] = with_other(once), with_machine(once), apart(once)
    interval = jackknife(apart, groups, fisher=False, occurs_in=occurs, carried=carried)
    low, high = ends(interval) or (None, None)
    why = about(interval) if found[2].defined else ""
    return PairedDifference(
        coder=people.names[0].name,
        other=other,
        beside=beside,
        scope=scope,
        code_id=code_id,
        coefficient=coefficient,
        units=len(people.first),
        documents=documents,
        with_other=found[0].value,
        with_machine=found[1].value,
        difference=found[2].value,
        low=low,
        high=high,
        note=found[2].reason or why,
    )
