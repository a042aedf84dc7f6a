r"""Documents, the blocks their files mark off, and the passages that are coded.

Text is Unicode NFC with ``\n`` line ends; every offset counts code points of that text,
start inclusive, end exclusive. Other conventions are converted at the edges, never inside.
"""

from dataclasses import dataclass, field

Attributes = tuple[tuple[str, str], ...]
"""Names and values in the order of the source, as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a document that its file marks off: a turn, a paragraph, a table cell."""

    start: int
    end: int
    speaker: str = ""
    heading: str = ""
    question: str = ""
    """What the moderator asked last before this block, verbatim; context, not content."""
    time: str = ""
    """Where the block begins in the recording, as ``HH:MM:SS``; empty if not stated."""
    moderator: bool = False
    source_id: str = ""
    """The row's own id in the source table."""
    case: str = ""
    """The case where it differs from the document's own; empty otherwise."""
    attributes: Attributes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A transcript, a text, or a table's rows of one document or case."""

    name: str
    """Unique in the study."""
    text: str
    blocks: tuple[Block, ...]
    """In the order of the text, not overlapping."""
    case: str = ""
    source: str = ""
    """The file it came from, relative to the study's folder, with ``/``."""
    unit: str = "paragraph"
    """What a block is: ``turn``, ``paragraph`` or ``row``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The unit that is embedded, coded and compared: ``document.text[start:end] == text``."""

    id: str
    """A hash of document, start, end and text: the same passage has the same id in every run."""
    document: str
    case: str
    speaker: str
    heading: str
    question: str
    time: str
    position: int
    """Place in its document, from 1."""
    start: int
    end: int
    text: str
    source_id: str = ""
    attributes: Attributes = field(default=())
