"""What is noticed of a table of coding, and of its coders, as a whole."""

from collections import Counter
from collections.abc import Sequence

from secondcoder.names import listed
from secondcoder.reading.codes.own_form import CODING
from secondcoder.reading.tables.tables import Table
from secondcoder.records.study import Notice


def after_review(table: Table) -> list[Notice]:
    """Return a notice where a coding that the tool wrote is that after a review."""
    if tuple(table.columns) != CODING:
        return []
    rows = [row.number for row in table.rows if row["after_review"] == "yes"]
    if not rows:
        return []
    message = "coding of passages that were decided on in a review, when the machine’s suggestion "
    message += "had been shown: agreement on it is no reliability"
    return [Notice("after review", message, f"{table.name}, {listed(rows)}")]


def coders_alike(coders: Sequence[str]) -> list[Notice]:
    """Return a notice for each coder whose name is also spelt otherwise."""
    spellings = Counter(coder.casefold() for coder in coders)
    return [
        Notice("coder names", f"{coder!r} is also spelt otherwise; counted as different coders")
        for coder in coders
        if spellings[coder.casefold()] > 1
    ]
