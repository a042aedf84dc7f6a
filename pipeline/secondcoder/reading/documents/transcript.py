"""Lines to the turns of a transcript, where the text is one."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from secondcoder.passages.paragraphs import count_words, ends_sentence
from secondcoder.reading.documents.labels import Label, is_metadata, is_role, lone_time
from secondcoder.reading.documents.layouts import BOLD, LOOSE, Layout, loose_labels
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.documents.runs import Run, line_runs

FAIR_SHARE = 0.2
"""Of paragraphs or lines that carry a label, in a text of any kind. Not measured."""
LOW_SHARE = 0.05
"""The same where labels are roles, codes or times and begin with the text. Not measured."""
NEARLY_ALL = 0.5
"""The same where no label recurs, as in one question and one answer. Not measured."""
FEWEST_LOOSE = 3
"""Labels of a loose layout that a conversation needs. Not measured."""
HALF_AS_MANY_AGAIN = 1.5
"""A loose layout is preferred to the usual ones from so many times their labels on: then these
read one of two speakers only. Not measured."""
SPEECH, MOSTLY = 6, 0.6
"""A line of more words is speech also without a sentence end; share of the names that fill a line
below which speech must stand. Not measured."""

_QUESTION = re.compile(r"([QqFf]|[AaRr])\s?\d{1,3}")
_LOWER_WORD = re.compile(r"\b[^\W\d_]+\b")


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text read as a conversation."""

    runs: tuple[Run, ...]
    labels: tuple[Label | None, ...]
    """Of each line: the label that names its speaker."""
    doubtful: tuple[str, ...]
    """Labels that stand once and were read as part of a turn."""
    layout: str = "usual"

    @property
    def is_sure(self) -> bool:
        """Whether a speaker is called by a role, a code or with a time, as no field is."""
        if self.layout == "sure":
            return True
        return self.layout == "usual" and any(label.strong for label in self.labels if label)


def read_transcript(
    text: str,
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    *,
    known: frozenset[str] = frozenset(),
) -> Transcript | None:
    """Return the turns of a text whose lines are labelled with speakers, or ``None``.

    ``labels`` are those of the usual layouts. A text is a transcript if labels recur, a fair share
    of its paragraphs carries one, and not all of them are words that the text also uses in lower
    case. ``known`` are speakers whose labels are beyond doubt.
    """
    named = [label for label in labels if label]
    if len(named) > 1 and all(label.sure for label in named):
        return Transcript(tuple(line_runs(text, lines, labels)), tuple(labels), (), "sure")
    usual = _usual(text, lines, _numbered(labels), known)
    count = sum(label is not None for label in usual.labels) if usual else 0
    for layout in (BOLD, *LOOSE):
        loose = _loose(text, lines, labels, layout, known)
        found = sum(label is not None for label in loose)
        if found and found >= HALF_AS_MANY_AGAIN * count:
            return Transcript(tuple(line_runs(text, lines, loose)), tuple(loose), (), layout.name)
    return usual


def _numbered(labels: Sequence[Label | None]) -> Sequence[Label | None]:
    """Return ``Q1``, ``A1``, ``Q2``, ``A2`` as two speakers, where every number stands once.

    ``Q1``, ``Q2``, ``Q3`` alone are one who asks.
    """
    found = [_QUESTION.fullmatch(label.name) for label in labels if label]
    letters = {match[1].upper() for match in found if match}
    names = [match[0].upper() for match in found if match]
    sides = len(letters) == 2 or letters == {"Q"}  # answers may stand without a label
    if not sides or len(names) != len(found) or len(set(names)) < max(4, len(names)):
        return labels
    return [
        replace(label, name=_QUESTION.sub(r"\1", label.name)) if label else None for label in labels
    ]


def _usual(
    text: str, lines: Sequence[Line], labels: Sequence[Label | None], known: frozenset[str]
) -> Transcript | None:
    counts = Counter(label.key for label in labels if label and not _metadata(label, known))
    speakers = _speakers(text, lines, labels, counts, known)
    kept = [label if label and label.key in speakers else None for label in labels]
    if not _is_transcript(text, lines, kept, known):
        return None
    doubtful = {label.name for label in labels if label and counts[label.key]} - {
        label.name for label in kept if label
    }
    runs = tuple(line_runs(text, lines, kept))
    return Transcript(runs, tuple(kept), tuple(sorted(doubtful)))


