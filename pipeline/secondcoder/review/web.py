"""What a page is given and what it answers, without a server."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from secondcoder.decisions.events import Event
from secondcoder.procedures.second_coder.reviewed.items import ALL, Item, View
from secondcoder.procedures.second_coder.reviewed.material import Entry, Material, Passage
from secondcoder.procedures.second_coder.reviewed.session import Review

LONGEST_NOTE = 10_000
LOOK_FIRST = (
    "You have not coded this passage. Code it first, under First coding: what others and the "
    "machine say of it is shown after that. Blind first can be turned off under Settings."
)
_LONGEST_SECONDS = 3600.0


class Problem(Exception):  # noqa: N818 - what the reviewer reads, not a fault of the program
    """A request that cannot be answered; the reviewer reads why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class Page:
    """A page to show: its template and what that shows."""

    template: str
    context: Mapping[str, object]
    status: int = 200
    """400 where it says that a form was not stored, and why."""


@dataclass(frozen=True, slots=True)
class Go:
    """Another page to go to after a form was sent."""

    path: str
    cookies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Download:
    """A file."""

    name: str
    media: str
    data: bytes


Answer = Page | Go | Download


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request: who asks for what."""

    review: Review
    reviewer: str
    place: Mapping[str, str]
    """The variable parts of the address."""
    query: Mapping[str, str]
    form: Mapping[str, list[str]]
    at: str = ""
    """The address without its query."""
    keys: bool = True

    @property
    def material(self) -> Material:
        """The run's tables."""
        return self.review.material

    @property
    def view(self) -> View:
        """What this reviewer can decide."""
        return self.review.view(self.reviewer)

    def field(self, name: str, *, limit: int = LONGEST_NOTE) -> str:
        """Return one field of the form, without blanks around it."""
        value = self.form.get(name, [""])[0].replace("\r\n", "\n").strip()
        if len(value) > limit:
            raise Problem(413, f"What was written is longer than {limit:,} characters.")
        return value

    def page_of(self, pages: int) -> int:
        """Return which page of a list the address asks for; 1 if none."""
        asked = self.query.get("page", "1")
        return min(max(int(asked) if asked.isdecimal() and len(asked) < 7 else 1, 1), pages)

    def entry(self, code: str | None = None) -> Entry:
        """Return the code that the address or the form names."""
        found = self.material.codes.get(self.place.get("code", "") if code is None else code)
        if found is None:
            raise Problem(404, "There is no such code in this run.")
        return found

    def passage(self) -> Passage:
        """Return the passage that the address names."""
        found = self.material.by_id.get(self.place.get("passage", ""))
        if found is None:
            raise Problem(404, "There is no such passage in this run.")
        return found

    def item(self, code: str | None = None) -> Item:
        """Return the passage and code that the address names, if there is something to decide."""
        passage, entry = self.passage(), self.entry(code)
        if not self.review.looked(self.reviewer, passage):
            raise Problem(403, LOOK_FIRST)
        found = self.view.by_pair.get((passage.id, entry.id))
        if found is None:
            raise Problem(404, "Neither you nor a machine applied this code to this passage.")
        return found

    def event(self, kind: str, **more: Any) -> Event:
        """Return an event of this reviewer in this run."""
        if more.get("revealed"):
            machines = (f"{label}, run {self.material.run}" for label in self.material.machines)
            more.setdefault("saw", tuple(machines))
        return Event(
            kind=kind,
            reviewer=self.reviewer,
            run=self.material.run,
            codebook=self.material.codebook_version,
            seconds=self._seconds(),
            **more,
        )

    @staticmethod
    def json(detail: Mapping[str, object]) -> str:
        """Return what an event says more, as it is stored."""
        return json.dumps(detail, ensure_ascii=False)

    def own_event(self, name: str, kinds: frozenset[str]) -> Event:
        """Return the event that the form names, if this reviewer may undo it."""
        event = self.review.history.events.get(self.field(name, limit=100))
        if event is None or event.kind not in kinds or event.reviewer != self.reviewer:
            raise Problem(404, "There is no such decision of yours.")
        if event.id in self.review.history.undone:
            raise Problem(409, "That was undone already.")
        return event

    def _seconds(self) -> float:
        opened = self.form.get("opened", [""])[0]
        if not opened.isdecimal() or len(opened) > 15:
            return 0.0
        passed = now_ms() - int(opened)
        return round(min(max(passed / 1000, 0.0), _LONGEST_SECONDS), 1)


def now_ms() -> int:
    """Return the time in milliseconds, for how long a page was open."""
    return int(datetime.now(UTC).timestamp() * 1000)


def path(*parts: str, **query: str | int) -> str:
    """Return an address of these pages; empty values are left out."""
    given = {name.rstrip("_"): value for name, value in query.items() if value not in ("", 0)}
    tail = f"?{urlencode(given)}" if given else ""
    return "/" + "/".join(parts) + tail


def code_name(material: Material, code: str) -> str:
    """Return a code's label, or its id where this run has no such code."""
    if code == ALL:
        return "All codes"
    return material.codes[code].label if code in material.codes else code
