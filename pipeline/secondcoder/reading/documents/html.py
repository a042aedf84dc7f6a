"""HTML: the words a reader sees, paragraph by paragraph."""

import re
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
        self._parts: list[str] = []

    def open(self, tag: str, text: str) -> None:
        """Begin an element; a block ends the paragraph before it."""
        if _BLOCK.fullmatch(tag):
            self._end(heading=False)
        self.add("\x0b" if tag == "br" else "")
        self.add(text)

    def close(self, tag: str) -> None:
        """End an element; a block ends the paragraph in it."""
        if _BLOCK.fullmatch(tag):
            self._end(heading=tag in _HEADINGS)

    def add(self, text: str) -> None:
        """Add words."""
        self._parts.append(text)

    def _end(self, *, heading: bool) -> None:
        lines = ("".join(self._parts)).split("\x0b")
        text = normalise("\n".join(" ".join(line.split()) for line in lines)).strip()
        if text:
            self.paragraphs.append(Paragraph(text, heading))
        self._parts = []


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
