"""Texts with layout, each by the reader of its kind: PDF, ODT, RTF, HTML, EPUB."""

from collections.abc import Callable
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.epub import epub_paragraphs
from secondcoder.reading.documents.flow import Paragraph, lay_out
from secondcoder.reading.documents.html import html_paragraphs
from secondcoder.reading.documents.lines import plain_lines
from secondcoder.reading.documents.odt import odt_paragraphs
from secondcoder.reading.documents.pdf import pdf_text
from secondcoder.reading.documents.reader import Read, text_document
from secondcoder.reading.documents.roles import NOTHING_TOLD, Told
from secondcoder.reading.documents.rtf import rtf_text
from secondcoder.reading.files.text import decode, read_bytes

_PARAGRAPHS: dict[str, Callable[..., list[Paragraph]]] = {
    ".odt": odt_paragraphs,
    ".html": html_paragraphs,
    ".htm": html_paragraphs,
    ".epub": epub_paragraphs,
}
_TEXTS: dict[str, Callable[..., str]] = {".pdf": pdf_text, ".rtf": rtf_text}
RICH_SUFFIXES = frozenset({*_PARAGRAPHS, *_TEXTS})


def read_rich(
    path: Path, *, source: str, told: Told = NOTHING_TOLD, encoding: str | None = None
) -> Read:
    """Read a file with layout as a transcript, if it is one, or by paragraphs."""
    suffix = path.suffix.lower()
    data = read_bytes(path, name=source)
    if encoding and suffix in {".html", ".htm"}:
        data = decode(data, name=source, encoding=encoding).encode()
    if suffix in _TEXTS:
        text = _TEXTS[suffix](data, name=source)
        lines = plain_lines(text)
    else:
        text, lines = lay_out(_PARAGRAPHS[suffix](data, name=source))
    if not text.strip():
        raise SecondcoderError(
            f"{source}: there is no text in this file",
            hint="Check the file, or leave it out of [[documents]].",
        )
    return text_document(
        text,
        lines,
        stem=path.stem,
        source=source,
        told=told,
        guess_headings=suffix in _TEXTS,
    )
