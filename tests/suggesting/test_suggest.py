from dataclasses import replace

import numpy as np
import pytest

from made import STOPS, BagEncoder, code, codebook, passages_of, topical_texts, whole
from secondcoder.procedures.second_coder.tables.suggestions import suggestion_rows
from secondcoder.suggesting.decisions import Rule
from secondcoder.suggesting.suggest import SuggestSettings, suggest
from secondcoder.suggesting.weigh import HumanExamples, weigh
from secondcoder.words import is_content, words_of

BOOK = codebook(
    code("Land"),
    code("Land", "Growing", definition="soil, seeds and compost on the allotment"),
    code("Land", "Harvest", definition="a greenhouse harvest of tomato"),
    code("Getting about"),
    code(
        "Getting about", "Buses", definition="bus timetable, driver and fare", examples=("No bus",)
    ),
    code("Getting about", "Stations", definition="station and ticket"),
    code("Means"),
    code("Means", "Grants", definition="grant budget and funding", include="invoice, accountant"),
    code("Means", "Wages", definition="salary in pounds at the bank"),
    code("Song"),
    code("Song", "Singing", definition="voices, melody, harmony, chorus"),
    code("Song", "Concerts", definition="concert and rehearsal with a piano"),
)
TRUE = {
    "garden": "Land/Growing",
    "bus": "Getting about/Buses",
    "money": "Means/Grants",
    "choir": "Song/Singing",
}


def weights(passages, *, book=BOOK, examples=None, risk=None, seed=0):
    encoder = BagEncoder()
    return weigh(
        passages,
        encoder.encode([passage.text for passage in passages]),
        book,
        encoder=encoder,
        sentences=whole,
        examples=examples,
        risk=risk,
        seed=seed,
    )


def run(passages, *, themes=None, ranks=10, examples=None, risk=None, rule=None, **weighing):
    encoder = BagEncoder()
    return suggest(
        passages,
        encoder.encode([passage.text for passage in passages]),
        weights(passages, examples=examples, risk=risk, **weighing),
        encoder=encoder,
        stops=STOPS,
        theme_codes=themes or {},
        settings=SuggestSettings(ranks=ranks, risk=risk, rule=rule or Rule()),
        examples=examples,
    )


def rankings(found):
    rows = {}
    for one in found.ranked:
        rows.setdefault(one.passage_id, []).append(one)
    return rows


def confidences(found, passage_id):
    return {s.code_id: s.confidence for s in found.ranked if s.passage_id == passage_id}


@pytest.fixture(scope="module")
def material():
    texts, topics = topical_texts(10)
    return passages_of(texts, documents=[f"d{n // 8}" for n in range(40)]), topics


@pytest.fixture(scope="module")
def examples(material):
    passages, topics = material
    applied = {p.id: frozenset({TRUE[t]}) for p, t in zip(passages, topics, strict=True)}
    return HumanExamples(("Eva",), applied, frozenset(p.id for p in passages))


@pytest.fixture(scope="module")
def blind(material):
    return run(material[0])


@pytest.fixture(scope="module")
def taught(material, examples):
    return run(material[0], examples=examples)


# rankings and confidences


def test_the_planted_branch_comes_first(material, blind):
    tops = {TRUE[topic].split("/")[0] for topic in material[1]}
    assert len(tops) == 4
    for (passage, topic), ranked in zip(
        zip(*material, strict=True), rankings(blind).values(), strict=True
    ):
        assert ranked[0].passage_id == passage.id
        assert ranked[0].code_id.split("/")[0] == TRUE[topic].split("/")[0]


def test_rankings_go_down_to_ten_codes_in_order_and_repeat_none(blind):
    for ranked in rankings(blind).values():
        assert [one.rank for one in ranked] == list(range(1, len(ranked) + 1))
        assert len(ranked) >= 10
        assert len({one.code_id for one in ranked}) == len(ranked)
        shares = [one.confidence for one in ranked]
        assert shares == sorted(shares, reverse=True)
        assert 0 <= shares[-1] <= shares[0] <= 1


def test_shares_of_all_codes_sum_to_one(material, examples):
    for given in (None, examples):
        assert weights(material[0], examples=given).shares.sum(axis=1) == pytest.approx(1)


def test_a_chance_keeps_the_order_of_the_shares(material, examples):
    found = weights(material[0], examples=examples)
    for shares, chances in zip(found.shares, found.confidence, strict=True):
        order = np.argsort(-shares, kind="stable")
        assert (np.diff(chances[order]) <= 1e-12).all()


