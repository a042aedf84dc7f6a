"""From rows to the tables of the page."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.quality.rows import Row

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"


def show(rows: Sequence[Row]) -> None:
    """Print the median and range of every figure."""
    found: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for row in rows:
        found[row.task, row.corpus, row.setting, row.metric, row.method].append(row.value)
    for key, values in sorted(found.items()):
        print(*key, f"{median(values):.3f} ({min(values):.3f}-{max(values):.3f})", sep=" | ")


def write_page(page: Path, rows: Sequence[Row]) -> None:
    pass
