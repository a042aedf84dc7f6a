"""``report.html`` and figures of a content analysis, made from its tables and record alone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.template import rendered
from secondcoder.page.values import chosen, count, decimal, joined, whole
from secondcoder.procedures.content.figures.percents import bar_kind
from secondcoder.procedures.content.page.drawings import (
    MOST_VALUES,
    ValuePart,
    facet_names,
    value_parts,
)
from secondcoder.procedures.content.steps.decided import OPEN
from secondcoder.procedures.content.steps.queries import MACHINE, STRONG, SURE
from secondcoder.procedures.content.tables.by_value import (
    COUNTS_BY,
    MAJORITY,
    CountByRow,
    MajorityRow,
    by_attribute,
)
from secondcoder.procedures.content.tables.counts import COUNTS, SUMMARY, CountRow
from secondcoder.procedures.content.tables.facets import FACET_CHECK, FACET_COUNTS
from secondcoder.procedures.content.tables.queries import QUERIES, QueryRow, right_of_told
from secondcoder.procedures.content.tables.sources import (
    CONVERGENCE,
    TRIANGULATION,
    ConvergenceRow,
)
from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.understood_page import understood_view
from secondcoder.publish.schema import Tables

_TEMPLATE = "content.html.j2"
MOST_QUERIES = 5
"""Queries of a kind that are shown; the others stand in the table of queries."""
ERROR_BARS = {
    "±1 SD over documents": (
        "Error bars are ± one standard deviation over documents: of each document’s own percent of "
        "the codes here that the theme makes (sample, n − 1). They say how much documents differ, "
        "not how sure the percent is; standard error and 95 % intervals stand in counts_by.csv."
    ),
    "95 % intervals (Wilson)": (
        "Error bars are 95 % intervals (Wilson) of the percent, each code taken as independent: "
        "all codes here are of one document, so there is no variation over documents to show."
    ),
}


def build_content_page(tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]) -> str:
    """Return the page with its figures; the same tables and record give the same text."""
    return rendered(__package__, _TEMPLATE, _context(tables, run, drawn))


def _context(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]
) -> dict[str, object]:
    tool = run["tool"]
    return {
        "title": chosen(run, "title"),
        "run_id": chosen(run, "run_id"),
        "tool": f"{tool['name']} {tool['version']}",
        "counted": chosen(run, "counted"),
        "once": chosen(run, "once"),
        "understood": understood_view(tables),
        "summary": tables[SUMMARY],
        "numbers": _numbers(tables, run),
        "count_picture": _count_picture(tables, drawn),
        "below": _below(tables[COUNTS]),
        "unused": [row.theme for row in tables[COUNTS] if row.level == 1 and not row.codes],
        "facet_pictures": _facet_pictures(tables, drawn),
        "checks": tables[FACET_CHECK],
        "values": _values(tables, drawn),
        "left_out": _left_out(tables[COUNTS_BY]),
        "kind_picture": kind_picture(tables, drawn),
        "convergence": _convergence(tables[CONVERGENCE]),
        "queries": _queries(tables[QUERIES]),
        "notices": tables[NOTICES],
        "inputs": [(one["path"], one["sha256"]) for one in run.get("inputs", ())],
        "decimal": decimal,
        "whole": whole,
        "count": count,
    }


def _numbers(tables: Tables, run: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for row in tables[SUMMARY][:1]:
        found += [(whole(row.total), "codes (coded comments)"), (whole(row.themes), "themes")]
    found += [(whole(row.themes), "subthemes in use") for row in tables[SUMMARY] if row.level == 2]
    if run.get("documents"):
        found.append((whole(run["documents"]), "documents"))
    if tables[QUERIES]:
        found.append((whole(len(tables[QUERIES])), "queries to resolve"))
    return found


def _count_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    head = ("Theme", "Codes", "Percent", "By the mean", "Documents", "Speakers")
    data = [
        (
            row.theme,
            whole(row.codes),
            decimal(row.percent),
            row.standing,
            whole(row.documents),
            whole(row.speakers),
        )
        for row in tables[COUNTS]
        if row.level == 1 and row.codes
    ]
    return picture(
        drawn.get("themes"),
        alt="Bars: percent and number of codes of each theme, the largest first",
        caption="Themes by percent and number of codes. Dark: major, with more codes than the "
        "mean over themes (the upright line); light: minor.",
        data=grid("Themes by number of codes", head, data, numeric=(1, 2, 4, 5)),
    )


def _below(counts: Iterable[CountRow]) -> Grid | None:
    head = ("Subtheme", "Facet", "Codes", "Percent", "Documents")
    data = [
        (
            row.code,
            "; ".join(row.facets),
            whole(row.codes),
            decimal(row.percent),
            whole(row.documents),
        )
        for row in counts
        if row.level > 1 and row.codes
    ]
    return grid("Subthemes", head, data, numeric=(2, 3, 4)) if data else None


def _facet_pictures(tables: Tables, drawn: Mapping[str, Drawn]) -> list[Picture]:
    found = []
    for facet, name in facet_names(tables).items():
        data = [
            (row.theme, row.value, whole(row.codes), decimal(row.percent))
            for row in tables[FACET_COUNTS]
            if row.facet == facet
        ]
        found.append(
            picture(
                drawn.get(name),
                alt=f"Divided bars: codes of each theme by {facet}",
                caption=f"Codes of each theme by {facet}, as the codes that were applied carry it.",
                data=grid(facet, ("Theme", facet, "Codes", "Percent"), data, numeric=(2, 3)),
            )
        )
    return [one for one in found if one is not None]


def _values(tables: Tables, drawn: Mapping[str, Drawn]) -> list[dict[str, object]]:
    return [
        {
            "name": one.name,
            "attribute": one.attribute,
            "value": one.value,
            "total": one.rows[0].total,
            "picture": _value_picture(one, drawn),
            **_half(
                [
                    row
                    for row in tables[MAJORITY]
                    if (row.attribute, row.value) == (one.attribute, one.value)
                ]
            ),
        }
        for one in value_parts(tables)
    ]


def _value_picture(part: ValuePart, drawn: Mapping[str, Drawn]) -> Picture | None:
    head = ("Theme", "Codes", "Percent", "SD", "SE", "95 % from", "to", "Documents")
    data = [
        (
            row.theme,
            whole(row.codes),
            *map(decimal, (row.percent, row.sd, row.se, row.low, row.high)),
            whole(row.documents),
        )
        for row in part.rows
    ]
    return picture(
        drawn.get(part.name),
        alt="Bars with error bars: percent of the codes of each theme",
        caption=ERROR_BARS[bar_kind(part.rows)],
        data=grid("Themes", head, data, numeric=tuple(range(1, 8))),
    )


def _half(own: Sequence[MajorityRow]) -> dict[str, object]:
    """Return the themes that make at least half, in a sentence and with their subthemes."""
    themes: dict[str, list[MajorityRow]] = {}
    for row in own:
        themes.setdefault(row.theme, []).append(row)
    parts = [f"{theme} ({decimal(rows[0].percent)} %)" for theme, rows in themes.items()]
    most = max((row.together for row in own if row.together is not None), default=None)
    together = f": together {decimal(most)} %" if len(parts) > 1 else ""
    said = f"{joined(parts)}{together}."
    note = own[0].note if own else ""
    quoted = {theme: [row for row in rows if row.subtheme] for theme, rows in themes.items()}
    return {
        "half": said + (f" ({note[:1].upper()}{note[1:]}.)" if note else ""),
        "subthemes": [{"theme": theme, "rows": rows} for theme, rows in quoted.items() if rows],
    }


def _left_out(table: Iterable[CountByRow]) -> list[str]:
    return [
        f"{count(len(values) - MOST_VALUES, 'more value')} of {name}"
        for name, values in by_attribute(table).items()
        if len(values) > MOST_VALUES
    ]


def kind_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return themes by kind of source, with the figure's own numbers first in its table."""
    head = (
        *("Theme", "Kind of source", "Passages", "Of", "Percent of passages", "Codes"),
        *("Percent of codes", "Documents", "Mostly"),
    )
    data = [
        (
            row.theme,
            row.kind,
            whole(row.passages),
            whole(row.passages_of_kind),
            decimal(row.passage_percent),
            whole(row.codes),
            decimal(row.percent),
            f"{row.documents} of {row.documents_of_kind}",
            row.mostly,
        )
        for row in tables[TRIANGULATION]
    ]
    return picture(
        drawn.get("kinds_of_source"),
        alt="Grid: percent of the passages of each kind of source that carry each theme",
        caption="Themes by kind of source: percent of the passages of each kind that carry the "
        "theme. Silent: no passage of that kind does.",
        data=grid("Themes by kind of source", head, data, numeric=range(2, 7)),
    )


def _convergence(table: Sequence[ConvergenceRow]) -> Grid | None:
    if not table:
        return None
    data = [(row.theme, row.assessment, row.reason) for row in table]
    return grid("Kinds of source together", ("Theme", "Kinds together", "Why"), data)


def _queries(table: Sequence[QueryRow]) -> list[dict[str, object]]:
    """Return the groups of one weight and kind, what is likely to change a count first."""
    groups: dict[tuple[str, str], list[QueryRow]] = {}
    for row in table:
        groups.setdefault((row.weight, row.kind), []).append(row)
    right = right_of_told(table)
    return [
        {
            "weight": weight,
            "folded": weight not in {SURE, STRONG},
            "kind": kind,
            "right": _right(*right.get(kind, (0, 0))),
            "beside": "The machine reads" if kind in MACHINE else "Beside it",
            "count": len(own),
            "open": sum(row.status == OPEN for row in own),
            "rows": own[:MOST_QUERIES],
        }
        for (weight, kind), own in groups.items()
    ]


def _right(right: int, told: int) -> str:
    return f"Where people have decided, {right} of {told} of this kind were right." if told else ""
