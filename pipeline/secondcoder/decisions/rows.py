"""One act as a line of the record: what it says, and the hash that ties it to the one before.

A line names what is said of a passage by hash and place; the words of passages and memos are lines
of their own. A line of an act holds only a salted hash of its words, so that they can be erased
and the chain still proves the rest. Pure.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from secondcoder.decisions.events import Event

FORM = 1
"""Of the lines; a later one is refused."""
ID_LENGTH = 20
NOTE, STRETCH, DETAIL = "note", "words", "detail"
"""The fields that hold words: a memo, a coded stretch, and what was named or merged."""
_NAMED = frozenset({"theme", "synthesis", "query"})
_OWN = frozenset({"id", "number", "chain", "reviewer", "at", NOTE, DETAIL})
_PLAIN = tuple(f for f in fields(Event) if f.name not in _OWN)
_TUPLES = frozenset({"members", "saw"})
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "revealed": bool,
    "human": bool,
    "machine": bool,
    "seconds": (int, float),
    "probability": (int, float),
    **dict.fromkeys(_TUPLES, list),
}


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


def new_salt() -> str:
    """Return a salt that nobody can guess: short memos could be found by trying otherwise."""
    return secrets.token_hex(16)


def line_of_act(
    event: Event,
    *,
    chain: str,
    place: int,
    before: str,
    order: int,
    stands: StoredPassage | None,
) -> Written:
    """Return an act as a row, with its line and the words that the line leaves out."""
    said, plain = _parted(event)
    salted = {field: (new_salt(), text) for field, text in said.items()}
    cells: dict[str, object] = {
        "form": FORM,
        "author": event.reviewer,
        "chain": chain,
        "n": place,
        "before": before,
        "order": order,
        "at": event.at,
        **plain,
    }
    if stands is not None:
        cells["document"], cells["start"] = stands.document, stands.start
        cells["length"] = len(stands.text)
    if salted:
        cells["words"] = {field: commitment(*pair) for field, pair in salted.items()}
    digest = _hash(cells)
    row = digest[:ID_LENGTH]
    words = [Words(row=row, field=f, salt=s, text=t) for f, (s, t) in salted.items()]
    whole = {**cells, "hash": digest}
    return Written(row=_row(whole), line=_json(whole), words=tuple(words))


def line_of_words(words: Words) -> str:
    """Return an act's words as a line."""
    return _json({"row": words.row, "field": words.field, "salt": words.salt, "text": words.text})


def line_of_passage(passage: StoredPassage) -> str:
    """Return a passage's words as a line."""
    return _json(
        {
            "passage": passage.key,
            "document": passage.document,
            "start": passage.start,
            "text": passage.text,
        }
    )


Line = Row | Words | StoredPassage


def read_line(line: bytes) -> Line:
    """Read a line of the record.

    Raises ``ValueError`` with the reason if it is none, ``BrokenLineError`` if its hash does not
    fit, ``LaterFormError`` if a later version wrote it.
    """
    try:
        cells = json.loads(line)
    except ValueError:
        raise ValueError("it is not whole") from None
    if not isinstance(cells, dict):
        raise ValueError("it is no line of a record")  # noqa: TRY004 - a fault of the file
    try:
        if "form" in cells:
            return _row(cells)
        if "passage" in cells:
            _check(cells, {"passage": str, "document": str, "start": int, "text": str})
            return StoredPassage(cells["passage"], cells["document"], cells["start"], cells["text"])
        _check(cells, {"row": str, "field": str, "salt": str, "text": str})
        return Words(row=cells["row"], field=cells["field"], salt=cells["salt"], text=cells["text"])
    except (KeyError, TypeError):
        raise ValueError("it is no line of a record") from None


