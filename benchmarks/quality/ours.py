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
from benchmarks.quality.sampling import choose_examples
from secondcoder.matching.match import match_themes
from secondcoder.passages.sentences import SpacySentences
from secondcoder.protocols import Encoder, Floats, Labels
from secondcoder.records.codes import Codebook
from secondcoder.records.results import Theme
from secondcoder.suggesting.confidence import shares
from secondcoder.suggesting.decisions import Rule, decide
from secondcoder.suggesting.features import features_of
from secondcoder.suggesting.models import Features
from secondcoder.suggesting.scores import CodebookScores, codebook_scores
from secondcoder.suggesting.weigh import HumanExamples, Weighed, weigh_with
from secondcoder.themes.candidates import Level
from secondcoder.themes.discover import DiscoverySettings, Naming, clusterer_for
from secondcoder.themes.discover import discover as discover_themes
from secondcoder.themes.grammar import PassageReader, Reading, passage_reader
from secondcoder.themes.labels import Name, choose_labels
from secondcoder.themes.leftovers import Chance, without_asides, without_leftovers
from secondcoder.themes.space import theme_space
from secondcoder.themes.unexplained import new_themes
from secondcoder.words import stop_words

NAME = "secondcoder"
LANGUAGE = "en"
MEASURED = ("suggesting", "themes", "matching", "wording.py")
SETTINGS = DiscoverySettings(resamples=0)
"""The tool's own; stability, which resamples are for, is not asked here."""
FIRST_PART = 0.1
"""Share of the passages that are coded where themes may learn from coding."""


def source_hash() -> str:
    """Return a hash of the measured source files: finished rows of other code are not used."""
    package = Path(secondcoder.__file__).parent
    parts = [package / part for part in MEASURED]
    files = [path for part in parts for path in (sorted(part.glob("*.py")) or [part])]
    digest = hashlib.sha256()
    for path in [*files, Path(__file__)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=256)
def _scored(corpus: Corpus, codebook: Codebook, encoder: Encoder) -> CodebookScores:
    return codebook_scores(
        corpus.texts,
        encoder.encode(corpus.texts),
        codebook,
        encoder=encoder,
        sentences=SpacySentences(LANGUAGE),
    )


@lru_cache(maxsize=64)
def _features(corpus: Corpus, codebook: Codebook, encoder: Encoder) -> Features:
    codes = _scored(corpus, codebook, encoder).codes  # type: ignore[arg-type]  # hashed by identity
    return features_of(corpus.passages, encoder.encode(corpus.texts), codes, encoder)


def _weighed(
    corpus: Corpus,
    codebook: Codebook,
    encoder: Encoder,
    train: NDArray[np.int64] | None = None,
    *,
    context: bool = False,
    seed: int = 0,
) -> Weighed:
    """Weigh codes as the tool does, with or without the coding of some rows."""
    scored = _scored(corpus, codebook, encoder)  # type: ignore[arg-type]  # hashed by identity
    if train is None:
        count = len(corpus.passages)
        return Weighed(
            scored=scored,
            confidence=shares(scored.scores),
            least=np.zeros(count),
            learned=None,
            coders=(),
        )
    ids = [corpus.passages[row].id for row in train]
    names = np.array([code.id for code in corpus.codes])
    applied = {
        one: frozenset(names[corpus.held[row]].tolist())
        for one, row in zip(ids, train, strict=True)
    }
    return weigh_with(
        HumanExamples(("people",), applied, frozenset(ids)),
        corpus.passages,
        scored,
        features=_features(corpus, codebook, encoder),  # type: ignore[arg-type]  # as above
        orders=[passage.document for passage in corpus.passages] if context else (),
        seed=seed,
    )


def codebook_only(corpus: Corpus, encoder: Encoder, *, seed: int) -> Scored:  # noqa: ARG001 - as peers
    """Return confidences of a machine that has seen the codebook and no coding."""
    weighed = _weighed(corpus, corpus.codebook, encoder)
    return Scored(weighed.confidence, decide(weighed, Rule()).given)


