"""Runs that show a machine's codes: those found when a plan is frozen, and the row of a new one.

After every run this is looked at where there is a record, so it imports nothing that takes time.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import PLAN, PROGRAM, SHOWN
from secondcoder.decisions.place import open_record, read_record, record_of
from secondcoder.procedures.kept import STAGES
from secondcoder.procedures.places import CACHE, GRID, SECOND_CODER
from secondcoder.publish.manifest import RECORD
from secondcoder.publish.results import RUNS

_GONE = "a run that is gone (runs/.cache still holds codes that it suggested)"
_KEPT = "suggestions-*"
"""Stages that suggested codes, as they are kept."""


def shows(event: Event) -> bool:
    """Return whether an act tells that a machine's codes had been shown by then."""
    return event.kind in {SHOWN, "reveal"} or event.revealed


def shows_machine(record: Mapping[str, Any]) -> bool:
    """Return whether a run, by its ``run.json``, shows codes that any machine gave."""
    return bool(record.get("basis") or record.get("machines") or record.get("kind") == GRID)


def already_shown(folder: Path, events: Sequence[Event]) -> tuple[str, ...]:
    """Return the runs of a study that have shown a machine's codes, by all traces there are.

    Runs in ``runs``, whatever version wrote them; what the record names; and codes that are kept
    although their run is gone. A run that was written elsewhere and left no trace is not found.
    """
    named = [event.run or "an earlier review" for event in events if shows(event)]
    found = dict.fromkeys([*_in_runs(folder / RUNS), *named])
    if not found and any((folder / RUNS / CACHE / STAGES).glob(_KEPT)):
        found[_GONE] = None
    return tuple(found)


def _in_runs(runs: Path) -> Iterator[str]:
    for path in sorted(runs.glob(f"*/{RECORD}")):
        record = _read(path)
        if record is None:
            yield f"{path.parent.name} (cannot be read)"
        elif record.get("kind", SECOND_CODER) in {SECOND_CODER, GRID} and shows_machine(record):
            yield str(record.get("run_id") or path.parent.name)


def note_shown(study: Path, run: Path) -> None:
    """Add a dated row to the record when a run first shows a machine's codes.

    Only where a plan was frozen: who keeps no plan gets no record.
    """
    place = record_of(study)
    store = read_record(place, study=study)
    if place is None or store is None:
        return
    events = store.events()
    record = _read(run / RECORD)
    if record is None or not shows_machine(record) or not any(e.kind == PLAN for e in events):
        return
    identity = str(record["run_id"])
    if all(event.run != identity for event in events if event.kind == SHOWN):
        row = Event(kind=SHOWN, reviewer=PROGRAM, program=True, run=identity)
        open_record(place, study=study).add([row])


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
