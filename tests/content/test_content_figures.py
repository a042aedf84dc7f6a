"""The names of the figures of a content analysis, and the figures themselves."""

import pytest

from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.content.page.drawings import draw_figures, figure_list, value_parts
from secondcoder.procedures.content.tables.by_value import COUNTS_BY, CountByRow
from secondcoder.procedures.content.tables.declared import TABLES
from secondcoder.procedures.content.tables.facets import FACET_COUNTS, FacetCountRow
from secondcoder.publish.schema import Tables


def _tables(*attributes, facets=()):
    spread = dict.fromkeys(("mean_percent", "sd", "se", "bootstrap_low", "bootstrap_high"))
    counted = [
        CountByRow(
            attribute=attribute,
            value="x",
            theme="T",
            codes=number,
            total=10,
            percent=10.0 * number,
            standing="major",
            in_half=True,
            documents=3,
            low=5.0,
            high=60.0,
            note="",
            **spread,
        )
        for number, attribute in enumerate(attributes, start=1)
    ]
    divided = [
        FacetCountRow(theme="T", facet=facet, value="good", codes=3, percent=100.0)
        for facet in facets
    ]
    return Tables(TABLES, {COUNTS_BY: counted, FACET_COUNTS: divided})


def _names(tables):
    return {part.attribute: part.name for part in value_parts(tables)}


def test_attributes_without_ascii_letters_have_figures_of_their_own():
    tables = _tables("地区", "年齢", "性別")
    drawn = draw_figures(tables)
    assert len(drawn) == 3
    assert len(figure_files(drawn)) == 9
    assert [one["attribute"] for one in figure_list(tables, drawn)] == ["地区", "年齢", "性別"]


@pytest.mark.parametrize(
    ("attributes", "facets"),
    [
        (("地区", "年齢", "性別"), ()),
        (("site", "Site", "SITE"), ()),
        (("a b", "a_b", "a-b"), ()),
        (("facet",), ("1",)),
        (("q" * 300 + "1", "q" * 300 + "2"), ()),
    ],
)
def test_no_two_figures_share_a_name_whatever_the_order(attributes, facets):
    drawn = draw_figures(_tables(*attributes, facets=facets))
    folded = {name.casefold() for name in drawn}
    assert len(folded) == len(attributes) + len(facets)
    assert all(name.isascii() and len(name) < 250 for name in drawn)
    again = _names(_tables(*reversed(attributes), facets=facets))
    assert again == _names(_tables(*attributes, facets=facets))


def test_a_name_is_readable_where_no_other_figure_has_it():
    assert _names(_tables("site / <b>", "age")) == {"site / <b>": "site____b__1", "age": "age_1"}
