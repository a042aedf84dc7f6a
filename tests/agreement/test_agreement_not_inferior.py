"""A machine held against people by a margin, in a study: verdicts, and what trivial coders make."""

import numpy as np
import pytest

from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.held import held_against_consensus
from secondcoder.agreement.study.not_inferior import (
    INFERIOR,
    NO_ANSWER,
    NOT_INFERIOR,
    NOT_SHOWN,
    TELLS_NOTHING,
    held_by_margin,
)
from secondcoder.agreement.study.panel import panel_of
from secondcoder.records.coders import MACHINE
from secondcoder.records.codes import Code, Codebook


def rows_of(*, slips, margin, documents=24, each=20, share=0.3, seed=1, people=0.08):
    """Return rows by coder of three people and a machine that slips as often as said."""
    dice = np.random.default_rng(seed)
    truth = dice.random((documents * each, 3)) < share
    given = [truth ^ (dice.random(truth.shape) < p) for p in (people, people, people, slips)]
    codes = tuple(Code(id=f"c{n}", path=(f"c{n}",)) for n in range(3))
    panel = panel_of(
        ["p0", "p1", "p2"],
        CodeFrame.of(Codebook(codes)),
        given,
        [np.ones(len(truth), dtype=bool)] * 4,
        np.repeat(np.arange(documents), each),
        beside="machine",
    )
    held = list(held_against_consensus(panel, seed=0))
    return {row.coder: row for row in held_by_margin(held, margin=margin)}


def test_a_machine_as_good_as_people_is_not_inferior_and_trivial_coders_are():
    rows = rows_of(slips=0.08, margin=0.1)
    machine = rows.pop("machine")
    assert (machine.verdict, machine.holds, machine.coder_is) == (NOT_INFERIOR, True, MACHINE)
    assert machine.high < 0.1
    assert machine.difference == pytest.approx(machine.people - machine.f1)
    assert len(rows) == 3
    assert {(row.holds, row.verdict) for row in rows.values()} == {(False, "")}


def test_a_worse_machine_is_not_shown_to_be_as_good():
    machine = rows_of(slips=0.25, margin=0.1)["machine"]
    near = rows_of(slips=0.25, margin=round(machine.difference, 3))["machine"]
    assert (near.verdict, near.holds) == (NOT_SHOWN, False)
    assert "or more is not ruled out" in near.note


def test_a_machine_that_is_surely_worse_by_more_is_called_inferior():
    machine = rows_of(slips=0.25, margin=0.1)["machine"]
    assert (machine.verdict, machine.holds) == (INFERIOR, False)
    assert machine.low > 0.1
    assert "or less is ruled out" in machine.note


def test_where_a_trivial_coder_passes_too_the_margin_tells_nothing():
    rows = rows_of(slips=0.3, people=0.35, margin=0.6)
    assert any(row.holds for row in rows.values() if row.coder_is != MACHINE)
    assert rows["machine"].holds
    assert rows["machine"].verdict == TELLS_NOTHING
    assert "is not inferior either" in rows["machine"].note


def test_few_documents_give_no_verdict_and_no_margin_no_row():
    machine = rows_of(slips=0.08, margin=0.1, documents=4)["machine"]
    assert (machine.verdict, machine.holds, machine.low) == (NO_ANSWER, None, None)
    assert machine.note == "4 documents; at least 5 are needed"
    assert rows_of(slips=0.08, margin=None) == {}
