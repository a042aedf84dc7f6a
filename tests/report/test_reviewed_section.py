"""What reviewers decided, on the page and in the methods text; counted by hand."""

import fake_run
import pytest

from made_tables import tables_of
from secondcoder.procedures.second_coder.page.machines import two_coders
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.page.reviewed import review_paragraph, review_view
from secondcoder.records.coders import BUNDLED, MACHINE, PERSON

CHANGED = ("decided", "kept", "added", "dropped", "left_out", "left_open")
BEFORE, AFTER = "before review", "after review: not reliability"


def _change(code, *numbers, decoys=0, applied=0):
    counts = dict(zip(CHANGED, numbers, strict=True))
    who = {"reviewer": "Ada", "coder": "Mira", "code_id": code.lower(), "code": code, "level": 1}
    return {**who, **counts, "decoys": decoys, "decoys_applied": applied}


def _agreement(stage, code="", *, both=0, value=None, level=1):
    who = {"reviewer": "Ada", "coder": "Mira", "stage": stage, "scope": "level 1"}
    what = {"code_id": code.lower(), "code": code, "level": level, "value": value}
    return {**who, **what, "units": 60, "both": both, "neither": 60 - both}


@pytest.fixture(scope="module")
def tables():
    return tables_of(
        {
            "decisions": [
                {"reviewer": "Ada", "revealed": "yes"},
                {"reviewer": "Ben", "revealed": "no"},
                {"reviewer": "Ada", "revealed": "yes"},
            ],
            "review_changes": [
                _change("B", 5, 1, 2, 1, 1, 0, decoys=2, applied=1),
                _change("A", 3, 3, 0, 0, 0, 0),
            ],
            "agreement_reviewed": [
                _agreement(BEFORE, value=0.41),
                _agreement(AFTER),
                _agreement(BEFORE, "B", both=0),
                _agreement(BEFORE, "Never", both=0),
                _agreement(BEFORE, "A", both=4, value=0.5),
                _agreement(AFTER, "A", both=0),
                _agreement(AFTER, "B", both=2),
                _agreement(AFTER, "Below", both=9, level=2),
            ],
        }
    )


def test_decisions_and_decoys_are_told(tables):
    first, second = review_view(tables, reflexive=False)["sentences"]
    assert first.startswith("3 decisions by Ada and Ben, 2 of them made after the suggestion")
    assert second.startswith("Among them 2 passages to which neither had given the code")
    assert "for 1 of these it was decided" in second


def test_changes_are_summed_by_person_and_listed_by_code(tables):
    view = review_view(tables, reflexive=False)
    assert view["changes"].rows == (("Ada", "Mira", "8", "4", "2", "1", "1", "0"),)
    assert [row[2:5] for row in view["by_code"].rows] == [("B", "5", "1"), ("A", "3", "3")]


def test_codes_stand_with_before_and_after_together_and_unused_ones_are_left_out(tables):
    view = review_view(tables, reflexive=False)
    told = [(row[2], row[3], row[5]) for row in view["codes"].rows]
    assert told == [("B", BEFORE, "0"), ("B", AFTER, "2"), ("A", BEFORE, "4"), ("A", AFTER, "0")]
    assert [(row[3], row[10]) for row in view["overall"].rows] == [(BEFORE, "0.41"), (AFTER, "–")]


def test_a_reflexive_study_is_shown_decisions_without_agreement(tables):
    view = review_view(tables, reflexive=True)
    assert view["changes"] is not None
    assert view["overall"] is view["codes"] is None
    assert "kappa" not in review_paragraph(tables, counted=False)


def test_each_machine_is_named_where_there_are_several():
    rows = [{**_agreement(BEFORE, value=0.4), "beside": beside} for beside in ("machine", "Large")]
    said = review_paragraph(tables_of({"agreement_reviewed": rows}), counted=True)
    assert "Ada beside the machine, before review" in said
    assert "Ada beside the machine Large, before review" in said


def test_a_person_who_is_called_as_the_machine_is_told_from_it():
    assert two_coders("machine", BUNDLED.label, MACHINE) != two_coders("machine", "machine", PERSON)


def test_methods_give_only_values_that_are_defined(tables):
    said = review_paragraph(tables, counted=True)
    assert said.endswith(
        f"Ada, {BEFORE}, level 1: pooled kappa 0.41 (no interval) over 60 passages."
    )


def test_without_a_review_there_is_no_section():
    tables = fake_run.tables()
    assert review_view(tables, reflexive=False) is None
    assert 'id="review"' not in fake_run.page(tables, fake_run.RUN)
    assert "reviewers decided" not in build_methods(tables, fake_run.RUN)


def test_the_page_shows_the_section(tables):
    page = fake_run.page(tables, fake_run.RUN)
    assert 'id="review"' in page
    assert "What stands after review is not reliability" in page
