"""All lines of a record that were read so far, each once, and what follows from them. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from secondcoder.decisions.erasing import Erased, document_of, erasures, spelt
from secondcoder.decisions.kinds import ERASURE
from secondcoder.decisions.lines import Line
from secondcoder.decisions.rows import Row, StoredPassage, Words, note_and_detail


@dataclass(slots=True, kw_only=True)
class Known:
    """Grows only."""

    rows: dict[str, Row] = field(default_factory=dict)
    """By hash."""
    heads: dict[tuple[str, str], Row] = field(default_factory=dict)
    """The last row of each chain, by author and chain."""
    erased: Erased = field(default_factory=lambda: Erased({}))
    """What was erased, by the rows."""
    _words: dict[str, dict[str, Words]] = field(default_factory=dict)
    """By act and hash: whatever else is said to be an act’s words does not hide them."""
    _passages: dict[str, StoredPassage] = field(default_factory=dict)

    def take(self, lines: Iterable[Line]) -> tuple[list[Row], set[str]]:
        """Take lines in; return the rows that are new, and the acts whose words changed."""
        rows, said = [], set()
        for line in lines:
            if isinstance(line, Row):
                if line.hash not in self.rows:
                    self.rows[line.hash] = line
                    rows.append(line)
            elif isinstance(line, Words):
                fields = self._words.setdefault(line.row, {})
                if line.commitment not in fields:
                    fields[line.commitment] = line
                    said.add(line.row)
            elif line.key not in self._passages or not self._passages[line.key].text:
                self._passages[line.key] = line
        for row in rows:
            self._place(row)
        if any(row.event.kind == ERASURE for row in rows):
            self.erased = erasures(self.rows.values())
            said.update(self._words)
        return rows, said

    def _place(self, row: Row) -> None:
        if row.stands is not None and row.stands.key:
            self._passages.setdefault(row.stands.key, row.stands)
        head = self.heads.get((row.event.reviewer, row.event.chain))
        if head is None or (head.place, head.order) < (row.place, row.order):
            self.heads[row.event.reviewer, row.event.chain] = row

    def holds(self, line: Line) -> bool:
        """Return whether a line would bring nothing new."""
        if isinstance(line, Row):
            return line.hash in self.rows
        if isinstance(line, Words):
            return line.commitment in self._words.get(line.row, {})
        if not line.text or self.erased.text(line):
            return True
        return line.key in self._passages and bool(self._passages[line.key].text)

    def kept(self, row: Row, words: Iterable[Words]) -> list[Words]:
        """Return those of an act's words that were not erased."""
        if not self.erased:
            return list(words)
        document = document_of(row, self._passages)
        return [one for one in words if not self.erased.words(row, document, one.field)]

    def note_and_detail(self, row: Row) -> tuple[str, str]:
        """Return an act's memo and detail, without what was erased."""
        words = self._words.get(row.event.id)
        return note_and_detail(row, self.kept(row, words.values()) if words else ())

    def reworded(self) -> Iterator[Row]:
        """Yield the acts of which there are words, but not as they were written."""
        for row in self.rows.values():
            there = self._words.get(row.event.id, {})
            fields = {one.field for one in there.values()}
            if any(f in fields and digest not in there for f, digest in row.words.items()):
                yield row

    def without_words(self) -> int:
        """Return how many acts lack words that were not erased: left out, or not here yet."""
        lacking = 0
        for row in self.rows.values():
            there = self._words.get(row.event.id, {})
            had = {one.field for one in there.values()}
            document = document_of(row, self._passages)
            lacking += any(
                field not in had and not self.erased.words(row, document, field)
                for field in row.words
            )
        return lacking

    @property
    def passages(self) -> Mapping[str, StoredPassage]:
        """The passages that were decided on, by their key; without text where it was erased."""
        return {
            key: replace(one, text="") if self.erased.text(one) else one
            for key, one in self._passages.items()
        }

    @property
    def documents(self) -> set[str]:
        """The documents that anything was recorded on, in their one spelling."""
        return {spelt(one.document) for one in self._passages.values()}
