"""The texts of a REFI-QDA project as its files hold them, and the selections in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import Discarded
from secondcoder.exchange.refi.attached import left_with
from secondcoder.exchange.refi.guids import normal
from secondcoder.reading.files.archive import Archive
from secondcoder.reading.files.numbers import whole_number
from secondcoder.reading.files.text import guessed_text
from secondcoder.reading.files.xml_tree import child, child_text, children, local

_ZEROS = 50
"""One character in so many is at least a blank or mark in UTF-16 text. Not measured."""
_SCHEME = re.compile(r"[A-Za-z]+:(?=/|\\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A selection as its file states it."""

    guid: str
    name: str
    start: int
    end: int
    element: Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A selection whose place was found by its words or its area: offsets of ``RawSource.raw``."""

    guid: str
    start: int
    end: int
    element: Element


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSource:
    """A text in the positions of its file, before any conversion."""

    guid: str
    name: str
    raw: str
    element: Element
    """The source: its codings, notes and variables concern the whole."""
    stretches: tuple[Stretch, ...] = ()
    marked: tuple[Marked, ...] = ()
    also: tuple[str, ...] = ()
    """GUIDs that mean this source too, such as that of a PDF's text."""
    around: Element | None = None
    """The recording or picture that the text belongs to; what is said of it is said of the text."""


def note_text(element: Element, archive: Archive) -> str:
    """Return the text of a note; empty if it is missing."""
    raw, _ = raw_text(element, archive)
    return raw or ""


def decoded(data: bytes, *, name: str) -> str:
    """Return a text file's characters, byte-order mark and line ends as they are."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if encoding := _without_mark(data):
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return guessed_text(data, name=name)


def _without_mark(data: bytes) -> str:
    """Return the UTF-16 that bytes without byte-order mark are in; empty if they are in none.

    Blanks, line ends and marks of every script have one byte of zero there, always on one side;
    other encodings have none.
    """
    zeros = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or max(zeros) * _ZEROS < len(data) // 2:
        return ""
    if min(zeros) * 10 > max(zeros):
        return ""
    return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"


def raw_text(element: Element, archive: Archive) -> tuple[str | None, str]:
    """Return a text as its file holds it, or ``None`` and why it is missing."""
    path = element.get("plainTextPath") or ""
    entry = path_entry(path, archive)
    if entry:
        return decoded(archive.read(entry), name=f"{archive.name}, {entry}"), ""
    content = child(element, "PlainTextContent")
    if content is not None:
        return content.text or "", ""
    if path:
        outside = path.startswith(("relative:", "absolute:"))
        where = "lies outside the project file" if outside else "is not in the project file"
        return None, f"its text file {where} ({path})"
    if element.get("richTextPath"):
        return None, "it has styled text only, without the plain text that positions refer to"
    return None, "it names no text"


def path_entry(path: str, archive: Archive) -> str:
    """Return the archive's entry that a path means, by its base name; empty if there is none.

    Programs write ``internal://x.txt``, ``internal:/x.txt``, ``sources/x.txt``, ``x.txt``, or where
    the file lay on their computer (``relative:///…``, ``absolute:///…``).
    """
    bare = _SCHEME.sub("", path.strip()).replace("\\", "/")
    for name in dict.fromkeys((bare, unquote(bare))):
        if PurePosixPath(name).name and (found := archive.find_base(name)):
            return found
    return ""


def source_name(element: Element) -> str:
    """Return a source's name; one without a name is called as its file."""
    path = element.get("plainTextPath") or element.get("path") or ""
    return element.get("name") or PurePosixPath(path.replace("\\", "/")).stem or "Untitled"


def stretches(element: Element, name: str, discarded: list[Discarded]) -> Iterator[Stretch]:
    """Yield the selections by position of a text; those that state none are listed."""
    sync = {
        normal(point.get("guid")): point.get("position") for point in children(element, "SyncPoint")
    }
    for selection in children(element, "PlainTextSelection", "TranscriptSelection"):
        if local(selection) == "PlainTextSelection":
            stated = (selection.get("startPosition"), selection.get("endPosition"))
        else:
            stated = (
                sync.get(normal(selection.get("fromSyncPoint"))),
                sync.get(normal(selection.get("toSyncPoint"))),
            )
        start, end = (whole_number(place or "") for place in stated)
        if start is not None and end is not None:
            guid = normal(selection.get("guid"))
            yield Stretch(
                guid=guid, name=selection.get("name") or "", start=start, end=end, element=selection
            )
        else:
            codings = codings_in(selection)
            what = f"a selection in {name}"
            reason = "it does not say from where to where it goes"
            kind = "coding" if codings else "selection"
            discarded.append(Discarded(kind, what, reason, codings or 1))
            discarded += left_with([selection], what)


def lost(element: Element, name: str, reason: str) -> Iterator[Discarded]:
    """Yield the lines for a source that did not come in, and for its codings."""
    yield Discarded("document", name, reason)
    codings = sum(1 for one in element.iter() if local(one) == "Coding")
    if codings:
        yield Discarded("coding", f"in {name}", f"its document did not come in: {reason}", codings)
    yield from left_with([element], name)


def description(element: Element) -> str:
    """Return what an element's ``Description`` says, without surrounding blanks."""
    return child_text(element, "Description").strip()


def codings_in(element: Element) -> int:
    """Return how many codings a selection has."""
    return sum(1 for _ in children(element, "Coding"))
