"""Simulated coding: what is tested is never coded, and the tables are made from the figures."""

import numpy as np
import pytest

from benchmarks.quality.active import split, steps
from benchmarks.quality.active_estimates import designs, pooled
from benchmarks.quality.active_strategies import PRODUCT, RANDOM, STRATEGIES, State
from benchmarks.quality.active_tables import tables, write_page
from secondcoder.agreement.coefficients.binary import TwoByTwo
from secondcoder.agreement.coefficients.overall import pooled_kappa


def state(rows=30):
    random = np.random.default_rng(0)
    vectors = random.normal(size=(rows, 5)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    confidence = random.dirichlet(np.ones(4), size=rows)
    free = np.arange(rows) >= 6
    return State(
        vectors=vectors,
        confidence=confidence,
        codebook=confidence[::-1],
        free=free,
        examples=np.array([2, 2, 1, 1]),
        random=random,
    )


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_strategy_chooses_new_rows(name):
    known = state()
    chosen = STRATEGIES[name](known, 8)
    assert len(chosen) == len(set(chosen)) == 8
    assert known.free[chosen].all()


def test_nothing_tested_can_be_coded():
    class Corpus:
        groups = tuple(f"talk {row // 4}" for row in range(60))
        held = np.ones((60, 2), dtype=bool)

    pool, test = split(Corpus, seed=3)
    assert len(pool) + len(test) == 60
    assert not {Corpus.groups[row] for row in pool} & {Corpus.groups[row] for row in test}
    assert (split(Corpus, seed=3)[0] == pool).all()


def test_small_corpora_are_coded_in_small_steps():
    assert steps(112, 75) == (5, 60)
    assert steps(1500, 1000) == (20, 200)
    assert steps(400, 260) == (20, 130)


def test_the_weighted_pooled_kappa_is_that_of_the_package():
    random = np.random.default_rng(1)
    human, machine = (random.random((50, 4)) < share for share in (0.3, 0.4))
    cells = [
        TwoByTwo(int((h & m).sum()), int((h & ~m).sum()), int((~h & m).sum()), int((~h & ~m).sum()))
        for h, m in zip(human.T, machine.T, strict=True)
    ]
    assert pooled(human, machine, np.ones(50)) == pytest.approx(pooled_kappa(cells).value)
    twice = np.concatenate([human, human[:10]]), np.concatenate([machine, machine[:10]])
    weights = np.where(np.arange(50) < 10, 2.0, 1.0)
    assert pooled(human, machine, weights) == pytest.approx(pooled(*twice, np.ones(60)))


def test_every_design_draws_what_it_is_asked_for():
    known = state(60)
    for draw in designs(known.confidence, known.vectors).values():
        rows, weights = draw(20, 1)
        assert len(rows) == len(set(rows.tolist())) == len(weights) == 20


def test_tables_say_the_gain_over_random(tmp_path):
    points = [
        {"corpus": "c", "strategy": name, "seed": "0", "coded": coded, "right": right}
        | {"by_code": "0.5", "codes_met": "0.5"}
        for name, values in ((RANDOM, ("0.40", "0.50")), (PRODUCT, ("0.44", "0.58")))
        for coded, right in zip(("20", "40"), values, strict=True)
    ]
    errors = [
        {"corpus": "c", "design": name, "passages": "99", "drawn": "50", "kappa": "0.5"}
        | {"error": error, "bias": "-0.01", "codes_met": "0.9"}
        for name, error in ((RANDOM, "0.04"), ("other", "0.02"))
    ]
    made = tables(points, errors)
    assert f"| **{PRODUCT}** (the product’s) | +6.0 (+6.0 to +6.0) | **+6.0** | 0.0 | 0.0 |" in made
    assert "| c | random | 40 | 50 |" in made
    assert "| c | 50 | other | 0.500 | 0.020 | −0.010 | 25% | 90% |" in made
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- tables: begin -->old<!-- tables: end -->\nafter\n")
    write_page(page, made)
    text = page.read_text()
    assert made in text
    assert "old" not in text
    assert text.endswith("-->\nafter\n")
