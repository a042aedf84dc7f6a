"""Speakers' names set as headings, as in transcripts typed with the styles of a word processor."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from secondcoder.reading.documents.labels import is_metadata, is_name, is_role, speaker_key
from secondcoder.reading.documents.layouts import read_label
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.documents.turns import asks_something

FEWEST, MOSTLY = 4, 0.6
"""Headings that are names, and their share of all headings; also the share of a speaker's turns
that ask, below which names that are no roles may be sections that recur. Not measured."""


def named_headings(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with headings as plain lines where they name the speakers of a talk.

    Sections recur as well (``Context``, ``Outcome`` of every case): unless a name is a role, one
    of them must mostly be followed by a question.
    """
    names = {
        place: name for place, line in enumerate(lines) if (name := _name(line.heading)) is not None
    }
    times = Counter(names.values())
    names = {place: key for place, key in names.items() if times[key] > 1}
    headings = sum(bool(line.heading) for line in lines)
    if len(names) < max(FEWEST, MOSTLY * headings) or len(set(names.values())) < 2:
        return list(lines)
    asked: dict[str, list[bool]] = defaultdict(list)
    for place, key in names.items():
        asked[key].append(_asks_below(text, lines, place))
    roles = any(is_role(lines[place].heading) for place in names)
    if not roles and not any(sum(asks) >= MOSTLY * len(asks) for asks in asked.values()):
        return list(lines)
    return [_plain(text, line) if place in names else line for place, line in enumerate(lines)]


def _plain(text: str, line: Line) -> Line:
    """Return a line that is no heading, without the marks of Markdown around its words."""
    start = text.find(line.heading, line.start, line.end)
    if start < 0:
        return replace(line, heading="")
    return replace(line, heading="", start=start, end=start + len(line.heading), bold=0)


def _name(heading: str) -> str | None:
    """Return the key of the speaker that a heading could name, perhaps with a time."""
    if not heading:
        return None
    label = read_label(heading) or read_label(f"{heading.rstrip(' :')}:")
    name = label.name if label else heading
    named = is_name(name) and not is_metadata(name)
    return speaker_key(name) if named else None


def _asks_below(text: str, lines: Sequence[Line], place: int) -> bool:
    """Say whether a question stands between a heading and the next one."""
    for line in lines[place + 1 :]:
        if line.heading:
            return False
        if asks_something(text[line.start : line.end]):
            return True
    return False
