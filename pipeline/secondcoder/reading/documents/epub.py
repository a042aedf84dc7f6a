"""EPUB books: their chapters in the order of reading."""

from pathlib import PurePosixPath
from urllib.parse import unquote

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.flow import Paragraph
from secondcoder.reading.documents.html import html_paragraphs
from secondcoder.reading.files.archive import Archive, require_small
from secondcoder.reading.files.xml_tree import child, children, local, parse_xml

_CONTAINER = "META-INF/container.xml"


def epub_paragraphs(data: bytes, *, name: str) -> list[Paragraph]:
    """Return the paragraphs and headings of all chapters."""
    archive = Archive(data, name=name)
    require_small(data, name=name)
    package = _package(archive, name)
    root = parse_xml(archive.read(package), name=f"{name}, {package}")
    files = {
        item.get("id", ""): item.get("href", "")
        for item in children(child(root, "manifest"), "item")
    }
    paragraphs: list[Paragraph] = []
    for reference in children(child(root, "spine"), "itemref"):
        href = unquote(files.get(reference.get("idref", ""), "")).partition("#")[0]
        entry = archive.find((PurePosixPath(package).parent / href).as_posix()) if href else ""
        if entry:
            paragraphs += html_paragraphs(archive.read(entry), name=f"{name}, {entry}")
    return paragraphs


def _package(archive: Archive, name: str) -> str:
    entry = archive.find(_CONTAINER)
    if entry:
        root = parse_xml(archive.read(entry), name=f"{name}, {entry}")
        paths = [one.get("full-path", "") for one in root.iter() if local(one) == "rootfile"]
        found = next((archive.find(path) for path in paths if archive.find(path)), "")
        if found:
            return found
    raise SecondcoderError(
        f"{name}: this is not an EPUB book that can be read",
        hint="Convert it to .html, .odt or .docx and try again; locked books cannot be read.",
    )
