"""Rounds as rows of a run's tables: agreement among people by round. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.pairs import Pair, about, document_numbers, ends
from secondcoder.decisions.events import Event
from secondcoder.procedures.second_coder.reviewed.acts import person_of
from secondcoder.procedures.second_coder.reviewed.frame import frame_of
from secondcoder.procedures.second_coder.reviewed.rounds import (
    BEFORE,
    CODING,
    Gate,
    Round,
    known_meanings,
    meanings_now,
    rounds_of,
)
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.rounds import (
    CODED_EARLIER,
    IMPORTED_EARLIER,
    ROUND_AGREEMENT,
    ROUNDS,
    CodedEarlierRow,
    ImportedEarlierRow,
    RoundAgreementRow,
    RoundRow,
)
from secondcoder.publish.schema import Table
from secondcoder.records.coders import Person

ALL, FRESH, REPEATED = "all", "fresh", "repeated"
FINAL = "final"
_KINDS = {"coding": "coding", "verdict": "decision", "adjudication": "joint decision"}

Codes = Mapping[str, frozenset[str]]
"""Codes by the key of a passage that was finished; none for one left uncoded."""


@dataclass(frozen=True, slots=True)
class Coded:
    """What everybody coded, round by round."""

    rounds: tuple[Round, ...]
    """With what was coded before the first, in order."""
    by: Mapping[str, Mapping[str, Codes]]
    """By round, then by person."""

    def earlier(self, person: str, one: Round) -> dict[str, str]:
        """Return the passages that a person finished before a round, and in which round last."""
        found: dict[str, str] = {}
        for other in self.rounds:
            if other.number < one.number:
                found.update(dict.fromkeys(self.by[other.name].get(person, {}), other.name))
        return found


def round_tables(review: Review) -> dict[Table[Any], Sequence[Any]]:
    """Return the rows of the tables of rounds; none where no round was begun."""
    rounds = rounds_of(review.history)
    if not rounds:
        return {}
    coded = coded_by_round(review, rounds)
    agreement = [
        *(row for one in coded.rounds for row in _people(review, coded, one)),
        *_final(review, coded),
    ]
    return {
        ROUNDS: [_round_row(coded, one) for one in coded.rounds if one.number or coded.by[""]],
        ROUND_AGREEMENT: agreement if review.material.counted else [],
        CODED_EARLIER: list(coded_earlier(review, rounds)),
    }


def coded_by_round(review: Review, rounds: Sequence[Round]) -> Coded:
    """Return what everybody finished in each round, from first coding on the pages."""
    material, history = review.material, review.history
    by: dict[str, dict[str, dict[str, set[str]]]] = {
        one.name: defaultdict(dict) for one in (BEFORE, *rounds)
    }
    for event in history.of_kind("coded"):
        if event.passage in material.by_key and event.round in by:
            name = person_of(material, event.reviewer).name
            by[event.round][name].setdefault(event.passage, set())
    for event in history.of_kind("coding"):
        of_person = by.get(event.round, {}).get(person_of(material, event.reviewer).name, {})
        if event.passage in of_person and event.code in material.codes:
            of_person[event.passage].add(event.code)
    frozen = {
        name: {
            person: {passage: frozenset(codes) for passage, codes in sorted(held.items())}
            for person, held in sorted(people.items())
        }
        for name, people in by.items()
    }
    return Coded((BEFORE, *rounds), frozen)


def on_trial(review: Review) -> frozenset[str]:
    """Return the keys of the passages of pilot and training rounds: no final figure has them."""
    return _on_trial(coded_by_round(review, rounds_of(review.history)))


def _on_trial(coded: Coded) -> frozenset[str]:
    trials = [one for one in coded.rounds if one.purpose != CODING]
    finished = {p for one in trials for held in coded.by[one.name].values() for p in held}
    return frozenset(finished.union(*(one.passages for one in trials)))


def coded_earlier(review: Review, rounds: Sequence[Round]) -> Iterator[CodedEarlierRow]:
    """Yield what stands under an older definition of its code, for another look."""
    known, now = known_meanings(rounds), meanings_now(review)
    material = review.material
    for event in _standing(review):
        then = known.get(event.codebook, {}).get(review.first_id(event))
        passage = material.by_key.get(event.passage)
        if then is None or passage is None or event.code not in now or then == now[event.code]:
            continue
        yield CodedEarlierRow(
            passage_id=passage.id,
            document=passage.document,
            code_id=event.code,
            code=material.codes[event.code].label,
            coder=event.reviewer,
            kind=_KINDS[event.kind],
            round=event.round,
        )


def imported_earlier(review: Review) -> Iterator[ImportedEarlierRow]:
    """Yield imported coding under an older definition that its coder has not coded anew since."""
    if not (rows := review.material.tables[IMPORTED_EARLIER]):
        return
    done = {
        (person_of(review.material, event.reviewer).name, event.passage, event.code)
        for event in _standing(review)
    }
    by_id = review.material.by_id
    for row in rows:
        if (row.coder, by_id[row.passage_id].key, row.code_id) not in done:
            yield row


def _standing(review: Review) -> Iterator[Event]:
    """Yield codings and decisions that hold; of several on one passage and code, the latest."""
    latest: dict[tuple[str, str, str], Event] = {}
    for kind in _KINDS:
        for event in review.history.all_current(kind):
            key = (event.reviewer, event.passage, event.code)
            if key not in latest or latest[key].number < event.number:
                latest[key] = event
    yield from sorted(latest.values(), key=lambda event: event.number)


def _round_row(coded: Coded, one: Round) -> RoundRow:
    people = coded.by[one.name]
    earlier = {p for name in people for p in coded.earlier(name, one)}
    drawn = one.passages or {p for held in people.values() for p in held}
    return RoundRow(
        round=one.name,
        purpose=one.purpose,
        version=one.version,
        changes=tuple(f"{c.kind}: {c.code}{f' ({c.what})' if c.what else ''}" for c in one.changes),
        passages=len(drawn),
        repeated=len(drawn & earlier),
        coders=tuple(people),
    )


def _people(review: Review, coded: Coded, one: Round) -> Iterator[RoundAgreementRow]:
    people = coded.by[one.name]
    for first, second in combinations(people, 2):
        shared = people[first].keys() & people[second].keys()
        before = {*coded.earlier(first, one), *coded.earlier(second, one)}
        parts = {ALL: shared, FRESH: shared - before, REPEATED: shared & before}
        for which, passages in parts.items():
            if passages and (which == ALL or passages != shared):
                yield from _rows(
                    review,
                    (first, second),
                    (people[first], people[second]),
                    passages,
                    round_=one.name,
                    which=which,
                    gate=one,
                )


def _final(review: Review, coded: Coded) -> Iterator[RoundAgreementRow]:
    """Yield agreement over all rounds of coding, without the passages of pilots and training."""
    out = _on_trial(coded)
    people: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for one in coded.rounds:
        if one.purpose == CODING:
            for name, held in coded.by[one.name].items():
                people[name].update({p: codes for p, codes in held.items() if p not in out})
    for first, second in combinations(sorted(people), 2):
        shared = people[first].keys() & people[second].keys()
        if shared:
            yield from _rows(
                review,
                (first, second),
                (people[first], people[second]),
                shared,
                round_=FINAL,
                which=ALL,
            )


def _rows(
    review: Review,
    names: tuple[str, str],
    codings: tuple[Codes, Codes],
    keys: set[str],
    *,
    round_: str,
    which: str,
    gate: Round | None = None,
) -> Iterator[RoundAgreementRow]:
    """Yield the pooled row and one for each code that either gave."""
    material = review.material
    passages = sorted((material.by_key[key] for key in keys), key=lambda p: p.row)
    frame: CodeFrame = frame_of(material)
    ids = [passage.key for passage in passages]
    pair = Pair(
        names=(Person(names[0]), Person(names[1])),
        frame=frame,
        first=frame.matrix(dict(codings[0]), ids),
        second=frame.matrix(dict(codings[1]), ids),
        document=np.asarray(document_numbers([passage.document for passage in passages])),
    )
    counts = pair.counts
    top = pair.scopes()[0].places if pair.scopes() else ()
    given = [place for place in range(len(frame.codes)) if _given(counts.table(place))]
    for place in (None, *given):
        if place is None:
            tables = counts.tables(top)
            value = overall.pooled_kappa(tables)
            table = sum(tables[1:], start=tables[0])
            interval = counts.pooled_interval(top) if value.defined else None
        else:
            table = counts.table(place)
            value = binary.cohen_kappa(table)
            interval = counts.kappa_interval(place) if value.defined else None
        low, high = ends(interval) or (None, None)
        code = frame.codes[place] if place is not None else None
        must: Gate | None = gate.gate_of(code.id) if gate and code and which == ALL else None
        yield RoundAgreementRow(
            round=round_,
            first=names[0],
            second=names[1],
            which=which,
            code_id=code.id if code else "",
            code=code.label if code else "",
            passages=len(passages),
            documents=pair.documents,
            both=table.both,
            first_only=table.first_only,
            second_only=table.second_only,
            neither=table.neither,
            kappa=value.value,
            low=low,
            high=high,
            note=value.reason or (about(interval) if interval else ""),
            gate=_said(must) if must else "",
            outcome=must.outcome(value.value) if must else "",
        )


def _given(table: binary.TwoByTwo) -> bool:
    return bool(table.both or table.first_only or table.second_only)


def _said(gate: Gate) -> str:
    drop = f"; dropped below {gate.drop:g}" if gate.drop is not None else ""
    return f"passed from {gate.passed:g}{drop}"
