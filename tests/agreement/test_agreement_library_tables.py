"""Tables as people have them: columns that are no coders, columns of every kind, row labels."""

import numpy as np
import pandas as pd
import pytest

from secondcoder.agreement import (
    RatingsError,
    category_counts,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    light_kappa,
    mv_alpha,
    percent_agreement,
)

CODED = pd.DataFrame({"ana": [1, 2, 1, 1, 2, 1, 1, 2, 3, 1], "ben": [1, 2, 1, 2, 2, 1, 1, 2, 3, 3]})
WORDS = CODED.replace({1: "yes", 2: "no", 3: "both"})
KAPPA = cohen_kappa(CODED["ana"], CODED["ben"]).value


@pytest.mark.parametrize(
    "name",
    [
        *("id", "ID", "index", "Unnamed: 0", "level_0", "passage", "passage_id", "Document", "doc"),
        *("interview", "participant no", "segment number", "quote", "row", "case id"),
    ],
)
def test_a_column_is_no_coder_by_its_name(name):
    with pytest.raises(RatingsError, match="no coder by its name"):
        krippendorff_alpha(CODED.assign(**{name: [1, 1, 1, 2, 2, 2, 3, 3, 3, 3]}))
    with pytest.raises(RatingsError, match=r"frame\.set_index"):
        category_counts(CODED.assign(**{name: [1, 1, 1, 2, 2, 2, 3, 3, 3, 3]}))


@pytest.mark.parametrize("name", ["Ana", "coder", "machine", "David", "rater 2", "Caseyn", "Idris"])
def test_coders_names_are_none_of_these(name):
    three = CODED.assign(**{name: CODED["ben"]})
    assert krippendorff_alpha(three).defined


@pytest.mark.parametrize("start", [0, 101])
def test_numbers_that_grow_from_row_to_row_are_ids(start):
    ids = CODED.assign(p=range(start, start + len(CODED)))
    for table in (ids, ids.to_numpy(), ids.astype("Int64")):
        with pytest.raises(RatingsError, match="grows from row to row"):
            percent_agreement(table)


def test_text_that_no_other_column_shares_is_no_coders():
    names = ["w1", "w1", "w2", "w2", "w2", "w3", "w3", "w4", "w4", "w4"]
    with pytest.raises(RatingsError, match="column 'where' shares no value"):
        gwet_ac1(WORDS.assign(where=names))


def test_ranks_and_coders_who_never_agree_are_taken():
    first = list(range(1, 11))
    ranks = pd.DataFrame({"ana": first, "ben": [2, 1, *first[2:]], "eve": [1, 3, 2, *first[3:]]})
    assert krippendorff_alpha(ranks, level="ordinal").value > 0.9
    assert cohen_kappa(["a"] * 9, ["b"] * 9).value == 0
    assert gwet_ac1(WORDS.assign(eve="neither")).defined


@pytest.mark.parametrize(
    "column",
    [list, tuple, np.array, pd.Series, pd.Index, pd.Categorical, lambda v: pd.array(v, "Int64")],
)
def test_a_column_may_be_of_any_kind(column):
    first, second = column(CODED["ana"].tolist()), column(CODED["ben"].tolist())
    assert cohen_kappa(first, second).value == KAPPA
    assert cohen_kappa(first, CODED["ben"].tolist()).value == KAPPA


def polars_like(name, **more):
    """Return an object as polars makes them: known by its class alone."""
    kind = type(name, (list,), {"__module__": "polars.dataframe.frame"})
    made = kind(more.pop("values", ()))
    for attribute, value in more.items():
        setattr(made, attribute, value)
    return made


def test_frames_and_columns_of_polars_are_taken():
    rows = list(CODED.itertuples(index=False, name=None))
    frame = polars_like("DataFrame", columns=["ana", "ben"], rows=lambda: [*rows, (1, None)])
    ours = krippendorff_alpha(pd.concat([CODED, pd.DataFrame({"ana": [1], "ben": [None]})],
                                        ignore_index=True))  # fmt: skip
    assert krippendorff_alpha(frame).value == ours.value
    with pytest.raises(RatingsError, match="column 'ben': 'x'"):
        krippendorff_alpha(
            polars_like("DataFrame", columns=["ana", "ben"], rows=lambda: [(1, "x")])
        )
    one, two = (polars_like("Series", values=CODED[name].tolist()) for name in CODED)
    assert cohen_kappa(one, two).value == KAPPA


def test_counts_of_categories_keep_the_labels_of_rows():
    labelled = CODED.set_axis([f"p{row}" for row in range(10)])
    counts = category_counts(labelled)
    assert counts.index.equals(labelled.index)
    assert counts.loc["p9"].to_dict() == {1: 1, 2: 0, 3: 1}
    assert fleiss_kappa(counts).value == fleiss_kappa(category_counts(CODED.to_numpy())).value


def test_lights_kappa_names_the_columns_of_a_frame():
    found = light_kappa(pd.DataFrame({"ana": [1, 1], "ben": [1, 1], "eve": [1, 2]}))
    assert found.reason.startswith("columns 'ana' and 'ben': ")


def test_percent_agreement_is_compared_with_no_chance():
    assert percent_agreement(CODED).expected is None


def test_codes_numbered_as_in_a_codebook_are_different_codes():
    ten = [[{"1.1"}, {"1.1"}], [{"1.10"}, {"1.10"}], [{"2.1"}, {"1.1"}]]
    one = [[{"a"}, {"a"}], [{"b"}, {"b"}], [{"c"}, {"a"}]]
    assert mv_alpha(ten).value == mv_alpha(one).value
    with pytest.raises(RatingsError, match="spelt in two ways"):
        mv_alpha([[{"01"}, {"1"}]])
