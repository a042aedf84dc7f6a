import pandas as pd

from made import code, passages_of
from secondcoder.procedures.content.steps import queries
from secondcoder.procedures.content.steps.decided import carried, resolved
from secondcoder.procedures.content.steps.records import Comment, Resolved
from secondcoder.procedures.content.tables.columns import frame
from secondcoder.records.results import Evidence, Suggestion

CODES = [code("A"), code("A", "Buses"), code("B"), code("B", "Soil"), code("B", "buses")]


def machine(passage, code_id, confidence=0.5):
    evidence = Evidence(
        entry_part="name", entry_text="the entry", words=("bus",), theme_id="", neighbours=()
    )
    return Suggestion(
        passage_id=passage,
        rank=1,
        code_id=code_id,
        confidence=confidence,
        suggested=True,
        basis="codebook",
        evidence=evidence,
    )


def test_names_outside_the_codebook_and_under_two_themes_are_asked_about():
    outside = [code("B", "Soils")]
    found = list(queries.of_codebook(CODES, outside, {"B/Soils": passages_of(["Soil."])}))
    assert [one.kind for one in found] == ["code outside the codebook", "subtheme under two themes"]
    assert (found[0].other, found[0].text) == ("Soil", "Soil.")
    assert "Did you mean 'Soil'?" in found[0].question
    assert (found[1].code, found[1].other) == ("A > Buses", "B > buses")


def test_where_machine_and_coder_read_alike_nothing_is_asked():
    passages = passages_of(["one", "two", "three", "four"])
    by_code = {one.id: one for one in CODES}
    coded = {"p000": [by_code["A/Buses"]], "p001": [by_code["A/Buses"]]}
    said = {
        "p000": [machine("p000", "B/Soil"), machine("p000", "A")],
        "p001": [machine("p001", "B/Soil")],
        "p002": [machine("p002", "B/Soil")],
        "p003": [machine("p003", "B/Soil")],
    }
    seen = frozenset({"p000", "p001", "p002"})
    found = list(queries.of_reading(passages, coded, seen, said, by_code))
    assert [(one.kind, one.passage_id) for one in found] == [
        ("code differs", "p001"),
        ("left uncoded", "p002"),
    ]
    assert "the entry" in found[0].evidence
    assert "bus" in found[0].evidence


def test_counts_are_asked_about_where_comments_are_merged_alike_or_double():
    passages = {one.id: one for one in passages_of(["x", "y"], speakers=["P1", "P1"])}
    one = Comment(
        path=("A", "a"),
        code_id="a",
        document="talk",
        case="",
        speaker="P1",
        passages=("p000", "p001"),
        text="x",
        times=2,
    )
    two = Comment(
        path=("A", "b"),
        code_id="b",
        document="talk",
        case="",
        speaker="P1",
        passages=("p000", "p001"),
        text="x",
    )
    other = Comment(
        path=("B", "c"),
        code_id="c",
        document="talk",
        case="",
        speaker="P1",
        passages=("p000", "p001"),
        text="x",
    )
    found = list(queries.of_counts([one, two, other], passages, [(0, 1, 0.91)]))
    assert [q.kind for q in found] == ["counted once", "alike comments", "two codes"]
    assert "0.91" in found[1].evidence
    assert "counts 2 times for A" in found[2].evidence


def asked(kind="left uncoded", about="words", **more):
    return queries.query(kind, about, **more)


def table(rows):
    return frame("queries", rows)


def test_a_query_keeps_its_id_whatever_the_machine_says_of_it():
    assert asked(evidence="this", strength=0.1).id == asked(evidence="that", strength=0.9).id
    assert asked().id != asked(about="other words").id


def test_decisions_are_carried_by_id_and_the_later_file_stands():
    one = asked()
    first = table([{"query_id": one.id, "decision": "yes", "by": "Eva", "memo": "clear"}])
    rows, told = carried([one], [first], {})
    assert (rows[0]["decision"], rows[0]["by"], rows[0]["status"]) == ("yes", "Eva", "decided")
    assert told == ()
    later = table([{"query_id": one.id, "decision": "no", "by": "Ben"}])
    rows, _ = carried([one], [first, later], {})
    assert (rows[0]["decision"], rows[0]["memo"]) == ("no", "")


def test_open_takes_a_decision_back_also_where_an_older_file_has_it():
    one = asked()
    first = table([{"query_id": one.id, "decision": "yes"}])
    back = table([{"query_id": one.id, "decision": "open"}])
    rows, _ = carried([one], [first, back], {})
    assert (rows[0]["decision"], rows[0]["status"]) == ("open", "open")


def test_a_decision_on_a_query_that_is_raised_no_more_is_kept():
    old = table([{"query_id": "q1", "kind": "two codes", "text": "words", "decision": "one"}])
    rows, _ = carried([asked()], [old], {})
    assert [row["status"] for row in rows] == ["open", "no longer raised"]
    assert (rows[1]["text"], rows[1]["decision"]) == ("words", "one")
    again, _ = carried([asked()], [old, table(rows)], {})
    assert again == rows


def test_the_review_page_stands_over_a_file_and_the_difference_is_told():
    one = asked()
    filed = table([{"query_id": one.id, "decision": "yes"}])
    rows, told = carried([one], [filed], {one.id: Resolved("no", "Ben", "")})
    assert rows[0]["decision"] == "no"
    assert one.id in told[0].message


def test_a_memo_without_a_decision_is_kept_and_the_query_stays_open():
    one = asked()
    filed = table([{"query_id": one.id, "memo": "ask Ben"}])
    assert resolved(filed) == {one.id: Resolved("", "", "ask Ben")}
    rows, _ = carried([one], [filed], {})
    assert (rows[0]["memo"], rows[0]["status"]) == ("ask Ben", "open")
    assert resolved(pd.DataFrame(columns=filed.columns)) == {}
