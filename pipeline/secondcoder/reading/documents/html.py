"""HTML: the words a reader sees, paragraph by paragraph."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from secondcoder.reading.documents.flow import Paragraph
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.files.text import normalise

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCK = re.compile(
    r"h[1-6]|address|article|aside|blockquote|body|caption|center|d[dlt]|details|dialog|div"
    r"|fieldset|figcaption|figure|footer|form|header|hr|li|main|nav|[ou]l|p|pre|section|summary"
    r"|table|t[dhr]|tbody|tfoot|thead"
)
_MARKS = frozenset({"b", "strong", "i", "em", "u"})
_UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "svg", "math", "select"})


def html_paragraphs(data: bytes, *, name: str) -> list[Paragraph]:
    """Return the paragraphs and headings of a page."""
    root = _parse(data, name=name)
    flow = _Flow()
    from lxml import etree

    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = tag.rsplit("}", 1)[-1].lower()
        hidden = tag in _UNSEEN or not tag
        if event == "start":
            unseen += hidden
            if not unseen:
                flow.open(tag, element.text or "")
        else:
            if not unseen:
                flow.close(tag)
            unseen -= hidden
            if not unseen and element is not root:
                flow.add(element.tail or "")
    flow.close("body")
    return flow.paragraphs


class _Flow:
    """Collects words into paragraphs as elements open and close."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._parts: list[tuple[str, bool]] = []
        self._marks = 0

    def open(self, tag: str, text: str) -> None:
        """Begin an element; a block ends the paragraph before it."""
        if _BLOCK.fullmatch(tag):
            self._end(heading=False)
        self._marks += tag in _MARKS
        self.add("\x0b" if tag == "br" else "")
        self.add(text)

    def close(self, tag: str) -> None:
        """End an element; a block ends the paragraph in it."""
        if _BLOCK.fullmatch(tag):
            self._end(heading=tag in _HEADINGS)
        self._marks = max(self._marks - (tag in _MARKS), 0)

    def add(self, text: str) -> None:
        """Add words."""
        self._parts.append((text, self._marks > 0))

    def _end(self, *, heading: bool) -> None:
        lines: list[list[tuple[str, bool]]] = [[]]
        for part, marked in self._parts:
            first, *others = part.split("\x0b")
            lines[-1].append((first, marked))
            lines += [[(line, marked)] for line in others]
        words = [" ".join("".join(text for text, _ in line).split()) for line in lines]
        text = normalise("\n".join(words))
        if text.strip():
            kept = [place for place, line in enumerate(words) if line]
            words, lines = words[kept[0] : kept[-1] + 1], lines[kept[0] : kept[-1] + 1]
            bold = tuple(map(_leading, lines))
            self.paragraphs.append(Paragraph(normalise("\n".join(words)), heading, bold))
        self._parts = []


def _leading(line: Sequence[tuple[str, bool]]) -> int:
    """Return how many characters stand out at the beginning of a line, runs of blanks as one."""
    first = list(takewhile(lambda piece: piece[1] or not piece[0].strip(), line))
    if not any(marked and text.strip() for text, marked in first):
        return 0
    return len(normalise(" ".join("".join(text for text, _ in first).split())))


def _parse(data: bytes, *, name: str) -> Any:
    from lxml import html

    encoding = "utf-8" if _is_utf8(data) else None
    parser = html.HTMLParser(encoding=encoding, no_network=True, remove_pis=True, huge_tree=False)
    hint = "Open it in a browser and save its text, or save it as HTML again."
    with third_party(name, "this page cannot be read", hint=hint):
        return html.document_fromstring(data, parser=parser)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
