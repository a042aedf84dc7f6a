import math

import numpy as np
import pytest

from secondcoder.agreement.chance import alignment
from secondcoder.agreement.chance.alignment import align, kappa_matrix
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


def test_shifts_are_turns_of_each_document_with_all_themes_together():
    one, two, _ = study(21, documents=1, passages=150, themes=2, codes=3)
    generator = np.random.default_rng(1)
    columns = [np.asarray(each, np.float32) for each in (one, two)]
    found = alignment._shifted(*columns, [slice(0, 150)], 6000, generator)
    turned = [np.roll(one, -offset, axis=0).T.astype(int) @ two for offset in range(150)]
    seen = {counts.astype(int).tobytes() for counts in found}
    assert seen == {counts.tobytes() for counts in turned}
    two_documents = alignment._shifted(
        *columns, [slice(0, 1), slice(1, 150)], 20, np.random.default_rng(1)
    )
    rest = {(np.roll(one[1:], -k, axis=0).T.astype(int) @ two[1:]).tobytes() for k in range(149)}
    first = one[:1].T.astype(int) @ two[:1]
    assert {(counts.astype(int) - first).tobytes() for counts in two_documents} <= rest


def test_a_pair_above_its_own_threshold_is_not_kept_if_the_code_is_missed():
    results = [align(*study(seed), seed=seed, shifts=99) for seed in range(25)]
    above = [(r, p) for r in results for p in r.pairs if p.kappa > p.threshold]
    alone = [p for r, p in above if p.code in r.missed]
    assert alone
    assert not any(pair.kept for pair in alone)


def test_long_documents_are_counted_by_fourier_exactly(monkeypatch):
    dice = np.random.default_rng(5)
    themes, codes = dice.random((700, 3)) < 0.2, dice.random((700, 4)) < 0.3
    documents = ["a"] * 600 + ["b"] * 100
    fast = alignment.align(themes, codes, documents, seed=1, shifts=99)
    monkeypatch.setattr(alignment, "_LONG", 10_000)
    slow = alignment.align(themes, codes, documents, seed=1, shifts=99)
    assert fast.p == slow.p
    assert (fast.code_p == slow.code_p).all()
    assert (fast.pair_p == slow.pair_p).all()


def test_the_p_of_the_best_pair_is_that_of_its_code():
    dice = np.random.default_rng(6)
    themes, codes = dice.random((300, 4)) < 0.2, dice.random((300, 3)) < 0.3
    found = alignment.align(themes, codes, np.arange(300) // 20, seed=1, shifts=199)
    best = np.nanargmax(found.kappa, axis=0)
    assert (found.pair_p[best, np.arange(3)] == found.code_p).all()
    assert (found.pair_p >= found.code_p - 1e-12).all()
