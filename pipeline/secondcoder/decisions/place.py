"""Where the decisions on a study are kept."""

from pathlib import Path

from secondcoder.publish.manifest import MANIFEST, RECORD
from secondcoder.publish.results import RUNS

DATABASE = "review.sqlite3"


def database_of(study: Path) -> Path | None:
    """Return the file of the decisions on a study, also if one of its results is named.

    A result that lies outside its study has none.
    """
    folder = study if study.is_dir() else study.parent
    if not any((folder / name).is_file() for name in (MANIFEST, RECORD)):
        return folder / DATABASE
    result = folder.resolve()
    return result.parent.parent / DATABASE if result.parent.name == RUNS else None