def test_rankings_go_on_until_a_third_branch(material):
    many = [code("Land", f"Soil {n}", definition="soil seeds compost allotment") for n in range(30)]
    book = codebook(code("Land"), *many, code("Buses"), code("Song"), code("Weather"))
    garden = [p for p, topic in zip(*material, strict=True) if topic == "garden"]
    for ranked in rankings(run(garden, book=book)).values():
        assert len({one.code_id.split("/")[0] for one in ranked}) >= 3
        assert len({one.code_id.split("/")[0] for one in ranked[:-1]}) < 3 or len(ranked) == 10


def test_a_heading_that_cannot_be_applied_is_never_suggested(material):
    book = codebook(code("Land", codable=False), *BOOK.codes[1:])
    found = run(material[0], book=book)
    assert "Land" not in {one.code_id for one in found.ranked}
    assert any(one.code_id == "Land/Growing" for one in found.ranked)


def test_a_codebook_of_one_code_works(material):
    found = run(material[0][:3], book=codebook(code("Land", definition="soil")))
    assert [(one.rank, one.confidence) for one in found.ranked] == [(1, 1.0)] * 3


def test_codes_without_definitions_are_ranked_by_name(material):
    book = codebook(("Soil and seeds",), ("Bus timetable",), ("Grant funding",), ("Singing choir",))
    first = [r[0].code_id for r in rankings(run(material[0], book=book)).values()]
    expected = dict(zip(TRUE, (one.id for one in book.codes), strict=True))
    right = np.mean([expected[t] == c for t, c in zip(material[1], first, strict=True)])
    assert right > 0.6  # one in four by chance
    parts = {s.evidence.entry_part for s in run(material[0], book=book).ranked}
    assert parts == {"name"}


def test_one_passage_is_enough():
    found = run(passages_of(["The soil and the compost on the allotment"]))
    assert found.ranked[0].code_id == "Land/Growing"
    assert found.ranked[0].evidence.neighbours == ()


# abstention


def test_what_comes_no_nearer_than_unrelated_codes_gets_a_reason_and_a_ranking():
    (passage,) = passages_of(["Volcanic coral reefs"])
    found = run([passage])
    assert [a.reason.split(";")[0] for a in found.abstentions] == [
        "unrelated codes come nearer to it than those of the codebook"
    ]
    assert not any(one.suggested for one in found.ranked)
    assert {one.strength for one in found.ranked} == {"none"}
    assert len(found.ranked) >= 10


def test_whoever_says_how_many_codes_a_passage_gets_gets_one_everywhere():
    (passage,) = passages_of(["Volcanic coral reefs"])
    found = run([passage], rule=Rule(codes_a_passage="one"))
    assert [one.rank for one in found.ranked if one.suggested] == [1]


def test_short_utterances_get_a_code_where_coding_was_learnt(material, examples):
    """By their number of words they used to be silenced, and they are coded best."""
    texts = [p.text for p in material[0]] + ["Yes, it was."] * 10
    documents = [p.document for p in material[0]] + [f"d{n // 2}" for n in range(10)]
    passages = passages_of(texts, documents=documents)
    applied = {
        p.id: frozenset({"Song"}) if p.text == "Yes, it was." else examples.applied[old.id]
        for p, old in zip(passages, [*material[0], *[None] * 10], strict=True)
    }
    found = run(passages, examples=HumanExamples(("Eva",), applied, frozenset(applied)))
    short = {p.id for p in passages if p.text == "Yes, it was."}
    given = [one.code_id for one in found.ranked if one.passage_id in short and one.suggested]
    assert given == ["Song"] * 10


# how many codes, and in which words


@pytest.mark.parametrize("wanted", [1.0, 1.5, 2.5])
def test_the_number_asked_for_is_given_on_the_mean(material, wanted):
    found = run(material[0], rule=Rule(codes_a_passage=wanted), ranks=len(BOOK.codes))
    given = sum(one.suggested for one in found.ranked)
    assert given / len(material[0]) == pytest.approx(wanted, abs=0.1)


def test_one_several_and_nothing_said(material):
    counts = {
        name: sum(one.suggested for one in run(material[0], rule=Rule(name)).ranked)
        for name in ("one", "several", None)
    }
    assert counts["one"] == len(material[0])
    assert counts["one"] <= counts[None] <= counts["several"]


def test_with_coding_people_decide_how_many(material, examples):
    passages = material[0]
    more = {p: codes | {"Song"} for p, codes in examples.applied.items()}
    for applied, each in ((examples.applied, 1.0), (more, np.mean([*map(len, more.values())]))):
        found = run(passages, examples=HumanExamples(("Eva",), applied, examples.seen))
        given = sum(one.suggested for one in found.ranked) / len(passages)
        assert given == pytest.approx(each, rel=0.1)


