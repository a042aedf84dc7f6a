"""One act as a line of the record: what it says, and the hash that ties it to the one before.

A line names what is said of a passage by hash and place; the words of passages and memos are lines
of their own. A line of an act holds only a salted hash of its words, so that they can be erased
and the chain still proves the rest. Pure.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import fields

from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import kind_named
from secondcoder.decisions.rows import (
    DETAIL,
    NOTE,
    STRETCH,
    Row,
    StoredPassage,
    Words,
    Written,
    commitment,
)

FORM = 1
"""Of the lines; a later one is refused."""
ID_LENGTH = 20
_ACT, _HASH, _END = '{"act":', ',"hash":"', '"}'
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""What editors put before the first letter of a file, by its encoding."""
_OWN = frozenset({"id", "number", "chain", "reviewer", "at", NOTE, DETAIL})
_PLAIN = tuple(f for f in fields(Event) if f.name not in _OWN)
_NAMES = {f.name for f in _PLAIN}
_TUPLES = frozenset({"members", "saw"})
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "revealed": bool,
    "human": bool,
    "machine": bool,
    "program": bool,
    "seconds": (int, float),
    "probability": (int, float),
    **dict.fromkeys(_TUPLES, list),
}


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
    body = _json(cells)
    digest = _hash(body)
    row = digest[:ID_LENGTH]
    words = [Words(row=row, field=f, salt=s, text=t) for f, (s, t) in salted.items()]
    line = f"{_ACT}{body}{_HASH}{digest}{_END}"
    return Written(row=_row(cells, digest), line=line, words=tuple(words))


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


def bare(line: bytes) -> bytes:
    """Return a line without what an editor puts around it: a mark of the encoding, UTF-16, blanks.

    All lines are ASCII, so that UTF-16 only puts zeros between their letters.
    """
    plain = line.translate(None, b"\x00").strip()
    for mark in _MARKS:
        plain = plain.removeprefix(mark)
    return plain.strip()


def read_line(line: bytes) -> Line:
    """Read a line of the record.

    Raises ``ValueError`` with the reason if it is none, ``BrokenLineError`` if its hash does not
    fit, ``LaterFormError`` if a later version wrote it.
    """
    try:
        cells = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("it is not whole") from None
    if not isinstance(cells, dict):
        raise ValueError("it is no line of a record")  # noqa: TRY004 - a fault of the file
    try:
        if "act" in cells:
            return _checked(line, cells)
        if "passage" in cells:
            _check(cells, {"passage": str, "document": str, "start": int, "text": str})
            return StoredPassage(cells["passage"], cells["document"], cells["start"], cells["text"])
        _check(cells, {"row": str, "field": str, "salt": str, "text": str})
        return Words(row=cells["row"], field=cells["field"], salt=cells["salt"], text=cells["text"])
    except (KeyError, TypeError):
        raise ValueError("it is no line of a record") from None


class LaterFormError(Exception):
    """A line that a later version of this program wrote."""


class BrokenLineError(ValueError):
    """A line whose hash does not fit; what it says of its author and place is kept."""

    def __init__(self, cells: Mapping[str, object]) -> None:
        super().__init__("it was changed after it was written")
        self.author = str(cells.get("author", ""))
        place = cells.get("n")
        self.place = place if isinstance(place, int) else 0


def _checked(line: bytes, whole: Mapping[str, object]) -> Row:
    """Return the act of a line: its hash is that of the line's own bytes."""
    cells, digest = whole["act"], whole["hash"]
    if not isinstance(cells, dict):
        raise TypeError("act")
    form = cells["form"]
    if isinstance(form, int) and form > FORM:
        raise LaterFormError(str(form))
    body = line.strip()[len(_ACT) : -len(f"{_HASH}{digest}{_END}")]
    if not isinstance(digest, str) or hashlib.sha256(body).hexdigest() != digest:
        raise BrokenLineError(cells)
    return _row(cells, digest)


def _row(cells: Mapping[str, object], digest: str) -> Row:
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
    given = {name: cells[name] for name in _NAMES & cells.keys()}
    for name, value in given.items():
        if not isinstance(value, _TYPES.get(name, str)):
            raise TypeError(name)
    for name in _TUPLES & given.keys():
        given[name] = tuple(map(str, _list(given[name])))
    return Event(
        reviewer=str(cells["author"]),
        id=digest[:ID_LENGTH],
        chain=str(cells["chain"]),
        at=str(cells["at"]),
        detail=str(cells.get(DETAIL, "")),
        **given,  # type: ignore[arg-type] # checked above
    )


def _parted(event: Event) -> tuple[dict[str, str], dict[str, object]]:
    """Part an act's words from what is no words; what is empty or as usual is left out."""
    plain: dict[str, object] = {
        f.name: list(value) if isinstance(value := getattr(event, f.name), tuple) else value
        for f in _PLAIN
        if getattr(event, f.name) != f.default
    }
    said = {NOTE: event.note} if event.note else {}
    kind, detail = kind_named(event.kind), event.detail
    if kind.stretch and detail and STRETCH in (cells := json.loads(detail)):
        said[STRETCH] = cells.pop(STRETCH)
        plain[DETAIL] = json.dumps(cells)
    elif kind.named and detail:
        said[DETAIL] = detail
    elif detail:
        plain[DETAIL] = detail
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


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode("ascii")).hexdigest()


def _json(cells: Mapping[str, object]) -> str:
    """Return the one way to write a line: ASCII, so that no program changes what it means."""
    return json.dumps(cells, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
