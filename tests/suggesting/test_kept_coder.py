"""A coder that is kept says of other passages what was learnt, and nothing else."""

import numpy as np
import pytest

from made import BagEncoder, codebook, passages_of, topical_texts, whole
from secondcoder.procedures.kept_form import from_bytes, to_bytes
from secondcoder.suggesting.decisions import Rule, decide
from secondcoder.suggesting.kept_coder import Taught
from secondcoder.suggesting.scores import codebook_scores
from secondcoder.suggesting.suggest import SuggestSettings, suggest
from secondcoder.suggesting.weigh import (
    FROM_ANOTHER_STUDY,
    HumanExamples,
    coder_to_keep,
    weigh_as_taught,
)

NAMES = {"garden": "one", "bus": "two", "money": "three", "choir": "four"}
"""Codes that say nothing of their topics: what is right was learnt."""
BOOK = codebook(*[(name,) for name in NAMES.values()])
TURNED = codebook(*[(name,) for name in reversed(NAMES.values())])


def material(each, *, seed, book=BOOK):
    texts, topics = topical_texts(each, seed=seed)
    documents = [f"d{n // 8}" for n in range(len(texts))]
    passages = passages_of(texts, documents=documents)
    encoder = BagEncoder()
    vectors = encoder.encode(texts)
    scored = codebook_scores(texts, vectors, book, encoder=encoder, sentences=whole)
    return passages, vectors, scored, topics


def coder(*, leave_out=0):
    passages, vectors, scored, topics = material(12, seed=1)
    given = {
        passage.id: frozenset({NAMES[topic]})
        for number, (passage, topic) in enumerate(zip(passages, topics, strict=True))
        if number % 4 >= leave_out
    }
    seen = frozenset(passage.id for passage in passages)
    examples = HumanExamples(("Eva",), given, seen)
    return coder_to_keep(examples, passages, vectors, scored, encoder=BagEncoder())


def coded(kept, *, risk=None, book=BOOK, order=None):
    passages, vectors, scored, topics = material(6, seed=2, book=book)
    taught = Taught(kept if order is None else kept.ordered(np.array(order)), ("Eva",))
    weighed = weigh_as_taught(taught, passages, vectors, scored, encoder=BagEncoder(), risk=risk)
    return weighed, passages, vectors, [NAMES[topic] for topic in topics]


def first(weighed):
    return [weighed.codes[place].id for place in weighed.confidence.argmax(axis=1)]


def test_passages_of_another_study_get_the_codes_that_were_learnt():
    weighed, *_, topics = coded(coder())
    assert np.mean([a == b for a, b in zip(first(weighed), topics, strict=True)]) > 0.9
    assert weighed.basis == FROM_ANOTHER_STUDY
    assert weighed.basis_of(0) == FROM_ANOTHER_STUDY
    assert weighed.coders == ("Eva",)
    assert (decide(weighed, Rule()).given.sum(axis=1) == 1).all()


def test_evidence_comes_from_the_passages_at_hand():
    weighed, passages, vectors, _ = coded(coder())
    found = suggest(
        passages,
        vectors,
        weighed,
        encoder=BagEncoder(),
        stops=frozenset(),
        theme_codes={},
        settings=SuggestSettings(),
    )
    assert found.basis == FROM_ANOTHER_STUDY
    ids = {passage.id for passage in passages}
    near = {one for row in found.ranked if row.evidence for one, _ in row.evidence.neighbours}
    assert near
    assert near <= ids


def test_how_it_did_out_of_fold_goes_with_it():
    judged = coder().out_of_fold
    assert len(judged.right) == 48
    assert judged.first_right > 0.9
    assert judged.codes == pytest.approx(judged.peoples_codes, abs=0.05)
    half = coder(leave_out=2).out_of_fold
    assert len(half.right) == 24
    assert half.peoples_codes == pytest.approx(0.5)
    assert half.codes == pytest.approx(0.5, abs=0.15)


def test_the_codes_may_stand_in_another_order():
    kept = coder()
    plain, *_ = coded(kept)
    turned, *_ = coded(kept, book=TURNED, order=[3, 2, 1, 0])
    assert first(turned) == first(plain)
    np.testing.assert_allclose(turned.confidence[:, ::-1], plain.confidence, atol=1e-5)


def test_it_comes_back_from_bytes_as_it_was():
    kept = coder()
    data = to_bytes(kept)
    assert data == to_bytes(coder())
    np.testing.assert_array_equal(coded(from_bytes(data))[0].confidence, coded(kept)[0].confidence)


def test_a_risk_that_no_confidence_keeps_to_silences_all():
    kept = coder()
    assert kept.least(None) == 0
    assert 0 < kept.least(0.2) < 1
    judged = kept.out_of_fold
    wrong = type(judged)(
        confidence=judged.confidence,
        right=np.zeros_like(judged.right),
        codes=judged.codes,
        peoples_codes=judged.peoples_codes,
    )
    never = type(kept)(models=kept.models, use=kept.use, out_of_fold=wrong)
    assert np.isinf(coded(never, risk=0.2)[0].least).all()


def test_too_little_coding_keeps_nothing():
    passages, vectors, scored, _ = material(2, seed=1)
    few = {passages[0].id: frozenset({"one"})}
    examples = HumanExamples(("Eva",), few, frozenset(few))
    assert coder_to_keep(examples, passages, vectors, scored, encoder=BagEncoder()) is None
