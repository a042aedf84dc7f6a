"""The figures of a synthesis, and how the report shows them with their data."""

from collections.abc import Mapping, Sequence
from functools import partial

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Picture, grid, picture
from secondcoder.procedures.drawn import drawn_once
from secondcoder.procedures.synthesis.figures import presence
from secondcoder.procedures.synthesis.figures.presence import MOST_ROWS
from secondcoder.procedures.synthesis.tables.final import FINAL_THEMES
from secondcoder.procedures.synthesis.tables.matrices import THEME_BY_CASE, THEME_BY_HEADING
from secondcoder.protocols import Beside, Keep
from secondcoder.publish.schema import Tables

_BY_HEADING = (
    "How many cases speak of a theme under each heading. Filled: a theme that at least two cases "
    "share there; outlined: answers of cases that share no theme there."
)
_BY_CASE = "Under how many headings each case speaks of a theme."


def draw_figures(
    tables: Tables, *, keep: Keep | None = None, beside: Beside | None = None
) -> dict[str, Drawn]:
    """Return the figures by their names, for the page and for files of their own."""
    once = partial(drawn_once, keep, beside)
    return presence.draw_figures(tables[THEME_BY_HEADING], tables[THEME_BY_CASE], once=once)


def pictures(tables: Tables, drawn: Mapping[str, Drawn]) -> list[Picture]:
    """Return the figures of the report."""
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
        _picture(drawn.get("theme_by_heading"), _BY_HEADING, "Heading", by_heading, many=many),
        _picture(drawn.get("theme_by_case"), _BY_CASE, "Case", by_case, many=many),
    ]
    return [shown for shown in found if shown is not None]


def _picture(
    figure: Drawn | None,
    caption: str,
    across: str,
    data: Sequence[tuple[str, str, int]],
    *,
    many: bool,
) -> Picture | None:
    first = f" The first {MOST_ROWS} themes are drawn." if many else ""
    return picture(
        figure,
        alt=f"{caption}{first}",
        caption=f"{caption}{first}",
        data=grid(caption, ("Theme", across, "Count"), data, numeric=(2,)),
    )
