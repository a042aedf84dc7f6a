"""Times of the recording among the words: a table of the ways in which they are noted."""

import re
from dataclasses import dataclass

_FRACTION = r"(?:[.,]\d{1,3}|(?<=:\d\d:\d\d)[:;]\d{2})?"
CLOCK = rf"\d{{1,3}}:\d{{1,2}}(?::\d{{1,2}})?{_FRACTION}"
"""A time of the recording: minutes and seconds, or hours as well, perhaps with a fraction or, as
programs that cut films note it, with the picture within the second."""

_LONG_CLOCK = rf"\d{{1,2}}:\d{{2}}:\d{{2}}{_FRACTION}"
_RANGE = rf"{CLOCK}\s*[-–—]+>?\s*{CLOCK}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One way of noting a time among the words."""

    pattern: str
    seen: str
    example: str


MARKS = (
    Mark(
        pattern=r"#\d{1,2}:\d{2}:\d{2}(?:[-.,:]\d{1,3})?#",
        seen="f4, easytranscript: at the end or the beginning of a turn",
        example="Time was hard. #00:00:44-1#",
    ),
    Mark(
        pattern=rf"\[\s*(?:{_RANGE}|{CLOCK})\s*\]",
        seen="Whisper's ranges; Rev, Trint, Otter inside long turns",
        example="[00:04.000 --> 00:09.000] I liked the garden.",
    ),
    Mark(
        pattern=rf"[<{{]\s*(?:{_RANGE}|{CLOCK})\s*[>}}]",
        seen="Inqscribe, transcripts by hand",
        example="{00:12:03.10} I liked the garden.",
    ),
    Mark(
        pattern=rf"\(\s*(?:{_RANGE}|{_LONG_CLOCK}(?:-\d{{1,3}})?)\s*\)",
        seen="Express Scribe, f4 with round brackets, transcripts by hand",
        example="I liked the garden. (00:12:03)",
    ),
    Mark(
        pattern=rf"^\(\s*{CLOCK}\s*\)|\(\s*{CLOCK}\s*\)$",
        seen="transcripts by hand; inside a line it may be what is said",
        example="(12:03) I liked the garden.",
    ),
    Mark(
        pattern=rf"^{_RANGE}(?=\s)|^{_LONG_CLOCK}(?=\s)|(?<=\s){_LONG_CLOCK}$",
        seen="transcripts by hand, plain text of captions",
        example="00:12:03 I liked the garden.",
    ),
    Mark(
        pattern=rf"(?<=\w)\s+(?:at\s+)?{_LONG_CLOCK}(?=\s*[\])])",
        seen="Rev, GoTranscript: times of what could not be heard",
        example="I liked the [inaudible 00:12:03].",
    ),
)
"""Times among the words; times that are said (“at 10:30 we met”) are none."""

TIME_MARK = re.compile("|".join(f"(?:{mark.pattern})" for mark in MARKS))


def without_time_marks(text: str) -> str:
    """Return a text without the time marks in it, as readers of documents cut them out."""
    return TIME_MARK.sub("", text.strip()).strip()
