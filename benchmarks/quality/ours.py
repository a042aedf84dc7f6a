"""The tool under test: the only file of the harness that calls suggesting, themes and matching."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import secondcoder
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Grouped, Scored
from secondcoder.matching.match import match_themes
from secondcoder.passages.sentences import SpacySentences
from secondcoder.protocols import Encoder, Floats, Labels
from secondcoder.records.codes import Codebook
from secondcoder.records.results import Theme
from secondcoder.suggesting.confidence import THRESHOLD, shares
from secondcoder.suggesting.learned import learn
from secondcoder.suggesting.scores import CodebookScores, codebook_scores
from secondcoder.themes.discover import DiscoverySettings, clusterer_for
from secondcoder.themes.grammar import noun_phrases
from secondcoder.themes.labels import choose_labels
from secondcoder.words import stop_words

NAME = "secondcoder"
LANGUAGE = "en"
MEASURED = ("suggesting", "themes", "matching")


def source_hash() -> str:
    """Return a hash of the measured source files: finished rows of other code are not used."""
    package = Path(secondcoder.__file__).parent
    files = [path for part in MEASURED for path in sorted((package / part).glob("*.py"))]
    digest = hashlib.sha256()
    for path in [*files, Path(__file__)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=16)
def _scored(corpus: Corpus, encoder: Encoder) -> CodebookScores:
    return codebook_scores(
        corpus.texts,
        encoder.encode(corpus.texts),
        corpus.codebook,
        encoder=encoder,
        sentences=SpacySentences(LANGUAGE),
    )


def codebook_only(corpus: Corpus, encoder: Encoder, *, seed: int) -> Scored:  # noqa: ARG001 - as peers
    """Return confidences of a machine that has seen the codebook and no coding."""
    return Scored(shares(_scored(corpus, encoder).scores), THRESHOLD)  # type: ignore[arg-type]  # hashed by identity


def with_examples(
    corpus: Corpus,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    encoder: Encoder,
    *,
    seed: int,
) -> Scored:
    """Return confidences of the tested rows, learnt from the coding of the rows ``train``."""
    scored = _scored(corpus, encoder)  # type: ignore[arg-type]  # hashed by identity
    seen = np.zeros(len(corpus.passages), dtype=bool)
    seen[train] = True
    framed = [
        ": ".join(code.path) + (f": {code.definition}" if code.definition else "")
        for code in scored.codes
    ]
    learned = learn(
        encoder.encode(corpus.texts),
        corpus.held & seen[:, None],
        seen,
        codebook_scores=scored.scores,
        entries=(encoder.encode(framed), np.arange(len(framed))),
        groups=["coded" if row else "new" for row in seen],
        seed=seed,
    )
    return Scored(learned.shares[test], THRESHOLD)


def discover(corpus: Corpus, encoder: Encoder, *, seed: int) -> Labels:
    """Return each passage's candidate theme, -1 for none."""
    vectors = encoder.encode(corpus.texts)
    return clusterer_for(len(vectors), DiscoverySettings(), 1.0).cluster(vectors, seed=seed)


@lru_cache(maxsize=32)
def _themes(corpus: Corpus, encoder: Encoder, seed: int) -> tuple[Theme, ...]:
    """Return the themes as matching sees them: of a theme it looks at the passages alone."""
    labels = discover(corpus, encoder, seed=seed)
    ids = [passage.id for passage in corpus.passages]
    return tuple(
        Theme(
            id=f"t{number}",
            level=1,
            parent_id="",
            label="",
            key_phrases=(),
            passages=tuple(ids[row] for row in np.flatnonzero(labels == number)),
            documents=0,
            speakers=0,
            cohesion=0.0,
            stability=0.0,
            exemplars=(),
        )
        for number in range(int(labels.max(initial=-1)) + 1)
    )


def hidden(
    corpus: Corpus, codebook: Codebook, encoder: Encoder, *, seed: int
) -> tuple[Grouped, ...]:
    """Return the themes, each marked as new or not, given a codebook that lacks some codes."""
    themes = _themes(corpus, encoder, seed)  # type: ignore[arg-type]  # hashed by identity
    vectors = encoder.encode(corpus.texts)
    by_id = {p.id: vector for p, vector in zip(corpus.passages, vectors, strict=True)}
    matching = match_themes(themes, by_id, codebook, encoder=encoder)
    relation = dict(matching.theme_relations)
    row = {passage.id: place for place, passage in enumerate(corpus.passages)}
    return tuple(
        Grouped(np.array([row[p] for p in theme.passages]), relation[theme.id] == "new theme")
        for theme in themes
    )


def labels(
    texts: Sequence[Sequence[str]],
    centres: Floats,
    encoder: Encoder,
    *,
    seed: int,  # noqa: ARG001 - as peers
) -> list[str]:
    """Return a label for each group; texts come from the most central on."""
    return choose_labels(
        texts,
        centres,
        encoder=encoder,
        stops=stop_words(LANGUAGE),
        can_stand=noun_phrases(LANGUAGE),
    )
