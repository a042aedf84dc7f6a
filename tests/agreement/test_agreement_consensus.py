"""Coders against the consensus of the others, beside counts made passage by passage."""

import numpy as np
import pytest
import small_study
from hypothesis import given, settings
from hypothesis import strategies as st

from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.consensus import against_consensus
from secondcoder.agreement.study.held import held_against_consensus
from secondcoder.agreement.study.panel import panel_of
from secondcoder.records.codes import Code, Codebook


def flat(codes=2):
    return CodeFrame.of(Codebook(tuple(Code(id=f"c{n}", path=(f"c{n}",)) for n in range(codes))))


def rows_of(applied, seen=None, documents=None, machine=True):
    """Return rows by coder; ``applied`` has shape ``(coders, units, codes)``."""
    applied = np.array(applied, dtype=bool)
    count = len(applied) - machine
    seen = np.ones(applied.shape[:2], dtype=bool) if seen is None else np.array(seen, dtype=bool)
    panel = panel_of(
        [f"p{n}" for n in range(count)],
        flat(applied.shape[2]),
        list(applied),
        list(seen),
        np.arange(applied.shape[1]) if documents is None else np.array(documents),
        beside="machine" if machine else "",
    )
    found = against_consensus(list(held_against_consensus(panel, seed=0)))
    return {one.coder or one.coder_is: one for one in found}


ONE = [[1, 0], [1, 0], [0, 0], [0, 1], [1, 1], [0, 0]]
TWO = [[1, 0], [0, 0], [0, 0], [0, 1], [1, 0], [1, 0]]


def test_counts_of_two_people_and_a_machine_by_hand():
    found = rows_of([ONE, TWO, ONE])
    assert (found["p0"].given, found["p0"].agreed, found["p0"].both) == (5, 4, 3)
    assert found["p0"].precision == pytest.approx(3 / 5)
    assert found["p0"].recall == pytest.approx(3 / 4)
    assert found["p0"].f1 == found["p1"].f1 == pytest.approx(6 / 9)
    assert found["p0"].exact == pytest.approx(3 / 6)
    assert found["p0"].ratio == pytest.approx(5 / 4)
    assert found["p0"].f1_macro == pytest.approx((4 / 6 + 2 / 3) / 2)
    assert (found["people"].units, found["people"].both) == (12, 6)
    # in the first person's place the copy meets the second; in the second's, the first: itself
    assert (found["machine"].given, found["machine"].both) == (10, 3 + 5)
    assert found["machine"].difference == pytest.approx(16 / 19 - 6 / 9)


def test_a_coder_of_nothing_has_the_uncoded_passages_exactly():
    nothing = rows_of([ONE, TWO, ONE])["no code"]
    assert (nothing.given, nothing.f1, nothing.precision) == (0, 0, None)
    assert nothing.exact == pytest.approx((2 + 2) / 12)
    assert nothing.difference < 0


def test_where_half_of_the_others_gave_a_code_there_is_no_consensus():
    one, two, three = [[1], [1], [0]], [[1], [0], [0]], [[0], [1], [0]]
    found = rows_of([one, two, three], machine=False)
    # the others of the first are split on the first two passages, agreed only on the third
    assert (found["p0"].units, found["p0"].given, found["p0"].agreed) == (1, 0, 0)
    assert (found["p1"].units, found["p1"].agreed, found["p1"].both) == (2, 1, 0)
    assert "machine" not in found


def test_one_person_has_no_others():
    assert rows_of([ONE, TWO]) == {}


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_counts_are_those_of_a_walk_over_passages(data):
    people, units, codes = data.draw(st.integers(2, 4)), data.draw(st.integers(1, 6)), 2
    draw = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    applied = draw.random((people + 1, units, codes)) < 0.5
    seen = draw.random((people + 1, units)) < 0.8
    found = rows_of(applied, seen)
    applied &= seen[:, :, None]
    for place in (*range(people), people):
        both = given_ = agreed = compared = same = 0
        for stands in [place] if place < people else range(people):
            for unit in range(units):
                others = [p for p in range(people) if p != stands and seen[p, unit]]
                if not (seen[stands, unit] and seen[people, unit] and others):
                    continue
                decided = 0
                alike = True
                for code in range(codes):
                    votes = sum(applied[p, unit, code] for p in others)
                    if 2 * votes == len(others):
                        continue
                    decided += 1
                    mine, theirs = applied[place, unit, code], 2 * votes > len(others)
                    both, given_, agreed = both + (mine and theirs), given_ + mine, agreed + theirs
                    alike &= mine == theirs
                compared += decided > 0
                same += decided > 0 and alike
        if not found:
            assert not (seen[people] & (seen[:people].sum(axis=0) > 1)).any()
            continue
        row = found["machine" if place == people else f"p{place}"]
        assert (row.given, row.agreed, row.both, row.units) == (given_, agreed, both, compared)
        assert row.exact == (pytest.approx(same / compared) if compared else None)


def test_a_study_has_a_row_for_everybody_at_each_level():
    from secondcoder.agreement.study.reconcile import reconcile

    cut, human, suggestions, _ = small_study.study(people=3)
    found = reconcile(cut, small_study.codebook(), human, suggestions, overlap=0.5).consensus
    assert len(found) == 2 * (3 + 1 + 1 + 3)
    machine = next(one for one in found if one.coder_is == "machine")
    people = next(one for one in found if one.coder_is == "people")
    assert machine.f1_low < machine.f1 < machine.f1_high
    assert machine.difference == pytest.approx(machine.f1 - people.f1)
    assert machine.difference_low < machine.difference < machine.difference_high


def test_documents_that_only_one_person_read_do_not_count():
    generator = np.random.default_rng(2)
    first = generator.random((80, 2)) < 0.4
    second, machine = (first ^ (generator.random((80, 2)) < 0.2) for _ in range(2))
    documents = np.arange(80) // 4
    seen = np.ones((3, 80), dtype=bool)
    seen[1] = documents < 6
    found = rows_of([first, second, machine], seen, documents)
    of_six = rows_of([part[:24] for part in (first, second, machine)], None, documents[:24])
    for name in ("p0", "people", "machine"):
        assert found[name] == of_six[name]
    assert found["machine"].documents == 6
    seen[1] = documents < 4
    few = rows_of([first, second, machine], seen, documents)
    assert few["machine"].f1_low is None
    assert few["machine"].difference_low is None
    assert few["machine"].note.startswith("4 documents")


def test_intervals_of_shares_end_where_shares_end():
    generator = np.random.default_rng(4)
    people = generator.random((80, 2)) < 0.3
    machine = people & (np.arange(80) == np.flatnonzero(people[:, 0])[0])[:, None]
    found = rows_of([people, people, machine], documents=np.arange(80) // 10)
    assert found["machine"].f1_low == 0 < found["machine"].f1 < found["machine"].f1_high
    assert found["machine"].exact_high <= 1
