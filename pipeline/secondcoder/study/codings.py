"""Whether a table is a coding, and how to read it."""

from collections.abc import Sequence

from secondcoder.names import plain
from secondcoder.non_answers import is_no_code
from secondcoder.reading.codes.cells import BETWEEN, code_parts, is_mark, mark_name, says_code
from secondcoder.reading.codes.document_names import DocumentNames
from secondcoder.reading.codes.own_form import coding_source
from secondcoder.reading.tables.headings import (
    BREADTH,
    CODER_COLUMN,
    NUMBERED_CODE,
    POSITIONS,
    broadest_first,
)
from secondcoder.study.codebooks import KnownCodes
from secondcoder.study.coder_names import HUMAN
from secondcoder.study.columns import Column, of_role, text_column
from secondcoder.study.schema import CodingSource
from secondcoder.study.tables import Sheet, name_of

NAMES_CODES, NAMES_PASSAGES = 0.3, 0.5
"""Share of a column's values that must name codes, and passages, for it to be that column. Not
measured."""
CODER_NAMES_CODES = 0.5
"""The same for a column of a coder of its own, whose heading says nothing. Not measured."""

_OF_MAXQDA = frozenset(
    {"document group", "dokumentgruppe", "grupo de documentos", "groupe de documents"}
    | {"gruppo di documenti", "documentgroep"}
)
_AUTHORS = ("author", "autor", "autorin", "auteur", "autore", "created by", "erstellt von")

FEWEST_MARKS = 4
"""Columns of marks for code and coder that it takes: two codes and two coders."""


def as_coding(
    sheet: Sheet,
    *,
    known: KnownCodes,
    ids: Sequence[frozenset[str]],
    documents: Sequence[str] = (),
) -> CodingSource | None:
    """Return how to read the sheet as a coding, or nothing if it names no code or no passage.

    ``known`` is what the codebook's codes are called; ``ids`` the ids of each table of documents;
    ``documents`` the names of the texts.
    """
    own_form = coding_source(sheet.path, sheet.table.columns)
    if own_form is not None:
        return own_form.model_copy(update={"sheet": sheet.sheet})
    columns = sheet.columns
    named = _codes(sheet, known)
    taken = {name for key, names in named.items() if key != "mark_coders" for name in names}
    others = tuple(column for column in columns if column.name not in taken)
    passage = _by_ids(others, ids) or text_column(others)
    start, end = _positions(others)
    if not named or (passage is None and start is None):
        return None
    own = "coders" in named or "mark_coders" in named
    coder = None if own else of_role(others, "coder") or _author(others)
    said = text_column(others)
    memo = of_role(others, "memo") or of_role(others, "comment")
    memo = None if memo in {said, passage} else memo
    document = of_role(others, "document") or of_role(others, "case")
    free = tuple(column for column in others if column not in {passage, coder, memo})
    document = _by_names(free, documents) or document
    code = named.get("code")
    return CodingSource(
        path=sheet.path,
        sheet=sheet.sheet,
        coder=None if coder or own else HUMAN,
        coder_column=name_of(coder),
        passage=name_of(passage),
        start=name_of(start) if passage is None else None,
        end=name_of(end) if passage is None else None,
        document=name_of(document) if passage is not document else None,
        code=code if code is None or len(code) > 1 else code[0],
        codes=named.get("codes"),
        coders=named.get("coders"),
        marks=named.get("marks"),
        mark_coders=named.get("mark_coders"),
        memo=name_of(memo),
    )


def names_codes(sheet: Sheet, known: KnownCodes) -> bool:
    """Say whether the sheet's own headings, or several columns, show that it is a coding."""
    return bool(sheet.codes) or any(key != "code" for key in _codes(sheet, known))


def _codes(sheet: Sheet, known: KnownCodes) -> dict[str, list[str]]:
    """Return the columns that name the code, by the key of ``study.toml`` that describes them."""
    columns = [column for column in sheet.columns if column.filled]
    present = [column.name for column in columns if column.name in known.levels]
    if len(known.levels) > 1 and len(present) == len(known.levels):
        return {"code": present}
    both = marks_by_coder(columns, known)
    if both:
        return both
    marks = [c.name for c in sheet.columns if known.knows(mark_name(c.name)) and _is_marked(c)]
    marks = marks or [c.name for c in columns if says_code(c.name) and _is_marked(c)]
    if len(marks) > 1 or (marks and not sheet.codes):
        return {"marks": marks}
    numbered = [c.name for c in sheet.columns if NUMBERED_CODE.fullmatch(plain(c.name))]
    if len(numbered) > 1:
        primary = [c.name for c in sheet.codes if c.name not in numbered]
        return {"codes": [*primary, *numbered] if len(primary) == 1 else numbered}
    coders = _coder_columns(columns, known)
    if len(coders) > 1:
        return {"coders": coders}
    code = _code(sheet, known)
    return {"code": code} if code else {}


