"""Kinds of results, and where a procedure keeps what it need not do twice."""

import os
from pathlib import Path

from secondcoder.publish.results import RUNS

CACHE = ".cache"
SECOND_CODER, CONTENT, SYNTHESIS = "second-coder", "content", "synthesis"
GRID = "grid"
"""The kinds of results."""


def folder_of(study: Path) -> Path:
    """Return the folder that a study's paths count from; a file lies in it."""
    return study if study.is_dir() else study.parent


def cache_of(folder: Path, out: Path | None) -> Path:
    """Return where vectors, kept stages and notes of results that stand lie.

    With the study's runs, whatever ``out`` says; with the result if the study is not writable.
    """
    runs = folder / RUNS
    there = next(place for place in (runs, *runs.parents) if place.exists())
    writable = there.is_dir() and os.access(there, os.W_OK)
    return (runs if writable else out or runs) / CACHE


def kept_with(result: Path) -> Path:
    """Return where lies what was kept when a result was made, as far as its place tells."""
    runs = result.resolve().parent
    return (runs if runs.name == RUNS else result) / CACHE


def has_vectors(study: Path, out: Path | None) -> bool:
    """Say whether anything of a study was encoded before."""
    return any(cache_of(folder_of(study), out).glob("*.vectors"))
