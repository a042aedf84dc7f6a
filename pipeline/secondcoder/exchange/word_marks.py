"""What is marked in a Word file: comments, highlights and coloured words."""

from collections import Counter
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import UNKNOWN_CODER
from secondcoder.exchange.refi.stamps import date_of
from secondcoder.exchange.text_map import TextMap
from secondcoder.reading.files.archive import Archive
from secondcoder.reading.files.xml_tree import children, local, parse_xml

_RANGES = {"commentRangeStart": "starts", "commentRangeEnd": "ends"}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNSEEN = frozenset({"del", "moveFrom", "pPr", "rPr", "instrText", "Fallback"})
_PLAIN = frozenset({"", "auto", "none", "000000", "ffffff", "clear"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment; ``reply`` says that it answers another, ``resolved`` that it was done with."""

    author: str
    text: str
    reply: bool
    resolved: bool
    date: str
    """In ISO 8601; empty if not stated."""


@dataclass(slots=True, kw_only=True)
class Shown:
    """The words of a Word file one after another, and what is marked in them."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    """Where each comment begins and ends, by its id."""
    colours: Counter[str] = field(default_factory=Counter)
    """How many stretches stand out in each colour."""
    last: str = ""

    def add(self, text: str, colour: str | None = None) -> None:
        """Add words, in a colour or in none."""
        self.parts.append(text)
        self.length += len(text)
        if colour is not None and text.strip():
            self.colours[colour] += bool(colour) and colour != self.last
            self.last = colour


def shown_words(archive: Archive) -> Shown:
    """Return the words of a Word file; none if it has no body."""
    shown = Shown()
    body = part_of(archive, "document.xml")
    if body is not None:
        _walk(body, shown, "")
    shown.colours = +shown.colours
    return shown


def part_of(archive: Archive, name: str) -> Element | None:
    """Return a part of a Word file, if it has one of that name."""
    entry = archive.find(f"word/{name}") or archive.find_base(name)
    return parse_xml(archive.read(entry), name=f"{archive.name}, {entry}") if entry else None


def value_of(element: Element, name: str) -> str:
    """Return an attribute, whatever its namespace."""
    return next((value for key, value in element.items() if key.rsplit("}", 1)[-1] == name), "")


def comments_of(archive: Archive) -> dict[str, Comment]:
    """Return the comments by their id."""
    root = part_of(archive, "comments.xml")
    threads = part_of(archive, "commentsExtended.xml")
    thread = list(threads) if threads is not None else []
    replies = {value_of(one, "paraId") for one in thread if value_of(one, "paraIdParent")}
    done = {value_of(one, "paraId") for one in thread if value_of(one, "done") in {"1", "true"}}
    found: dict[str, Comment] = {}
    for comment in children(root, "comment"):
        paragraphs = [one for one in comment.iter() if local(one) == "p"]
        lines = []
        for paragraph in paragraphs:
            words = Shown()
            _walk(paragraph, words, "")
            lines.append("".join(words.parts).strip())
        found[value_of(comment, "id")] = Comment(
            author=value_of(comment, "author").strip() or UNKNOWN_CODER,
            text=TextMap("\n".join(filter(None, lines))).text,
            reply=any(value_of(one, "paraId") in replies for one in paragraphs),
            date=date_of(value_of(comment, "date")),
            resolved=any(value_of(one, "paraId") in done for one in paragraphs),
        )
    return found


def notes_of(archive: Archive) -> dict[str, int]:
    """Return how many footnotes and endnotes hold words."""
    found = {}
    for kind in ("footnote", "endnote"):
        notes = children(part_of(archive, f"{kind}s.xml"), kind)
        number = sum(
            any(local(word) == "t" and (word.text or "").strip() for word in note.iter())
            for note in notes
        )
        if number:
            found[kind] = number
    return found


def _walk(element: Element, shown: Shown, colour: str) -> None:
    """Add the words below an element, and where comments begin and end."""
    for one in element:
        kind = local(one)
        if kind in _RANGES:
            getattr(shown, _RANGES[kind])[value_of(one, "id")] = shown.length
        elif kind == "t":
            shown.add(one.text or "", colour)
        elif kind in _BREAKS:
            shown.add(_BREAKS[kind])
        elif kind in _UNSEEN:
            _mark_ranges(one, shown)
        else:
            _walk(one, shown, _colour(one) if kind == "r" else colour)
            if kind == "p":
                shown.add("\n")


def _mark_ranges(unseen: Element, shown: Shown) -> None:
    """Take the ends of comments that lie in words that are not seen, such as deleted ones."""
    for one in unseen.iter():
        if local(one) in _RANGES:
            getattr(shown, _RANGES[local(one)])[value_of(one, "id")] = shown.length


def _colour(run: Element) -> str:
    """Return how a run stands out by colour, in words; empty if it does not."""
    for properties in children(run, "rPr"):
        for kind, attribute, words in (
            ("highlight", "val", "highlighted {}"),
            ("shd", "fill", "shaded {}"),
            ("color", "val", "words in {}"),
        ):
            for one in children(properties, kind):
                value = value_of(one, attribute)
                if value.casefold() not in _PLAIN:
                    return words.format(value)
    return ""
