"""Printed lines to paragraphs: running headers dropped, lines rejoined, headings told by size."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from secondcoder.passages.paragraphs import count_words, ends_sentence
from secondcoder.reading.documents.flow import Paragraph
from secondcoder.reading.documents.layouts import read_label
from secondcoder.reading.documents.pdf_lines import PrintedLine

EDGE = 2
"""Lines at the top and at the bottom of a page that can be running headers and footers."""
RECURS = 0.4
"""Share of the pages on which such a line must stand, at the same height: books have one header
on left pages and another on right ones."""
SAME_HEIGHT = 3.0
"""Points between heights that count as the same."""
LARGER = 1.12
"""A heading's letters are this much larger than the text's, at least."""
GAP = 1.35
"""Between paragraphs the distance is this much more than between lines, at least."""
FULL = 0.75
"""A line that would pass this share of the width with the next word goes on in the next line.
These four were set on files printed by Chromium and by TeX; print is not fully even."""
LONGEST_HEADING = 20
_ITEM = re.compile(r"(?:[•●▪◦‣–*-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S")
_CONJUNCTIONS = frozenset("and or to und oder bis et ou y o u e och eller og en of".split())
"""What follows a hyphen that stays, as in pre- and post-war."""
_DIGITS = re.compile(r"\d+")
_HYPHEN = re.compile(r"[^\W\d_][-\u2010\u00ad]$")


@dataclass(frozen=True, slots=True)
class Look:
    """What most of the text looks like."""

    size: float
    leading: float
    """Distance from line to line."""
    left: float
    width: int
    """Characters of a full line."""


def paragraphs_of(lines: Sequence[PrintedLine]) -> tuple[list[Paragraph], list[str]]:
    """Return paragraphs and headings in order, and the running headers and footers dropped."""
    if not lines:
        return [], []
    look = _look(lines)
    running = _running(lines, look)
    kept = [line for place, line in enumerate(lines) if place not in running]
    dropped = [line.text for place, line in enumerate(lines) if place in running]
    if not kept:
        kept, dropped = list(lines), []
    names = _names(kept)
    words = Counter(word.casefold() for line in kept for word in re.findall(r"[\w-]+", line.text))
    groups: list[list[PrintedLine]] = [[kept[0]]]
    for one, two in pairwise(kept):
        if _goes_on(one, two, look, names):
            groups[-1].append(two)
        else:
            groups.append([two])
    return [_paragraph(group, look, words) for group in groups], dropped


def _look(lines: Sequence[PrintedLine]) -> Look:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(2 * line.size) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) <= 0.5]
    steps = [
        round(2 * (one.y - two.y)) / 2
        for one, two in pairwise(body)
        if one.page == two.page and 0.8 * size <= one.y - two.y <= 4 * size
    ]
    counted = Counter(steps)
    usual = [step for step, count in counted.items() if count >= len(steps) / 10]
    lefts = Counter(round(line.x) for line in body)
    lengths = sorted(len(line.text) for line in body)
    return Look(
        size=size,
        leading=min(usual, default=1.2 * size),
        left=float(lefts.most_common(1)[0][0]),
        width=lengths[int(0.95 * (len(lengths) - 1))],
    )


def _running(lines: Sequence[PrintedLine], look: Look) -> set[int]:
    """Return the places of lines that recur at the top or bottom of pages, at one height."""
    pages: defaultdict[int, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        pages[line.page].append(place)
    found: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for places in pages.values():
        ordered = sorted(places, key=lambda place: -lines[place].y)
        for place in {*ordered[:EDGE], *ordered[-EDGE:]}:
            line = lines[place]
            if line.size < LARGER * look.size and _stands_off(place, ordered, lines, look):
                height = round(line.y / SAME_HEIGHT)
                found[_without_number(line.text, len(pages)), height].add(place)
    most = max(2, RECURS * len(pages))
    return {
        place
        for (text, height), _ in found.items()
        for near in (found[text, height] | found.get((text, height + 1), set()),)
        if len({lines[place].page for place in near}) >= most
        for place in near
    }


def _stands_off(
    place: int, ordered: Sequence[int], lines: Sequence[PrintedLine], look: Look
) -> bool:
    """Say whether a gap lies between a line at an edge and the text; the outermost may be short."""
    at = ordered.index(place)
    inner = ordered[at + 1 : at + 2] if 2 * at < len(ordered) else ordered[at - 1 : at]
    gap = all(abs(lines[place].y - lines[one].y) > GAP * look.leading for one in inner)
    outermost = at in {0, len(ordered) - 1}
    return gap or (outermost and len(lines[place].text) <= FULL * look.width)


def _without_number(text: str, pages: int) -> str:
    """Return a line without page numbers; two pages with a number are no sign of a header."""
    bare = _DIGITS.sub("#", text.casefold())
    return bare if pages > 2 or not any(map(str.isalpha, bare)) else text.casefold()


def _names(lines: Sequence[PrintedLine]) -> set[str]:
    """Return the names before a colon that recur: whoever speaks begins a paragraph."""
    labels = [label.name for line in lines if (label := read_label(line.text))]
    return {name for name, count in Counter(labels).items() if count > 1}


def _goes_on(one: PrintedLine, two: PrintedLine, look: Look, names: set[str]) -> bool:
    """Say whether a paragraph goes on from one line to the next."""
    label = read_label(two.text)
    if (label and label.name in names) or _ITEM.match(two.text):
        return False
    if abs(one.size - two.size) > 0.08 * look.size or one.all_bold != two.all_bold:
        return False
    if one.stands_out != two.stands_out and ends_sentence(one.text):
        return False
    if one.page != two.page or one.y < two.y:
        return two.text[:1].islower() and not ends_sentence(one.text)
    return not _apart(one, two, look) and (
        one.size >= LARGER * look.size
        or _HYPHEN.search(one.text) is not None
        or len(one.text) + 1 + len(two.text.split(maxsplit=1)[0]) > FULL * look.width
    )


def _apart(one: PrintedLine, two: PrintedLine, look: Look) -> bool:
    """Say whether a gap or an indent divides two lines of a page."""
    step = one.y - two.y
    indented = abs(two.x - look.left) > 0.8 * look.size and abs(two.x - one.x) > 0.8 * look.size
    leading = look.leading * max(one.size / look.size, 1)
    return step > GAP * leading or (indented and step > 0.5 * look.size)


def _paragraph(group: Sequence[PrintedLine], look: Look, words: Counter[str]) -> Paragraph:
    text = ""
    bold = 0
    for line in group:
        before = len(text)
        text = _joined(text, line.text, words)
        if bold >= before:
            bold = len(text) - len(line.text) + line.bold if line.bold else bold
    heading = group[0].size >= LARGER * look.size and count_words(text) <= LONGEST_HEADING
    return Paragraph(text, heading, () if heading else (bold,))


def _joined(text: str, line: str, words: Counter[str]) -> str:
    """Return two lines as one; a hyphen at the end goes, unless the words are known with it."""
    if not text:
        return line
    if _HYPHEN.search(text) is None or line.split(maxsplit=1)[0].casefold() in _CONJUNCTIONS:
        return f"{text} {line}"
    start = re.findall(r"[\w-]*", text[:-1])[-2].casefold()
    rest = re.findall(r"[\w-]*", line)[0].casefold()
    if text[-1] != "\u00ad" and (
        not line[:1].islower() or words[f"{start}-{rest}"] > words[f"{start}{rest}"]
    ):
        return text + line
    return text[:-1] + line
