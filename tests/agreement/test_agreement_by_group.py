"""Errors by group of participants: counted by hand, planted and not planted."""

import numpy as np
import pytest

from secondcoder.agreement.study.by_group import (
    ALIKE,
    DIFFERS,
    FALSE_OFF,
    FALSE_ON,
    UNKNOWN,
    Groups,
    errors_by_group,
    groups_in,
)
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.panel import panel_of
from secondcoder.records.codes import Code, Codebook


def simulated(seed, *, extra=0.0, documents=24, each=20, people=2, spread=0.0, base=0.1):
    """Return a panel whose machine leaves out ``extra`` more of the codes of the first group."""
    dice = np.random.default_rng(seed)
    units = documents * each
    document = np.repeat(np.arange(documents), each)
    group = np.where(document % 2 == 0, "north", "south")
    truth = dice.random((units, 2)) < 0.4
    noise = base + spread * dice.standard_normal(documents)[document][:, None]
    given = [truth ^ (dice.random(truth.shape) < np.clip(noise, 0, 1)) for _ in range(people)]
    machine = truth ^ (dice.random(truth.shape) < np.clip(noise, 0, 1))
    machine &= ~((group == "north")[:, None] & (dice.random(truth.shape) < extra))
    frame = CodeFrame.of(Codebook(tuple(Code(id=f"c{n}", path=(f"c{n}",)) for n in range(2))))
    seen = np.ones(units, dtype=bool)
    panel = panel_of(
        [f"p{n}" for n in range(people)],
        frame,
        [*given, machine],
        [seen] * (people + 1),
        document,
        beside="machine",
    )
    lengths = dice.integers(50, 500, units).tolist()
    return panel, [Groups("region", group)], lengths


def test_rates_are_those_counted_by_hand_where_all_passages_are_alike_long():
    panel, groups, _ = simulated(1)
    rows = errors_by_group(panel, groups, [100] * len(panel.document))
    row = next(r for r in rows if r.code_id == "c0" and r.error == FALSE_OFF)
    one, two, machine = panel.applied[:, :, 0].T
    both, north = one & two, groups[0].value == "north"
    assert row.value == "north"
    assert row.units == (both & north).sum()
    assert row.rate == pytest.approx((both & ~machine & north).sum() / (both & north).sum())
    assert row.rate_of_rest == pytest.approx(
        (both & ~machine & ~north).sum() / (both & ~north).sum()
    )
    assert row.difference == pytest.approx(row.rate - row.rate_of_rest)
    own = ((one & ~two) | (two & ~one)) & north
    assert row.people_rate == pytest.approx(own.sum() / (one[north].sum() + two[north].sum()))
    assert row.low < row.difference < row.high
    assert {r.code_id for r in rows} == {"", "c0", "c1"}
    assert len(rows) == 3 * 2


def test_a_planted_difference_is_found_and_named_by_its_kind():
    panel, groups, lengths = simulated(2, extra=0.4)
    found = {(r.code_id, r.error): r for r in errors_by_group(panel, groups, lengths)}
    assert found["", FALSE_OFF].outcome == DIFFERS
    assert found["", FALSE_OFF].difference > 0.2
    assert found["", FALSE_OFF].more_than_people > 0.2
    assert found["", FALSE_ON].outcome != DIFFERS


@pytest.mark.parametrize("spread", [0.0, 0.05])
def test_without_a_difference_hardly_any_is_found(spread):
    rows = [
        row
        for seed in range(60)
        for row in errors_by_group(*simulated(seed, documents=16, spread=spread))
    ]
    studies = 60
    wrong = sum(row.outcome == DIFFERS for row in rows if not row.code_id)
    assert wrong <= 0.1 * 2 * studies


def test_many_documents_without_a_difference_are_within_the_margin():
    panel, groups, lengths = simulated(3, documents=120)
    rows = errors_by_group(panel, groups, lengths)
    assert {r.outcome for r in rows if not r.code_id} == {ALIKE}
    strict = errors_by_group(panel, groups, lengths, margin=0.001)
    assert {r.outcome for r in strict if not r.code_id} == {UNKNOWN}


def test_few_documents_say_nothing_and_why():
    rows = errors_by_group(*simulated(4, documents=6))
    assert {r.outcome for r in rows} == {UNKNOWN}
    assert all("fewer than 5 documents" in r.note for r in rows)
    assert [(r.code_id, r.error) for r in rows] == [("", FALSE_ON), ("", FALSE_OFF)]


def test_the_mix_of_lengths_is_held_fixed():
    """Errors depend on length alone and the groups differ in length: no difference is left."""
    panel, groups, _ = simulated(5, documents=60, base=0.0)
    dice = np.random.default_rng(0)
    north = groups[0].value == "north"
    long = dice.random(len(north)) < np.where(north, 0.8, 0.2)
    applied = panel.applied.copy()
    applied[:, -1] &= ~(long[:, None] & (dice.random((len(north), 2)) < 0.5))
    panel = panel_of(
        panel.people,
        panel.frame,
        list(applied.transpose(1, 0, 2)),
        [np.ones(len(north), dtype=bool)] * 3,
        panel.document,
        beside="machine",
    )
    lengths = np.where(long, 300, 60).tolist()
    held = next(r for r in errors_by_group(panel, groups, lengths) if r.error == FALSE_OFF)
    plain = next(
        r for r in errors_by_group(panel, groups, [1] * len(north)) if r.error == FALSE_OFF
    )
    assert abs(held.difference) < 0.05
    assert plain.difference > 0.2


def test_attributes_that_tell_groups_apart():
    rows = [{"age": str(20 + n), "site": "A" if n % 2 else "B", "id": f"r{n}"} for n in range(12)]
    rows.append({"age": "", "site": "A", "id": "r12"})
    found = {one.attribute: one for one in groups_in(rows)}
    assert set(found) == {"age", "site"}
    assert found["age"].value[0] == "up to 25.5"
    assert found["age"].value[-2] == "above 25.5"
    assert found["age"].value[-1] == ""
