"""People and machine side by side: what is counted, drawn together and left out."""

from made_tables import tables_of
from secondcoder.procedures.second_coder.page.counting import distinct, grouped, top_level
from secondcoder.procedures.second_coder.page.reconciliation import (
    MOST_PEOPLE,
    code_grids,
    count_grid,
    differences,
    few_people,
    pooled_values,
)
from secondcoder.procedures.second_coder.tables.agreement_overall import AGREEMENT_OVERALL


def _given(passage, code, status, coder="Mira"):
    human, machine = status != "machine only", status != "human only"
    at = {"passage_id": passage, "coder": coder, "code_id": code.lower(), "code": code}
    return {**at, "status": status, "human": human, "machine": machine}


def _codes(*names):
    return [{"code_id": name.lower(), "code": name, "top_id": name.lower()} for name in names]


def test_counts_stand_in_the_order_of_the_codebook_without_unused_codes():
    tables = tables_of(
        {
            "codes": _codes("A", "Unused", "B"),
            "comparison": [
                _given("p1", "B", "both"),
                _given("p1", "A", "human only"),
                _given("p1", "A", "human only", "Tom"),
                _given("p2", "A", "machine only"),
            ],
        }
    )
    assert count_grid(tables).rows == (("A", "0", "2", "1"), ("B", "1", "0", "0"))


def test_codes_with_most_differences_come_first_and_a_passage_counts_once():
    tables = tables_of(
        {
            "codes": _codes("A", "B"),
            "comparison": [
                _given("p1", "A", "human only"),
                _given("p1", "A", "human only", "Tom"),
                _given("p2", "A", "both"),
                _given("p3", "B", "machine only"),
                _given("p2", "B", "human only"),
                _given("p1", "B", "human only"),
            ],
        }
    )
    found, number = differences(tables)
    assert number == 2
    assert found.head == ("Code", "Only a person", "Only the machine")
    assert found.rows == (("B", "2", "1"), ("A", "1", "0"))
    assert found.links == ("pages/code-b.html#b", "pages/code-a.html#a")


def _pair(first, second="machine", level=1, **more):
    kind = "machine" if second == "machine" else "person"
    return {"first": first, "second": second, "second_is": kind, "level": level, **more}


def test_pooled_values_are_those_of_the_top_level_with_the_machine():
    pairs = [
        _pair("Mira", pooled_kappa=0.5),
        _pair("Tom"),
        _pair("Mira", "Tom", pooled_kappa=0.9),
        _pair("Mira", level=2, pooled_kappa=0.4),
        _pair("Mira", level=None, pooled_kappa=0.3),
    ]
    assert pooled_values(tables_of({"agreement_overall": pairs})) == [0.5]


def test_many_people_are_not_listed_one_by_one():
    people = [f"P{number}" for number in range(MOST_PEOPLE + 1)]
    tables = tables_of(
        {
            "agreement_overall": [_pair(name, pooled_kappa=0.5) for name in people],
            "agreement": [{"coder": name, "level": 1} for name in people],
        }
    )
    assert pooled_values(tables) == []
    assert few_people(tables[AGREEMENT_OVERALL]) == []
    assert len(few_people(tables[AGREEMENT_OVERALL][:-1])) == MOST_PEOPLE
    assert code_grids(tables) == []


def test_levels_stand_in_order_and_a_value_bears_its_interval_or_why_it_has_none():
    interval = {"kappa": 0.5, "kappa_low": 0.4, "kappa_high": 0.6}
    rows = [
        {"coder": "Mira", "code": "B > b", "level": 2, "note": "rare", "kappa": None},
        {"coder": "Mira", "code": "A", "level": 1, **interval},
    ]
    (top, above), (below, codes) = code_grids(tables_of({"agreement": rows}))
    assert (top, below) == (1, 2)
    kappa = above.head.index("Kappa (95 %)")
    assert above.rows[0][kappa] == "0.50 (0.40 to 0.60)"
    assert codes.rows[0][kappa] == "– (rare)"


def test_rows_are_counted_and_grouped_in_order():
    assert distinct("abab") == 2
    assert grouped("banana", str.upper) == {"B": ["b"], "A": ["a"] * 3, "N": ["n"] * 2}
    assert top_level([]) == []