def test_people_who_leave_passages_uncoded_are_followed(material, examples):
    passages, topics = material
    some = {p: c for p, c in examples.applied.items() if c != {TRUE["garden"]}}
    found = run(passages, examples=HumanExamples(("Eva",), some, examples.seen))
    share = topics.count("garden") / len(topics)
    assert len(found.abstentions) / len(passages) == pytest.approx(share, abs=0.1)
    assert {one.reason.split(";")[0] for one in found.abstentions} == {
        "people leave about as many passages as weak as this one without a code"
    }


def test_further_codes_never_come_without_the_first(material, examples):
    """People who leave many passages uncoded and give the others two: the cuts cross."""
    passages, topics = material
    two = {p: codes | {"Song/Concerts"} for p, codes in examples.applied.items()}
    some = {p.id: two[p.id] for p, topic in zip(passages, topics, strict=True) if topic == "choir"}
    found = run(passages, examples=HumanExamples(("Eva",), some, examples.seen))
    for ranked in rankings(found).values():
        given = [one.rank for one in ranked if one.suggested]
        assert not given or given[0] == 1


def test_a_heading_is_not_given_beside_a_code_below_it(material):
    found = run(material[0], rule=Rule(codes_a_passage="several"))
    for ranked in rankings(found).values():
        given = {one.code_id for one in ranked if one.suggested and one.rank > 1}
        below = {one.code_id for one in ranked if one.suggested and "/" in one.code_id}
        assert not given & {code.split("/")[0] for code in below}


def test_words_follow_from_chances_with_coding_and_are_never_clear_without(blind, taught):
    least = {"clear": 2 / 3, "likely": 1 / 3, "weak": 0.1, "none": 0.0}
    for one in taught.ranked:
        assert one.confidence >= least[one.strength]
    assert "clear" in {one.strength for one in taught.ranked}
    for ranked in rankings(blind).values():
        assert {one.strength for one in ranked[1:]} <= {"weak", "none"}
        assert ranked[0].strength in {"likely", "weak", "none"}
        if ranked[0].strength == "likely":
            assert {one.strength for one in ranked[1:]} == {"none"}


def test_below_the_threshold_the_reason_names_threshold_and_nearest_code(material):
    found = run(material[0], rule=Rule(threshold=1.0))
    assert len(found.abstentions) == len(material[0])
    first = rankings(found)[found.abstentions[0].passage_id][0]
    label = BOOK.by_id[first.code_id].label
    assert found.abstentions[0].reason == (
        f"no code reaches the threshold of 1.00; nearest is {label} with {first.confidence:.2f}"
    )


@pytest.mark.parametrize("threshold", [0.0, 0.05, 0.12, 0.4])
def test_suggested_means_above_the_threshold_and_abstained_means_none(material, threshold):
    found = run(material[0], rule=Rule(threshold=threshold))
    silent = {abstention.passage_id for abstention in found.abstentions}
    for passage, ranked in rankings(found).items():
        expected = [passage not in silent and one.confidence >= threshold for one in ranked]
        assert [one.suggested for one in ranked] == expected
        assert (passage in silent) == (not any(expected))


# evidence


def test_shared_words_stand_in_the_passage_and_their_stem_in_the_entry(material, blind):
    texts = {passage.id: words_of(passage.text) for passage in material[0]}
    for one in blind.ranked:
        entry = words_of(": ".join(BOOK.by_id[one.code_id].path) + " " + one.evidence.entry_text)
        assert one.evidence.words
        for word in one.evidence.words:
            if word.startswith("~"):
                assert word[1:] in entry
            else:
                assert word in texts[one.passage_id]
                assert is_content(word, STOPS)
                assert any(other[:4] == word[:4] for other in entry)


def test_near_words_stand_only_where_no_word_is_shared(blind):
    for one in blind.ranked:
        assert len({word.startswith("~") for word in one.evidence.words}) == 1


def test_the_part_of_the_entry_is_the_codes_own(blind):
    for one in blind.ranked:
        entry = BOOK.by_id[one.code_id]
        held = {
            "name": (entry.name,),
            "definition": (entry.definition,),
            "include": (entry.include,),
            "example": entry.examples,
        }
        assert one.evidence.entry_text in held[one.evidence.entry_part]


