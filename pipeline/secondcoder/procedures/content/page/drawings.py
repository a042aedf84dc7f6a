"""The figures of a content analysis by their names, for the page and for files of their own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from secondcoder.page.figures.style import Sketch
from secondcoder.page.frames import as_frame
from secondcoder.procedures.content.figures.kinds import sketch_kinds
from secondcoder.procedures.content.figures.percents import (
    bar_kind,
    sketch_counts,
    sketch_facet,
    sketch_value,
)
from secondcoder.procedures.content.tables.by_value import (
    COUNTS_BY,
    CountByRow,
    by_attribute,
    largest_first,
)
from secondcoder.procedures.content.tables.counts import COUNTS
from secondcoder.procedures.content.tables.facets import FACET_COUNTS
from secondcoder.procedures.content.tables.sources import TRIANGULATION
from secondcoder.publish.schema import Tables

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A value of an attribute that is drawn, with its themes."""

    name: str
    """Of its figure."""
    attribute: str
    value: str
    rows: tuple[CountByRow, ...]


def figure_list(tables: Tables) -> list[dict[str, str]]:
    """Return the names of the figures, each with the attribute and value it is about, if any."""
    about = {one.name: (one.attribute, one.value) for one in values_of(tables)}
    found = []
    for name in sketches(tables):
        attribute, value = about.get(name, ("", ""))
        found.append({"name": name, "attribute": attribute, "value": value})
    return found


def values_of(tables: Tables) -> Iterator[Drawn]:
    """Yield each value that is drawn with the name of its figure."""
    names: set[str] = set()
    for attribute, values in by_attribute(tables[COUNTS_BY]).items():
        safe = _safe(attribute)
        safe += "_" * (safe in names)
        names.add(safe)
        drawn = set(largest_first(values)[:MOST_VALUES])
        for place, value in enumerate((one for one in values if one in drawn), start=1):
            yield Drawn(
                name=f"{safe}_{place}", attribute=attribute, value=value, rows=values[value]
            )


def error_bars(rows: Sequence[CountByRow]) -> str:
    """Return what the error bars of one value are."""
    return bar_kind(_framed(rows))


def facet_figure(facet: str) -> str:
    """Return the name of a facet’s figure."""
    return f"facet_{_safe(facet)}"


def sketches(tables: Tables) -> dict[str, Sketch]:
    """Return the figures for which there are data, by name."""
    facets = as_frame(FACET_COUNTS, tables[FACET_COUNTS])
    names = dict.fromkeys(row.facet for row in tables[FACET_COUNTS])
    found = {
        "themes": sketch_counts(as_frame(COUNTS, tables[COUNTS])),
        "kinds_of_source": sketch_kinds(as_frame(TRIANGULATION, tables[TRIANGULATION])),
        **{facet_figure(name): sketch_facet(facets, name) for name in names},
        **{one.name: sketch_value(_framed(one.rows), one.name) for one in values_of(tables)},
    }
    return {name: sketch for name, sketch in found.items() if sketch is not None}


def _framed(rows: Iterable[CountByRow]) -> pd.DataFrame:
    """Return the themes of one value as the figures read them."""
    frame = as_frame(COUNTS_BY, rows)
    return frame.assign(in_half=["yes" if half else "no" for half in frame["in_half"]])


def _safe(name: str) -> str:
    """Return a name that can be part of a file’s name anywhere."""
    return "".join(c if c.isalnum() and c.isascii() else "_" for c in str(name))
