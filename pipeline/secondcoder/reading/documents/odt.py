"""OpenDocument texts (ODT): paragraphs and headings, without notes and tracked deletions."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.flow import Paragraph
from secondcoder.reading.files.archive import Archive, require_small
from secondcoder.reading.files.numbers import whole_number
from secondcoder.reading.files.text import normalise
from secondcoder.reading.files.xml_tree import child, local, parse_xml

_UNSEEN = frozenset(
    {"annotation", "note", "tracked-changes", "deletion", "bibliography-mark", "ruby-text"}
)
_MOST_BLANKS = 1_000
"""Blanks that one mark may stand for, against hostile files. Not measured."""


def odt_paragraphs(data: bytes, *, name: str) -> list[Paragraph]:
    """Return the paragraphs and headings of a text document."""
    archive = Archive(data, name=name)
    require_small(data, name=name)
    entry = archive.find("content.xml")
    body = child(parse_xml(archive.read(entry), name=name), "body") if entry else None
    text = child(body, "text")
    if text is None:
        raise SecondcoderError(
            f"{name}: this is not an OpenDocument text",
            hint="Save it as .odt or .docx from your word processor and try again.",
        )
    return list(_paragraphs(text))


def _paragraphs(parent: Element) -> Iterator[Paragraph]:
    for element in parent:
        kind = local(element)
        if kind in {"p", "h"}:
            yield Paragraph(normalise("".join(_words(element))), kind == "h")
        elif kind not in _UNSEEN:
            yield from _paragraphs(element)


def _words(element: Element) -> Iterator[str]:
    yield _blanks(element.text)
    for one in element:
        kind = local(one)
        if kind == "s":
            stated = next((v for k, v in one.attrib.items() if k.endswith("}c")), "1")
            yield " " * min(whole_number(stated) or 1, _MOST_BLANKS)
        elif kind in {"tab", "line-break"}:
            yield "\t" if kind == "tab" else "\n"
        elif kind not in _UNSEEN:
            yield from _words(one)
        yield _blanks(one.tail)


def _blanks(text: str | None) -> str:
    """Return a run of blanks as one, as the format says."""
    if not text:
        return ""
    inner = " ".join(text.split())
    return " " * text[0].isspace() + inner + " " * (text[-1].isspace() and bool(inner))
