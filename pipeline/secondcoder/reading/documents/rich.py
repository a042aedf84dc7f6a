"""Texts with layout, each by the reader of its kind: PDF, ODT, RTF, HTML, EPUB, oTranscribe."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.account import LeftOut
from secondcoder.reading.documents.epub import epub_paragraphs
from secondcoder.reading.documents.flow import Paragraph, lay_out
from secondcoder.reading.documents.html import html_paragraphs
from secondcoder.reading.documents.odt import odt_paragraphs
from secondcoder.reading.documents.otranscribe import otranscribe_paragraphs
from secondcoder.reading.documents.pdf import read_pdf
from secondcoder.reading.documents.reader import Read, text_document
from secondcoder.reading.documents.roles import NOTHING_TOLD, Told
from secondcoder.reading.documents.rtf import rtf_lines
from secondcoder.reading.files.text import decode, read_bytes
from secondcoder.records.study import Notice

_PARAGRAPHS: dict[str, Callable[..., list[Paragraph]]] = {
    ".odt": odt_paragraphs,
    ".html": html_paragraphs,
    ".htm": html_paragraphs,
    ".epub": epub_paragraphs,
    ".otr": otranscribe_paragraphs,
}
_GUESSED = frozenset({".pdf", ".rtf"})
"""Forms that do not say which paragraphs are headings."""
RICH_SUFFIXES = frozenset({*_PARAGRAPHS, *_GUESSED})
RUNNING = "running header or footer"
_MOST_SHOWN = 3


def read_rich(
    path: Path, *, source: str, told: Told = NOTHING_TOLD, encoding: str | None = None
) -> Read:
    """Read a file with layout as a transcript, if it is one, or by paragraphs."""
    suffix = path.suffix.lower()
    data = read_bytes(path, name=source)
    if encoding and suffix in {".html", ".htm"}:
        data = decode(data, name=source, encoding=encoding).encode()
    dropped: Sequence[str] = ()
    if suffix == ".rtf":
        text, lines = rtf_lines(data, name=source)
    elif suffix == ".pdf":
        found = read_pdf(data, name=source)
        dropped = found.dropped
        text, lines = lay_out(found.paragraphs)
    else:
        text, lines = lay_out(_PARAGRAPHS[suffix](data, name=source))
    if not text.strip():
        raise SecondcoderError(
            f"{source}: there is no text in this file",
            hint="Check the file, or leave it out of [[documents]].",
        )
    read = text_document(
        text,
        lines,
        stem=path.stem,
        source=source,
        told=told,
        guess_headings=suffix in _GUESSED,
    )
    return _with_dropped(read, dropped, source) if dropped else read


def _with_dropped(read: Read, dropped: Sequence[str], source: str) -> Read:
    """Return the document with an account of the running headers and footers left out."""
    texts = list(dict.fromkeys(dropped))
    shown = "; ".join(f"“{text[:60]}”" for text in texts[:_MOST_SHOWN])
    more = ", …" if len(texts) > _MOST_SHOWN else ""
    message = f"{len(dropped)} running headers and footers were left out: {shown}{more}"
    return replace(
        read,
        left_out=(*read.left_out, *(LeftOut(RUNNING, text) for text in dropped)),
        notices=(*read.notices, Notice("left out", message, source)),
    )
