"""The section on what the codebook may lack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secondcoder.page.values import Quote, Quotes, chosen, count, decimal, rows

Tables = Mapping[str, pd.DataFrame]
SHOWN = 12
"""Groups shown at once; the others are folded away."""
BESIDE = "passages that no code fits"
HOW_OFTEN_RIGHT = (
    "A hint can be wrong: the passages may be what a code covers in other words, or talk that "
    "needs no code. How often such hints were right when codes were hidden from public codebooks "
    "stands in docs/quality.md of the program. Read the passages before you add a code."
)


@dataclass(frozen=True, slots=True)
class LackView:
    """A group of passages as the page shows it."""

    label: str
    counts: str
    phrases: str
    explained: str
    quotes: tuple[Quote, ...]


def lack_views(tables: Tables, *, reflexive: bool) -> list[LackView]:
    """Return the groups that the codebook explains least, in the table's order."""
    quotes = Quotes(tables["passages"])
    return [_view(one, quotes, reflexive=reflexive) for one in rows(tables["new_themes"])]


def _view(one: Any, quotes: Quotes, *, reflexive: bool) -> LackView:
    kind = "a group beside the themes" if one.source == BESIDE else f"a candidate {one.source}"
    parts = (count(one.passages, "passage"), count(one.documents, "document"), kind)
    said = (
        f"The first code of these passages gets on average {decimal(one.explained)} of the usual "
        "confidence."
    )
    return LackView(
        label=one.label,
        counts=" · ".join(parts),
        phrases=one.key_phrases,
        explained="" if reflexive else said,
        quotes=tuple(quotes.of(one.exemplars.split("; ")[:1])),
    )


def lack_sentences(run: Mapping[str, Any], *, reflexive: bool) -> list[str]:
    """Say what the list is, what its figure means, and how far to trust it."""
    told = "Groups of passages that none of your codes fits well, the least explained first."
    if not reflexive:
        told += (
            " The usual confidence is the median over passages, so 1.00 would be a group that the "
            "codebook explains like any other."
        )
        if chosen(run, "basis").startswith("coding"):
            told += " Only passages that nobody coded are counted in it."
    return [told, HOW_OFTEN_RIGHT]


def lacking(tables: Tables) -> list[str]:
    """Return the labels of the groups, in quotation marks."""
    return [f"“{label}”" for label in tables["new_themes"]["label"].tolist()]
