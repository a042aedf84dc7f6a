"""The sources of a REFI-QDA project: their texts as the files hold them, and what is selected."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import Discarded
from secondcoder.exchange.refi.guids import normal
from secondcoder.reading.files.archive import Archive
from secondcoder.reading.files.numbers import whole_number
from secondcoder.reading.files.text import guessed_text
from secondcoder.reading.files.xml_tree import child, child_text, children, local

_AREAS = {
    "PictureSelection": "an area of a picture",
    "PDFSelection": "an area of a PDF page",
    "AudioSelection": "a stretch of sound",
    "VideoSelection": "a stretch of film",
}
_MEDIA = {"PictureSource": "picture", "AudioSource": "sound", "VideoSource": "film"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A selection as its file states it."""

    guid: str
    name: str
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
    also: tuple[str, ...] = ()
    """GUIDs that mean this source too, such as that of a PDF's text."""


@dataclass(frozen=True, slots=True)
class SourcesRead:
    """The texts, and what has none."""

    sources: tuple[RawSource, ...]
    discarded: tuple[Discarded, ...]


def read_sources(project: Element, archive: Archive) -> SourcesRead:
    """Return the texts of a project in the order of the file."""
    discarded: list[Discarded] = []
    sources = [
        source
        for element in children(child(project, "Sources"), *_READERS)
        for source in _READERS[local(element)](element, archive, discarded)
    ]
    return SourcesRead(tuple(sources), tuple(discarded))


def note_text(element: Element, archive: Archive) -> str:
    """Return the text of a note; empty if it is missing."""
    raw, _ = _raw_text(element, archive)
    return raw or ""


def decoded(data: bytes, *, name: str) -> str:
    """Return a text file's characters, byte-order mark and line ends as they are."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return guessed_text(data, name=name)


def _text_source(
    element: Element, archive: Archive, discarded: list[Discarded]
) -> Iterator[RawSource]:
    name = element.get("name") or "Untitled"
    raw, reason = _raw_text(element, archive)
    if raw is None:
        discarded += _lost(element, name, reason)
        return
    stretches = tuple(_stretches(element, name, discarded))
    yield RawSource(
        guid=normal(element.get("guid")), name=name, raw=raw, element=element, stretches=stretches
    )


def _pdf_source(
    element: Element, archive: Archive, discarded: list[Discarded]
) -> Iterator[RawSource]:
    name = element.get("name") or "Untitled"
    text = child(element, "Representation")
    found = list(_text_source(text, archive, discarded)) if text is not None else []
    if not found:
        found = list(_pdf_text(element, archive))
    discarded += _areas(element, name)
    if not found:
        if text is None:
            reason = "the PDF has no text that could be read"
            discarded += _lost(element, name, reason)
        return
    own = normal(element.get("guid"))
    yield replace(found[0], guid=own, name=name, element=element, also=(found[0].guid,))


def _pdf_text(element: Element, archive: Archive) -> Iterator[RawSource]:
    """Yield the text layer of a PDF that carries no text of its own in the project."""
    from secondcoder.reading.documents.pdf import pdf_text

    entry = _entry(element.get("path") or "", archive)
    if not entry:
        return
    name = element.get("name") or "Untitled"
    try:
        text = pdf_text(archive.read(entry), name=name)
    except SecondcoderError:
        return  # a scan: the caller says that there is no text
    yield RawSource(guid=normal(element.get("guid")), name=name, raw=text, element=element)


def _media_source(
    element: Element, archive: Archive, discarded: list[Discarded]
) -> Iterator[RawSource]:
    """Yield the transcripts and descriptions of a picture, sound or film."""
    name = element.get("name") or "Untitled"
    found = [
        replace(source, name=text.get("name") or name)
        for text in children(element, "TextDescription", "Transcript")
        for source in _text_source(text, archive, discarded)
    ]
    discarded += _areas(element, name)
    if found:
        own = normal(element.get("guid"))
        yield replace(found[0], also=(own,))
        yield from found[1:]
        whole = sum(1 for _ in children(element, "Coding"))
        if whole:
            reason = "the recording or picture as a whole is no text"
            discarded.append(Discarded("coding", name, reason, whole))
    else:
        discarded += _lost(element, name, f"a {_MEDIA[local(element)]} without text")


_READERS = {
    "TextSource": _text_source,
    "PDFSource": _pdf_source,
    "PictureSource": _media_source,
    "AudioSource": _media_source,
    "VideoSource": _media_source,
}


def _raw_text(element: Element, archive: Archive) -> tuple[str | None, str]:
    """Return a text as its file holds it, or ``None`` and why it is missing."""
    path = element.get("plainTextPath") or ""
    entry = _entry(path, archive)
    if entry:
        return decoded(archive.read(entry), name=f"{archive.name}, {entry}"), ""
    content = child(element, "PlainTextContent")
    if content is not None:
        return content.text or "", ""
    if path.startswith(("relative:", "absolute:")):
        return None, "its file lies outside the project file"
    if path:
        return None, "its text file is not in the project file"
    if element.get("richTextPath"):
        return None, "it has styled text only, without the plain text that positions refer to"
    return None, "it names no text"


def _entry(path: str, archive: Archive) -> str:
    """Return the archive's entry that an ``internal://`` path means; empty if there is none."""
    scheme, _, rest = path.partition("://")
    if scheme != "internal" or not rest:
        return ""
    name = PurePosixPath(rest.replace("\\", "/")).name
    for folder in ("sources/", "Sources/", ""):
        if found := archive.find(folder + name):
            return found
    return ""


def _stretches(element: Element, name: str, discarded: list[Discarded]) -> Iterator[Stretch]:
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
            codings = sum(1 for _ in children(selection, "Coding"))
            what = f"a selection in {name}"
            reason = "it does not say from where to where it goes"
            discarded.append(Discarded("coding", what, reason, max(codings, 1)))


def _areas(element: Element, name: str) -> Iterator[Discarded]:
    """Yield a line for the selections by area or time, with the number of their codings."""
    for kind, words in _AREAS.items():
        selections = list(children(element, kind))
        codings = sum(1 for one in selections for _ in children(one, "Coding"))
        if selections:
            reason = f"it marks {words}, not text"
            yield Discarded("coding" if codings else "selection", name, reason, codings or 1)


def _lost(element: Element, name: str, reason: str) -> Iterator[Discarded]:
    yield Discarded("document", name, reason)
    codings = sum(1 for one in element.iter() if local(one) == "Coding")
    if codings:
        yield Discarded("coding", f"in {name}", f"its document did not come in: {reason}", codings)


def description(element: Element) -> str:
    """Return what an element's ``Description`` says, without surrounding blanks."""
    return child_text(element, "Description").strip()
