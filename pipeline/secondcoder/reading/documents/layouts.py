"""The layouts in which transcripts name their speakers: a table to read and to add to.

Of the usual layouts a label counts wherever its name recurs. The loose ones also occur in prose
and lists; they count only where they carry most of a text (`Layout.share`) and their names recur.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from secondcoder.passages.time_marks import CLOCK
from secondcoder.reading.documents.dates import DATE
from secondcoder.reading.documents.labels import (
    STAMP,
    Label,
    clock,
    is_name,
    is_role,
    lone_time,
    time_of_day,
)
from secondcoder.reading.documents.lines import Line

_BOLD = r"(?:\*{1,2}|_{1,2})?"
_NAME = r"(?P<name>\S[^:：\n\t]{0,58}?)"
_PLAIN = r"(?P<name>[^\W_][\w.'’()-]*(?:\s\(?[^\W_][\w.'’()-]*){0,3}?)"
_CODE = r"(?P<name>[A-Z]{1,4}\d{0,3}[a-z]?)"
_CHAT = (
    rf"[\u200e\u200f]*\[?(?i:{DATE}),?\s+(?:at\s+)?"
    rf"(?P<before>{CLOCK})(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\.?)?\]?\s*(?:[-–]\s*)?"
)
_SPEECH = r"(?=\s|$|[^\W\d]|[\"“‘'(\[…¿¡«-])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way of naming the speaker at the beginning of a line."""

    name: str
    pattern: str
    """Groups: ``name``, and perhaps ``before``, ``after`` or ``inside`` with a time."""
    seen: str
    example: str
    share: float = 0.0
    """Least share of the paragraphs or lines that carry such a label. Not measured."""
    alone: bool = False
    """The label fills its line; the words follow below."""
    sure: bool = False
    """Nothing but a speaker is written so, even once."""


USUAL = (
    Layout(
        name="date, time and colon",
        pattern=rf"{_CHAT}{_NAME}\s*:\s+",
        seen="WhatsApp, Signal",
        example="[3/5/21, 10:12:03] Mary: Yes.",
    ),
    Layout(
        name="time, from and colon",
        pattern=rf"(?P<before>{CLOCK})\s+From\s+{_NAME}(?:\s+to\s+[^:\n]{{1,60}}?)?\s*:(?:\s+|$)",
        seen="chats of Zoom",
        example="10:02:11 From Mary to Everyone: Yes.",
        sure=True,
    ),
    Layout(
        name="colon",
        pattern=rf"(?:>>+\s*|\*(?=[A-Z]{{3}}\s?:)|#(?=[^\W\d]))?{_BOLD}"
        rf"(?:(?P<before>{STAMP})\s*(?:[-–—]\s*)?)?{_BOLD}{_NAME}{_BOLD}"
        rf"\s*(?P<after>{STAMP})?\s*{_BOLD}\s*[:：]{_BOLD}"
        rf"{_SPEECH}\s*(?P<inside>{STAMP}(?=\s|$))?\s*",
        seen="most transcripts by hand; Word, Zoom, Trint, Descript, whisperX, CHAT, broadcasters",
        example="[00:12:03] Mary: Yes.",
    ),
    Layout(
        name="time equals",
        pattern=rf"\*?\s*(?P<before>{STAMP})\s*=\s*{_NAME}\s*[:：]{_SPEECH}\s*",
        seen="Transana, notes of broadcasters",
        example="*1:40 = I1: And then?",
    ),
    Layout(
        name="name and time",
        pattern=rf"{_BOLD}{_NAME}{_BOLD},?\s+(?P<after>{STAMP}){_BOLD}$",
        seen="Otter, Teams, Rev",
        example="Zoë Ångström  0:03",
        alone=True,
    ),
    Layout(
        name="time and name",
        pattern=rf"{_BOLD}(?P<before>{STAMP})\s*[-–—]?\s*{_NAME}{_BOLD}$",
        seen="Sonix, Happy Scribe",
        example="00:00:05 Speaker 1",
        alone=True,
    ),
)
"""Layouts that are trusted as soon as a name recurs, the first that fits."""

TIMED = "time, code and blank"
"""Counts only where a line bears a time, before the code or as a mark that was cut out of it."""

