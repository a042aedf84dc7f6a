"""The latest synthesis of a study as it lies on disk."""

from pathlib import Path

import pandas as pd

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.synthesis.tables.columns import COLUMNS, table_of
from secondcoder.publish.record import RUNS

OPTIONAL = frozenset({"named_cases", "named_cases_totals"})


def latest_synthesis(study: Path) -> dict[str, pd.DataFrame] | None:
    """Return the tables of a study's latest synthesis, or nothing where there is none."""
    runs = [path.parent for path in (study / RUNS).glob("synthesis-*/run.json")]
    if not runs:
        return None
    latest = max(runs, key=lambda path: ((path / "run.json").stat().st_mtime_ns, path.name))
    return read_synthesis(latest)


def read_synthesis(run: Path) -> dict[str, pd.DataFrame]:
    """Return the tables of a synthesis as they were when they were written."""
    tables = {}
    for name in COLUMNS:
        path = run / f"{name}.csv"
        if not path.is_file() and name not in OPTIONAL:
            raise SecondcoderError(
                f"{run.name}: the synthesis lacks {path.name}", hint="Run the synthesis again."
            )
        rows = _rows(path) if path.is_file() else []
        tables[name] = table_of(name, rows)
    return tables


def _rows(path: Path) -> list[dict[str, str | None]]:
    held = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    return [
        {str(name): cell or None for name, cell in row.items()} for row in held.to_dict("records")
    ]
