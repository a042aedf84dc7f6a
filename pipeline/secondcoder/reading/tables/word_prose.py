"""A codebook written as prose in Word: names as headings or in bold, what they mean below."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from secondcoder.passages.paragraphs import count_words, many
from secondcoder.reading.documents.word_styles import (
    BREAKS,
    FALLBACK,
    UNSEEN,
    Styles,
    W,
    outstanding,
    paragraph_style,
    styles_of,
)
from secondcoder.reading.files.text import normalise
from secondcoder.reading.files.word_file import open_word
from secondcoder.reading.tables.headings import role_of

LONGEST_NAME = 8
"""Most words of a code's name. Not measured."""
FEWEST = 2
"""Entries from which prose is a codebook; half of them must say what they mean."""
_FIELDS = ("definition", "include", "exclude", "examples")
_FIELD = re.compile(r"(?P<label>[^:：\n]{2,40}?)\s*[:：]\s*(?P<rest>.*)", re.DOTALL)
_NAMED = re.compile(r"(?P<name>[^:：–—\n]{2,60}?)\s*(?:[:：]|\s[–—-])\s+(?P<rest>\S.*)", re.DOTALL)
_NUMBER = re.compile(r"^\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=\S)")
_LEVEL = re.compile(r"heading (\d)")
_USE = {"when to use": "include", "when not to use": "exclude", "do not use": "exclude"}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    level: int
    """Of a heading, from 1; 0 if it is none."""
    bold: int
    """Characters at its beginning that stand out."""


@dataclass(slots=True)
class _Entry:
    path: tuple[str, ...]
    fields: dict[str, list[str]] = field(default_factory=dict)
    role: str = "definition"

    def add(self, text: str) -> None:
        """Add the lines of a paragraph to the fields that they name, or to the running one."""
        for line in map(str.strip, text.split("\n")):
            label = _FIELD.fullmatch(line)
            role = _role(label["label"]) if label else ""
            own = label is not None and role in _FIELDS
            self.role = role if own else self.role
            words = label["rest"] if label and own else line
            if words:
                self.fields.setdefault(self.role, []).append(words)


def prose_rows(data: bytes, *, name: str) -> list[list[str]]:
    """Return the entries of a codebook written as prose as rows under column names, or no rows."""
    entries, _ = _read(data, name=name)
    depth = max((len(entry.path) for entry in entries), default=0)
    used = [key for key in _FIELDS if any(key in entry.fields for entry in entries)]
    levels = ["Code"] if depth == 1 else [f"Level {number}" for number in range(1, depth + 1)]
    rows = [
        [
            *(entry.path if depth == 1 else (_NUMBER.sub("", one) for one in entry.path)),
            *[""] * (depth - len(entry.path)),
            *("\n".join(entry.fields.get(key, ())) for key in used),
        ]
        for entry in entries
    ]
    return [[*levels, *(key.capitalize() for key in used)], *rows] if rows else []


def prose_said(data: bytes, *, name: str) -> list[str]:
    """Return how prose was read as a codebook, and what of it is in no entry."""
    entries, above = _read(data, name=name)
    if not entries:
        return []
    said = [
        f"the codebook is prose; {many(len(entries), 'heading')} or bold names were read as codes"
    ]
    if above:
        shown = "; ".join(f"“{text[:60]}”" for text in above[:3])
        were = "was" if len(above) == 1 else "were"
        said.append(f"{many(len(above), 'paragraph')} above the codes {were} passed over: {shown}")
    return said


def _read(data: bytes, *, name: str) -> tuple[list[_Entry], list[str]]:
    """Return the entries, by the first way of writing names that fits, and what stands above."""
    file = open_word(data, name=name)
    paragraphs = [*_paragraphs(file.body, styles_of(file.styles))]
    for names in (_by_heading, _by_label, _by_bold, _by_bold_begin, _by_colon):
        entries, above = _entries(paragraphs, names)
        told = sum(bool(entry.fields) for entry in entries)
        leaves = [entry for entry in entries if not _is_parent(entry, entries)]
        if len(entries) >= FEWEST and 2 * told >= len(leaves):
            return entries, above
    return [], []


