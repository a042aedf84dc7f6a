"""Which column of a table of coded segments is what: by product, by headings, or as it is told."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import Discarded
from secondcoder.exchange.segment_formats import FORMATS, ROLES, SINGLE, Format, english
from secondcoder.names import listed, loosely, plain
from secondcoder.reading.codes.cells import coder_of, is_given, is_mark, mark_name
from secondcoder.reading.tables.tables import Table
from secondcoder.study.codebooks import KnownCodes
from secondcoder.study.codings import as_coding
from secondcoder.study.tables import sheet_of

_APPLIED = re.compile(r"(?i)code: (?P<name>.*) applied")
_COPY = re.compile(r" \(\d+\)$")
"""What tells columns of one heading apart."""
_AUTHORS = frozenset(
    {"author", "autor", "autorin", "auteur", "autore", "user", "created by user", "usuario"}
)
_SHORT = 4
"""Words that a part of a cell may have to be a code where commas part them. Not measured."""
_PLURAL = frozenset(
    "codes tags labels themes categories kodes codigos etiquetas kategorien".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of a table by what they hold."""

    text: str
    codes: tuple[str, ...] = ()
    """Each holds codes; ``levels`` says that they are one path together."""
    levels: bool = False
    marks: Mapping[str, str] = field(default_factory=dict)
    """The code of each column of marks."""
    coders: Mapping[str, str] = field(default_factory=dict)
    """The coder of each column of one coder's codes."""
    document: str = ""
    coder: str = ""
    memos: tuple[str, ...] = ()
    product: str = ""
    separators: str = "\n;"
    """Signs that part several codes of a cell."""

    def said(self, table: Table) -> str:
        """Return in words what was taken for what, and which columns were not read."""
        named = [f"text: {self.text!r}"]
        named += [f"code: {column!r}" for column in self.codes]
        if self.marks:
            named.append(f"code: {len(self.marks)} columns of marks")
        named += [f"codes of {coder}: {column!r}" for column, coder in self.coders.items()]
        named += [f"document: {self.document!r}"] * bool(self.document)
        named += [f"coder: {self.coder!r}"] * bool(self.coder)
        named += [f"memo: {column!r}" for column in self.memos]
        used = {self.text, *self.codes, *self.marks, *self.coders, self.document, self.coder}
        rest = [column for column in table.columns if column not in used | set(self.memos)]
        left = f"; not read: {', '.join(rest)}" if rest else ""
        how = f"Read as a table of {self.product}" if self.product else "Read by its headings"
        return f"{how} ({', '.join(named)}{left})."


def columns_of_segments(
    table: Table, mapping: Mapping[str, Sequence[str]], known: Sequence[str]
) -> Columns:
    """Return the columns of a table; ``mapping`` names them by role where headings do not.

    ``known`` are the names of the codes of a codebook beside it.
    """
    told = {
        role: [table.require(column, key=f"--map {role}") for column in columns]
        for role, columns in mapping.items()
        if role != "separator"
    }
    found = of_product(table) or _by_headings(table, known)
    if "text" in told and "code" in told:
        base = found or Columns(text=told["text"][0])
        found = replace(base, levels=False)
    if found is None:
        raise SecondcoderError(
            f"{table.name}: the table is not recognised as one of coded segments",
            hint="Say which column is what, such as --map text=Segment --map code=Code --map "
            f"document=Document. Its columns are: {', '.join(table.columns)}.",
        )
    return _as_told(table, found, told, mapping.get("separator", ()))


def _as_told(
    table: Table,
    found: Columns,
    told: Mapping[str, Sequence[str]],
    separators: Sequence[str],
) -> Columns:
    """Return the columns with those that the user names."""
    marks = _marked(table, told.get("code", ()))
    codes = tuple(one for one in told.get("code", found.codes) if one not in marks)
    taken = {*codes, *told.get("text", ())}
    columns = replace(
        found,
        text=told["text"][0] if "text" in told else found.text,
        codes=codes,
        levels=found.levels and "code" not in told,
        marks=marks if "code" in told else found.marks,
        coders={} if "code" in told else found.coders,
        document=told["document"][0] if "document" in told else found.document,
        coder=told["coder"][0] if "coder" in told else found.coder,
        memos=tuple(told.get("memo", [one for one in found.memos if one not in taken])),
    )
    if separators:
        return replace(columns, separators="".join(separators).replace("\\n", "\n"))
    if not columns.product and _commas_part(table, columns):
        return replace(columns, separators=columns.separators + ",")
    return columns


