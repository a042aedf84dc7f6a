"""The sample proposed gives the headline a stated interval; single codes follow the rule."""

import numpy as np
import pytest
from made_up_run import human, make_tables, record

from secondcoder.agreement.coefficients.labelsets import label_sets
from secondcoder.agreement.coefficients.multivalued import mv_alpha
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.sizes import (
    CHANCE,
    LEAST,
    WIDTH,
    chance_distance,
    half_width,
    needed_by_code,
    proposed_size,
    sizes,
)
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON, SEEN


def material(count=60, **without):
    tables = make_tables(count, cut=lambda n: f"Number {n} said this.")
    return Material(tables.having(without.get("rows", {})), record())


def test_each_code_asks_for_what_the_rule_says_of_its_share():
    found = {one.entry.id: one for one in needed_by_code(material())}
    with_lifts = sum(any("cC" in human(coder, n) for coder in ("Mira", "Tom")) for n in range(60))
    assert found["cC"].share == with_lifts / 60
    # By hand: 5.411 (1.667 · 2.333 / (4 · 0.333 · 2/9) - 0.667) = 67.5; at .800 it is 116.2.
    assert found["cC"].share == 1 / 3
    assert (found["cC"].least, found["cC"].good) == (68, 117)
    assert found["cA"].share > found["cB"].share  # a code implies the one above it


def test_the_size_proposed_gives_the_width_and_four_times_as_many_halve_it():
    large = material(2000)
    chance, proposed = chance_distance(large), proposed_size(large)
    assert half_width(proposed, chance=chance) <= WIDTH < half_width(proposed - 1, chance=chance)
    assert 50 < proposed < 200  # what a person can do
    found = {one.passages: one.half_width for one in sizes(large)}
    assert found[4 * proposed] == pytest.approx(found[proposed] / 2)
    assert proposed_size(material(30)) == 30


def test_the_distance_by_chance_is_that_of_people_s_sets():
    """By hand: two of six passages bear no code, and no two sets share a code but cB's."""
    sets = [frozenset(human(coder, n)) for coder in ("Mira", "Tom") for n in range(60)]
    apart = [
        1 - 2 * len(a & b) / (len(a) + len(b)) if a | b else 0
        for x, a in enumerate(sets)
        for y, b in enumerate(sets)
        if x != y
    ]
    assert chance_distance(material()) == pytest.approx(sum(apart) / len(apart))


def test_nothing_that_a_machine_suggests_changes_what_is_proposed():
    nobody = {COMPARISON: (), SEEN: ()}
    assert chance_distance(material(rows=nobody)) == CHANCE


def test_the_interval_is_as_wide_as_said_or_narrower():
    """Two coders of one code each passage, who agree as often as alpha .667 asks for."""
    rng = np.random.default_rng(5)
    codes, size, found = 8, 120, []
    agree = 1 - (1 - LEAST) * (1 - 1 / codes)
    for _ in range(400):
        first = rng.integers(codes, size=size)
        other = (first + rng.integers(1, codes, size=size)) % codes
        second = np.where(rng.random(size) < agree, first, other)
        ratings = [[{int(a)}, {int(b)}] for a, b in zip(first, second, strict=True)]
        found.append(mv_alpha(label_sets(ratings)).value)
    spread = 1.96 * np.std(found)
    assert np.mean(found) == pytest.approx(LEAST, abs=0.02)
    assert 0.8 < spread / half_width(size, chance=1 - 1 / codes) < 1.1


def test_where_nobody_coded_the_machine_gives_the_shares():
    nobody = material(rows={COMPARISON: (), SEEN: ()})
    found = {one.entry.id: one for one in needed_by_code(nobody)}
    assert found["cF"].share == sum(n % 7 == 3 for n in range(60)) / 60
