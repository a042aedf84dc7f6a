"""The report of a synthesis: one file without script, made from its tables and ``run.json``."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, grid
from secondcoder.page.template import rendered
from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.synthesis.page.drawings import pictures
from secondcoder.procedures.synthesis.page.named import named_view
from secondcoder.procedures.synthesis.records import MACHINE_HAND
from secondcoder.procedures.synthesis.tables.final import (
    FINAL_THEMES,
    OF_FINAL,
    OF_HEADING,
    QUOTATIONS,
    QuotationRow,
)
from secondcoder.procedures.synthesis.tables.matrices import THEME_BY_HEADING
from secondcoder.procedures.synthesis.tables.steps import (
    DECISIONS,
    GENERAL_THEMES,
    HEADING_THEMES,
    SUMMARIES,
    HeadingThemeRow,
)
from secondcoder.procedures.understood_page import understood_view
from secondcoder.publish.schema import Tables

_TEMPLATE = "synthesis.html.j2"
_LIST = "; "
Key = TypeVar("Key")
Item = TypeVar("Item")
Quoted = Mapping[tuple[str, str], list[QuotationRow]]
"""Quotations by the step and id of their theme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A quotation, with the clause that counts and the sentence around it."""

    case: str
    before: str
    answer: str
    after: str
    place: str
    by: str
    """Empty where the words are the source's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeView:
    """A theme as the page shows it."""

    id: str
    label: str
    cases: tuple[str, ...]
    phrases: str
    facts: tuple[tuple[str, str], ...]
    by: str
    memo: str = ""
    said: tuple[tuple[str, tuple[Said, ...]], ...]
    """By heading."""


def build_synthesis_report(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]
) -> str:
    """Return the page with the figures that were drawn.

    The same tables and ``run.json`` give the same text.
    """
    return rendered(__package__, _TEMPLATE, context(tables, run, drawn))


def context(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]
) -> dict[str, object]:
    """Return everything the page shows."""
    said = dict(_grouped(tables[QUOTATIONS], lambda row: (row.step, row.theme_id)))
    return {
        "title": str(run.get("title", "")),
        "run_id": str(run.get("run_id", "")),
        "tool": f"{run['tool']['name']} {run['tool']['version']}",
        "model": str(run["model"]["name"]),
        "understood": understood_view(tables),
        "counts": run["counts"],
        "likeness": run["likeness"],
        "across": run["likeness_across"],
        "own": [str(own["path"]) for own in run["own_versions"]],
        "summaries": _grouped(tables[SUMMARIES], lambda row: row.heading),
        "heading_themes": _heading_themes(tables, said),
        "matrix": _matrix(tables),
        "pictures": pictures(tables, drawn),
        "general": tables[GENERAL_THEMES],
        "decisions": tables[DECISIONS],
        "final": _final_themes(tables, said),
        "named": named_view(tables),
        "notices": tables[NOTICES],
        "inputs": [(given["path"], given["sha256"]) for given in run["inputs"]],
        "machine": MACHINE_HAND,
    }


def _grouped(rows: Iterable[Item], key: Callable[[Item], Key]) -> list[tuple[Key, list[Item]]]:
    """Return rows by their key, in the order in which keys come first."""
    groups: dict[Key, list[Item]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.items())


def _heading_themes(tables: Tables, said: Quoted) -> list[tuple[str, list[ThemeView]]]:
    def view(row: HeadingThemeRow) -> ThemeView:
        likeness = "not known" if row.likeness is None else f"{row.likeness:.2f}"
        return ThemeView(
            id=row.theme_id,
            label=row.theme,
            cases=row.cases,
            phrases=", ".join(row.key_phrases),
            facts=(("Likeness", likeness),),
            by=_hand(row.by),
            memo=row.memo,
            said=_said(said.get((OF_HEADING, row.theme_id), [])),
        )

    groups = _grouped(tables[HEADING_THEMES], lambda row: row.heading)
    return [(heading, list(map(view, themes))) for heading, themes in groups]


def _final_themes(tables: Tables, said: Quoted) -> list[ThemeView]:
    names = {row.theme_id: row.theme for row in tables[GENERAL_THEMES]}
    views = []
    for row in tables[FINAL_THEMES]:
        merged = [names[one] for one in row.merged if one in names and one != row.theme_id]
        facts = [("Headings", f"{row.heading_count}: {_LIST.join(row.headings)}")]
        facts += [("Merged with", _LIST.join(merged))] if merged else []
        views.append(
            ThemeView(
                id=row.theme_id,
                label=row.theme,
                cases=row.cases,
                phrases=", ".join(row.key_phrases),
                facts=tuple(facts),
                by=_hand(row.by),
                said=_said(said.get((OF_FINAL, row.theme_id), [])),
            )
        )
    return views


def _said(quotations: Iterable[QuotationRow]) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    groups = _grouped(quotations, lambda row: row.heading)
    return tuple((heading, tuple(map(_quote, rows))) for heading, rows in groups)


def _quote(row: QuotationRow) -> Said:
    before, found, after = row.sentence.partition(row.answer)
    return Said(
        case=row.case,
        before=before if found else "",
        answer=row.answer,
        after=after if found else "",
        place=f"{row.document} · characters {row.start}–{row.end}",
        by=_hand(row.by),
    )


def _matrix(tables: Tables) -> Grid:
    """Return theme by heading with the names of the cases; mentions stand in brackets."""
    rows = tables[THEME_BY_HEADING]
    headings = list(dict.fromkeys(row.heading for row in rows))
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        cases = _LIST.join(row.cases)
        text = f"({cases})" if row.mention else cases
        cells.setdefault((row.theme_id, row.theme), {})[row.heading] = text
    body = [
        [theme, *(held.get(heading, "") for heading in headings)]
        for (_, theme), held in cells.items()
    ]
    return grid("Themes by heading, with cases", ("Theme", *headings), body)


def _hand(by: str) -> str:
    return "" if by == MACHINE_HAND else by
