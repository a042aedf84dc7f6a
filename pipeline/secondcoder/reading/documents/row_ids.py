"""The ids by which a coding names the rows of a table of texts."""

from collections import defaultdict

from secondcoder.errors import SecondcoderError
from secondcoder.reading.tables.tables import Table
from secondcoder.study.schema import Documents


def id_column(columns: Documents, table: Table) -> str | None:
    """Return the column with the rows' ids: that of documents or cases where each is one text."""
    grouping = columns.document or columns.case
    if columns.id or not grouping or columns.headings:
        return columns.id
    names = [row[grouping] for row in table.rows if row[grouping]]
    return grouping if len(names) == len(set(names)) else None


def refuse_repeated_ids(table: Table, column: str | None) -> None:
    """Refuse a table in which two rows have one id."""
    if column is None:
        return
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for row in table.rows:
        if row[column]:
            numbers[row[column]].append(row.number)
    repeated = [(value, rows) for value, rows in numbers.items() if len(rows) > 1]
    if repeated:
        value, rows = repeated[0]
        more = f"; {len(repeated) - 1} other ids are repeated too" if len(repeated) > 1 else ""
        raise SecondcoderError(
            f"{table.name}, column {column!r}: the id {value!r} stands in rows "
            f"{', '.join(map(str, rows[:5]))}{' and others' if len(rows) > 5 else ''}{more}",
            hint="Give every row an id of its own, or name another column under `id`.",
        )
