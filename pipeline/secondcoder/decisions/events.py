"""What reviewers did, as records, and what holds now, worked out from them. Pure: no disk."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from secondcoder.decisions.kinds import DRAFT, ROUND, kind_named

APPLIES, NOT, UNSURE, OTHER = "applies", "does not apply", "unsure", "other"
"""Verdicts: does the code apply here? With ``other``, another code applies instead."""
VERDICTS = (APPLIES, NOT, UNSURE, OTHER)
ACCEPT, KEEP, BOTH, ADD, NEITHER = "accept", "keep", "both", "add", "neither"
"""Verdicts of older databases, relative to the suggestion of that moment: read, never stored."""
NOT_SURE = "not sure"
"""``unsure``, as older databases have it before the suggestion was shown."""
VERDICT_NAMES = {
    APPLIES: "It applies",
    NOT: "It does not apply",
    UNSURE: "Unsure",
    OTHER: "Another code",
    ACCEPT: "Accept the suggestion",
    KEEP: "Keep mine",
    BOTH: "Both",
    ADD: "It applies after all",
    NEITHER: "Neither",
    NOT_SURE: "Not sure",
}
THEME_ACTIONS = ("adopt", "attach", "merge", "split", "rename", "reject")
DECOY = '{"decoy": true}'
"""The detail of an event on a passage that neither had given the code."""
TRAINING = "training"
"""What the detail of coding says that was done to learn: it is nobody's coding."""

KEEP_NOTES = frozenset({"verdict", "coding", "adjudication"})
"""Kinds of act that take up the note which was kept before."""

Key = tuple[str, str, str, str]
"""Kind, reviewer, passage and code (or theme): what one decision is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing a reviewer did. Events are only ever added."""

    kind: str
    reviewer: str
    run: str
    passage: str = ""
    """The passage's content key, not its id in a run."""
    code: str = ""
    verdict: str = ""
    other: str = ""
    """The code chosen instead, with verdict ``other``."""
    note: str = ""
    revealed: bool = False
    """Whether the suggestion had been shown when this was done."""
    seconds: float = 0.0
    """From the opening of the page to the decision."""
    human: bool = False
    """Whether the reviewer's own coding held the code then; another's coding does not count."""
    machine: bool = False
    """Whether the machine applied the code then."""
    undoes: str = ""
    previous: str = ""
    """The event that was current before this one; empty if none."""
    batch: str = ""
    """Names the bulk step that this event was part of."""
    theme: str = ""
    """The candidate theme, or with kind ``query`` the query, that this is about."""
    detail: str = ""
    """More, as JSON: offsets of a coded stretch, a theme's new name, a setting's value."""
    members: tuple[str, ...] = ()
    """Who decided together, with kind ``adjudication``."""
    saw: tuple[str, ...] = ()
    """Whose coding had been shown by then, as labels."""
    codebook: str = ""
    """The version of the codebook then: a hash of its entries."""
    round: str = ""
    """The name of the round of coding that it belongs to; empty before the first."""
    probability: float | None = None
    """With which the passage was drawn, 0 to 1; ``None`` if it was not drawn."""
    program: bool = False
    """Whether the program recorded it by itself; ``reviewer`` is then no person’s name."""
    origin: str = ""
    """The database of an earlier version, and its number there, if it was kept in one."""
    chain: str = ""
    """The file of the record that it stands in, by the computer that wrote it."""
    id: str = ""
    """Given by the store: the beginning of the row's hash."""
    number: int = 0
    """Its place among all events, from 1; it can change when others' rows arrive."""
    at: str = ""
    """When it was stored, UTC, ISO 8601."""

    @property
    def key(self) -> Key:
        """What the event is about, and whose it is; a joint decision is that of its members."""
        shared = kind_named(self.kind).shared
        together = sorted({self.reviewer, *self.members}) if self.members else []
        return (
            self.kind,
            "\n".join(together) if shared else self.reviewer,
            self.passage,
            self.code or self.theme,
        )

    @property
    def author(self) -> str:
        """Who did it, as lists say it: a person’s name, or that it was the program."""
        return f"{self.reviewer} (the program)" if self.program else self.reviewer

    @property
    def training(self) -> bool:
        """Whether it is coding that was done to learn; it counts as nobody's coding."""
        if self.kind not in {"coding", "coded"} or TRAINING not in self.detail:
            return False
        return bool(json.loads(self.detail).get(TRAINING))

    @property
    def answer(self) -> str:
        """A verdict as one of ``VERDICTS``, also where it was stored relative to a suggestion."""
        if self.verdict == OTHER:
            return OTHER
        return {True: APPLIES, False: NOT, None: UNSURE}[outcome(self)]


def outcome(event: Event) -> bool | None:
    """Return whether the code applies to the passage after a verdict; ``None`` if undecided."""
    return {
        APPLIES: True,
        NOT: False,
        OTHER: False,
        ACCEPT: event.machine,
        KEEP: event.human,
        BOTH: event.human or event.machine,
        ADD: True,
        NEITHER: False,
    }.get(event.verdict)


