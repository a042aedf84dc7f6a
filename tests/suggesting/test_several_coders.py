"""Learning from several people: each counts alike, and what one of many gave weighs little."""

import numpy as np
import pytest

from made import BagEncoder, codebook, passages_of, topical_texts, whole
from secondcoder.suggesting.weigh import CoderExamples, HumanExamples, of_coders, weigh

BOOK = codebook(("garden",), ("bus",), ("money",), ("choir",))
CODES = BOOK.codes
TEXTS, TOPICS = topical_texts(10)
PASSAGES = passages_of(TEXTS, documents=[f"d{n // 8}" for n in range(len(TEXTS))])
EVERY = frozenset(passage.id for passage in PASSAGES)


def examples(*coders):
    each = tuple(CoderExamples(applied, EVERY) for applied in coders)
    union = {}
    for one in coders:
        for passage, codes in one.items():
            union[passage] = union.get(passage, frozenset()) | codes
    names = tuple(f"coder {n}" for n in range(len(coders)))
    return HumanExamples(names, union, EVERY, each)


def by_topic(change=lambda n, topic: topic):
    return {
        passage.id: frozenset({change(number, topic)})
        for number, (passage, topic) in enumerate(zip(PASSAGES, TOPICS, strict=True))
    }


def confidence(given):
    found = weigh(
        PASSAGES,
        BagEncoder().encode(TEXTS),
        BOOK,
        encoder=BagEncoder(),
        sentences=whole,
        examples=given,
    )
    return found.confidence


def test_shares_count_coders_and_weights_those_who_coded():
    one = {"p000": frozenset({"garden"})}
    two = {"p000": frozenset({"garden", "bus"})}
    nothing = {}
    found = of_coders(PASSAGES, CODES, examples(one, two, nothing))
    np.testing.assert_allclose(found.share[0], [2 / 3, 1 / 3, 0, 0])
    np.testing.assert_allclose(found.weight[0], [1, 1 / 2, 0, 0])
    assert found.share[1:].sum() == found.weight[1:].sum() == 0
    assert of_coders(PASSAGES, CODES, examples(one)) is None


def test_people_who_coded_alike_teach_what_one_of_them_does():
    alone = confidence(HumanExamples(("Eva",), by_topic(), EVERY))
    np.testing.assert_allclose(confidence(examples(by_topic())), alone)
    np.testing.assert_allclose(confidence(examples(by_topic(), by_topic())), alone, atol=1e-6)


@pytest.mark.parametrize("others", [4, 9])
def test_one_of_many_who_codes_otherwise_weighs_little(others):
    """The union would give every garden a second code, as sure as the first."""
    stray = by_topic(lambda n, topic: "bus" if topic == "garden" else topic)
    found = confidence(examples(*[by_topic()] * others, stray))
    union = {p: a | b for (p, a), b in zip(by_topic().items(), stray.values(), strict=True)}
    thrown_together = confidence(HumanExamples(("all",), union, EVERY))
    gardens = [row for row, topic in enumerate(TOPICS) if topic == "garden"]
    first, second = found[gardens][:, 0], found[gardens][:, 1]
    assert (first > second).all()
    assert second.mean() < thrown_together[gardens][:, 1].mean()
    assert first.mean() > thrown_together[gardens][:, 0].mean()


def test_confidence_is_the_chance_that_one_of_the_people_gives_the_code():
    half = by_topic(lambda n, topic: "money" if topic == "bus" else topic)
    found = confidence(examples(by_topic(), half))
    buses = [row for row, topic in enumerate(TOPICS) if topic == "bus"]
    others = [row for row, topic in enumerate(TOPICS) if topic == "choir"]
    assert found[buses].max(axis=1).mean() < 0.75
    assert found[others].max(axis=1).mean() > found[buses].max(axis=1).mean()
