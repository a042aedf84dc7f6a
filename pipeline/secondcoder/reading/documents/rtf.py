"""Rich text (RTF): its words, a paragraph a line, and what stands out in them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.flow import leading
from secondcoder.reading.documents.lines import Line, plain_lines
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.files.text import normalise

_ON, _OFF = "\x01", "\x02"
"""Signs that no text has: the words after them stand out, or no longer do."""
_SIGN = re.compile(f"([{_ON}{_OFF}])")
_TOKEN = re.compile(r"\\(?P<word>[a-z]{1,32})(?P<value>-?\d{1,10})?[ ]?|\\[^a-z]|[{}]", re.DOTALL)
_MARKS = {"b": "b", "i": "i", "ul": "ul", "ulnone": "ul"}
"""Control words for bold, italics and underlines, and which of them each ends or begins."""


def rtf_text(data: bytes, *, name: str) -> str:
    """Return the text of a rich-text file."""
    return rtf_lines(data, name=name)[0]


def rtf_lines(data: bytes, *, name: str) -> tuple[str, list[Line]]:
    """Return the text of a rich-text file and its lines, with how much of each stands out."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise SecondcoderError(
            f"{name}: this is not a rich-text file (RTF)",
            hint="Save it as .rtf or .docx from your word processor and try again.",
        )
    hint = "Open it in a word processor and save it as .docx."
    source = "".join(_signed(_SIGN.sub("", data.decode("cp1252", "replace"))))
    with third_party(name, "the rich-text file is damaged", hint=hint):
        text: str = rtf_to_text(source, errors="replace")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _lines(normalise(text.replace("\x00", "")))


def _signed(source: str) -> Iterator[str]:
    """Yield the source in parts, with a sign wherever words begin or cease to stand out."""
    marks: frozenset[str] = frozenset()
    groups: list[frozenset[str]] = []
    place = 0
    for token in _TOKEN.finditer(source):
        before = marks
        if token[0] == "{":
            groups.append(marks)
        elif token[0] == "}":
            marks = groups.pop() if groups else frozenset()
        elif token["word"] == "plain":
            marks = frozenset()
        elif mark := _MARKS.get(token["word"] or ""):
            on = token["value"] != "0" and token["word"] != "ulnone"
            marks = marks | {mark} if on else marks - {mark}
        if bool(marks) != bool(before):
            yield source[place : token.end()]
            yield _ON if marks else _OFF
            place = token.end()
    yield source[place:]


def _lines(signed: str) -> tuple[str, list[Line]]:
    text = normalise(_SIGN.sub("", signed))
    out = list(_outstanding(signed))
    begins = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    lines = []
    for line in plain_lines(text):
        bold = out[bisect_right(begins, line.start) - 1]
        lines.append(replace(line, bold=min(bold, line.end - line.start)))
    return text, lines


def _outstanding(signed: str) -> Iterator[int]:
    """Yield how many characters at the beginning of each line, without blanks, stand out."""
    stands_out = False
    for line in signed.split("\n"):
        pieces: list[tuple[str, bool]] = []
        for piece in _SIGN.split(line):
            if _SIGN.fullmatch(piece):
                stands_out = piece == _ON
            elif pieces or piece.strip():
                pieces.append((piece if pieces else piece.lstrip(), stands_out))
        yield leading(pieces)
