"""The section on what to code next, and the curve of what coding has brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import Quote, Quotes, count, decimal, percent, rows, whole
from secondcoder.procedures.second_coder.figures.learning import mean_curve

SHOWN = 10
"""Passages of each purpose on the page."""
BEGINNING = 160
"""Characters of a passage shown."""
Tables = Mapping[str, pd.DataFrame]
_FOR_MODEL = """
    Three in four stand for many passages like them; every fourth is the likeliest example of the
    code with fewest. They help a run that learns from your coding (basis = “coding”). They are
    chosen, not drawn: do not report agreement on them as if it were agreement on the study.
"""
_FOR_AGREEMENT = """
    Drawn at random in proportion, by the first suggested code and the machine’s confidence, so that
    every passage has the same chance and coefficients need no weights. Take as many from the top as
    you have time for, and code them before you look at what is suggested for them: the review page
    shows no suggestion under First coding.
"""
_CURVE = """
    How often the machine’s first suggestion is one that people had applied, after learning from so
    many coded passages: whole documents drawn at random, the bar spans the draws. It is always
    tested on documents that it had not learnt from: a fifth of the documents is left out in turn.
    The point at 0 is the codebook alone. Where the curve still rises, more coding brings more.
"""
_PURPOSES = {
    "model": ("So that the machine learns", " ".join(_FOR_MODEL.split())),
    "agreement": ("So that agreement can be estimated", " ".join(_FOR_AGREEMENT.split())),
}


@dataclass(frozen=True, slots=True)
class NextView:
    """A proposed passage as the page shows it."""

    rank: str
    beginning: str
    quote: Quote
    reason: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """The passages of one purpose."""

    title: str
    about: str
    shown: tuple[NextView, ...]
    listed: str


def next_view(tables: Tables, drawn: Mapping[str, Drawn]) -> dict[str, Any] | None:
    """Return what the section shows, or nothing where there is nothing left to code."""
    passages, documents = tables["next_passages"], tables["next_documents"]
    curve = learning_picture(tables, drawn)
    if passages.empty and documents.empty and curve is None:
        return None
    coders = [name for name in passages["coder"].unique().tolist() if name]
    return {
        "coder": coders[0] if coders else "",
        "purposes": _purposes(tables),
        "documents": _documents(documents) if len(documents) else None,
        "curve": curve,
        "curve_sentence": _curve_sentence(tables["learning_curve"]),
    }


def _purposes(tables: Tables) -> list[Purpose]:
    table, quotes = tables["next_passages"], Quotes(tables["passages"])
    found = []
    for purpose, (title, about) in _PURPOSES.items():
        own = table[table["purpose"] == purpose]
        shown = tuple(
            NextView(whole(one.rank), _beginning(quote.text), quote, one.reason)
            for one in rows(own.head(SHOWN))
            for quote in quotes.of([one.passage_id])
        )
        if shown:
            found.append(Purpose(title, about, shown, count(len(own), "passage")))
    return found


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= BEGINNING else words[:BEGINNING].rsplit(" ", 1)[0] + " …"


def _documents(table: pd.DataFrame) -> Grid:
    data = [
        (
            one.document,
            whole(one.passages),
            whole(one.unseen),
            decimal(one.apart_before),
            decimal(one.apart_after),
        )
        for one in rows(table)
    ]
    head = ("Document", "Passages", "To code", "Apart before", "Apart after")
    return grid("Documents to code next", head, data, numeric=range(1, 5))


def learning_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return how often the first suggestion was right after learning from shares of the coding."""
    table = tables["learning_curve"]
    if table.empty:
        return None
    data = [
        (
            percent(one.share),
            whole(one.documents),
            whole(one.passages),
            percent(one.right),
            f"{percent(one.low)} to {percent(one.high)}",
            percent(one.right_in_three),
        )
        for one in rows(mean_curve(table))
    ]
    return picture(
        drawn.get("learning_curve"),
        alt="A curve: how often the first suggestion is right, by coded passages learnt from.",
        caption=" ".join(_CURVE.split()),
        data=grid(
            "What coding brought",
            ("Of the coding", "Documents", "Passages", "First right", "Over draws", "In three"),
            data,
            numeric=range(6),
        ),
    )


def _curve_sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return ""
    points = rows(mean_curve(table))
    none, half, full = points[0], points[len(points) // 2], points[-1]
    tested = int(table["tested"].iloc[0])
    return (
        f"Of {count(tested, 'coded passage')} the first suggestion is right for "
        f"{percent(none.right)} from the codebook alone, for {percent(half.right)} after learning "
        f"from half of the coding and for {percent(full.right)} after learning from all of it, "
        "always from other documents."
    )
