import pytest

from secondcoder.agreement.coefficients.sample_size import (
    design_effect,
    units_needed,
    units_that_show_a_code,
    whole_units,
)


@pytest.mark.parametrize(
    ("alpha", "wanted"), [(0.667, [60, 81, 96, 172]), (0.8, [103, 139, 164, 294])]
)
def test_table_for_two_coders_at_five_per_cent(alpha, wanted):
    assert [whole_units(share, alpha=alpha) for share in (0.5, 0.25, 0.2, 0.1)] == wanted


def test_rarer_codes_stricter_demands_and_clusters_need_more():
    assert units_needed(0.1, alpha=0.8) > units_needed(0.2, alpha=0.8)
    assert units_needed(0.9, alpha=0.8) == pytest.approx(units_needed(0.1, alpha=0.8))
    assert units_needed(0.2, alpha=0.8, significance=0.01) > units_needed(0.2, alpha=0.8)
    effect = design_effect(21, 0.05)
    assert effect == 2
    assert whole_units(0.25, alpha=0.8, effect=effect) == 278


def test_units_that_show_a_code_at_least_once():
    assert units_that_show_a_code(0.05) == 59
    assert 1 - 0.95**59 >= 0.95 > 1 - 0.95**58


@pytest.mark.parametrize("share", [0, 1, 1.2])
def test_impossible_designs_are_refused(share):
    with pytest.raises(ValueError, match="share"):
        units_needed(share, alpha=0.8)
    with pytest.raises(ValueError, match="share"):
        units_that_show_a_code(share)
