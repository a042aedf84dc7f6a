"""The figures of a synthesis: as files, and as the report shows them with their data."""

from collections.abc import Sequence

import pandas as pd

from secondcoder.page.frames import as_frame
from secondcoder.page.picture import Picture, grid, picture
from secondcoder.procedures.synthesis.figures.presence import (
    MOST_ROWS,
    synthesis_figures,
    synthesis_sketches,
)
from secondcoder.procedures.synthesis.tables.final import FINAL_THEMES
from secondcoder.procedures.synthesis.tables.matrices import THEME_BY_CASE, THEME_BY_HEADING
from secondcoder.publish.schema import Tables

_BY_HEADING = (
    "How many cases speak of a theme under each heading. Filled: a theme that at least two cases "
    "share there; outlined: answers of cases that share no theme there."
)
_BY_CASE = "Under how many headings each case speaks of a theme."


def figure_files(tables: Tables) -> dict[str, bytes]:
    """Return every figure as SVG, PDF and PNG by its path in the result's folder."""
    return synthesis_figures(_frames(tables))


def pictures(tables: Tables) -> list[Picture]:
    """Return the figures of the report."""
    sketches = synthesis_sketches(_frames(tables))
    drawn = {name: sketch.svg() for name, sketch in sketches.items()}
    many = len(tables[FINAL_THEMES]) > MOST_ROWS
    by_heading = [
        (row.theme, row.heading, row.case_count)
        for row in tables[THEME_BY_HEADING]
        if row.case_count
    ]
    by_case = [
        (row.theme, row.case, row.heading_count)
        for row in tables[THEME_BY_CASE]
        if row.heading_count
    ]
    found = [
        _picture(drawn.get("theme_by_heading", ""), _BY_HEADING, "Heading", by_heading, many=many),
        _picture(drawn.get("theme_by_case", ""), _BY_CASE, "Case", by_case, many=many),
    ]
    return [shown for shown in found if shown is not None]


def _picture(
    svg: str, caption: str, across: str, data: Sequence[tuple[str, str, int]], *, many: bool
) -> Picture | None:
    first = f" The first {MOST_ROWS} themes are drawn." if many else ""
    return picture(
        svg,
        alt=f"{caption}{first}",
        caption=f"{caption}{first}",
        data=grid(caption, ("Theme", across, "Count"), data, numeric=(2,)),
    )


def _frames(tables: Tables) -> dict[str, pd.DataFrame]:
    """Return the matrices as the figures still take them, with ``mention`` as yes or no."""
    by_heading = as_frame(THEME_BY_HEADING, tables[THEME_BY_HEADING])
    by_heading["mention"] = ["yes" if row.mention else "no" for row in tables[THEME_BY_HEADING]]
    by_case = as_frame(THEME_BY_CASE, tables[THEME_BY_CASE])
    return {THEME_BY_HEADING.name: by_heading, THEME_BY_CASE.name: by_case}
