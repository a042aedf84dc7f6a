"""``report.html`` and figures of a content analysis, made from its tables and record alone."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.template import rendered
from secondcoder.page.values import chosen, count, decimal, joined, rows, whole
from secondcoder.procedures.content.figures.percents import bar_kind
from secondcoder.procedures.content.page.drawings import (
    MOST_VALUES,
    ValuePart,
    facet_names,
    value_parts,
)

Tables = Mapping[str, pd.DataFrame]
_TEMPLATE = "content.html.j2"
MOST_QUERIES = 5
"""Queries of a kind that are shown; the others stand in queries.csv."""
MACHINE = ("code differs", "facet differs", "left uncoded")
"""Queries that set the machine's reading against the coder's."""
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
    """Return the page with the figures that were drawn.

    The same tables and record give the same text.
    """
    return rendered(__package__, _TEMPLATE, _context(tables, run, drawn))


def _context(tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]) -> dict[str, Any]:
    tool = run["tool"]
    return {
        "title": chosen(run, "title"),
        "run_id": chosen(run, "run_id"),
        "tool": f"{tool['name']} {tool['version']}",
        "counted": chosen(run, "counted"),
        "once": chosen(run, "once"),
        "summary": rows(tables["summary"]),
        "numbers": _numbers(tables, run),
        "count_picture": _count_picture(tables, drawn),
        "below": _below(tables["counts"]),
        "unused": tables["counts"].query("level == 1 and codes == 0")["theme"].tolist(),
        "facet_pictures": _facet_pictures(tables, drawn),
        "checks": rows(tables["facet_check"]),
        "values": _values(tables, drawn),
        "left_out": _left_out(tables["counts_by"]),
        "kind_picture": _kind_picture(tables, drawn),
        "convergence": _convergence(tables["convergence"]),
        "queries": _queries(tables["queries"]),
        "notices": rows(tables["notices"]),
        "inputs": [(one["path"], one["sha256"]) for one in run.get("inputs", ())],
        "decimal": decimal,
        "whole": whole,
        "count": count,
    }


def _numbers(tables: Tables, run: Mapping[str, Any]) -> list[tuple[str, str]]:
    top = tables["summary"].head(1)
    found = [(whole(row.total), "codes (coded comments)") for row in rows(top)]
    found += [(whole(row.themes), "themes") for row in rows(top)]
    below = tables["summary"]["level"] == 2
    found += [(whole(row.themes), "subthemes in use") for row in rows(tables["summary"][below])]
    if run.get("documents"):
        found.append((whole(run["documents"]), "documents"))
    if len(tables["queries"]):
        found.append((whole(len(tables["queries"])), "queries to resolve"))
    return found


def _count_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    themes = tables["counts"].query("level == 1 and codes > 0")
    head = ("Theme", "Codes", "Percent", "By the mean", "Documents", "Speakers")
    data = [
        (
            r.theme,
            whole(r.codes),
            decimal(r.percent),
            r.standing,
            whole(r.documents),
            whole(r.speakers),
        )
        for r in rows(themes)
    ]
    return picture(
        drawn.get("themes"),
        alt="Bars: percent and number of codes of each theme, the largest first",
        caption="Themes by percent and number of codes. Dark: major, with more codes than the "
        "mean over themes (the upright line); light: minor.",
        data=grid("Themes by number of codes", head, data, numeric=(1, 2, 4, 5)),
    )


def _below(counts: pd.DataFrame) -> Grid | None:
    own = counts.query("level > 1 and codes > 0")
    if own.empty:
        return None
    head = ("Subtheme", "Facet", "Codes", "Percent", "Documents")
    data = [
        (r.code, r.facets, whole(r.codes), decimal(r.percent), whole(r.documents))
        for r in rows(own)
    ]
    return grid("Subthemes", head, data, numeric=(2, 3, 4))


def _facet_pictures(tables: Tables, drawn: Mapping[str, Drawn]) -> list[Picture]:
    found = []
    for facet, name in facet_names(tables).items():
        own = tables["facet_counts"][tables["facet_counts"]["facet"] == facet]
        data = [(r.theme, r.value, whole(r.codes), decimal(r.percent)) for r in rows(own)]
        found.append(
            picture(
                drawn.get(name),
                alt=f"Divided bars: codes of each theme by {facet}",
                caption=f"Codes of each theme by {facet}, as the codes that were applied carry it.",
                data=grid(facet, ("Theme", facet, "Codes", "Percent"), data, numeric=(2, 3)),
            )
        )
    return [one for one in found if one is not None]


def _values(tables: Tables, drawn: Mapping[str, Drawn]) -> list[dict[str, Any]]:
    return [
        {
            "name": part.name,
            "attribute": part.attribute,
            "value": part.value,
            "total": int(part.rows["total"].iloc[0]),
            "picture": _value_picture(part, drawn),
            **_half(tables["majority"], part.attribute, part.value),
        }
        for part in value_parts(tables)
    ]


def _value_picture(part: ValuePart, drawn: Mapping[str, Drawn]) -> Picture | None:
    head = ("Theme", "Codes", "Percent", "SD", "SE", "95 % from", "to", "Documents")
    data = [
        (
            r.theme,
            whole(r.codes),
            *map(decimal, (r.percent, r.sd, r.se, r.low, r.high)),
            whole(r.documents),
        )
        for r in rows(part.rows)
    ]
    return picture(
        drawn.get(part.name),
        alt="Bars with error bars: percent of the codes of each theme",
        caption=ERROR_BARS[bar_kind(part.rows)],
        data=grid("Themes", head, data, numeric=tuple(range(1, 8))),
    )


def _half(majority: pd.DataFrame, attribute: str, value: str) -> dict[str, Any]:
    """Return the themes that make at least half, in a sentence and with their subthemes."""
    own = majority[(majority["attribute"] == attribute) & (majority["value"] == value)]
    themes = own.drop_duplicates("theme")
    parts = [f"{row.theme} ({decimal(row.percent)} %)" for row in rows(themes)]
    together = f": together {decimal(themes['together'].max())} %" if len(parts) > 1 else ""
    said = f"{joined(parts)}{together}."
    note = "".join(own["note"].head(1))
    quoted = own[own["subtheme"] != ""]
    return {
        "half": said + (f" ({note[:1].upper()}{note[1:]}.)" if note else ""),
        "subthemes": [
            {"theme": theme, "rows": rows(quoted[quoted["theme"] == theme])}
            for theme in dict.fromkeys(quoted["theme"])
        ],
    }


def _left_out(table: pd.DataFrame) -> list[str]:
    sizes = {
        name: table[table["attribute"] == name]["value"].nunique()
        for name in dict.fromkeys(table["attribute"])
    }
    return [
        f"{count(size - MOST_VALUES, 'more value')} of {name}"
        for name, size in sizes.items()
        if size > MOST_VALUES
    ]


def _kind_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    head = ("Theme", "Kind of source", "Codes", "Percent", "Passages", "Of", "Documents", "Mostly")
    data = [
        (
            r.theme,
            r.kind,
            whole(r.codes),
            decimal(r.percent),
            whole(r.passages),
            whole(r.passages_of_kind),
            f"{r.documents} of {r.documents_of_kind}",
            r.mostly,
        )
        for r in rows(tables["triangulation"])
    ]
    return picture(
        drawn.get("kinds_of_source"),
        alt="Grid: percent of the passages of each kind of source that carry each theme",
        caption="Themes by kind of source: percent of the passages of each kind that carry the "
        "theme. Silent: no passage of that kind does.",
        data=grid("Themes by kind of source", head, data, numeric=(2, 3, 4, 5)),
    )


def _convergence(table: pd.DataFrame) -> Grid | None:
    if table.empty:
        return None
    data = [(r.theme, r.assessment, r.reason) for r in rows(table)]
    return grid("Kinds of source together", ("Theme", "Kinds together", "Why"), data)


def _queries(table: pd.DataFrame) -> list[dict[str, Any]]:
    made = []
    for kind in dict.fromkeys(table["kind"]):
        own = table[table["kind"] == kind]
        made.append(
            {
                "kind": kind,
                "beside": "The machine reads" if kind in MACHINE else "Beside it",
                "count": len(own),
                "open": int((own["status"] == "open").sum()),
                "rows": rows(own.head(MOST_QUERIES)),
            }
        )
    return made
