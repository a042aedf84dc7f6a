import dataclasses

import numpy as np
import pytest
import small_study
from hypothesis import given
from hypothesis import strategies as st

from secondcoder.agreement.chance.themes_tested import Seen, aligned_pairs, can_be_tested
from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.alpha import krippendorff_alpha
from secondcoder.agreement.coefficients.continuum import SharedText, matches, shared_text
from secondcoder.agreement.coefficients.counts import PairCounts, count_units, pooled_kappa
from secondcoder.agreement.coefficients.labelsets import label_sets
from secondcoder.agreement.coefficients.multivalued import mv_alpha
from secondcoder.agreement.coefficients.spans import merge_spans, overlap_matches
from secondcoder.agreement.study.freeze import coding_fingerprint
from secondcoder.agreement.study.panel import binary_alpha
from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.agreement.study.saturation import saturation
from secondcoder.agreement.study.thresholds import threshold_curve
from secondcoder.records.codes import Code


def compare(cut, human, suggestions, **more):
    return reconcile(
        cut,
        small_study.codebook(),
        human,
        suggestions,
        overlap=0.5,
        sentences=small_study.sentences(cut),
        **more,
    )


@pytest.fixture(scope="module")
def two():
    return compare(*small_study.study()[:3])


@pytest.fixture(scope="module")
def four():
    return compare(*small_study.study(people=4)[:3])


def test_every_code_has_its_counts_documents_and_secondary_coefficients(two):
    for one in (*two.by_code, *two.among_humans):
        table = binary.TwoByTwo(one.both, one.first_only, one.second_only, one.neither)
        assert table.units == 48
        assert one.pi == binary.scott_pi(table).value
        assert one.ac1 == binary.gwet_ac1(table).value
        assert one.pabak == pytest.approx(2 * one.percent - 1)
        assert one.bias == (one.first_only - one.second_only) / 48
        assert 5 <= one.documents <= 8
        assert one.interval[0] < one.kappa < one.interval[1]
        assert one.units_needed > 0


def test_a_parent_holds_wherever_a_child_does(two):
    comparison = two.comparisons[0]
    place = {code: column for column, code in enumerate(comparison.codes)}
    below = comparison.human[:, place["Food/Bread"]] | comparison.human[:, place["Food/Soup"]]
    assert (comparison.human[:, place["Food"]] == below).all()


def test_the_headline_is_mv_alpha_of_sets(two):
    comparison, one = two.comparisons[0], two.overall[1]
    leaves = [n for n, code in enumerate(comparison.codes) if "/" in code]
    sets = [
        [set(np.flatnonzero(side[row, leaves])) for side in (comparison.human, comparison.machine)]
        for row in range(len(comparison.passages))
    ]
    assert one.scope == "level 2 (leaves)"
    assert one.alpha == pytest.approx(mv_alpha(label_sets(sets)).value)
    assert one.alpha_interval[0] < one.alpha < one.alpha_interval[1]
    assert one.bootstrap[0] < one.pooled_kappa < one.bootstrap[1]
    assert one.kappa_min <= one.mean_kappa <= one.kappa_max
    assert one.codes_with_kappa == one.codes == 3


def test_leaves_at_different_levels_get_a_row_of_their_own():
    book = small_study.codebook()
    book = dataclasses.replace(book, codes=(*book.codes, Code(id="Rest", path=("Rest",))))
    cut, human, suggestions, _ = small_study.study()
    found = reconcile(cut, book, human, suggestions, overlap=0.5)
    assert [one.scope for one in found.overall[:3]] == ["level 1", "level 2", "leaves"]
    assert [one.codes for one in found.overall[:3]] == [3, 3, 4]
    assert found.overall[2].level is None


def test_below_five_documents_no_interval_and_its_reason():
    found = compare(*small_study.study(documents=4)[:3])
    assert all(one.interval is None for one in (*found.by_code, *found.overall))
    assert found.overall[0].interval_note == "4 documents; at least 5 are needed"
    assert all(one.low is None for one in found.by_unit)


