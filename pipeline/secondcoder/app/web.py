"""What a page is given and what it answers, without a server."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from secondcoder.app.reviewing import Reviews
from secondcoder.app.runs import Runs
from secondcoder.app.shelf import Shelf, Study
from secondcoder.app.understanding import Readings, Understood
from secondcoder.review.web import Go, Problem
from secondcoder.serving.multipart import Form

LONGEST = 10_000
LOOKS_ON = "looks-on"
"""The cookie of who said that they look on, and do not review."""
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Note:
    """What the last form did."""

    said: str
    lines: tuple[str, ...] = ()


class Notes:
    """Keeps what is to be said on the next page; the address holds only a number for it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._held: OrderedDict[str, Note] = OrderedDict()

    def keep(self, note: Note) -> str:
        """Return what the address holds."""
        name = secrets.token_hex(6)
        with self._turn:
            self._held[name] = note
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return name

    def find(self, name: str) -> Note | None:
        """Return a note."""
        with self._turn:
            return self._held.get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """All that the pages stand on."""

    shelf: Shelf
    readings: Readings = field(default_factory=Readings)
    runs: Runs = field(default_factory=Runs)
    reviews: Reviews = field(default_factory=Reviews)
    notes: Notes = field(default_factory=Notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request: who asks for what."""

    work: Workplace
    place: Mapping[str, str]
    """The variable parts of the address."""
    query: Mapping[str, str]
    form: Form
    at: str
    """The address without its query."""
    person: str = ""
    """Who sits there, if they said so."""
    looks_on: bool = False
    """Whether they said that they do not review."""

    @property
    def study(self) -> Study:
        """The study that the address names."""
        found = self.work.shelf.find(self.place.get("study", ""))
        if found is None:
            raise Problem(404, "There is no such study on the list.")
        return found

    @property
    def home(self) -> str:
        """The address of the study."""
        return f"/s/{self.study.id}"

    def understood(self) -> Understood:
        """Return the study as it was read."""
        return self.work.readings.of(self.study.folder)

    def field(self, name: str, *, limit: int = LONGEST) -> str:
        """Return one field of the form, without blanks around it."""
        value = self.form.fields.get(name, [""])[0].replace("\r\n", "\n").strip()
        if len(value) > limit:
            raise Problem(413, f"What was written is longer than {limit:,} characters.")
        return value

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        """Return one field of the form that must be one of a list."""
        value = self.field(name, limit=500)
        if value not in allowed:
            raise Problem(400, "There is no such choice.")
        return value

    def go(self, path: str, said: str = "", lines: Sequence[str] = ()) -> Go:
        """Return where to go, with what is said there."""
        if not said:
            return Go(path)
        sign = "&" if "?" in path else "?"
        return Go(f"{path}{sign}note={self.work.notes.keep(Note(said, tuple(lines)))}")
