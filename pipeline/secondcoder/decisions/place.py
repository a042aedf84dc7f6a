"""Where the record of coding on a study is kept."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from secondcoder.decisions.store import Store
from secondcoder.publish.manifest import RECORD as RUN_RECORD
from secondcoder.publish.results import RUNS

FOLDER = "record"
OLD_DATABASE = "review.sqlite3"
"""Where earlier versions kept decisions; read, and taken into the record, but never changed."""
CONFIG = "study.toml"


def record_of(study: Path) -> Path | None:
    """Return the folder of the record of a study, also if one of its runs is named."""
    folder = study if study.is_dir() else study.parent
    if not (folder / RUN_RECORD).is_file():
        return folder / FOLDER
    run = folder.resolve()
    return run.parent.parent / FOLDER if run.parent.name == RUNS else None


def old_database_of(record: Path) -> Path | None:
    """Return the database of an earlier version beside a record, if there is one with anything."""
    found = record.with_name(OLD_DATABASE)
    return found if found.is_file() and found.stat().st_size else None


def has_record(record: Path) -> bool:
    """Return whether anything was recorded."""
    return old_database_of(record) is not None or (record.is_dir() and any(record.iterdir()))


def read_record(record: Path | None) -> Store | None:
    """Open a record to read, without a change to it; ``None`` where nothing was recorded."""
    if record is None or not has_record(record):
        return None
    return open_record(record, read_only=True)


def open_record(record: Path, *, read_only: bool = False) -> Store:
    """Open a record with what stands beside it: an old database, and who is the same person."""
    return Store(
        record,
        read_only=read_only,
        old=old_database_of(record),
        people=same_people(record.with_name(CONFIG)),
    )


def same_people(config: Path) -> Mapping[str, str]:
    """Return the names to use instead of recorded ones, from ``[review] people`` of a study.

    A study that cannot be read names nobody: whoever loads it says what is wrong with it.
    """
    try:
        with config.open("rb") as file:
            found = tomllib.load(file).get("review", {}).get("people", {})
    except (OSError, tomllib.TOMLDecodeError, AttributeError):
        return {}
    return {str(name): str(instead) for name, instead in found.items()}
