"""A run's published tables as a review needs them: indexed once, in memory."""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.names import loosely
from secondcoder.procedures.second_coder.tables.codes import CODES, CodeRow, codes_above
from secondcoder.procedures.second_coder.tables.comparison import (
    COMPARISON,
    MACHINE_CODES,
    MACHINE_SEEN,
    SEEN,
    seen_by,
)
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, PassageRow
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS, SuggestionRow
from secondcoder.publish.schema import Tables
from secondcoder.reading.codes.codebook import code_id
from secondcoder.reading.codes.outline import steps_of
from secondcoder.records.coders import BUNDLED
from secondcoder.records.codes import Code

REFLEXIVE = "reflexive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of the run."""

    id: str
    key: str
    """A hash of document, words and which of several equal passages it is: not of its place."""
    document: str
    case: str
    speaker: str
    heading: str
    question: str
    time: str
    position: int
    start: int
    text: str
    theme_id: str
    subtheme_id: str
    row: int
    """Its place among all passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A code of the codebook, or one that a coder used beside it."""

    id: str
    label: str
    path: tuple[str, ...]
    level: int
    parent_id: str
    definition: str
    include: str
    exclude: str
    examples: tuple[str, ...]
    in_codebook: bool
    place: int
    """Its place among all codes."""

    @property
    def name(self) -> str:
        """Its own name, without those above it."""
        return self.path[-1]


class Material:
    """Look-ups over one run."""

    def __init__(self, tables: Tables, record: Mapping[str, Any]) -> None:
        self.run: str = str(record.get("run_id") or "run")
        self.title: str = str(record.get("title") or "Untitled study")
        self.reflexive: bool = record.get("stance") == REFLEXIVE
        self.counted = not self.reflexive or bool(record.get("coefficients_because"))
        self.seed: int = int(record.get("seed") or 0)
        self.basis: str = str(record.get("basis") or "")
        self.threshold: float | None = record.get("threshold")
        self.config: Mapping[str, Any] = record.get("config") or {}
        """The settings of the run."""
        self.tables = tables
        self.passages = _passages(tables[PASSAGES])
        self.by_id = {p.id: p for p in self.passages}
        self.by_key = {p.key: p for p in self.passages}
        self.documents: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.passages:
            self.documents[passage.document].append(passage)
        self.codes = _entries(tables[CODES])
        self.above = codes_above(tables[CODES])
        self.codebook_version = codebook_version(
            [entry for entry in self.codes.values() if entry.in_codebook]
        )
        self.formerly = _formerly(tables[CODES])
        """The codes by the ids that they had under earlier names."""
        self._ranked: dict[str, list[SuggestionRow]] = defaultdict(list)
        for row in tables[SUGGESTIONS]:
            self._ranked[row.passage_id].append(row)
        self.machines = _by_machine(tables)
        """Who suggests which codes for which passages, the bundled machine first."""
        self.machine: dict[str, set[str]] = defaultdict(set)
        """What any machine suggests, by passage."""
        for given in self.machines.values():
            for passage_id, codes in given.items():
                self.machine[passage_id] |= codes
        self.memos = {
            (row.coder, row.passage_id, row.code_id): row.memo
            for row in tables[MACHINE_CODES]
            if row.memo
        }
        """What a machine said of a code it gave, by its name, passage and code."""
        self.machines_seen = seen_by(tables[MACHINE_SEEN])
        self.seen: dict[str, set[str]] = defaultdict(set, seen_by(tables[SEEN]))
        self.coders = sorted({*self.seen, *(row.coder for row in tables[COMPARISON])})
        self.human: dict[str, dict[str, set[str]]] = {}
        for coder in self.coders:
            applied = _applied(
                (row.passage_id, row.code_id)
                for row in tables[COMPARISON]
                if row.coder == coder and row.human
            )
            self.human[coder] = {p: self.deepest(codes) for p, codes in applied.items()}

    def suggested_by(self, passage_id: str, code_id: str) -> tuple[str, ...]:
        """Return the labels of the machines that give a passage a code, or one below it."""
        return tuple(
            label
            for label, given in self.machines.items()
            if any(
                code_id == code or code_id in self.above[code] for code in given.get(passage_id, ())
            )
        )

    def not_seen_by(self, passage_id: str) -> tuple[str, ...]:
        """Return the labels of the machines that never saw a passage."""
        return tuple(label for label, seen in self.machines_seen.items() if passage_id not in seen)

    def deepest(self, codes: set[str]) -> set[str]:
        """Return the codes that are not merely implied by a code below them."""
        implied = {above for code in codes for above in self.above.get(code, ())}
        return codes - implied

    def suggestions(self, passage_id: str) -> list[SuggestionRow]:
        """Return the ranked codes of a passage, the nearest first."""
        return sorted(self._ranked.get(passage_id, ()), key=lambda ranked: ranked.rank)

    def confidence(self, passage_id: str, code_id: str) -> float | None:
        """Return the confidence of a code for a passage, if the code was ranked there."""
        ranked = self._ranked.get(passage_id, ())
        return next((row.confidence for row in ranked if row.code_id == code_id), None)

    def coder_of(self, reviewer: str) -> str | None:
        """Return the coder who has the reviewer's name, however it is spelt."""
        if reviewer in self.coders:
            return reviewer
        named = {loosely(coder): coder for coder in self.coders}
        return named.get(loosely(reviewer))

    def around(self, passage: Passage, *, before: int = 2, after: int = 1) -> tuple[Any, Any]:
        """Return the passages before and after one in its document."""
        part = self.documents[passage.document]
        place = passage.row - part[0].row
        return part[max(0, place - before) : place], part[place + 1 : place + 1 + after]

    @property
    def codable(self) -> list[Entry]:
        """Codes in the order of the codebook."""
        return sorted(self.codes.values(), key=lambda entry: entry.place)