def with_words(row: Row, said: Iterable[Words]) -> Event:
    """Return the act with those of its words that are there and fit their hashes."""
    found = {w.field: w.text for w in said if row.words.get(w.field) == w.commitment}
    event = replace(row.event, note=found.get(NOTE, ""))
    if DETAIL in found:
        return replace(event, detail=found[DETAIL])
    if STRETCH in found:
        detail = {**json.loads(event.detail), STRETCH: found[STRETCH]}
        return replace(event, detail=json.dumps(detail))
    return event


class LaterFormError(Exception):
    """A line that a later version of this program wrote."""


class BrokenLineError(ValueError):
    """A line whose hash does not fit; what it says of its author and place is kept."""

    def __init__(self, cells: Mapping[str, object]) -> None:
        super().__init__("it was changed after it was written")
        self.author = str(cells.get("author", ""))
        place = cells.get("n")
        self.place = place if isinstance(place, int) else 0


def _row(cells: dict[str, object]) -> Row:
    if cells["form"] != FORM:
        raise LaterFormError(str(cells["form"]))
    given = {**cells}
    digest = given.pop("hash")
    if not isinstance(digest, str) or _hash(given) != digest:
        raise BrokenLineError(cells)
    _check(cells, {"author": str, "chain": str, "n": int, "before": str, "order": int, "at": str})
    return Row(
        event=_event(cells, digest),
        place=_number(cells["n"]),
        before=str(cells["before"]),
        order=_number(cells["order"]),
        hash=digest,
        words=_hashes(cells.get("words")),
        stands=_stands(cells),
    )


def _event(cells: Mapping[str, object], digest: str) -> Event:
    event = Event(
        kind=str(cells["kind"]),
        reviewer=str(cells["author"]),
        run=str(cells.get("run", "")),
        id=digest[:ID_LENGTH],
        chain=str(cells["chain"]),
        at=str(cells["at"]),
        detail=str(cells.get(DETAIL, "")),
    )
    more = {f.name: cells[f.name] for f in _PLAIN if f.name in cells}
    for name, value in more.items():
        if not isinstance(value, _TYPES.get(name, str)):
            raise TypeError(name)
    lists = {name: tuple(map(str, _list(more[name]))) for name in _TUPLES & more.keys()}
    return replace(event, **{**more, **lists})  # type: ignore[arg-type] # checked above


def _parted(event: Event) -> tuple[dict[str, str], dict[str, object]]:
    """Part an act's words from what is no words; what is empty or as usual is left out."""
    plain: dict[str, object] = {
        f.name: list(value) if isinstance(value := getattr(event, f.name), tuple) else value
        for f in _PLAIN
        if getattr(event, f.name) != f.default
    }
    said = {NOTE: event.note} if event.note else {}
    if event.kind in _NAMED and event.detail:
        said[DETAIL] = event.detail
    elif event.kind == "coding" and event.detail:
        detail = json.loads(event.detail)
        if STRETCH in detail:
            said[STRETCH] = detail.pop(STRETCH)
        plain[DETAIL] = json.dumps(detail)
    elif event.detail:
        plain[DETAIL] = event.detail
    return said, plain


def _stands(cells: Mapping[str, object]) -> StoredPassage | None:
    if "document" not in cells:
        return None
    return StoredPassage(
        str(cells.get("passage", "")), str(cells["document"]), _number(cells["start"]), ""
    )


def _hashes(given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        return {}
    return {str(field): str(value) for field, value in given.items()}


def _list(given: object) -> list[object]:
    if not isinstance(given, list):
        raise TypeError("a list is wanted")
    return given


def _number(given: object) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise TypeError("a number is wanted")
    return given


def _check(cells: Mapping[str, object], wanted: Mapping[str, type]) -> None:
    for name, kind in wanted.items():
        if not isinstance(cells[name], kind):
            raise TypeError(name)


def _hash(cells: Mapping[str, object]) -> str:
    return hashlib.sha256(_json(cells).encode()).hexdigest()


def _json(cells: Mapping[str, object]) -> str:
    """Return the one way to write a line: ASCII, so that no program changes what it means."""
    return json.dumps(cells, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
