"""The section on candidate themes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Picture, grid, picture
from secondcoder.page.values import Quote, Quotes, count, decimal, rows
from secondcoder.procedures.second_coder.page.words import stability_word

Tables = Mapping[str, pd.DataFrame]
LEFT_OVER = 15
"""Passages in no theme that are shown."""


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme as the page shows it."""

    id: str
    label: str
    phrases: str
    counts: str
    cohesion: str
    stability: str
    relation: str
    codes: tuple[str, ...]
    quotes: tuple[Quote, ...]
    subthemes: tuple["ThemeView", ...] = ()


def theme_views(tables: Mapping[str, pd.DataFrame]) -> list[ThemeView]:
    """Return the themes of level 1, largest first, with their subthemes."""
    quotes = Quotes(tables["passages"])
    themes = tables["themes"].sort_values("passages", ascending=False, kind="stable")
    joined = tables["matches"][~tables["matches"]["relation"].isin(["near", ""])]
    codes = joined.groupby("theme_id", sort=False)["code"].agg(tuple).to_dict()
    below = {
        parent: tuple(_view(one, quotes, codes) for one in rows(group))
        for parent, group in themes[themes["level"] > 1].groupby("parent_id", sort=False)
    }
    tops = rows(themes[themes["level"] == 1])
    return [_view(one, quotes, codes, below.get(one.theme_id, ())) for one in tops]


def theme_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of themes by size."""
    themes = tables["themes"]
    tops = rows(
        themes[themes["level"] == 1].sort_values("passages", ascending=False, kind="stable")
    )
    data = [(one.label, one.passages, decimal(one.stability)) for one in tops]
    return picture(
        drawn.get("themes"),
        alt=f"Bars: passages in each of {count(len(tops), 'candidate theme')}, with stability.",
        caption="Candidate themes by number of passages. The darker the bar, the more stable the "
        "theme; the number after the word is its stability.",
        data=grid("Themes by size", ("Theme", "Passages", "Stability"), data, numeric=(1, 2)),
    )


def stability_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of each theme's stability, by what was changed."""
    themes = tables["themes"]
    tops = themes[themes["level"] == 1].sort_values("stability", ascending=False, kind="stable")
    data = [
        (one.label, *map(decimal, (one.stability_seeds, one.stability_samples, one.stability)))
        for one in rows(tops)
    ]
    return picture(
        drawn.get("stability"),
        alt="Dots: how far each theme comes back with other seeds and on samples of passages.",
        caption="How far each theme comes back: the share of its passages (Jaccard) in the "
        "best-matching group of further runs with other seeds, and of runs on nine tenths of the "
        "passages. 1: always the same group.",
        data=grid("Stability", ("Theme", "Seeds", "Samples", "Mean"), data, numeric=(1, 2, 3)),
    )


def unthemed(passages: pd.DataFrame) -> tuple[list[Quote], int]:
    """Return the first passages in no theme, and how many there are."""
    ids = passages.loc[passages["theme_id"] == "", "passage_id"].tolist()
    return Quotes(passages).of(ids[:LEFT_OVER]), len(ids)


def _view(
    one: Any, quotes: Quotes, codes: Mapping[Any, Any], subthemes: tuple[ThemeView, ...] = ()
) -> ThemeView:
    parts = [count(one.passages, "passage"), count(one.documents, "document")]
    if one.speakers:
        parts.append(count(one.speakers, "speaker"))
    return ThemeView(
        id=one.theme_id,
        label=one.label,
        phrases=one.key_phrases,
        counts=" · ".join(parts),
        cohesion=decimal(one.cohesion),
        stability=f"{stability_word(one.stability)} ({decimal(one.stability)})".strip(),
        relation=one.relation,
        codes=codes.get(one.theme_id, ()),
        quotes=tuple(quotes.of(one.exemplars.split("; "))),
        subthemes=subthemes,
    )
