"""Passages as the page quotes them, looked up by their ids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

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
    marks: tuple[tuple[int, int], ...] = ()
    """Stretches that were coded, in characters of the document, where that was less than all."""

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """Its text in parts, each with whether it was coded; one part where nothing is marked."""
        coded = [False] * len(self.text)
        for start, end in self.marks:
            inside = range(max(0, start - self.start), min(len(self.text), end - self.start))
            for place in inside:
                coded[place] = True
        found = groupby(range(len(self.text)), key=coded.__getitem__)
        return [("".join(self.text[n] for n in places), marked) for marked, places in found]

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
