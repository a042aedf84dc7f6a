"""Selections by area or time: on pages of a PDF, in pictures, sound and film."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import Discarded
from secondcoder.exchange.refi.attached import left_with
from secondcoder.exchange.refi.guids import normal
from secondcoder.exchange.refi.pdf_places import Area, Placed, place_areas
from secondcoder.exchange.refi.quoted import TWICE, selection_words
from secondcoder.exchange.refi.raw_sources import Marked, Stretch, codings_in, path_entry
from secondcoder.reading.documents.flow import BETWEEN
from secondcoder.reading.documents.pdf_layout import paragraphs_of
from secondcoder.reading.documents.pdf_lines import PrintedLine, printed_lines
from secondcoder.reading.files.archive import Archive
from secondcoder.reading.files.numbers import whole_number
from secondcoder.reading.files.xml_tree import child, children

_KINDS = {
    "PictureSelection": "an area of a picture",
    "AudioSelection": "a stretch of sound",
    "VideoSelection": "a stretch of film",
}
_LENGTH = re.compile(r"-?[0-9]{1,7}(?:\.[0-9]{1,9})?")
_CORNERS = ("firstX", "firstY", "secondX", "secondY")


class Areas:
    """What is marked on the pages of one PDF."""

    def __init__(self, element: Element, name: str, archive: Archive) -> None:
        self._name = name
        self._archive = archive
        self._path = element.get("path") or ""
        self._lines: list[PrintedLine] | None = None
        self._heights: tuple[float, ...] = ()
        self._selections = list(children(element, "PDFSelection"))

    @property
    def printed(self) -> str:
        """The text layer of the PDF; empty if it is a scan or not in the project."""
        paragraphs, _ = paragraphs_of(self._read())
        text = BETWEEN.join(one.text for one in paragraphs)
        return text if any(map(str.isalnum, text)) else ""

    def placed(
        self, text: str, stretches: Sequence[Stretch], codes: Mapping[str, str]
    ) -> tuple[tuple[Marked, ...], list[str], list[Discarded]]:
        """Return the marked stretches of the PDF's text, how they were found, and the others.

        ``stretches`` are the selections by position: the same selection counts once.
        """
        left: list[Discarded] = []
        selections = []
        twins = {one.guid: Counter(_codes_of(one.element)) for one in stretches}
        for one in self._selections:
            guid = normal(one.get("guid"))
            if guid in twins and Counter(_codes_of(one)) <= twins[guid]:
                left.append(Discarded("coding", f"in {self._name}", TWICE, codings_in(one)))
            else:
                selections.append(one)
        if not selections:
            return (), [], left
        areas = [_area(one) for one in selections]
        places = place_areas(areas, text, self._read(), self._heights)
        marked = tuple(
            Marked(guid=normal(one.get("guid")), start=place.start, end=place.end, element=one)
            for one, place in zip(selections, places, strict=True)
            if place
        )
        for one, area, place in zip(selections, areas, places, strict=True):
            if place is None:
                left += self._not_placed(one, area, codes)
        return marked, [self._note(selections, places)], left

    def _note(self, selections: list[Element], places: list[Placed | None]) -> str:
        found: Counter[str] = Counter()
        codings: Counter[str] = Counter()
        for one, place in zip(selections, places, strict=True):
            sort = "not placed" if place is None else "certain" if place.certain else "approximate"
            found[sort] += 1
            codings[sort] += codings_in(one)
        sorts = ("certain", "approximate", "not placed")
        parts = [f"{found[sort]:,} {sort} ({codings[sort]:,} codings)" for sort in sorts]
        how = "by the name, page and rectangle of each against the PDF"
        if not self._read():
            how = "by the words that the file holds of each (the PDF is not in it or has no text)"
        return (
            f"{self._name}: {len(selections):,} quotations marked on its pages were sought in its "
            f"text {how}: {', '.join(parts)}. One that is certain begins where its name does, or "
            "goes on from the page before, and ends with the last line of its rectangle. Check the "
            "approximate ones in coding.csv."
        )

    def _not_placed(
        self, selection: Element, area: Area, codes: Mapping[str, str]
    ) -> Iterator[Discarded]:
        page = f", page {area.page}" if area.page >= 0 else ""
        said = f" “{area.name[:40]}”" if area.name else ""
        coded = [codes.get(code, "a code that is not there") for code in _codes_of(selection)]
        what = f"{self._name}{page}{said}"
        reason = "the words under the marked area of the page could not be told"
        for code in coded:
            yield Discarded("coding", f"{what}, {code}", reason)
        if not coded:
            yield Discarded("selection", what, reason)
        yield from left_with([selection], what)

    def _read(self) -> list[PrintedLine]:
        if self._lines is None:
            self._lines = []
            if entry := path_entry(self._path, self._archive):
                try:
                    self._lines, self._heights = printed_lines(
                        self._archive.read(entry), name=self._name
                    )
                except SecondcoderError:
                    self._lines = []  # locked or broken: what was marked on it is listed
        return self._lines


def media_areas(element: Element, name: str, codes: Mapping[str, str]) -> Iterator[Discarded]:
    """Yield lines for what is marked in a picture, sound or film, by code."""
    for kind, words in _KINDS.items():
        selections = list(children(element, kind))
        coded = Counter(code for one in selections for code in _codes_of(one))
        reason = f"it marks {words}, not text"
        for code, number in coded.items():
            shown = codes.get(code, "a code that is not there")
            yield Discarded("coding", f"{name}, {shown}", reason, number)
        bare = sum(not codings_in(one) for one in selections)
        if bare:
            yield Discarded("selection", name, reason, bare)
        yield from left_with(selections, f"{name}, {words}")
    whole = Counter(_codes_of(element))
    yield from left_with(children(element, "Coding"), f"{name} as a whole")
    for code, number in whole.items():
        reason = "the recording or picture as a whole is no text"
        yield Discarded("coding", f"{name}, {codes.get(code, code)}", reason, number)


def _codes_of(element: Element) -> list[str]:
    references = (child(one, "CodeRef") for one in children(element, "Coding"))
    return ["" if one is None else normal(one.get("targetGUID")) for one in references]


def _area(selection: Element) -> Area:
    page = whole_number(selection.get("page") or "")
    box = tuple(
        float(stated)
        for corner in _CORNERS
        if _LENGTH.fullmatch(stated := (selection.get(corner) or "").strip())
    )
    return Area(
        name=selection.get("name") or "",
        words=selection_words(selection),
        page=-1 if page is None else page,
        box=(box[0], box[1], box[2], box[3]) if len(box) == len(_CORNERS) else None,
    )
