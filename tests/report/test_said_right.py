"""Sentences and cells that numbers on the edge made false, awkward or unreadable."""

import re

from made_tables import tables_of
from secondcoder.page.template import begun, coded
from secondcoder.page.values import decimal, percent, percent_with_interval, quoted
from secondcoder.procedures.second_coder.figures.by_document import by_document
from secondcoder.procedures.second_coder.figures.spread import spread_over_documents
from secondcoder.procedures.second_coder.page.certainty import always_one, basis_sentences
from secondcoder.procedures.second_coder.page.chance_text import place
from secondcoder.procedures.second_coder.page.conclusions import flipped_grid
from secondcoder.procedures.second_coder.page.next_section import NextView
from secondcoder.procedures.second_coder.page.plan import NOTHING
from secondcoder.procedures.second_coder.page.segments import Surroundings
from secondcoder.procedures.second_coder.page.spread_section import spread_views
from secondcoder.procedures.second_coder.page.theme_section import theme_grid
from secondcoder.procedures.second_coder.tables.by_document import AGREEMENT_DOCUMENTS
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import SEEN
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.spread import CODE_DOCUMENTS
from secondcoder.procedures.second_coder.tables.units import ALIGNMENT


def test_all_and_none_are_said_only_of_all_and_none():
    assert [percent(x) for x in (0, 0.004, 0.5, 0.997, 0.99999, 1)] == [
        *("0 %", "0.4 %", "50 %", "99.7 %", "99.9 %", "100 %")
    ]
    assert decimal(-0.0038) == "0.00"
    assert decimal(-0.38) == "−0.38"


def test_a_share_and_its_interval_are_in_percent_and_end_where_shares_end():
    assert percent_with_interval(0.02, -0.01, 0.05) == "2 % (0 % to 5 %)"
    assert percent_with_interval(0.98, 0.9, 1.02) == "98 % (90 % to 100 %)"
    assert percent_with_interval(0.5, None, None) == "50 %"


def test_sentences_begin_with_a_capital_but_names_of_files_stay():
    assert begun("the same text stands in 2 documents") == "The same text stands in 2 documents"
    assert begun("coding.csv: 1 of 4") == "coding.csv: 1 of 4"
    assert begun("fg1: nobody asks") == "fg1: nobody asks"
    assert quoted("“a line”") == "“a line”"


def test_what_stands_between_backticks_is_code_and_nothing_else_is():
    said = coded("run `secondcoder freeze` & <look>")
    assert said == "run <code>secondcoder freeze</code> &amp; &lt;look&gt;"
    assert "`" not in NOTHING


def _conclusion(kind, difference):
    return {
        "kind": kind,
        "scope": "level 1",
        "code": "Trust",
        "other_code": "Money",
        "attribute": "Site",
        "value": "North",
        "first": "Ana",
        "second": "machine",
        "second_is": "machine",
        "first_difference": difference,
        "first_low": difference - 0.001,
        "first_high": difference + 0.001,
        "second_difference": -difference,
        "second_low": -difference - 0.001,
        "second_high": -difference + 0.001,
        "outcome": "flips",
    }


def test_a_conclusion_says_the_contrary_where_its_difference_is_below_nothing():
    kinds = ("order", "major", "group")
    for sign, said in (
        (1, ("Trust is commoner than Money", "Trust is a major code")),
        (-1, ("Trust is rarer than Money", "Trust is no major code")),
    ):
        rows = [_conclusion(kind, sign * 0.004) for kind in kinds]
        found = flipped_grid(tables_of({"conclusions": rows}))
        assert tuple(row[0] for row in found.rows)[:2] == said
        ends = re.findall(r"−?\d\.\d+", " ".join(found.rows[0][2:3]))
        assert all(float(end.replace("−", "-")) * sign > 0 for end in ends)  # 0 is left out


def test_each_code_of_a_theme_stands_under_how_it_meets_it():
    theme = {"theme_id": "t1", "level": 1, "label": "Funding", "stability": 0.8, "passages": 5}
    match = {"theme_id": "t1", "theme": "Funding", "assigned": False}
    tables = tables_of(
        {
            "themes": [theme | {"relation": "matches"}],
            "codes": [{"code_id": k, "code": k, "level": 1, "top_id": k} for k in "AB"],
            "matches": [
                match | {"code_id": "A", "code": "A", "relation": "matches"},
                match | {"code_id": "B", "code": "B", "relation": "overlaps"},
            ],
        }
    )
    assert theme_grid(tables).rows[0][-1] == "matches: A; overlaps: B"
    without = tables_of({"themes": [theme | {"relation": ""}]})
    assert "Codebook" not in theme_grid(without).head


