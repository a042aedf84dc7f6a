import math

import numpy as np
import pytest

from secondcoder.agreement.chance import shifts as shifting
from secondcoder.agreement.chance.alignment import align, kappa_matrix
from secondcoder.agreement.chance.discoveries import discoveries, pair_q
from secondcoder.agreement.chance.position import by_position, shared_sections
from secondcoder.agreement.coefficients.binary import cohen_kappa, two_by_two


def study(seed, *, documents=12, passages=25, themes=5, codes=4):
    generator = np.random.default_rng(seed)
    document = np.repeat(np.arange(documents), passages)
    one = generator.random((document.size, themes)) < 0.2
    two = generator.random((document.size, codes)) < 0.2
    return one, two, document


def with_a_match(seed=1, theme=3, code=1):
    one, two, document = study(seed)
    noise = np.random.default_rng(seed + 100).random(len(two)) < 0.05
    two[:, code] = one[:, theme] ^ noise
    return one, two, document


def test_kappa_matrix_is_cohens_kappa_of_every_pair():
    one, two, _ = study(2)
    one[:, 4], two[:, 3] = False, True
    found = kappa_matrix(one, two)
    for theme in range(5):
        for code in range(4):
            value = cohen_kappa(two_by_two(one[:, theme], two[:, code])).value
            if theme == 4 or code == 3:
                assert math.isnan(found[theme, code])
            else:
                assert math.isclose(found[theme, code], value, abs_tol=1e-12)


def test_a_theme_that_follows_a_code_is_found_and_the_rest_is_not():
    found = align(*with_a_match(), seed=1, shifts=499)
    pair = next(pair for pair in found.pairs if pair.theme == 3)
    assert (pair.code, pair.kept) == (1, True)
    assert pair.kappa > pair.threshold
    assert found.p == pytest.approx(1 / 500)
    assert found.code_p[1] == pytest.approx(1 / 500)
    assert 1 not in found.missed
    assert 3 not in found.novel
    assert found.total == pytest.approx(sum(pair.kappa for pair in found.pairs))


def test_unrelated_themes_are_novel_and_codes_missed():
    found = align(*study(9), seed=1, shifts=499)
    assert found.p > 0.05
    assert found.missed == (0, 1, 2, 3)
    assert found.novel == (0, 1, 2, 3, 4)


def test_same_seed_same_result_and_order_of_columns_does_not_matter():
    one, two, document = with_a_match()
    found, again = (align(one, two, document, seed=4, shifts=199) for _ in range(2))
    assert found.code_p.tolist() == again.code_p.tolist()
    turned = align(one[:, ::-1], two[:, ::-1], document, seed=4, shifts=199)
    assert turned.code_p[::-1] == pytest.approx(found.code_p)
    assert turned.total == pytest.approx(found.total)
    assert {(4 - p.theme, 3 - p.code) for p in turned.pairs} == {
        (p.theme, p.code) for p in found.pairs
    }


def test_choosing_the_best_theme_is_paid_for():
    """With one theme p is small; among many unrelated ones the same kappa is not surprising."""
    generator = np.random.default_rng(112)
    one, two, document = study(12, themes=1, codes=1)
    two[:, 0] = np.where(generator.random(len(two)) < 0.15, one[:, 0], two[:, 0])
    alone = align(one, two, document, seed=1, shifts=999).code_p[0]
    many = np.column_stack([one, generator.random((len(one), 60)) < 0.2])
    crowded = align(many, two, document, seed=1, shifts=999)
    assert crowded.code_p[0] > alone


def test_a_code_of_whole_documents_has_no_power_and_is_not_claimed():
    document = np.repeat(np.arange(10), 20)
    whole = (document < 5)[:, None]
    found = align(whole, whole, document, seed=1, shifts=199)
    assert found.kappa[0, 0] == 1
    assert found.code_p[0] == 1
    assert found.missed == (0,)


def test_unused_codes_and_themes_are_not_tested():
    one, two, document = with_a_match()
    one[:, 0], two[:, 3] = False, False
    found = align(one, two, document, seed=1, shifts=199)
    assert math.isnan(found.code_p[3])
    assert math.isnan(found.theme_q[0])
    assert 3 in found.missed
    assert 0 in found.novel
    assert all(pair.theme != 0 and pair.code != 3 for pair in found.pairs)


