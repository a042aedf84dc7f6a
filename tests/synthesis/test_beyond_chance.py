"""Named cases beside chance: cases dealt out anew within each heading."""

from dataclasses import replace

import numpy as np
import pytest

from secondcoder.procedures.synthesis.records import DerivedTheme, NamedCases
from secondcoder.procedures.synthesis.steps.beyond_chance import Deals, beyond
from secondcoder.procedures.synthesis.steps.named_cases import SYNTHESIS


def test_cases_found_as_named_lie_above_chance_and_shuffled_ones_do_not():
    named = [frozenset(f"c{n}" for n in part) for part in ((0, 1, 2), (3, 4), (5, 6, 7), (8, 9, 2))]
    cases = tuple(f"c{n}" for n in range(12))
    deals = Deals.of(cases, "Aims", seed=0)
    found = [
        NamedCases(
            derived=DerivedTheme("Aims", f"theme {n}", tuple(sorted(wanted))),
            method=SYNTHESIS,
            chosen_by="name",
            theme_id="",
            theme="",
            cases=tuple(sorted(wanted)),
            both=len(wanted),
            precision=1.0,
            recall=1.0,
            f1=1.0,
            dealt=deals.f1(wanted, [wanted]),
        )
        for n, wanted in enumerate(named)
    ]
    exact = beyond(found, [])
    assert exact["p"] == pytest.approx(1 / (1 + len(deals.orders)))
    # a random theme of the same size meets k of n cases: expected F1 is k / n
    chance = [len(wanted) / 12 for wanted in named]
    assert [one.chance for one in found] == pytest.approx(chance, abs=0.04)
    assert exact["beyond_chance"] == pytest.approx(1 - np.mean(chance), abs=0.03)
    by_chance = [replace(one, f1=one.dealt[0]) for one in found]
    assert beyond(by_chance, [])["p"] > 0.01
