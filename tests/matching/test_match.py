import numpy as np
import pytest

from made import BagEncoder, code, codebook, passages_of
from secondcoder.matching.match import Applied, codes_of_level, match_themes
from secondcoder.records.results import Theme

TEXTS = [
    *["soil seeds compost digging"] * 4,
    *["bus timetable fare driver"] * 4,
    *["grant budget pounds invoice"] * 4,
    *["choir singing melody piano"] * 4,
]
PASSAGES = passages_of(TEXTS)
ENCODER = BagEncoder()
VECTORS = dict(zip((p.id for p in PASSAGES), ENCODER.encode(TEXTS), strict=True))
GARDEN = code("Garden", definition="soil and seeds, digging and compost")
BUS = code("Bus", definition="timetable, fare, driver of the bus")
MONEY = code("Money", definition="grant, budget, pounds, invoice")
CHOIR = code("Choir", definition="singing, melody, piano, choir")
WEATHER = code("Weather", definition="rain, wind, sunshine, frost")


def theme(name, rows, *, level=1, parent=""):
    return Theme(
        id=name,
        level=level,
        parent_id=parent,
        label=name,
        key_phrases=(),
        passages=tuple(PASSAGES[row].id for row in rows),
        documents=1,
        speakers=0,
        cohesion=1.0,
        stability=1.0,
        exemplars=(),
    )


def match(themes, book, applied=None):
    return match_themes(themes, VECTORS, book, encoder=BagEncoder(), applied=applied)


def applied(book, held):
    """Return coding from code ids and the rows of the passages that carry them."""
    matrix = np.zeros((len(PASSAGES), len(book.codes)), dtype=bool)
    for column, one in enumerate(book.codes):
        matrix[list(held.get(one.id, ())), column] = True
    return Applied(tuple(p.id for p in PASSAGES), tuple(c.id for c in book.codes), matrix)


FOUR = [
    theme("soil", range(4)),
    theme("buses", range(4, 8)),
    theme("grants", range(8, 12)),
    theme("songs", range(12, 16)),
]


def test_planted_correspondences_are_found_by_meaning_alone():
    found = match(FOUR, codebook(CHOIR, MONEY, BUS, GARDEN, WEATHER))
    pairs = {(m.theme_id, m.code_id) for m in found.matches if m.assigned}
    assert pairs == {("soil", "Garden"), ("buses", "Bus"), ("grants", "Money"), ("songs", "Choir")}
    assert set(dict(found.theme_relations).values()) == {"matches"}
    assert dict(found.code_relations)["Weather"] == "code not found"
    assert all(m.overlap_kappa is None for m in found.matches)


def test_every_pair_is_listed_with_its_likeness():
    found = match(FOUR, codebook(GARDEN, BUS, WEATHER))
    assert len(found.matches) == 4 * 3
    assert all(-1.001 <= m.similarity <= 1.001 for m in found.matches)
    assert {m.relation for m in found.matches if not m.assigned} == {"near"}


def test_a_theme_without_a_code_of_its_own_is_new():
    found = match(FOUR, codebook(GARDEN, BUS, MONEY))
    assert dict(found.theme_relations)["songs"] == "new theme"


def test_the_assignment_is_one_to_one():
    twice = [*FOUR, theme("more soil", range(2))]
    found = match(twice, codebook(GARDEN, BUS, MONEY, CHOIR))
    assigned = [m for m in found.matches if m.assigned]
    assert len({m.theme_id for m in assigned}) == len(assigned) == 4
    assert len({m.code_id for m in assigned}) == 4


def test_coding_decides_over_meaning_where_there_is_any():
    # People gave the code Bus to the passages about soil, and the other way round.
    book = codebook(GARDEN, BUS)
    found = match(FOUR, book, applied(book, {"Garden": range(4, 8), "Bus": range(4)}))
    pairs = {(m.theme_id, m.code_id) for m in found.matches if m.assigned}
    assert pairs == {("soil", "Bus"), ("buses", "Garden")}
    kappa = {(m.theme_id, m.code_id): m.overlap_kappa for m in found.matches}
    assert kappa["soil", "Bus"] == 1
    assert kappa["soil", "Garden"] == pytest.approx(-1 / 3)  # Po 8/16, Pe 10/16


