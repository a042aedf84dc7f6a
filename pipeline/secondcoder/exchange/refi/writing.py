"""What both writers of REFI-QDA share: elements in schema order, bytes that are the same always."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from secondcoder.exchange.project import ProjectCode

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text with ``\ufffd`` for characters that no XML may hold."""
    return _NOT_XML.sub("\ufffd", text)


def guid_out(guid: str) -> str:
    """Return a GUID as it is written: in upper case."""
    return guid.upper()


def source_path(guid: str) -> str:
    """Return how a text file of the project is referred to."""
    return f"internal://{guid_out(guid)}.txt"


def element(parent: ET.Element | None, tag: str, /, **attributes: str) -> ET.Element:
    """Add an element; attributes without a value are left out."""
    given = {key: clean(value) for key, value in attributes.items() if value}
    return ET.Element(tag, given) if parent is None else ET.SubElement(parent, tag, given)


def text_element(parent: ET.Element, name: str, text: str) -> None:
    """Add an element with text, unless the text is empty."""
    if text:
        ET.SubElement(parent, name).text = clean(text)


def write_codes(
    parent: ET.Element,
    codes: Sequence[ProjectCode],
    note_refs: Mapping[str, Sequence[str]],
) -> None:
    """Add the tree of codes; ``note_refs`` are the notes on each code."""
    below: dict[str, list[ProjectCode]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)

    def add(above: ET.Element, guid: str) -> None:
        for code in below.get(guid, ()):
            made = element(above, "Code", guid=guid_out(code.guid))
            made.set("name", clean(code.name))
            made.set("isCodable", str(code.codable).lower())
            if code.colour:
                made.set("color", code.colour)
            text_element(made, "Description", code.description)
            for note in note_refs.get(code.guid, ()):
                element(made, "NoteRef", targetGUID=guid_out(note))
            add(made, code.guid)

    add(parent, "")


def xml_bytes(root: ET.Element, namespace: str) -> bytes:
    """Return a document of that namespace in UTF-8, indented so that it can be read."""
    root.set("xmlns", namespace)
    _indent(root)
    body = ET.tostring(root, encoding="unicode")
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + body + "\n").encode()


def _indent(node: ET.Element, level: int = 0) -> None:
    """Indent elements that hold elements only; text is never touched."""
    if len(node):
        node.text = "\n" + "  " * (level + 1)
        for place, one in enumerate(node):
            _indent(one, level + 1)
            one.tail = "\n" + "  " * (level + (place < len(node) - 1))
