"""Whether the record holds: every row follows the one before it in its author's chain. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from secondcoder.decisions.rows import Row


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be taken in, or a chain that is broken."""

    author: str
    """Empty where the line does not say."""
    row: int
    """Its place in the author's chain, or the line of the file where the author is unknown."""
    file: str
    """Below the record's folder; empty if it is not about one file."""
    reason: str

    def __str__(self) -> str:
        if self.author:
            return f"{self.author}, row {self.row}: {self.reason}"
        return f"{self.file}, line {self.row}: {self.reason}"


def broken_chains(rows: Iterable[Row], unreadable: Iterable[Fault]) -> Iterator[Fault]:
    """Yield what does not hold, each once: changed lines, then rows whose predecessor is lacking.

    A row that follows a changed one is not named beside it.
    """
    known = {row.hash: row for row in rows}
    named = set()
    for fault in dict.fromkeys(unreadable):
        named.add((fault.author, fault.row))
        yield fault
    for row in sorted(known.values(), key=lambda row: (row.order, row.hash)):
        author = row.event.reviewer
        if row.before and row.before not in known and (author, row.place - 1) not in named:
            reason = f"row {row.place - 1}, which it follows, is not there as it was written"
            yield Fault(author, row.place, "", reason)
