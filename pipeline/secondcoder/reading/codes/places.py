"""The stretch of a document that a cell of a coding table means: by passage id or by quotation."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path

from secondcoder.passages.locate import QuoteLocator
from secondcoder.passages.nearly import Near, NearFinder
from secondcoder.passages.two_texts import Places
from secondcoder.reading.codes.document_names import DocumentNames, bare_name, without_suffix
from secondcoder.reading.files.text import decode, normalise, read_bytes
from secondcoder.records.text import Document, Passage

_PLAIN = (".txt", ".md")
"""Endings of files in whose text positions can be counted."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document."""

    document: str
    start: int
    end: int


class PlaceFinder:
    """Looks up places; texts are indexed when a quotation is first sought in them."""

    def __init__(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        set_aside: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._set_aside = dict(set_aside or {})
        self._folder = folder
        self._sources = {one.name: one.source for one in documents}
        self._texts = {document.name: document.text for document in documents}
        self._named = _names(documents)
        self._partly_named = DocumentNames(self._texts)
        self._by_id = {passage.id: passage for passage in passages}
        self._by_source_id: dict[str, list[Passage]] = defaultdict(list)
        self._in_document: dict[str, list[Passage]] = defaultdict(list)
        for passage in passages:
            self._in_document[passage.document].append(passage)
            if passage.source_id:
                self._by_source_id[passage.source_id].append(passage)
        self._rows_of_id = Counter(
            (document.name, block.source_id)
            for document in documents
            for block in document.blocks
            if block.source_id
        )
        self._left_out = {source_id for _, source_id in self._rows_of_id} - {*self._by_source_id}
        self._locator = cache(lambda name: QuoteLocator(self._texts[name]))
        self._quoted = cache(self._locate)
        self._near_finder = cache(lambda name: NearFinder(self._texts[name]))
        self._nearest = cache(self._find_nearest)
        self._file = cache(self._read_file)

    def documents_named(self, name: str) -> tuple[str, ...]:
        """Return the documents that a cell means: by name, file or case, in any letter case."""
        key = bare_name(name).casefold()
        for names in self._named:
            for spelling in (key, without_suffix(key)):
                if spelling in names:
                    return tuple(names[spelling])
        return ()

    def document_partly_named(self, name: str) -> str:
        """Return the one document that a cell means by a part of its name, or nothing."""
        return self._partly_named.meant(name)

    @property
    def documents(self) -> tuple[str, ...]:
        """Names of all documents, in order."""
        return tuple(self._texts)

    def text(self, document: str) -> str:
        """Return a document's text."""
        return self._texts[document]

    def by_source_id(self, cell: str, within: Collection[str]) -> Place | str:
        """Return the place of the row with this id in its source table, or why there is none."""
        if cell in self._left_out:
            return "the passage was left out when the documents were cut"
        found = [p for p in self._by_source_id.get(cell, []) if p.document in within]
        if not found:
            return self._set_aside.get(cell, "no passage has this id")
        rows = sum(self._rows_of_id[name, cell] for name in {p.document for p in found})
        if rows > 1 or len({p.document for p in found}) > 1:
            return "several passages have this id"
        return Place(found[0].document, found[0].start, max(p.end for p in found))

    def is_set_aside(self, cell: str) -> bool:
        """Say whether a cell is the id of a row that is no passage."""
        return cell in self._set_aside and cell not in self._by_source_id

    def by_own_id(self, cell: str, within: Collection[str]) -> Place | str:
        """Return the place of the passage with this id of ours, or why there is none."""
        passage = self._by_id.get(cell)
        if passage is None or passage.document not in within:
            return "no passage has this id"
        return Place(passage.document, passage.start, passage.end)

    def by_quote(self, cell: str, within: Sequence[str]) -> list[Place]:
        """Return every place of a quotation, documents in order."""
        return [place for name in within for place in self._quoted(cell, name)]

    def nearest(self, cell: str, within: Sequence[str]) -> list[tuple[Place, Near]]:
        """Return the stretches most like a quotation, all equally so, and how like they are."""
        return self._nearest(cell, tuple(within))

    def _find_nearest(self, cell: str, within: tuple[str, ...]) -> list[tuple[Place, Near]]:
        found = [
            (Place(name, near.start, near.end), near)
            for name in within
            for near in self._near_finder(name).nearest(cell)
        ]
        best = max((near.likeness for _, near in found), default=0.0)
        return [(place, near) for place, near in found if near.likeness == best]

    def touched(self, place: Place) -> list[str]:
        """Return the ids of the passages that a place overlaps."""
        inside = self._in_document[place.document]
        first = bisect_right(inside, place.start, key=attrgetter("end"))
        last = bisect_left(inside, place.end, key=attrgetter("start"))
        return [passage.id for passage in inside[first:last]]

    def in_file(self, place: Place) -> tuple[str, Place] | None:
        """Return the words at a place of a document's file, and where they lie in its text.

        The two differ where a document is read without the file's time marks, for example;
        ``None`` if they do not.
        """
        file = self._file(place.document)
        if file is None:
            return None
        text, places = file
        span = places.span(place.start, place.end)
        return text[place.start : place.end], Place(place.document, *span)

    def _read_file(self, name: str) -> tuple[str, Places] | None:
        source = self._sources[name]
        alone = list(self._sources.values()).count(source) == 1
        if self._folder is None or not alone or not source.lower().endswith(_PLAIN):
            return None
        text = normalise(decode(read_bytes(self._folder / source, name=source), name=source))
        return None if text == self._texts[name] else (text, Places(text, self._texts[name]))

    def passages_of(self, document: str) -> list[str]:
        """Return the ids of a document's passages."""
        return [passage.id for passage in self._in_document[document]]

    def _locate(self, quote: str, name: str) -> tuple[Place, ...]:
        return tuple(Place(name, start, end) for start, end in self._locator(name).locate(quote))


def _names(documents: Sequence[Document]) -> list[dict[str, list[str]]]:
    """Return documents by name, then by file, then by case; each with and without its suffix."""
    tiers = []
    for key in ("name", "source", "case"):
        names: dict[str, list[str]] = defaultdict(list)
        for document in documents:
            full = getattr(document, key).strip().casefold()
            for spelling in dict.fromkeys((full, full.rsplit("/")[-1], without_suffix(full))):
                if spelling:
                    names[spelling].append(document.name)
        tiers.append(names)
    return tiers
