"""A value of a facet, such as success or challenge, suggested for each passage.

From the codebook alone: each code has a share of the passage (see ``suggesting.confidence``), and
a value's share is the sum of the shares of the codes that carry it. With human coding, always out
of fold: a logistic regression over passages whose codes carry one value, with the codebook's
entries as further examples, is pooled with that share (``log p = log p_regression + log
p_codebook``). Both forms were chosen on the fictional demonstration study and no other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Encoder, Floats
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.text import Passage
from secondcoder.suggesting.confidence import shares
from secondcoder.suggesting.evidence import shared_words
from secondcoder.suggesting.folds import folds
from secondcoder.suggesting.models import FEWEST_EXAMPLES
from secondcoder.suggesting.regression import FLOOR, STRENGTH
from secondcoder.suggesting.scores import CodebookScores

CODEBOOK = "codebook"


@dataclass(frozen=True, slots=True)
class Facet:
    """A dimension of the codebook beside its tree, and which code carries which of its values."""

    name: str
    choices: tuple[str, ...]
    """In the order of the codebook."""
    of_code: Mapping[str, str]
    """Code id to value; codes without one are absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetSuggestion:
    """The value suggested for one passage, with what speaks for and against it."""

    passage_id: str
    facet: str
    value: str
    share: float
    """Of the values, 0 to 1; it ranks passages and is no probability of being right."""
    basis: str
    code: str
    """The code of this value that fits the passage best, as evidence."""
    part: str
    """The part of that code's entry nearest to the passage, word for word."""
    words: tuple[str, ...]
    """Words that passage and entry share."""
    against: str
    """The best code of another value."""


def facets_of(codebook: Codebook) -> tuple[Facet, ...]:
    """Return the facets of which codes carry at least two different values."""
    names = dict.fromkeys(name for code in codebook.codes for name, value in code.facets if value)
    found = []
    for name in names:
        of_code = {c.id: dict(c.facets)[name] for c in codebook.codes if dict(c.facets).get(name)}
        values = tuple(dict.fromkeys(of_code.values()))
        if len(values) > 1:
            found.append(Facet(name, values, of_code))
    return tuple(found)


def coded_values(facet: Facet, applied: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Return the values that each passage's codes carry; passages without any are absent."""
    found = {}
    for passage, codes in applied.items():
        values = {facet.of_code[code] for code in codes if code in facet.of_code}
        if values:
            found[passage] = tuple(value for value in facet.choices if value in values)
    return found


def value_shares(scored: CodebookScores, facet: Facet) -> NDArray[np.float64]:
    """Return each value's share of each passage from the codebook, shape (passages, values)."""
    of_codes = shares(scored.by_entry)
    columns = [_columns(scored.codes, facet, value) for value in facet.choices]
    summed = np.stack([of_codes[:, place].sum(axis=1) for place in columns], axis=1)
    summed = np.maximum(summed, FLOOR)
    result: NDArray[np.float64] = summed / summed.sum(axis=1, keepdims=True)
    return result


def learned_shares(
    vectors: Floats,
    from_codebook: NDArray[np.float64],
    *,
    labels: Sequence[str],
    facet: Facet,
    entries: tuple[Floats, Sequence[str]],
    groups: Sequence[str],
    seed: int,
) -> tuple[NDArray[np.float64], str]:
    """Return shares learnt from human coding out of fold, and what they rest on.

    Where there is too little coding to learn from, they are those of the codebook, and so named.
    ``labels`` is the one value that each passage's codes carry, or empty; ``entries`` holds the
    vectors of the codebook's entries and the values they carry; ``groups`` names documents.
    """
    from sklearn.linear_model import LogisticRegression

    fold, kept_together = folds(list(groups), seed=seed)
    column = {value: place for place, value in enumerate(facet.choices)}
    label = np.array([column.get(one, -1) for one in labels])
    of_entry = np.array([column[one] for one in entries[1]])
    result, basis = from_codebook.copy(), CODEBOOK
    for number in range(int(fold.max()) + 1):
        held = fold == number
        known = ~held & (label >= 0)
        if known.sum() < FEWEST_EXAMPLES:
            continue
        model = LogisticRegression(C=STRENGTH, max_iter=1000)
        model.fit(
            np.concatenate([vectors[known], entries[0]]),
            np.concatenate([label[known], of_entry]),
        )
        learnt = np.full((int(held.sum()), len(facet.choices)), FLOOR)
        learnt[:, model.classes_] = np.maximum(model.predict_proba(vectors[held]), FLOOR)
        basis = f"coding of other {kept_together}s"
        pooled = learnt * from_codebook[held]
        result[held] = pooled / pooled.sum(axis=1, keepdims=True)
    return result, basis


def entries_of(
    facet: Facet, codebook: Codebook, encoder: Encoder
) -> tuple[Floats, tuple[str, ...]]:
    """Return vectors of the entries that carry a value, and their values."""
    codes = [code for code in codebook.codes if code.id in facet.of_code]
    texts = [c.name + (f": {c.definition}" if c.definition else "") for c in codes]
    return encoder.encode(texts), tuple(facet.of_code[code.id] for code in codes)


def suggested(
    passages: Sequence[Passage],
    facet: Facet,
    value_share: NDArray[np.float64],
    scored: CodebookScores,
    *,
    basis: str,
    stops: frozenset[str],
) -> tuple[FacetSuggestion, ...]:
    """Return a suggestion for every passage, with its evidence."""
    of_value = {value: _columns(scored.codes, facet, value) for value in facet.choices}
    rest = {
        value: [place for other, part in of_value.items() if other != value for place in part]
        for value in facet.choices
    }
    made = []
    for row, passage in enumerate(passages):
        best = int(np.argmax(np.round(value_share[row], 12)))
        value = facet.choices[best]
        place = _best(scored, row, of_value[value])
        part = scored.parts[int(scored.nearest_part[row, place])]
        made.append(
            FacetSuggestion(
                passage_id=passage.id,
                facet=facet.name,
                value=value,
                share=float(value_share[row, best]),
                basis=basis,
                code=scored.codes[place].label,
                part=part.text,
                words=shared_words(passage.text, part.framed, stops),
                against=scored.codes[_best(scored, row, rest[value])].label,
            )
        )
    return tuple(made)


def _columns(codes: Sequence[Code], facet: Facet, value: str) -> list[int]:
    return [place for place, code in enumerate(codes) if facet.of_code.get(code.id) == value]


def _best(scored: CodebookScores, row: int, places: Sequence[int]) -> int:
    scores = np.round(scored.by_entry[row, list(places)], 12)
    return places[int(np.argmax(scores))]
