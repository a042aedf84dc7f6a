"""The content analysis: counts, questions, sources, and the queries with what was decided."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from secondcoder.procedures.content.steps.decided import DECIDED, OPEN
from secondcoder.procedures.content.steps.queries import ABOUT, CODE, FACET, UNCODED
from secondcoder.procedures.content.tables.columns import TABLES
from secondcoder.procedures.second_coder.reviewed.material import rows_of
from secondcoder.review.content import DECISIONS, KIND, content_tables, latest_content
from secondcoder.review.pages.export import to_csv
from secondcoder.review.web import Download, Go, Page, Problem, Visit, path

PAGE_SIZE = 25


def show(visit: Visit) -> Page:
    """Return the counts, the themes of each question, and the sources."""
    folder = _folder(visit)
    tables = content_tables(folder)
    counts = tables["counts"]
    queries = _queries(visit, tables)
    record = _record(folder)
    figures = {(one["attribute"], one["value"]): one["name"] for one in record["figures"]}
    return Page(
        "content.html.j2",
        {
            "counted": record["counted"],
            "figures": figures,
            "plain": [one["name"] for one in record["figures"] if not one["attribute"]],
            "summary": rows_of(tables["summary"])[:1],
            "themes": rows_of(counts[counts["level"] == "1"]),
            "by": _grouped(tables["counts_by"]),
            "cells": _cells(tables["triangulation"]),
            "kinds": list(dict.fromkeys(tables["triangulation"]["kind"])),
            "convergence": {row["theme"]: row for row in rows_of(tables["convergence"])},
            "queries": len(queries),
            "open": sum(row["status"] == OPEN for row in queries),
            "folder": folder.name,
        },
    )


def query_list(visit: Visit) -> Page:
    """Return the queries of one kind, a page at a time, with the forms that decide on them."""
    queries = _queries(visit, content_tables(_folder(visit)))
    kinds = [kind for kind in ABOUT if any(row["kind"] == kind for row in queries)]
    kind = visit.query.get("kind", "") or (kinds[0] if kinds else "")
    own = [row for row in queries if row["kind"] == kind]
    number = visit.query.get("page", "1")
    pages = max(1, -(-len(own) // PAGE_SIZE))
    page = min(max(int(number) if number.isdecimal() and len(number) < 7 else 1, 1), pages)
    return Page(
        "content_queries.html.j2",
        {
            "rows": own[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
            "kind": kind,
            "kinds": [(k, sum(r["kind"] == k for r in queries), _open(queries, k)) for k in kinds],
            "about": ABOUT.get(kind, ""),
            "beside": "The machine reads" if kind in {CODE, FACET, UNCODED} else "Beside it",
            "known": visit.material.by_id,
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
    detail = {"kind": row["kind"], "question": row["question"], "code": row["code"]}
    event = visit.event(
        KIND,
        theme=row["query_id"],
        verdict=verdict,
        note=visit.field("note"),
        revealed=True,
        detail=json.dumps(detail | {"other": row["other"]}, ensure_ascii=False),
    )
    stored = visit.review.add([event])[0]
    return Go(_back(visit, row, did=stored.id))


def undo(visit: Visit) -> Go:
    """Undo what was decided on a query, by whoever did it: queries are the team's."""
    row = _row(visit)
    event = visit.review.history.current((KIND, "", "", row["query_id"]))
    if event is None:
        raise Problem(404, "There is nothing to undo.")
    visit.review.add([visit.event("undo", theme=row["query_id"], undoes=event.id)])
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
    return Download("queries.csv", "text/csv", to_csv(TABLES["queries"], rows))


def _folder(visit: Visit) -> Path:
    folder = latest_content(visit.review.run)
    if folder is None:
        raise Problem(404, "This study has no content analysis: run secondcoder content.")
    return folder


def _record(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return record


def _queries(visit: Visit, tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Return the rows of queries with the decisions of the record over those of the file."""
    made = []
    for row in rows_of(tables["queries"]):
        event = visit.review.history.current((KIND, "", "", row["query_id"]))
        if event is not None:
            row |= {"decision": event.verdict, "by": event.reviewer, "memo": event.note}
            row["status"] = DECIDED if row["status"] == OPEN else row["status"]
        made.append(row | {"recorded": event is not None})
    return made


def _open(rows: list[dict[str, Any]], kind: str) -> int:
    return sum(row["kind"] == kind and row["status"] == OPEN for row in rows)


def _row(visit: Visit) -> dict[str, Any]:
    rows = _queries(visit, content_tables(_folder(visit)))
    found = next((row for row in rows if row["query_id"] == visit.place.get("query")), None)
    if found is None:
        raise Problem(404, "There is no such query in this content analysis.")
    return found


def _back(visit: Visit, row: dict[str, Any], **more: str | int) -> str:
    page = visit.field("page", limit=6)
    number = int(page) if page.isdecimal() else 0
    where = path("content", "queries", kind=str(row["kind"]), page=number, **more)
    return f"{where}#{row['query_id']}"


def _grouped(table: pd.DataFrame) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows_of(table):
        groups.setdefault((row["attribute"], row["value"]), []).append(row)
    return [
        {"attribute": attribute, "value": value, "rows": rows}
        for (attribute, value), rows in groups.items()
    ]


def _cells(table: pd.DataFrame) -> dict[str, dict[str, dict[str, Any]]]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows_of(table):
        found.setdefault(row["theme"], {})[row["kind"]] = row
    return found
