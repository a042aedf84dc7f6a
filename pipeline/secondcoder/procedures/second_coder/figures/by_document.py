"""Agreement of each pair of coders, document by document.

The reader’s question: where do coders part, so that it is worth looking?
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from secondcoder.page.figures.plot import row_plot
from secondcoder.page.figures.style import BLUE, GREEN, ORANGE, PURPLE, RED, Drawn, styled
from secondcoder.page.figures.text import wrapped
from secondcoder.procedures.second_coder.page.machines import two_coders
from secondcoder.procedures.second_coder.tables.by_document import DocumentRow
from secondcoder.records.coders import MACHINE

MOST = 30
"""Documents drawn, those with least agreement; the rest stand in the table."""
MOST_PAIRS = 5
_LOOKS: tuple[dict[str, Any], ...] = (
    {"marker": "o", "color": BLUE},
    {"marker": "s", "color": RED},
    {"marker": "^", "color": GREEN},
    {"marker": "v", "color": PURPLE},
    {"marker": "P", "color": BLUE},
)
_PEOPLE: dict[str, Any] = {"marker": "D", "color": ORANGE, "mfc": "white", "mew": 1.4}


@dataclass(frozen=True, slots=True)
class DocumentMarks:
    """A document with the pooled kappa of each pair of coders."""

    document: str
    units: int
    values: tuple[tuple[str, float], ...]
    """Pair and value."""


@dataclass(frozen=True, slots=True)
class ByDocument:
    """What the figure shows."""

    pairs: tuple[tuple[str, bool], ...]
    """Each pair, and whether a machine is in it."""
    documents: tuple[DocumentMarks, ...]


def by_document(rows: Sequence[DocumentRow]) -> ByDocument:
    """Return the documents, least agreement first, on the first scope of codes.

    Where machines coded, agreement with them decides the order: two people agree more, and have
    often coded only some of the documents.
    """
    own = [row for row in rows if row.scope == rows[0].scope and row.pooled_kappa is not None]
    names = dict.fromkeys((_who(row), row.second_is == MACHINE) for row in own)
    pairs = sorted(names, key=lambda one: not one[1])
    if not 0 < len(pairs) <= MOST_PAIRS:
        return ByDocument((), ())
    marks: dict[str, list[tuple[str, float]]] = defaultdict(list)
    units: dict[str, int] = defaultdict(int)
    for row in own:
        marks[row.document].append((_who(row), row.pooled_kappa or 0.0))
        units[row.document] = max(units[row.document], row.units)
    found = [DocumentMarks(name, units[name], tuple(values)) for name, values in marks.items()]
    with_machine = {who for who, machine in pairs if machine}

    def agreed(one: DocumentMarks) -> float:
        values = [value for who, value in one.values if who in with_machine]
        return fmean(values or [value for _, value in one.values])

    found.sort(key=agreed)
    return ByDocument(tuple(pairs), tuple(found[:MOST]))


def _who(row: DocumentRow) -> str:
    return two_coders(row.first, row.second, row.second_is)


@styled()
def draw_by_document(found: ByDocument) -> Drawn | None:
    """Return a row for each document with a mark for each pair."""
    from matplotlib.lines import Line2D

    if len(found.documents) < 2:
        return None
    looks, machines = {}, iter(_LOOKS)
    for who, machine in found.pairs:
        looks[who] = next(machines) if machine else _PEOPLE
    plot = row_plot(
        [one.document for one in found.documents],
        header="document",
        x_title="pooled kappa over codes of the top level",
        aside=[str(one.units) for one in found.documents],
        aside_header="passages",
        legend=[
            Line2D([], [], linestyle="none", label=wrapped(who, 2.0, lines=1), **look)
            for who, look in looks.items()
        ],
        least=0.22,
    )
    for place, one in zip(plot.places, found.documents, strict=True):
        for who, value in one.values:
            plot.axes.plot([value], [place], linestyle="none", zorder=3, **looks[who])
    values = [value for one in found.documents for _, value in one.values]
    low = min(0.0, *values)
    plot.axes.set_xlim(low - 0.04, 1.04)
    plot.axes.set_xticks([tick for tick in (-1, -0.5, 0, 0.25, 0.5, 0.75, 1) if tick >= low])
    return Drawn("agreement_by_document", plot.figure)
