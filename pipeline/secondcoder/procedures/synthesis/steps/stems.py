"""Words of one family: a rough stem, for comparing words and never for showing."""

from secondcoder.words import is_content, words_of

_ENDINGS = (
    *("abilities", "ability", "atives", "ative", "ations", "ation", "ators", "ator", "ating"),
    *("ated", "ates", "ate", "ments", "ment", "ships", "ship", "ings", "ing", "ives", "ive"),
    *("ions", "ion", "ities", "ity", "als", "al", "ers", "er", "able", "ies", "ed", "es", "s"),
    *("e", "y"),
)
_INFLECTIONS = frozenset({"ings", "ing", "ed", "es", "s"})
LEAST, LEAST_INFLECTED = 4, 3
"""Letters that must be left after a derived and after an inflected ending. Not measured."""


def stem(word: str) -> str:
    """Return the stem of an English word in lower case: ``scaling`` and ``scalability`` share one.

    A stripped ending may leave another; inflections may leave three letters (``aims``), other
    endings four.
    """
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        left = word.removesuffix(ending)
        least = LEAST_INFLECTED if ending in _INFLECTIONS else LEAST
        if left != word and len(left) >= least:
            return stem(left)
    return word


def stems_of(text: str, stops: frozenset[str]) -> frozenset[str]:
    """Return the stems of a text's content words."""
    return frozenset(stem(word) for word in words_of(text) if is_content(word, stops))