def test_a_theme_is_evidence_only_for_codes_it_points_to(material):
    first = material[0][0].id
    found = run(material[0], themes={first: ("t1", frozenset({"Song", "Land/Growing"}))})
    backed = {s.code_id for s in found.ranked if s.evidence.theme_id}
    assert backed == {"Song", "Land/Growing"} & set(confidences(found, first))
    assert {s.passage_id for s in found.ranked if s.evidence.theme_id} == {first}


def test_neighbours_are_other_passages_nearest_first(material, blind):
    vectors = dict(
        zip(
            (p.id for p in material[0]),
            BagEncoder().encode([p.text for p in material[0]]),
            strict=True,
        )
    )
    assert any(one.evidence.neighbours for one in blind.ranked)
    for one in blind.ranked:
        cosines = [cosine for _, cosine in one.evidence.neighbours]
        assert cosines == sorted(cosines, reverse=True)
        for other, cosine in one.evidence.neighbours:
            assert other != one.passage_id
            assert cosine == pytest.approx(vectors[other] @ vectors[one.passage_id], abs=1e-5)


# learning from coding


def test_what_the_machine_saw_is_said(blind, taught):
    assert (blind.basis, blind.trained_on) == ("codebook", ())
    assert (taught.basis, taught.trained_on) == ("coding of other documents", ("Eva",))
    assert {one.basis for one in taught.ranked} == {taught.basis}


def test_coding_teaches_what_the_codebook_does_not_say(material):
    passages, topics = material
    bare = codebook(("Alpha",), ("Beta",), ("Gamma",), ("Delta",))
    names = dict(zip(TRUE, ("Alpha", "Beta", "Gamma", "Delta"), strict=True))
    applied = {p.id: frozenset({names[t]}) for p, t in zip(passages, topics, strict=True)}
    found = run(passages, book=bare, examples=HumanExamples(("Eva",), applied, frozenset(applied)))
    first = [ranked[0].code_id for ranked in rankings(found).values()]
    assert np.mean([names[t] == c for t, c in zip(topics, first, strict=True)]) > 0.9


def test_a_documents_own_coding_never_reaches_its_confidences(material, examples, taught):
    """The leak test: whatever is coded in d0, d0's confidences stay the same."""
    passages, _ = material
    own = [p.id for p in passages if p.document == "d0"]
    wrong = dict(examples.applied)
    for place, passage in enumerate(own):
        wrong[passage] = examples.applied[own[place - 3]]
    assert wrong != examples.applied
    found = run(passages, examples=HumanExamples(("Eva",), wrong, examples.seen))
    for passage in own:
        assert confidences(found, passage) == confidences(taught, passage)
    other = next(p.id for p in passages if p.document == "d4")
    assert confidences(found, other) != confidences(taught, other)


def test_nor_does_leaving_it_uncoded_or_unseen(material, examples, taught):
    passages, _ = material
    own = {p.id for p in passages if p.document == "d0"}
    rest = {p: codes for p, codes in examples.applied.items() if p not in own}
    for seen in (examples.seen, examples.seen - own):
        found = run(passages, examples=HumanExamples(("Eva",), rest, seen))
        for passage in own:  # up to the solver's tolerance: folds come in another order
            assert confidences(found, passage) == pytest.approx(
                confidences(taught, passage), abs=1e-6
            )


def test_a_duplicate_in_another_document_does_count(material, examples):
    passages, _ = material
    target = passages[0]
    texts = [p.text for p in passages] + [target.text] * 3
    documents = [p.document for p in passages] + ["d1"] * 3
    more = passages_of(texts, documents=documents)
    extra = [p.id for p in more[-3:]]

    def taught_with(code_id):
        applied = {**examples.applied, **dict.fromkeys(extra, frozenset({code_id}))}
        given = HumanExamples(("Eva",), applied, examples.seen | set(extra))
        found = run(more, ranks=len(BOOK.codes), examples=given)
        return confidences(found, target.id)["Land/Harvest"]

    assert taught_with("Land/Harvest") > 2 * taught_with("Song/Concerts")


def test_neighbours_of_a_taught_suggestion_carry_the_code_and_lie_in_other_documents(
    material, examples, taught
):
    document = {p.id: p.document for p in material[0]}
    assert any(one.evidence.neighbours for one in taught.ranked)
    for one in taught.ranked:
        for other, _ in one.evidence.neighbours:
            assert one.code_id in examples.applied[other]
            assert document[other] != document[one.passage_id]