def test_whole_passages_give_the_same_kappa_by_sentence_and_nearly_by_character(two):
    chosen = {
        one.unit: one
        for one in two.by_unit
        if one.coefficient == "pooled kappa"
        and one.second.name == "machine"
        and "leaves" in one.scope
        and one.first.name == "coder 0"
    }
    assert chosen["sentence"].value == pytest.approx(chosen["passage"].value)
    assert chosen["sentence"].counted == 2 * chosen["passage"].counted == 96
    assert chosen["character"].counted == 8 * (6 * 20 + 5)
    assert chosen["character"].value == pytest.approx(chosen["passage"].value, abs=0.02)


def test_full_agreement_is_one_in_every_unit_and_has_no_interval():
    found = compare(*small_study.study(noise=0)[:3])
    ones = [one for one in found.by_unit if one.value is not None]
    assert {round(one.value, 9) for one in ones} == {1.0}
    assert {one.low for one in ones if "kappa" in one.coefficient} == {None}


def test_overlapping_codes_have_no_cu_alpha_but_a_reason(two):
    rows = [one for one in two.by_unit if one.coefficient == "cuα"]
    assert rows
    assert {one.value for one in rows} == {None}
    assert all("overlap" in one.note for one in rows)


def test_what_one_did_not_see_is_missing_in_every_unit():
    cut = small_study.passages()
    half = frozenset(one.id for one in cut if one.document < "d4")
    cut, human, suggestions, _ = small_study.study(seen={"coder 1": half})
    found = compare(cut, human, suggestions)
    people = [one for one in found.by_unit if one.second.name == "coder 1"]
    assert {one.counted for one in people if one.unit == "passage"} == {24}
    assert {one.counted for one in people if one.unit == "sentence"} == {48}
    assert {one.documents for one in people} == {4}


def test_paired_differences_are_of_the_same_units(two):
    rows = {(o.coder, o.other, o.scope, o.coefficient): o for o in two.differences if not o.code_id}
    one = rows["coder 0", "coder 1", "level 2 (leaves)", "pooled kappa"]
    people = next(o for o in two.among_humans_overall if o.level == 2)
    machine = next(o for o in two.overall if o.level == 2 and o.first.name == "coder 0")
    assert one.with_other == pytest.approx(people.pooled_kappa)
    assert one.with_machine == pytest.approx(machine.pooled_kappa)
    assert one.difference == pytest.approx(people.pooled_kappa - machine.pooled_kappa)
    assert one.low < one.difference < one.high


def test_three_or_more_people_are_compared_together(two, four):
    assert two.panel == two.alt_test == ()
    groups = {(one.group, one.coders) for one in four.panel}
    assert groups == {("people", 4), ("people and machine", 5)}
    whole = [one for one in four.alt_test if not one.coder]
    assert [one.scope for one in whole] == ["level 1", "level 2 (leaves)"]
    assert len(four.alt_test) == 2 * 5
    assert whole[0].note.startswith("errors by document; winning rates of coders who know nothing")
    assert "a coder of no code 0.00" in whole[0].note


@given(st.lists(st.lists(st.sampled_from([None, 0, 1]), min_size=4, max_size=4), max_size=12))
def test_alpha_from_counts_is_krippendorffs(rows):
    ones = np.array([sum(value == 1 for value in row) for row in rows], dtype=np.int64)
    coders = np.array([sum(v is not None for v in row) for row in rows], dtype=np.int64)
    mine, theirs = binary_alpha(ones, coders), krippendorff_alpha(rows)
    assert mine.reason == theirs.reason
    assert mine.value == pytest.approx(theirs.value)


CELLS = st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=6)


