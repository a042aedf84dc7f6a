"""Decisions as tables of a run: what was decided, what changed, agreement before and after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.intervals import Interval
from secondcoder.agreement.coefficients.values import Value
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.pairs import Pair, document_numbers, ends
from secondcoder.agreement.study.scopes import Scope, scopes
from secondcoder.decisions.place import DATABASE as DATABASE  # noqa: PLC0414 - for importers
from secondcoder.decisions.place import database_of as database_of  # noqa: PLC0414
from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.decided import (
    Applied,
    Decision,
    Reviewed,
    decisions_of,
    reviewed,
)
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.run import Also, render_report
from secondcoder.procedures.second_coder.tables.columns import REVIEWED
from secondcoder.publish.frames import frame, to_csv
from secondcoder.records.agreement import MACHINE
from secondcoder.records.codes import SEPARATOR, Code, Codebook

BEFORE = "before review"
AFTER = "after review: not reliability"
_SHORTENED = "not computed: comparison.csv leaves out passages to which no code was applied"


def take_in(db: Path | None) -> Also:
    """Return what adds the decisions in ``db`` to a run's tables; the file is only read.

    Where there is no such file, the tables stay as they are.
    """

    def also(
        tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]
    ) -> Mapping[str, pd.DataFrame]:
        if db is None or not db.is_file() or not db.stat().st_size:
            return {}
        store = Store(db, read_only=True)
        found = review_tables(Review(Material(tables, record), store))
        store.close()
        return found

    return also


def publish(run: Path, db: Path) -> Path:
    """Work the decisions into a run's tables, workbook and report; return the report."""
    return render_report(run, also=take_in(db))


def unpublished(review: Review, run: Path) -> bool:
    """Return whether the run's tables do not hold the current decisions yet."""
    files = {
        f"{name}.csv": to_csv(table) for name, table in review_tables(review).items() if len(table)
    }
    there = {name: run / f"{name}.csv" for name in REVIEWED}
    return any(
        path.is_file() != (path.name in files)
        or (path.name in files and path.read_bytes() != files[path.name])
        for path in there.values()
    )


def review_tables(review: Review) -> dict[str, pd.DataFrame]:
    """Return the tables of a review; those of coefficients are for counted studies only."""
    decisions = decisions_of(review)
    found = reviewed(review, decisions)
    tables = {
        "decisions": decisions_table(review.material, decisions),
        "review_changes": frame("review_changes", _changes(review.material, found)),
        "agreement_reviewed": frame(
            "agreement_reviewed",
            (row for one in found for row in _agreement(review.material, one))
            if review.material.counted
            else (),
        ),
    }
    return {name: tables[name] for name in REVIEWED}


def decisions_table(material: Material, decisions: Sequence[Decision]) -> pd.DataFrame:
    """Return a row for each current decision, without any time."""
    names = [f.name for f in fields(Decision)]
    rows = []
    for one in decisions:
        cells = {n: _word(v) for n, v in zip(names, astuple(one), strict=True)}
        rows.append(cells | {"code": material.codes[one.code_id].label})
    return frame("decisions", rows)


def _changes(material: Material, found: Sequence[Reviewed]) -> Iterator[dict[str, Any]]:
    names = ("decided", "kept", "added", "dropped", "left_out", "left_open")
    for one in found:
        for entry in material.codable:
            if counts := one.changes.get(entry.id):
                yield {
                    "reviewer": one.reviewer,
                    "coder": one.coder,
                    "code_id": entry.id,
                    "code": entry.label,
                    "level": entry.level,
                    **{name: counts[name] for name in (*names, "decoys", "decoys_applied")},
                }


def _agreement(material: Material, one: Reviewed) -> Iterator[dict[str, Any]]:
    if not one.seen:
        return
    who = {"reviewer": one.reviewer, "coder": one.coder}
    if material.shortened(one.coder):
        yield who | {"stage": AFTER, "note": _SHORTENED}
        return
    codes = _frame(material)
    for stage, applied in ((BEFORE, one.before), (AFTER, one.after)):
        pair = _pair(material, codes, one, applied)
        for row in _rows(material, pair):
            yield who | {"stage": stage} | row


def _frame(material: Material) -> CodeFrame:
    codes = [(e, Code(e.id, tuple(e.label.split(SEPARATOR)))) for e in material.codable]
    known = Codebook(tuple(code for entry, code in codes if entry.in_codebook))
    return CodeFrame.of(known, tuple(code for entry, code in codes if not entry.in_codebook))


def _pair(material: Material, codes: CodeFrame, one: Reviewed, applied: Applied) -> Pair:
    ids = [passage.id for passage in one.seen]
    first, second = (
        codes.matrix({p: frozenset(c) for p, c in coding.items()}, ids)
        for coding in (applied, material.machine)
    )
    documents = document_numbers([passage.document for passage in one.seen])
    return Pair((one.coder, MACHINE), codes, first, second, np.asarray(documents))


def _rows(material: Material, pair: Pair) -> Iterator[dict[str, Any]]:
    counts = pair.counts
    for scope in scopes(pair.frame, with_machine=True):
        if scope.places:
            tables = counts.tables(scope.places)
            value = overall.pooled_kappa(tables)
            stacked = sum(tables[1:], start=tables[0])
            interval = counts.pooled_interval(scope.places) if value.defined else None
            yield _row(pair, stacked, "pooled kappa", value, interval, scope=scope)
    for place, code in enumerate(pair.frame.codes):
        if not pair.frame.in_codebook[place]:
            continue
        table = counts.table(place)
        value = binary.cohen_kappa(table)
        interval = counts.kappa_interval(place) if value.defined else None
        yield _row(pair, table, "kappa", value, interval) | {
            "code_id": code.id,
            "code": material.codes[code.id].label,
            "level": len(code.path),
        }


def _row(
    pair: Pair,
    table: binary.TwoByTwo,
    coefficient: str,
    value: Value,
    interval: Interval | None,
    *,
    scope: Scope | None = None,
) -> dict[str, Any]:
    low, high = ends(interval) or (None, None)
    why = interval.reason if interval and low is None else ""
    return {
        "scope": scope.name if scope else "",
        "level": scope.level if scope else None,
        "units": len(pair.first),
        "documents": pair.documents,
        "both": table.both,
        "human_only": table.first_only,
        "machine_only": table.second_only,
        "neither": table.neither,
        "percent": binary.percent(table).value,
        "coefficient": coefficient,
        "value": value.value,
        "low": low,
        "high": high,
        "note": value.reason or (f"no interval: {why}" if why else ""),
    }


def _word(value: Any) -> Any:
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else value
