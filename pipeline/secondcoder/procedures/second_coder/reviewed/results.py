"""Decisions as tables of a run: what was decided, what changed, agreement before and after."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.intervals import Interval
from secondcoder.agreement.coefficients.values import Value
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.pairs import Pair, about, document_numbers, ends
from secondcoder.agreement.study.scopes import scopes
from secondcoder.coding.settle import (
    IMPLIED,
    OWN_CODING,
    Held,
    PersonCoding,
    Settled,
    with_above,
)
from secondcoder.coding.settle import Pair as PassageAndCode
from secondcoder.decisions.events import Event
from secondcoder.decisions.store import Store, StoredPassage
from secondcoder.procedures.second_coder.reviewed.acts import person_of, settled
from secondcoder.procedures.second_coder.reviewed.coding_next import coding_rows
from secondcoder.procedures.second_coder.reviewed.decided import changes, decisions_of
from secondcoder.procedures.second_coder.reviewed.frame import frame_of
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.procedures.second_coder.reviewed.round_rows import on_trial, round_tables
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.reviewed.theme_rows import theme_tables
from secondcoder.procedures.second_coder.tables.reviewed import (
    AGREEMENT_REVIEWED,
    CODING_NEXT,
    DECISIONS,
    NOT_CARRIED,
    REVIEW_CHANGES,
    REVIEWED,
    REVIEWED_CODING,
    REVIEWED_MOMENT,
    TOGETHER_MOMENT,
    ChangeRow,
    DecisionRow,
    NotCarriedRow,
    ReviewedRow,
    SettledRow,
)
from secondcoder.publish.schema import Table, Tables, row_of
from secondcoder.records.coders import BUNDLED, Group, Machine, Person

BEFORE = "before review"
AFTER = "after review: not reliability"
NO_PASSAGE = "no passage of this run has these words"
NO_CODE = "the study no longer has this code"
_KINDS = {"verdict": "decision", "adjudication": "joint decision"}


Rows = dict[Table[Any], Sequence[Any]]


def review_rows(tables: Tables, record: Mapping[str, Any], decisions: Store | None) -> Rows:
    """Return the rows of a review's tables, from the record of coding; it is only read.

    Where there is no such record there are none: the tables stay as they are.
    """
    return decided_rows(Review(Material(tables, record), decisions)) if decisions else {}


def unpublished(review: Review) -> bool:
    """Return whether the run's tables do not hold the current decisions yet."""
    held = review.material.tables
    now = held.having(decided_rows(review))
    return held.differ(now, REVIEWED)


def decided_rows(review: Review) -> Rows:
    """Return the rows of a review's tables; coefficients are for counted studies only."""
    material = review.material
    found = settled(review)
    reviewers = reviewing(review, found)
    out = on_trial(review)
    agreement = [row for one in reviewers for row in _agreement(material, one, out)]
    return {
        DECISIONS: [
            row_of(DecisionRow, decision, code=material.codes[decision.code_id].label)
            for decision in decisions_of(review)
        ],
        NOT_CARRIED: list(_not_carried(review)),
        REVIEWED_CODING: list(_settled_rows(material, found, reviewers)),
        REVIEW_CHANGES: [row for one in reviewers for row in _changes(material, one, found.decoys)],
        AGREEMENT_REVIEWED: agreement if material.counted else [],
        CODING_NEXT: list(coding_rows(material, found)) if reviewers else [],
        **theme_tables(review),
        **round_tables(review),
    }


def _not_carried(review: Review) -> Iterator[NotCarriedRow]:
    """Yield what stands on no passage of the run, and then what is of no code of it."""
    material = review.material
    gone: list[tuple[Event, StoredPassage | Passage, str]] = [
        *((event, passage, NO_PASSAGE) for event, passage in review.not_applying()),
        *((event, passage, NO_CODE) for event, passage in review.without_code()),
    ]
    for event, passage, reason in gone:
        code = material.codes.get(event.code)
        yield NotCarriedRow(
            document=passage.document,
            start=passage.start,
            text=passage.text,
            code_id=event.code,
            code=code.label if code else "",
            reviewer=event.reviewer,
            kind=_KINDS.get(event.kind, "coding"),
            verdict=event.answer if event.kind == "verdict" else event.verdict,
            note=event.note,
            reason=reason,
        )


def reviewing(review: Review, found: Settled) -> list[PersonCoding]:
    """Return the coding of everybody who decided or coded on the pages."""
    history = review.history
    coded = {person_of(review.material, name) for name in history.reviewers if history.coded(name)}
    return [one for one in found.people if one.decided or one.person in coded]


