"""Calls that gave a number without meaning: each is refused or gives the right value."""

import os
import subprocess
import sys
import time
from decimal import Decimal
from functools import partial

import numpy as np
import pandas as pd
import pytest

from secondcoder import agreement
from secondcoder.agreement import category_kappas, cohen_kappa, light_kappa
from secondcoder.agreement.coefficients import (
    alpha,
    binary,
    distances,
    fleiss,
    gwet,
    omega,
    weighted,
)
from secondcoder.agreement.coefficients.labelsets import LabelSets, label_sets
from secondcoder.agreement.coefficients.multivalued import mv_alpha
from secondcoder.errors import SecondcoderError

NAN = float("nan")
CODED = pd.DataFrame({"ana": [1, 0, 1, 0, 1, 0], "ben": [1, 0, 0, 0, 1, 1]})
DOCUMENTS = list("abcdef")


def _interval(coefficient=cohen_kappa, documents=DOCUMENTS, rows=((1, 0),) * 6, **more):
    return lambda: agreement.agreement_interval(coefficient, rows, documents=documents, **more)


def _alpha(rows, **more):
    return lambda: agreement.krippendorff_alpha(rows, **more)


REFUSED = {
    "text at an interval level": (_alpha([["1", "2"], ["2", "2"]], level="interval"), "'1' is no"),
    "words in an order": (_alpha([["low", "high"]], level="ordinal"), "'low' is no number"),
    "dates at an interval level": (
        _alpha(pd.DataFrame({"a": pd.date_range("2020", periods=2, tz="UTC")}), level="interval"),
        "row 0, column 'a': Timestamp",
    ),
    "a ratio below 0": (_alpha([[-1, 2], [3, 4]], level="ratio"), "-1 is below 0"),
    "numbers beyond all": (_alpha([[10**400, 1], [1, 2]], level="interval"), "is no number"),
    "a distance by name": (_alpha([[1, 1]], distance="masi"), "is a function, not 'masi'"),
    "numbers as sets": (_alpha([[1, 1]], distance=distances.masi), "1 is no set"),
    "rows from a generator": (_alpha(row for row in [[1, 1]]), "not generator"),
    "a set as a column": (lambda: cohen_kappa({1, 0}, {1, 0}), "not set"),
    "letters as a column": (lambda: cohen_kappa("1010", "1000"), "not str"),
    "NaN as text": (lambda: cohen_kappa(["a", "nan"], ["a", "b"]), "a missing value was turned"),
    "case": (lambda: cohen_kappa(["Yes", "no"], ["yes", "no"]), "spelt in two ways"),
    "spaces that look alike": (_alpha([["a b", "a\u00a0b"]]), "spelt in two ways"),
    "two spaces": (_alpha([["a  b", "a b"]]), "spelt in two ways"),
    "a mark that cannot be seen": (_alpha([["a", "a\u200b"]]), "spelt in two ways"),
    "curly quotation marks": (_alpha([["don't", "don’t"]]), "spelt in two ways"),
    "dashes": (lambda: label_sets([[{"a-b"}, {"a–b"}]]), "spelt in two ways"),
    "a level and a distance": (
        _alpha([[1, 2]], level="ordinal", distance=distances.nominal),
        "level 'ordinal' and a distance",
    ),
    "NaN as text in a set": (lambda: label_sets([[{"nan"}, {"a"}]]), "a missing value was turned"),
    "a blank code": (lambda: label_sets([[{" "}, {"a"}]]), "without a name"),
    "counts of one unit": (lambda: fleiss.fleiss_kappa([3, 0]), r"not \(units, categories\)"),
    "a level as text": (_interval(level="95"), "the level is '95'"),
    "a list for a number": (_interval(sorted, rows=((1, 2),) * 6), "gives list"),
    "counts with options": (_interval(partial(category_kappas)), "is no coefficient"),
    "two columns for weighted kappa": (
        _interval(partial(cohen_kappa, weights="linear", categories=[0, 1]), rows=((1, 0, 1),) * 6),
        "3 columns",
    ),
    "spaces in sets": (lambda: label_sets([[{"a "}, {"a"}]]), "spelt in two ways"),
    "infinite": (_alpha([[1, float("inf")]]), "not finite"),
    "ragged Fleiss": (lambda: fleiss.fleiss_kappa([[3, 0], [1]]), "different lengths"),
    "true and false as counts": (lambda: fleiss.fleiss_kappa([[True, False]]), "True is no count"),
    "counts beyond all": (lambda: fleiss.fleiss_kappa([[2**61, 2**61]] * 2), "is no count"),
    "categories as text": (
        lambda: cohen_kappa(["a"], ["b"], weights="linear", categories="ab"),
        "not str",
    ),
    "categories without order": (
        lambda: cohen_kappa([1], [2], weights="linear", categories={1, 2}),
        "not set",
    ),
    "a category twice": (
        lambda: cohen_kappa([1], [2], weights="linear", categories=[1, 2, 2]),
        "2 twice",
    ),
    "a missing category": (lambda: agreement.gwet_ac1([[1, 2]], categories=[1, 2, NAN]), "as one"),
    "a level in percent": (_interval(level=95), "the level is 95"),
    "three coders for kappa": (_interval(rows=((1, 0, 1),) * 6), "3 columns"),
    "a coefficient by name": (_interval("kappa"), "is no coefficient"),
    "counts for a coefficient": (_interval(agreement.category_counts), "is no coefficient"),
    "a unit of a frame without document": (
        lambda: agreement.agreement_interval(
            cohen_kappa, CODED.set_axis(list("uvwxyz")), documents=[*"abcde", None]
        ),
        "the unit 'z' has no document",
    ),
    "documents of two kinds": (_interval(documents=[1, "1", 2, 3, 4, 5]), "mixed"),
    "documents from a generator": (_interval(documents=iter(DOCUMENTS)), "not list_iterator"),
    "a document spelt twice": (_interval(documents=["a", "a ", *"bcde"]), "two ways"),
    "a unit without document": (_interval(documents=["a", None, *"bcde"]), "no document"),
    "words": (lambda: binary.two_by_two(["yes", "no"], ["no", "no"]), "place 0: 'yes'"),
    "numbers as text": (lambda: binary.two_by_two(["1", "0"], ["0", "0"]), "place 0: '1'"),
    "NaN": (lambda: binary.two_by_two([1, 0, NAN], [1, 0, 0]), "place 2: nan"),
    "None": (lambda: binary.two_by_two([1, None], [1, 0]), "place 1: None"),
    "categories": (lambda: binary.two_by_two([0, 1, 2], [0, 1, 1]), "place 2: 2"),
    "broken counts": (lambda: binary.TwoByTwo(1.5, 2, 3, 4), "1.5"),
    "counts below 0": (lambda: binary.TwoByTwo(1, -2, 3, 4), "negative"),
    "letters as codes": (lambda: label_sets([["trust", "money"]]), "'trust' is no set"),
    "a cell of codes": (lambda: label_sets([["trust; money", {"trust"}]]), "split"),
    "codes of two kinds": (lambda: label_sets([[{"1"}, {1}]]), "'1', 1"),
    "a code without name": (lambda: label_sets([[{NAN}, {1.0}]]), "without a name"),
    "broken Fleiss": (lambda: fleiss.fleiss_kappa([[1.5, 0.5], [2, 0]]), "1.5"),
    "a table below 0": (lambda: weighted.table_kappa([[10, -3], [2, 5]]), "-3"),
    "weights": (
        lambda: weighted.table_kappa([[10, 3], [2, 5]], weights=[[0.5, 0], [0, 0.5]]),
        "weights",
    ),
    "a crossed table of other names": (
        lambda: weighted.table_kappa(pd.crosstab(np.array(["a", "b"]), np.array(["b", "c"]))),
        "rows",
    ),
    "text and numbers": (lambda: alpha.krippendorff_alpha([["1", 1], [2, 2]]), "row 0, column 1"),
    "a column of ids": (
        lambda: agreement.krippendorff_alpha(CODED.assign(id=list("abcdef"))),
        "column 'id'",
    ),
    "ragged rows": (lambda: alpha.krippendorff_alpha([[1, 1, 1], [0], [1, 0]]), "row 1 has 1"),
    "ragged rows of AC1": (lambda: gwet.ratings([[1, 1], [0]]), "row 1 has 1"),
    "one spelling": (lambda: agreement.krippendorff_alpha([["1", "1.0"], ["2", "2"]]), "spelt"),
    "empty text": (lambda: agreement.krippendorff_alpha([["a", ""], ["b", "b"]]), "is empty"),
    "infinity": (lambda: agreement.krippendorff_alpha([[1, np.inf], [2, 2]]), "finite"),
    "duplicate ids": (
        lambda: agreement.krippendorff_alpha(CODED.set_axis(list("abcdee"), axis=0)),
        "'e' occurs twice",
    ),
    "duplicate coders": (
        lambda: agreement.krippendorff_alpha(CODED.set_axis(["ana", "ana"], axis=1)),
        "'ana' occurs twice",
    ),
    "another order": (
        lambda: agreement.cohen_kappa(CODED["ana"], CODED["ben"].iloc[::-1]),
        "labelled differently",
    ),
    "one column": (lambda: agreement.krippendorff_alpha([1, 0, 1]), "row 0 is 1"),
    "a frame as a column": (lambda: agreement.cohen_kappa(CODED, CODED), "DataFrame"),
    "groups below 0": (lambda: omega.omega_index([[-1], [1]], [[1], [1]]), "-1"),
    "documents": (
        lambda: agreement.agreement_interval(
            agreement.krippendorff_alpha, CODED, documents=["a", "b"]
        ),
        "2 documents for 6 units",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_meant_is_refused_with_its_place(name):
    call, words = REFUSED[name]
    with pytest.raises(SecondcoderError, match=words) as error:
        call()
    assert isinstance(error.value, ValueError)


def test_a_frame_is_read_by_its_rows():
    assert alpha.krippendorff_alpha(CODED).value == pytest.approx(0.38889, abs=1e-5)
    assert alpha.krippendorff_alpha(CODED.to_numpy()).value == pytest.approx(0.38889, abs=1e-5)
    assert gwet.gwet_ac(gwet.ratings(CODED)).value.value == pytest.approx(1 / 3)


@pytest.mark.parametrize("missing", [None, NAN, pd.NA, pd.NaT, np.float64("nan")])
def test_every_way_to_write_missing_is_the_same(missing):
    rows = [[1, 1], [0, missing], [1, missing], [0, 0], [1, 0]]
    assert agreement.gwet_ac1(rows).value == pytest.approx(1 / 3)
    assert agreement.percent_agreement(rows).value == pytest.approx(2 / 3)
    assert agreement.krippendorff_alpha(rows).value == pytest.approx(4 / 9)
    table = binary.two_by_two([1, 0, missing], [1, 1, 0], seen=[True, True, False])
    assert table == binary.TwoByTwo(1, 0, 1, 0)


def test_masks_decimals_categories_and_numbers_of_any_size_are_read_right():
    plain = cohen_kappa([1, 0, None, 1], [1, 0, 0, 0])
    masked = np.ma.masked_array([1, 0, 9, 1], mask=[0, 0, 1, 0])
    assert cohen_kappa(masked, [1, 0, 0, 0]) == plain
    decimals = [Decimal(1), Decimal(0), Decimal("NaN"), Decimal(1)]
    assert cohen_kappa(decimals, [Decimal(n) for n in (1, 0, 0, 0)]).value == plain.value
    first = pd.Series(pd.Categorical(["a", "b", None, "a"], categories=["b", "a"]))
    second = pd.Series(pd.Categorical(["a", "b", "b", "b"], categories=["a", "b", "c"]))
    assert cohen_kappa(first, second).value == plain.value
    huge = cohen_kappa([10**400, 0, None, 10**400], [10**400, 0, 0, 0])
    assert huge.value == plain.value
    moment = pd.Series(pd.date_range("2020", periods=3, tz="UTC"))
    assert cohen_kappa(moment, moment.dt.tz_convert("Asia/Tokyo")).value == 1


@pytest.mark.parametrize("kind", [np.int32, np.int64, np.uint8])
def test_narrow_integers_do_not_overflow(kind):
    counts = [200, 100, 100, 250]
    large = [count * (1000 if kind is np.int32 else 1) for count in counts]
    narrow = binary.TwoByTwo(*np.array(large, dtype=kind))
    assert binary.cohen_kappa(narrow) == binary.cohen_kappa(binary.TwoByTwo(*large))


def test_the_library_gives_what_the_counts_give():
    first, second = CODED["ana"], CODED["ben"]
    table = binary.two_by_two(first, second)
    for ours, counted in (
        (agreement.cohen_kappa(first, second), binary.cohen_kappa(table)),
        (agreement.scott_pi(first, second), binary.scott_pi(table)),
        (agreement.krippendorff_alpha(CODED), binary.krippendorff_alpha(table)),
        (agreement.gwet_ac1(CODED), binary.gwet_ac1(table)),
        (agreement.brennan_prediger(CODED), binary.pabak(table)),
        (agreement.percent_agreement(CODED), binary.percent(table)),
    ):
        assert ours.value == pytest.approx(counted.value, abs=1e-12)


def test_many_codes_in_every_set_take_seconds():
    generator = np.random.default_rng(0)
    applied = generator.random((400, 2, 10_000)) < 0.005
    begun = time.perf_counter()
    found = mv_alpha(LabelSets(applied, np.ones((400, 2), bool)))
    assert abs(found.value) < 0.01
    assert time.perf_counter() - begun < 20


def test_the_study_side_loads_no_pandas():
    """Only whoever brings frames pays for it; a report or a review page brings none."""
    script = (
        "import sys\n"
        "import secondcoder.procedures.second_coder.run\n"
        "from secondcoder.agreement import cohen_kappa\n"
        "cohen_kappa([1, 0, 1], [1, 0, 0])\n"
        "print('pandas' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout == "False\n"


def test_lights_kappa_is_the_mean_of_pairs_and_names_one_that_is_undefined():
    rows = [[1, 2, 1], [2, 2, 3], [3, 3, 3], [1, 1, 2], [2, None, 2]]
    columns = list(zip(*rows, strict=True))
    for more in ({}, {"weights": "linear", "categories": [1, 2, 3]}):
        pairs = [
            cohen_kappa(columns[one], columns[two], **more).value
            for one, two in ((0, 1), (0, 2), (1, 2))
        ]
        assert light_kappa(rows, **more).value == pytest.approx(sum(pairs) / 3)
    assert light_kappa([[1, 1, 0], [1, 1, 1]]).reason.startswith("columns 0 and 1: ")
    assert light_kappa([[1], [0]]).value is None
