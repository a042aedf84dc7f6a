"""Where areas marked on the pages of a PDF stand in its text.

ATLAS.ti keeps of a quotation in a PDF the page, a rectangle and a name, which is the first seventy
characters or so of the words. The printed lines are found in the text one after another; the lines
inside the rectangle say which stretch is meant, and the name where it begins. A quotation over
several pages is one area on each.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from secondcoder.exchange.refi.letters import Letters, letters
from secondcoder.reading.documents.pdf_lines import PrintedLine

_SURE = 12
"""Letters from which a line is sought ahead in the text, and not only where the last one ended."""
_AHEAD, _NEAR = 6_000, 60
"""Letters that a line is sought ahead, and a line of few letters. Not measured; two pages."""
_NAMED = 6
"""Letters of a name that say where it stands."""
_GAP = 40
"""Letters that may stand between two parts of a quotation: a page's number, a running head."""
_SHORTER = 8
"""Characters by which a name is shorter than the longest before it is the whole quotation."""
_CUT = 40
"""Characters of the longest name from which names are taken to be cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A marked area as its file states it; ``page`` is -1 and the box empty if not stated."""

    name: str
    words: str
    """All its words, where the file holds them."""
    page: int
    box: tuple[float, float, float, float] | None
    """Two corners: x, y, x, y, in points."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A stretch of the text, and on what grounds it is meant."""

    start: int
    end: int
    certain: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """How a program counts pages and heights."""

    first: int
    """The number of the first page."""
    down: bool
    """Heights count from the top of the page."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line and where its letters stand in the text."""

    printed: PrintedLine
    start: int
    end: int


def place_areas(
    areas: Sequence[Area], text: str, lines: Sequence[PrintedLine], heights: Sequence[float]
) -> list[Placed | None]:
    """Return the stretch of each area, ``None`` where it cannot be told.

    ``lines`` and ``heights`` (of pages, in points) are those of the PDF; none if it is not there.
    """
    return _Placer(areas, text, lines, heights).places()


class _Placer:
    def __init__(
        self,
        areas: Sequence[Area],
        text: str,
        lines: Sequence[PrintedLine],
        heights: Sequence[float],
    ) -> None:
        self._areas = areas
        self._letters = Letters(text)
        self._heights = heights
        self._pages: dict[int, list[_Line]] = {}
        for line in _aligned(lines, self._letters.all):
            self._pages.setdefault(line.printed.page, []).append(line)
        longest = max((len(area.name) for area in areas), default=0)
        self._whole = longest - _SHORTER if longest >= _CUT else 0
        """Characters below which a name is the whole quotation."""
        self._way = self._recognised()
        self._ends: dict[tuple[str, int], int] = {}
        """Where the part of a quotation ended, by name and page."""

    def places(self) -> list[Placed | None]:
        """Return the stretch of each area; parts of one quotation in the order of their pages."""
        order = sorted(range(len(self._areas)), key=lambda at: self._areas[at].page)
        found = {at: self._place(self._areas[at]) for at in order}
        return [found[at] for at in range(len(self._areas))]

    def _place(self, area: Area) -> Placed | None:
        inside = self._inside(area, self._way) if self._way else []
        if area.words:
            return self._by_words(area, inside)
        name = letters(area.name)
        if inside:
            return self._by_area(area, name, inside)
        hits = self._letters.finds(name) if len(name) >= _NAMED else []
        if len(hits) != 1:
            return None
        whole = len(area.name) < self._whole
        return self._stretch(hits[0], hits[0] + len(name), certain=whole, words=area.name)

    def _by_words(self, area: Area, inside: Sequence[_Line]) -> Placed | None:
        words = letters(area.words)
        hits = self._letters.finds(words) if words else []
        if not hits:
            return None
        near = inside[0].start if inside else hits[0]
        start = min(hits, key=lambda hit: abs(hit - near))
        sure = len(hits) == 1 or bool(inside)
        return self._stretch(start, start + len(words), certain=sure, words=area.words)

    def _by_area(self, area: Area, name: str, inside: Sequence[_Line]) -> Placed:
        start, end = inside[0].start, max(line.end for line in inside)
        together = sum(line.end - line.start for line in inside) >= 0.8 * (end - start)
        hits = self._letters.finds(name) if len(name) >= _NAMED else []
        here = [hit for hit in hits if start <= hit < inside[0].end]
        if here and len(area.name) < self._whole:
            sure = len(here) == 1
            return self._stretch(here[0], here[0] + len(name), certain=sure, words=area.name)
        before = self._ends.get((area.name, area.page - 1))
        goes_on = before is not None and 0 <= start - before <= _GAP
        certain = together and bool(here or goes_on)
        if here and not goes_on:
            start = here[0]
        elif not goes_on:
            start = max((hit for hit in hits if self._top(area) <= hit < start), default=start)
        self._ends[area.name, area.page] = end
        return self._stretch(start, end, certain=certain)

    def _top(self, area: Area) -> int:
        """Return where the page before an area's begins: a quotation's first part may lack."""
        page = area.page - (self._way.first if self._way else 0)
        return min(
            (line.start for line in self._pages.get(page - 1, [])), default=len(self._letters.all)
        )

    def _stretch(self, start: int, end: int, *, certain: bool, words: str | None = None) -> Placed:
        return Placed(*self._letters.stretch(start, end, words), certain)

    def _recognised(self) -> _Way | None:
        """Return the way of counting under which most names begin in their areas' first lines."""
        named = [area for area in self._areas if len(letters(area.name)) >= _NAMED and area.box]
        votes: Counter[_Way] = Counter()
        for first, down in product((0, 1), (False, True)):
            way = _Way(first, down)
            for area in named:
                inside = self._inside(area, way)
                sought = letters(area.name)[:20]
                if inside and sought in self._letters.all[inside[0].start : inside[0].end + 20]:
                    votes[way] += 1
        return votes.most_common(1)[0][0] if votes else None

    def _inside(self, area: Area, way: _Way) -> list[_Line]:
        """Return the lines whose middle lies in an area, in the order of the text."""
        page = area.page - way.first
        if area.box is None or not 0 <= page < len(self._heights):
            return []
        left, right = sorted(area.box[0::2])
        low, high = sorted(area.box[1::2])
        if way.down:
            low, high = self._heights[page] - high, self._heights[page] - low
        found = [
            line
            for line in self._pages.get(page, [])
            if low <= line.printed.y + 0.3 * line.printed.size <= high
            and line.printed.x <= right
            and line.printed.x + 0.45 * line.printed.size * len(line.printed.text) >= left
        ]
        return sorted(found, key=lambda line: line.start)


def _aligned(lines: Sequence[PrintedLine], text: str) -> list[_Line]:
    """Return the lines that are found in the text, sought one after another."""
    found: list[_Line] = []
    cursor = 0
    for line in lines:
        sought = letters(line.text)
        if not sought:
            continue
        reach = _AHEAD if len(sought) >= _SURE else _NEAR
        start = text.find(sought, cursor, cursor + reach + len(sought))
        if start < 0 and len(sought) >= _SURE:
            start = text.rfind(sought, max(0, cursor - _AHEAD), cursor)
            if start < 0 and text.count(sought) == 1:
                start = text.find(sought)
        if start >= 0:
            cursor = start + len(sought)
            found.append(_Line(line, start, cursor))
    return found