LOOSE = (
    Layout(
        name="bracket",
        pattern=rf"[\[({{<【]\s*{_PLAIN}\s*[\])}}>】]\s*(?P<inside>{STAMP}(?=\s|$))?[:：]?\s*",
        seen="ELAN, EXMARaLDA, interviews on the web",
        example="[Mary] Yes.",
        share=0.5,
    ),
    Layout(
        name="hash",
        pattern=r"#(?P<name>[^\W\d_][\w-]*)#?(?:\s+|$)",
        seen="NVivo auto-coding, f4 templates",
        example="#Mary Yes.",
        share=0.3,
    ),
    Layout(
        name="stamp and text",
        pattern=rf"{_PLAIN}\s*(?P<after>{STAMP})(?:\s+{CLOCK})*\s*[-–—]?\s+(?=\S)",
        seen="Amberscript, ELAN (begin, end and duration), transcripts by hand",
        example="Mary [00:12:03] Yes.",
        share=0.5,
    ),
    Layout(
        name="tab",
        pattern=rf"{_PLAIN}[:：]?\t+\s*(?=\S)",
        seen="Word transcripts with a hanging indent",
        example="JK\tAnd then?",
        share=0.4,
    ),
    Layout(
        name="dash",
        pattern=rf"{_PLAIN}\s*[-–—]+\s+(?=\S)",
        seen="transcripts by hand, newspapers",
        example="Mary – Yes.",
        share=0.5,
    ),
    Layout(
        name="sign",
        pattern=rf"{_PLAIN}\s*[|/>=~;)]+\s+(?=\S)",
        seen="transcripts by hand",
        example="P1 > Yes.",
        share=0.5,
    ),
    Layout(
        name="time, sign and name",
        pattern=rf"(?P<before>{STAMP})\s*[|;–—-]\s*{_PLAIN}\s*[|;–—-]\s+(?=\S)",
        seen="tables copied as text",
        example="00:12:03 | Mary | Yes.",
        share=0.5,
    ),
    Layout(
        name="lower case",
        pattern=r"(?P<name>[^\W\d_][^\W_]*(?:[\s_-]?\d{1,3})?)\s*[:：]\s+(?=\S)",
        seen="chats and transcripts typed in haste",
        example="jane: yes",
        share=0.5,
    ),
    Layout(
        name="full stop",
        pattern=rf"{_CODE}\.\s+(?=\S)",
        seen="court transcripts, oral history",
        example="Q. And then?",
        share=0.5,
    ),
    Layout(
        name="blanks",
        pattern=rf"{_CODE}\s{{2,}}(?=\S)",
        seen="transcripts in columns made with blanks",
        example="INT   And then?",
        share=0.5,
    ),
    Layout(
        name="code and blank",
        pattern=r"(?P<name>[A-Z]{1,3}\d{1,3}|INT|MOD) (?=\S)",
        seen="transcripts by hand",
        example="P1 Yes.",
        share=0.7,
    ),
    Layout(
        name=TIMED,
        pattern=rf"(?:(?P<before>{STAMP})\s+)?(?P<name>[A-Z]{{1,3}}\d{{0,3}}|INTV) (?=\S)",
        seen="transcripts by hand",
        example="00:12:03 JK Yes.",
        share=0.7,
    ),
    Layout(
        name="own line",
        pattern=rf"{_BOLD}{_PLAIN}{_BOLD}\s*[:：]?$",
        seen="Word transcripts, Google Meet",
        example="Judith Keller",
        share=0.3,
        alone=True,
    ),
)
"""Layouts that also occur in prose, in the order in which they are tried."""

BOLD = Layout(
    name="bold",
    pattern=rf"(?:(?P<before>{STAMP})\s*)?{_NAME}\s*(?P<after>{STAMP})?\s*[:：]?",
    seen="Word and Markdown transcripts",
    example="**Mary** Yes.",
    share=0.25,
)
"""Names in bold, alone on their line or before the words; the pattern is for the bold words."""

