"""Passages as the page quotes them, looked up by their ids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from secondcoder.procedures.second_coder.tables.passages import PassageRow

PREVIEW = 700
"""Characters of a passage shown before the rest is folded away. By eye: about a screen of a
phone; not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A passage as it is shown: verbatim, with where it stands."""

    id: str
    text: str
    document: str
    speaker: str
    start: int
    end: int

    @property
    def head(self) -> str:
        """Its beginning, if it is too long to show at once; otherwise an empty string."""
        if len(self.text) <= PREVIEW:
            return ""
        return self.text[: PREVIEW - 100].rsplit(" ", 1)[0] + " …"


class Quotes:
    """Passages by their id."""

    def __init__(self, passages: Iterable[PassageRow]) -> None:
        self._by_id = {passage.passage_id: _quote(passage) for passage in passages}

    def of(self, ids: Sequence[str]) -> list[Quote]:
        """Return those that are there, in the order asked for."""
        return [self._by_id[passage_id] for passage_id in ids if passage_id in self._by_id]


def _quote(passage: PassageRow) -> Quote:
    return Quote(
        id=passage.passage_id,
        text=passage.text,
        document=passage.document,
        speaker=passage.speaker,
        start=passage.start,
        end=passage.end,
    )
