r"""Rows to CSV: UTF-8, ``\n`` line ends, quoted as RFC 4180 says."""

from collections.abc import Iterable, Sequence

from secondcoder.publish.csv_files import MARK, quoted_cell


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV with a byte-order mark, by which Excel and Taguette know UTF-8."""
    return MARK.encode() + csv_for_statistics(head, rows)


def csv_for_statistics(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as CSV without a mark, which R takes for part of the first column's name.

    ``None`` is an empty cell.
    """
    lines = (
        ",".join(quoted_cell("" if cell is None else str(cell)) for cell in row)
        for row in [head, *rows]
    )
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
