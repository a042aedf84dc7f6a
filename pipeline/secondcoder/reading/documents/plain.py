"""Plain texts and Markdown; captions that were saved as ``.txt`` are read as captions."""

import re
from pathlib import Path

from secondcoder.reading.documents.captions import caption_document
from secondcoder.reading.documents.lines import plain_lines
from secondcoder.reading.documents.reader import Read, text_document
from secondcoder.reading.documents.roles import NOTHING_TOLD, Told
from secondcoder.reading.files.text import decode, read_bytes

_CAPTIONS = re.compile(
    r"\s*(?P<vtt>WEBVTT\b)|\s*\d+[ \t]*\n\s*\d{1,2}:\d\d:\d\d[.,]\d{1,3}\s*-->\s*\d{1,2}:\d\d:\d\d"
)


def read_plain(
    path: Path, *, source: str, told: Told = NOTHING_TOLD, encoding: str | None = None
) -> Read:
    """Read a ``.txt`` or ``.md`` file as a transcript, if it is one, or by paragraphs."""
    text = decode(read_bytes(path, name=source), name=source, encoding=encoding)
    captions = _CAPTIONS.match(text)
    if captions is not None:
        form = "vtt" if captions["vtt"] else "srt"
        return caption_document(text, form, stem=path.stem, source=source, told=told)
    markdown = path.suffix.lower() == ".md"
    return text_document(
        text,
        plain_lines(text, markdown=markdown),
        stem=path.stem,
        source=source,
        told=told,
        guess_headings=not markdown,
    )
