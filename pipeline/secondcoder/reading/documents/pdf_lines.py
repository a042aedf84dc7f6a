"""The printed lines of a PDF with where they stand on the page, through pypdf."""

import io
import logging
from dataclasses import dataclass, field
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.files.text import normalise

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\x00": ""}
)
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC = ("italic", "oblique", "kursiv")
_Piece = tuple[str, float, float, float, bool, bool]
"""Words, place, size, whether they are bold, and whether they stand out: bold or in italics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line of print; lengths in points, upwards from the lower left corner of its page."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: int
    """How many of its first characters stand out: bold or in italics."""
    all_bold: bool
    """Whether all of it is bold."""

    @property
    def stands_out(self) -> bool:
        """Whether nothing of it is plain."""
        return self.bold >= len(self.text) > 0


def printed_lines(data: bytes, *, name: str) -> tuple[list[PrintedLine], tuple[float, ...]]:
    """Return the lines that hold text, in reading order, and the height of each page in points."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    hint = "Open it in a PDF viewer and print it to a new PDF, or save its text."
    collected: list[_Page] = []
    heights: list[float] = []
    with third_party(name, "this is not a PDF that can be read", hint=hint):
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        for number, page in enumerate([] if locked else reader.pages):
            collected.append(_Page(number))
            heights.append(float(page.mediabox.height))
            page.extract_text(visitor_text=collected[-1].visit)
    if locked:
        raise SecondcoderError(
            f"{name}: the PDF is locked with a password",
            hint="Save it without the password and try again.",
        )
    return [line for page in collected for line in page.lines()], tuple(heights)


@dataclass(slots=True)
class _Page:
    """Collects the pieces of text of a page as the library comes upon them."""

    number: int
    pieces: list[_Piece] = field(default_factory=list)

    def visit(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        """Take a piece; ``cm`` and ``tm`` are the matrices of the page and of the text."""
        if text:
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = abs((tm[3] or tm[1]) * (cm[3] or cm[1])) or 1.0
            face = str((font or {}).get("/BaseFont", "")).casefold()
            bold = any(mark in face for mark in _BOLD)
            out = bold or any(mark in face for mark in _ITALIC)
            self.pieces.append((text, float(x), float(y), float(size or 0) * scale, bold, out))

    def lines(self) -> list[PrintedLine]:
        """Return the lines that the pieces make."""
        made: list[PrintedLine] = []
        line: list[_Piece] = []
        for text, x, y, size, bold, out in self.pieces:
            first, *others = text.split("\n")
            line.append((first, x, y, size, bold, out))
            for other in others:
                made += self._line(line)
                line = [(other, x, y, size, bold, out)]
        return [*made, *self._line(line)]

    def _line(self, pieces: list[_Piece]) -> list[PrintedLine]:
        filled = [piece for piece in pieces if piece[0].strip()]
        text = _clean("".join(piece[0] for piece in pieces))
        if not filled or not text:
            return []
        _, x, y, _, _, begins = filled[0]
        size = max(filled, key=lambda piece: len(piece[0]))[3]
        leading = ""
        for words, *_, out in pieces:
            if not out and words.strip():
                break
            leading += words
        return [
            PrintedLine(
                text=text,
                page=self.number,
                x=x,
                y=y,
                size=size,
                bold=len(_clean(leading)) if begins else 0,
                all_bold=all(bold for *_, bold, _ in filled),
            )
        ]


def _clean(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode().translate(_LIGATURES)
    return " ".join(normalise(whole).split())
