"""Queries of a content analysis in the review's record, and its tables for the pages."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.store import Store
from secondcoder.procedures.content.run import read_content, results_of
from secondcoder.procedures.content.steps.records import Resolved
from secondcoder.publish.record import RUNS

KIND = "query"
DECISIONS = {
    "coding stands": "The coding stands",
    "coding changes": "The coding changes",
    "codebook changes": "The codebook changes",
    "to discuss": "To discuss",
}
"""What may become of a query; the memo says more."""


def recorded_queries(db: Path | None) -> dict[str, Resolved]:
    """Return the current decisions on queries in a review's database, by the query's id."""
    if db is None or not db.is_file() or not db.stat().st_size:
        return {}
    store = Store(db, read_only=True)
    history = History(store.events())
    store.close()
    return {event.theme: resolved(event) for event in history.all_current(KIND)}


def resolved(event: Event) -> Resolved:
    """Return what an event decided."""
    return Resolved(event.verdict, event.reviewer, event.note)


def latest_content(run: Path | None) -> Path | None:
    """Return the latest content analysis beside a run of the same study, if there is one."""
    if run is None or run.resolve().parent.name != RUNS:
        return None
    found = results_of(run.resolve().parent.parent)
    return found[-1] if found else None


def content_tables(folder: Path) -> Mapping[str, pd.DataFrame]:
    """Return the tables of a content analysis as they are shown."""
    return read_content(folder)
