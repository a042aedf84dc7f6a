"""What came of the runs: report, tables, figures, downloads; and the way into the review."""

import re
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from secondcoder.app.results import (
    ResultView,
    copies_to_edit,
    is_shown,
    listed,
    pictures,
    read_file,
    results,
    table_of,
    what_changed,
    zipped,
)
from secondcoder.app.shown import Inline
from secondcoder.app.tables import RECIPES, tables_of
from secondcoder.app.web import LOOKS_ON, Visit
from secondcoder.exchange.exporting import Export, export_study
from secondcoder.page.word import markdown_document
from secondcoder.procedures.places import SECOND_CODER
from secondcoder.review.pages.settings import REVIEWER_COOKIE
from secondcoder.review.web import Answer, Download, Go, Page, Problem

ROWS = 50
_ZIP = "application/zip"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?")


def overview(visit: Visit) -> Page:
    """Return the results there are, the latest opened."""
    study = visit.study
    found = results(study.folder)
    chosen = next((one for one in found if one.id == visit.query.get("run")), None)
    latest = chosen or (found[0] if found else None)
    if latest is None:
        return Page("no-results.html.j2", {"run": visit.work.runs.state(study.folder)})
    if closed := _closed(visit, latest):
        return closed
    second = latest.kind == SECOND_CODER
    held = listed(latest.folder)
    shown = [one for one in tables_of(latest.kind) if f"{one.name}.csv" in held]
    alike = [one for one in found if one.kind == latest.kind]
    return Page(
        "results.html.j2",
        {
            "result": latest,
            "second": second,
            "listed": held,
            "to_edit": copies_to_edit(study.folder, latest.kind),
            "tables": shown,
            "pictures": pictures(latest.folder),
            "recipes": RECIPES,
            "others": [one for one in found if one.id != latest.id],
            "changed": _changed(alike),
            "open": visit.work.reviews.is_open(latest.folder),
            "reflexive": latest.record.get("stance") == "reflexive",
        },
    )


def _changed(alike: list[ResultView]) -> dict[str, list[str]]:
    """Return what changed from each result to the next of its kind, by its id."""
    return {earlier.id: [*what_changed(earlier, later)][:12] for later, earlier in pairwise(alike)}


def _result(visit: Visit) -> ResultView:
    found = next((one for one in results(visit.study.folder) if one.id == visit.place["run"]), None)
    if found is None:
        raise Problem(404, "There is no such result in this study.")
    return found


def _closed(visit: Visit, result: ResultView) -> Page | None:
    """Return the page that stands before results while somebody's blind look is unfinished."""
    if result.kind != SECOND_CODER:
        newest = [one for one in results(visit.study.folder) if one.kind == SECOND_CODER]
        if not newest:
            return None
        result = newest[0]
    folder, reviews = visit.study.folder, visit.work.reviews
    people = reviews.someone(folder, result.folder)
    if not people and not reviews.is_open(result.folder):
        return None
    if not visit.person:
        return Page("who.html.j2", {"people": people, "result": result})
    if reviews.unfinished(folder, result.folder, visit.person, looks_on=visit.looks_on):
        return Page(
            "closed.html.j2",
            {
                "result": result,
                "known": visit.person in people,
                "open": reviews.is_open(result.folder),
            },
        )
    return None


def _gate(visit: Visit) -> ResultView:
    """Return the result that the address names, if it may be shown."""
    result = _result(visit)
    if _closed(visit, result) is not None:
        raise Problem(
            403,
            "This shows the machine’s codes, and your blind look is not finished. "
            "Open the results first: there you can say that you want to see them all the same.",
        )
    return result


def who(visit: Visit) -> Go:
    """Remember who sits there."""
    name = " ".join((visit.field("new", limit=80) or visit.field("name", limit=80)).split())
    if not name or not name.isprintable():
        raise Problem(400, "Give a name.")
    looks_on = quote(name) if visit.field("new", limit=80) else ""
    return Go(f"{visit.home}/results", {REVIEWER_COOKIE: quote(name), LOOKS_ON: looks_on})


