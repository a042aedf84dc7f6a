"""The section on candidate themes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import count, decimal, whole
from secondcoder.procedures.second_coder.figures.themes import MOST
from secondcoder.procedures.second_coder.page.coding_section import related
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.decided_themes import (
    called,
    decided_by_theme,
    in_words,
)
from secondcoder.procedures.second_coder.page.places import theme_page
from secondcoder.procedures.second_coder.page.quotes import Quote, Quotes
from secondcoder.procedures.second_coder.page.words import stability_word
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.themes import THEMES, MatchRow, ThemeRow
from secondcoder.publish.schema import Tables

SHOWN = 24
"""Themes listed, the largest; the rest stand in the table."""
QUOTED = 8
"""Themes with a passage on the page itself."""
LOOSE = (
    "Does not cohere: its passages are hardly more alike than passages drawn at random. Read it as "
    "what was left over."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeView:
    """A theme as the page shows it."""

    id: str
    label: str
    page: str
    """Where all its passages stand."""
    loose: str
    """That it does not cohere, if it does not."""
    decided: str
    """What people decided about it, in words; empty if nothing."""
    quotes: tuple[Quote, ...]


def theme_views(tables: Tables) -> list[ThemeView]:
    """Return the themes of level 1, largest first, each with the passage nearest to its centre."""
    quotes = Quotes(tables[PASSAGES])
    decided = decided_by_theme(tables)
    return [
        ThemeView(
            id=theme.theme_id,
            label=called(theme, decided),
            page=theme_page(theme.theme_id),
            loose="" if theme.coheres else LOOSE,
            decided=in_words(theme, decided),
            quotes=tuple(quotes.of(theme.exemplars[:1])),
        )
        for theme in largest_themes(tables)[:QUOTED]
    ]


def theme_grid(tables: Tables) -> Grid:
    """Return a row for each theme: how large, how firm, and what of the codebook it meets."""
    matches = grouped(related(tables), lambda match: match.theme_id)
    below = Counter(theme.parent_id for theme in tables[THEMES] if theme.level > 1)
    decided = decided_by_theme(tables)
    shown = largest_themes(tables)[:SHOWN]
    has_codes = any(theme.relation for theme in tables[THEMES])
    data = [
        (
            called(theme, decided),
            theme.in_vivo,
            whole(theme.passages),
            whole(theme.documents),
            whole(below[theme.theme_id]),
            _firm(theme),
            *((_codebook(theme, matches.get(theme.theme_id, ())),) if has_codes else ()),
        )
        for theme in shown
    ]
    return grid(
        "Candidate themes",
        (
            *("Theme", "In participants’ words", "Passages", "Documents", "Subthemes"),
            *(("Stability", "Codebook") if has_codes else ("Stability",)),
        ),
        data,
        numeric=(2, 3, 4),
        links=[theme_page(theme.theme_id) for theme in shown],
    )


def _firm(theme: ThemeRow) -> str:
    word = stability_word(theme.stability)
    return f"{decimal(theme.stability)} {word}".strip()


def _codebook(theme: ThemeRow, matches: Sequence[MatchRow]) -> str:
    """Return the codes that a theme meets, each under how it meets it."""
    by_relation = grouped(matches, lambda match: match.relation)
    said = [
        f"{relation}: {'; '.join(match.code for match in part)}"
        for relation, part in by_relation.items()
    ]
    return "; ".join(said) or theme.relation


def theme_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of themes by size."""
    tops = largest_themes(tables)
    data = [(theme.label, theme.passages, decimal(theme.stability)) for theme in tops]
    return picture(
        drawn.get("themes"),
        alt=f"Bars: passages in each of {count(len(tops), 'candidate theme')}, with stability.",
        caption="Candidate themes by number of passages. The darker the bar, the more stable the "
        "theme; the number after the word is its stability."
        + (f" The largest {MOST} of {len(tops)}." if len(tops) > MOST else ""),
        data=grid("Themes by size", ("Theme", "Passages", "Stability"), data, numeric=(1, 2)),
    )


def stability_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of each theme's stability, by what was changed."""
    tops = [theme for theme in tables[THEMES] if theme.level == 1]
    tops.sort(key=lambda theme: -theme.stability)
    data = [
        (
            theme.label,
            *map(decimal, (theme.stability_seeds, theme.stability_samples, theme.stability)),
        )
        for theme in tops
    ]
    return picture(
        drawn.get("stability"),
        alt="Dots: how far each theme comes back with other seeds and on samples of passages.",
        caption="How far each theme comes back: the share of its passages (Jaccard) in the "
        "best-matching group of further runs with other seeds, and of runs on nine tenths of the "
        "passages. 1: always the same group.",
        data=grid("Stability", ("Theme", "Seeds", "Samples", "Mean"), data, numeric=(1, 2, 3)),
    )


def largest_themes(tables: Tables) -> list[ThemeRow]:
    """Return the themes of level 1, largest first."""
    tops = (theme for theme in tables[THEMES] if theme.level == 1)
    return sorted(tops, key=lambda theme: -theme.passages)
