"""Codes typed by hand: the same name in capitals and small letters is one code.

Programs keep their codes in a list; in a table or a comment people type them anew each time.
"""

import unicodedata
from collections.abc import Iterable

from secondcoder.exchange.project import Discarded

Path_ = tuple[str, ...]


class Spelling:
    """The codes' names as each was first written."""

    def __init__(self) -> None:
        self._first: dict[Path_, str] = {}
        self._others: dict[tuple[str, str], None] = {}

    def of(self, paths: Iterable[Path_]) -> list[Path_]:
        """Return the codes of a cell or comment by their first spelling, each once."""
        return list(dict.fromkeys(self._one(path) for path in paths))

    def _one(self, path: Path_) -> Path_:
        found: list[str] = []
        keys = folded(path)
        for depth, step in enumerate(path, start=1):
            first = self._first.setdefault(keys[:depth], step)
            if first != step:
                self._others[step, first] = None
            found.append(first)
        return tuple(found)

    @property
    def lines(self) -> tuple[Discarded, ...]:
        """A line for each name that was written otherwise at first."""
        return tuple(written_otherwise(step, first) for step, first in self._others)


def written_otherwise(name: str, first: str) -> Discarded:
    """Return the line for a name that stands for a code that was first written otherwise."""
    return Discarded("code name", name, f"it was first written {first!r}; they became one code")


def folded(path: Path_) -> Path_:
    """Return a code's path without capitals and spare blanks."""
    forms = (unicodedata.normalize("NFKC", step).casefold() for step in path)
    return tuple(" ".join(form.split()) for form in forms)
