"""The same person again: how far they agree with themselves, from rows of the record. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

import numpy as np

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.binary import TwoByTwo
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.headline import MV_ALPHA, headline
from secondcoder.agreement.study.pairs import Pair, about, document_numbers, ends
from secondcoder.agreement.study.scopes import scopes
from secondcoder.decisions.events import Event, History
from secondcoder.procedures.second_coder.reviewed.acts import person_of
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.tables.people_again import AgainRow
from secondcoder.records.coders import Person

IMPORTED, BEFORE_ROUNDS = "imported", "before the first round"
_SECONDS_A_DAY = 86_400


@dataclass(slots=True)
class _Occasion:
    """What a person coded in one round, or outside the program."""

    name: str
    codes: dict[str, set[str]] = field(default_factory=dict)
    """By passage id."""
    finished: dict[str, str] = field(default_factory=dict)
    """When each passage was finished; empty for imported coding."""


def coded_again(material: Material, history: History, frame: CodeFrame) -> Iterator[AgainRow]:
    """Yield each person's coding of passages beside their own latest coding before.

    Occasions are imported coding and the rounds of the record; a passage counts where the person
    finished it on both.
    """
    events = [one for one in history.events.values() if one.id not in history.undone]
    events.sort(key=lambda event: event.number)
    for person, occasions in sorted(_occasions(material, events).items()):
        met = _met(material, events, person)
        for place, second in enumerate(occasions):
            latest = {p: earlier for earlier in occasions[:place] for p in earlier.finished}
            for first in occasions[:place]:
                both = [p for p in second.finished if latest.get(p) is first]
                rows = _rows(material, frame, (first, second), both, person=person, met=met)
                yield from rows


def _occasions(material: Material, events: Sequence[Event]) -> dict[str, list[_Occasion]]:
    found: dict[str, dict[str, _Occasion]] = {}
    for coder, seen in material.seen.items():
        codes = {passage: set(held) for passage, held in material.human.get(coder, {}).items()}
        imported = _Occasion(IMPORTED, codes, dict.fromkeys(seen, ""))
        found[coder] = {IMPORTED: imported}
    for event in events:
        passage = material.by_key.get(event.passage)
        if event.kind not in {"coding", "coded"} or passage is None:
            continue
        own = found.setdefault(person_of(material, event.reviewer).name, {})
        name = event.round or BEFORE_ROUNDS
        occasion = own.setdefault(name, _Occasion(name))
        if event.kind == "coded":
            occasion.finished[passage.id] = event.at
        elif event.code in material.codes:
            occasion.codes.setdefault(passage.id, set()).add(event.code)
    return {person: list(own.values()) for person, own in found.items() if len(own) > 1}


def _met(material: Material, events: Sequence[Event], person: str) -> Mapping[str, str]:
    """Return when a person first saw a suggestion, or decided, on each passage."""
    found: dict[str, str] = {}
    for event in events:
        passage = material.by_key.get(event.passage)
        shown = event.kind in {"verdict", "reveal", "adjudication"} or event.revealed
        if passage and shown and person_of(material, event.reviewer).name == person:
            found.setdefault(passage.id, event.at)
    return found


def _rows(
    material: Material,
    frame: CodeFrame,
    occasions: tuple[_Occasion, _Occasion],
    coded: Sequence[str],
    *,
    person: str,
    met: Mapping[str, str],
) -> Iterator[AgainRow]:
    first, second = occasions
    if not coded:
        return
    both = sorted((material.by_id[p] for p in coded), key=lambda passage: passage.row)
    ids = [passage.id for passage in both]
    one, other = (
        frame.matrix({p: frozenset(codes) for p, codes in occasion.codes.items()}, ids)
        for occasion in occasions
    )
    document = np.asarray(document_numbers([passage.document for passage in both]))
    pair = Pair(
        names=(Person(person), Person(person)),
        frame=frame,
        first=one,
        second=other,
        document=document,
    )
    days = [_days(first.finished[p], second.finished[p]) for p in ids]
    known = [one for one in days if one is not None]
    for scope in scopes(frame, with_machine=False):
        tables = pair.counts.tables(scope.places)
        if not tables:
            continue
        alpha, interval = headline(pair, coefficient=MV_ALPHA, scope=scope)
        low, high = ends(interval) or (None, None)
        stacked: TwoByTwo = sum(tables[1:], start=tables[0])
        yield AgainRow(
            coder=person,
            first=first.name,
            second=second.name,
            scope=scope.name,
            units=len(ids),
            documents=len(np.unique(document)),
            days=median(known) if known else None,
            shown_between=sum(p in met and met[p] <= second.finished[p] for p in ids),
            alpha=alpha.value,
            low=low,
            high=high,
            pooled_kappa=overall.pooled_kappa(tables).value,
            percent=binary.percent(stacked).value,
            f1=binary.positive_agreement(stacked).value,
            note=alpha.reason or about(interval),
        )


def _days(earlier: str, later: str) -> float | None:
    if not earlier or not later:
        return None
    apart = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return apart.total_seconds() / _SECONDS_A_DAY
