"""Which clauses of a theme's central passages may stand for it in participants' words."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from secondcoder.protocols import Spans
from secondcoder.words import words_of

POINTING = frozenset("he she it they this that these those him her them his its their".split())
"""Words that point to what was said before: a clause that begins so does not stand by itself."""
POINTED = 0.7
"""What such a clause keeps of its weight by counts. Not measured."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a passage, word for word."""

    text: str
    passage: int
    """Place of the passage in the theme, from the most central on."""
    counts: bool = False
    """It holds a number (“fourteen link workers”)."""

    @property
    def points_back(self) -> bool:
        """Say whether it begins with what was said before (“it closed that summer”)."""
        return words_of(self.text)[0].split("'")[0] in POINTING


def weightiest(
    passages: Sequence[tuple[str, Spans, frozenset[str]]],
    *,
    weight: Callable[[str], float],
    lost: float,
    banned: Collection[str],
    most: int,
) -> list[Clause]:
    """Return clauses whose words weigh most.

    ``passages`` are texts with where their clauses lie and the words they count with, from the most
    central on; ``lost`` is the
    share of its weight that a clause loses with each place. A clause that holds a ``banned`` word
    is passed over, and so is a passage that mostly asks, which an interviewer may have said; of two
    that overlap the first is kept.
    """
    weighed: dict[str, tuple[float, Clause]] = {}
    for number, (text, spans, numbers) in enumerate(passages):
        if mostly_asks(text):
            continue
        for start, end in spans:
            words = words_of(text[start:end])
            parts = {part for word in words for part in word.split("-")}
            clause = Clause(text[start:end], number, counts=not numbers.isdisjoint(parts))
            worth = sum(weight(word) for word in words) / len(words) ** 0.5
            kept = (1 - lost * number) * (POINTED if clause.points_back else 1)
            if not any(word.split("'")[0] in banned for word in words):
                weighed.setdefault(clause.text, (-round(worth * kept, 6), clause))
    ranked = sorted(weighed.values(), key=lambda one: (one[0], one[1].passage))
    chosen: list[Clause] = []
    for _, clause in ranked:
        if len(chosen) >= most:
            break
        if not any(one.text in clause.text or clause.text in one.text for one in chosen):
            chosen.append(clause)
    return chosen


def mostly_asks(text: str) -> bool:
    """Say whether a text ends by asking and no more of its sentences tell than ask."""
    ends = [mark for mark in text.replace("？", "?") if mark in ".?!…"]
    return ends[-1:] == ["?"] and 2 * ends.count("?") >= len(ends)
