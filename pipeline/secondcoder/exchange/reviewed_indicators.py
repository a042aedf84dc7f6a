"""The coding after review as units for 0/1 tables, read from the run's table of reviewed coding."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from secondcoder.procedures.second_coder.tables.comparison import SEEN, seen_by
from secondcoder.procedures.second_coder.tables.reviewed import (
    REVIEWED_CODING,
    TOGETHER_MOMENT,
    SettledRow,
)
from secondcoder.publish.schema import Tables

Pair = tuple[str, str]
"""Passage and code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedUnits:
    """What holds for one reviewer after review, or for all together."""

    moment: str
    reviewer: str
    """Empty for all together."""
    passages: frozenset[str]
    """Passages that have a row."""
    cells: Mapping[Pair, bool | None]
    """What was settled; ``None``: undecided."""
    seen: frozenset[str]
    """Passages that were coded as a whole: a code that is not in ``cells`` does not apply."""

    def cell(self, passage: str, code: str) -> int | str:
        """Return 1 or 0; nothing where it is undecided or nobody said."""
        settled = self.cells.get((passage, code), False if passage in self.seen else None)
        return "" if settled is None else int(settled)


def after_review(tables: Tables, above: Mapping[str, Collection[str]]) -> Iterator[ReviewedUnits]:
    """Yield the reviewed coding of each reviewer by name, and of all together first.

    ``above`` gives each code with the codes above it, which apply where it does.
    """
    seen = seen_by(tables[SEEN])
    rows: dict[tuple[str, str], list[SettledRow]] = defaultdict(list)
    for settled in tables[REVIEWED_CODING]:
        rows[settled.coder, settled.moment].append(settled)
    reviewers = [coder for coder, moment in rows if moment != TOGETHER_MOMENT]
    for (reviewer, moment), given in sorted(rows.items()):
        names = reviewers if moment == TOGETHER_MOMENT else [reviewer]
        whole = frozenset[str]().union(*(seen.get(name, ()) for name in names))
        yield ReviewedUnits(
            moment=moment,
            reviewer=reviewer,
            passages=whole | {row.passage_id for row in given},
            cells=_cells(given, above),
            seen=whole,
        )


def _cells(rows: list[SettledRow], above: Mapping[str, Collection[str]]) -> dict[Pair, bool | None]:
    cells = {(row.passage_id, row.code_id): row.applies for row in rows}
    for row in rows:
        if row.applies:
            cells.update({(row.passage_id, code): True for code in above[row.code_id]})
    return cells
