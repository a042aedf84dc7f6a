"""Tables of human coding to codings on documents, with nothing lost on the way."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.names import listed
from secondcoder.passages.paragraphs import many
from secondcoder.reading.codes.code_names import Ambiguous, CodeFinder
from secondcoder.reading.codes.coded import filled_down
from secondcoder.reading.codes.entries import (
    entries_of,
    learn_names,
    listed_columns,
    who_says_no,
)
from secondcoder.reading.codes.noticed import after_review, coders_alike
from secondcoder.reading.codes.places import Place, PlaceFinder
from secondcoder.reading.codes.placing import ELSEWHERE, NOT_FOUND, STALE, RowPlacer
from secondcoder.reading.codes.seen import Mark, what_was_seen
from secondcoder.reading.files.text import sha256_as_read
from secondcoder.reading.tables.tables import Row, Table, read_table
from secondcoder.records.codes import Code, Codebook, Coding, HumanCoding, Unplaced
from secondcoder.records.study import Notice
from secondcoder.records.text import Document, Passage
from secondcoder.study.schema import CodingSource

REPEATED = "repeated"
"""The kind of notice of codings that repeat another."""
_SHOWN = 6
"""Names that one notice lists."""
_NO_PASSAGE = "it lies in text that is no passage"


@dataclass(frozen=True, slots=True)
class CodingRead:
    """Human coding, what was noticed, and the files it came from with their sha256."""

    coding: HumanCoding
    notices: tuple[Notice, ...]
    inputs: tuple[tuple[str, str], ...]


@dataclass(slots=True, kw_only=True)
class _Collected:
    """What the rows of all tables add up to."""

    codings: dict[tuple[str, str, Place], Coding] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    outside: list[Unplaced] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    on_trial: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)


def read_coding(
    folder: Path,
    sources: Sequence[CodingSource],
    *,
    codebook: Codebook | None,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    places: Sequence[int] | None = None,
    set_aside: Mapping[str, str] | None = None,
    trials: Collection[str] = (),
) -> CodingRead:
    """Read the tables of human coding and merge them; a coder in two tables is one coder.

    ``places`` are those of the sources among the entries of ``study.toml``, from 1, where they are
    not all of them: by these a message names an entry. ``set_aside`` tells of rows of documents'
    tables that are no passages: their ids, and why. ``trials`` are the names of pilot and training
    rounds.

    A code that the codebook lacks is kept outside it; a row that cannot be placed is kept with
    its reason. Both are noticed, as is what each coder is taken to have seen.
    """
    finder = PlaceFinder(documents, passages, set_aside, folder)
    codes = CodeFinder(codebook or Codebook(()))
    collected = _Collected()
    for place, source in zip(places or range(1, len(sources) + 1), sources, strict=True):
        table = read_table(
            folder / source.path, name=source.path, sheet=source.sheet, encoding=source.encoding
        )
        key = f"coding[{place}]"
        _require_columns(table, source, key=key)
        collected.notices += after_review(table)
        table, continued = filled_down(table, source)
        if continued:
            message = "rows that give a code and name no passage were read as going on with the "
            message += "row above, as below a merged cell"
            where = f"{table.name}, {listed(continued)}"
            collected.notices.append(Notice("row above", message, where))
        reader = _TableReader(
            table, source, finder, codes=codes, collected=collected, trials=trials
        )
        reader.read(key=key)
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
        on_trial=frozenset(collected.on_trial),
        outside_codebook=codes.outside,
        unplaced=tuple(collected.unplaced),
        outside_passages=tuple(collected.outside),
    )
    notices = (*collected.notices, *codes.notices(), *coders_alike(coders))
    inputs = sorted({(source.path, sha256_as_read(folder / source.path)) for source in sources})
    return CodingRead(coding, notices, tuple(inputs))


def _require_columns(table: Table, source: CodingSource, *, key: str) -> None:
    for name in ("coder_column", "passage", "document", "start", "end", "memo", "round_column"):
        column = getattr(source, name)
        if column is not None:
            table.require(column, key=f"{key} -> {name}")
    for name in ("code", "codes", "coders", "marks"):
        for column in listed_columns(getattr(source, name)):
            table.require(column, key=f"{key} -> {name}")


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
        trials: Collection[str] = (),
    ) -> None:
        self._trials = trials
        self._table, self._source = table, source
        self._finder, self._codes, self._collected = finder, codes, collected
        self._used: dict[tuple[str, str], set[Place]] = defaultdict(set)
        self._say_no = who_says_no(table, source)
        self._marks: list[Mark] = []
        self._on_trial: dict[tuple[str, str], set[bool]] = defaultdict(set)
        """By coder and document: whether rows are of a pilot or training round."""
        self._several: list[int] = []
        self._repeated: list[int] = []
        self._outside: list[int] = []
        self._reasons: dict[str, list[int]] = defaultdict(list)

    def read(self, *, key: str) -> None:
        """Place every row."""
        self._refuse_nameless()
        learn_names(self._table, self._source, self._codes)
        placer = RowPlacer(self._table, self._source, self._finder, key=key)
        for row in self._table.rows:
            self._read_row(row, placer)
        seen, notice = what_was_seen(
            self._marks,
            self._finder,
            rule=self._source.seen,
            by_id=placer.kind != "quote",
            where=self._table.name,
            noes=bool(self._say_no),
        )
        for coder, passages in seen.items():
            self._collected.seen[coder].update(passages)
            self._collected.on_trial.update(self._seen_on_trial(coder, passages))
        told = [self._notice("inferred", placer.told), notice, *self._oddities(placer.slips)]
        if placer.partly_named:
            pairs = [f"{cell!r} as {name!r}" for cell, name in placer.partly_named.items()]
            shown = ", ".join(pairs[:_SHOWN]) + (", …" if len(pairs) > _SHOWN else "")
            told.append(self._notice("document names", f"read by a part of the name: {shown}"))
        self._collected.notices += [*self._table.notices, *told]

    def _refuse_nameless(self) -> None:
        column = self._source.coder_column
        nameless = [row.number for row in self._table.rows if column and not row[column]]
        if nameless:
            raise SecondcoderError(
                f"{self._table.name}, {listed(nameless)}: the column {column!r} names no coder",
                hint="Fill in who coded the passage, or remove the row.",
            )

    def _read_row(self, row: Row, placer: RowPlacer) -> None:
        places = placer.places(row)
        for entry in entries_of(self._table, row, self._source, self._codes, say_no=self._say_no):
            if isinstance(places, str):
                bare = not (entry.codes or entry.doubtful)
                if bare and self._finder.is_set_aside(placer.quote(row)):
                    continue  # an answer that says nothing, and nobody coded it
                self._unplaced(row, placer, entry.coder, entry.written, reason=places)
                continue
            self._marks.append(Mark(entry.coder, places[0], coded=bool(entry.codes)))
            self._on_trial[entry.coder, places[0].document].add(self._round(row) in self._trials)
            if self._round(row) in self._trials:
                self._collected.on_trial.update(self._finder.touched(places[0]))
            if len(places) > 1:
                self._several.append(row.number)
            for code in entry.codes:
                if isinstance(code, Ambiguous):
                    self._unplaced(row, placer, entry.coder, code.name, reason=code.reason)
                elif not self._apply(row, entry.coder, code, places):
                    self._outside.append(row.number)
                    outside = self._entry(row, placer, entry.coder, code.label, reason=_NO_PASSAGE)
                    self._collected.outside.append(outside)
            for name, reason in entry.doubtful:
                self._unplaced(row, placer, entry.coder, name, reason=reason)

    def _apply(self, row: Row, coder: str, code: Code, places: Sequence[Place]) -> bool:
        """Add a coding at the first place that this coder has not yet given this code.

        Return whether a passage lies there.
        """
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
            round=self._round(row),
        )
        known = self._collected.codings.get((coder, code.id, place))
        if known:
            self._repeated.append(row.number)
            memos = dict.fromkeys(filter(None, (known.memo, memo)))
            coding = replace(coding, memo="\n".join(memos))
        self._collected.codings[coder, code.id, place] = coding
        return bool(self._finder.touched(place))

    def _round(self, row: Row) -> str:
        column = self._source.round_column
        return (row[column].strip() if column else "") or self._source.round or ""

    def _seen_on_trial(self, coder: str, seen: Collection[str]) -> Collection[str]:
        """Return what a coder saw in trial rounds; only where no other round is in a document."""
        if self._source.round in self._trials:
            return seen
        alone = [name for (who, name), on in self._on_trial.items() if who == coder and all(on)]
        return {one for name in alone for one in self._finder.passages_of(name) if one in seen}

    def _unplaced(self, row: Row, placer: RowPlacer, coder: str, code: str, *, reason: str) -> None:
        self._reasons[reason].append(row.number)
        entry = self._entry(row, placer, coder, code, reason=reason)
        self._collected.unplaced.append(entry)

    def _entry(
        self, row: Row, placer: RowPlacer, coder: str, code: str, *, reason: str
    ) -> Unplaced:
        return Unplaced(
            coder=coder,
            code=code,
            quote=placer.quote(row),
            source=self._table.at(row),
            reason=reason,
            nearest=placer.nearest(row) if reason in {NOT_FOUND, STALE, ELSEWHERE} else "",
        )

    def _oddities(self, slips: Sequence[int]) -> list[Notice]:
        notices = [
            self._notice("not placed", f"coding was set aside: {reason}", rows)
            for reason, rows in self._reasons.items()
        ]
        if self._several:
            message = "quotations stand several times; each took the first place that its coder "
            message += "had not yet given the code"
            notices.append(self._notice("several places", message, self._several))
        if slips:
            one = len(set(slips)) == 1
            message = f"{many(len(set(slips)), 'quotation')} {'differs' if one else 'differ'} from "
            message += f"the text by a slip; {'it' if one else 'each'} was placed where the text "
            message += "is most like it"
            notices.append(self._notice("nearly quoted", message, slips))
        if self._outside:
            message = "codings lie in text that is no passage, such as a question or a line left "
            message += "out; they count for no passage"
            notices.append(self._notice("outside passages", message, self._outside))
        if self._repeated:
            repeat = "repeats" if len(self._repeated) == 1 else "repeat"
            were = "was" if len(self._repeated) == 1 else "were"
            some = many(len(self._repeated), "coding")
            message = f"{some} {repeat} another and {were} counted once"
            notices.append(self._notice(REPEATED, message, self._repeated))
        return notices

    def _notice(self, kind: str, message: str, rows: Sequence[int] = ()) -> Notice:
        return Notice(kind, message, self._table.name + (f", {listed(rows)}" if rows else ""))
