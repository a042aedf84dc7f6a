"""The parts of a record: acts in their authors' chains, and the words that stand apart. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from secondcoder.decisions.events import Event

NOTE, STRETCH, DETAIL = "note", "words", "detail"
"""The fields that hold words: a memo, a coded stretch, and what was named or merged."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it was when someone decided on it."""

    key: str
    document: str
    start: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that a line of an act holds the hash of."""

    row: str
    """The act's id."""
    field: str
    salt: str
    text: str

    @property
    def commitment(self) -> str:
        """The hash that stands in the act's line."""
        return commitment(self.salt, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One act in its author's chain."""

    event: Event
    """Without words; ``id`` and ``chain`` are set, ``number`` is not."""
    place: int
    """In its chain, from 1."""
    before: str
    """The hash of the line before; empty for the first."""
    order: int
    """Milliseconds since 1970, later than all that was known when it was written."""
    hash: str
    words: Mapping[str, str]
    """Hashes of its words, by field."""
    stands: StoredPassage | None
    """Where its passage stood; without text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A row with the lines that say it."""

    row: Row
    line: str
    """Without its end."""
    words: tuple[Words, ...]


def commitment(salt: str, text: str) -> str:
    """Return the hash of words with their salt."""
    return hashlib.sha256(f"{salt}\x00{text}".encode("utf-8", "surrogatepass")).hexdigest()


def note_and_detail(row: Row, said: Iterable[Words]) -> tuple[str, str]:
    """Return an act's memo and detail, with those of its words that fit their hashes."""
    found = {w.field: w.text for w in said if row.words.get(w.field) == w.commitment}
    detail = found.get(DETAIL, row.event.detail)
    if STRETCH in found:
        detail = json.dumps({**json.loads(detail), STRETCH: found[STRETCH]})
    return found.get(NOTE, ""), detail
