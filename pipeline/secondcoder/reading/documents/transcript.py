"""Lines to the turns of a transcript, where the text is one."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from secondcoder.passages.paragraphs import count_words, ends_sentence, is_aside
from secondcoder.reading.documents.labels import (
    Label,
    is_metadata,
    is_role,
    lone_time,
    read_label,
)
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.documents.turns import Turn, turn_blocks
from secondcoder.records.text import Block

FAIR_SHARE = 0.2
"""Of paragraphs or lines that carry a label, in a text of any kind. Not measured."""
LOW_SHARE = 0.05
"""The same where labels are roles, codes or times and begin with the text. Not measured."""
NEARLY_ALL = 0.5
"""The same where no label recurs, as in one question and one answer. Not measured."""
HEADER_WORDS = 8
"""Most words of a line of a header such as ``Date: …``. Not measured."""

_LOWER_WORD = re.compile(r"\b[^\W\d_]+\b")


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text read as a conversation."""

    blocks: tuple[Block, ...]
    left_out: int
    """Lines before the first turn, and turns without speech."""
    doubtful: tuple[str, ...]
    """Labels that stand once and were read as part of a turn."""


def read_transcript(
    text: str, lines: Sequence[Line], *, moderators: Sequence[str] | None = None
) -> Transcript | None:
    """Return the turns of a text whose lines are labelled with speakers, or ``None``.

    A text is a transcript if labels recur, a fair share of its paragraphs carries one, and not
    all of them are words that the text also uses in lower case.
    """
    named = frozenset(name.casefold().strip() for name in moderators or ())
    labels = _labels(text, lines)
    first = _after_header(text, lines, labels)
    labels[:first] = [None] * first
    counts = Counter(_key(label) for label in labels if label and not _metadata(label, named))
    speakers = _speakers(text, labels, counts, named)
    labelled = [place for place, label in enumerate(labels) if label and _key(label) in speakers]
    if not _is_transcript(text, lines, labels, labelled, named):
        return None
    turns = _turns(text, lines, labels, speakers)
    blocks = turn_blocks(text, turns, moderators=moderators)
    before = sum(1 for line in lines[: labelled[0]] if not line.heading)
    doubtful = {
        label.name
        for label in labels
        if label and counts[_key(label)] and _key(label) not in speakers
    }
    return Transcript(blocks, before + len(turns) - len(blocks), tuple(sorted(doubtful)))


def _labels(text: str, lines: Sequence[Line]) -> list[Label | None]:
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


def _key(label: Label) -> str:
    return label.name.casefold()


def _metadata(label: Label, named: frozenset[str]) -> bool:
    return is_metadata(label.name) and _key(label) not in named


def _after_header(text: str, lines: Sequence[Line], labels: Sequence[Label | None]) -> int:
    """Return the place of the first line after a header such as ``Date: …``, ``Interviewer: …``."""
    end = 0
    for place, (line, label) in enumerate(zip(lines, labels, strict=True)):
        body = text[line.start + (label.length if label else 0) : line.end]
        if count_words(body) > HEADER_WORDS:
            break
        if label and is_metadata(label.name):
            end = place + 1
        elif (label and ends_sentence(body)) or (line.gap and end):
            break
        elif label and end == place:
            end = place + 1
    has_field = any(label and is_metadata(label.name) for label in labels[:end])
    return end if has_field else 0


def _speakers(
    text: str,
    labels: Sequence[Label | None],
    counts: Counter[str],
    named: frozenset[str],
) -> frozenset[str]:
    """Return the folded names that are speakers: recurring, or beyond doubt."""
    ordinary = _ordinary_words(text)
    found = {label for label in labels if label and counts[_key(label)]}
    recurring = {label.name for label in found if counts[_key(label)] > 1}
    only_roles = bool(recurring) and all(map(is_role, recurring))
    return frozenset(
        _key(label)
        for label in found
        if label.name in recurring
        or label.strong
        or _key(label) in named
        or not (only_roles or _is_ordinary(_key(label), ordinary))
    )


def _ordinary_words(text: str) -> frozenset[str]:
    return frozenset(word for word in set(_LOWER_WORD.findall(text)) if word.islower())


def _is_ordinary(name: str, ordinary: frozenset[str]) -> bool:
    """Say whether the text uses every word of the name in lower case as well."""
    return all(word in ordinary for word in _LOWER_WORD.findall(name))


def _is_transcript(
    text: str,
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    labelled: Sequence[int],
    named: frozenset[str],
) -> bool:
    kept = [label for place in labelled if (label := labels[place])]
    counts = Counter(_key(label) for label in kept)
    if len(kept) < 2:
        return False
    share = len(kept) / max(1, min(len(lines), sum(line.gap for line in lines)))
    if max(counts.values()) < 2:
        return share >= NEARLY_ALL and all(is_role(label.name) for label in kept)
    strong = any(label.strong or _key(label) in named for label in kept)
    ordinary = _ordinary_words(text)
    if not strong and all(_is_ordinary(name, ordinary) for name in counts):
        return False
    if not strong and len(kept) < 1.5 * len(counts):
        return False
    early = labelled[0] <= max(10, len(lines) // 10)
    return share >= FAIR_SHARE or (strong and early and share >= LOW_SHARE)


def _turns(
    text: str,
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    speakers: frozenset[str],
) -> list[Turn]:
    """Join labelled lines and the lines that follow them; a heading ends the running turn."""
    names = _first_spelling(labels)
    turns: list[Turn] = []
    speaker = heading = time = pending = ""
    start = end = -1
    begun = False

    def close() -> None:
        if start >= 0:
            turns.append(Turn(start=start, end=end, speaker=speaker, time=time, heading=heading))

    for line, label in zip(lines, labels, strict=True):
        words = text[line.start : line.end]
        if line.heading:
            close()
            start, speaker, time, heading = -1, "", "", line.heading
        elif label and _key(label) in speakers:
            close()
            begun = True
            start, end, speaker = line.start + label.length, line.end, names[_key(label)]
            time, pending = label.time or pending, ""
        elif lone_time(words) or is_aside(words):
            pending = lone_time(words) or pending
        elif begun:
            start, end, pending = (line.start if start < 0 else start), line.end, ""
    close()
    return turns


def _first_spelling(labels: Sequence[Label | None]) -> dict[str, str]:
    names: dict[str, str] = {}
    for label in labels:
        if label:
            names.setdefault(_key(label), label.name)
    return names


def is_speaker_like(cell: str) -> bool:
    """Say whether a table's cell could hold a speaker's name."""
    return is_role(cell) or read_label(f"{cell}:") is not None