def _marked(table: Table, columns: Sequence[str]) -> dict[str, str]:
    """Return the columns that hold marks alone, with the code that each stands for."""
    return {
        column: mark_name(column)
        for column in columns
        if any(is_given(row[column]) for row in table.rows)
        and all(is_mark(row[column]) for row in table.rows)
    }


def doubtful_marks(table: Table, columns: Columns) -> Discarded | None:
    """Return a line for marks that are neither yes nor no."""
    rows = [row.number for row in table.rows for c in columns.marks if not is_mark(row[c])]
    if not rows:
        return None
    return Discarded("coding", listed(rows), "a mark is neither yes nor no", len(rows))


def single(role: str, columns: Sequence[str]) -> Sequence[str]:
    """Refuse several columns for a role that only one can have."""
    if role in SINGLE and len(columns) > 1:
        raise SecondcoderError(
            f"--map {role}: {len(columns)} columns are named ({', '.join(columns)}); one can be",
            hint="Several columns are possible for code and memo, such as --map code=A --map "
            "code=B.",
        )
    return columns


def of_product(table: Table) -> Columns | None:
    """Return the columns of a program's table; ``None`` if no program heads one like this."""
    heads = {english(column): column for column in reversed(table.columns)}
    found = next((f for f in FORMATS if all(sign in heads for sign in f.signs)), None)
    if found is None:
        return None
    roles = {role: heads[head] for role in ROLES if (head := _first(found, role, heads))}
    marks = {
        column: match["name"].strip()
        for column in table.columns
        if found.wide and (match := _APPLIED.fullmatch(column.strip()))
    }
    if "text" not in roles or ("code" not in roles and not marks):
        return None
    code, memo = roles.get("code", ""), roles.get("memo", "")
    parents = _parents(table, found) if code else []
    return Columns(
        text=roles["text"],
        codes=tuple(filter(None, (*parents, code))) if not marks else (),
        levels=bool(parents),
        marks=marks,
        document=roles.get("document", ""),
        coder=roles.get("coder", ""),
        memos=(memo,) if memo else (),
        product=found.product,
        separators=found.separators,
    )


def _first(found: Format, role: str, heads: Mapping[str, str]) -> str:
    names: tuple[str, ...] = getattr(found, role)
    return next((name for name in names if name in heads), "")


def _parents(table: Table, found: Format) -> list[str]:
    """Return the columns of the codes above the code, from the top down."""
    heads = [(english(_COPY.sub("", column)), column) for column in table.columns]
    named = next((name for name in found.parent if any(head == name for head, _ in heads)), None)
    return [column for head, column in reversed(heads) if head == named]


def _by_headings(table: Table, known: Sequence[str]) -> Columns | None:
    """Return the columns as the reader of a study's own codings takes them."""
    names = KnownCodes(names=frozenset(map(loosely, known)))
    source = as_coding(sheet_of(table.name, None, table), known=names, ids=())
    if source is None or source.passage is None:
        return None
    levels = isinstance(source.code, list)
    one = [source.code] if isinstance(source.code, str) else source.code
    return Columns(
        text=source.passage,
        codes=tuple(one or source.codes or ()),
        levels=levels,
        marks={column: mark_name(column) for column in source.marks or ()},
        coders={column: coder_of(column) for column in source.coders or ()},
        document=source.document or "",
        coder=source.coder_column or ("" if source.coders else _author(table)),
        memos=(source.memo,) if source.memo else (),
        separators="\n;|",
    )


def _author(table: Table) -> str:
    """Return the column of who wrote a segment's coding, as MAXQDA and others head it."""
    return next((column for column in table.columns if plain(column) in _AUTHORS), "")


def _commas_part(table: Table, columns: Columns) -> bool:
    """Say whether commas part codes: under a heading in the plural, between short names only."""
    code_columns = [*columns.codes, *columns.coders]
    cells = [row[column] for column in code_columns for row in table.rows if row[column]]
    if any(sign in cell for cell in cells for sign in columns.separators):
        return False
    listing = [cell for cell in cells if "," in cell]
    short = all(len(part.split()) <= _SHORT for cell in listing for part in cell.split(","))
    whole = {cell.strip().casefold() for cell in cells if "," not in cell}
    parts = [part.strip().casefold() for cell in listing for part in cell.split(",")]
    plural = all(
        plain(column).split()[-1:] and plain(column).split()[-1] in _PLURAL
        for column in code_columns
    )
    return bool(listing) and short and (plural or (bool(parts) and all(p in whole for p in parts)))
