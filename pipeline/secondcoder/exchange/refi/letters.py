"""A text by its letters and digits alone, in which line ends, hyphens and blanks do not count."""

import unicodedata
from collections.abc import Iterator

_OPENING = "¿¡\"'“”„‘«»([{"


def letters(text: str) -> str:
    """Return the letters and digits of a text, without case."""
    return "".join(spelling for spelling, _ in _spelled(text))


class Letters:
    """The letters of a text, and where each stands in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        pieces: list[str] = []
        self._places: list[int] = []
        for spelling, place in _spelled(text):
            pieces.append(spelling)
            self._places += [place] * len(spelling)
        self.all = "".join(pieces)
        """All letters, one after another."""

    def finds(self, sought: str) -> list[int]:
        """Return every place of a run of letters among all letters."""
        found = []
        start = self.all.find(sought)
        while start >= 0:
            found.append(start)
            start = self.all.find(sought, start + 1)
        return found

    def stretch(self, start: int, end: int, words: str | None = None) -> tuple[int, int]:
        """Return the stretch of the text that letters make, with the marks around them.

        ``words`` are what it says, where that is known: then only their own marks belong to it.
        """
        first, last = self._places[start], self._places[end - 1] + 1
        opening, closing = (_OPENING, "") if words is None else _marks(words)
        while last < len(self._text) and (
            _joins(self._text[last]) if words is None else self._text[last] in closing
        ):
            last += 1
        while first and self._text[first - 1] in opening:
            first -= 1
        return first, last


def _marks(words: str) -> tuple[str, str]:
    """Return the marks before the first letter and after the last."""
    places = [place for place, character in enumerate(words) if character.isalnum()]
    return words[: places[0]].strip(), words[places[-1] + 1 :].strip()


def _joins(character: str) -> bool:
    """Say whether a mark belongs to the word before it."""
    return not character.isalnum() and not character.isspace() and character not in "¿¡“„‘«([{"


def _spelled(text: str) -> Iterator[tuple[str, int]]:
    for place, character in enumerate(text):
        if character.isascii():
            if character.isalnum():
                yield character.lower(), place
            continue
        for one in unicodedata.normalize("NFKD", character).casefold():
            if one.isalnum():
                yield one, place
