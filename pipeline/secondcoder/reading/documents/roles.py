"""Who asks in a conversation: as told, by header and legend, by name, or by what they do."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from secondcoder.passages.paragraphs import count_words
from secondcoder.reading.documents.labels import is_role, speaker_key
from secondcoder.reading.documents.role_words import (
    is_answering,
    is_asking,
    is_assisting,
    is_helping,
    is_unsure,
    what_is_recorded,
)
from secondcoder.reading.documents.turns import BACKCHANNEL, Turn, asks_something

FEWEST_QUESTIONS = 3
"""Turns with a question mark from which somebody is guessed to be the interviewer: two are too
few to tell an interview from talk. Not measured."""
ASKS, ANSWERS = 0.7, 0.2
"""Share of the turns with a question mark: at least so many of the one who asks, at most so many
of the others, so that peers who question each other are left alone. Not measured."""
SHORTER = 0.75
"""The turns of the one who asks are at most so long as the others', on average. Not measured."""
MUCH_SHORTER = 0.6
"""The same where nothing says that it is an interview, so that it may be therapy or talk. Set on
made-up sessions, talk and interviews, not measured."""
MANY_QUESTIONS = 5
"""Turns with a question mark from which somebody is guessed there among three or more: of several
friends, one may only ask for a while. Set on the same."""
BRIEF = 0.5
"""The first speaker's turns are at most so long as the other's, on average, from which it is said
that they may lead an interview, though they ask little: “Tell me about …”. Set on the same."""
COUNTED = frozenset("speaker spk s voice sprecher sprecherin locuteur hablante spreker".split())
"""What programs call voices that they number, whoever they are."""
_NUMBERED = re.compile(r"([^\W\d_]+)[\s_.-]*\d{1,3}")
_SENTENCE = re.compile(r"[^.!?？؟…]+[.!?？؟…]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What ``study.toml`` says of speakers; names as `speaker_key` returns them."""

    moderators: frozenset[str] | None = None
    interviewers: frozenset[str] = frozenset()
    participants: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """Everybody who is named, so that their labels are beyond doubt."""
        named = self.interviewers | self.participants | frozenset(self.names)
        return named | (self.moderators or frozenset())


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who was taken for an interviewer, and by which sign."""

    keys: frozenset[str] = frozenset()
    sign: str = ""
    """``told``, ``header``, ``name`` or ``guess``; empty if nobody was."""
    reason: str = ""
    """In words, for a guess, or where somebody who asks was not taken for one."""


NOBODY = Asking()


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How somebody speaks in a conversation."""

    name: str
    turns: int
    questions: int
    words: float
    """In a turn, on average."""
    first: bool
    statements: int
    """Turns, without the first one, with a sentence of several words that is no question."""

    @property
    def share(self) -> float:
        """Share of the turns that hold a question mark."""
        return self.questions / self.turns


def who_asks(
    text: str,
    turns: Sequence[Turn],
    *,
    told: Told,
    asking: frozenset[str] = frozenset(),
    answering: frozenset[str] = frozenset(),
    beside: frozenset[str] = frozenset(),
    about: str = "",
) -> Asking:
    """Return who asks; ``asking`` and ``answering`` are people of the header and the legend.

    So are those ``beside``: they observe or take notes, and nobody's words are sought from them.

    ``about`` is what the file is called and what stands above the talk.
    """
    names = {speaker_key(turn.speaker): turn.speaker for turn in turns if turn.speaker}
    speakers = frozenset(names)
    if told.moderators is not None:
        keys = (told.moderators | told.interviewers) - told.participants
        return Asking(keys=keys, sign="told")
    stated = (told.interviewers & speakers, asking & speakers - told.participants)
    if len(stated[1]) > 1 and stated[1] == speakers:  # a header that was misread
        stated = (stated[0], frozenset())
    if stated[0]:
        return Asking(keys=stated[0], sign="told")
    if stated[1]:
        by_name = {key for key in speakers if is_asking(names[key]) and not is_unsure(names[key])}
        helping = beside & speakers
        return Asking(
            keys=stated[1] | ((by_name | helping) - answering - told.participants), sign="header"
        )
    others = answering | told.participants
    habits = habits_of(text, turns)
    named = frozenset(key for key in speakers - others if is_asking(names[key]))
    named = frozenset(key for key in named if not _contradicted(key, names, habits))
    if named:
        by_name = {key for key in speakers if is_assisting(names[key])}
        return Asking(keys=named | ((by_name | beside) & speakers - others), sign="name")
    return _guess(habits, others, what_is_recorded(about))


def habits_of(text: str, turns: Sequence[Turn]) -> dict[str, Habit]:
    """Return how each speaker speaks; turns of a few words without a question count for nothing."""
    spoken: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for turn in turns:
        words = text[turn.start : turn.end]
        if count_words(words) > BACKCHANNEL or asks_something(words):
            spoken[speaker_key(turn.speaker)].append(words)
            names.setdefault(speaker_key(turn.speaker), turn.speaker)
    first = next(iter(spoken), "")
    return {
        key: Habit(
            name=names[key],
            turns=len(texts),
            questions=sum(map(asks_something, texts)),
            words=sum(map(count_words, texts)) / len(texts),
            first=key == first,
            statements=sum(map(_states_something, texts[1:])),
        )
        for key, texts in spoken.items()
    }


def _contradicted(key: str, names: Mapping[str, str], habits: Mapping[str, Habit]) -> bool:
    """Say whether ``I`` or ``Q`` never asks while another mostly does: R asks, I informs."""
    if not is_unsure(names[key]):
        return False
    own = habits.get(key)
    others = [habit for other, habit in habits.items() if other != key]
    return (
        own is not None
        and own.turns > 1
        and own.questions == 0
        and any(habit.questions > 1 and habit.share >= ASKS for habit in others)
    )


def _guess(habits: Mapping[str, Habit], answering: frozenset[str], recorded: str) -> Asking:
    """Return the one who asks by what they do, or nobody and the reason for asking about it.

    In therapy, teaching and care, the words of the one who asks are material as well. Any talk may
    be one of these, unless its file or a label says that it is an interview.
    """
    if len(habits) < 2 or any(is_helping(habit.name) for habit in habits.values()):
        return Asking()
    fitting = [key for key in habits if _asks_by_habit(key, habits, answering)]
    habit = habits[fitting[0]] if len(fitting) == 1 else None
    others = [one for one in habits.values() if one is not habit]
    if habit is not None and _is_sure(habit, others, recorded):
        reason = f"{habit.questions} of {habit.turns} turns ask, and they are short"
        return Asking(keys=frozenset(fitting), sign="guess", reason=reason)
    if reason := _prompts(habits):
        return Asking(reason=reason)
    most = max(habits.values(), key=lambda habit: habit.questions)
    rest = sum(habit.questions for habit in habits.values()) - most.questions
    if most.name and most.questions > 1 and most.questions > 2 * rest:
        return Asking(
            reason=f"{most.name} asks {most.questions} of {most.questions + rest} questions"
        )
    only = [habit for habit in habits.values() if _only_asks(habit)]
    if len(only) == 1 and only[0].name:
        return Asking(reason=f"{only[0].name} asks in {only[0].questions} of {only[0].turns} turns")
    return Asking()


def _is_sure(own: Habit, others: Sequence[Habit], recorded: str) -> bool:
    """Say whether it is an interview that somebody leads, and no other talk of people.

    Where neither the file nor a label of the others says so, it is if somebody says nothing but
    questions and the others say much; never among people who are numbered alike.
    """
    if recorded:
        return recorded == "interview"
    if not own.name or all(is_answering(habit.name) or is_unsure(habit.name) for habit in others):
        return True
    if any(_numbered_alike(own.name, habit.name) for habit in others):
        return False
    words = sum(h.words * h.turns for h in others) / sum(h.turns for h in others)
    fewest = MANY_QUESTIONS if len(others) > 1 else FEWEST_QUESTIONS
    asks_only = own.statements == 0 and own.questions >= fewest
    return asks_only and own.words <= MUCH_SHORTER * words


def _numbered_alike(one: str, other: str) -> bool:
    """Say whether two labels number people of one kind: ``P1`` and ``P2``, not ``Speaker 1``."""
    kinds = [match[1].casefold() if (match := _NUMBERED.fullmatch(n)) else "" for n in (one, other)]
    return bool(kinds[0]) and kinds[0] == kinds[1] and kinds[0] not in COUNTED


def _prompts(habits: Mapping[str, Habit]) -> str:
    """Return that the first of two speakers may lead an interview, though the other asks more."""
    if len(habits) != 2:
        return ""
    first, other = habits.values()
    brief = first.words <= BRIEF * other.words and first.turns > 1
    if not (first.name and brief and other.questions > first.questions):
        return ""
    return f"{first.name} asks or prompts in {first.turns} short turns"


def _states_something(words: str) -> bool:
    return any(
        count_words(sentence) > BACKCHANNEL and not asks_something(sentence)
        for sentence in _SENTENCE.findall(words)
    )


def _only_asks(habit: Habit) -> bool:
    return habit.first and habit.questions >= FEWEST_QUESTIONS and habit.questions == habit.turns


def _asks_by_habit(key: str, habits: Mapping[str, Habit], answering: frozenset[str]) -> bool:
    own = habits[key]
    others = [habit for other, habit in habits.items() if other != key]
    turns = sum(habit.turns for habit in others)
    words = sum(habit.words * habit.turns for habit in others) / turns
    share = sum(habit.questions for habit in others) / turns
    if key in answering or is_answering(own.name) or own.share < ASKS:
        return False
    known = not own.name or all(
        is_answering(h.name) or k in answering for k, h in habits.items() if k != key
    )
    fewest = FEWEST_QUESTIONS - known
    return (
        own.questions >= fewest
        and share <= ANSWERS
        and own.words <= SHORTER * words
        and (own.first or known)
    )


def is_one_person(name: str) -> bool:
    """Say whether a name means the same person in every document: no ``Speaker 1``, no ``I``."""
    return len(name) > 2 and not is_role(name) and not any(map(str.isdigit, name))
