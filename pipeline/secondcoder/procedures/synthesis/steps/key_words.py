"""What a group of answers shares in words: the stems and phrases that several cases use."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from secondcoder.procedures.synthesis.records import Answer
from secondcoder.procedures.synthesis.steps.stems import stem, stems_of
from secondcoder.words import phrases

KEYS, PHRASES = 2, 5
"""Stems that count as a group's key words, and phrases that are listed. Not measured."""
LIFT = 0.5
"""How far the share of a group's cases that use a stem must exceed that of the heading's other
cases. Not measured; fixed before the cases that people name were compared."""


class Stems:
    """The stems of every answer, and which cases use each under a heading."""

    def __init__(
        self,
        answers: Sequence[Answer],
        stops: frozenset[str],
        frames: Mapping[str, frozenset[str]],
    ) -> None:
        names = {case: stems_of(case, stops) for case in dict.fromkeys(a.case for a in answers)}
        self.of = {
            one.id: stems_of(one.text, stops) - frames[one.heading] - names[one.case]
            for one in answers
        }
        self._cases: dict[str, set[str]] = defaultdict(set)
        self._users: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in answers:
            self._cases[one.heading].add(one.case)
            for name in self.of[one.id]:
                self._users[one.heading, name].add(one.case)

    def keys(self, answers: Sequence[Answer]) -> frozenset[str]:
        """Return the key stems of a group of answers under one heading.

        At least two of its cases use a key stem in these answers, and the share of its cases that
        do exceeds by half or more the share of the heading's other cases that use it at all.
        """
        heading = answers[0].heading
        inside: dict[str, set[str]] = defaultdict(set)
        for one in answers:
            for name in self.of[one.id]:
                inside[name].add(one.case)
        mine = {one.case for one in answers}
        others = self._cases[heading] - mine
        lift = {
            name: len(cases) / len(mine)
            - len(self._users[heading, name] & others) / max(1, len(others))
            for name, cases in inside.items()
            if len(cases) > 1
        }
        found = [name for name in lift if lift[name] >= LIFT]
        return frozenset(sorted(found, key=lambda name: (-round(lift[name], 6), name))[:KEYS])


def key_phrases(
    answers: Sequence[Answer], stops: frozenset[str], *, stems: Stems, most: int = PHRASES
) -> tuple[str, ...]:
    """Return phrases of the answers that most cases use, as the first of them writes them.

    At least two cases use each, unless there is none such. Phrases of one stem (``partnership``,
    ``partnerships``) count as one; words of the heading's frame are no part of them; a phrase
    within a longer one that as many cases use is left out.
    """
    cases: dict[tuple[str, ...], set[str]] = defaultdict(set)
    written: dict[tuple[str, ...], str] = {}
    for one in answers:
        for phrase in phrases(one.text, stops, longest=3):
            key = tuple(stem(word) for word in phrase.split())
            if {key[0], key[-1]} <= stems.of[one.id]:
                cases[key].add(one.case)
                written.setdefault(key, phrase)
    shared = [key for key in cases if len(cases[key]) > 1] or list(cases)
    ranked = sorted(shared, key=lambda key: (-len(cases[key]), -len(key), key))
    kept: list[tuple[str, ...]] = []
    for key in ranked:
        if not any(_within(key, longer) and cases[key] <= cases[longer] for longer in kept):
            kept.append(key)
    return tuple(written[key] for key in kept[:most])


def _within(key: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    return any(longer[at : at + len(key)] == key for at in range(len(longer)))
