"""How well each code's entry fits each passage, from the codebook alone.

A code's score for a passage is the weighted mean of how near the passage comes in meaning to the
code's name, to the nearest part of its entry, and to the nearest part with the name before it;
to this, half the likeness of wording is added. In a tree, the score of the code's branch at the
top is mixed in at a quarter of the weight, so that codes of a fitting theme come first. Last, the
passages that most surely fit a code say how people speak of it (``surest.py``). Weights were chosen
on the corpora that ``docs/quality.md`` names, not on those it reports.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Encoder, Floats, Keep
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.text import Passage
from secondcoder.suggesting.entries import Part, family_parts, own_parts
from secondcoder.suggesting.surest import with_surest
from secondcoder.suggesting.unrelated import NAMES, by_chance

SentenceCutter = Callable[[str], Sequence[tuple[int, int]]]

NAME, PART, FRAMED = 0.25, 0.375, 0.375
"""Weights of the name, the nearest part, and that part with the name before it. Chosen on the whole
of bills, nhs_px and both scrum corpora (docs/quality.md, *Not clean*); the name alone is as good on
the mean and .11 worse on bills."""
WORDING = 0.5
"""Weight of likeness of wording. Chosen on the whole of bills, nhs_px and both scrum corpora
(docs/quality.md, *Not clean*); without it .02 fewer first codes are right on the mean of the
development halves."""
BRANCH = 0.25
"""Weight of the code's branch in a tree. Chosen as the others; without it the corpus that has
levels loses .03."""
SENTENCE = 0.3
"""Weight of the passage's best sentence against the passage as a whole. Chosen as the others;
without it .01 fewer are right on the mean. A sentence is read in its passage: encoded by itself it
took as much time again, for 2 first codes more and 4 fewer among three of 3,092 passages
(development halves); the parts of an entry, read in their frame, lost .025 first codes on the
demonstration study, and are encoded by themselves."""
SHORTEST_SENTENCE = 4
"""Words of a sentence that is looked at by itself. Not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookScores:
    """Scores of every codable code for every passage, and what they rest on."""

    codes: tuple[Code, ...]
    """The codable codes: the columns of ``scores``."""
    scores: NDArray[np.float64]
    """Shape ``(passages, codes)``; only differences within a row have a meaning."""
    by_entry: NDArray[np.float64]
    """The same by the entries alone, without what the surest passages add (``surest.py``): where
    there is coding to learn from, that tells how people speak of a code."""
    nearest_part: NDArray[np.int64]
    """Place in ``parts`` of the entry part nearest to the passage, shape ``(passages, codes)``."""
    parts: tuple[Part, ...]
    by_chance: NDArray[np.float64]
    """Chance that the best of as many unrelated codes comes as near as the nearest code
    (``unrelated.py``), shape ``(passages,)``."""


def codebook_scores(
    texts: Sequence[str],
    vectors: Floats,
    codebook: Codebook,
    *,
    encoder: Encoder,
    sentences: SentenceCutter,
) -> CodebookScores:
    """Score every codable code for every passage; ``vectors`` are the passages' unit rows."""
    codes = tuple(code for code in codebook.codes if code.codable)
    tops = [code for code in codebook.codes if len(code.path) == 1]
    likeness = _Likeness(
        texts,
        vectors,
        [
            *(text for code in codebook.codes for text in (code.name, *_texts(own_parts(code)))),
            *NAMES,
        ],
        encoder=encoder,
        sentences=sentences,
    )
    own = _Parts.of([own_parts(code) for code in codes], likeness)
    scores = _score([code.name for code in codes], own, likeness)
    unrelated = likeness.to(NAMES) + WORDING * likeness.wording(NAMES)
    chance = by_chance(scores.max(axis=1, initial=-np.inf), unrelated, len(codes))
    if len(tops) < len(codebook.codes):
        family = _Parts.of([family_parts(code, codebook) for code in tops], likeness)
        branch = _score([code.name for code in tops], family, likeness)
        column = {code.path[0]: place for place, code in enumerate(tops)}
        of_code = branch[:, [column[code.path[0]] for code in codes]]
        scores = (scores + BRANCH * of_code) / (1 + BRANCH)
    scores = scores.astype(np.float64)
    return CodebookScores(
        codes=codes,
        scores=with_surest(scores, vectors, chance),
        by_entry=scores,
        nearest_part=own.nearest,
        parts=own.parts,
        by_chance=chance,
    )


def codebook_texts(codebook: Codebook) -> list[tuple[str, list[tuple[int, int]]]]:
    """Return every text that ``codebook_scores`` has read, with the words read in it, once each.

    All of them at once are read faster than a few at a time.
    """
    own = [part for code in codebook.codes for part in own_parts(code)]
    tops = [code for code in codebook.codes if len(code.path) == 1]
    parts = [*own, *(part for code in tops for part in family_parts(code, codebook))]
    plain = [*NAMES, *(code.name for code in codebook.codes), *_texts(parts)]
    framed = {part.framed: list(part.words.values()) for part in parts}
    return [*((text, []) for text in dict.fromkeys(plain)), *framed.items()]


