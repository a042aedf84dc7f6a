"""The section on candidate themes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Picture, grid, picture
from secondcoder.page.values import count, decimal
from secondcoder.procedures.second_coder.page.coding_section import related
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.quotes import Quote, Quotes
from secondcoder.procedures.second_coder.page.words import stability_word
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
    below = grouped((theme for theme in themes if theme.level > 1), lambda theme: theme.parent_id)
    return [
        _view(top, quotes, codes, below=below.get(top.theme_id, ()))
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
    *,
    below: Sequence[ThemeRow] = (),
) -> ThemeView:
    parts = [count(theme.passages, "passage"), count(theme.documents, "document")]
    if theme.speakers:
        parts.append(count(theme.speakers, "speaker"))
    word = stability_word(theme.stability)
    return ThemeView(
        id=theme.theme_id,
        label=theme.label,
        name=theme.name if theme.name and theme.name != theme.label else "",
        in_vivo=theme.in_vivo,
        loose="" if theme.coheres else LOOSE,
        phrases="; ".join(theme.key_phrases),
        counts=" · ".join(parts),
        cohesion=decimal(theme.cohesion),
        stability=f"{word} ({decimal(theme.stability)})".strip(),
        relation=theme.relation,
        codes=codes.get(theme.theme_id, ()),
        quotes=tuple(quotes.of(theme.exemplars)),
        subthemes=tuple(_view(sub, quotes, codes) for sub in below[:SUBTHEMES]),
        further=max(0, len(below) - SUBTHEMES),
    )
