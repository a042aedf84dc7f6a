"""Tables of coded segments: recognised by their headings, placed in documents if there are any.

Such a table holds what was coded and nothing else. With the documents beside it every segment is
sought in its document; without them the segments themselves, one after another, are the text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from secondcoder.exchange.one_spelling import Path_, Spelling
from secondcoder.exchange.project import (
    MEMO_OF_LOST,
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
from secondcoder.exchange.safe_names import without_ending
from secondcoder.exchange.segment_columns import Columns, doubtful_marks
from secondcoder.exchange.text_map import TextMap
from secondcoder.names import did_you_mean, listed
from secondcoder.non_answers import is_no_code
from secondcoder.passages.locate import QuoteLocator
from secondcoder.passages.nearly import NearFinder
from secondcoder.reading.codes.cells import NOT_HTML, is_given
from secondcoder.reading.tables.tables import Row, Table

_PATHS = re.compile(r"\s*(?:\\+|>| > )\s*")
_UNNUMBERED = re.compile(r"^D ?\d+: ?")
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Segment:
    row: int
    text: str
    codes: tuple[tuple[str, Path_], ...]
    """Who gave which code."""
    coder: str
    document: str
    memo: str


def read_segments(
    table: Table,
    documents: Sequence[ProjectDocument],
    columns: Columns,
    *,
    stem: str,
) -> Project:
    """Return the codings of a table, placed in the documents or in texts made of the segments."""
    segments = [_segment(row, columns) for row in table.rows]
    discarded: list[Discarded] = []
    if not columns.product:
        spelling = Spelling()
        segments = [_respelt(segment, spelling) for segment in segments]
        discarded += spelling.lines
    doubtful = doubtful_marks(table, columns)
    if doubtful:
        discarded.append(doubtful)
    origin = columns.product or "a table of coded segments"
    project = Project(name=stem, origin=origin, typed=not columns.product)
    if documents:
        slips: list[int] = []
        several: list[int] = []
        placed = _in_documents(segments, documents, discarded, slips, several)
        note = "Segments were sought in the documents that were named beside the table."
        if slips:
            note += f" Those of {listed(slips)} differ from the text by a slip and were placed "
            note += "where it is most like them."
        if several:
            note += f" The words of {listed(several)} stand several times; each took the first "
            note += "place that its coder had not yet given the code."
    else:
        made_up, placed = _as_documents(segments, stem, discarded)
        project = replace(project, documents=made_up)
        note = (
            "Only coded segments are in this table; each became a paragraph of its document. "
            "What nobody coded is not there, so agreement on leaving text uncoded cannot be "
            "measured: name the documents beside the table to have it."
        )
    notes = [f"{table.name}: {columns.said(table)}", note]
    notes += [f"{table.name}: {said}." for said in table.said]
    if "," in columns.separators:
        notes.append(f"{table.name}: codes within a cell were divided at commas.")
    return _coded(replace(project, notes=tuple(notes)), placed, discarded)


def _segment(row: Row, columns: Columns) -> _Segment:
    coder = row[columns.coder] if columns.coder else ""
    coder = coder or UNKNOWN_CODER
    parting = f"{NOT_HTML}[{re.escape(columns.separators)}]"
    said: list[tuple[str, Path_]] = []
    if columns.levels:
        said.append((coder, tuple(p for c in columns.codes for p in _path(row[c]))))
    else:
        cells = [(coder, row[column]) for column in columns.codes]
        cells += [(who, row[column]) for column, who in columns.coders.items()]
        said += [(who, _path(one)) for who, cell in cells for one in re.split(parting, cell)]
    said += [(coder, _path(code)) for c, code in columns.marks.items() if is_given(row[c])]
    return _Segment(
        row=row.number,
        text=TextMap(row[columns.text]).text,
        codes=tuple(dict.fromkeys(one for one in said if one[1] and not is_no_code(one[1][-1]))),
        coder=coder,
        document=row[columns.document] if columns.document else "",
        memo="\n".join(filter(None, (row[column] for column in columns.memos))),
    )


def _respelt(segment: _Segment, spelling: Spelling) -> _Segment:
    """Return a row with its codes, typed by hand, as they were first written."""
    codes = [(coder, path) for coder, one in segment.codes for path in spelling.of([one])]
    return replace(segment, codes=tuple(dict.fromkeys(codes)))


def _path(name: str) -> Path_:
    """Return the names of a code from the top down, delimited by backslashes or ``>``."""
    return tuple(step for step in _PATHS.split(name.strip()) if step)


def _as_documents(
    segments: Sequence[_Segment], stem: str, discarded: list[Discarded]
) -> tuple[tuple[ProjectDocument, ...], list[tuple[_Segment, str, int, int]]]:
    """Return documents made of the segments; one that is coded several times stands once."""
    texts: dict[str, str] = {}
    places: dict[tuple[str, str], int] = {}
    shown: dict[str, str] = {}
    placed = []
    for segment in segments:
        stated = without_ending(_UNNUMBERED.sub("", segment.document.strip())) or stem
        name = shown.setdefault(stated.casefold(), stated)
        if not segment.text.strip():
            discarded += _lost(segment, f"row {segment.row}", "it has no text")
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
        ProjectDocument(guid=made("segments", stem, name), name=_last(name), text=text)
        for name, text in texts.items()
    )
    return documents, placed


def _in_documents(
    segments: Sequence[_Segment],
    documents: Sequence[ProjectDocument],
    discarded: list[Discarded],
    slips: list[int],
    several: list[int],
) -> list[tuple[_Segment, str, int, int]]:
    locators = {one.guid: QuoteLocator(one.text) for one in documents}
    near = {one.guid: NearFinder(one.text) for one in documents}
    names = {_key(one.name): one for one in documents}
    placed = []
    used: dict[tuple[tuple[tuple[str, Path_], ...], str], set[tuple[str, int]]] = {}
    for segment in segments:
        own = names.get(_key(segment.document))
        if segment.document.strip() and own is None:
            discarded += _of_other_document(segment, [one.name for one in documents])
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
            reason = "the segment does not stand in the documents that were named"
            discarded += _lost(segment, f"row {segment.row}: “{segment.text[:60]}”", reason)
            continue
        taken = used.setdefault((segment.codes, segment.text), set())
        place = next((p for p in found if (p[0], p[1]) not in taken), found[0])
        taken.add((place[0], place[1]))
        several += [segment.row] * (len(found) > 1)
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


def _lost(segment: _Segment, what: str, reason: str) -> list[Discarded]:
    """Return the lines for the codings of a row that has no place, and for their memo."""
    lines = [Discarded("coding", what, reason, max(len(segment.codes), 1))]
    if segment.memo:
        lines.append(Discarded("memo", what, MEMO_OF_LOST))
    return lines


def _of_other_document(segment: _Segment, names: Sequence[str]) -> list[Discarded]:
    """Return a segment whose document is not there: it is sought in no other."""
    what = f"row {segment.row}: “{segment.text[:60]}”"
    near = did_you_mean(segment.document, names)
    reason = f"its document {segment.document.strip()!r} is not among those that were named"
    return _lost(segment, what, f"{reason}. {near}".strip(". "))


def _key(name: str) -> str:
    r"""Return a document's name without the number and the folders that programs put before it.

    ATLAS.ti writes ``D1: int1.docx``, NVivo ``Files\\int1``.
    """
    bare = _last(_UNNUMBERED.sub("", name.strip()))
    return re.sub(r"\.[A-Za-z0-9]{2,5}$", "", bare).casefold()


def _last(name: str) -> str:
    """Return a document's name without its folders."""
    return re.split(r"[\\/]+", name.rstrip("\\/"))[-1] or name