def kept_scores(
    passages: Sequence[Passage],
    vectors: Floats,
    codebook: Codebook,
    *,
    keep: Keep,
    read: tuple[object, ...],
    encoder: Encoder,
    sentences: SentenceCutter,
) -> CodebookScores:
    """Return the scores, from ``keep`` if known; ``read`` is what decides ``vectors``."""
    return keep(
        "scores",
        (*read, codebook),
        lambda: codebook_scores(
            [passage.text for passage in passages],
            vectors,
            codebook,
            encoder=encoder,
            sentences=sentences,
        ),
    )


def _score(names: Sequence[str], parts: "_Parts", likeness: "_Likeness") -> NDArray[np.float64]:
    entry = NAME * likeness.to(names) + PART * parts.best_plain + FRAMED * parts.best_framed
    wording = np.maximum(parts.best_wording, likeness.wording(names))
    mixed: NDArray[np.float64] = entry + WORDING * wording
    return mixed


def _texts(parts: Sequence[Part]) -> list[str]:
    return [part.text for part in parts]


class _Likeness:
    """Compares passages with the codebook's texts, by meaning and by wording."""

    def __init__(
        self,
        texts: Sequence[str],
        vectors: Floats,
        entries: Sequence[str],
        *,
        encoder: Encoder,
        sentences: SentenceCutter,
    ) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectoriser = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32
        )
        self._wording = self._vectoriser.fit_transform([*entries, *texts])[len(entries) :]
        self._wording.sort_indices()  # sums are taken in this order
        self._vectors = vectors
        self._encoder = encoder
        cut = [long_sentences(text, sentences) for text in texts]
        self._starts = np.cumsum([0, *[len(part) for part in cut[:-1]]])
        _, self._sentences = encoder.encode_with_parts(texts, cut)

    def to(self, others: Sequence[str]) -> NDArray[np.float64]:
        """Return likeness of meaning, shape ``(passages, others)``."""
        return self.to_rows(self._encoder.encode(list(others)))

    def to_rows(self, other: Floats) -> NDArray[np.float64]:
        """Return likeness of meaning to rows of others, shape ``(passages, others)``."""
        best = np.maximum.reduceat(self._sentences @ other.T, self._starts, axis=0)
        mixed: NDArray[np.float64] = (1 - SENTENCE) * (self._vectors @ other.T) + SENTENCE * best
        return mixed

    def to_framed(self, parts: Sequence[Part]) -> NDArray[np.float64]:
        """Return likeness of meaning to parts as framed, shape ``(passages, parts)``.

        Their single words are read with them, as evidence asks for these.
        """
        framed, _ = self._encoder.encode_with_parts(
            [part.framed for part in parts], [list(part.words.values()) for part in parts]
        )
        return self.to_rows(framed)

    def wording(self, others: Sequence[str]) -> NDArray[np.float64]:
        """Return likeness of wording, by runs of three to five letters inside words."""
        product = self._wording @ self._vectoriser.transform(list(others)).T
        dense: NDArray[np.float64] = product.toarray().astype(np.float64)
        return dense


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The best of each code's parts for each passage."""

    best_plain: NDArray[np.float64]
    best_framed: NDArray[np.float64]
    best_wording: NDArray[np.float64]
    nearest: NDArray[np.int64]
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, groups: Sequence[Sequence[Part]], likeness: _Likeness) -> "_Parts":
        parts = tuple(part for group in groups for part in group)
        starts = np.cumsum([0, *[len(group) for group in groups[:-1]]])
        plain = likeness.to(_texts(parts))
        framed = likeness.to_framed(parts)
        wording = likeness.wording(_texts(parts))
        bounds = [*starts.tolist(), len(parts)]
        nearest = np.stack(
            [start + np.argmax(plain[:, start:stop], axis=1) for start, stop in pairwise(bounds)],
            axis=1,
        )
        return cls(
            best_plain=np.maximum.reduceat(plain, starts, axis=1),
            best_framed=np.maximum.reduceat(framed, starts, axis=1),
            best_wording=np.maximum.reduceat(wording, starts, axis=1),
            nearest=nearest,
            parts=parts,
        )


def long_sentences(text: str, sentences: SentenceCutter) -> list[tuple[int, int]]:
    """Return where the sentences of a text are that are looked at by themselves."""
    long = [s for s in sentences(text) if len(text[s[0] : s[1]].split()) >= SHORTEST_SENTENCE]
    return long or [(0, len(text))]
