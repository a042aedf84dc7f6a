import warnings
import xml.etree.ElementTree as ET

import fake_run
import pandas as pd
import pytest

from made_tables import frames
from secondcoder.procedures.second_coder.figures.agreement import draw_agreement
from secondcoder.procedures.second_coder.figures.bands import draw_bands
from secondcoder.procedures.second_coder.figures.matrix import (
    MOST,
    NONE,
    OTHER,
    confusion,
    draw_matrix,
)
from secondcoder.procedures.second_coder.figures.themes import draw_themes


@pytest.fixture(scope="module")
def tables():
    return frames(fake_run.tables())


DRAWN = {
    "themes": lambda t: draw_themes(t["themes"]),
    "bands": lambda t: draw_bands(t["themes"], t["codes"], t["matches"]),
    "agreement": lambda t: draw_agreement(t["agreement"], t["agreement_humans"], [0.5]),
    "matrix": lambda t: draw_matrix(confusion(t["comparison"], t["codes"])),
}


def _parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 - drawn by ourselves


def _texts(svg):
    return ["".join(node.itertext()) for node in _parsed(svg).iter() if node.tag[-4:] == "text"]


@pytest.mark.parametrize("name", DRAWN)
def test_figure_is_the_same_bytes_without_date_and_without_warning(tables, name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = DRAWN[name](tables)
    assert svg == DRAWN[name](tables)
    assert _parsed(svg).tag.endswith("svg")
    assert "dc:date" not in svg
    assert "DejaVu" not in svg


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_drawn_where_there_is_nothing(name):
    empty = frames(fake_run.uncoded_tables())
    assert DRAWN[name](empty) == ""


def test_labels_are_text_and_a_dollar_is_no_formula(tables):
    texts = _texts(draw_themes(tables["themes"]))
    assert "<i>cost</i> us $5 and $6 😂" in texts
    assert "مرحبا بالعالم" in texts
    assert "14 · stable 0.93" in texts


def test_unmatched_themes_and_codes_are_drawn(tables):
    texts = _texts(draw_bands(tables["themes"], tables["codes"], tables["matches"]))
    assert texts.count("new theme") == 3
    assert texts.count("not found") == 1
    assert "Digital access" in texts


def test_agreement_is_sorted_and_leaves_out_what_is_undefined(tables):
    texts = _texts(draw_agreement(tables["agreement"], tables["agreement_humans"], [0.5, 0.61]))
    assert "overall 0.50 to 0.61" in texts
    assert "Weather" not in texts
    means = tables["agreement"].dropna(subset=["kappa"]).groupby("code")["kappa"].mean()
    drawn = [text for text in texts if text in set(means.index)]
    assert drawn == sorted(drawn, key=lambda code: -means[code])


def _comparison(rows):
    columns = ["passage_id", "code_id", "human", "machine"]
    return pd.DataFrame(rows, columns=columns).assign(coder="Mira")


CODES = pd.DataFrame(
    {
        "code_id": ["a", "b", "b1"],
        "top_id": ["a", "b", "b"],
        "code": ["A", "B", "B > one"],
    }
)


def test_confusion_counts_by_hand():
    counts = confusion(
        _comparison(
            [
                ("1", "a", "yes", "yes"),  # both A
                ("2", "a", "yes", "no"),  # the person A, the machine B
                ("2", "b1", "no", "yes"),
                ("3", "a", "yes", "no"),  # the person A, the machine none
                ("4", "b", "no", "yes"),  # the person none, the machine B
                ("5", "a", "no", "no"),  # neither: not counted
                ("6", "a", "yes", "yes"),  # both A, the machine also B
                ("6", "b", "no", "yes"),
            ]
        ),
        CODES,
    )
    assert counts.to_numpy().tolist() == [[2, 1, 1], [0, 0, 0], [0, 2, 0]]
    assert list(counts.index) == ["A", "B", NONE]


def test_confusion_gathers_rare_codes():
    ids = [f"c{n:02}" for n in range(MOST + 4)]
    codes = pd.DataFrame({"code_id": ids, "top_id": ids, "code": ids})
    counts = confusion(_comparison([(one, one, "yes", "yes") for one in ids]), codes)
    assert list(counts.index[-2:]) == [OTHER, NONE]
    assert counts.loc[OTHER, OTHER] == 4
    assert counts.to_numpy().sum() == len(ids)
