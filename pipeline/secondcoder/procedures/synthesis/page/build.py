"""The report of a synthesis: one file without script, made from its tables and ``run.json``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.template import rendered
from secondcoder.page.values import rows
from secondcoder.procedures.synthesis.figures.presence import MOST_ROWS

Tables = Mapping[str, pd.DataFrame]
_TEMPLATE = "synthesis.html.j2"
_LIST = "; "
MACHINE = "machine"
METHODS = {
    "synthesis": "Synthesis",
    "keyword": "Keyword (cells that hold a word of the name)",
    "plain clustering": "Plain clustering (KMeans, number told)",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation, with the clause that counts and the sentence around it."""

    case: str
    before: str
    answer: str
    after: str
    place: str
    by: str
    """Empty where the words are the source's own."""


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme as the page shows it."""

    id: str
    label: str
    cases: tuple[str, ...]
    phrases: str
    facts: tuple[tuple[str, str], ...]
    by: str
    memo: str
    said: tuple[tuple[str, tuple[Said, ...]], ...]
    """By heading."""


def build_synthesis_report(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]
) -> str:
    """Return the page with the figures that were drawn.

    The same tables and ``run.json`` give the same text.
    """
    return rendered(__package__, _TEMPLATE, context(tables, run, drawn))


def context(tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]) -> dict[str, Any]:
    """Return everything the page shows."""
    said = _quotations(tables["quotations"])
    return {
        "title": str(run.get("title", "")),
        "run_id": str(run.get("run_id", "")),
        "tool": f"{run['tool']['name']} {run['tool']['version']}",
        "model": str(run["model"]["name"]),
        "counts": run["counts"],
        "likeness": run["likeness"],
        "own": [str(one["path"]) for one in run["own_versions"]],
        "summaries": _by(tables["step1_summaries"], "heading"),
        "heading_themes": _heading_themes(tables, said),
        "matrix": _matrix(tables),
        "pictures": _pictures(tables, drawn),
        "general": rows(tables["step3_general"]),
        "decisions": rows(tables["step4_merged"]),
        "final": _final_themes(tables, said),
        "named": _named(tables),
        "notices": rows(tables["notices"]),
        "inputs": [(one["path"], one["sha256"]) for one in run["inputs"]],
        "machine": MACHINE,
    }


def _by(table: pd.DataFrame, column: str) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for row in rows(table):
        groups.setdefault(getattr(row, column), []).append(row)
    return list(groups.items())


def _quotations(table: pd.DataFrame) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows(table):
        found.setdefault((row.step, row.theme_id), []).append(row)
    return found


def _heading_themes(
    tables: Tables, said: Mapping[tuple[str, str], list[Any]]
) -> list[tuple[str, list[ThemeView]]]:
    groups: dict[str, list[ThemeView]] = {}
    for row in rows(tables["step2_themes"]):
        view = ThemeView(
            row.theme_id,
            row.theme,
            _listed(row.cases),
            row.key_phrases.replace(_LIST, ", "),
            (("Likeness", f"{row.likeness:.2f}" if pd.notna(row.likeness) else "not known"),),
            _hand(row.by),
            row.memo,
            _said(said.get(("2", row.theme_id), [])),
        )
        groups.setdefault(row.heading, []).append(view)
    return list(groups.items())


def _final_themes(tables: Tables, said: Mapping[tuple[str, str], list[Any]]) -> list[ThemeView]:
    names = dict(
        zip(tables["step3_general"]["theme_id"], tables["step3_general"]["theme"], strict=True)
    )
    views = []
    for row in rows(tables["themes_final"]):
        merged = [names[one] for one in _listed(row.merged) if one in names and one != row.theme_id]
        facts = [("Headings", f"{row.heading_count}: {row.headings}")]
        facts += [("Merged with", _LIST.join(merged))] if merged else []
        views.append(
            ThemeView(
                row.theme_id,
                row.theme,
                _listed(row.cases),
                row.key_phrases.replace(_LIST, ", "),
                tuple(facts),
                _hand(row.by),
                "",
                _said(said.get(("4", row.theme_id), [])),
            )
        )
    return views


def _said(quotations: list[Any]) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    groups: dict[str, list[Said]] = {}
    for row in quotations:
        before, found, after = row.sentence.partition(row.answer)
        groups.setdefault(row.heading, []).append(
            Said(
                row.case,
                before if found else "",
                row.answer,
                after if found else "",
                f"{row.document} · characters {row.start}–{row.end}",
                _hand(row.by),
            )
        )
    return tuple((heading, tuple(said)) for heading, said in groups.items())


def _matrix(tables: Tables) -> Grid:
    """Return theme by heading with the names of the cases; mentions stand in brackets."""
    long = rows(tables["matrix_theme_heading"])
    headings = list(dict.fromkeys(row.heading for row in long))
    cells: dict[str, dict[str, str]] = {}
    labels: dict[str, str] = {}
    for row in long:
        labels[row.theme_id] = row.theme
        text = f"({row.cases})" if row.mention == "yes" else row.cases
        cells.setdefault(row.theme_id, {})[row.heading] = text
    body = [[labels[one], *(held.get(h, "") for h in headings)] for one, held in cells.items()]
    return grid("Themes by heading, with cases", ("Theme", *headings), body)


def _pictures(tables: Tables, drawn: Mapping[str, Drawn]) -> list[Picture]:
    many = tables["themes_final"]["theme_id"].nunique() > MOST_ROWS
    first = f" The first {MOST_ROWS} themes are drawn." if many else ""
    told = {
        "theme_by_heading": (
            "matrix_theme_heading",
            "heading",
            "case_count",
            (
                "How many cases speak of a theme under each heading. Filled: a theme that at least "
                "two cases share there; outlined: answers of cases that share no theme there."
            ),
        ),
        "theme_by_case": (
            "matrix_theme_case",
            "case",
            "heading_count",
            "Under how many headings each case speaks of a theme.",
        ),
    }
    found = []
    for name, (table, across, count, caption) in told.items():
        if name in drawn:
            data = [
                (row.theme, getattr(row, across), getattr(row, count))
                for row in rows(tables[table])
                if getattr(row, count)
            ]
            shown = picture(
                drawn[name],
                alt=f"{caption}{first}",
                caption=f"{caption}{first}",
                data=grid(caption, ("Theme", across.capitalize(), "Count"), data, numeric=(2,)),
            )
            found += [shown] if shown else []
    return found


def _named(tables: Tables) -> dict[str, Any] | None:
    if tables["named_cases"].empty:
        return None
    return {
        "totals": {
            way: grid(
                title,
                ("Method", "Themes", "Precision", "Recall", "Mean F1", "By chance"),
                list(_totals(tables, way)),
                numeric=(1, 4, 5),
            )
            for way, title in (("cases", "Best by cases"), ("name", "Chosen by name"))
        },
        "rows": {
            way: grid(
                f"Every derived theme, {way}",
                ("Heading", "Derived theme", "Machine theme", "Both", "Precision", "Recall"),
                list(_each(tables, way)),
                numeric=(3, 4, 5),
            )
            for way in ("cases", "name")
        },
    }


def _totals(tables: Tables, way: str) -> Iterator[tuple[str, ...]]:
    for row in rows(tables["named_cases_totals"]):
        if row.chosen_by == way:
            yield (
                METHODS[row.method],
                str(row.themes),
                f"{_number(row.precision)} ({row.both}/{row.cases_found}) "
                f"{_interval(row.precision_low, row.precision_high)}".strip(),
                f"{_number(row.recall)} ({row.both}/{row.cases_named}) "
                f"{_interval(row.recall_low, row.recall_high)}".strip(),
                _number(row.mean_f1),
                _number(row.chance),
            )


def _each(tables: Tables, way: str) -> Iterator[tuple[str, ...]]:
    for row in rows(tables["named_cases"]):
        if row.chosen_by == way and row.method == "synthesis":
            yield (
                row.heading,
                f"{row.derived_theme}: {row.cases_named}",
                f"{row.theme}: {row.cases_found}" if row.theme else "none",
                str(row.both),
                _number(row.precision),
                _number(row.recall),
            )


def _number(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.2f}"


def _interval(low: float, high: float) -> str:
    return "" if pd.isna(low) else f"[{low:.2f} to {high:.2f}]"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(_LIST) if part)


def _hand(by: str) -> str:
    return "" if by == MACHINE else by
