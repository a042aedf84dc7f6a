"""Every figure at print size: nothing cut, nothing over something else, told apart in grey."""

import itertools

import fake_run
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.text import Text

from made_tables import TABLE, tables_of
from secondcoder.page.figures.heat import letters_on, tint
from secondcoder.page.figures.style import INK, WIDTH, styled
from secondcoder.procedures.second_coder.page.drawings import draw_figures

DOTS = 150
"""An inch; a figure is drawn at the width at which it is printed."""
TOUCH = 1.0
"""Dots that two boxes may share: letters do not fill theirs."""
LONG = "A very long label of a code that goes on and on for the sake of it"


def _pair(first, second, kind, number):
    value = {"alpha": number, "alpha_low": number - 0.1, "alpha_high": number + 0.1}
    at = {"first": first, "second": second, "second_is": kind, "level": 1, "scope": "level 1"}
    return {**at, **value, "pooled_kappa": number, "codes": 3, "units": 40, "documents": 6}


def made():
    """Return the made-up run with what its stages do not give: documents, groups, pairs."""
    codes = [
        {"code_id": f"k{n}", "code": name, "level": 1, "top_id": f"k{n}"}
        | {"passages_human": 9 - n, "passages_machine": 5, "in_codebook": True}
        for n, name in enumerate([LONG, "Trust", "Money & forms", "Évidence", "مرحبا"] * 2)
    ]
    documents = [f"A document with a name of some length {n}" for n in range(12)]
    passages = [
        {"passage_id": f"p{n}", "document": name, "position": 1, "text": "words"}
        for n, name in enumerate(documents)
    ]
    both = [("Ana", "machine", "machine"), ("Ben", "machine", "machine"), ("Ana", "Ben", "person")]
    extra = tables_of(
        {
            "passages": passages,
            "seen": [{"coder": "Ana", "passage_id": one["passage_id"]} for one in passages],
            "codes": codes,
            "code_documents": [
                {"code_id": code["code_id"], "document": name, "people": (n * 7 + k) % 5 + 1}
                for n, name in enumerate(documents)
                for k, code in enumerate(codes)
                if (n + k) % 3
            ],
            "code_groups": [
                {"attribute": "kind", "basis": "folder", "value": value, "code_id": one["code_id"]}
                | {"seen": 40, "passages": 50, "people": 4, "people_share": share}
                for value, share in (("focus groups", 0.1), ("interviews", 0.4), ("tables", 1.0))
                for one in codes
            ],
            "code_pairs": [
                {"code_id": "k0", "other_id": "k1", "level": 1, "people": 3},
                {"code_id": "k1", "other_id": "k4", "level": 1, "people": 12},
            ],
            "agreement_documents": [
                {"document": name, "first": a, "second": b, "second_is": kind}
                | {"scope": "level 1", "units": 9, "pooled_kappa": (n * 3 + len(a + b)) % 10 / 10}
                for n, name in enumerate(documents)
                for a, b, kind in both
            ],
            "agreement_overall": [_pair(a, b, kind, 0.3) for a, b, kind in both],
            "agreement_baselines": [
                {"coder": "Ana", "beside": "machine", "scope": "level 1", "trivial": "no code"}
                | {"alpha": -0.2}
            ],
        }
    )
    names = (
        *("code_documents", "code_groups", "code_pairs", "agreement_documents"),
        *("agreement_overall", "agreement_baselines", "codes", "passages", "seen"),
    )
    found = fake_run.tables()
    whole = draw_figures(found, fake_run.RUN)
    added = found.having({TABLE[name]: extra[TABLE[name]] for name in names})
    more = draw_figures(added.having({TABLE["comparison"]: ()}), fake_run.RUN)
    return {**more, **whole, **{f"{name} 2": more[name] for name in NEW}}


NEW = (
    *("codes_by_document", "codes_by_kind", "codes_together"),
    *("agreement_by_document", "headline"),
)
FIGURES = made()


def boxes(drawn):
    """Return each text that is drawn with its box, in dots."""
    with styled(drawn.name):
        figure = drawn.figure
        figure.set_dpi(DOTS)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        texts = [one for one in figure.findobj(Text) if one.get_visible() and one.get_text()]
        texts = [one for one in texts if one.get_text().strip()]
        within = [(one.get_text(), one.get_window_extent(renderer)) for one in texts]
    wide, high = figure.get_size_inches() * DOTS
    return [(text, box) for text, box in within if box.x1 > 0 and box.x0 < wide], (wide, high)


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_no_text_is_cut_and_none_lies_on_another(name):
    found, (wide, high) = boxes(FIGURES[name])
    assert found
    for text, box in found:
        assert min(box.x0, box.y0) >= -TOUCH, text
        assert max(box.x1 - wide, box.y1 - high) <= TOUCH, text
    for (one, first), (other, second) in itertools.combinations(found, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= TOUCH or down <= TOUCH, f"{one!r} lies on {other!r}"


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_every_axis_that_bears_numbers_has_a_title(name):
    figure = FIGURES[name].figure
    assert figure.get_figwidth() == WIDTH
    for axes in figure.axes:
        labels = [one.get_text() for one in axes.get_xticklabels() if one.get_text()]
        if labels and axes.get_xaxis().get_visible() and axes.lines:
            bottom = [other for other in figure.axes if other.get_xlabel()]
            assert axes.get_xlabel() or bottom, labels


def grey(colour):
    red, green, blue = to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_marks_of_a_legend_are_told_apart_without_colour(name):
    for legend in FIGURES[name].figure.legends:
        handles = [one for one in legend.legend_handles if isinstance(one, Line2D)]
        looks = [
            (
                one.get_marker() if one.get_linestyle() == "None" else "",
                str(one.get_markerfacecolor() == "white"),
                str(one._dash_pattern) if one.get_linestyle() != "None" else "",
                one.get_linewidth() if one.get_linestyle() != "None" else 0,
                round(grey(one.get_color()), 1),
            )
            for one in handles
        ]
        assert len(set(looks)) == len(looks), looks


def test_letters_in_cells_have_the_greater_contrast_at_every_depth():
    def light(colour):
        parts = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        )
        return sum(
            share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
        )

    def contrast(one, other):
        lighter, darker = sorted((light(one), light(other)), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    for depth in (n / 50 for n in range(51)):
        cell, chosen = tint(depth), letters_on(depth)
        best = max(contrast(cell, "white"), contrast(cell, INK))
        assert contrast(cell, chosen) >= 0.98 * best > 3.7
