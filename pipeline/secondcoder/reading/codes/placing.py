"""Where the passage that a row of coding names is: by id, by positions, by quotation."""

import re
from collections.abc import Callable, Sequence

from secondcoder.errors import SecondcoderError
from secondcoder.names import did_you_mean
from secondcoder.reading.codes.places import Place, PlaceFinder
from secondcoder.reading.tables.tables import Row, Table
from secondcoder.study.schema import CodingSource

NOT_FOUND = "the quotation was not found"
ELSEWHERE = "the quotation stands in another document than the one its row names"
STALE = "the positions do not fit the document, and its quotation was not found"
_KINDS = {
    "source id": "ids of the source table",
    "own id": "ids of this tool's passages",
    "quote": "quoted text",
}
_SHOWN = 160
"""Letters of the nearest passage that are shown beside a coding that was not placed."""
_TRIED = 25
"""Rows in which a slip is looked for before a column is said to quote nothing."""
_TOLD = 4
"""Words that a quotation has at least to tell that its row names a wrong document; for reading
only."""
_WHOLE = re.compile(r"\d{1,12}")


class RowPlacer:
    """Places the rows of one table; what its passage column holds is told by most rows."""

    def __init__(
        self, table: Table, source: CodingSource, finder: PlaceFinder, *, key: str
    ) -> None:
        self._table, self._source, self._finder = table, source, finder
        self.partly_named: dict[str, str] = {}
        """Cells that name a document by a part of its name, and the document."""
        self._within = {row.number: self._documents(row) for row in table.rows}
        self.kind, self.told = self._kind(key=key)
        self.slips: list[int] = []
        """Rows whose quotation differs from the text by a slip."""

    def places(self, row: Row) -> list[Place] | str:
        """Return where the row's passage is, or why that is not known."""
        cell, within = self.quote(row), self._within[row.number]
        if not cell and self._source.start is None:
            return "no passage is named"
        if not within:
            named = self._source.document and row[self._source.document]
            name = named or str(self._source.within)
            near = did_you_mean(name, self._finder.documents)
            return f"there is no document {name!r}. {near}".strip(". ")
        if self._source.start is not None and row[self._source.start]:
            return self._between(row, within) or self._quoted(row, within) or STALE
        if not cell:
            return "no passage is named"
        if self.kind == "quote":
            return self._quoted(row, within) or (ELSEWHERE if self._elsewhere(row) else NOT_FOUND)
        find = self._finder.by_source_id if self.kind == "source id" else self._finder.by_own_id
        found = find(cell, within)
        return found if isinstance(found, str) else [found]

    def quote(self, row: Row) -> str:
        """Return what the row's passage column holds."""
        return row[self._source.passage] if self._source.passage else ""

    def nearest(self, row: Row) -> str:
        """Return the stretch that a row's quotation is most like, with its document."""
        quote, within = self.quote(row), self._within[row.number]
        near = [place for place, _ in self._finder.nearest(quote, within)]
        if self._elsewhere(row):
            near = self._finder.by_quote(quote, self._finder.documents)
        if not near:
            return ""
        place = near[0]
        stretch = self._finder.text(place.document)[place.start : place.end]
        shown = f"{stretch[:_SHOWN]}…" if len(stretch) > _SHOWN else stretch
        return f"{place.document}: {' '.join(shown.split())}"

    def _documents(self, row: Row) -> tuple[str, ...]:
        if self._source.document is None or not row[self._source.document]:
            within = self._source.within
            return self._finder.documents_named(within) if within else self._finder.documents
        name = row[self._source.document]
        found = self._finder.documents_named(name)
        if not found and (meant := self._finder.document_partly_named(name)):
            self.partly_named[name] = meant
            return (meant,)
        return found

    def _quoted(self, row: Row, within: Sequence[str]) -> list[Place]:
        """Return where the row's quotation stands, or else where one with a slip does."""
        found = self._finder.by_quote(self.quote(row), within)
        if not found and self._is_near(row):
            found = [place for place, _ in self._finder.nearest(self.quote(row), within)]
            self.slips.append(row.number)
        return found

    def _elsewhere(self, row: Row) -> bool:
        """Say whether a row's quotation stands in a document, and not in the one that it names."""
        quote = self.quote(row)
        return len(quote.split()) >= _TOLD and bool(
            self._finder.by_quote(quote, self._finder.documents)
        )

    def _is_near(self, row: Row) -> bool:
        near = self._finder.nearest(self.quote(row), self._within[row.number])
        return bool(near) and near[0][1].enough

    def _between(self, row: Row, within: Sequence[str]) -> list[Place]:
        """Return the stretch that a row's positions name, if its quotation stands there.

        Positions count in the file, or in the text that is read of it.
        """
        cells = (row[str(self._source.start)], row[str(self._source.end)])
        if len(within) != 1 or not all(_WHOLE.fullmatch(cell) for cell in cells):
            return []
        start, end = map(int, cells)
        quote = self.quote(row)
        there = self._finder.in_file(Place(within[0], start, end))
        if there and start < end and quote and there[0].strip() == quote:
            return [there[1]]
        stretch = self._finder.text(within[0])[start:end]
        inside = start < end and len(stretch) == end - start
        return [Place(within[0], start, end)] * (inside and quote in {"", stretch.strip()})

    def _kind(self, *, key: str) -> tuple[str, str]:
        """Return what the passage column holds, by which reading fits most rows."""
        column = self._source.passage
        if self._source.start is not None:
            rows = [row for row in self._table.rows if row[self._source.start]]
            held = f"the columns {self._source.start!r} and {self._source.end!r} hold positions"
            return "quote", f"{held} ({len(rows):,} of {len(self._table.rows):,} rows)"
        assert column is not None  # noqa: S101 - the check of study.toml asks for one of both
        rows = [row for row in self._table.rows if row[column]]
        tests: dict[str, Callable[[str, tuple[str, ...]], bool]] = {
            "source id": lambda cell, w: isinstance(self._finder.by_source_id(cell, w), Place),
            "own id": lambda cell, w: isinstance(self._finder.by_own_id(cell, w), Place),
            "quote": lambda cell, w: bool(self._finder.by_quote(cell, w)),
        }
        best, most = "quote", 0
        for kind, fits in tests.items():
            count = sum(fits(row[column], self._within[row.number]) for row in rows)
            if count > most:
                best, most = kind, count
            if most == len(rows):
                break
        if rows and not most and not any(self._is_near(row) for row in rows[:_TRIED]):
            raise self._nothing_fits(rows, column, key=key)
        held = f"the column {column!r} holds {_KINDS[best]} ({most:,} of {len(rows):,} rows fit)"
        return best, held

    def _nothing_fits(self, rows: Sequence[Row], column: str, *, key: str) -> SecondcoderError:
        """Return the error that no row can be placed: its documents are others, or its cells."""
        named = self._source.document
        if named is not None and not any(self._within[row.number] for row in rows):
            names = ", ".join(dict.fromkeys(repr(row[named]) for row in rows[:50]))
            there = ", ".join(map(repr, self._finder.documents[:8]))
            return SecondcoderError(
                f"{self._table.name}, column {named!r}: none of the documents named there is in "
                f"the study: {names[:200]}",
                hint=f"The study's documents are: {there}. Change the names in the table, or "
                f"leave 'document' out of {key}.",
            )
        example = rows[0][column][:60]
        return SecondcoderError(
            f"{key} -> passage: no cell of the column {column!r} of {self._table.name} is the "
            f"id of a passage or quotes a document (row {rows[0].number}: {example!r})",
            hint="Name the column with the passage's id, as in the documents' 'id' column, "
            "or with its quoted text.",
        )