def test_nothing_to_align():
    document = np.zeros(4, int)
    found = align(np.zeros((4, 0)), np.ones((4, 2)), document, seed=1, shifts=9)
    assert found.pairs == ()
    assert found.missed == (0, 1)
    empty = align(np.zeros((0, 2)), np.zeros((0, 1)), [], seed=1, shifts=9)
    assert empty.pairs == ()


def test_passages_that_do_not_fit_together_are_refused():
    one, two, document = study(1)
    with pytest.raises(ValueError, match="differ"):
        align(one[:-1], two, document, seed=1)
    with pytest.raises(ValueError, match="stand together"):
        align(one, two, np.r_[document[1:], 0], seed=1)
    with pytest.raises(ValueError, match="columns"):
        kappa_matrix(one[:, 0], two)


def counts_of(one, two, slices, shifts, seed=1):
    """Return passages in common after each shift, from the kappas that are yielded."""
    columns = [np.asarray(each, np.float32) for each in (one, two)]
    kappa = np.empty((shifts, one.shape[1], two.shape[1]))
    for part in shifting.shifted(*columns, slices, shifts, np.random.default_rng(seed)):
        kappa[part.shifts, part.themes] = part.kappa
    sizes, passages = [each.sum(axis=0) for each in columns], len(one)
    chance = np.outer(*sizes) / passages
    return np.rint(kappa * (np.add.outer(*sizes) / 2 - chance) + chance).astype(int)


def test_shifts_are_turns_of_each_document_with_all_themes_together():
    one, two, _ = study(21, documents=1, passages=150, themes=2, codes=3)
    found = counts_of(one, two, [slice(0, 150)], 6000)
    turned = [np.roll(one, -offset, axis=0).T.astype(int) @ two for offset in range(150)]
    assert {counts.tobytes() for counts in found} == {counts.tobytes() for counts in turned}
    two_documents = counts_of(one, two, [slice(0, 1), slice(1, 150)], 20)
    rest = {(np.roll(one[1:], -k, axis=0).T.astype(int) @ two[1:]).tobytes() for k in range(149)}
    first = one[:1].T.astype(int) @ two[:1]
    assert {(counts - first).tobytes() for counts in two_documents} <= rest


@pytest.mark.parametrize(("name", "value"), [("_LONG", 10_000), ("_AT_ONCE", 64)])
def test_neither_fourier_nor_parts_change_anything(monkeypatch, name, value):
    dice = np.random.default_rng(5)
    themes, codes = dice.random((700, 3)) < 0.2, dice.random((700, 4)) < 0.3
    documents = ["a"] * 600 + ["b"] * 100
    fast = align(themes, codes, documents, seed=1, shifts=99)
    monkeypatch.setattr(shifting, name, value)
    slow = align(themes, codes, documents, seed=1, shifts=99)
    assert fast.p == slow.p
    assert (fast.pair_p == slow.pair_p).all()
    assert (fast.theme_p == slow.theme_p).all()


