"""Decisions as tables of a run: what was decided, what changed, agreement before and after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.intervals import Interval
from secondcoder.agreement.coefficients.values import Value
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.pairs import Pair, document_numbers, ends
from secondcoder.agreement.study.scopes import scopes
from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.decided import (
    Applied,
    Reviewed,
    decisions_of,
    reviewed,
)
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.reviewed import (
    AGREEMENT_REVIEWED,
    DECISIONS,
    REVIEW_CHANGES,
    REVIEWED,
    ChangeRow,
    DecisionRow,
    ReviewedRow,
)
from secondcoder.publish.schema import Table, Tables, row_of
from secondcoder.records.coders import BUNDLED, Person
from secondcoder.records.codes import Code, Codebook

BEFORE = "before review"
AFTER = "after review: not reliability"


Rows = dict[Table[Any], Sequence[Any]]


def review_rows(tables: Tables, record: Mapping[str, Any], db: Path | None) -> Rows:
    """Return the rows of a review's tables, from the decisions in ``db``; it is only read.

    Where there is no such file there are none: the tables stay as they are.
    """
    if db is None or not db.is_file() or not db.stat().st_size:
        return {}
    store = Store(db, read_only=True)
    try:
        return decided_rows(Review(Material(tables, record), store))
    finally:
        store.close()


def unpublished(review: Review) -> bool:
    """Return whether the run's tables do not hold the current decisions yet."""
    held = review.material.tables
    now = held.having(decided_rows(review))
    return held.differ(now, REVIEWED)


def decided_rows(review: Review) -> Rows:
    """Return the rows of a review's tables; coefficients are for counted studies only."""
    decisions = decisions_of(review)
    found = reviewed(review, decisions)
    material = review.material
    agreement = [row for one in found for row in _agreement(material, one)]
    return {
        DECISIONS: [
            row_of(DecisionRow, decision, code=material.codes[decision.code_id].label)
            for decision in decisions
        ],
        REVIEW_CHANGES: list(_changes(material, found)),
        AGREEMENT_REVIEWED: agreement if material.counted else [],
    }


def _changes(material: Material, found: Sequence[Reviewed]) -> Iterator[ChangeRow]:
    names = ("decided", "kept", "added", "dropped", "left_out", "left_open")
    for one in found:
        for entry in material.codable:
            if counts := one.changes.get(entry.id):
                yield ChangeRow(
                    reviewer=one.reviewer,
                    coder=one.coder,
                    code_id=entry.id,
                    code=entry.label,
                    level=entry.level,
                    **{name: counts[name] for name in (*names, "decoys", "decoys_applied")},
                )


def _agreement(material: Material, one: Reviewed) -> Iterator[ReviewedRow]:
    if not one.seen:
        return
    codes = _frame(material)
    for stage, applied in ((BEFORE, one.before), (AFTER, one.after)):
        pair = _pair(material, codes, one, applied)
        for row in _rows(material, pair):
            yield replace(row, reviewer=one.reviewer, coder=one.coder, stage=stage)


def _frame(material: Material) -> CodeFrame:
    codes = [(e, Code(id=e.id, path=e.path)) for e in material.codable]
    known = Codebook(tuple(code for entry, code in codes if entry.in_codebook))
    return CodeFrame.of(known, tuple(code for entry, code in codes if not entry.in_codebook))


def _pair(material: Material, codes: CodeFrame, one: Reviewed, applied: Applied) -> Pair:
    ids = [passage.id for passage in one.seen]
    first, second = (
        codes.matrix({p: frozenset(c) for p, c in coding.items()}, ids)
        for coding in (applied, material.machine)
    )
    documents = document_numbers([passage.document for passage in one.seen])
    return Pair(
        names=(Person(one.coder), BUNDLED),
        frame=codes,
        first=first,
        second=second,
        document=np.asarray(documents),
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
    why = interval.reason if interval and low is None else ""
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
        note=value.reason or (f"no interval: {why}" if why else ""),
    )
