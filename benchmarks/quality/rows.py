"""Figures as rows, and the table on disk that holds all of them."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

DIGITS = 5


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Row:
    """One figure of one run."""

    task: str
    corpus: str
    part: str
    method: str
    setting: str
    """Such as examples per code; empty where a task has one setting."""
    seed: str
    """The seed, or two of them where runs are compared; empty if the seed changes nothing."""
    metric: str
    value: float


COLUMNS = tuple(field.name for field in fields(Row))


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a table; none if there is none yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(line) for line in csv.DictReader(file)]


def _row(line: dict[str, str]) -> Row:
    task, corpus, part, method, setting, seed, metric, value = (line[name] for name in COLUMNS)
    return Row(
        task=task,
        corpus=corpus,
        part=part,
        method=method,
        setting=setting,
        seed=seed,
        metric=metric,
        value=float(value),
    )


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write rows in order, values rounded."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in sorted(rows):
            *named, value = astuple(row)
            writer.writerow([*named, round(value, DIGITS) + 0.0])  # + 0.0: no minus zero


def merged(old: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """Return the new rows and those old ones whose method was not measured anew."""
    fresh = list(new)
    done = {(row.task, row.corpus, row.part, row.method) for row in fresh}
    kept = [row for row in old if (row.task, row.corpus, row.part, row.method) not in done]
    return [*kept, *fresh]