def _seen_in_one_of_two():
    code = {"code_id": "k", "code": "Trust", "level": 1, "top_id": "k", "in_codebook": True}
    return tables_of(
        {
            "passages": [
                {"passage_id": f"p{n}", "document": f"d{n}", "position": 1, "text": "words"}
                for n in range(3)
            ],
            "codes": [code | {"passages_human": 1, "passages_machine": 1}],
            "seen": [{"coder": "Ana", "passage_id": one} for one in ("p0", "p1")],
            "code_documents": [{"document": "d0", "code_id": "k", "people": 1, "machine": 1}],
        }
    )


def test_a_document_that_nobody_saw_lacks_no_code():
    tables = _seen_in_one_of_two()
    found = spread_over_documents(
        tables[CODE_DOCUMENTS], tables[CODES], tables[PASSAGES], tables[SEEN]
    )
    assert found.cells == ((1,), (0,), (None,))


def test_shares_of_few_passages_bear_their_number():
    rows = [
        {"attribute": "site", "basis": "stated", "value": value, "code_id": "k", "code": "Trust"}
        | {"level": 1, "passages": 6, "seen": 6, "people": number, "people_share": number / 6}
        for value, number in (("north", 2), ("south", 0))
    ]
    from secondcoder.procedures.second_coder.tables.spread import CODE_GROUPS

    tables = _seen_in_one_of_two()
    tables = tables.having({CODE_GROUPS: tables_of({"code_groups": rows})[CODE_GROUPS]})
    (found,) = spread_views(tables, {})["group_views"]
    assert found.rows[0] == ("Trust", "2 (33 %)", "0")


def test_with_one_code_confidence_says_nothing():
    row = {"passage_id": "p", "rank": 1, "code_id": "k", "code": "Trust", "confidence": 1.0}
    one = tables_of({"suggestions": [row]})
    two = tables_of({"suggestions": [row, row | {"rank": 2, "code_id": "l"}]})
    run = {"basis": "codebook"}
    assert always_one(one, run)
    assert not always_one(two, run)
    assert "says nothing here" in basis_sentences(one, run)[0]


def _pair(theme, *, kept, where):
    return {"theme_id": theme, "theme": theme, "code_id": theme, "code": theme} | {
        "kappa": 0.6,
        "kept": kept,
        "place": where,
    }


def test_what_the_question_explains_is_said_not_to_be_counted():
    pairs = [_pair("A", kept=True, where="beyond"), _pair("B", kept=False, where="may explain")]
    tables = tables_of({"alignment": pairs})
    (said,) = place([pair for pair in tables[ALIGNMENT] if pair.kept], tables[ALIGNMENT])
    assert "1 of 2 pairs beyond chance are" in said
    assert "Not counted above, because the question may explain them: “B” and B." in said


def test_documents_stand_in_the_order_of_agreement_with_the_machine():
    rows = [
        {"document": name, "first": "Ana", "second": second, "second_is": kind}
        | {"scope": "level 1", "units": 9, "pooled_kappa": value}
        for name, second, kind, value in (
            ("low", "machine", "machine", 0.1),
            ("low", "Ben", "person", 0.9),
            ("high", "machine", "machine", 0.3),
        )
    ]
    found = by_document(tables_of({"agreement_documents": rows})[AGREEMENT_DOCUMENTS])
    assert [one.document for one in found.documents] == ["low", "high"]


def test_surroundings_are_cut_between_words():
    words = " ".join(f"word{n:03}" for n in range(80))
    rows = tables_of(
        {
            "passages": [
                {"passage_id": f"p{n}", "document": "d", "position": n, "text": words}
                for n in range(3)
            ]
        }
    )[PASSAGES]
    segment = Surroundings(rows).segment("p1")
    assert re.fullmatch(r"… (word\d{3} ?)+", segment.before)
    assert re.fullmatch(r"(word\d{3} )+…", segment.after)


def test_a_short_passage_to_code_next_is_told_once():
    assert NextView("1", "All of it.", None, "").whole
    assert not NextView("1", "The beginning …", None, "").whole


def test_codes_that_the_codebook_lacks_are_counted_apart():
    tables = _seen_in_one_of_two()
    assert "not in the codebook" not in spread_views(tables, {})["spread_whose"]
    own = tables_of({"codes": [{"code_id": "k", "code": "Humour", "level": 1, "top_id": "k"}]})
    said = spread_views(tables.having({CODES: own[CODES]}), {})["spread_whose"]
    assert said.endswith("1 code of 1 is not in the codebook.")
