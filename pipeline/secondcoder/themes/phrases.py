"""Which passages hold a phrase: of those phrases alone that are asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from secondcoder.themes.grammar import Reading
from secondcoder.words import phrases, words_of


class AskedPhrases:
    """The phrases that may be a name, and the words of clauses, in the passages that hold them.

    All phrases of all passages would take a gigabyte for 100,000 answers.
    """

    def __init__(self, read: Mapping[str, Reading], stops: frozenset[str]) -> None:
        self.stops = stops
        chunks = {chunk.phrase for reading in read.values() for chunk in reading.chunks}
        words = {
            word
            for text, reading in read.items()
            for start, end in reading.clauses
            for word in words_of(text[start:end])
        }
        self._wanted = {phrase: phrase for phrase in chunks | words}
        self._known: dict[str, tuple[str, ...]] = {}

    def places(self, texts: Sequence[str]) -> Mapping[str, Sequence[int]]:
        """Return for each phrase the places of the texts that hold it, in ascending order."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for phrase in self._held(text):
                found[phrase].append(place)
        return found

    def _held(self, text: str) -> tuple[str, ...]:
        """Return what a text holds; it is read once, whatever levels it stands in."""
        if text not in self._known:
            said = map(self._wanted.get, phrases(text, self.stops))
            self._known[text] = tuple(dict.fromkeys(phrase for phrase in said if phrase))
        return self._known[text]
