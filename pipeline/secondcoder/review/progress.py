"""How far a reviewer is: what is done, in discussion and left, by code and document. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from secondcoder.decisions.events import UNSURE, Event
from secondcoder.procedures.second_coder.reviewed.items import ALL, Item
from secondcoder.procedures.second_coder.reviewed.session import Review

_RECENT = 50
"""Decisions from which the time that one takes is worked out."""
_ENOUGH = 5
"""Fewer say nothing of the time that is left."""


@dataclass(slots=True)
class Count:
    """Passages and codes that there are to decide."""

    done: int = 0
    discuss: int = 0
    """Marked unsure: they wait in the discussion list."""
    left: int = 0

    @property
    def all(self) -> int:
        """All that there was to decide."""
        return self.done + self.discuss + self.left

    def plus(self, other: "Count") -> "Count":
        """Return both together."""
        return Count(self.done + other.done, self.discuss + other.discuss, self.left + other.left)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a reviewer has done and has left."""

    total: Count = field(default_factory=Count)
    by_code: Mapping[str, Count] = field(default_factory=dict)
    by_document: Mapping[str, Count] = field(default_factory=dict)
    seconds_each: float | None = None
    """What a decision took lately; ``None`` where too few were made."""

    def minutes(self, left: int) -> int | None:
        """Return in how many minutes what is left is done, at the present speed."""
        if self.seconds_each is None or not left:
            return None
        return max(1, round(left * self.seconds_each / 60))


def progress(review: Review, reviewer: str) -> Progress:
    """Return how far a reviewer is with everything that differs."""
    total = Count()
    codes: dict[str, Count] = defaultdict(Count)
    documents: dict[str, Count] = defaultdict(Count)
    verdicts = review.history.verdicts(reviewer)
    for item in review.view(reviewer).by_code.get(ALL, ()):
        if not item.differs:
            continue
        state = _state(item, verdicts)
        for count in (total, codes[item.code_id], documents[item.passage.document]):
            setattr(count, state, getattr(count, state) + 1)
    ordered = {name: documents[name] for name in review.material.documents if name in documents}
    return Progress(total, dict(codes), ordered, seconds_each(verdicts.values()))


def with_below(review: Review, found: Progress, code: str) -> Count:
    """Return the count of a code and of all codes below it."""
    below = [one for one, above in review.material.above.items() if code in above]
    total = found.by_code.get(code, Count())
    for one in below:
        total = total.plus(found.by_code.get(one, Count()))
    return total


def seconds_each(verdicts: Iterable[Event]) -> float | None:
    """Return the median time of the latest decisions, those made in bulk left out."""
    timed = sorted((v.number, v.seconds) for v in verdicts if v.seconds and not v.batch)
    recent = [seconds for _, seconds in timed[-_RECENT:]]
    return median(recent) if len(recent) >= _ENOUGH else None


def _state(item: Item, verdicts: Mapping[tuple[str, str], Event]) -> str:
    verdict = verdicts.get(item.pair)
    if verdict is None:
        return "left"
    return "discuss" if verdict.verdict == UNSURE else "done"
