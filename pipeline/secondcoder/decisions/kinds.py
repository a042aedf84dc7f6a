"""The kinds of act that a record holds: declared once, checked before they are stored. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secondcoder.errors import SecondcoderError

if TYPE_CHECKING:
    from secondcoder.decisions.events import Event

PLAN, ROUND, SESSION, ENTRY, SHOWN = "plan", "round", "session", "entry", "shown"
ERASURE, DIFFERENCE, DRAFT = "erasure", "difference", "draft"
CLASSES: Mapping[str, str] = {
    "boundary": "where this code ends and another begins",
    "context missed": "what stands around the passage was not seen",
    "meta-talk": "talk about the talk, not about the matter",
    "latent meaning": "the meaning is not in the words themselves",
    "negation": "something denied was read as said",
    "other": "something else, which the note says",
}
"""What people can say of a difference between them and a machine, and what each means."""
PROGRAM = "secondcoder"
"""The author of what the program records by itself; ``Event.program`` tells it from a person."""
FIELDS_OF_ENTRY = (
    *("name", "definition", "include", "exclude", "example"),
    *("new", "merged", "split", "removed"),
)
"""What an edit of the codebook can be about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What acts of a kind are called, what each must say, and how they follow on each other."""

    one: str
    many: str
    needs: tuple[str, ...] = ()
    """Fields of the event that must not be empty."""
    detail: Mapping[str, type] = field(default_factory=dict)
    """What the detail, a JSON object, must hold; it can hold more."""
    named: bool = False
    """Whether the detail holds words, which then stand apart: names, definitions."""
    stretch: bool = False
    """Whether the detail can hold words of a passage (``words``), which then stand apart."""
    shared: bool = False
    """Whether the latest counts whoever did it, not the latest of each person."""
    undoable: bool = False
    reviews: bool = True
    """Whether who did it takes part in coding or review."""


KINDS: Mapping[str, Kind] = {
    "verdict": Kind(one="decision", many="decisions", undoable=True),
    "coding": Kind(
        one="code given in first coding",
        many="codes given in first coding",
        undoable=True,
        stretch=True,
    ),
    "coded": Kind(
        one="passage finished in first coding", many="passages finished in first coding"
    ),
    "adjudication": Kind(one="joint decision", many="joint decisions", undoable=True, shared=True),
    "theme": Kind(
        one="decision on a theme",
        many="decisions on themes",
        undoable=True,
        shared=True,
        named=True,
    ),
    "synthesis": Kind(
        one="decision on a general theme",
        many="decisions on general themes",
        undoable=True,
        shared=True,
        named=True,
    ),
    "query": Kind(
        one="answered query", many="answered queries", undoable=True, shared=True, named=True
    ),
    "judgement": Kind(
        one="answer before the suggestion was shown",
        many="answers before the suggestion was shown",
    ),
    "reveal": Kind(one="suggestion shown", many="suggestions shown"),
    DRAFT: Kind(
        one="note kept before a decision", many="notes kept before a decision", reviews=False
    ),
    "undo": Kind(one="step taken back", many="steps taken back"),
    "sample": Kind(one="sample drawn", many="samples drawn"),
    "setting": Kind(one="setting", many="settings"),
    PLAN: Kind(
        one="frozen plan",
        many="frozen plans",
        needs=("codebook",),
        detail={"headline": str, "unit": str, "codes": list, "machine": str},
        reviews=False,
    ),
    SHOWN: Kind(
        one="run that showed the machine’s codes",
        many="runs that showed the machine’s codes",
        needs=("run",),
        reviews=False,
    ),
    ROUND: Kind(
        one="round begun",
        many="rounds begun",
        needs=("round", "codebook"),
        reviews=False,
    ),
    SESSION: Kind(
        one="joint session", many="joint sessions", needs=("members",), reviews=False
    ),
    ENTRY: Kind(
        one="codebook edit",
        many="codebook edits",
        needs=("code", "codebook"),
        detail={"field": str},
        undoable=True,
        shared=True,
        named=True,
        stretch=True,
        reviews=False,
    ),
    DIFFERENCE: Kind(
        one="class of a difference",
        many="classes of differences",
        needs=("passage", "code"),
        detail={"class": str},
        undoable=True,
        reviews=False,
    ),
    ERASURE: Kind(
        one="erasure of a document’s words",
        many="erasures of documents’ words",
        detail={"document": str},
        reviews=False,
    ),
}  # fmt: skip
UNKNOWN = Kind(one="", many="")
"""A kind that a later version wrote: kept, counted, and of no effect here."""


def kind_named(name: str) -> Kind:
    """Return what is declared of a kind of act."""
    return KINDS.get(name, UNKNOWN)


def class_of(event: "Event") -> str:
    """Return what a difference was said to come from; empty if that is not said."""
    return str(json.loads(event.detail or "{}").get("class", ""))


def check(event: "Event") -> None:
    """Refuse an act that does not say what its kind must say."""
    if not event.reviewer or not event.kind:
        raise SecondcoderError("an act without an author or a kind cannot be recorded")
    kind = KINDS.get(event.kind)
    if kind is None:
        raise SecondcoderError(f"there is no act of the kind {event.kind!r}")
    lacking = [name for name in kind.needs if not getattr(event, name)]
    if lacking:
        raise SecondcoderError(f"{kind.one}: it must say {', '.join(lacking)}")
    if kind.detail:
        _check_detail(event.detail, kind)
    if event.kind == SESSION and len(event.members) < 2:
        raise SecondcoderError("a joint session has two members or more")
    if event.kind == DIFFERENCE and json.loads(event.detail)["class"] not in CLASSES:
        raise SecondcoderError(f"a difference is of one of these classes: {', '.join(CLASSES)}")
    if event.kind == ENTRY and json.loads(event.detail)["field"] not in FIELDS_OF_ENTRY:
        raise SecondcoderError(f"a codebook edit is about one of: {', '.join(FIELDS_OF_ENTRY)}")


def _check_detail(detail: str, kind: Kind) -> None:
    try:
        found = json.loads(detail or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise SecondcoderError(f"{kind.one}: its detail must be a JSON object")
    for name, wanted in kind.detail.items():
        if not isinstance(found.get(name), wanted):
            raise SecondcoderError(f"{kind.one}: it must say {name}, as a {wanted.__name__}")
