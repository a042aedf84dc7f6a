"""Logistic regression on the vectors: on examples only, and with codebook entries as examples."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Learner, Method, Scored, Traits
from benchmarks.quality.peers.cosine import entry_vectors
from secondcoder.protocols import Encoder, Floats

STRENGTH = 10.0


def _fit(
    examples: Floats, codes: NDArray[np.int64], tested: Floats, count: int
) -> NDArray[np.float64]:
    """Return probabilities of the tested rows; codes without an example are not suggested."""
    from sklearn.linear_model import LogisticRegression

    result = np.full((len(tested), count), -np.inf)
    found = np.unique(codes)
    if len(found) == 1:
        result[:, found[0]] = 1.0
    if len(found) > 1:
        model = LogisticRegression(C=STRENGTH, max_iter=500).fit(examples, codes)
        result[:, model.classes_] = model.predict_proba(tested)
    return result


def examples_only(
    corpus: Corpus,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    encoder: Encoder,
    *,
    seed: int,  # noqa: ARG001 - as others
) -> Scored:
    """Return multinomial probabilities; a passage with several codes is an example of each."""
    vectors = encoder.encode(corpus.texts)
    rows, codes = np.nonzero(corpus.held[train])
    return Scored(_fit(vectors[train[rows]], codes, vectors[test], len(corpus.codes)))


def with_entries(
    corpus: Corpus,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    encoder: Encoder,
    *,
    seed: int,  # noqa: ARG001 - as others
) -> Scored:
    """Return the same with every code's entry as a further example of it."""
    vectors = encoder.encode(corpus.texts)
    rows, codes = np.nonzero(corpus.held[train])
    entries = entry_vectors(corpus.codes, encoder)
    return Scored(
        _fit(
            np.concatenate([vectors[train[rows]], entries]),
            np.concatenate([codes, np.arange(len(entries))]),
            vectors[test],
            len(corpus.codes),
        )
    )


PEERS: tuple[Method[Learner], ...] = (
    Method("logistic regression", examples_only, Traits(probability=True)),
    Method("logistic regression + codebook entries", with_entries, Traits(probability=True)),
)
