"""XML from elsewhere: no document type, no entities, no depth that exhausts memory."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.boundary import third_party

MAX_DEPTH = 200
"""Elements within each other, against hostile files. Not measured."""


class _Shallow(TreeBuilder):
    """Builds a tree of limited depth."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Open an element."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ParseError(f"elements are nested more than {MAX_DEPTH} deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """Close an element."""
        self.depth -= 1
        return super().end(tag)


def parse_xml(data: bytes, *, name: str) -> Element:
    """Return the root element; a document type, an entity or broken XML is refused."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(target=_Shallow(), forbid_dtd=True)
    hint = "Export it again from the other software; it may have broken off."
    with third_party(name, "the XML is broken", hint=hint):
        try:
            parser.feed(data)
            root: Element = parser.close()
        except DefusedXmlException as error:
            raise SecondcoderError(
                f"{name}: the XML declares a document type or entities, which no export does",
                hint="The file may have been made to do harm. Export it again from its software.",
            ) from error
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of these names, whatever their namespace."""
    if element is not None:
        yield from (child for child in element if local(child) in names)


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of a name, if there is one."""
    return next(children(element, name), None)


def child_text(element: Element | None, name: str) -> str:
    """Return the text of the first child of a name; empty if there is none."""
    found = child(element, name)
    return "" if found is None else (found.text or "")
