"""The section on what to code next, and the curve of what coding has brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import count, decimal, percent, whole
from secondcoder.procedures.second_coder.figures.learning import mean_curve
from secondcoder.procedures.second_coder.page.quotes import Quote, Quotes
from secondcoder.procedures.second_coder.tables.advice import (
    LEARNING_CURVE,
    NEXT_DOCUMENTS,
    NEXT_PASSAGES,
    LearningRow,
    NextDocumentRow,
)
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.publish.schema import Tables

SHOWN = 5
"""Passages of each purpose on the page."""
BEGINNING = 160
"""Characters of a passage shown."""
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

    @property
    def whole(self) -> bool:
        """Whether the beginning is all of it."""
        return not self.beginning.endswith(" …")


@dataclass(frozen=True, slots=True)
class Purpose:
    """The passages of one purpose."""

    title: str
    about: str
    shown: tuple[NextView, ...]
    listed: str


def next_view(tables: Tables, drawn: Mapping[str, Drawn]) -> dict[str, object] | None:
    """Return what the section shows, or nothing where there is nothing left to code."""
    passages, documents = tables[NEXT_PASSAGES], tables[NEXT_DOCUMENTS]
    curve = learning_picture(tables, drawn)
    if not passages and not documents and curve is None:
        return None
    return {
        "coder": next((row.coder for row in passages if row.coder), ""),
        "purposes": _purposes(tables),
        "documents": _documents(documents) if documents else None,
        "curve": curve,
        "curve_sentence": _curve_sentence(tables[LEARNING_CURVE]),
    }


def _purposes(tables: Tables) -> list[Purpose]:
    quotes = Quotes(tables[PASSAGES])
    found = []
    for purpose, (title, about) in _PURPOSES.items():
        own = [row for row in tables[NEXT_PASSAGES] if row.purpose == purpose]
        shown = tuple(
            NextView(whole(row.rank), _beginning(quote.text), quote, row.reason)
            for row in own[:SHOWN]
            for quote in quotes.of([row.passage_id])
        )
        if shown:
            found.append(Purpose(title, about, shown, count(len(own), "passage")))
    return found


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= BEGINNING else words[:BEGINNING].rsplit(" ", 1)[0] + " …"


def _documents(proposed: Sequence[NextDocumentRow]) -> Grid:
    data = [
        (
            row.document,
            whole(row.passages),
            whole(row.unseen),
            decimal(row.apart_before),
            decimal(row.apart_after),
        )
        for row in proposed
    ]
    head = ("Document", "Passages", "To code", "Apart before", "Apart after")
    return grid("Documents to code next", head, data, numeric=range(1, 5))


def learning_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return how often the first suggestion was right after learning from shares of the coding."""
    points = tables[LEARNING_CURVE]
    if not points:
        return None
    data = [
        (
            percent(point.share),
            whole(point.documents),
            whole(point.passages),
            percent(point.right),
            f"{percent(point.low)} to {percent(point.high)}",
            percent(point.right_in_three),
        )
        for point in mean_curve(points)
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


def _curve_sentence(points: Sequence[LearningRow]) -> str:
    if not points:
        return ""
    means = mean_curve(points)
    none, half, full = means[0], means[len(means) // 2], means[-1]
    return (
        f"Of {count(points[0].tested, 'coded passage')} the first suggestion is right for "
        f"{percent(none.right)} from the codebook alone, for {percent(half.right)} after learning "
        f"from half of the coding and for {percent(full.right)} after learning from all of it, "
        "always from other documents."
    )
