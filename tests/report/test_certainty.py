"""How far confidence can be trusted: tables, sentences, figure, methods."""

import dataclasses
import io

import fake_run
import openpyxl
import pytest

from made_tables import frames, tables_of
from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.second_coder.page.certainty import certainty_sentences
from secondcoder.procedures.second_coder.page.drawings import draw_figures
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.tables.certainty import CALIBRATION, RISK_COVERAGE
from secondcoder.records.certainty import ANYONE
from secondcoder.records.codes import Coding

LEARNT = {**fake_run.RUN, "basis": "coding of other documents", "trained_on": ["Mira", "Tom"]}
AT_RISK = {**LEARNT, "config": {"suggest": {"risk": 0.2}, "themes": {"basis": "coding"}}}


@pytest.fixture(scope="module")
def tables():
    study = fake_run.material()
    leaves = fake_run.codebook().leaves
    codings = tuple(
        Coding(
            coder=coder,
            code_id=leaves[(n + 1) % len(leaves)].id,
            document=p.document,
            start=p.start,
            end=p.end,
        )
        for coder, every in (("Mira", 2), ("Tom", 3))
        for n, p in enumerate(study.passages)
        if n % every == 0
    )
    seen = dict.fromkeys(("Mira", "Tom"), frozenset(p.id for p in study.passages))
    coding = dataclasses.replace(study.coding, codings=codings, seen=seen)
    study = dataclasses.replace(study, coding=coding)
    found = fake_run.results()
    compared = reconcile(study.passages, study.codebook, coding, found.suggestions, overlap=0.5)
    return build_tables(study, dataclasses.replace(found, reconciliation=compared))


def _of(tables, name, **where):
    table = frames(tables)[name]
    for column, value in where.items():
        table = table[table[column] == value]
    return table


def test_the_tables_hold_the_counts_of_the_coding(tables):
    """The first suggestion of every passage is the code that both give to some of them."""
    whole = _of(tables, "calibration", group="all").set_index("coder")
    assert whole["right"].to_dict() == {ANYONE: 40, "Mira": 30, "Tom": 20}
    assert set(whole["passages"]) == {60}
    first = _of(tables, "suggestions", rank=1)
    used = _of(tables, "risk_coverage", point="in use", coder="Mira").iloc[0]
    assert used["passages"] == (first["suggested"] == "yes").sum()
    every = _of(tables, "risk_coverage", point="curve", coder="Mira").iloc[-1]
    assert (every["coverage"], every["wrong"], every["risk"]) == (1, 30, 0.5)
    assert 0 < every["area"] < 1


def test_the_page_says_what_confidence_is_on_either_basis(tables):
    page = fake_run.page(tables, fake_run.RUN)
    assert "was not calibrated on this study" in page
    assert "calibrated out of fold, on passages" not in page
    learnt = fake_run.page(tables, LEARNT)
    assert "calibrated out of fold, on passages" in learnt
    assert "any of the people learnt from" in learnt
    assert "For 60 passages too little other coding was left" in learnt
    assert "How far confidence can be trusted" in learnt
    assert "Left, dots: share of first codes that people gave" in learnt


def _row(coder, mean, right, low, high):
    return {
        "coder": coder,
        "group": "all",
        "low": 0.1,
        "high": 0.9,
        "passages": 100,
        "mean_confidence": mean,
        "right": right,
        "share_right": right / 100,
        "share_low": low,
        "share_high": high,
        "error": 0.05,
    }


def test_words_follow_the_interval():
    rows = [
        _row("Over", 0.6, 40, 0.31, 0.5),
        _row("Under", 0.2, 40, 0.31, 0.5),
        _row("Like", 0.45, 40, 0.31, 0.5),
    ]
    used = [
        {"coder": one["coder"], "point": "in use", "coverage": 0.5, "passages": 50, "wrong": 10}
        | {"risk": 0.2, "low": 0.11, "high": 0.33}
        for one in rows[:2]
    ] + [{"coder": "Like", "point": "in use", "coverage": 0.0, "passages": 0, "wrong": 0}]
    tables = tables_of({"calibration": rows, "risk_coverage": used})
    over, under, like = certainty_sentences(tables, {"basis": "codebook"})
    assert "confidence overstates, by 0.20." in over
    assert "answered 50 of them (50 %); 10 of its first codes there were not given (0.20, " in over
    assert "confidence understates, by 0.20." in under
    assert "neither overstates nor understates beyond chance" in like
    assert "answered none of these passages" in like


def test_the_figure_is_drawn_for_print_and_shows_the_risk_set(tables):
    files = figure_files(draw_figures(tables, LEARNT))
    svg = files["figures/calibration.svg"].decode()
    assert "60 passages, 20 a dot" in svg
    assert "in use" in svg
    assert "risk set" not in svg
    assert "risk set" in draw_figures(tables, AT_RISK)["calibration"].svg
    assert {"figures/calibration.pdf", "figures/calibration.png"} <= set(files)


def test_methods_tell_risk_answered_passages_calibration_and_learnt_themes(tables):
    text = build_methods(tables, AT_RISK)
    table = frames(tables)["suggestions"]
    answered = table.loc[table["suggested"] == "yes", "passage_id"].nunique()
    assert "A risk of 0.2 was set: the machine abstains" in text
    assert f"It answered {answered} of 60 passages." in text
    assert "by codes learnt from human coding out of fold" in text
    assert "without sight of codebook or coding" not in text
    assert "Held against Mira (60 passages seen)" in text
    plain = build_methods(tables, fake_run.RUN)
    assert "without sight of codebook or coding" in plain
    assert "risk of" not in plain
    unlearnt = build_methods(tables, {**AT_RISK, "basis": "codebook"})
    assert "A risk of 0.2 was set but had no effect" in unlearnt


def test_themes_learnt_from_coding_are_no_independent_finding(tables):
    assert "no independent finding" in fake_run.page(tables, AT_RISK)
    assert "The themes were found without the codebook" in fake_run.page(tables, LEARNT)


def test_the_workbook_has_both_tables_and_they_come_back(tables):
    book = openpyxl.load_workbook(io.BytesIO(fake_run.workbook(tables, LEARNT)))
    assert book["Calibration"].max_row == len(tables[CALIBRATION]) + 1
    assert book["Risk and coverage"].max_row == len(tables[RISK_COVERAGE]) + 1
    again = fake_run.read_back(fake_run.csv_files(tables))
    assert fake_run.page(again, AT_RISK) == fake_run.page(tables, AT_RISK)