class History:
    """What holds now. The latest event that was not undone is the current one for its key."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.last = 0
        """The number of the last event taken in."""
        self.round = ""
        """The name of the round that was begun last."""
        self.events: dict[str, Event] = {}
        self.undone: set[str] = set()
        self._stacks: dict[Key, list[Event]] = {}
        self._revealed: dict[Key, Event] = {}
        self._settings: dict[tuple[str, str], str] = {}
        self._coded: dict[tuple[str, str], Event] = {}
        self._trained: dict[tuple[str, str], Event] = {}
        self.changes_of_coding: Counter[str] = Counter()
        """How often each one's first coding changed: what rests on it is worked out anew."""
        self._latest: dict[str, Event] = {}
        self._keys: dict[str, list[Key]] = {}
        self._verdicts: dict[str, dict[tuple[str, str], Event]] = {}
        self._drafts: dict[Key, str] = {}
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """Take in one event; events come in the order of their numbers."""
        self.last = max(self.last, event.number)
        self.events[event.id] = event
        if event.kind in {"coding", "coded"}:
            self.changes_of_coding[event.reviewer] += 1
        if event.kind in {"verdict", "coding", "coded"}:
            self._latest[event.reviewer] = event
        self._keep_note(event)
        if event.kind == ROUND:
            self.round = event.round
        if kind_named(event.kind).undoable and event.id not in self.undone:
            self._stacks.setdefault(event.key, []).append(event)
            self._keys.setdefault(event.id, []).append(event.key)
            self._point(event.key)
        elif event.kind == "undo":
            self._undo(event.undoes)
        elif event.kind in {"reveal", "judgement"}:
            key = ("reveal", event.reviewer, event.passage, event.code)
            self._revealed.setdefault(key, event)
        elif event.kind == "setting":
            self._settings[event.reviewer, event.verdict] = event.detail
        elif event.kind == "coded":
            finished = self._trained if event.training else self._coded
            finished[event.reviewer, event.passage] = event

    def _keep_note(self, event: Event) -> None:
        """Keep a note that was written before a decision, until the decision takes it up."""
        if event.kind == DRAFT:
            self._drafts[event.detail, event.reviewer, event.passage, event.code] = event.note
        elif event.kind in KEEP_NOTES:
            self._drafts.pop(self._draft_key(event), None)

    def _undo(self, event: str) -> None:
        self.undone.add(event)
        taken_back = self.events.get(event)
        if taken_back is not None:
            if taken_back.kind == "coding":
                self.changes_of_coding[taken_back.reviewer] += 1
            if taken_back.kind in KEEP_NOTES and taken_back.note and not taken_back.batch:
                self._drafts.setdefault(self._draft_key(taken_back), taken_back.note)
        for key in self._keys.get(event, ()):
            self._stacks[key] = [e for e in self._stacks[key] if e.id != event]
            self._point(key)

    def _point(self, key: Key) -> None:
        """Keep the current verdicts at hand, by reviewer."""
        kind, reviewer, passage, code = key
        if kind != "verdict":
            return
        mine = self._verdicts.setdefault(reviewer, {})
        if self._stacks[key]:
            mine[passage, code] = self._stacks[key][-1]
        else:
            mine.pop((passage, code), None)

    def verdict(self, reviewer: str, passage: str, code: str) -> Event | None:
        """Return a reviewer's current verdict on a code for a passage."""
        return self.current(("verdict", reviewer, passage, code))

    def verdicts(self, reviewer: str) -> Mapping[tuple[str, str], Event]:
        """Return a reviewer's current verdicts by passage and code."""
        return self._verdicts.get(reviewer, {})

    def current(self, key: Key) -> Event | None:
        """Return the latest event for the key that was not undone."""
        stack = self._stacks.get(key)
        return stack[-1] if stack else None

    def all_current(self, kind: str, reviewer: str | None = None) -> list[Event]:
        """Return the current events of a kind, of one reviewer or of all, in order of time."""
        found = [
            stack[-1]
            for key, stack in self._stacks.items()
            if stack and key[0] == kind and (reviewer is None or key[1] == reviewer)
        ]
        return sorted(found, key=lambda event: event.number)

    def of_kind(self, kind: str) -> list[Event]:
        """Return all events of a kind that were not undone, in order of time."""
        found = [e for e in self.events.values() if e.kind == kind and e.id not in self.undone]
        return sorted(found, key=lambda event: event.number)

    def revealed(self, reviewer: str, passage: str, code: str) -> Event | None:
        """Return the event by which the reviewer first saw the suggestion."""
        return self._revealed.get(("reveal", reviewer, passage, code))

    def codings(self, reviewer: str, *, training: bool = False) -> list[Event]:
        """Return a reviewer's coding on these pages, every stretch; with ``training``, to learn."""
        stacks = (s for k, s in self._stacks.items() if k[0] == "coding" and k[1] == reviewer)
        found = (e for stack in stacks for e in stack if e.training == training)
        return sorted(found, key=lambda event: event.number)

    def coded(self, reviewer: str, *, training: bool = False) -> Mapping[str, Event]:
        """Return the passages that a reviewer said they had finished coding, by their keys."""
        finished = self._trained if training else self._coded
        return {passage: event for (name, passage), event in finished.items() if name == reviewer}

    def draft(self, kind: str, reviewer: str, passage: str, code: str = "") -> str | None:
        """Return the note that a reviewer wrote without deciding since, by kind of decision."""
        return self._drafts.get((kind, reviewer, passage, code))

    @staticmethod
    def _draft_key(event: Event) -> Key:
        code = "" if event.kind == "coding" else event.code
        return event.kind, event.reviewer, event.passage, code

    def setting(self, reviewer: str, name: str, default: str) -> str:
        """Return a reviewer's setting."""
        return self._settings.get((reviewer, name), default)

    def latest(self, reviewer: str) -> Event | None:
        """Return where a reviewer left off."""
        return self._latest.get(reviewer)

    def batch(self, name: str) -> list[Event]:
        """Return the events of a bulk step that were not undone."""
        return [
            e
            for e in self.events.values()
            if e.batch == name and e.kind == "verdict" and e.id not in self.undone
        ]

    @property
    def reviewers(self) -> list[str]:
        """Everyone who took part in coding or review, in alphabetical order."""
        return sorted(
            {
                e.reviewer
                for e in self.events.values()
                if kind_named(e.kind).reviews and not e.program
            }
        )
