"""A run's published tables as the review page needs them: indexed once, in memory."""

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secondcoder.names import loosely
from secondcoder.records.codes import SEPARATOR

REFLEXIVE = "reflexive"


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A code of the codebook, or one that a coder used beside it."""

    id: str
    label: str
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
        return self.label.rsplit(SEPARATOR, 1)[-1]


@dataclass(frozen=True, slots=True)
class Suggested:
    """One ranked code for a passage, with its evidence."""

    code_id: str
    rank: int
    confidence: float
    suggested: bool
    basis: str
    reason: str
    part: str
    part_text: str
    words: tuple[str, ...]
    theme_id: str
    neighbours: tuple[tuple[str, str], ...]
    """Passage ids with the cosine as it was published."""


class Material:
    """Look-ups over one run."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> None:
        self.run: str = str(record.get("run_id") or "run")
        self.title: str = str(record.get("title") or "Untitled study")
        self.reflexive: bool = record.get("stance") == REFLEXIVE
        self.counted = not self.reflexive or bool(record.get("coefficients_because"))
        self.seed: int = int(record.get("seed") or 0)
        self.basis: str = str(record.get("basis") or "")
        self.threshold: float | None = record.get("threshold")
        self.tables = tables
        self.passages = _passages(tables["passages"])
        self.by_id = {p.id: p for p in self.passages}
        self.by_key = {p.key: p for p in self.passages}
        self.documents: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.passages:
            self.documents[passage.document].append(passage)
        self.codes = _entries(tables["codes"])
        self.above = {code: _above(code, self.codes) for code in self.codes}
        self._suggestions = tables["suggestions"]
        self._spans = _spans(self._suggestions)
        self._code_column = self._suggestions["code_id"].to_numpy(dtype=object)
        self._confidence_column = self._suggestions["confidence"].to_numpy(dtype=object)
        self.machine = _applied(self._suggestions, "suggested")
        comparison = tables["comparison"]
        self.coders = sorted(set(comparison["coder"].unique().tolist()))
        self.human: dict[str, dict[str, set[str]]] = {}
        self.seen: dict[str, set[str]] = {}
        for coder in self.coders:
            mine = comparison[comparison["coder"] == coder]
            self.seen[coder] = set(mine["passage_id"].unique().tolist())
            applied = _applied(mine, "human")
            self.human[coder] = {p: self.deepest(codes) for p, codes in applied.items()}

    def deepest(self, codes: set[str]) -> set[str]:
        """Return the codes that are not merely implied by a code below them."""
        implied = {above for code in codes for above in self.above.get(code, ())}
        return codes - implied

    def suggestions(self, passage_id: str) -> list[Suggested]:
        """Return the ranked codes of a passage, the nearest first."""
        first, last = self._spans.get(passage_id, (0, 0))
        part: list[dict[str, Any]] = rows_of(self._suggestions.iloc[first:last])
        return sorted((_suggested(row) for row in part if row["code_id"]), key=lambda s: s.rank)

    def confidence(self, passage_id: str, code_id: str) -> float | None:
        """Return the confidence of a code for a passage, if the code was ranked there."""
        first, last = self._spans.get(passage_id, (0, 0))
        for row in range(first, last):
            if self._code_column[row] == code_id:
                return _number(self._confidence_column[row])
        return None

    def coder_of(self, reviewer: str) -> str | None:
        """Return the coder who has the reviewer's name, however it is spelt."""
        named = {loosely(coder): coder for coder in self.coders}
        return named.get(loosely(reviewer))

    def shortened(self, coder: str) -> bool:
        """Return whether the run lists fewer of a coder's passages than it counted."""
        agreement = self.tables["agreement"]
        units = agreement.loc[agreement["coder"] == coder, "units"].head(1).tolist()
        return bool(units) and int(units[0]) != len(self.seen.get(coder, ()))

    def around(self, passage: Passage, *, before: int = 2, after: int = 1) -> tuple[Any, Any]:
        """Return the passages before and after one in its document."""
        part = self.documents[passage.document]
        place = passage.row - part[0].row
        return part[max(0, place - before) : place], part[place + 1 : place + 1 + after]

    @property
    def codable(self) -> list[Entry]:
        """Codes in the order of the codebook."""
        return sorted(self.codes.values(), key=lambda entry: entry.place)


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows by the names of their columns."""
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def content_key(document: str, text: str, occurrence: int) -> str:
    """Return a passage's content key; blanks and line ends do not count."""
    words = normal(text)
    whole = f"{document}\x00{words}\x00{occurrence}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:24]