def test_the_p_of_the_best_pair_is_that_of_its_code():
    dice = np.random.default_rng(6)
    themes, codes = dice.random((300, 4)) < 0.2, dice.random((300, 3)) < 0.3
    found = align(themes, codes, np.arange(300) // 20, seed=1, shifts=199)
    best = np.nanargmax(found.kappa, axis=0)
    assert (found.pair_p[best, np.arange(3)] == found.code_p).all()
    assert found.found.pair_q[best, np.arange(3)] == pytest.approx(found.code_q)
    assert (found.pair_p >= found.code_p - 1e-12).all()


def test_q_is_never_below_the_p_of_the_same_pair_and_rests_on_the_codes_found():
    p = np.array([[0.001, 0.02, 0.9, 0.5], [0.03, 0.6, np.nan, 0.8], [0.9, 0.7, 0.95, 0.5]])
    q = pair_q(p)
    # two of four codes are found at .05: their pairs are held to .05 * 2 / 4
    assert q[:, 0] == pytest.approx([0.004, 0.06, 0.9])
    assert q[0, 1] == pytest.approx(0.04)
    assert math.isnan(q[1, 2])
    assert (q >= p)[~np.isnan(p)].all()


def test_a_pair_is_kept_exactly_where_kappa_exceeds_what_could_have_been_found():
    for seed in range(6):
        found = align(*with_a_match(seed, theme=2, code=0), seed=seed, shifts=199)
        above = found.kappa > found.found.least
        assert (found.kept == (above & (found.kappa > 0))).all()
        assert all(found.kept[:, code].sum() == 0 for code in found.missed)


def test_what_could_have_been_found_is_found_when_it_is_there():
    one, two, document = study(9)
    least = align(one, two, document, seed=1, shifts=1999).found.least[2]
    assert 0.05 < least < 0.5
    generator = np.random.default_rng(1)
    order = generator.permutation(len(two))
    for taken in range(40, len(two), 20):
        one[order[:taken], 4] = two[order[:taken], 2]
        found = align(one, two, document, seed=1, shifts=1999)
        if found.kappa[4, 2] > least + 0.05:
            break
    assert found.kept[4, 2]


def test_pairs_on_which_other_shifts_decide_otherwise_are_called_borderline():
    changed = said = 0
    for seed in range(40):
        generator = np.random.default_rng(seed)
        kappa = generator.normal(2.0, 0.5, size=(3, 4))
        nulls = generator.normal(0, 1, size=(2, 999, 3, 4)).max(axis=2)
        runs = [discoveries(kappa, null, rate=0.05) for null in nulls]
        differs = (runs[0].pair_q <= 0.05) != (runs[1].pair_q <= 0.05)
        changed += differs.sum()
        said += (differs & (runs[0].borderline | runs[1].borderline)).sum()
    assert changed > 5
    assert said == changed
    clear = align(*with_a_match(), seed=1, shifts=1999)
    assert not clear.found.borderline[3, 1]


def placed(seed, *, planted=0.0):
    """Return themes and codes of which each is common at a place of the interview."""
    generator = np.random.default_rng(seed)
    each = np.full(15, 24)
    document = np.repeat(np.arange(15), each)
    through = np.concatenate([(np.arange(n) + 0.5) / n for n in each])
    likely = 0.4 * (np.abs(through[:, None] - np.array([0.15, 0.4, 0.65, 0.9])) < 0.12) + 0.03
    themes, codes = (generator.random(likely.shape) < likely for _ in range(2))
    follow = generator.random(len(themes)) < planted
    themes[follow, 0] = codes[follow, 0]
    return themes, codes, document


def test_what_the_place_in_an_interview_explains_is_told_from_what_it_does_not():
    kept = explained = 0
    for seed in range(10):
        found = align(*placed(seed), seed=seed, shifts=499)
        beyond = found.place.pair_q <= 0.05
        kept += found.kept.any()
        explained += not (found.kept & beyond).any()
    assert kept == 10
    assert explained >= 9
    found = align(*placed(1, planted=0.5), seed=1, shifts=999)
    assert found.kept[0, 0]
    assert found.place.pair_q[0, 0] <= 0.05


def test_themes_of_another_document_are_laid_under_the_same_question():
    themes = np.array([[1], [0], [0], [1], [1], [0], [0]], np.float32)
    sections = np.array(["a", "b", "b", "a", "a", "b", "c"])
    codes = np.array([[1], [0], [0], [0], [1], [0], [0]], np.float32)
    null = by_position(
        themes, codes, [slice(0, 3), slice(3, 7)], sections, np.random.default_rng(1)
    )
    exchanged = np.array([[1], [0], [0], [1], [1], [0], [0]], bool)  # none lies under "c"
    assert (null == kappa_matrix(exchanged, codes)[0, 0]).all()


def test_documents_share_sections_or_not():
    documents = [name for name in "abcd" for _ in range(3)]
    guide = ["q1", "q2", "q3"] * 4
    assert shared_sections(documents, guide) == tuple(guide)
    assert shared_sections(documents, [f"{d}{n}" for n, d in enumerate(documents)]) is None
    assert shared_sections(documents, [""] * 12) is None
    assert shared_sections(documents, ["q1"] * 12) is None
    assert shared_sections(documents, []) is None


def test_fewer_than_six_documents_leave_the_place_untested():
    one, two, document = study(3, documents=5)
    assert align(one, two, document, seed=1, shifts=99).place is None


def test_without_a_theme_nothing_is_found_and_nothing_can_be():
    found = discoveries(np.zeros((0, 2)), np.full((9, 2), -np.inf), rate=0.05)
    assert np.isnan(found.code_q).all()
    assert np.isnan(found.least).all()