def _loose(
    text: str,
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    layout: Layout,
    known: frozenset[str],
) -> list[Label | None]:
    """Return the labels of a loose layout with usual ones of the same names, if they carry it."""
    loose = _numbered(loose_labels(text, lines, layout))
    counts = Counter(label.key for label in loose if label and not _metadata(label, known))
    ordinary = _ordinary_words(
        "\n".join(
            text[line.start + (label.length if label else 0) : line.end]
            for line, label in zip(lines, loose, strict=True)
        )
    )
    speakers = {
        label.key
        for label in loose
        if label
        and counts[label.key] > 1
        and (is_role(label.name) or not _is_ordinary(label.name.casefold(), ordinary))
    }
    kept = [place for place, label in enumerate(loose) if label and label.key in speakers]
    if not _carries(text, lines, loose, kept, layout):
        return [None] * len(lines)
    return [
        next((one for one in (new, old) if one and one.key in speakers), None)
        for new, old in zip(loose, labels, strict=True)
    ]


def _carries(
    text: str,
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    kept: Sequence[int],
    layout: Layout,
) -> bool:
    """Say whether the labels of a loose layout carry enough of the text to be speakers."""
    names = {label.key for place in kept if (label := labels[place])}
    if len(kept) < FEWEST_LOOSE or 2 * len(names) > len(kept):
        return False
    if len(names) < 2 and layout is not BOLD and not all(map(is_role, names)):
        return False
    if layout.alone and not _words_follow(text, lines, kept):
        return False
    return len(kept) >= layout.share * _units(lines)


def _words_follow(text: str, lines: Sequence[Line], kept: Sequence[int]) -> bool:
    """Say whether most names that fill a line have a sentence or a longer line below."""
    words = [text[line.start : line.end] for line in lines]
    below = [place + 1 for place in kept if place + 1 < len(lines)]
    below = [place + bool(lone_time(words[place])) for place in below]
    said = [words[place] for place in below if place < len(lines) and place not in kept]
    spoken = sum(ends_sentence(words) or count_words(words) > SPEECH for words in said)
    return spoken >= MOSTLY * len(kept)


def _units(lines: Sequence[Line]) -> int:
    """Return how many paragraphs, or lines where there are fewer, could carry a label."""
    return max(1, min(len(lines), sum(line.gap for line in lines)))


def _metadata(label: Label, known: frozenset[str]) -> bool:
    return is_metadata(label.name) and label.key not in known


def _speakers(
    text: str,
    lines: Sequence[Line],
    labels: Sequence[Label | None],
    counts: Counter[str],
    known: frozenset[str],
) -> frozenset[str]:
    """Return the keys of the names that are speakers: recurring, or beyond doubt."""
    ordinary = _ordinary_words(text)
    found = {label for label in labels if label and counts[label.key]}
    recurring = {label.name for label in found if counts[label.key] > 1}
    only_roles = bool(recurring) and all(map(is_role, recurring))
    if len(recurring) == 1 and not _answered_without_label(lines, labels, counts):
        only_roles = False  # somebody's long story stands below their label, once
    return frozenset(
        label.key
        for label in found
        if label.name in recurring
        or label.strong
        or label.key in known
        or not (only_roles or _is_ordinary(label.name.casefold(), ordinary))
    )


def _answered_without_label(
    lines: Sequence[Line], labels: Sequence[Label | None], counts: Counter[str]
) -> bool:
    """Say whether a paragraph without a label follows right after one of a name that recurs."""
    return any(
        label is not None and counts[label.key] > 1 and following is None and line.gap
        for label, following, line in zip(labels, labels[1:], lines[1:], strict=False)
    )


def _ordinary_words(text: str) -> frozenset[str]:
    return frozenset(word for word in set(_LOWER_WORD.findall(text)) if word.islower())


def _is_ordinary(name: str, ordinary: frozenset[str]) -> bool:
    """Say whether the text uses every word of the name in lower case as well."""
    words = _LOWER_WORD.findall(name)
    return bool(words) and all(word in ordinary for word in words)


def _is_transcript(
    text: str, lines: Sequence[Line], labels: Sequence[Label | None], known: frozenset[str]
) -> bool:
    kept = [label for label in labels if label]
    counts = Counter(label.key for label in kept)
    if len(kept) < 2:
        return False
    share = len(kept) / _units(lines)
    if max(counts.values()) < 2:
        roles = [label.sure or is_role(label.name) for label in kept]
        by_name = any(roles) and all(
            role or len(label.name) == 1 for role, label in zip(roles, kept, strict=True)
        )
        return share >= NEARLY_ALL and by_name
    strong = any(label.strong or label.key in known for label in kept)
    ordinary = _ordinary_words(text)
    if not strong and all(_is_ordinary(label.name.casefold(), ordinary) for label in kept):
        return False
    if not strong and len(kept) < 1.5 * len(counts):
        return False
    first = next(place for place, label in enumerate(labels) if label)
    early = first <= max(10, len(lines) // 10)
    return share >= FAIR_SHARE or (strong and early and share >= LOW_SHARE)
