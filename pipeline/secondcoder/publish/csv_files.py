r"""Rows of a table to CSV and back: the only writer and reader of published tables.

UTF-8 with a byte-order mark (Excel shows accents and curly quotes rightly with it), ``\n`` line
ends, quoting as in RFC 4180. A cell that begins with ``=``, ``+``, ``-`` or ``@`` stands there as
it is, since a guard would alter ids and quoted words; ``datapackage.json`` says both. What is made
for people to open or edit in a spreadsheet is .xlsx, whose cells are text that is never evaluated.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from secondcoder.errors import SecondcoderError
from secondcoder.publish.cells import Value, cell_text, cell_value
from secondcoder.publish.schema import MORE, Field, Row, Table, shown_fields

MARK = "\ufeff"
_LONGEST_CELL = 2**30
_AS_WRITTEN = "Tables of a result must stay as they were written; run the study again."


def to_csv(table: Table[Row], rows: Iterable[Row], *, counted: bool = True) -> bytes:
    """Return a table as CSV; without ``counted`` its columns of coefficients are left out."""
    kept = list(rows)
    columns = shown_fields(table, counted=counted)
    return csv_bytes(header(columns, kept), cells_of(columns, kept))


def header(columns: Sequence[Field], rows: Sequence[object]) -> list[str]:
    """Return the names of the columns, those that the study itself names at the end."""
    return [name for field in columns for name in _names(field, rows)]


def cells_of(columns: Sequence[Field], rows: Sequence[object]) -> Iterator[list[str]]:
    """Yield every row as the texts of its cells."""
    plain = [field for field in columns if field.kind != MORE]
    more = [(field.name, _names(field, rows)) for field in columns if field.kind == MORE]
    kinds = [field.kind for field in plain]
    values = attrgetter(*(field.name for field in plain))
    for row in rows:
        held = values(row) if len(plain) > 1 else (values(row),)
        line = [cell_text(value, kind) for value, kind in zip(held, kinds, strict=True)]
        for name, keys in more:
            line += [getattr(row, name).get(key, "") for key in keys]
        yield line


def csv_bytes(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Return a header and lines of cells as CSV."""
    written = (",".join(map(quoted_cell, line)) for line in (columns, *lines))
    return (MARK + "".join(f"{line}\n" for line in written)).encode()


def read_csv(table: Table[Row], data: bytes, *, name: str) -> tuple[Row, ...]:
    """Return a table's rows; a column too few or too many, or a cell that does not fit, is refused.

    ``name`` is the file's, for messages. Columns of coefficients may be absent.
    """
    csv.field_size_limit(_LONGEST_CELL)
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    try:
        names = next(lines, [])
        make = _maker(table, names, name=name)
        return tuple(make(line, number) for number, line in enumerate(lines, start=2))
    except csv.Error as error:
        raise SecondcoderError(f"{name}: {error}", hint=_AS_WRITTEN) from error


def _maker(
    table: Table[Row], names: Sequence[str], *, name: str
) -> Callable[[Sequence[str], int], Row]:
    """Return a function that makes a record of a line's cells."""
    place = {column: number for number, column in enumerate(names)}
    plain = [field for field in table.fields if field.kind != MORE]
    more = next((field.name for field in table.fields if field.kind == MORE), "")
    lost = [f.name for f in plain if f.name not in place and not f.column.counted]
    if lost:
        raise SecondcoderError(f"{name}: the column {lost[0]!r} is missing", hint=_AS_WRITTEN)
    known = {field.name for field in plain}
    further = [column for column in names if column not in known]
    if further and not more:
        raise SecondcoderError(f"{name}: the column {further[0]!r} is unknown", hint=_AS_WRITTEN)
    at = [(field, place[field.name]) for field in plain if field.name in place]
    absent = dict.fromkeys(field.name for field in plain if field.name not in place)

    def make(line: Sequence[str], number: int) -> Row:
        if len(line) != len(names):
            what = f"{name}, row {number}: {len(line)} cells, not {len(names)}"
            raise SecondcoderError(what, hint=_AS_WRITTEN)
        held: dict[str, Value | Mapping[str, str]] = dict(absent)
        for field, column in at:
            try:
                held[field.name] = cell_value(line[column], field)
            except ValueError as error:
                what = f"{name}, row {number}, column {field.name!r}: the cell {error}"
                raise SecondcoderError(what, hint=_AS_WRITTEN) from error
        if more:
            held[more] = {column: line[place[column]] for column in further if line[place[column]]}
        return table.row(**held)

    return make


def quoted_cell(cell: str) -> str:
    """Quote as RFC 4180 says; the csv module leaves a lone carriage return bare."""
    if any(mark in cell for mark in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _names(field: Field, rows: Sequence[object]) -> list[str]:
    if field.kind != MORE:
        return [field.name]
    return list(dict.fromkeys(key for row in rows for key in getattr(row, field.name)))