def reveal(visit: Visit) -> Go:
    """Open the results all the same; that is recorded."""
    result = _result(visit)
    visit.work.reviews.record_shown(visit.study.folder, result.folder, visit.person)
    return visit.go(
        f"{visit.home}/results",
        "The results are open. It was recorded that you saw them before your blind look was done.",
    )


def table(visit: Visit) -> Page:
    """Return one page of a table."""
    result = _gate(visit)
    offered = tables_of(result.kind)
    declared = next((one for one in offered if one.name == visit.place["table"]), None)
    if declared is None:
        raise Problem(404, "There is no such table.")
    columns, rows = table_of(result.folder, declared.name)
    if declared.name == "passages":  # by the name that people know the theme by
        labels = {row["theme_id"]: row["label"] for row in table_of(result.folder, "themes")[1]}
        rows = [{**row, "theme_id": labels.get(row["theme_id"], "")} for row in rows]
    page = visit.query.get("page", "1")
    number = max(1, int(page)) if page.isdecimal() and len(page) < 8 else 1
    first = (number - 1) * ROWS
    return Page(
        "table.html.j2",
        {
            "result": result,
            "table": declared,
            "columns": [one for one in declared.columns if one[0] in columns],
            "rows": rows[first : first + ROWS],
            "total": len(rows),
            "page": number,
            "pages": max(1, -(-len(rows) // ROWS)),
        },
    )


def show(visit: Visit) -> Answer | Inline:
    """Return a file of a result as a browser shows it."""
    result, name = _gate(visit), visit.place["name"]
    data = read_file(result.folder, name) if _SAFE.fullmatch(name) else None
    if data is None:
        raise Problem(404, "There is no such file in this result.")
    media = is_shown(name)
    if not media:
        return Download(Path(name).name, "application/octet-stream", data)
    return Inline(media, data, report=name.endswith(".html"))


def download(visit: Visit) -> Download:
    """Return what can be taken away."""
    result, name = _gate(visit), visit.place["name"]
    folder, stem = result.folder, f"{result.kind}-{result.id}"
    if name == "workbook.xlsx":
        return Download(f"{stem}.xlsx", _XLSX, _needed(folder, name))
    if name == "methods.md":
        return Download(f"{stem}-methods.md", "text/markdown", _needed(folder, name))
    if name == "methods.docx":
        text = _needed(folder, "methods.md").decode("utf-8")
        return Download(f"{stem}-methods.docx", _DOCX, markdown_document(text))
    if name == "figures.zip":
        return Download(f"{stem}-figures.zip", _ZIP, zipped(folder, under="figures/"))
    if name == "everything.zip":
        return Download(f"{stem}.zip", _ZIP, zipped(folder))
    profile = name.removesuffix(".qdpx")
    if profile in {one for one, _, _ in RECIPES} and result.kind == SECOND_CODER:
        return Download(f"{stem}-{profile}.qdpx", _ZIP, _project(visit, result, profile))
    raise Problem(404, "There is no such file to download.")


def _needed(folder: Path, name: str) -> bytes:
    data = read_file(folder, name)
    if data is None:
        raise Problem(404, f"This result has no {name}.")
    return data


def _project(visit: Visit, result: ResultView, profile: str) -> bytes:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        target = Path(folder) / "study.qdpx"
        export_study(
            Export(study=visit.study.folder, target=target, run=result.folder, profile=profile)
        )
        return target.read_bytes()


def review(visit: Visit) -> Page:
    """Open the review of a result: a page of its own, with its own way in."""
    result = _result(visit)
    if result.kind != SECOND_CODER:
        raise Problem(400, "Suggestions are reviewed in a result of the second coder.")
    door = visit.work.reviews.open(visit.study.folder, result.folder)
    return Page("review.html.j2", {"door": door, "form_to": door.address})


def close_review(visit: Visit) -> Go:
    """Close the review; its decisions are worked into report and tables."""
    closed = visit.work.reviews.close(_result(visit).folder)
    said = "The review is closed; report, workbook and tables hold its decisions."
    return visit.go(f"{visit.home}/results", said if closed else "No review was open.")
