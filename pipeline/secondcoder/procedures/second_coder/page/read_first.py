"""The divergent readings to read first, with what speaks for each."""

from collections import Counter

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import whole
from secondcoder.procedures.second_coder.page.places import code_page
from secondcoder.procedures.second_coder.steps.read_first import MACHINE, WHY
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.divergences import DIVERGENCES
from secondcoder.procedures.second_coder.tables.evidence import shorten
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import in_words

READ_FIRST = 8
"""Readings on the page; all stand in the table, in the same order."""
TEXT_SHOWN = 160
"""Characters of a passage; the link leads to all of it."""


def read_first(tables: Tables) -> tuple[Grid, str] | None:
    """Return the divergent readings to read first, and how many there are of each reason."""
    rows = sorted(
        (row for row in tables[DIVERGENCES] if row.rank is not None),
        key=lambda row: row.rank or 0,
    )
    if not rows:
        return None
    tops = {code.code_id: code.top_id for code in tables[CODES]}
    data = [
        (
            row.code,
            shorten(row.text, TEXT_SHOWN),
            f"{row.document}, {row.speaker}" if row.speaker else row.document,
            f"{row.coder}: no; {in_words(row.beside)}: yes"
            if row.reading == MACHINE
            else f"{row.coder}: yes; {in_words(row.beside)}: no",
            row.why or "",
        )
        for row in rows[:READ_FIRST]
    ]
    head = ("Code", "Passage", "Where", "Given by", "Why")
    links = [
        code_page(tops.get(row.code_id, row.code_id), row.code_id) for row in rows[:READ_FIRST]
    ]
    numbers = Counter(row.why for row in rows)
    counted = "; ".join(f"{why}: {whole(numbers[why])}" for why in WHY if numbers[why])
    return grid("To read first", head, data, links=links), counted
