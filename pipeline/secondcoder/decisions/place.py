"""Where the decisions on a study are kept."""

from pathlib import Path

from secondcoder.publish.manifest import RECORD
from secondcoder.publish.results import RUNS

DATABASE = "review.sqlite3"


def database_of(study: Path) -> Path | None:
    """Return where the decisions on a study are kept, also if one of its runs is named."""
    folder = study if study.is_dir() else study.parent
    if not (folder / RECORD).is_file():
        return folder / DATABASE
    run = folder.resolve()
    return run.parent.parent / DATABASE if run.parent.name == RUNS else None
