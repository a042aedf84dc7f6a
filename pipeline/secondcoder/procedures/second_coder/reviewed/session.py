"""One open review: the run, the store, and what follows from both, kept up to date."""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.store import Store, StoredPassage
from secondcoder.names import loosely
from secondcoder.procedures.second_coder.reviewed.carry import ALTERED, Carried, carry
from secondcoder.procedures.second_coder.reviewed.items import (
    View,
    build_view,
    own_coding,
    with_others,
)
from secondcoder.procedures.second_coder.reviewed.kept import Keeper
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.procedures.second_coder.reviewed.roles import ADJUDICATOR, CODER, FURTHER
from secondcoder.procedures.second_coder.reviewed.sizes import Needed, needed_by_code
from secondcoder.publish.schema import Tables

_BEARS_ON_CODING = frozenset({"coding", "coded", "verdict", "adjudication"})
"""Kinds of act that change what somebody holds of a passage."""


class Review:
    """Answers every page's questions; the only place where history, run and store meet."""

    def __init__(
        self,
        material: Material,
        store: Store,
        *,
        run: Path | None = None,
        synthesis: Tables | None = None,
        home: Path | None = None,
    ) -> None:
        self.material = material
        self.home = home
        """The study's folder, where the codebooks of rounds are kept."""
        self.synthesis = synthesis
        """The tables of the study's latest synthesis, if it has one."""
        self.run = run
        """The run's folder, if its results can take the decisions in."""
        self.store = store
        self._begin()
        self.turn = threading.RLock()
        """Held while a request is answered: no page sees half an event."""
        self.catch_up()

    def catch_up(self) -> None:
        """Take in what was stored since, by this process or another."""
        with self.turn:
            new = self.store.events(after=self.history.last)
            if self._generation != self.store.generation:
                self._begin()
                new = self.store.events()
            for event in new:
                self._take(event)

    def known_as(self, name: str) -> str:
        """Return a reviewer's one name: as the study says, as the coder's, or as first spelt."""
        instead = self.store.name_of(name)
        return self.material.coder_of(instead) or self._spelt.get(loosely(instead), instead)

    def _begin(self) -> None:
        """Begin with what the record holds now; also when others' rows arrived in between."""
        self._generation = self.store.generation
        self.history = History()
        self._spelt: dict[str, str] = {}
        """How each reviewer who is no coder first spelt their name."""
        self._stored: dict[str, str] = {}
        """The codes of events as they were stored."""
        self.carried: Carried = carry(self.store.passages(), self.material)
        self.recut: dict[str, str] = {}
        """Events that were brought over from a passage of other words, and in which way."""
        self._views: dict[str, tuple[tuple[str, int, str, bool], View]] = {}
        self.keeper = Keeper()

    def add(self, events: Sequence[Event], passages: Iterable[Passage] = ()) -> list[Event]:
        """Store events, each with the event it follows on, and take them in."""
        self.catch_up()
        linked = [self._linked(event) for event in events]
        kept = [StoredPassage(p.key, p.document, p.start, p.text) for p in passages]
        stored = self.store.add(linked, kept)
        self.catch_up()
        return stored

    def view(self, reviewer: str) -> View:
        """Return what a reviewer has to decide."""
        blind, role = self.blind(reviewer), self.role(reviewer)
        against = "" if blind or role == ADJUDICATOR else self.against(reviewer)
        changes = self.history.changes_of_coding
        state = (
            against,
            changes.total() if role == ADJUDICATOR else changes[reviewer],
            role,
            blind,
        )
        held = self._views.get(reviewer)
        if held is None or held[0] != state:
            own = own_coding(self.material, self.history, reviewer, against)
            if role == ADJUDICATOR:
                own = with_others(self.material, self.history, own, reviewer)
            decoys = blind and role != ADJUDICATOR
            held = (state, build_view(self.material, own, blind=blind, decoys=decoys))
            self._views[reviewer] = held
        return held[1]

    def role(self, reviewer: str) -> str:
        """Return what a reviewer does here; who coded the study is a coder."""
        if self.material.coder_of(reviewer):
            return CODER
        return self.history.setting(reviewer, "role", FURTHER)

    def looked(self, reviewer: str, passage: Passage) -> bool:
        """Return whether the reviewer has coded a passage, or works without blind first."""
        return not self.blind(reviewer) or passage.id in self.view(reviewer).own.seen

    def against(self, reviewer: str) -> str:
        """Return whose coding stands for that of a reviewer who has none."""
        first = self.material.coders[0] if self.material.coders else ""
        return self.history.setting(reviewer, "coding", first)

    @cached_property
    def needed(self) -> list[Needed]:
        """What each code asks of a sample; nothing where no coefficient is wanted."""
        return needed_by_code(self.material) if self.material.counted else []

    def blind(self, reviewer: str) -> bool:
        """Return whether suggestions are hidden until the reviewer asks for them."""
        return self.history.setting(reviewer, "blind", "on") == "on"

    def shown(self, reviewer: str, passage: Passage, code: str) -> bool:
        """Return whether the reviewer may see, or has seen, what the machine says here."""
        if not self.blind(reviewer):
            return True
        if self.role(reviewer) == ADJUDICATOR and self.looked(reviewer, passage):
            return True
        if self.history.verdict(reviewer, passage.key, code):
            return True
        return self.history.revealed(reviewer, passage.key, code) is not None

    def decided_by_code(self, reviewer: str) -> tuple[Counter[str], Counter[str]]:
        """Return how many differences of each code are decided, and how many wait in the queue."""
        decided: Counter[str] = Counter()
        unsure: Counter[str] = Counter()
        blind = self.blind(reviewer)
        pairs = self.view(reviewer).by_pair
        for event in self.history.all_current("verdict", reviewer):
            passage = self.material.by_key.get(event.passage)
            item = pairs.get((passage.id, event.code)) if passage else None
            if item is None:
                continue
            decided[event.code] += item.differs and (blind or not item.decoy)
            unsure[event.code] += event.verdict == "unsure"
        return decided, unsure

    def not_applying(self) -> list[tuple[Event, StoredPassage]]:
        """Return current decisions and coding on passages that are no longer in the study."""
        lost = {passage.key: passage for passage in self.carried.lost}
        return [
            (event, lost[event.passage])
            for event in (*self._all_current(), *self._finished(lost))
            if event.passage in lost
        ]

    def anothers_as_own(self, reviewer: str) -> list[Event]:
        """Return a reviewer's verdicts of earlier versions, given while another's coding was shown.

        Earlier versions recorded that coding as the reviewer's own; it is not counted as theirs.
        """
        if self.material.coder_of(reviewer) or self.history.codings(reviewer):
            return []
        mine = self.history.all_current("verdict", reviewer)
        return [event for event in mine if event.origin and event.human]

    def without_code(self) -> list[tuple[Event, Passage]]:
        """Return current decisions and coding with a code that the study no longer has."""
        by_key, codes = self.material.by_key, self.material.codes
        return [
            (event, by_key[event.passage])
            for event in self._all_current()
            if event.passage in by_key and event.code not in codes
        ]

    def _all_current(self) -> list[Event]:
        kinds = ("verdict", "coding", "adjudication")
        return [event for kind in kinds for event in self.history.all_current(kind)]

    def _finished(self, lost: Collection[str]) -> list[Event]:
        """Return for each reviewer and lost passage without a code that they had finished it."""
        coded = {(e.reviewer, e.passage) for e in self.history.all_current("coding")}
        return [
            event
            for event in self.history.events.values()
            if event.kind == "coded"
            and event.passage in lost
            and (event.reviewer, event.passage) not in coded
        ]

    def changed(self, event: Event, *, machine: bool) -> bool:
        """Return whether the machine says otherwise now than when this was decided."""
        return event.run != self.material.run and event.machine != machine

    def first_id(self, event: Event) -> str:
        """Return the id that an event's code had when it was stored."""
        return self._stored.get(event.id, event.code)

    def _now(self, code: str) -> str:
        """Return the id that a code has now, where it was renamed or merged since."""
        known = self.material.codes
        return code if code in known else self.material.formerly.get(code, code)

    def _linked(self, event: Event) -> Event:
        before = self.history.current(event.key)
        return replace(
            event,
            previous=before.id if before else event.previous,
            round=event.round or self.history.round,
        )

    def _take(self, event: Event) -> None:
        if event.program:
            self.history.add(event)
            return
        self._stored[event.id] = event.code
        self._spelt.setdefault(loosely(event.reviewer), event.reviewer)
        event = replace(
            event,
            code=self._now(event.code),
            other=self._now(event.other),
            reviewer=self.known_as(event.reviewer),
            members=tuple(sorted({self.known_as(one) for one in event.members})),
        )
        places = self.carried.places.get(event.passage)
        if not places:
            self._add(event)
            return
        if (how := self.carried.how[event.passage]) in ALTERED:
            self.recut[event.id] = how
        for passage in places:
            self._add(replace(event, passage=passage.key))

    def _add(self, event: Event) -> None:
        self.history.add(event)
        about = self.history.events.get(event.undoes, event) if event.kind == "undo" else event
        if about.kind not in _BEARS_ON_CODING or about.training:
            return
        for key in {event.passage, about.passage}:
            if passage := self.material.by_key.get(key):
                self.keeper.changes.append(passage.id)
