"""Sentences by spaCy's rules; the pipeline is loaded when the first text comes."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.libraries import spacy_library
from secondcoder.passages.paragraphs import Span, trim
from secondcoder.protocols import Beside, Keep, alone

SentenceCutter = Callable[[str], list[Span]]
"""Takes a text and returns where its sentences lie, trimmed, in order, not overlapping."""


def can_cut(language: str) -> bool:
    """Say whether there are rules for a language that need no further package."""
    spacy = spacy_library()

    try:
        spacy.blank(language)
    except (ImportError, ValueError):
        return False
    return True


class SpacySentences:
    """Cuts sentences by a language's tokenizer and its marks of sentence end.

    Rules were chosen over the statistical models: on transcripts the models part sentences at
    editorial brackets such as ``[name]`` and are slower.
    """

    def __init__(self, language: str = "en") -> None:
        self.language = language

    @cached_property
    def _pipeline(self) -> Any:
        spacy = spacy_library()

        try:
            pipeline = spacy.blank(self.language)
        except (ImportError, ValueError) as error:
            raise SecondcoderError(
                f"model -> language: sentences cannot be cut for the language {self.language!r}",
                hint='Use a two-letter code such as "en", "de" or "fr", or "xx" for any other.',
            ) from error
        pipeline.add_pipe("sentencizer")
        pipeline.max_length = 2**31  # the limit guards parsers' memory; there is none here
        return pipeline

    def __call__(self, text: str) -> list[Span]:
        """Return where the sentences of a text lie."""
        spans = (
            trim(text, sentence.start_char, sentence.end_char)
            for sentence in self._pipeline(text).sents
        )
        return [(start, end) for start, end in spans if start < end]


def cut_all(language: str, texts: Sequence[str]) -> list[tuple[Span, ...]]:
    """Return where the sentences of each text lie."""
    cut = SpacySentences(language)
    return [tuple(cut(text)) for text in texts]


class KeptSentences:
    """Cuts the sentences of some texts, known beforehand; those cut before are not cut again."""

    def __init__(
        self, language: str, texts: Iterable[str], keep: Keep, beside: Beside = alone
    ) -> None:
        self._language, self._keep, self._beside = language, keep, beside
        self._texts = list(dict.fromkeys(texts))

    @cached_property
    def _spans(self) -> dict[str, tuple[Span, ...]]:
        def spans(new: Sequence[str]) -> list[tuple[Span, ...]]:
            return self._beside(cut_all, self._language, list(new), here=False)()

        found = self._keep.each("sentences", (self._language,), self._texts, spans)
        return dict(zip(self._texts, found, strict=True))

    def __call__(self, text: str) -> list[Span]:
        """Return where the sentences of one of the texts lie."""
        return list(self._spans[text])
