"""How programs head their tables of coded segments, in English."""

from dataclasses import dataclass

ROLES = ("text", "code", "document", "coder", "memo")
"""What a column can be; ``code`` and ``memo`` may be several."""
SINGLE = frozenset({"text", "document", "coder", "project"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One program's table: for each role the headings it may have, in lower case."""

    product: str
    signs: tuple[str, ...]
    """Headings that all stand in such a table."""
    text: tuple[str, ...]
    code: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    coder: tuple[str, ...] = ()
    memo: tuple[str, ...] = ()
    wide: str = ""
    """Begins the headings of columns that each stand for one code."""
    separators: str = "\n;"
    """Signs that part several codes of a cell."""


FORMATS = (
    Format(
        product="MAXQDA",
        signs=("segment", "code", "document name"),
        text=("segment", "preview"),
        code=("code",),
        document=("document name",),
        coder=("created by", "author", "modified by"),
        memo=("comment",),
    ),
    Format(
        product="ATLAS.ti",
        signs=("codes", "document", "quotation content"),
        text=("quotation content",),
        code=("codes",),
        document=("document",),
        coder=("created by", "coded by"),
        memo=("comment",),
    ),
    Format(
        product="ATLAS.ti",
        signs=("codes", "document", "text content"),
        text=("text content",),
        code=("codes",),
        document=("document",),
        coder=("created by", "coded by"),
        memo=("comment",),
    ),
    Format(
        product="ATLAS.ti",
        signs=("codes", "document", "content"),
        text=("content",),
        code=("codes",),
        document=("document",),
        coder=("created by", "coded by"),
        memo=("comment",),
    ),
    Format(
        product="NVivo",
        signs=("coded text",),
        text=("coded text",),
        code=("code", "node", "code name", "hierarchical name"),
        document=("file name", "file", "source name", "source", "name"),
        coder=("coded by", "coded by initials", "user", "initials"),
        memo=("annotation",),
    ),
    Format(
        product="NVivo",
        signs=("reference", "coverage"),
        text=("reference", "text"),
        code=("code", "node", "code name", "hierarchical name"),
        document=("file name", "file", "source name", "source", "name"),
        coder=("coded by", "coded by initials", "user", "initials"),
    ),
    Format(
        product="Dedoose",
        signs=("excerpt copy",),
        text=("excerpt copy",),
        code=("codes applied combined", "codes applied", "codes"),
        document=("media title", "resource title", "document"),
        coder=("excerpt creator", "creator"),
        memo=("memos", "memo"),
        wide="code: ",
    ),
    Format(
        product="Dedoose",
        signs=("excerpt",),
        text=("excerpt",),
        code=("codes applied combined", "codes applied", "codes"),
        document=("media title", "resource title", "document", "media"),
        coder=("excerpt creator", "creator"),
        memo=("memos", "memo"),
        wide="code: ",
    ),
    Format(
        product="Hypothes.is",
        signs=("quote", "tags", "user"),
        text=("quote",),
        code=("tags",),
        document=("title", "url", "uri"),
        coder=("user",),
        memo=("text", "comment"),
        separators="\n;,",
    ),
    Format(
        product="Taguette",
        signs=("document", "tag", "content"),
        text=("content",),
        code=("tag",),
        document=("document",),
    ),
)
"""The first whose signs all stand in the head of a table."""