STAMPED = next(layout for layout in LOOSE if layout.name == "stamp and text")
_AFTER_BOLD = re.compile(rf"\s*(?P<time>{STAMP}(?=\s|$))?\s*(?:[-–—:：|>]+(?=\s))?\s*")
_USUAL = [re.compile(layout.pattern) for layout in USUAL]
_LOOSE = {layout.name: re.compile(layout.pattern) for layout in LOOSE}
_CHAT_LINE = re.compile(_CHAT)
_BOLD_WORDS = re.compile(BOLD.pattern)
_NUMBER = re.compile(r"(?:[(\[]?\d{1,4}[.)\]]?|[•·‣▪●◦–-])\s+(?=[^\W\d_*\[])")
"""A number or bullet before a paragraph."""


def read_label(line: str) -> Label | None:
    """Return the label of a usual layout that a line begins with, if a name could stand there."""
    number = _NUMBER.match(line)
    for pattern, layout in zip(_USUAL, USUAL, strict=True):
        match = pattern.fullmatch(line) if layout.alone else pattern.match(line)
        label = None if match is None else _label(match)
        if label is not None and match is not None:
            half = match.groupdict().get("half", "-")
            time = label.time if half == "-" else time_of_day(match["before"], half or "")
            return replace(label, sure=layout.sure, time=time)
    bare = line.strip("*_ ")
    if is_role(bare) and len(bare) > 4 and not bare.isdigit():
        return Label(bare, "", len(line))
    if number and (label := read_label(line[number.end() :])):
        return replace(label, length=label.length + number.end())
    return None


def is_chat_line(line: str) -> bool:
    """Say whether a line begins as a message of a chat does: with date and time of the day."""
    return _CHAT_LINE.match(line) is not None


def usual_labels(text: str, lines: Sequence[Line]) -> list[Label | None]:
    """Return the label of each line; a name alone below a time range (Teams) is one."""
    labels: list[Label | None] = []
    above = ""
    for line in lines:
        words = text[line.start : line.end]
        named = read_label(f"{words}:") if "-->" in above and lone_time(above) else None
        label = replace(named, length=len(words)) if named else read_label(words)
        labels.append(None if line.heading else label)
        above = words
    return labels


def loose_labels(text: str, lines: Sequence[Line], layout: Layout) -> list[Label | None]:
    """Return the label of each line in one loose layout."""
    read = _bold_label if layout is BOLD else _loose_label
    return [None if line.heading else read(text, line, layout) for line in lines]


def _loose_label(text: str, line: Line, layout: Layout) -> Label | None:
    words = text[line.start : line.end]
    pattern = _LOOSE[layout.name]
    number = _NUMBER.match(words)
    first = number.end() if number and not pattern.match(words) else 0
    match = pattern.fullmatch(words, first) if layout.alone else pattern.match(words, first)
    if match is None or (layout.name == TIMED and not (match["before"] or line.time)):
        return None
    if layout.name == "lower case":
        return Label(match["name"], line.time, match.end())
    found = _label(match)
    return replace(found, time=found.time or line.time) if found else None


def _bold_label(text: str, line: Line, _: Layout) -> Label | None:
    if not line.bold:
        return None
    bold = text[line.start : line.start + line.bold].strip().strip("*_").strip()
    match = _BOLD_WORDS.fullmatch(bold)
    label = _label(match) if match else None
    if label is None:
        return None
    rest = _AFTER_BOLD.match(text, line.start + line.bold, line.end)
    time = rest["time"] if rest and rest["time"] else ""
    end = rest.end() if rest else line.start + line.bold
    return Label(label.name, label.time or clock(time) or line.time, end - line.start)


def _label(match: re.Match[str]) -> Label | None:
    name = match["name"].strip(" *_-–—")
    if len(name) > 2 and (name[0], name[-1]) in {("[", "]"), ("{", "}"), ("(", ")"), ("【", "】")}:
        name = name[1:-1].strip()
    groups, name = match.groupdict(), name.strip("#")
    if not is_name(name):
        return None
    time = groups.get("before") or groups.get("after") or groups.get("inside") or ""
    return Label(name, clock(time), match.end())


def is_speaker_like(cell: str) -> bool:
    """Say whether a table's cell could hold a speaker's name."""
    return is_role(cell) or read_label(f"{cell}:") is not None
