"""Tables of human coding to codings on documents, with nothing lost on the way."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.names import did_you_mean, listed
from secondcoder.reading.codes.cells import coder_of, is_given, is_mark, mark_name
from secondcoder.reading.codes.code_names import Ambiguous, CodeFinder
from secondcoder.reading.codes.places import Place, PlaceFinder
from secondcoder.reading.codes.seen import Mark, what_was_seen
from secondcoder.reading.files.text import sha256_as_read
from secondcoder.reading.tables.tables import Row, Table, read_table
from secondcoder.records.codes import SEPARATOR, Code, Codebook, Coding, HumanCoding, Unplaced
from secondcoder.records.study import Notice
from secondcoder.records.text import Document, Passage
from secondcoder.study.schema import CodingSource

_KINDS = {
    "source id": "ids of the source table",
    "own id": "ids of this tool's passages",
    "quote": "quoted text",
}
_STALE = "the positions do not fit the document, and its quotation was not found"
_WHOLE = re.compile(r"\d{1,12}")


@dataclass(frozen=True, slots=True)
class CodingRead:
    """Human coding, what was noticed, and the files it came from with their sha256."""

    coding: HumanCoding
    notices: tuple[Notice, ...]
    inputs: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Collected:
    """What the rows of all tables add up to."""

    codings: dict[tuple[str, str, Place], Coding] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    notices: list[Notice] = field(default_factory=list)


def read_coding(
    folder: Path,
    sources: Sequence[CodingSource],
    *,
    codebook: Codebook | None,
    documents: Sequence[Document],
    passages: Sequence[Passage],
) -> CodingRead:
    """Read the tables of human coding and merge them; a coder in two tables is one coder.

    A code that the codebook lacks is kept outside it; a row that cannot be placed is kept with
    its reason. Both are noticed, as is what each coder is taken to have seen.
    """
    finder = PlaceFinder(documents, passages)
    codes = CodeFinder(codebook or Codebook(()))
    collected = _Collected()
    for place, source in enumerate(sources, start=1):
        table = read_table(folder / source.path, name=source.path, sheet=source.sheet)
        key = f"coding[{place}]"
        _require_columns(table, source, key=key)
        _TableReader(table, source, finder, codes=codes, collected=collected).read(key=key)
    order = {name: number for number, name in enumerate(finder.documents)}
    codings = sorted(
        collected.codings.values(),
        key=lambda c: (order[c.document], c.start, c.end, c.coder, c.code_id),
    )
    coders = tuple(sorted({*collected.seen, *(entry.coder for entry in collected.unplaced)}))
    coding = HumanCoding(
        coders=coders,
        codings=tuple(codings),
        seen={coder: frozenset(collected.seen.get(coder, ())) for coder in coders},
        outside_codebook=codes.outside,
        unplaced=tuple(collected.unplaced),
    )
    notices = (*collected.notices, *codes.notices(), *_coders_alike(coders))
    inputs = sorted({(source.path, sha256_as_read(folder / source.path)) for source in sources})
    return CodingRead(coding, notices, tuple(inputs))


def _require_columns(table: Table, source: CodingSource, *, key: str) -> None:
    for name in ("coder_column", "passage", "document", "start", "end", "memo"):
        column = getattr(source, name)
        if column is not None:
            table.require(column, key=f"{key} -> {name}")
    for name in ("code", "codes", "coders", "marks"):
        for column in _listed_columns(getattr(source, name)):
            table.require(column, key=f"{key} -> {name}")


def _listed_columns(columns: str | list[str] | None) -> list[str]:
    return [columns] if isinstance(columns, str) else (columns or [])


class _TableReader:
    """Reads one table of coding into what is collected."""

    def __init__(
        self,
        table: Table,
        source: CodingSource,
        finder: PlaceFinder,
        *,
        codes: CodeFinder,
        collected: _Collected,
    ) -> None:
        self._table, self._source = table, source
        self._finder, self._codes, self._collected = finder, codes, collected
        self._within = {row.number: self._documents(row) for row in table.rows}
        self._used: dict[tuple[str, str], set[Place]] = defaultdict(set)
        self._marks: list[Mark] = []
        self._several: list[int] = []
        self._repeated: list[int] = []
        self._reasons: dict[str, list[int]] = defaultdict(list)

    def read(self, *, key: str) -> None:
        """Place every row."""
        self._refuse_nameless()
        self._learn()
        kind, message = self._kind(key=key)
        for row in self._table.rows:
            self._read_row(row, kind)
        seen, notice = what_was_seen(
            self._marks,
            self._finder,
            rule=self._source.seen,
            by_id=kind != "quote",
            where=self._table.name,
        )
        for coder, passages in seen.items():
            self._collected.seen[coder].update(passages)
        self._collected.notices += self._table.notices
        self._collected.notices += [self._notice("inferred", message), notice, *self._oddities()]

    def _refuse_nameless(self) -> None:
        column = self._source.coder_column
        nameless = [row.number for row in self._table.rows if column and not row[column]]
        if nameless:
            raise SecondcoderError(
                f"{self._table.name}, {listed(nameless)}: the column {column!r} names no coder",
                hint="Fill in who coded the passage, or remove the row.",
            )

    def _documents(self, row: Row) -> tuple[str, ...]:
        if self._source.document is None or not row[self._source.document]:
            return self._finder.documents
        return self._finder.documents_named(row[self._source.document])

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
        if rows and not most:
            example = rows[0][column][:60]
            raise SecondcoderError(
                f"{key} -> passage: no cell of the column {column!r} of {self._table.name} is the "
                f"id of a passage or quotes a document (row {rows[0].number}: {example!r})",
                hint="Name the column with the passage's id, as in the documents' 'id' column, "
                "or with its quoted text.",
            )
        held = f"the column {column!r} holds {_KINDS[best]} ({most:,} of {len(rows):,} rows fit)"
        return best, held

    def _read_row(self, row: Row, kind: str) -> None:
        places = self._places(row, kind)
        for coder, written, codes in self._entries(row):
            if isinstance(places, str):
                self._unplaced(row, coder, written, places)
                continue
            self._marks.append(Mark(coder, places[0], coded=bool(codes)))
            if len(places) > 1:
                self._several.append(row.number)
            for code in codes:
                if isinstance(code, Ambiguous):
                    self._unplaced(row, coder, code.name, code.reason)
                else:
                    self._apply(row, coder, code, places)

    def _entries(self, row: Row) -> list[tuple[str, str, list[Code | Ambiguous]]]:
        """Return who says what of a row's passage: coder, codes as written, codes."""
        source = self._source
        if source.coders:
            return [
                (coder_of(column), row[column], self._find([row[column]], row))
                for column in source.coders
            ]
        coder = (source.coder or row[str(source.coder_column)]).strip()
        if source.marks:
            self._check_marks(row, coder, source.marks)
            cells = [mark_name(column) for column in source.marks if is_given(row[column])]
        elif source.codes:
            cells = [row[column] for column in source.codes if row[column]]
        else:
            levels = [row[column] for column in _listed_columns(source.code)]
            return [(coder, SEPARATOR.join(filter(None, levels)), self._find(levels, row))]
        codes = [code for cell in cells for code in self._find([cell], row)]
        return [(coder, "; ".join(cells), list(dict.fromkeys(codes)))]

    def _find(self, cells: Sequence[str], row: Row) -> list[Code | Ambiguous]:
        return self._codes.find(cells, file=self._table.name, row=row.number)

    def _check_marks(self, row: Row, coder: str, marks: Sequence[str]) -> None:
        for column in marks:
            if not is_mark(row[column]):
                reason = (
                    f"{row[column]!r} in {column!r} says neither that the code was given nor not"
                )
                self._unplaced(row, coder, mark_name(column), reason)

    def _learn(self) -> None:
        columns = (self._source.code, self._source.codes, self._source.coders)
        names = [name for found in columns for name in _listed_columns(found)]
        self._codes.learn([row[name] for name in names for row in self._table.rows])

    def _places(self, row: Row, kind: str) -> list[Place] | str:
        """Return where the row's passage is, or why that is not known."""
        cell, within = self._quote(row), self._within[row.number]
        if not cell and self._source.start is None:
            return "no passage is named"
        if not within:
            name = row[str(self._source.document)]
            near = did_you_mean(name, self._finder.documents)
            return f"there is no document {name!r}. {near}".strip(". ")
        if self._source.start is not None and row[self._source.start]:
            return self._between(row, within) or (self._finder.by_quote(cell, within) or _STALE)
        if not cell:
            return "no passage is named"
        if kind == "quote":
            return self._finder.by_quote(cell, within) or "the quotation was not found"
        find = self._finder.by_source_id if kind == "source id" else self._finder.by_own_id
        found = find(cell, within)
        return found if isinstance(found, str) else [found]

    def _quote(self, row: Row) -> str:
        return row[self._source.passage] if self._source.passage else ""

    def _between(self, row: Row, within: Sequence[str]) -> list[Place]:
        """Return the stretch that a row's positions name, if its quotation stands there."""
        cells = (row[str(self._source.start)], row[str(self._source.end)])
        if len(within) != 1 or not all(_WHOLE.fullmatch(cell) for cell in cells):
            return []
        start, end = map(int, cells)
        stretch = self._finder.text(within[0])[start:end]
        quote = self._quote(row)
        inside = start < end and len(stretch) == end - start
        return [Place(within[0], start, end)] * (inside and quote in {"", stretch.strip()})

    def _apply(self, row: Row, coder: str, code: Code, places: Sequence[Place]) -> None:
        """Add a coding at the first place that this coder has not yet given this code."""
        used = self._used[coder, code.id]
        place = next((place for place in places if place not in used), places[0])
        used.add(place)
        memo = row[self._source.memo] if self._source.memo else ""
        coding = Coding(
            coder=coder,
            code_id=code.id,
            document=place.document,
            start=place.start,
            end=place.end,
            memo=memo,
        )
        known = self._collected.codings.get((coder, code.id, place))
        if known:
            self._repeated.append(row.number)
            memos = dict.fromkeys(filter(None, (known.memo, memo)))
            coding = replace(known, memo="\n".join(memos))
        self._collected.codings[coder, code.id, place] = coding

    def _unplaced(self, row: Row, coder: str, code: str, reason: str) -> None:
        quote = self._quote(row)
        where = self._table.at(row)
        self._collected.unplaced.append(
            Unplaced(coder=coder, code=code, quote=quote, source=where, reason=reason)
        )
        self._reasons[reason].append(row.number)

    def _oddities(self) -> list[Notice]:
        notices = [
            self._notice("not placed", f"coding was set aside: {reason}", rows)
            for reason, rows in self._reasons.items()
        ]
        if self._several:
            message = "quotations stand several times; each took the first place that its coder "
            message += "had not yet given the code"
            notices.append(self._notice("several places", message, self._several))
        if self._repeated:
            message = f"{len(self._repeated):,} codings repeat another and were counted once"
            notices.append(self._notice("repeated", message, self._repeated))
        return notices

    def _notice(self, kind: str, message: str, rows: Sequence[int] = ()) -> Notice:
        return Notice(kind, message, self._table.name + (f", {listed(rows)}" if rows else ""))


def _coders_alike(coders: Sequence[str]) -> list[Notice]:
    spellings = Counter(coder.casefold() for coder in coders)
    return [
        Notice("coder names", f"{coder!r} is also spelt otherwise; counted as different coders")
        for coder in coders
        if spellings[coder.casefold()] > 1
    ]