@given(CELLS)
def test_pooled_kappa_of_arrays_is_that_of_tables(rows):
    mine = pooled_kappa(np.array(rows))
    theirs = overall.pooled_kappa([binary.TwoByTwo(*row) for row in rows])
    assert mine.value == pytest.approx(theirs.value, abs=1e-9)


def test_many_documents_are_left_out_in_groups():
    dice = np.random.default_rng(0)
    first, second = dice.random((2, 900, 2)) < 0.5
    counts = count_units(first, second, np.arange(900) // 3, 300)
    some = counts.grouped()
    assert some.cells.shape == (100, 2, 4)
    assert some.documents == 300
    assert (some.cells.sum(axis=0) == counts.cells.sum(axis=0)).all()
    assert counts.kappa_interval(0).estimable
    assert isinstance(some, PairCounts)


def test_shared_text_keeps_what_lies_between_seen_passages_and_cuts_the_rest():
    cut = small_study.passages(documents=1, each=4, length=20)
    text = shared_text(cut, frozenset({"d0p0", "d0p1", "d0p3"}), {"d0": 100})[0]
    assert text.stretches == ((0, 41), (63, 100))
    assert text.length == 78
    assert text.cut([(30, 70)]) == ((30, 48),)
    assert SharedText("d", ((5, 10),)).cut([(0, 7), (7, 20)]) == ((0, 5),)


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=8)


@given(SPANS, SPANS)
def test_matching_by_stretches_is_matching_at_once(first, second):
    one, two = (merge_spans((start, start + n) for start, n in side) for side in (first, second))
    assert matches(one, two, least=0.5) == overlap_matches(one, two, least=0.5)


def _seen(documents, each, held):
    cut = small_study.passages(documents, each)
    codes = tuple(f"c{n}" for n in range(held.shape[1]))
    names = {"passages": tuple(p.id for p in cut), "documents": tuple(p.document for p in cut)}
    return cut, Seen(**names, codes=codes, held=held)


def test_a_theme_that_is_a_code_is_kept_and_an_unrelated_one_is_not():
    dice = np.random.default_rng(1)
    held = dice.random((240, 3)) < 0.25
    cut, seen = _seen(12, 20, held)
    ids = np.array([one.id for one in cut])
    themes = [
        small_study.theme("same", ids[held[:, 0]].tolist()),
        small_study.theme("other", ids[dice.random(240) < 0.25].tolist()),
    ]
    codes = [Code(id=name, path=(name,)) for name in seen.codes]
    found = {(one.theme_id, one.code_id): one for one in aligned_pairs(themes, codes, seen, seed=0)}
    best = found["same", "c0"]
    assert best.kept
    assert best.assigned
    assert best.relation == "matches"
    assert best.kappa == 1
    assert best.p == 1 / 20_000
    assert best.p <= best.q <= 0.0002
    assert best.place == "beyond"
    assert not best.borderline
    assert 0.05 < best.least_kappa < 0.4
    assert not any(one.kept for pair, one in found.items() if pair != ("same", "c0"))


def test_two_halves_of_a_code_split_it_and_the_mirror_merges():
    dice = np.random.default_rng(2)
    code = dice.random(300) < 0.4
    half = dice.random(300) < 0.5
    parts = np.stack([code & half, code & ~half], axis=1)
    cut, seen = _seen(15, 20, np.c_[code, parts])
    ids = np.array([one.id for one in cut])
    whole = Code(id="c0", path=("c0",))
    themes = [small_study.theme(n, ids[parts[:, k]].tolist()) for k, n in enumerate("ab")]
    split = aligned_pairs(themes, [whole], seen, seed=0)
    assert {one.relation for one in split} == {"matches", "splits"}
    halves = [Code(id=name, path=(name,)) for name in ("c1", "c2")]
    merged = aligned_pairs([small_study.theme("w", ids[code].tolist())], halves, seen, seed=0)
    assert {one.relation for one in merged} == {"matches", "merges"}


