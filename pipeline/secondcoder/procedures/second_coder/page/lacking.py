"""The section on what the codebook may lack."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secondcoder.page.values import chosen, count, decimal, quoted
from secondcoder.procedures.second_coder.page.learnt import from_another_study
from secondcoder.procedures.second_coder.page.quotes import Quote, Quotes
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.themes import NEW_THEMES, NewThemeRow
from secondcoder.publish.schema import Tables
from secondcoder.themes.unexplained import MOST, MOST_LEARNT

SHOWN = 6
"""Groups on the page; the others stand in the table."""
BESIDE = "passages that no code fits"
HOW_OFTEN_RIGHT = (
    "A hint can be wrong: the passages may be what a code covers in other words, or talk that "
    "needs no code. How often such hints were right when codes were hidden from public codebooks "
    "stands in docs/quality.md of the program. Read the passages before you add a code."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LackView:
    """A group of passages as the page shows it."""

    label: str
    counts: str
    phrases: str
    in_vivo: str
    explained: str
    quotes: tuple[Quote, ...]


def lack_views(tables: Tables, *, reflexive: bool) -> list[LackView]:
    """Return the groups that the codebook explains least, in the table's order."""
    quotes = Quotes(tables[PASSAGES])
    return [_view(group, quotes, reflexive=reflexive) for group in tables[NEW_THEMES]]


def _view(group: NewThemeRow, quotes: Quotes, *, reflexive: bool) -> LackView:
    beside = group.source == BESIDE
    kind = "a group beside the themes" if beside else f"a candidate {group.source}"
    parts = (count(group.passages, "passage"), count(group.documents, "document"), kind)
    said = (
        f"The first code of these passages gets on average {decimal(group.explained)} of the usual "
        "confidence."
    )
    return LackView(
        label=group.label,
        counts=" · ".join(parts),
        phrases="; ".join(group.key_phrases),
        in_vivo=group.in_vivo,
        explained="" if reflexive else said,
        quotes=tuple(quotes.of(group.exemplars[:1])),
    )


def lack_sentences(run: Mapping[str, Any], *, reflexive: bool) -> list[str]:
    """Say what the list is, what its figure means, and how far to trust it."""
    told = (
        f"The groups of passages that your codes explain least: no more than {MOST}, or "
        f"{MOST_LEARNT} where the machine learnt from coding. If one leads to a code, add that and "
        "run again: the next ones show."
    )
    if not reflexive:
        told += (
            " The usual confidence is the median over passages, so 1.00 would be a group that the "
            "codebook explains like any other."
        )
        if chosen(run, "basis").startswith("coding") and not from_another_study(run):
            told += " Only passages that nobody coded are counted in it."
    return [told, HOW_OFTEN_RIGHT]


def lacking(tables: Tables) -> list[str]:
    """Return the labels of the groups, in quotation marks."""
    return [quoted(group.label) for group in tables[NEW_THEMES]]
