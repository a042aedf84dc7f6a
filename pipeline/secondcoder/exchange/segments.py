"""Tables of coded segments: recognised by their headings, placed in documents if there are any.

Such a table holds what was coded and nothing else. With the documents beside it every segment is
sought in its document; without them the segments themselves, one after another, are the text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import (
    UNKNOWN_CODER,
    Discarded,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectDocument,
    User,
    merged,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.segment_formats import FORMATS, ROLES, Format
from secondcoder.exchange.text_map import TextMap
from secondcoder.names import did_you_mean, listed
from secondcoder.passages.locate import QuoteLocator
from secondcoder.passages.nearly import NearFinder
from secondcoder.reading.tables.tables import Row, Table, read_table

_PATHS = re.compile(r"\s*(?:\\+|>| > )\s*")
_BETWEEN = "\n\n"
_APPLIED = re.compile(r"(?i)code: (?P<name>.*) applied")
_TRUE = frozenset({"true", "1", "yes", "x"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Segment:
    row: int
    text: str
    codes: tuple[tuple[str, ...], ...]
    document: str
    coder: str
    memo: str


def read_segments(
    path: Path, documents: Sequence[ProjectDocument], mapping: Mapping[str, str]
) -> Project:
    """Read a table; ``mapping`` names columns by role where headings are not recognised."""
    table = read_table(path, name=path.name)
    columns, product, wide = _columns(table, mapping)
    segments = [_segment(row, columns, wide) for row in table.rows]
    project = Project(name=path.stem, origin=product or "a table of coded segments")
    discarded: list[Discarded] = []
    if documents:
        slips: list[int] = []
        placed = _in_documents(segments, documents, discarded, slips)
        note = "Segments were sought in the documents that were named beside the table."
        if slips:
            note += f" Those of {listed(slips)} differ from the text by a slip and were placed "
            note += "where it is most like them."
    else:
        made_up, placed = _as_documents(segments, path.stem)
        project = replace(project, documents=made_up)
        note = (
            "Only coded segments are in this table; each became a paragraph of its document. "
            "What nobody coded is not there, so agreement on leaving text uncoded cannot be "
            "measured: name the documents beside the table to have it."
        )
    heads = ", ".join(f"{role}: {column!r}" for role, column in columns.items())
    if wide:
        heads += f", code: {len(wide)} columns"
    recognised = f"Read as a table of {product}" if product else "Read by the mapping"
    notes = (f"{path.name}: {recognised} ({heads}).", note)
    return _coded(replace(project, notes=notes), placed, discarded)


def _columns(
    table: Table, mapping: Mapping[str, str]
) -> tuple[dict[str, str], str, dict[str, str]]:
    """Return the column of each role, the program, and the columns that stand for codes."""
    heads = {column.casefold().strip(): column for column in table.columns}
    found = next((f for f in FORMATS if all(sign in heads for sign in f.signs)), None)
    columns: dict[str, str] = {}
    if found:
        columns = {role: heads[head] for role in ROLES if (head := _first(found, role, heads))}
    for role, column in mapping.items():
        columns[role] = table.require(column, key=f"--map {role}")
    wide = {
        column: match["name"].strip()
        for column in table.columns
        if found and found.wide and (match := _APPLIED.fullmatch(column.strip()))
    }
    if wide and "code" not in mapping:
        columns.pop("code", None)
    if "text" not in columns or ("code" not in columns and not wide):
        raise SecondcoderError(
            f"{table.name}: the table is not recognised as one of coded segments",
            hint="Say which column is what, such as --map text=Segment --map code=Code --map "
            f"document=Document. Its columns are: {', '.join(table.columns)}.",
        )
    return columns, found.product if found else "", wide


def _first(found: Format, role: str, heads: Mapping[str, str]) -> str:
    names: tuple[str, ...] = getattr(found, role)
    return next((name for name in names if name in heads), "")


def _segment(row: Row, columns: Mapping[str, str], wide: Mapping[str, str]) -> _Segment:
    def cell(role: str) -> str:
        return row[columns[role]] if role in columns else ""

    stated = re.split(r"[\n;]", cell("code")) if "code" in columns else []
    stated += [name for column, name in wide.items() if row[column].casefold() in _TRUE]
    codes = tuple(_path(name) for name in dict.fromkeys(stated) if name.strip())
    return _Segment(
        row=row.number,
        text=TextMap(cell("text")).text,
        codes=codes,
        document=cell("document"),
        coder=cell("coder") or UNKNOWN_CODER,
        memo=cell("memo"),
    )


def _path(name: str) -> tuple[str, ...]:
    """Return the names of a code from the top down, delimited by backslashes or ``>``."""
    return tuple(step for step in _PATHS.split(name.strip()) if step)


def _as_documents(
    segments: Sequence[_Segment], stem: str
) -> tuple[tuple[ProjectDocument, ...], list[tuple[_Segment, str, int, int]]]:
    """Return documents made of the segments; one that is coded several times stands once."""
    texts: dict[str, str] = {}
    places: dict[tuple[str, str], int] = {}
    placed = []
    for segment in segments:
        name = segment.document or stem
        if not segment.text.strip():
            continue
        guid = made("segments", stem, name)
        if (name, segment.text) not in places:
            before = texts.get(name, "")
            start = len(before) + len(_BETWEEN) if before else 0
            places[name, segment.text] = start
            texts[name] = before + (_BETWEEN if before else "") + segment.text
        start = places[name, segment.text]
        placed.append((segment, guid, start, start + len(segment.text)))
    documents = tuple(
        ProjectDocument(guid=made("segments", stem, name), name=name, text=text)
        for name, text in texts.items()
    )
    return documents, placed


def _in_documents(
    segments: Sequence[_Segment],
    documents: Sequence[ProjectDocument],
    discarded: list[Discarded],
    slips: list[int],
) -> list[tuple[_Segment, str, int, int]]:
    locators = {one.guid: QuoteLocator(one.text) for one in documents}
    near = {one.guid: NearFinder(one.text) for one in documents}
    names = {_key(one.name): one for one in documents}
    placed = []
    used: dict[tuple[str, tuple[tuple[str, ...], ...], str], set[tuple[str, int]]] = {}
    for segment in segments:
        own = names.get(_key(segment.document))
        if segment.document.strip() and own is None:
            discarded.append(_of_other_document(segment, [one.name for one in documents]))
            continue
        within = [own] if own else documents
        found = [
            (one.guid, start, end)
            for one in within
            for start, end in locators[one.guid].locate(segment.text)
        ]
        if not found:
            found = _nearly(segment, {one.guid: near[one.guid] for one in within})
            slips += [segment.row] * bool(found)
        if not found:
            what = f"row {segment.row}: “{segment.text[:60]}”"
            reason = "the segment does not stand in the documents that were named"
            discarded.append(Discarded("coding", what, reason, max(len(segment.codes), 1)))
            continue
        taken = used.setdefault((segment.coder, segment.codes, segment.text), set())
        place = next((p for p in found if (p[0], p[1]) not in taken), found[0])
        taken.add((place[0], place[1]))
        placed.append((segment, *place))
    return placed


def _nearly(segment: _Segment, finders: Mapping[str, NearFinder]) -> list[tuple[str, int, int]]:
    """Return where a segment with a slip stands, if a stretch is like enough."""
    found = [(guid, near) for guid, one in finders.items() for near in one.nearest(segment.text)]
    best = max((near.likeness for _, near in found), default=0.0)
    return [
        (guid, near.start, near.end)
        for guid, near in found
        if near.likeness == best and near.enough
    ]


def _of_other_document(segment: _Segment, names: Sequence[str]) -> Discarded:
    """Return a segment whose document is not there: it is sought in no other."""
    what = f"row {segment.row}: “{segment.text[:60]}”"
    near = did_you_mean(segment.document, names)
    reason = f"its document {segment.document.strip()!r} is not among those that were named"
    return Discarded("coding", what, f"{reason}. {near}".strip(". "), max(len(segment.codes), 1))


def _key(name: str) -> str:
    r"""Return a document's name without the number and the folders that programs put before it.

    ATLAS.ti writes ``D1: int1.docx``, NVivo ``Files\\int1``.
    """
    bare = re.sub(r"^D ?\d+: ?", "", name.strip())
    bare = re.split(r"[\\/]+", bare)[-1]
    return re.sub(r"\.[A-Za-z0-9]{2,5}$", "", bare).casefold()


def _coded(
    project: Project,
    placed: Sequence[tuple[_Segment, str, int, int]],
    discarded: list[Discarded],
) -> Project:
    users: dict[str, User] = {}
    codes: dict[tuple[str, ...], ProjectCode] = {}
    codings: dict[str, ProjectCoding] = {}
    memos: list[Memo] = []
    for segment, document, start, end in placed:
        user = users.setdefault(segment.coder, User(made("coder", segment.coder), segment.coder))
        if not segment.codes:
            discarded.append(Discarded("segment", f"row {segment.row}", "it has no code"))
        for path in segment.codes:
            code = _code(path, codes)
            stretch = (document, start, end)
            guid = made("segment", project.name, user.name, *stretch, *path)
            codings[guid] = ProjectCoding(
                guid=guid, coder=user.guid, code=code, document=document, start=start, end=end
            )
            if segment.memo:
                memo = made(guid, "memo", segment.memo)
                memos.append(
                    Memo(
                        guid=memo,
                        about="coding",
                        target=guid,
                        text=segment.memo,
                        title="",
                        author=user.guid,
                    )
                )
    return replace(
        project,
        users=tuple(users.values()),
        codes=tuple(codes.values()),
        codings=tuple(codings.values()),
        memos=tuple(memos),
        discarded=merged(discarded),
    )


def _code(path: tuple[str, ...], codes: dict[tuple[str, ...], ProjectCode]) -> str:
    """Return the GUID of a code, adding it and those above it."""
    for depth in range(1, len(path) + 1):
        step = path[:depth]
        parent = codes[step[:-1]].guid if depth > 1 else ""
        codes.setdefault(step, ProjectCode(guid=made("code", *step), name=step[-1], parent=parent))
    return codes[path].guid
