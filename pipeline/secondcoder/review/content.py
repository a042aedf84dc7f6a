"""The content analysis beside a run, and what may become of its queries."""

from functools import lru_cache
from pathlib import Path

from secondcoder.procedures.content.run import read_content, results_of
from secondcoder.publish.manifest import MANIFEST
from secondcoder.publish.results import RUNS
from secondcoder.publish.schema import Tables

DECISIONS = {
    "coding stands": "The coding stands",
    "coding changes": "The coding changes",
    "codebook changes": "The codebook changes",
    "to discuss": "To discuss",
}
"""What may become of a query; the memo says more."""


def latest_content(run: Path | None) -> Path | None:
    """Return the latest content analysis beside a run of the same study, if there is one."""
    if run is None or run.resolve().parent.name != RUNS:
        return None
    found = results_of(run.resolve().parent.parent)
    return found[-1] if found else None


def content_tables(folder: Path) -> Tables:
    """Return the tables of a content analysis; its hashes are checked once for each writing."""
    written = (folder / MANIFEST).stat()
    return _tables(folder, written.st_mtime_ns, written.st_ino)


@lru_cache(maxsize=4)
def _tables(folder: Path, _written: int, _file: int) -> Tables:
    return read_content(folder)
