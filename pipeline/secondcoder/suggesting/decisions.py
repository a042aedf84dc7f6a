"""Which of the ranked codes the machine would apply, and in which words that is said.

Learnt from coding, as many codes apply as people give on other documents (``how_many.py``). From
the codebook alone nobody can know how many do: the user is asked, and otherwise the first code
applies with those that come near it, and none to a passage that comes less near to the codebook
than to unrelated codes (``unrelated.py``).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.records.codes import Code
from secondcoder.records.results import CLEAR, LIKELY, NO_STRENGTH, WEAK
from secondcoder.suggesting.learned import Learned
from secondcoder.suggesting.weigh import Weighed

NEAR = 0.03
"""Difference in the codebook's scores up to which a code comes near the first. Among 0 to .08, of
which .02 to .06 are within .01 in mv-alpha on the mean of the development halves; this one gives
about as many codes as people there (docs/quality.md, *Decisions*)."""
SEVERAL = 0.06
"""The same where several codes a passage are expected: on the development halves as good as
``NEAR`` where people give two codes, worse where they give one."""
UNRELATED = 0.9
"""Chance of unrelated codes coming as near, above which no code applies unless the user says how
many do. Among .05, .5 and .9 the one with the greatest mv-alpha on the development halves, as
good as never abstaining (docs/quality.md, *Decisions*): people leave few passages uncoded."""
SURELY_RELATED = 0.05
"""The same chance, up to which a first code may be called likely: the usual level."""
LEAST_CLEAR, LEAST_LIKELY, LEAST_WEAK = 2 / 3, 1 / 3, 0.1
"""Chances from which a code that was learnt is called clear, likely, weak; for reading only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What decides how many codes apply, beside what was learnt."""

    codes_a_passage: str | float | None = None
    """``one``, ``several`` or their number on average, from the codebook alone."""
    threshold: float | None = None
    """A confidence from which codes apply, in place of all other rules."""


@dataclass(frozen=True, slots=True)
class Decided:
    """Both of shape ``(passages, codes)``, before anything that silences a whole passage."""

    given: NDArray[np.bool_]
    """Which codes apply."""
    strength: NDArray[np.str_]
    """``clear``, ``likely``, ``weak`` or ``none``."""
    why_none: tuple[str, ...]
    """For each passage why no code applies; empty where one does."""


def decide(weighed: Weighed, rule: Rule) -> Decided:
    """Return which codes apply, how strongly each is suggested, and why none is."""
    confidence, scores = weighed.confidence, weighed.scored.scores
    first = confidence.argmax(axis=1)[:, None] == np.arange(confidence.shape[1])
    learnt = weighed.learned.learnt if weighed.learned else np.zeros(len(confidence), dtype=bool)
    behind = scores.max(axis=1, keepdims=True, initial=-np.inf) - scores
    chance = weighed.scored.by_chance[:, None]
    silent = (chance > UNRELATED) & (rule.codes_a_passage is None)
    reach = _reach(behind[~learnt], first[~learnt], weighed.codes, rule.codes_a_passage)
    given = (first | (behind <= reach)) & ~silent
    if weighed.learned:
        given = np.where(learnt[:, None], _as_people_do(confidence, first, weighed.learned), given)
    given = _without_headings(given, first, weighed.codes)
    if rule.threshold is not None:
        given = confidence >= rule.threshold
    by_codebook = _by_codebook(behind, first, chance <= SURELY_RELATED, weighed.codes)
    by_codebook = np.where(silent, NO_STRENGTH, by_codebook)
    return Decided(
        given,
        np.where(learnt[:, None], _by_coding(confidence), by_codebook),
        tuple(
            "" if any_code else _why(rule, weighed, row, learnt=bool(learnt[row]))
            for row, any_code in enumerate(np.asarray(given.any(axis=1)).tolist())
        ),
    )


def _as_people_do(
    confidence: NDArray[np.float64], first: NDArray[np.bool_], learned: Learned
) -> NDArray[np.bool_]:
    """Return what lies above the cuts; without the first code of a passage no other applies."""
    answered = confidence.max(axis=1, initial=0.0) >= learned.first_cut
    enough = first | (confidence >= learned.further_cut[:, None])
    given: NDArray[np.bool_] = enough & answered[:, None]
    return given


def _reach(
    behind: NDArray[np.float64],
    first: NDArray[np.bool_],
    codes: Sequence[Code],
    wanted: str | float | None,
) -> float:
    """Return how far behind the first a code may lie to apply."""
    named = {"one": 0.0, "several": SEVERAL, None: NEAR}
    if wanted is None or isinstance(wanted, str):
        return named[wanted]
    distances = np.unique(behind)

    def enough(place: int) -> bool:
        given = _without_headings(first | (behind <= distances[place]), first, codes)
        return int(given.sum()) >= round(wanted * len(behind))

    place = bisect_left(range(len(distances)), True, key=enough)
    return float(distances[min(place, len(distances) - 1)]) if len(distances) else NEAR


def _without_headings(
    given: NDArray[np.bool_], first: NDArray[np.bool_], codes: Sequence[Code]
) -> NDArray[np.bool_]:
    """Return what is given without headings beside a code below them, unless they come first."""
    kept = given.copy()
    for heading, below in _families(codes).items():
        beside = given[:, below].any(axis=1) & ~first[:, heading]
        kept[:, heading] &= ~beside
    return kept


def _families(codes: Sequence[Code]) -> dict[int, list[int]]:
    """Return the columns below each column that has any."""
    found: dict[int, list[int]] = {}
    place = {code.path: column for column, code in enumerate(codes)}
    for column, code in enumerate(codes):
        for depth in range(1, len(code.path)):
            above = place.get(code.path[:depth])
            if above is not None:
                found.setdefault(above, []).append(column)
    return found


def _by_codebook(
    behind: NDArray[np.float64],
    first: NDArray[np.bool_],
    related: NDArray[np.bool_],
    codes: Sequence[Code],
) -> NDArray[np.str_]:
    """Return the words from the codebook alone; a heading is no rival of a code below it."""
    near = behind <= NEAR
    rivals = near & ~first
    for heading, below in _families(codes).items():
        rivals[:, heading] &= ~first[:, below].any(axis=1)
    alone = first & related & ~rivals.any(axis=1, keepdims=True)
    words: NDArray[np.str_] = np.select([alone, first | near], [LIKELY, WEAK], NO_STRENGTH)
    return words


def _by_coding(chance: NDArray[np.float64]) -> NDArray[np.str_]:
    words: NDArray[np.str_] = np.select(
        [chance >= LEAST_CLEAR, chance >= LEAST_LIKELY, chance >= LEAST_WEAK],
        [CLEAR, LIKELY, WEAK],
        NO_STRENGTH,
    )
    return words


def _why(rule: Rule, weighed: Weighed, row: int, *, learnt: bool) -> str:
    best = int(weighed.confidence[row].argmax())
    nearest = f"nearest is {weighed.codes[best].label} with {weighed.confidence[row, best]:.2f}"
    if rule.threshold is not None:
        return f"no code reaches the threshold of {rule.threshold:.2f}; {nearest}"
    if learnt:
        return f"people leave about as many passages as weak as this one without a code; {nearest}"
    return f"unrelated codes come nearer to it than those of the codebook; {nearest}"