def test_documents_of_one_passage_cannot_be_tested():
    assert not can_be_tested([f"d{n}" for n in range(500)])
    assert not can_be_tested(["d"] * 1999)
    assert can_be_tested(["d"] * 2000)
    assert can_be_tested([f"d{n}" for n in range(11) for _ in range(2)])


def test_saturation_ends_with_all_codes_in_any_order():
    present = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]], dtype=bool)
    points = saturation(present, reader="people", seed=0)
    assert [one.in_order for one in points] == [1, 2, 3, 3]
    assert (points[-1].mean, points[-1].low, points[-1].high) == (3, 3, 3)
    assert points[0].mean == pytest.approx(5 / 4, abs=0.1)
    assert points == saturation(present, reader="people", seed=0)
    assert saturation(present[:1], reader="people", seed=0) == ()


def test_threshold_curve_by_hand():
    scores = np.array([[0.9, 0.2], [0.6, np.nan]])
    human = np.array([[True, True], [False, False]])
    at = {
        one.threshold: one
        for one in threshold_curve(scores, human, coder="a", scope="s", also=0.5, points=3)
    }
    assert (at[0.5].machine, at[0.5].both, at[0.5].precision, at[0.5].recall) == (2, 1, 0.5, 0.5)
    assert (at[0.2].machine, at[0.2].recall) == (3, 1.0)
    assert at[0.9].precision == 1


def test_the_curve_meets_the_table_at_the_threshold_in_use(two):
    one = next(o for o in two.overall if o.level == 2 and o.first.name == "coder 0")
    point = next(
        p for p in two.curve if p.coder == "coder 0" and "leaves" in p.scope and p.threshold == 0.5
    )
    assert point.positive_agreement == pytest.approx(one.positive_agreement)


def test_fingerprint_follows_the_coding_and_not_its_order():
    _, human, _, _ = small_study.study()
    book = small_study.codebook()
    first = coding_fingerprint(human, book)
    turned = dataclasses.replace(human, codings=tuple(reversed(human.codings)))
    assert coding_fingerprint(turned, book) == first
    less = dataclasses.replace(human, codings=human.codings[1:])
    changed = coding_fingerprint(less, book)
    assert changed[""] != first[""]
    assert changed["coder 0"] != first["coder 0"]
    assert changed["coder 1"] == first["coder 1"]


def test_without_coefficients_only_who_applied_what():
    found = compare(*small_study.study()[:3], coefficients=False)
    assert len(found.comparisons) == 2
    assert not any(getattr(found, name) for name in found.__slots__ if name != "comparisons")


def test_same_study_same_values(two):
    again = compare(*small_study.study()[:3])
    for name in two.__slots__:
        if name != "comparisons":
            assert getattr(again, name) == getattr(two, name)


def test_trivial_coders_stand_beside_every_person_and_machine(two):
    rows = {(one.coder, one.scope, one.trivial): one for one in two.baselines}
    assert len(rows) == len(two.baselines) == 2 * 2 * 4
    for pair in two.overall:
        nothing, *_ = (
            rows[pair.first.name, pair.scope, name]
            for name in ("no code", "the commonest code", "as many codes at random")
        )
        assert nothing.units == pair.units
        assert nothing.pooled_kappa == pytest.approx(0, abs=1e-12)
        assert 0 < nothing.pooled_percent < 1
        assert abs(rows[pair.first.name, pair.scope, "as many codes at random"].alpha) < 0.3


def test_the_upper_mark_is_another_persons_coding(two):
    copies = {one.scope: one for one in two.baselines if one.trivial == "a copy of coder 1"}
    assert {one.coder for one in copies.values()} == {"coder 0"}
    for pair in two.among_humans_overall:
        assert copies[pair.scope].alpha == pytest.approx(pair.alpha, abs=1e-12)
        assert copies[pair.scope].pooled_kappa == pytest.approx(pair.pooled_kappa, abs=1e-12)