def normal(text: str) -> str:
    """Return the text as it is compared: NFC, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _passages(table: pd.DataFrame) -> list[Passage]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    made = []
    order = {name: place for place, name in enumerate(dict.fromkeys(table["document"]))}
    rows = sorted(
        table.to_dict("records"), key=lambda row: (order[row["document"]], row["position"])
    )
    for row in rows:
        same = (row["document"], normal(row["text"]))
        counts[same] += 1
        made.append((row, content_key(*same, counts[same])))
    return [
        Passage(
            id=row["passage_id"],
            key=key,
            document=row["document"],
            case=row["case"],
            speaker=row["speaker"],
            heading=row["heading"],
            question=row["question"],
            time=row["time"],
            position=int(row["position"]),
            start=int(row["start"]),
            text=row["text"],
            theme_id=row["theme_id"],
            subtheme_id=row["subtheme_id"],
            row=place,
        )
        for place, (row, key) in enumerate(made)
    ]


def _entries(table: pd.DataFrame) -> dict[str, Entry]:
    return {
        row["code_id"]: Entry(
            id=row["code_id"],
            label=row["code"],
            level=int(row["level"]),
            parent_id=row["parent_id"],
            definition=row["definition"],
            include=row["include"],
            exclude=row["exclude"],
            examples=tuple(line for line in row["examples"].split("\n") if line),
            in_codebook=row["in_codebook"] == "yes",
            place=place,
        )
        for place, row in enumerate(table.to_dict("records"))
    }


def _above(code: str, codes: Mapping[str, Entry]) -> tuple[str, ...]:
    found: list[str] = []
    parent = codes[code].parent_id
    while parent and parent in codes and parent not in found:
        found.append(parent)
        parent = codes[parent].parent_id
    return tuple(found)


def _spans(table: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return the first and last row of each passage; a run writes them next to each other."""
    spans: dict[str, tuple[int, int]] = {}
    for row, passage in enumerate(table["passage_id"].tolist()):
        first, _ = spans.get(passage, (row, row))
        spans[passage] = (first, row + 1)
    return spans


def _applied(table: pd.DataFrame, column: str) -> dict[str, set[str]]:
    held = table[table[column] == "yes"]
    found: dict[str, set[str]] = defaultdict(set)
    for passage, code in zip(held["passage_id"].tolist(), held["code_id"].tolist(), strict=True):
        found[passage].add(code)
    return dict(found)


def _number(cell: Any) -> float | None:
    return None if cell is None or pd.isna(cell) else float(cell)


def _suggested(row: Mapping[str, Any]) -> Suggested:
    pairs = [part.strip() for part in row["evidence_neighbours"].split(";") if part.strip()]
    near = (pair.rstrip(")").rsplit(" (", 1) for pair in pairs)
    return Suggested(
        code_id=row["code_id"],
        rank=int(row["rank"]) if not pd.isna(row["rank"]) else 0,
        confidence=_number(row["confidence"]) or 0.0,
        suggested=row["suggested"] == "yes",
        basis=row["basis"],
        reason=row["reason"],
        part=row["evidence_part"],
        part_text=row["evidence_text"],
        words=tuple(word.strip() for word in row["evidence_words"].split(";") if word.strip()),
        theme_id=row["evidence_theme"],
        neighbours=tuple((pair[0], pair[1]) for pair in near if len(pair) == 2),
    )
