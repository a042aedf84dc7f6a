"""The content analysis: counts, questions, sources, and the queries with what was decided."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from secondcoder.decisions.events import Event
from secondcoder.page.values import decimal
from secondcoder.procedures.content.decided_queries import KIND, resolved
from secondcoder.procedures.content.steps.decided import DECIDED, OPEN
from secondcoder.procedures.content.steps.queries import ABOUT, MACHINE
from secondcoder.procedures.content.tables.by_value import COUNTS_BY, CountByRow, by_attribute
from secondcoder.procedures.content.tables.counts import COUNTS, SUMMARY
from secondcoder.procedures.content.tables.queries import QUERIES, QueryRow, right_of_told
from secondcoder.procedures.content.tables.sources import (
    CONVERGENCE,
    TRIANGULATION,
    TriangulationRow,
)
from secondcoder.publish.csv_files import to_csv
from secondcoder.publish.manifest import RECORD
from secondcoder.publish.schema import Tables
from secondcoder.review.content import DECISIONS, content_tables, latest_content
from secondcoder.review.web import Download, Go, Page, Problem, Visit, path

PAGE_SIZE = 25


def show(visit: Visit) -> Page:
    """Return the counts, the themes of each question, and the sources."""
    folder = _folder(visit)
    tables = content_tables(folder)
    queries = _queries(visit, tables)
    record = _record(folder)
    figures = {(one["attribute"], one["value"]): one["name"] for one in record["figures"]}
    return Page(
        "content.html.j2",
        {
            "counted": record["counted"],
            "figures": figures,
            "plain": [one["name"] for one in record["figures"] if not one["attribute"]],
            "summary": tables[SUMMARY][:1],
            "themes": [row for row in tables[COUNTS] if row.level == 1],
            "by": _grouped(tables[COUNTS_BY]),
            "cells": _cells(tables[TRIANGULATION]),
            "kinds": list(dict.fromkeys(row.kind for row in tables[TRIANGULATION])),
            "convergence": {row.theme: row for row in tables[CONVERGENCE]},
            "queries": len(queries),
            "open": sum(row.status == OPEN for row in queries),
            "folder": folder.name,
            "decimal": decimal,
        },
    )


def query_list(visit: Visit) -> Page:
    """Return the queries of one kind, a page at a time, with the forms that decide on them."""
    queries = _queries(visit, content_tables(_folder(visit)))
    kinds = list(dict.fromkeys(row.kind for row in queries if row.kind in ABOUT))
    kind = visit.query.get("kind", "") or (kinds[0] if kinds else "")
    own = [row for row in queries if row.kind == kind]
    pages = max(1, -(-len(own) // PAGE_SIZE))
    page = visit.page_of(pages)
    return Page(
        "content_queries.html.j2",
        {
            "rows": own[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
            "kind": kind,
            "kinds": [(k, sum(row.kind == k for row in queries), _open(queries, k)) for k in kinds],
            "about": ABOUT.get(kind, ""),
            "right": right_of_told(queries).get(kind),
            "beside": "The machine reads" if kind in MACHINE else "Beside it",
            "known": visit.material.by_id,
            "recorded": {row.query_id for row in own if _event(visit, row) is not None},
            "choices": DECISIONS,
            "page": page,
            "pages": pages,
        },
    )


def decide(visit: Visit) -> Go:
    """Record what was decided on a query."""
    row = _row(visit)
    verdict = visit.field("decision", limit=40)
    if verdict not in DECISIONS:
        raise Problem(400, "Choose what becomes of the query.")
    detail = {"kind": row.kind, "question": row.question, "code": row.code, "other": row.other}
    event = visit.event(
        KIND,
        theme=row.query_id,
        verdict=verdict,
        note=visit.field("note"),
        revealed=True,
        detail=json.dumps(detail, ensure_ascii=False),
    )
    stored = visit.review.add([event])[0]
    return Go(_back(visit, row, did=stored.id))


def undo(visit: Visit) -> Go:
    """Undo what was decided on a query, by whoever did it: queries are the team's."""
    row = _row(visit)
    event = _event(visit, row)
    if event is None:
        raise Problem(404, "There is nothing to undo.")
    visit.review.add([visit.event("undo", theme=row.query_id, undoes=event.id)])
    return Go(_back(visit, row, done="undone"))


def figure(visit: Visit) -> Download:
    """Return one of the figures as a picture."""
    folder = _folder(visit) / "figures"
    names = {
        one["name"]: folder / f"{one['name']}.png" for one in _record(folder.parent)["figures"]
    }
    found = names.get(visit.place.get("name", ""))
    if found is None or not found.is_file():
        raise Problem(404, "There is no such figure.")
    return Download(found.name, "image/png", found.read_bytes())


def queries_csv(visit: Visit) -> Download:
    """Return the queries with what was decided so far."""
    rows = _queries(visit, content_tables(_folder(visit)))
    return Download("queries.csv", "text/csv", to_csv(QUERIES, rows))


def _folder(visit: Visit) -> Path:
    folder = latest_content(visit.review.run)
    if folder is None:
        raise Problem(404, "This study has no content analysis: run secondcoder content.")
    return folder


def _record(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return record


def _queries(visit: Visit, tables: Tables) -> list[QueryRow]:
    """Return the queries with the decisions of the record over those of the table."""
    return [_decided(visit, row) for row in tables[QUERIES]]


def _decided(visit: Visit, row: QueryRow) -> QueryRow:
    event = _event(visit, row)
    if event is None:
        return row
    made = resolved(event)
    status = DECIDED if row.status == OPEN else row.status
    return replace(row, decision=made.decision, by=made.by, memo=made.memo, status=status)


def _event(visit: Visit, row: QueryRow) -> Event | None:
    """Return what the record holds on a query now."""
    return visit.review.history.current((KIND, "", "", row.query_id))


def _open(rows: Iterable[QueryRow], kind: str) -> int:
    return sum(row.kind == kind and row.status == OPEN for row in rows)


def _row(visit: Visit) -> QueryRow:
    rows = _queries(visit, content_tables(_folder(visit)))
    found = next((row for row in rows if row.query_id == visit.place.get("query")), None)
    if found is None:
        raise Problem(404, "There is no such query in this content analysis.")
    return found


def _back(visit: Visit, row: QueryRow, **more: str | int) -> str:
    page = visit.field("page", limit=6)
    number = int(page) if page.isdecimal() else 0
    where = path("content", "queries", kind=row.kind, page=number, **more)
    return f"{where}#{row.query_id}"


def _grouped(rows: Iterable[CountByRow]) -> list[dict[str, object]]:
    return [
        {"attribute": attribute, "value": value, "rows": part}
        for attribute, values in by_attribute(rows).items()
        for value, part in values.items()
    ]


def _cells(rows: Iterable[TriangulationRow]) -> Mapping[str, Mapping[str, TriangulationRow]]:
    found: dict[str, dict[str, TriangulationRow]] = {}
    for row in rows:
        found.setdefault(row.theme, {})[row.kind] = row
    return found
