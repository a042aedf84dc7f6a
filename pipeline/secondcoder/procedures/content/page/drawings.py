"""The figures of a content analysis by their names, for the page and for files of their own."""

from collections.abc import Iterator, Mapping

import pandas as pd

from secondcoder.page.figures.style import Sketch
from secondcoder.procedures.content.figures.kinds import sketch_kinds
from secondcoder.procedures.content.figures.percents import (
    sketch_counts,
    sketch_facet,
    sketch_value,
)

Tables = Mapping[str, pd.DataFrame]
MOST_VALUES = 12
"""Values of an attribute that are drawn, those with most codes; all stand in counts_by.csv."""


def content_figures(tables: Tables) -> dict[str, bytes]:
    """Return every figure as SVG, PDF and PNG by its path in the result’s folder."""
    files = {}
    for name, sketch in sorted(sketches(tables).items()):
        files[f"figures/{name}.svg"] = sketch.svg().encode()
        files[f"figures/{name}.pdf"] = sketch.pdf()
        files[f"figures/{name}.png"] = sketch.png()
    return files


def figure_list(tables: Tables) -> list[dict[str, str]]:
    """Return the names of the figures, each with the attribute and value it is about, if any."""
    about = {name: (attribute, value) for name, attribute, value, _ in values_of(tables)}
    found = []
    for name in sketches(tables):
        attribute, value = about.get(name, ("", ""))
        found.append({"name": name, "attribute": attribute, "value": value})
    return found


def values_of(tables: Tables) -> Iterator[tuple[str, str, str, pd.DataFrame]]:
    """Yield a figure’s name, attribute, value and rows for each value that is drawn."""
    table = tables["counts_by"]
    names: set[str] = set()
    for attribute in dict.fromkeys(table["attribute"]):
        safe = _safe(attribute)
        safe += "_" * (safe in names)
        names.add(safe)
        own = table[table["attribute"] == attribute]
        sizes = own.groupby("value", sort=False)["total"].first()
        drawn = set(sizes.sort_values(ascending=False, kind="stable").index[:MOST_VALUES])
        for place, value in enumerate((one for one in sizes.index if one in drawn), start=1):
            yield f"{safe}_{place}", attribute, value, own[own["value"] == value]


def facet_figure(facet: str) -> str:
    """Return the name of a facet’s figure."""
    return f"facet_{_safe(facet)}"


def sketches(tables: Tables) -> dict[str, Sketch]:
    """Return the figures for which there are data, by name."""
    facets = tables["facet_counts"]
    found = {
        "themes": sketch_counts(tables["counts"]),
        "kinds_of_source": sketch_kinds(tables["triangulation"]),
        **{facet_figure(one): sketch_facet(facets, one) for one in dict.fromkeys(facets["facet"])},
        **{name: sketch_value(part, name) for name, _, _, part in values_of(tables)},
    }
    return {name: sketch for name, sketch in found.items() if sketch is not None}


def _safe(name: str) -> str:
    """Return a name that can be part of a file’s name anywhere."""
    return "".join(c if c.isalnum() and c.isascii() else "_" for c in str(name))
