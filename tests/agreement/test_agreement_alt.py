import numpy as np
import pytest
from scipy.stats import ttest_1samp

from secondcoder.agreement.chance.alt_test import alt_test, same, shared_codes


def study(seed, *, units=200, machine=0.9, human=0.8, coders=3):
    """Return values of a machine and of coders who are right as often as given."""
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, 4, size=units)

    def coder(right):
        return np.where(generator.random(units) < right, truth, generator.integers(0, 4, units))

    humans = np.stack([coder(human) for _ in range(coders)], axis=1)
    return coder(machine).tolist(), humans.tolist()


def test_a_better_machine_wins_and_a_worse_one_does_not():
    better = alt_test(*study(1), epsilon=0.1)
    assert better.winning_rate.value == 1
    assert better.average_advantage.value > 0.9
    worse = alt_test(*study(1, machine=0.4), epsilon=0.1)
    assert worse.winning_rate.value == 0
    assert all(one.p.value > 0.5 for one in worse.coders)


def test_a_coder_written_out():
    machine, humans = study(2, machine=0.75)
    found = alt_test(machine, humans, epsilon=0.15).coders[1]
    differences = []
    for value, (one, two, three) in zip(machine, humans, strict=True):
        of_machine, of_human = (value == one) + (value == three), (two == one) + (two == three)
        differences.append((of_human >= of_machine) - (of_machine >= of_human) * 1)
    p = ttest_1samp(differences, 0.15, alternative="less").pvalue
    assert found.p.value == pytest.approx(p, abs=1e-12)
    assert found.units == 200
    assert np.mean(differences) == pytest.approx(
        found.human_advantage.value - found.machine_advantage.value
    )


def test_correction_is_benjamini_yekutieli():
    machine, humans = study(19, machine=0.7, coders=4)
    found = alt_test(machine, humans, epsilon=0.1)
    p = np.array([one.p.value for one in found.coders])
    order, harmonic = np.argsort(p), sum(1 / k for k in range(1, 5))
    below = [k for k in range(4) if p[order[k]] <= (k + 1) / 4 * 0.05 / harmonic]
    wins = {int(order[k]) for k in range(below[-1] + 1)} if below else set()
    assert {one.coder for one in found.coders if one.wins} == wins
    assert found.winning_rate.value == len(wins) / 4


def test_a_larger_allowance_never_loses_a_win():
    machine, humans = study(4, machine=0.7)
    rates = [alt_test(machine, humans, epsilon=e).winning_rate.value for e in (0, 0.1, 0.2, 0.5)]
    assert rates == sorted(rates)
    assert rates[0] < rates[-1]


def test_documents_make_the_test_more_careful_where_they_differ():
    machine, humans = study(5, machine=0.95, units=400)
    document = [unit // 40 for unit in range(400)]
    for unit in range(20):
        machine[unit] = -1
    alone = alt_test(machine, humans, epsilon=0.1)
    clustered = alt_test(machine, humans, epsilon=0.1, documents=document)
    assert clustered.coders[0].p.value > alone.coders[0].p.value
    assert clustered.coders[0].machine_advantage == alone.coders[0].machine_advantage


def test_sets_of_codes_and_missing_values():
    machine, humans = study(6)
    sets = [[frozenset([value]) for value in row] for row in humans]
    sets[0][0] = sets[1][1] = None
    own = [frozenset([value]) for value in machine]
    found = alt_test(own, sets, epsilon=0.1, closeness=shared_codes)
    assert [one.units for one in found.coders] == [199, 199, 200]
    assert shared_codes(frozenset(), frozenset()) == same("a", "a") == 1


def test_reasons():
    machine, humans = study(7)
    two = alt_test(machine, [row[:2] for row in humans], epsilon=0.1)
    assert two.winning_rate.reason == "2 human coders; at least three are needed"
    assert alt_test([], [], epsilon=0.1).winning_rate.value is None
    few = alt_test(machine[:20], humans[:20], epsilon=0.1)
    assert few.coders[0].p.reason == "20 units; at least 30 are needed"
    assert few.winning_rate.reason == "no human coder can be tested"
    constant = alt_test([1] * 50, [[1, 1, 1]] * 50, epsilon=0.1)
    assert constant.coders[0].p.value == 0  # the same as everyone, with certainty
    assert constant.winning_rate.value == 1
    documents = alt_test(machine, humans, epsilon=0.1, documents=[u // 50 for u in range(200)])
    assert documents.coders[0].p.reason == "4 documents; at least 5 are needed"
    missing = alt_test([None] * 50, [[1, 1, 1]] * 50, epsilon=0.1)
    assert missing.coders[0].units == 0