def entries_alone(corpus: Corpus, encoder: Encoder) -> NDArray[np.float64]:
    """Return the codebook's scores without what the surest passages add."""
    return _scored(corpus, corpus.codebook, encoder).by_entry  # type: ignore[arg-type]  # as above


def with_examples(
    corpus: Corpus,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    encoder: Encoder,
    *,
    seed: int,
    context: bool = False,
) -> Scored:
    """Return confidences of the tested rows, learnt from the coding of the rows ``train``.

    With ``context`` the rows are taken to stand in the order in which they were said.
    """
    weighed = _weighed(corpus, corpus.codebook, encoder, train, context=context, seed=seed)
    return Scored(weighed.confidence[test], decide(weighed, Rule()).given[test])


def given_from_codebook(
    corpus: Corpus, encoder: Encoder, rule: Rule
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which codes the tool gives from the codebook alone, and the first codes alone."""
    weighed = _weighed(corpus, corpus.codebook, encoder)
    return decide(weighed, rule).given, _first(weighed)


def given_after_coding(
    corpus: Corpus, encoder: Encoder, *, seed: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which codes the tool gives out of fold, all coding there is learnt from."""
    every = np.arange(len(corpus.passages))
    weighed = _weighed(corpus, corpus.codebook, encoder, every, seed=seed)
    return decide(weighed, Rule()).given, _first(weighed)


def _first(weighed: Weighed) -> NDArray[np.bool_]:
    first: NDArray[np.bool_] = weighed.confidence.argmax(axis=1)[:, None] == np.arange(
        len(weighed.codes)
    )
    return first


def discover(corpus: Corpus, encoder: Encoder, *, seed: int) -> Labels:
    """Return each passage's candidate theme, -1 for none."""
    return _themes_in(corpus, theme_space(corpus.texts, encoder.encode(corpus.texts)), seed=seed)


def _themes_in(corpus: Corpus, space: Floats, *, seed: int) -> Labels:
    """Return what the passages are grouped into, without those that fit no group."""
    found = clusterer_for(len(space), SETTINGS, SETTINGS.resolution).on(space).labels(seed=seed)
    rows = np.arange(len(space))
    kept = without_leftovers(found, rows, Chance.of(space), min_size=SETTINGS.min_size)
    return without_asides(kept, corpus.passages)


def discover_with_coding(corpus: Corpus, encoder: Encoder, *, seed: int) -> Labels:
    """Return themes that learnt from the coding of a tenth of the passages, whole documents."""
    names = sorted(set(corpus.groups))
    order = np.random.default_rng(seed).permutation(len(names))
    rows = np.array([], dtype=np.int64)
    for place in order:
        of_group = np.flatnonzero(np.array(corpus.groups) == names[place])
        rows = np.concatenate([rows, of_group])
        if len(rows) >= FIRST_PART * len(corpus.passages):
            break
    train = rows[corpus.held[rows].any(axis=1)]
    weighed = _weighed(corpus, corpus.codebook, encoder, train, seed=seed)
    space = theme_space(corpus.texts, encoder.encode(corpus.texts), weighed.shares)
    return _themes_in(corpus, space, seed=seed)


def _naming(encoder: Encoder) -> Naming:
    stops = stop_words(LANGUAGE)
    return Naming(encoder, stops, passage_reader(LANGUAGE, stops))


@lru_cache(maxsize=32)
def _themes(corpus: Corpus, encoder: Encoder, seed: int) -> tuple[Theme, ...]:
    vectors = encoder.encode(corpus.texts)
    return discover_themes(
        corpus.passages,
        vectors,
        space=theme_space(corpus.texts, vectors),
        naming=_naming(encoder),
        settings=SETTINGS,
        seed=seed,
    )


def hidden(
    corpus: Corpus,
    codebook: Codebook,
    encoder: Encoder,
    *,
    seed: int,
    per_code: int | None = None,
) -> tuple[Grouped, ...]:
    """Return themes, subthemes and further groups, each marked as new or not.

    ``codebook`` lacks some codes. With ``per_code`` the codes that are left have so many coded
    passages each, and nobody has coded with the hidden one.
    """
    themes = _themes(corpus, encoder, seed)  # type: ignore[arg-type]  # hashed by identity
    vectors = encoder.encode(corpus.texts)
    train = _coded(corpus, codebook, per_code, seed) if per_code else None
    weighed = _weighed(corpus, codebook, encoder, train, seed=seed)
    coded = set() if train is None else set(train.tolist())
    best = weighed.explained
    new = new_themes(
        themes,
        {p.id: float(best[n]) for n, p in enumerate(corpus.passages) if n not in coded},
        corpus.passages,
        vectors,
        space=theme_space(corpus.texts, vectors),
        naming=_naming(encoder),
        settings=SETTINGS,
        learnt=train is not None,
        seed=seed,
    )
    row = {passage.id: place for place, passage in enumerate(corpus.passages)}
    marked = {one.theme.id for one in new}
    groups = [*themes, *(one.theme for one in new if one.theme not in themes)]
    return tuple(
        Grouped(np.array([row[p] for p in one.passages]), one.id in marked) for one in groups
    )


def hidden_by_matching(
    corpus: Corpus, codebook: Codebook, encoder: Encoder, *, seed: int
) -> tuple[Grouped, ...]:
    """Return themes and subthemes, new if matching by likeness of meaning relates them to none."""
    themes = _themes(corpus, encoder, seed)  # type: ignore[arg-type]  # hashed by identity
    vectors = encoder.encode(corpus.texts)
    by_id = {p.id: vector for p, vector in zip(corpus.passages, vectors, strict=True)}
    relation = dict(match_themes(themes, by_id, codebook, encoder=encoder).theme_relations)
    row = {passage.id: place for place, passage in enumerate(corpus.passages)}
    return tuple(
        Grouped(np.array([row[p] for p in one.passages]), relation[one.id] == "new theme")
        for one in themes
    )


def _coded(corpus: Corpus, codebook: Codebook, per_code: int, seed: int) -> NDArray[np.int64]:
    """Return rows coded with what is left of the codebook, and with nothing that is hidden."""
    left = {code.id for code in codebook.codes}
    kept = np.array([code.id in left for code in corpus.codes])
    hidden_code = corpus.held[:, ~kept].any(axis=1)
    rows = np.flatnonzero(~hidden_code)
    return choose_examples(np.where(kept, corpus.held, False), rows, per_code, seed=seed)


def _named(
    texts: Sequence[Sequence[str]],
    centres: Floats,
    encoder: Encoder,
) -> list[Name]:
    stops = stop_words(LANGUAGE)
    level = Level(texts=texts, centres=centres)
    return choose_labels(level, encoder=encoder, stops=stops, reader=_reader())


@lru_cache(maxsize=1)
def _reader() -> PassageReader:
    """Return the reader of passages; each is parsed once."""
    read = passage_reader(LANGUAGE, stop_words(LANGUAGE))
    known: dict[str, Reading] = {}

    def remembered(texts: Sequence[str]) -> list[Reading]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, read(new), strict=True))
        return [known[text] for text in texts]

    return remembered


def labels(
    texts: Sequence[Sequence[str]],
    centres: Floats,
    encoder: Encoder,
    *,
    seed: int,  # noqa: ARG001 - as peers
) -> list[str]:
    """Return a name with its line for each group; texts come from the most central on."""
    found = _named(texts, centres, encoder)
    lines = [one.in_vivo.text if one.in_vivo else "" for one in found]
    return [
        ": ".join(filter(None, [one.name, line])) or one.label
        for one, line in zip(found, lines, strict=True)
    ]


def names(
    texts: Sequence[Sequence[str]],
    centres: Floats,
    encoder: Encoder,
    *,
    seed: int,  # noqa: ARG001 - as peers
) -> list[str]:
    """Return the label alone for each group."""
    return [one.label for one in _named(texts, centres, encoder)]
