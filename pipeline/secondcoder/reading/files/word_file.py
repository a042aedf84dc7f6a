"""Word files opened by python-docx: their body and styles as XML, nothing of it lazy."""

import io
from dataclasses import dataclass
from typing import Any

from secondcoder.reading.files.archive import require_small
from secondcoder.reading.files.boundary import third_party


@dataclass(frozen=True, slots=True)
class WordFile:
    """The XML of a Word file (elements of lxml)."""

    body: Any
    styles: dict[str, tuple[str, Any]]
    """Name and element of each style, by its id."""


def open_word(data: bytes, *, name: str) -> WordFile:
    """Open a ``.docx`` file; one that is damaged, locked or too large is refused."""
    import docx

    hint = "Open it in a word processor, remove any password, and save it as .docx again."
    with third_party(name, "this is not a Word file that can be opened", hint=hint):
        require_small(data, name=name)
        document = docx.Document(io.BytesIO(data))
        styles = {
            style.style_id: (style.name or "", style.element)
            for style in document.styles
            if style.style_id
        }
        body = document.element.body
        list(body)  # a file without a body fails here and not later
        return WordFile(body, styles)
