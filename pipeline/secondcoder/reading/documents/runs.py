"""Labelled lines and those that follow them to turns; unlabelled answers apart from questions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from secondcoder.passages.paragraphs import is_aside, is_wrapped
from secondcoder.reading.documents.labels import Label, lone_time, speaker_key
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.documents.turns import Turn, asks_something

MOSTLY = 0.6
"""Share of the labelled turns that ask, and of those that unlabelled words follow, from which one
side of a conversation is unlabelled. Not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The lines of one turn."""

    speaker: str
    lines: tuple[Line, ...]
    """Trimmed; the first without its label."""
    time: str = ""
    heading: str = ""

    def turn(self) -> Turn:
        """Return where the turn lies; its time is that of the label or of a mark inside it."""
        time = self.time or next((line.time for line in self.lines if line.time), "")
        spoken = [line for line in self.lines if line.start < line.end]
        return Turn(
            start=(spoken or self.lines)[0].start,
            end=self.lines[-1].end,
            speaker=self.speaker,
            time=time,
            heading=self.heading,
        )


def line_runs(text: str, lines: Sequence[Line], labels: Sequence[Label | None]) -> Iterator[Run]:
    """Yield labelled lines with the lines that follow them; a heading ends the running turn."""
    names = _first_spelling(labels)
    running: list[Line] = []
    speaker = before = heading = time = pending = ""
    begun = False
    for line, label in zip(lines, labels, strict=True):
        words = text[line.start : line.end]
        aside = label is None and (lone_time(words) or is_aside(words))
        resumes, apart = bool(line.resumes and before), line.apart and not aside
        ends = bool(line.heading or label or resumes or apart)
        if ends and running:
            yield Run(speaker=speaker, lines=tuple(running), time=time, heading=heading)
        if line.heading:
            running, speaker, before, time, heading = [], "", "", "", line.heading
        elif label:
            speaker, before = names[label.key], speaker
            running, begun = [replace(line, start=line.start + label.length)], True
            time, pending = label.time or pending, ""
        elif resumes or (apart and begun):
            speaker, before = (before, "") if resumes else (speaker, before)
            running, time = [line], ""
        elif aside and running and not any(one.start < one.end for one in running):
            time = time or lone_time(words)
        elif aside:
            pending = lone_time(words) or pending
        elif begun:
            running, pending = [*running, line], ""
    if running:
        yield Run(speaker=speaker, lines=tuple(running), time=time, heading=heading)


def both_sides(
    text: str, runs: Sequence[Run], is_asking: Callable[[str], bool]
) -> tuple[list[Run], int]:
    """Return the runs with unlabelled answers apart from the questions before them, and how many.

    Where only one side of a conversation is labelled, what follows it unlabelled is the other
    side's. The same holds where the one who asks is labelled twice in a row and has asked.
    """
    speakers = {run.speaker for run in runs if run.speaker}
    by_line = _line_by_line(text, runs)
    parts = [_first_paragraph(text, run, by_line=by_line) for run in runs]
    one_sided = len(speakers) == 1 and _is_one_sided(text, parts, is_asking(*speakers))
    others = {name for name in speakers if not is_asking(name)}
    other = next(iter(others)) if len(others) == 1 and not one_sided else ""
    result: list[Run] = []
    apart = 0
    for place, (run, (first, rest)) in enumerate(zip(runs, parts, strict=True)):
        following = runs[place + 1].speaker if place + 1 < len(runs) else run.speaker
        asked = is_asking(run.speaker) and _asks(text, first[-1:])
        unlabelled = one_sided or (asked and speaker_key(following) == speaker_key(run.speaker))
        if rest and run.speaker and unlabelled:
            result += [
                replace(run, lines=tuple(first)),
                replace(run, speaker=other, lines=tuple(rest), time=""),
            ]
            apart += 1
        else:
            result.append(run)
    return result, apart


def _is_one_sided(text: str, parts: Sequence[tuple[list[Line], list[Line]]], asks: bool) -> bool:
    """Say whether one side is unlabelled: the labelled one asks, or what is unlabelled does."""
    followed = [(first, rest) for first, rest in parts if rest]
    if len(followed) < MOSTLY * len(parts):
        return False
    questions = sum(_asks(text, first) for first, _ in parts)
    asked = sum(_asks(text, rest) for _, rest in followed)
    if asks or questions >= MOSTLY * len(parts):
        return True
    return asked >= MOSTLY * len(followed) and questions <= len(parts) - MOSTLY * len(parts)


def _asks(text: str, lines: Sequence[Line]) -> bool:
    return any(asks_something(text[line.start : line.end]) for line in lines)


def _first_paragraph(text: str, run: Run, *, by_line: bool) -> tuple[list[Line], list[Line]]:
    """Return the lines of a run's first paragraph with words, and the others."""
    first: list[Line] = []
    for place, line in enumerate(run.lines):
        spoken = any(text[one.start : one.end].strip() for one in first)
        if spoken and (line.gap or by_line):
            return first, list(run.lines[place:])
        first.append(line)
    return first, []


def _line_by_line(text: str, runs: Sequence[Run]) -> bool:
    """Say whether lines are paragraphs: no blank line stands inside a turn, and none is wrapped."""
    if any(line.gap for run in runs for line in run.lines[1:]):
        return False
    return not is_wrapped(text[run.lines[0].start : run.lines[-1].end] for run in runs)


def _first_spelling(labels: Sequence[Label | None]) -> dict[str, str]:
    names: dict[str, str] = {}
    for label in labels:
        if label:
            names.setdefault(label.key, label.name)
    return names