def test_with_one_document_passages_are_held_out(material, examples):
    passages = passages_of([p.text for p in material[0]])
    found = run(passages, examples=examples)
    assert found.basis == "coding of other passages"
    own = passages[0].id
    wrong = {**examples.applied, own: frozenset({"Song/Concerts"})}
    again = run(passages, examples=HumanExamples(("Eva",), wrong, examples.seen))
    assert confidences(again, own) == confidences(found, own)
    for one in found.ranked:
        assert own != one.passage_id or own not in dict(one.evidence.neighbours)


def test_codes_outside_the_codebook_are_never_suggested(material, examples):
    applied = {p: codes | {"Invented"} for p, codes in examples.applied.items()}
    found = run(material[0], examples=HumanExamples(("Eva",), applied, examples.seen))
    assert "Invented" not in {one.code_id for one in found.ranked}


def test_coding_of_nothing_leaves_the_codebooks_ranking(material, blind):
    found = run(material[0], examples=HumanExamples(("Eva",), {}, frozenset()))
    order = [(one.passage_id, one.code_id) for one in blind.ranked]
    assert [(one.passage_id, one.code_id) for one in found.ranked] == order


def test_the_same_seed_gives_the_same_suggestions(material, examples, taught):
    assert run(material[0], examples=examples) == taught


def test_a_risk_makes_the_machine_abstain_more_and_be_right_more(material, examples):
    passages, topics = material
    codes = sorted(TRUE.values())
    noisy = dict(examples.applied)
    of_buses = [p for p, topic in zip(passages, topics, strict=True) if topic == "bus"]
    for place, passage in enumerate(of_buses):  # on buses, coding follows no rule
        noisy[passage.id] = frozenset({codes[place % len(codes)]})
    given_ = HumanExamples(("Eva",), noisy, examples.seen)
    free, held = run(passages, examples=given_), run(passages, examples=given_, risk=0.1)
    assert len(held.abstentions) > len(free.abstentions)
    assert any("risk of 0.10" in one.reason for one in held.abstentions)

    def error(found):
        first = [one for one in found.ranked if one.rank == 1 and one.suggested]
        return np.mean([one.code_id not in noisy[one.passage_id] for one in first])

    assert error(held) < error(free)


def test_uncoded_documents_are_scored_by_all_the_coding_there_is(material, examples):
    passages, _ = material
    own = {p.id for p in passages if p.document == "d0"}
    rest = {p: codes for p, codes in examples.applied.items() if p not in own}
    found = weights(passages, examples=HumanExamples(("Eva",), rest, examples.seen - own))
    rows = np.array([p.id in own for p in passages])
    assert set(found.learned.fold[rows]) == {-1}
    assert (found.learned.fold[~rows] >= 0).all()
    assert found.learned.learnt.all()


def test_the_question_bears_on_what_is_learnt(material, examples):
    """Answers in the same words, coded by what was asked: only the question can tell."""
    texts = ["Yes, that is what we thought about it and we said so."] * 40
    asked = ["How is the bus?" if n % 2 else "How does the garden grow?" for n in range(40)]
    passages = [
        replace(passage, question=question)
        for passage, question in zip(
            passages_of(texts, documents=[f"d{n // 8}" for n in range(40)]), asked, strict=True
        )
    ]
    codes = ["Getting about/Buses" if n % 2 else "Land/Growing" for n in range(40)]
    applied = {p.id: frozenset({c}) for p, c in zip(passages, codes, strict=True)}
    found = run(passages, examples=HumanExamples(("Eva",), applied, frozenset(applied)))
    first = {one.passage_id: one.code_id for one in found.ranked if one.rank == 1}
    assert [first[p.id] for p in passages] == codes


def test_of_many_passages_the_first_codes_and_all_that_reach_the_threshold_are_shown(monkeypatch):
    texts, _ = topical_texts(6)
    passages = passages_of(texts)
    cut = sorted(one.confidence for one in run(passages).ranked if one.rank == 4)[-3]
    whole_ranking = run(passages, rule=Rule(threshold=cut))
    monkeypatch.setattr("secondcoder.suggesting.suggest.WHOLE_RANKING", 10)
    found = run(passages, rule=Rule(threshold=cut))
    assert [replace(one, evidence=None) for one in found.ranked] == [
        replace(one, evidence=None) for one in whole_ranking.ranked
    ]
    hidden = [one for one in found.ranked if one.evidence is None]
    assert hidden
    assert all(one.rank > 3 and one.confidence < cut for one in hidden)
    rows = list(suggestion_rows((), found, {one.code_id: "" for one in found.ranked}))
    every = list(suggestion_rows((), whole_ranking, {one.code_id: "" for one in found.ranked}))
    assert rows == [row for row in every if row.rank <= 3 or row.confidence >= cut]
    assert any(row.rank > 3 for row in rows)
