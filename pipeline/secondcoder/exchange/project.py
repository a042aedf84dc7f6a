r"""A project of other software, in our conventions.

Text is NFC with ``\n``; offsets count its code points, end exclusive. A GUID is written in lower
case without braces; objects refer to each other by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from secondcoder.records.text import Attributes

UNKNOWN_CODER = "unknown"
MEMO_OF_LOST = "the coding that it is about did not come in"
"""Why a memo of a coding is left out with it."""


@dataclass(frozen=True, slots=True)
class User:
    """A coder, or the machine."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When something was made and last changed, and by whom; what is not known is empty.

    Dates are in ISO 8601, people GUIDs of users. Who made a coding or memo stands there.
    """

    created: str = ""
    creator: str = ""
    modified: str = ""
    modifier: str = ""


NO_STAMP = Stamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCode:
    """A code of the tree, or a folder of codes."""

    guid: str
    name: str
    parent: str = ""
    """GUID of the code above; empty at the top."""
    description: str = ""
    codable: bool = True
    colour: str = ""
    """As ``#RRGGBB``; empty if not stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDocument:
    """A text with what is known of it."""

    guid: str
    name: str
    text: str
    attributes: Attributes = ()
    description: str = ""
    stamp: Stamp = NO_STAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A stretch that a project lists as an object of its own."""

    guid: str
    document: str
    start: int
    end: int
    stamp: Stamp = NO_STAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCoding:
    """One coder's application of one code to a stretch of a document."""

    guid: str
    coder: str
    """GUID of a user."""
    code: str
    document: str
    start: int
    end: int
    whole: bool = False
    """The document as a whole was coded, not a stretch of it."""
    selection: str = ""
    """GUID of the selection it belongs to; empty if that is not known."""
    created: str = ""
    """When, in ISO 8601; empty if not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A note and what it is attached to."""

    guid: str
    about: str
    """``project``, ``document``, ``code``, ``coding``, ``passage``, or empty if attached to
    nothing."""
    target: str
    """GUID of the document, code or coding; for a passage that of its document."""
    text: str
    title: str = ""
    author: str = ""
    """GUID of a user; empty if not known."""
    start: int = 0
    end: int = 0
    """The stretch, for a passage."""
    selection: str = ""
    """GUID of the selection, for a passage; empty if that is not known."""
    stamp: Stamp = NO_STAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person, group or site with its attributes and texts."""

    guid: str
    name: str
    description: str = ""
    attributes: Attributes = ()
    documents: tuple[str, ...] = ()
    passages: tuple[tuple[str, int, int], ...] = ()
    """Stretches that belong to it: document's GUID, start, end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A set of codes or documents."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Discarded:
    """Something that did not come in, or came in changed, and why."""

    kind: str
    what: str
    reason: str
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Everything that is exchanged."""

    name: str
    origin: str = ""
    """The software that wrote it, as the file says."""
    typed: bool = False
    """Its codes were typed by hand, without a list of them at hand."""
    users: tuple[User, ...] = ()
    codes: tuple[ProjectCode, ...] = ()
    """Every parent before its children."""
    documents: tuple[ProjectDocument, ...] = ()
    codings: tuple[ProjectCoding, ...] = ()
    memos: tuple[Memo, ...] = ()
    cases: tuple[Case, ...] = ()
    groups: tuple[Group, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    """Type of each attribute by its name: ``Text``, ``Boolean``, ``Integer``, ``Float``,
    ``Date`` or ``DateTime``."""
    variable_guids: Mapping[str, str] = field(default_factory=dict)
    """GUID of each attribute, by its name, where it is known."""
    selections: tuple[Selection, ...] = ()
    """What is known of the selections that codings and memos belong to."""
    stamp: Stamp = NO_STAMP
    notes: tuple[str, ...] = ()
    """How it was read: choices that were made, with their grounds."""
    discarded: tuple[Discarded, ...] = ()

    def paths(self) -> dict[str, tuple[str, ...]]:
        """Return each code's names from the top of the tree down, by its GUID."""
        paths: dict[str, tuple[str, ...]] = {}
        for code in self.codes:
            paths[code.guid] = (*paths.get(code.parent, ()), code.name)
        return paths


def merged(discarded: list[Discarded]) -> tuple[Discarded, ...]:
    """Return equal lines once with their counts added, in the order they first stand."""
    counts: dict[tuple[str, str, str], int] = {}
    for line in discarded:
        key = (line.kind, line.what, line.reason)
        counts[key] = counts.get(key, 0) + line.count
    return tuple(Discarded(*key, count) for key, count in counts.items())
