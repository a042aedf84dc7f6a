"""Which passages and documents are proposed, and what may not change that."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made import STOPS, BagEncoder, passages_of, topical_texts
from secondcoder.records.advice import AGREEMENT, MODEL
from secondcoder.records.results import Evidence, Suggestion, Suggestions
from secondcoder.suggesting.choose import RARE_EVERY, choose
from secondcoder.suggesting.next_passages import RARE, Coded, next_documents, next_passages
from secondcoder.suggesting.sampled import apart, draw_order, halves
from secondcoder.suggesting.spread import Spread

CODES = ("garden", "bus", "money", "choir")
LABELS = {code: code.title() for code in CODES}
EVIDENCE = Evidence(entry_part="name", entry_text="", words=(), theme_id="", neighbours=())


def study(each=12, *, documents=4):
    texts, topics = topical_texts(each)
    names = [f"talk {row * documents // len(texts)}" for row in range(len(texts))]
    passages = passages_of(texts, documents=names)
    vectors = BagEncoder().encode(texts).astype(np.float32)
    ranked = [
        Suggestion(
            passage_id=passage.id,
            rank=rank,
            code_id=code,
            confidence=sure,
            suggested=rank == 1,
            basis="codebook",
            evidence=EVIDENCE,
        )
        for row, (passage, topic) in enumerate(zip(passages, topics, strict=True))
        for rank, (code, sure) in enumerate(
            [(topic, 0.4 + row / 1000), *((c, 0.1) for c in CODES if c != topic)], start=1
        )
    ]
    return (
        passages,
        vectors,
        Suggestions(ranked=tuple(ranked), abstentions=(), basis="codebook", threshold=0.12),
        topics,
    )


def proposed(parts, coded=None, **more):
    passages, vectors, suggestions, _ = parts
    return next_passages(
        passages, vectors, suggestions, coded or Coded(), labels=LABELS, stops=STOPS, **more
    )


def ids(found, purpose):
    return [one.passage_id for one in found if one.purpose == purpose]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 3))
def test_the_order_of_passages_changes_nothing(random, seed):
    passages, vectors, suggestions, topics = study(6)
    order = list(range(len(passages)))
    random.shuffle(order)
    ranked = list(suggestions.ranked)
    random.shuffle(ranked)
    shuffled = (
        [passages[row] for row in order],
        vectors[order],
        Suggestions(ranked=tuple(ranked), abstentions=(), basis="codebook", threshold=0.12),
        topics,
    )
    whole = (passages, vectors, suggestions, topics)
    assert proposed(whole, size=10, seed=seed) == proposed(shuffled, size=10, seed=seed)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, 47)))
def test_nothing_seen_is_proposed_and_all_else_is_in_the_end(rows):
    parts = study()
    seen = frozenset(parts[0][row].id for row in rows)
    found = proposed(parts, Coded(seen), size=100)
    left = {passage.id for passage in parts[0]} - seen
    assert set(ids(found, MODEL)) == set(ids(found, AGREEMENT)) == left
    assert [one.rank for one in found if one.purpose == MODEL] == list(range(1, len(left) + 1))


def test_seeds_change_the_draw_for_agreement_alone():
    parts = study()
    one, two = proposed(parts, seed=1, size=12), proposed(parts, seed=2, size=12)
    assert ids(one, MODEL) == ids(two, MODEL)
    assert ids(one, AGREEMENT) != ids(two, AGREEMENT)


def test_a_handful_for_the_model_covers_every_topic():
    parts = study()
    topic = dict(zip((p.id for p in parts[0]), parts[3], strict=True))
    assert {topic[one] for one in ids(proposed(parts, size=5), MODEL)} == set(CODES)


def test_what_was_coded_is_not_stood_for_again():
    """With every garden passage coded but one, that one comes last of all topics."""
    parts = study()
    garden = [p.id for p, topic in zip(parts[0], parts[3], strict=True) if topic == "garden"]
    found = proposed(parts, Coded(frozenset(garden[1:]), {one: {"garden"} for one in garden[1:]}))
    assert garden[0] not in ids(found, MODEL)[:12]


def test_every_fourth_is_looked_for_as_the_code_with_fewest_examples():
    parts = study()
    by_topic = {code: [] for code in CODES}
    for passage, topic in zip(parts[0], parts[3], strict=True):
        by_topic[topic].append(passage.id)
    coded = {p: frozenset({code}) for code in CODES if code != "bus" for p in by_topic[code][:6]}
    found = [one for one in proposed(parts, Coded(frozenset(coded), coded)) if one.purpose == MODEL]
    rare = [one for one in found if one.because == RARE]
    assert [one.rank for one in rare[:2]] == [RARE_EVERY, 2 * RARE_EVERY]
    assert (rare[0].code_id, rare[0].examples) == ("bus", 0)
    left = [p for p in by_topic["bus"] if p not in ids(found[: RARE_EVERY - 1], MODEL)]
    assert rare[0].passage_id == left[-1]  # the highest: confidence rises along the study
    assert "likeliest example of Bus (confidence 0.4" in rare[0].reason
    assert "no passage has the code so far" in rare[0].reason


def test_passages_that_say_nothing_teach_nothing_but_belong_to_the_sample():
    texts = ["Yes.", "It was on the.", *topical_texts(2)[0]]
    passages = passages_of(texts)
    ranked = tuple(
        Suggestion(
            passage_id=p.id,
            rank=1,
            code_id="bus",
            confidence=0.4,
            suggested=True,
            basis="codebook",
            evidence=EVIDENCE,
        )
        for p in passages
    )
    vectors = BagEncoder().encode([text.replace("Yes", "soil") for text in texts])
    parts = (
        passages,
        vectors.astype(np.float32),
        Suggestions(ranked=ranked, abstentions=(), basis="codebook", threshold=0.1),
        [],
    )
    found = proposed(parts)
    assert {"p000", "p001"} & set(ids(found, MODEL)) == set()
    assert {"p000", "p001"} <= set(ids(found, AGREEMENT))


def test_a_second_coder_is_proposed_a_sample_only():
    parts = study()
    seen = frozenset(passage.id for passage in parts[0][:10])
    found = proposed(parts, Coded(seen, {}, "Ben"))
    assert {(one.purpose, one.coder) for one in found} == {(AGREEMENT, "Ben")}
    assert "coded by Ben" in found[0].reason


def test_without_suggestions_nothing_is_proposed():
    parts = study()
    nothing = Suggestions(ranked=(), abstentions=(), basis="codebook", threshold=0.12)
    assert proposed((*parts[:2], nothing, [])) == ()
    assert next_documents(parts[0], nothing, Coded(), least_documents=5) == ()


def test_every_beginning_of_the_draw_is_in_proportion():
    groups = ["a"] * 60 + ["b"] * 30 + ["c"] * 10
    names = [f"p{row}" for row in range(100)]
    order = draw_order(groups, names, np.zeros(100, dtype=bool), seed=4)
    for size in (10, 20, 50, 77):
        for group, share in (("a", 0.6), ("b", 0.3), ("c", 0.1)):
            drawn = sum(groups[row] == group for row in order[:size])
            assert abs(drawn - share * size) < 2


def test_every_passage_has_the_same_chance():
    """Means over 2,000 seeds; the chance of being among 10 of 40 is a quarter for each."""
    groups = ["a"] * 25 + ["b"] * 12 + ["c"] * 3
    names = [f"p{row}" for row in range(40)]
    unseen = np.zeros(40, dtype=bool)
    counts = np.zeros(40)
    for seed in range(2000):
        counts[draw_order(groups, names, unseen, seed=seed)[:10]] += 1
    chance = counts / 2000
    assert np.abs(chance - 0.25).max() < 0.05
    by_group = [chance[:25].mean(), chance[25:37].mean(), chance[37:].mean()]
    assert by_group == pytest.approx([0.25] * 3, abs=0.015)


def test_groups_that_were_coded_more_wait_their_turn():
    groups = ["a"] * 20 + ["b"] * 20
    seen = np.arange(40) < 10
    order = draw_order(groups, [f"p{row}" for row in range(40)], seen, seed=0)
    assert all(groups[row] == "b" for row in order[:9])


def test_halves_are_those_of_the_same_first_code():
    first = np.array([0] * 8 + [1] * 3)
    sure = np.array([*np.linspace(0.1, 0.8, 8), 0.9, 0.8, 0.7])
    assert halves(first, sure).tolist() == [-1] * 4 + [1] * 4 + [0] * 3


def test_the_greedy_choice_adds_most_at_every_step():
    """Held against the plain computation of every gain at every step."""
    vectors = np.random.default_rng(1).normal(size=(30, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    every, none = np.ones(30, dtype=bool), np.zeros(30, dtype=bool)
    spread = Spread(vectors, counted=every, coded=none, candidates=every)
    like, covered = vectors @ vectors.T, np.zeros(30)
    for _ in range(12):
        gains = np.maximum(like - covered[:, None], 0).sum(axis=0)
        row = spread.next()
        assert gains[row] == pytest.approx(gains.max(), abs=1e-3)
        assert spread.take(row) == (like[:, row] > covered).sum()
        covered = np.maximum(covered, like[:, row])


def test_equals_are_not_chosen_twice_while_others_are_left():
    vectors = np.repeat(np.eye(4, dtype=np.float32), 5, axis=0)
    every = np.ones(20, dtype=bool)
    found = choose(
        vectors,
        np.zeros((20, 1)),
        coded=~every,
        worth=every,
        examples=np.zeros(1, dtype=np.int64),
        size=4,
    )
    assert sorted(choice.row // 5 for choice in found) == [0, 1, 2, 3]


def test_documents_bring_the_mix_nearer():
    passages, _, suggestions, topics = study(documents=1)
    by_topic = [f"about {topic}" for topic in topics]
    moved = passages_of([p.text for p in passages], documents=by_topic)
    seen = frozenset(p.id for p, topic in zip(moved, topics, strict=True) if topic == "bus")
    found = next_documents(moved, suggestions, Coded(seen), least_documents=5)
    assert {one.document for one in found} == {"about garden", "about money", "about choir"}
    assert found[0].apart_before == pytest.approx(0.75)
    assert [one.apart_after for one in found] == pytest.approx([0.5, 0.25, 0])
    assert all(a.apart_after == b.apart_before for a, b in itertools.pairwise(found))
    assert "2 documents have coding, of the 5 that an interval needs" in found[0].reason


def test_documents_of_a_line_each_are_not_proposed():
    passages, _, suggestions, _ = study(documents=48)
    assert next_documents(passages, suggestions, Coded(), least_documents=5) == ()


def test_mixes_apart():
    assert apart(np.array([2, 0]), np.array([1, 1])) == 0.5
    assert apart(np.array([0, 0]), np.array([1, 1])) == 1.0