def _coded(
    project: Project,
    placed: Sequence[tuple[_Segment, str, int, int]],
    discarded: list[Discarded],
) -> Project:
    users: dict[str, User] = {}
    codes: dict[Path_, ProjectCode] = {}
    codings: dict[str, ProjectCoding] = {}
    memos: dict[str, Memo] = {}
    again: list[int] = []
    for segment, document, start, end in placed:
        if not segment.codes:
            user = users.setdefault(segment.coder, _user(segment.coder))
            discarded.append(Discarded("segment", f"row {segment.row}", "it has no code"))
            about = Memo(guid="", about="passage", target=document, text=segment.memo)
            _keep(memos, replace(about, author=user.guid, start=start, end=end))
        for coder, path in segment.codes:
            user = users.setdefault(coder, _user(coder))
            code = _code(path, codes)
            stretch = (document, start, end)
            guid = made("segment", project.name, user.name, *stretch, *path)
            again += [segment.row] * (guid in codings)
            codings[guid] = ProjectCoding(
                guid=guid, coder=user.guid, code=code, document=document, start=start, end=end
            )
            about = Memo(guid="", about="coding", target=guid, text=segment.memo)
            _keep(memos, replace(about, author=user.guid))
    if again:
        reason = "the same coder gave the same code to the same words in another row; counted once"
        discarded.append(Discarded("coding", listed(again), reason, len(again)))
    return replace(
        project,
        users=tuple(users.values()),
        codes=tuple(codes.values()),
        codings=tuple(codings.values()),
        memos=tuple(memos.values()),
        discarded=merged(discarded),
    )


def _user(name: str) -> User:
    return User(made("coder", name), name)


def _keep(memos: dict[str, Memo], memo: Memo) -> None:
    """Keep a memo that says something, once."""
    if memo.text:
        guid = made("memo", memo.target, memo.start, memo.end, memo.text)
        memos[guid] = replace(memo, guid=guid)


def _code(path: tuple[str, ...], codes: dict[tuple[str, ...], ProjectCode]) -> str:
    """Return the GUID of a code, adding it and those above it."""
    for depth in range(1, len(path) + 1):
        step = path[:depth]
        parent = codes[step[:-1]].guid if depth > 1 else ""
        codes.setdefault(step, ProjectCode(guid=made("code", *step), name=step[-1], parent=parent))
    return codes[path].guid
