"""Pages of their own beside the report: what would be too long for it.

The passages of each code and of each candidate theme, agreement on the lower levels of the
codebook, settings and files read.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from secondcoder.page.picture import Grid, grid
from secondcoder.page.template import rendered
from secondcoder.page.values import chosen, count, whole
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.decided_themes import (
    called,
    decided_by_theme,
    in_words,
)
from secondcoder.procedures.second_coder.page.places import PAGES, code_page, theme_page
from secondcoder.procedures.second_coder.page.reconciliation import code_grids
from secondcoder.procedures.second_coder.page.segments import (
    CodeSegments,
    Segment,
    Surroundings,
    codes_of_people,
    segments_by_theme,
)
from secondcoder.procedures.second_coder.page.settings import input_grid, settings_grid
from secondcoder.procedures.second_coder.page.theme_section import LOOSE
from secondcoder.procedures.second_coder.page.yardstick import unit_grid
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.decided_themes import ThemeDecisionRow
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, PassageRow
from secondcoder.procedures.second_coder.tables.themes import THEMES, ThemeRow
from secondcoder.procedures.understood_page import understood_view
from secondcoder.publish.schema import Tables

OF_A_THEME = 400
"""Passages of one theme on its page."""
NO_THEME = f"{PAGES}/no-theme.html"


def listing_pages(tables: Tables, run: Mapping[str, Any], *, reflexive: bool) -> dict[str, bytes]:
    """Return every page by its place in the result's folder."""
    title = chosen(run, "title") or "Untitled study"
    found = {
        **dict(_code_pages(tables, title)),
        **dict(_theme_pages(tables, title)),
        f"{PAGES}/settings.html": _page(
            "page_settings.html.j2",
            title,
            "Settings, versions and files read",
            settings=settings_grid(run, reflexive=reflexive),
            inputs=input_grid(run),
        ),
    }
    if account := understood_view(tables):
        found[f"{PAGES}/understood.html"] = _page(
            "page_understood.html.j2",
            title,
            "What every file was taken for",
            understood=account,
        )
    if not reflexive:
        units = unit_grid(tables)
        levels = [*_below(code_grids(tables)), *_below(code_grids(tables, humans=True))]
        if levels or units:
            name = "Agreement by other units, and on the lower levels of the codebook"
            found[f"{PAGES}/agreement.html"] = _page(
                "page_agreement.html.j2", title, name, levels=levels, units=units
            )
    return {place: text.encode() for place, text in found.items()}


def _page(template: str, title: str, name: str, **shown: object) -> str:
    return rendered(__package__, template, {"title": title, "name": name, **shown})


def _below(levels: Sequence[tuple[int, Grid]]) -> list[tuple[int, Grid]]:
    return list(levels[1:])


def _code_pages(tables: Tables, title: str) -> Iterator[tuple[str, str]]:
    names = {code.code_id: code.code for code in tables[CODES]}
    for top, codes in segments_by_theme(tables).items():
        shown = [one for one in codes if one.in_all]
        yield (
            code_page(top),
            _page(
                "page_code.html.j2",
                title,
                names.get(top, ""),
                index=_index(shown),
                codes=shown,
                without=[one for one in codes if not one.in_all],
                whole=whole,
            ),
        )


def _index(codes: Sequence[CodeSegments]) -> Grid:
    return grid(
        "Codes with their passages",
        ("Code", "Passages"),
        [(one.code, whole(one.in_all)) for one in codes],
        numeric=(1,),
        links=[f"#{one.id}" for one in codes],
    )


def _theme_pages(tables: Tables, title: str) -> Iterator[tuple[str, str]]:
    around, codes = Surroundings(tables[PASSAGES]), codes_of_people(tables)
    decided = decided_by_theme(tables)

    def segments(rows: Sequence[PassageRow]) -> list[Segment]:
        ids = (row.passage_id for row in rows[:OF_A_THEME])
        return [around.segment(one, codes=codes.get(one, ())) for one in ids]

    passages = grouped(tables[PASSAGES], lambda row: row.theme_id)
    below = grouped(tables[THEMES], lambda theme: theme.parent_id)
    for theme in tables[THEMES]:
        if theme.level == 1:
            own = passages.get(theme.theme_id, [])
            subs = {sub.theme_id: sub for sub in below.get(theme.theme_id, ())}
            groups = [
                (subs.get(sub), segments(rows), len(rows))
                for sub, rows in grouped(own, lambda row: row.subtheme_id).items()
            ]
            groups.sort(key=lambda group: (group[0] is None, -group[2]))
            yield theme_page(theme.theme_id), _theme_page(theme, title, groups, decided)
    if left := passages.get(""):
        name = f"{count(len(left), 'passage')} in no theme"
        groups = [(None, segments(left), len(left))]
        yield (
            NO_THEME,
            _page("page_theme.html.j2", title, name, theme=None, loose="", groups=groups),
        )


def _theme_page(
    theme: ThemeRow,
    title: str,
    groups: Sequence[object],
    decided: Mapping[str, ThemeDecisionRow],
) -> str:
    return _page(
        "page_theme.html.j2",
        title,
        called(theme, decided),
        theme=theme,
        loose="" if theme.coheres else LOOSE,
        decided=in_words(theme, decided),
        said=partial(in_words, decided=decided),
        called=partial(called, decided=decided),
        groups=groups,
    )