def test_two_themes_within_one_code_split_it():
    book = codebook(GARDEN, BUS)
    halves = [theme("first half", range(2)), theme("second half", range(2, 4))]
    found = match(halves, book, applied(book, {"Garden": range(4), "Bus": range(4, 8)}))
    relations = dict(found.theme_relations)
    assert sorted(relations.values()) == ["matches", "splits"]
    assert dict(found.code_relations) == {"Garden": "matches", "Bus": "code not found"}


def test_one_theme_over_two_codes_merges_them():
    book = codebook(GARDEN, BUS)
    found = match(
        [theme("both", range(8))],
        book,
        applied(book, {"Garden": range(4), "Bus": range(4, 8)}),
    )
    relations = sorted(m.relation for m in found.matches)
    assert relations == ["matches", "merges"]
    assert sorted(dict(found.code_relations).values()) == ["matches", "merges"]


def test_a_code_that_nobody_applied_has_no_value_and_is_not_found():
    book = codebook(GARDEN, BUS)
    found = match([FOUR[0]], book, applied(book, {"Garden": range(4)}))
    by_code = {m.code_id: m for m in found.matches}
    assert by_code["Garden"].overlap_kappa == 1
    assert by_code["Bus"].overlap_kappa == 0  # the theme varies, the code does not
    assert dict(found.code_relations)["Bus"] == "code not found"


def test_passages_that_nobody_saw_do_not_count():
    book = codebook(GARDEN, BUS)
    seen = Applied(
        tuple(p.id for p in PASSAGES[2:6]),
        ("Garden", "Bus"),
        np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool),
    )
    found = match([FOUR[0]], book, seen)
    assert next(m for m in found.matches if m.code_id == "Garden").overlap_kappa == 1


def test_coding_of_nothing_falls_back_on_meaning():
    book = codebook(GARDEN, BUS, MONEY, CHOIR)
    nobody = Applied((), tuple(c.id for c in book.codes), np.zeros((0, 4), dtype=bool))
    found = match(FOUR, book, nobody)
    assert found == match(FOUR, book)


def test_levels_are_compared_with_the_top_and_the_leaves():
    book = codebook(("Growing",), code("Growing", "Soil"), code("Growing", "Tools"), ("Bus",))
    assert [c.id for c in codes_of_level(book, 1)] == ["Growing", "Bus"]
    assert [c.id for c in codes_of_level(book, 2)] == ["Growing/Soil", "Growing/Tools"]
    flat = codebook(GARDEN, BUS)
    assert codes_of_level(flat, 1) == codes_of_level(flat, 2) == flat.codes


def test_subthemes_meet_subcodes():
    book = codebook(
        code("Growing"),
        code("Growing", "Soil and compost", definition="soil, seeds, compost, digging"),
        code("Growing", "Frost", definition="frost, ice, cold"),
        code("Growing", "Fences", definition="fence, gate, wire"),
        code("Moving"),
        code("Moving", "Bus", definition="timetable, fare, driver of the bus"),
    )
    themes = [theme("top", range(4)), theme("part", range(4), level=2, parent="top")]
    found = match(themes, book)
    assert {m.code_id for m in found.matches if m.theme_id == "top"} == {"Growing", "Moving"}
    assert [m.code_id for m in found.matches if m.theme_id == "part" and m.assigned] == [
        "Growing/Soil and compost"
    ]


def test_codes_between_top_and_leaves_are_said_to_be_not_compared():
    book = codebook(("A",), ("A", "B"), ("A", "B", "C"))
    found = match(FOUR, book)
    assert dict(found.code_relations)["A/B"] == "not compared"


def test_no_themes_leave_every_code_unfound():
    found = match([], codebook(GARDEN, BUS))
    assert found.matches == found.theme_relations == ()
    assert set(dict(found.code_relations).values()) == {"code not found"}


def test_the_order_of_themes_does_not_matter():
    book = codebook(CHOIR, MONEY, BUS, GARDEN)
    one, two = match(FOUR, book), match(FOUR[::-1], book)
    assert sorted(one.matches, key=repr) == sorted(two.matches, key=repr)
