"""The latest synthesis of a study as it lies on disk."""

from pathlib import Path

from secondcoder.procedures.places import SYNTHESIS
from secondcoder.procedures.synthesis.tables.declared import TABLES
from secondcoder.publish.results import open_result, results_of
from secondcoder.publish.schema import Tables

KIND = SYNTHESIS
"""What ``run.json`` calls it."""


def latest_synthesis(study: Path) -> Tables | None:
    """Return the tables of a study's latest synthesis, or nothing where there is none."""
    found = results_of(study, KIND)
    return read_synthesis(found[-1]) if found else None


def read_synthesis(folder: Path) -> Tables:
    """Return the tables of a synthesis as they were when they were written."""
    return open_result(folder, TABLES).tables
