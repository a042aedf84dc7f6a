import io
import warnings
import xml.etree.ElementTree as ET

import fake_run
import matplotlib as mpl
import pytest
from fontTools.subset import Options
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from made_tables import frame_of, row
from secondcoder.page.figures.style import WIDTH, Drawn, styled
from secondcoder.page.figures.text import width_of, wrapped
from secondcoder.procedures.second_coder.figures.agreement import agreement_rows, draw_agreement
from secondcoder.procedures.second_coder.figures.bands import draw_bands, match_sides
from secondcoder.procedures.second_coder.figures.matrix import (
    MOST,
    NONE,
    OTHER,
    confusion,
    draw_matrix,
)
from secondcoder.procedures.second_coder.figures.themes import draw_themes, theme_bars
from secondcoder.procedures.second_coder.tables.agreement import AGREEMENT, AGREEMENT_HUMANS
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import COMPARISON
from secondcoder.procedures.second_coder.tables.themes import MATCHES, THEMES


@pytest.fixture(scope="module")
def tables():
    return fake_run.tables()


DRAWN = {
    "themes": lambda t: draw_themes(theme_bars(t[THEMES])),
    "bands": lambda t: draw_bands(match_sides(t[THEMES], t[CODES], t[MATCHES])),
    "agreement": lambda t: draw_agreement(
        agreement_rows(t[AGREEMENT], t[AGREEMENT_HUMANS]), [0.5, 0.61]
    ),
    "matrix": lambda t: draw_matrix(confusion(t[COMPARISON], t[CODES])),
}


def _parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 - drawn by ourselves


def _texts(drawn):
    nodes = _parsed(drawn.svg).iter()
    return ["".join(node.itertext()) for node in nodes if node.tag[-4:] == "text"]


@pytest.mark.parametrize("name", DRAWN)
def test_figure_is_the_same_bytes_without_date_and_without_warning(tables, name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = DRAWN[name](tables).svg
    assert svg == DRAWN[name](tables).svg
    assert _parsed(svg).tag.endswith("svg")
    assert "dc:date" not in svg
    assert "DejaVu" not in svg


def test_the_settings_of_a_user_change_no_figure(tables):
    plain = DRAWN["themes"](tables).as_files()
    with mpl.rc_context({"savefig.dpi": 50, "font.weight": "bold", "savefig.bbox": "tight"}):
        assert DRAWN["themes"](tables).as_files() == plain


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_drawn_where_there_is_nothing(name):
    empty = fake_run.uncoded_tables()
    assert DRAWN[name](empty) is None


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_cut_at_the_edge_and_the_width_is_the_common_one(tables, name):
    figure = DRAWN[name](tables).figure
    box = figure.get_tightbbox()
    assert figure.get_figwidth() == WIDTH
    assert box.x0 >= 0
    assert box.y0 >= 0
    assert box.x1 <= WIDTH
    assert box.y1 <= figure.get_figheight()


@pytest.mark.parametrize("name", DRAWN)
def test_axes_have_titles(tables, name):
    titles = {
        "themes": {"candidate theme", "passages"},
        "bands": {"candidate theme", "code"},
        "agreement": {"code", "Cohen’s kappa", "machine and Mira"},
        "matrix": {"person’s code", "machine’s code, by number"},
    }
    assert titles[name] <= set(_texts(DRAWN[name](tables)))


def test_labels_are_text_and_a_dollar_is_no_formula(tables):
    texts = _texts(DRAWN["themes"](tables))
    assert "<i>cost</i> us $5 and $6 😂" in " ".join(texts)
    assert "\u200eمرحبا بالعالم" in texts  # set from the left, as the page sets it
    assert "14 · stable 0.93" in texts


def test_unmatched_themes_and_codes_are_drawn(tables):
    texts = _texts(DRAWN["bands"](tables))
    assert texts.count("(new theme)") == 3
    assert texts.count("(not found)") == 1
    assert "Digital access" in texts


def test_agreement_is_sorted_and_leaves_out_what_is_undefined(tables):
    texts = _texts(DRAWN["agreement"](tables))
    assert "overall 0.50 to 0.61" in texts
    assert "Weather" not in texts
    means = (
        frame_of(AGREEMENT, tables[AGREEMENT])
        .dropna(subset=["kappa"])
        .groupby("code")["kappa"]
        .mean()
    )
    drawn = [text for text in texts if text in set(means.index)]
    assert drawn == sorted(drawn, key=lambda code: -means[code])


@pytest.mark.parametrize(
    "text",
    [
        "Short",
        "Many short words one after the other " * 9,
        "Donaudampfschiff" * 9,
        "地区の年齢" * 40,
    ],
)
def test_a_label_keeps_to_its_room(text):
    lines = wrapped(text, 1.5, lines=3).split("\n")
    assert len(lines) <= 3
    assert all(width_of(line) <= 1.5 for line in lines)
    shown = "".join(lines).replace(" ", "")
    assert text.replace(" ", "").startswith(shown.removesuffix("…"))
    assert shown.endswith("…") == (len(text) > 40)


def test_a_label_is_one_text_without_control_characters():
    assert wrapped("one\ttwo\x00\nthree", 3) == "one two three"


def _comparison(cells):
    names = ("passage_id", "code_id", "human", "machine")
    return [
        row(COMPARISON, {**dict(zip(names, cell, strict=True)), "coder": "Mira"}) for cell in cells
    ]


def _codes(*cells):
    return [
        row(CODES, dict(zip(("code_id", "top_id", "code"), cell, strict=True))) for cell in cells
    ]


def test_confusion_counts_by_hand():
    found = confusion(
        _comparison(
            [
                ("1", "a", "yes", "yes"),  # both A
                ("2", "a", "yes", "no"),  # the person A, the machine B
                ("2", "b1", "no", "yes"),
                ("3", "a", "yes", "no"),  # the person A, the machine none
                ("4", "b", "no", "yes"),  # the person none, the machine B
                ("6", "a", "yes", "yes"),  # both A, the machine also B
                ("6", "b", "no", "yes"),
            ]
        ),
        _codes(("a", "a", "A"), ("b", "b", "B"), ("b1", "b", "B > one")),
    )
    assert found.counts == ((2, 1, 1), (0, 0, 0), (0, 2, 0))
    assert found.names == ("A", "B", NONE)


def test_confusion_gathers_rare_codes():
    ids = [f"c{n:02}" for n in range(MOST + 4)]
    found = confusion(
        _comparison([(one, one, "yes", "yes") for one in ids]),
        _codes(*[(one, one, one) for one in ids]),
    )
    assert found.names[-2:] == (OTHER, NONE)
    assert found.counts[-2][-2] == 4
    assert sum(map(sum, found.counts)) == len(ids)


def test_a_pdf_embeds_outlines_and_its_words_are_found():
    with styled("x"):
        from matplotlib.figure import Figure

        figure = Figure()
        figure.subplots().set_title("Agreement: “fit”")
    usual = list(Options._drop_tables_default)
    pdf = PdfReader(io.BytesIO(Drawn("x", figure).pdf()))
    assert list(Options._drop_tables_default) == usual
    assert "Agreement: “fit”" in pdf.pages[0].extract_text()
    fonts = [
        one.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for one in pdf.pages[0]["/Resources"]["/Font"].values()
    ]
    files = [TTFont(io.BytesIO(one["/FontFile2"].get_data())) for one in fonts]
    held = frozenset().union(*(file.keys() for file in files))
    assert "glyf" in held
    assert not held & {"GSUB", "GPOS", "GDEF", "kern"}
