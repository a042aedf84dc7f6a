"""Where the record of coding on a study is kept."""

from pathlib import Path

from secondcoder.decisions.disk import ACTS, files_of, parse
from secondcoder.decisions.store import Store
from secondcoder.errors import SecondcoderError
from secondcoder.publish.manifest import RECORD as RUN_RECORD
from secondcoder.publish.results import RUNS
from secondcoder.study.toml import CONFIG_NAME, people_in

FOLDER = "record"
OLD_DATABASE = "review.sqlite3"
"""Where earlier versions kept decisions; read, and taken into the record, but never changed."""


def study_of(path: Path) -> Path:
    """Return the folder of a study, also if its file, one of its runs, or its record is named."""
    folder = path if path.is_dir() else path.parent
    if (folder / RUN_RECORD).is_file():
        run = folder.resolve()
        return run.parent.parent if run.parent.name == RUNS else folder
    return folder.resolve().parent if folder.name == FOLDER and is_record(folder) else folder


def record_of(study: Path) -> Path | None:
    """Return the folder of the record of a study; a folder that is a record is its own.

    ``None`` for a run that lies outside a study.
    """
    folder = study_of(study)
    if (folder / RUN_RECORD).is_file():
        return None
    return folder if is_record(folder) else folder / FOLDER


def is_record(folder: Path) -> bool:
    """Return whether a folder is a record itself: acts lie in it, and nothing of a study does."""
    if is_study(folder):
        return False
    return any(
        True
        for file in files_of(folder)
        if file.name.endswith(ACTS)
        for _ in parse(file.read_bytes())
    )


def is_study(folder: Path) -> bool:
    """Return whether a folder has what a study has: its file, runs, or a record."""
    names = (CONFIG_NAME, RUNS, FOLDER, OLD_DATABASE, RUN_RECORD)
    return any((folder / name).exists() for name in names)


def record_or_refuse(study: Path) -> Path:
    """Return the folder of a study's record, or say that this is no study."""
    folder = study_of(study)
    file = study.is_file() and study.suffix.lower() == ".toml"
    if not (file or is_study(folder) or is_record(folder)):
        raise SecondcoderError(
            f"{study}: this is no study: it has no {CONFIG_NAME}, no results and no record of "
            "coding",
            hint="Name the folder of a study. In a new one, run `secondcoder suggest` first.",
        )
    record = record_of(study)
    if record is None:
        raise SecondcoderError(
            f"{study}: this run lies outside a study, which would hold its record",
            hint="Name the study's folder.",
        )
    return record


def config_of(study: Path) -> Path:
    """Return the file that says who of a study's people are the same."""
    file = study.is_file() and study.suffix.lower() == ".toml"
    return study if file else study_of(study) / CONFIG_NAME


def old_database_of(record: Path) -> Path | None:
    """Return the database of an earlier version beside a record, if there is one with anything."""
    found = record.with_name(OLD_DATABASE)
    return found if found.is_file() and found.stat().st_size else None


def has_record(record: Path) -> bool:
    """Return whether anything was recorded."""
    return old_database_of(record) is not None or (record.is_dir() and any(record.iterdir()))


def recorded_on(study: Path) -> Store | None:
    """Open a study's record to read; ``None`` where nothing was recorded."""
    return read_record(record_of(study), study=study)


def read_record(record: Path | None, *, study: Path | None = None) -> Store | None:
    """Open a record to read, without a change to it; ``None`` where nothing was recorded."""
    if record is None or not has_record(record):
        return None
    return open_record(record, study=study, read_only=True)


def open_record(record: Path, *, study: Path | None = None, read_only: bool = False) -> Store:
    """Open a record with what stands beside it: an old database, and who is the same person.

    ``study`` says whose ``study.toml`` names them, wherever the record is kept; without it, that
    of the folder in which the record lies.
    """
    return Store(
        record,
        read_only=read_only,
        old=old_database_of(record),
        people=people_in(config_of(study) if study else record.with_name(CONFIG_NAME)),
    )