def _settled_rows(
    material: Material, found: Settled, reviewers: Sequence[PersonCoding]
) -> Iterator[SettledRow]:
    """Yield the reviewed coding of each reviewer, and what holds for all of them together."""
    for one in reviewers:
        kept = {(p, c): Held(True, OWN_CODING) for p, cs in one.reviewed.items() for c in cs}
        implied = {
            (p, up) for p, cs in one.reviewed.items() for up in with_above(cs, material.above)
        } - kept.keys()
        for pair, held in sorted({**kept, **one.held}.items(), key=_in_order(material)):
            if not held.applies and pair in kept:  # undecided: what they had stays
                now = replace(held, applies=True)
            elif not held.applies and pair in implied:
                now = replace(held, applies=True, reason=IMPLIED)
            else:
                now = held
            yield _settled_row(material, one.person.name, REVIEWED_MOMENT, pair, now)
    if len(reviewers) > 1 or found.joint:
        for pair, held in sorted(found.together.items(), key=_in_order(material)):
            if held.applies is not False or pair in found.joint:
                yield _settled_row(material, "", TOGETHER_MOMENT, pair, held)


def _in_order(material: Material) -> Callable[[tuple[PassageAndCode, Held]], tuple[int, int]]:
    def place(one: tuple[PassageAndCode, Held]) -> tuple[int, int]:
        (passage, code), _ = one
        return material.by_id[passage].row, material.codes[code].place

    return place


def _settled_row(
    material: Material, name: str, moment: str, pair: PassageAndCode, held: Held
) -> SettledRow:
    passage, code = pair
    return SettledRow(
        moment=moment,
        coder=name,
        passage_id=passage,
        code_id=code,
        code=material.codes[code].label,
        applies=held.applies,
        reason=held.reason,
        members=tuple(m.name for m in held.act.author.members)
        if held.act and isinstance(held.act.author, Group)
        else (),
    )


def _changes(
    material: Material, one: PersonCoding, decoys: frozenset[PassageAndCode]
) -> Iterator[ChangeRow]:
    names = ("decided", "kept", "added", "dropped", "left_out", "left_open")
    by_code = changes(material, one, decoys)
    for entry in material.codable:
        if counts := by_code.get(entry.id):
            yield ChangeRow(
                reviewer=one.person.name,
                coder=one.person.name if one.seen else "",
                code_id=entry.id,
                code=entry.label,
                level=entry.level,
                **{name: counts[name] for name in (*names, "decoys", "decoys_applied")},
            )


def _agreement(material: Material, one: PersonCoding, out: frozenset[str]) -> Iterator[ReviewedRow]:
    """Yield before and after, with each machine; nothing for who has no coding of their own.

    Passages ``out`` are those of pilot and training rounds.
    """
    if not one.seen:
        return
    codes = frame_of(material)
    for label in material.machines:
        met = material.machines_seen.get(label, one.seen)
        both = [p for p in material.passages if p.id in one.seen and p.id in met]
        seen = [p for p in both if p.key not in out]
        for stage, applied in ((BEFORE, one.independent), (AFTER, one.reviewed)):
            pair = _pair(material, codes, (one.person, label), seen, applied)
            for row in _rows(material, pair):
                name = one.person.name
                yield replace(row, reviewer=name, coder=name, stage=stage, beside=label)


def _pair(
    material: Material,
    codes: CodeFrame,
    names: tuple[Person, str],
    seen: Sequence[Passage],
    applied: Mapping[str, frozenset[str]],
) -> Pair:
    """Return a person and a machine, named by its label, on the passages that both saw."""
    person, machine = names
    ids = [passage.id for passage in seen]
    given = {passage: frozenset(held) for passage, held in material.machines[machine].items()}
    return Pair(
        names=(person, BUNDLED if machine == BUNDLED.label else Machine(machine)),
        frame=codes,
        first=codes.matrix(dict(applied), ids),
        second=codes.matrix(given, ids),
        document=np.asarray(document_numbers([passage.document for passage in seen])),
    )


def _rows(material: Material, pair: Pair) -> Iterator[ReviewedRow]:
    counts = pair.counts
    for scope in scopes(pair.frame, with_machine=True):
        if scope.places:
            tables = counts.tables(scope.places)
            value = overall.pooled_kappa(tables)
            stacked = sum(tables[1:], start=tables[0])
            interval = counts.pooled_interval(scope.places) if value.defined else None
            row = _row(pair, stacked, "pooled kappa", value, interval)
            yield replace(row, scope=scope.name, level=scope.level)
    for place, code in enumerate(pair.frame.codes):
        if not pair.frame.in_codebook[place]:
            continue
        table = counts.table(place)
        value = binary.cohen_kappa(table)
        interval = counts.kappa_interval(place) if value.defined else None
        row = _row(pair, table, "kappa", value, interval)
        label = material.codes[code.id].label
        yield replace(row, code_id=code.id, code=label, level=len(code.path))


def _row(
    pair: Pair,
    table: binary.TwoByTwo,
    coefficient: str,
    value: Value,
    interval: Interval | None,
) -> ReviewedRow:
    """Return a row that does not say yet who, when, and which codes."""
    low, high = ends(interval) or (None, None)
    return ReviewedRow(
        reviewer="",
        coder="",
        stage="",
        scope="",
        code_id="",
        code="",
        level=None,
        units=len(pair.first),
        documents=pair.documents,
        both=table.both,
        human_only=table.first_only,
        machine_only=table.second_only,
        neither=table.neither,
        percent=binary.percent(table).value,
        coefficient=coefficient,
        value=value.value,
        low=low,
        high=high,
        note=value.reason or (about(interval) if interval else ""),
        beside="",
    )
