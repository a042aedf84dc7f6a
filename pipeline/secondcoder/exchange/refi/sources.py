"""The sources of a REFI-QDA project: their texts, and what is selected in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import Discarded
from secondcoder.exchange.refi.areas import Areas, media_areas
from secondcoder.exchange.refi.attached import attached, left_with
from secondcoder.exchange.refi.guids import normal
from secondcoder.exchange.refi.quoted import quoted_source
from secondcoder.exchange.refi.raw_sources import (
    Marked,
    RawSource,
    codings_in,
    lost,
    raw_text,
    source_name,
    stretches,
)
from secondcoder.reading.files.archive import Archive
from secondcoder.reading.files.xml_tree import child, children, local

_WHOLE = frozenset({"Coding", "NoteRef"})
_MEDIA = {"PictureSource": "picture", "AudioSource": "sound", "VideoSource": "film"}


@dataclass(slots=True)
class SourcesRead:
    """The texts, how their selections were found, and what did not come in."""

    sources: list[RawSource] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    discarded: list[Discarded] = field(default_factory=list)


def read_sources(project: Element, archive: Archive, codes: Mapping[str, str]) -> SourcesRead:
    """Return the texts of a project in the order of the file.

    ``codes`` are the codes' names by GUID, for what is listed by code.
    """
    read = SourcesRead()
    reader = _SourceReader(archive, codes, read)
    for element in children(child(project, "Sources"), "TextSource", "PDFSource", *_MEDIA):
        read.sources += reader.sources(element)
    return read


class _SourceReader:
    """Reads one source after another; what is met on the way is collected in ``read``."""

    def __init__(self, archive: Archive, codes: Mapping[str, str], read: SourcesRead) -> None:
        self._archive, self._codes, self._read = archive, codes, read

    def sources(self, element: Element) -> Iterator[RawSource]:
        """Yield the texts of a source."""
        kind = local(element)
        if kind == "TextSource":
            yield from self._text(element)
        elif kind == "PDFSource":
            yield from self._pdf(element)
        else:
            yield from self._media(element)

    def _text(self, element: Element) -> Iterator[RawSource]:
        name = source_name(element)
        raw, reason = raw_text(element, self._archive)
        if raw is not None:
            found = tuple(stretches(element, name, self._read.discarded))
            guid = normal(element.get("guid"))
            self._read.discarded += left_with(attached(element, "SyncPoint"), name)
            yield RawSource(guid=guid, name=name, raw=raw, element=element, stretches=found)
            return
        yield from self._quoted(element, name, reason)

    def _pdf(self, element: Element) -> Iterator[RawSource]:
        name = source_name(element)
        areas = Areas(element, name, self._archive)
        text = child(element, "Representation")
        raw, reason = (None, "") if text is None else raw_text(text, self._archive)
        own = normal(element.get("guid"))
        source = RawSource(guid=own, name=name, raw=raw or "", element=element)
        if text is not None and raw is not None:
            found = tuple(stretches(text, name, self._read.discarded))
            source = replace(source, stretches=found, also=(normal(text.get("guid")),))
        elif areas.printed:
            source = replace(source, raw=areas.printed)
            by_position = sum(map(codings_in, children(text, "PlainTextSelection")))
            if by_position:
                what = f"its position refers to a text that is missing: {reason}"
                self._read.discarded.append(Discarded("coding", f"in {name}", what, by_position))
        else:
            reason = reason or "the PDF has no text that could be read"
            yield from self._quoted(element, name, reason)
            return
        marked, notes, left = areas.placed(source.raw, source.stretches, self._codes)
        self._read.notes += notes
        self._read.discarded += left
        if text is not None:  # what is coded or noted of the text as a whole
            whole = Marked(guid=own, start=0, end=len(source.raw), element=text)
            marked = (*marked, *([whole] * any(local(one) in _WHOLE for one in text)))
        yield replace(source, marked=marked)

    def _quoted(self, element: Element, name: str, reason: str) -> Iterator[RawSource]:
        """Yield the words of a source's quotations where its text is missing."""
        source, left = quoted_source(element, name, reason)
        self._read.discarded += left or lost(element, name, reason)
        if source is not None:
            yield source

    def _media(self, element: Element) -> Iterator[RawSource]:
        """Yield the transcripts and descriptions of a picture, sound or film."""
        name = source_name(element)
        found = [
            replace(source, name=text.get("name") or name)
            for text in children(element, "TextDescription", "Transcript")
            for source in self._text(text)
        ]
        self._read.discarded += media_areas(element, name, self._codes)
        if found:
            own = normal(element.get("guid"))
            yield replace(found[0], also=(own,), around=element)
            yield from found[1:]
            return
        self._read.discarded += left_with(attached(element), name)
        self._read.discarded.append(
            Discarded("document", name, f"a {_MEDIA[local(element)]} without text")
        )
