"""The section on candidate themes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import count, decimal
from secondcoder.procedures.second_coder.page.coding_section import related
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.quotes import Quote, Quotes
from secondcoder.procedures.second_coder.page.words import stability_word
from secondcoder.procedures.second_coder.tables.decided_themes import (
    THEME_DECISIONS,
    THEMES_NOT_CARRIED,
    ThemeDecisionRow,
)
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, PassageRow
from secondcoder.procedures.second_coder.tables.themes import THEMES, ThemeRow
from secondcoder.publish.schema import Tables

LEFT_OVER = 15
"""Passages in no theme that are shown."""
LOOSE = (
    "Does not cohere: its passages are hardly more alike than passages drawn at random. Read it as "
    "what was left over."
)
SUBTHEMES = 12
"""Subthemes of a theme that are shown, the largest; a page of thousands would not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeView:
    """A theme as the page shows it."""

    id: str
    label: str
    name: str
    """Its own name, where a code's leads; otherwise empty."""
    in_vivo: str
    loose: str
    """That it does not cohere, if it does not."""
    phrases: str
    decided: str
    """What people decided about it, in words; empty if nothing."""
    counts: str
    cohesion: str
    stability: str
    relation: str
    codes: tuple[str, ...]
    quotes: tuple[Quote, ...]
    subthemes: tuple["ThemeView", ...] = ()
    further: int = 0
    """Subthemes that are not shown."""


def theme_views(tables: Tables) -> list[ThemeView]:
    """Return the themes of level 1, largest first, with their subthemes."""
    quotes = Quotes(tables[PASSAGES])
    themes = _largest_first(tables[THEMES])
    matches = grouped(related(tables), lambda match: match.theme_id)
    codes = {theme: tuple(match.code for match in group) for theme, group in matches.items()}
    decided = {row.theme_id: row for row in tables[THEME_DECISIONS]}
    below = grouped((theme for theme in themes if theme.level > 1), lambda theme: theme.parent_id)
    return [
        _view(top, quotes, codes, decided, below=below.get(top.theme_id, ()))
        for top in themes
        if top.level == 1
    ]


def theme_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of themes by size."""
    tops = _largest_first(theme for theme in tables[THEMES] if theme.level == 1)
    data = [(theme.label, theme.passages, decimal(theme.stability)) for theme in tops]
    return picture(
        drawn.get("themes"),
        alt=f"Bars: passages in each of {count(len(tops), 'candidate theme')}, with stability.",
        caption="Candidate themes by number of passages. The darker the bar, the more stable the "
        "theme; the number after the word is its stability.",
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


def unthemed(passages: Sequence[PassageRow]) -> tuple[list[Quote], int]:
    """Return the first passages in no theme, and how many there are."""
    loose = [passage for passage in passages if not passage.theme_id]
    shown = loose[:LEFT_OVER]
    return Quotes(shown).of([passage.passage_id for passage in shown]), len(loose)


def _largest_first(themes: Iterable[ThemeRow]) -> list[ThemeRow]:
    return sorted(themes, key=lambda theme: -theme.passages)


def _view(
    theme: ThemeRow,
    quotes: Quotes,
    codes: Mapping[str, tuple[str, ...]],
    decided: Mapping[str, ThemeDecisionRow],
    *,
    below: Sequence[ThemeRow] = (),
) -> ThemeView:
    parts = [count(theme.passages, "passage"), count(theme.documents, "document")]
    if theme.speakers:
        parts.append(count(theme.speakers, "speaker"))
    word = stability_word(theme.stability)
    choice = decided.get(theme.theme_id)
    called = choice.name if choice and choice.name else theme.label
    return ThemeView(
        id=theme.theme_id,
        label=called,
        name=theme.name if theme.name and theme.name != called else "",
        decided=_decided(choice) if choice else "",
        in_vivo=theme.in_vivo,
        loose="" if theme.coheres else LOOSE,
        phrases="; ".join(theme.key_phrases),
        counts=" · ".join(parts),
        cohesion=decimal(theme.cohesion),
        stability=f"{word} ({decimal(theme.stability)})".strip(),
        relation=theme.relation,
        codes=codes.get(theme.theme_id, ()),
        quotes=tuple(quotes.of(theme.exemplars)),
        subthemes=tuple(_view(sub, quotes, codes, decided) for sub in below[:SUBTHEMES]),
        further=max(0, len(below) - SUBTHEMES),
    )


def decided_grid(tables: Tables) -> Grid | None:
    """Return what people decided about the themes, which leads their section."""
    rows = tables[THEME_DECISIONS]
    data = [(row.name or row.theme, row.theme, _what(row), row.memo, row.reviewer) for row in rows]
    head = ("Theme", "As the machine calls it", "Decided", "Memo", "By")
    return grid("Decided by people", head, data) if data else None


def not_carried_grid(tables: Tables) -> Grid | None:
    """Return the decisions on themes that this run does not take up, with the reason."""
    data = [
        (row.name or row.theme, _NAMES[row.action], row.memo, row.reviewer, row.reason)
        for row in tables[THEMES_NOT_CARRIED]
    ]
    head = ("Theme then", "Decided", "Memo", "By", "Why it could not be carried")
    return grid("Not carried", head, data) if data else None


_NAMES = {
    "adopt": "new code",
    "attach": "part of a code",
    "merge": "merged",
    "split": "split",
    "rename": "renamed",
    "reject": "rejected",
}


def _what(row: ThemeDecisionRow) -> str:
    said = _NAMES[row.action]
    if row.into:
        said += f" with {row.into}"
    if row.code:
        said += f": {row.code}" if row.action == "attach" else f", under {row.code}"
    if row.parts:
        said += f" into {'; '.join(row.parts)}"
    return f"{said} (carried: {round(100 * row.overlap)} % shared)" if row.overlap < 1 else said


def _decided(row: ThemeDecisionRow) -> str:
    named = f" The machine calls it “{row.theme}”." if row.name and row.name != row.theme else ""
    memo = f" Memo: {row.memo}" if row.memo else ""
    return f"Decided by {row.reviewer}: {_what(row)}.{named}{memo}"