def marks_by_coder(columns: Sequence[Column], known: KnownCodes) -> dict[str, list[str]]:
    """Return columns of marks that name code and coder (``Water_Kim``), with the coders.

    Beside a codebook the one part must be a code of it. Without one, every coder must have a
    column for every code.
    """
    marked = [column.name for column in columns if _is_marked(column) and not column.role]
    for code_first in (True, False):
        parts = {name: _parts(name, known, code_first=code_first) for name in marked}
        split = {name: part for name, part in parts.items() if part}
        codes = {code for code, _ in split.values()}
        coders = {coder for _, coder in split.values()}
        whole = len(split) == len(codes) * len(coders)
        if len(split) >= FEWEST_MARKS and len(coders) > 1 and (known.names or whole):
            return {"marks": [*split], "mark_coders": sorted(coders)}
    return {}


def _parts(heading: str, known: KnownCodes, *, code_first: bool) -> tuple[str, str] | None:
    """Return code and coder of a heading, the code known if there is a codebook."""
    if known.names and known.knows(mark_name(heading)):
        return None
    for cut in [place for place, sign in enumerate(heading) if sign in BETWEEN]:
        left, right = heading[:cut].strip(BETWEEN), heading[cut:].strip(BETWEEN)
        code, coder = (left, right) if code_first else (right, left)
        simple = not any(sign in BETWEEN for sign in coder)
        if code and coder and (known.knows(mark_name(code)) if known.names else simple):
            return code, coder
    return None


def _is_marked(column: Column) -> bool:
    return all(is_mark(value) for value in column.values)


def _coder_columns(columns: Sequence[Column], known: KnownCodes) -> list[str]:
    """Return columns that each hold one coder's codes: ``Ana``, ``Coder 2``, ``Ben's codes``."""
    if any(column.role in {"code", "coder"} for column in columns):
        return []
    told = [c for c in columns if _names_a_coder(c.name) and not c.times]
    if known.names:
        return [
            column.name
            for column in columns
            if column.role in {"", "case"}
            and not column.asks
            and _share(column, known) >= CODER_NAMES_CODES
        ]
    return [column.name for column in told if column.short and not column.numeric]


def _names_a_coder(heading: str) -> bool:
    """Say whether a heading names a coder; what says how broad a code is does not."""
    name = plain(heading)
    return bool(CODER_COLUMN.fullmatch(name)) and not BREADTH.fullmatch(name)


def _code(sheet: Sheet, known: KnownCodes) -> list[str]:
    """Return the column that names codes best, or those so headed."""
    headed = broadest_first([column.name for column in sheet.codes])
    if not known.names:
        return headed
    named = [  # a question's choices may be called as codes are
        column
        for column in sheet.columns
        if column.filled
        and (
            column.role == "code" or (column.role == "" and not column.numeric and not column.asks)
        )
    ]
    share = {column: _share(column, known) for column in named}
    best = max(share, key=lambda column: (share[column], column.role == "code"), default=None)
    return [best.name] if best and share[best] >= NAMES_CODES else headed


def _share(column: Column, known: KnownCodes) -> float:
    """Return the share of a column's values that name a code of the codebook."""
    said = [value for value in column.values if not is_no_code(value)]
    named = [any(map(known.knows, (value, *code_parts(value)))) for value in said]
    return sum(named) / len(named) if named else 0.0


def _author(columns: Sequence[Column]) -> Column | None:
    """Return who made the segments of MAXQDA's table; elsewhere an author wrote the text."""
    named = {plain(column.name): column for column in columns}
    if not _OF_MAXQDA & set(named):
        return None
    return next((named[name] for name in _AUTHORS if name in named and named[name].filled), None)


def _by_ids(columns: Sequence[Column], ids: Sequence[frozenset[str]]) -> Column | None:
    """Return the column whose values are ids of a table of documents, if half of them are."""

    def share(column: Column) -> float:
        return max((len(known.intersection(column.values)) for known in ids), default=0) / max(
            1, len(column.values)
        )

    best = max(columns, key=lambda column: (share(column), column.role == "id"), default=None)
    return best if best and share(best) >= NAMES_PASSAGES else None


def _positions(columns: Sequence[Column]) -> tuple[Column | None, Column | None]:
    """Return the columns with the letters where a passage begins and ends, or none."""
    found = [
        next((c for c in columns if heading.fullmatch(plain(c.name)) and c.numeric), None)
        for heading in POSITIONS
    ]
    return (found[0], found[1]) if all(found) else (None, None)


def _by_names(columns: Sequence[Column], documents: Sequence[str]) -> Column | None:
    """Return the column whose values are names of documents, if half of them are."""
    names = DocumentNames(documents)
    share = {
        column: sum(bool(names.meant(value)) for value in column.values) / len(column.values)
        for column in columns
        if column.filled and (column.role in {"document", "case"} or not column.numeric)
    }
    if any(share[column] and column.role == "document" for column in share):
        return None  # the heading and the cells agree; other rows name documents that are missing
    best = max(share, key=lambda column: share[column], default=None)
    return best if best and share[best] >= NAMES_PASSAGES else None
