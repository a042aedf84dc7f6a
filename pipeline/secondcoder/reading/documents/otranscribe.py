"""oTranscribe (``.otr``): a page of HTML with times, inside JSON."""

import json

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.flow import Paragraph
from secondcoder.reading.documents.html import html_paragraphs
from secondcoder.reading.files.text import decode


def otranscribe_paragraphs(data: bytes, *, name: str) -> list[Paragraph]:
    """Return the paragraphs of a transcript as oTranscribe saves it."""
    try:
        found = json.loads(decode(data, name=name))
    except (ValueError, RecursionError):
        found = None
    page = found.get("text") if isinstance(found, dict) else None
    if not isinstance(page, str):
        raise SecondcoderError(
            f"{name}: this is not a transcript as oTranscribe saves it",
            hint="Export it from oTranscribe again, as .otr or as Markdown (.md).",
        )
    if not page.strip():
        return []
    return html_paragraphs(page.encode("utf-8", "replace"), name=name)
