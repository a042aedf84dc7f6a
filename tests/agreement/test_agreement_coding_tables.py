"""Sets of codes from tables of coding, and what would silently count as left uncoded."""

import doctest

import numpy as np
import pandas as pd
import pytest

from secondcoder.agreement import (
    RatingsError,
    agreement_interval,
    code_sets,
    coding_tables,
    cohen_kappa,
    krippendorff_alpha,
    mv_alpha,
    one_code,
)

UNITS = list(range(12))
ANA = pd.DataFrame(
    {"passage": [0, 1, 1, 4, 7, 7], "code": ["trust", "trust", "money", "food", "money", "money"]},
    index=[3, 3, 3, 9, 9, 0],
)
BEN = pd.DataFrame({"passage": [0, 1, 5], "code": ["trust", "money", "food"]})
EVE = pd.DataFrame({"passage": [], "code": []})


def test_every_unit_has_a_set_for_every_coder():
    sets = code_sets({"ana": ANA, "ben": BEN, "eve": EVE}, UNITS, seen={"ben": range(6)})
    assert sets.index.tolist() == UNITS
    assert sets.loc[1].tolist() == [{"trust", "money"}, {"money"}, set()]
    assert sets.loc[7].tolist() == [{"money"}, None, set()]
    assert (
        mv_alpha(sets).value
        == mv_alpha([list(row) for row in sets.itertuples(index=False, name=None)]).value
    )


def test_one_code_is_seen_withheld_and_not_seen():
    sets = code_sets({"ana": ANA, "ben": BEN}, UNITS, seen={"ben": range(6)})
    trust = one_code(sets, "trust")
    assert trust["ana"].tolist() == [1, 1, *[0] * 10]
    assert trust["ben"].isna().tolist() == [False] * 6 + [True] * 6
    both = [(1, 1), (1, 0), *[(0, 0)] * 4]
    assert (
        cohen_kappa(trust["ana"], trust["ben"]).value == cohen_kappa(*zip(*both, strict=True)).value
    )
    assert krippendorff_alpha(trust).defined
    found = agreement_interval(cohen_kappa, trust, documents=[unit // 2 for unit in UNITS])
    assert found.reason


@pytest.mark.parametrize("ids", [np.arange(12), pd.Series(UNITS), pd.array(UNITS, "Int64")])
def test_ids_may_be_numbers_of_any_kind(ids):
    floats = BEN.assign(passage=BEN["passage"].astype(float))
    sets = code_sets({"ana": ANA, "ben": floats}, ids)
    assert sets["ben"].tolist()[:2] == [{"trust"}, {"money"}]


WRONG = {
    "text for numbers": (
        {"ben": BEN.assign(passage=["0", "1", "5"])},
        {},
        r"row 0: '0' is none of the units(.|\n)*Units are numbers, such as 0",
    ),
    "an unknown unit": ({"ben": BEN.assign(passage=[0, 1, 99])}, {}, "row 2: 99 is none of"),
    "a missing unit": ({"ben": BEN.assign(passage=[0, 1, None])}, {}, "row 2: nan is none of"),
    "a missing code": ({"ben": BEN.assign(code=["trust", None, "food"])}, {}, "row 1: no code"),
    "an empty code": ({"ben": BEN.assign(code=["trust", " ", "food"])}, {}, "row 1: no code"),
    "coded but not seen": ({"ben": BEN}, {"seen": {"ben": [0, 1]}}, "5 was coded but is not"),
    "seen by nobody known": ({"ben": BEN}, {"seen": {"Ben": [0]}}, "seen names 'Ben'"),
    "seen and unknown": ({"ben": BEN}, {"seen": {"ben": ["0"]}}, "seen of 'ben': '0' is none of"),
    "another column": ({"ben": BEN.rename(columns={"code": "label"})}, {}, "no column 'code'"),
    "no frame": ({"ben": [("0", "trust")]}, {}, "is list, not a frame"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_would_count_as_left_uncoded_is_refused(name):
    codings, more, words = WRONG[name]
    with pytest.raises(RatingsError, match=words):
        code_sets(codings, UNITS, **more)


def test_units_and_codes_are_known():
    with pytest.raises(RatingsError, match="the unit 1 occurs twice"):
        code_sets({"ana": ANA}, [0, 1, 1])
    with pytest.raises(RatingsError, match="nobody gave the code 'Trust'"):
        one_code(code_sets({"ana": ANA}, UNITS), "Trust")


def test_the_examples_run():
    found = doctest.testmod(coding_tables)
    assert found.attempted
    assert found.failed == 0
