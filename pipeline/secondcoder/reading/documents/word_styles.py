"""What stands out in a Word file's paragraphs: bold, italics, underlines, colours."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from secondcoder.reading.documents.flow import leading

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}pPr", f"{W}rPr"})
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARKS = (f"{W}b", f"{W}i", f"{W}u")
_OFF = frozenset({"0", "false", "none", "off"})
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}")
COLOURED = 64
"""Of 255, how far red, green and blue lie apart in a colour; the darkest blue of Word's palette
(1F3864) has 69, grey none. Not measured."""


@dataclass(frozen=True, slots=True)
class Styles:
    """A file's styles: their names, and which of them make their words stand out."""

    names: dict[str, str]
    outstanding: frozenset[str]


def styles_of(styles: Mapping[str, tuple[str, Any]]) -> Styles:
    """Return the styles of a Word file from their names and elements by id."""
    names = {identity: name for identity, (name, _) in styles.items()}
    elements = {identity: element for identity, (_, element) in styles.items()}
    own = {identity: _marked(element.find(f"{W}rPr")) for identity, element in elements.items()}
    based = {
        identity: base.get(f"{W}val", "")
        for identity, element in elements.items()
        if (base := element.find(f"{W}basedOn")) is not None
    }
    return Styles(names, frozenset(name for name in names if _inherits(name, own, based)))


def _inherits(style: str, own: dict[str, bool | None], based: dict[str, str]) -> bool:
    """Say whether a style or one that it is based on marks its words; loops end."""
    seen: set[str] = set()
    while style and style not in seen:
        marked = own.get(style)
        if marked is not None:
            return marked
        seen.add(style)
        style = based.get(style, "")
    return False


def outstanding(paragraph: Any, styles: Styles) -> tuple[int, ...]:
    """Return how many characters at the beginning of each line stand out."""
    pieces: list[list[tuple[str, bool]]] = [[]]
    style = paragraph_style(paragraph)
    for text, marked in _pieces(paragraph, styles, style in styles.outstanding):
        first, *others = text.split("\n")
        pieces[-1].append((first, marked))
        pieces += [[(line, marked)] for line in others]
    return tuple(leading(line) for line in pieces)


def paragraph_style(paragraph: Any) -> str:
    """Return the id of a paragraph's style; empty if it names none."""
    return _style(paragraph.find(f"{W}pPr"), f"{W}pStyle")


def _pieces(element: Any, styles: Styles, marked: bool) -> Iterator[tuple[str, bool]]:
    own = marked
    if element.tag == f"{W}r":
        properties = element.find(f"{W}rPr")
        stated = _marked(properties)
        if stated is None and _style(properties, f"{W}rStyle") in styles.outstanding:
            stated = True
        own = marked if stated is None else stated
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or "", own
        elif child.tag in BREAKS:
            yield BREAKS[child.tag], own
        elif child.tag not in UNSEEN and child.tag != FALLBACK:
            yield from _pieces(child, styles, own)


def _marked(properties: Any) -> bool | None:
    """Return whether run properties mark the words; ``None`` if they say nothing of it."""
    found = [] if properties is None else [properties.find(mark) for mark in _MARKS]
    stated = [mark.get(f"{W}val", "1") not in _OFF for mark in found if mark is not None]
    coloured = properties is not None and _is_coloured(_style(properties, f"{W}color"))
    return any(stated) or coloured if stated or coloured else None


def _is_coloured(colour: str) -> bool:
    """Say whether a colour, as ``RRGGBB``, is one: no black, grey or white."""
    if not _COLOUR.fullmatch(colour):
        return False
    parts = [int(colour[place : place + 2], 16) for place in (0, 2, 4)]
    return max(parts) - min(parts) >= COLOURED


def _style(properties: Any, tag: str) -> str:
    element = None if properties is None else properties.find(tag)
    return "" if element is None else str(element.get(f"{W}val", ""))