def _is_parent(entry: _Entry, entries: Sequence[_Entry]) -> bool:
    depth = len(entry.path)
    return any(len(e.path) > depth and e.path[:depth] == entry.path for e in entries)


_Named = Callable[[_Paragraph], tuple[int, str, str] | None]
"""Level, name and the rest of a paragraph that begins an entry."""


def _entries(paragraphs: Sequence[_Paragraph], named: _Named) -> tuple[list[_Entry], list[str]]:
    begun = [named(paragraph) for paragraph in paragraphs]
    levels = [one[0] for one in begun if one]
    top = min(levels, default=0)
    title = levels.count(top) == 1 and len(levels) > FEWEST and levels[0] == top
    entries: list[_Entry] = []
    above: list[str] = []
    path: list[tuple[int, str]] = []
    for paragraph, begin in zip(paragraphs, begun, strict=True):
        if begin is None or (title and begin[0] == top):
            (entries[-1].add if entries else above.append)(paragraph.text)
            continue
        level, name, rest = begin
        path = [*((deeper, one) for deeper, one in path if deeper < level), (level, name)]
        entries.append(_Entry(tuple(one for _, one in path)))
        entries[-1].add(rest)
    return entries, above


def _by_heading(paragraph: _Paragraph) -> tuple[int, str, str] | None:
    return (paragraph.level, _name(paragraph.text), "") if paragraph.level else None


def _by_label(paragraph: _Paragraph) -> tuple[int, str, str] | None:
    """Begin an entry with ``Code: Calm``."""
    label = _FIELD.fullmatch(paragraph.text)
    if label is None or _role(label["label"]) != "code":
        return None
    name, _, rest = label["rest"].partition("\n")
    return (1, _name(name), rest) if name.strip() else None


def _by_bold(paragraph: _Paragraph) -> tuple[int, str, str] | None:
    name = _name(paragraph.text[: paragraph.bold])
    return (1, name, "") if _is_name(name) and paragraph.bold >= len(paragraph.text) else None


def _by_bold_begin(paragraph: _Paragraph) -> tuple[int, str, str] | None:
    name = _name(paragraph.text[: paragraph.bold])
    rest = paragraph.text[paragraph.bold :].lstrip(" :：–—-\t\n")
    return (1, name, rest) if _is_name(name) else None


def _by_colon(paragraph: _Paragraph) -> tuple[int, str, str] | None:
    found = _NAMED.fullmatch(paragraph.text)
    name = _name(found["name"]) if found else ""
    return (1, name, found["rest"]) if found and _is_name(name) else None


def _name(text: str) -> str:
    words = " ".join(text.split()).strip(" :：–—-•*")
    label = _FIELD.fullmatch(words)
    if label and _role(label["label"]) == "code":
        words = label["rest"]
    return words


def _is_name(name: str) -> bool:
    return 0 < count_words(name) <= LONGEST_NAME and _role(name) not in _FIELDS


def _role(label: str) -> str:
    bare = label.strip(" *_•-").casefold()
    return _USE.get(bare) or role_of(label.strip(" *_•-"))


def _paragraphs(parent: Any, styles: Styles) -> Iterator[_Paragraph]:
    for child in parent:
        if child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins"}:
            yield from _paragraphs(child, styles)
        elif child.tag == f"{W}p":
            whole = normalise("".join(_pieces(child)))
            style = _LEVEL.match(styles.names.get(paragraph_style(child), "").casefold())
            if whole.strip():
                bold = outstanding(child, styles)
                indent = len(whole) - len(whole.lstrip())
                begin = max(0, (bold[0] if bold else 0) - indent)
                yield _Paragraph(whole.strip(), int(style[1]) if style else 0, begin)


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in UNSEEN and child.tag != FALLBACK:
            yield from _pieces(child)
