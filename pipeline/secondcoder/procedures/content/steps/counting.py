"""What counts as one comment, and how many comments each theme and code below it has.

The same comment by the same speaker counts once; different speakers count each. Comments are the
same if they carry the same code and the same words (case, punctuation and blanks apart). Where no
speaker is known every passage counts for itself. A speaker is known within a case, or within a
document where there is no case: ``P1`` of two focus groups are two people.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from secondcoder.agreement.study.coded import placed
from secondcoder.procedures.content.steps.records import Comment, Count, Path
from secondcoder.records.codes import Code, HumanCoding
from secondcoder.records.results import Suggestions
from secondcoder.records.text import Passage

Once = Literal["words", "code"]
"""What makes two comments of a speaker the same: the same words under one code, or one code."""
Who = tuple[str, str]
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One code on one stretch of one speaker, before repeats are taken together."""

    code: Code
    passages: tuple[Passage, ...]
    text: str


def normal(text: str) -> str:
    """Return the words of a text in one form: no case, no punctuation, single blanks."""
    return " ".join(_WORD.findall(text.casefold()))


def who(passage: Passage) -> Who:
    """Return who speaks: a speaker of a case or document, or the passage itself if unknown."""
    if not passage.speaker:
        return "", passage.id
    return passage.case or passage.document, " ".join(passage.speaker.casefold().split())


def by_people(
    coding: HumanCoding,
    passages: Sequence[Passage],
    codes: Mapping[str, Code],
    *,
    coder: str,
    overlap: float = 0.5,
) -> list[Occurrence]:
    """Return a coder's codings; a stretch over several speakers is one of each speaker."""
    parts: dict[tuple[str, str, int, int, Who], list[Passage]] = {}
    texts: dict[tuple[str, str, int, int, Who], list[str]] = {}
    for item, passage in placed(coding, passages, overlap=overlap):
        if item.coder != coder:
            continue
        key = (item.code_id, item.document, item.start, item.end, who(passage))
        if not passage.speaker:  # a stretch over passages of nobody known is one comment
            key = (*key[:4], ("", ""))
        start = max(item.start, passage.start) - passage.start
        end = min(item.end, passage.end) - passage.start
        parts.setdefault(key, []).append(passage)
        texts.setdefault(key, []).append(passage.text[start:end])
    found = [
        Occurrence(codes[key[0]], tuple(part), " ".join(texts[key])) for key, part in parts.items()
    ]
    return _deepest(found)


def by_machine(
    suggestions: Suggestions, passages: Sequence[Passage], codes: Mapping[str, Code]
) -> list[Occurrence]:
    """Return the codes that the machine would apply, as if it were a coder."""
    by_id = {passage.id: passage for passage in passages}
    found = [
        Occurrence(codes[one.code_id], (by_id[one.passage_id],), by_id[one.passage_id].text)
        for one in suggestions.ranked
        if one.suggested
    ]
    return _deepest(found)


def comments(found: Sequence[Occurrence], *, once: Once = "words") -> tuple[Comment, ...]:
    """Return the comments as they are counted, in the order in which they were first made."""
    made: dict[tuple[str, Who, str], Comment] = {}
    for one in found:
        first = one.passages[0]
        words = normal(one.text) if once == "words" else ""
        key = (one.code.id, who(first), words)
        ids = tuple(passage.id for passage in one.passages)
        if key in made:
            known = made[key]
            more = tuple(dict.fromkeys((*known.passages, *ids)))
            made[key] = replace(known, passages=more, times=known.times + 1)
        else:
            made[key] = Comment(
                path=one.code.path,
                code_id=one.code.id,
                document=first.document,
                case=first.case,
                speaker=first.speaker,
                passages=ids,
                text=one.text,
            )
    return tuple(made.values())


def count(
    counted: Iterable[Comment], *, level: int = 1, unused: Iterable[Path] = ()
) -> tuple[Count, ...]:
    """Return the count of every theme (level 1) or code of a deeper level, largest first.

    Percents are of all comments counted, whether or not their code reaches down to the level.
    ``unused`` names paths that are listed with none if no comment carries them.
    """
    every = list(counted)
    grouped: dict[Path, list[Comment]] = {path: [] for path in unused}
    for one in every:
        if len(one.path) >= level:
            grouped.setdefault(one.path[:level], []).append(one)
    made = [
        Count(
            path=path,
            codes=len(part),
            percent=percent(len(part), len(every)),
            documents=len({one.document for one in part}),
            speakers=len({(one.case or one.document, one.speaker) for one in part if one.speaker}),
        )
        for path, part in grouped.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.codes, one.path)))


def percent(part: int, whole: int) -> float | None:
    """Return 100 · part / whole with two decimals, or ``None`` of nothing."""
    return round(100 * part / whole, 2) if whole else None


def by_value(
    counted: Iterable[Comment], values: Callable[[str], str]
) -> dict[str, tuple[Comment, ...]]:
    """Return the comments of each value of an attribute; ``values`` gives a passage's by its id.

    A comment that its speaker made under two questions counts once under each, and once in all.
    Empty values are left out. The order is that of the values' first comments.
    """
    found: dict[str, list[Comment]] = {}
    for one in counted:
        for value in dict.fromkeys(values(passage) for passage in one.passages):
            if value:
                found.setdefault(value, []).append(one)
    return {value: tuple(part) for value, part in found.items()}


def _deepest(found: Sequence[Occurrence]) -> list[Occurrence]:
    """Leave out a code where one below it was applied to the same passages."""
    applied: dict[str, set[Path]] = {}
    for one in found:
        for passage in one.passages:
            applied.setdefault(passage.id, set()).add(one.code.path)

    def implied(one: Occurrence) -> bool:
        depth = len(one.code.path)
        return all(
            any(len(p) > depth and p[:depth] == one.code.path for p in applied[passage.id])
            for passage in one.passages
        )

    return [one for one in found if not implied(one)]