def codebook_version(entries: Iterable[Entry | Code]) -> str:
    """Return a hash of what a codebook says: of its codes in their order, with their entries."""
    said = [(e.path, e.definition, e.include, e.exclude, e.examples) for e in entries]
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _formerly(rows: Sequence[CodeRow]) -> dict[str, str]:
    names = [(row.code_id, name) for row in rows for name in row.formerly.split("\n") if name]
    return {code_id(steps_of(name)): code for code, name in names}


def content_key(document: str, text: str, occurrence: int) -> str:
    """Return a passage's content key; blanks and line ends do not count."""
    words = normal(text)
    whole = f"{document}\x00{words}\x00{occurrence}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:24]


def normal(text: str) -> str:
    """Return the text as it is compared: NFC, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _passages(rows: Sequence[PassageRow]) -> list[Passage]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    order = {name: place for place, name in enumerate(dict.fromkeys(r.document for r in rows))}
    found = []
    ordered = sorted(rows, key=lambda row: (order[row.document], row.position))
    for place, row in enumerate(ordered):
        same = (row.document, normal(row.text))
        counts[same] += 1
        found.append(
            Passage(
                id=row.passage_id,
                key=content_key(*same, counts[same]),
                document=row.document,
                case=row.case,
                speaker=row.speaker,
                heading=row.heading,
                question=row.question,
                time=row.time,
                position=row.position,
                start=row.start,
                text=row.text,
                theme_id=row.theme_id,
                subtheme_id=row.subtheme_id,
                row=place,
            )
        )
    return found


def _entries(rows: Sequence[CodeRow]) -> dict[str, Entry]:
    return {
        row.code_id: Entry(
            id=row.code_id,
            label=row.code,
            path=row.path,
            level=row.level,
            parent_id=row.parent_id,
            definition=row.definition,
            include=row.include,
            exclude=row.exclude,
            examples=tuple(line for line in row.examples.split("\n") if line),
            in_codebook=row.in_codebook,
            place=place,
        )
        for place, row in enumerate(rows)
    }


def _by_machine(tables: Tables) -> dict[str, dict[str, set[str]]]:
    """Return what each machine gave by its label: its deepest codes by passage."""
    found: dict[str, dict[str, set[str]]] = {}
    if tables[SUGGESTIONS]:
        found[BUNDLED.label] = _applied(
            (row.passage_id, row.code_id) for row in tables[SUGGESTIONS] if row.suggested
        )
    above = codes_above(tables[CODES])
    given: dict[str, dict[str, set[str]]] = {
        row.coder: defaultdict(set) for row in tables[MACHINE_SEEN]
    }
    for row in tables[MACHINE_CODES]:
        given[row.coder][row.passage_id].add(row.code_id)
    for label, by_passage in given.items():
        found[label] = {
            passage: codes - {up for code in codes for up in above[code]}
            for passage, codes in by_passage.items()
        }
    return found


def _applied(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for passage, code in pairs:
        found[passage].add(code)
    return dict(found)
