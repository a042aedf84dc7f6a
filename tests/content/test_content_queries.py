import pytest

from made import code, passages_of
from made_tables import row
from secondcoder.names import nearest_name
from secondcoder.procedures.content.steps import queries
from secondcoder.procedures.content.steps.decided import (
    DECIDED,
    GONE,
    OPEN,
    Filed,
    carried,
    differing,
)
from secondcoder.procedures.content.steps.records import Comment, Resolved
from secondcoder.procedures.content.tables.queries import (
    CHANGED,
    QUERIES,
    STANDS,
    right_of_told,
)
from secondcoder.records.results import Evidence, Suggestion
from secondcoder.review.content import DECISIONS

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
    assert "Did you mean “Soil”?" in found[0].question
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
    assert "counts twice for A" in found[2].evidence
    assert found[0].evidence == "coded twice"


@pytest.mark.parametrize(
    ("known", "outside"),
    [
        ("'Not for us'", "Not for us all"),
        ("Path A\\B", "Path A/B"),
        ('It\'s "free"', "Its free at all"),
        ("Volunteers?", "Volunters"),
        ("Did you mean it", "Did you mean it all"),
    ],
)
def test_the_nearest_name_is_given_as_the_codebook_spells_it(known, outside):
    found = queries.of_codebook([code("T", known)], [code("T", outside)], {})
    asked_of = next(one for one in found if one.kind == queries.OUTSIDE)
    assert asked_of.other == known
    assert f"Did you mean “{known}”?" in asked_of.question
    assert nearest_name(outside, [known]) == known
    assert nearest_name("zzz", [known]) is None


def asked(kind="left uncoded", about="words", **more):
    return queries.query(kind, about, **more)


def filed(name="queries.csv", *, also=(), **decisions):
    """Return a table of queries with decisions by id."""
    known = {one.id: one for one in also}
    return Filed(name=name, queries=known, decisions=decisions)


def test_a_query_keeps_its_id_whatever_the_machine_says_of_it():
    assert asked(evidence="this", strength=0.1).id == asked(evidence="that", strength=0.9).id
    assert asked().id != asked(about="other words").id


def test_decisions_are_carried_by_id_and_the_later_file_stands():
    one = asked()
    first = filed(**{one.id: Resolved("yes", "Eva", "clear")})
    answered, told = carried([one], [first], {})
    assert (answered[0].decision, answered[0].status) == (Resolved("yes", "Eva", "clear"), DECIDED)
    assert told == ()
    answered, _ = carried([one], [first, filed(**{one.id: Resolved("no", "Ben")})], {})
    assert answered[0].decision == Resolved("no", "Ben", "")


def test_open_takes_a_decision_back_also_where_an_older_file_has_it():
    one = asked()
    first, back = (filed(**{one.id: Resolved(word)}) for word in ("yes", "Open"))
    answered, _ = carried([one], [first, back], {})
    assert (answered[0].decision.decision, answered[0].status) == ("Open", OPEN)


def test_a_decision_on_a_query_that_is_raised_no_more_is_kept():
    gone = asked(about="gone", text="words")
    old = filed(also=[gone], **{gone.id: Resolved("one")})
    answered, _ = carried([asked()], [old], {})
    assert [one.status for one in answered] == [OPEN, GONE]
    assert (answered[1].query, answered[1].decision) == (gone, Resolved("one"))
    again = filed(also=[one.query for one in answered], **{gone.id: answered[1].decision})
    assert carried([asked()], [old, again], {})[0] == answered


def test_the_review_page_stands_over_a_file_and_the_difference_is_told():
    one = asked()
    answered, told = carried(
        [one], [filed("a.csv", **{one.id: Resolved("yes")})], {one.id: Resolved("no", "Ben")}
    )
    assert answered[0].decision == Resolved("no", "Ben", "")
    assert one.id in told[0].message
    assert "a.csv said 'yes'" in told[0].message


def test_a_memo_without_a_decision_is_kept_and_the_query_stays_open():
    one = asked()
    answered, _ = carried([one], [filed(**{one.id: Resolved("", "", "ask Ben")})], {})
    assert (answered[0].decision.memo, answered[0].status) == ("ask Ben", OPEN)


def test_two_tables_that_say_something_else_are_told_apart_but_not_for_a_memo_alone():
    one, other = filed("a", q=Resolved("yes")), filed("b", q=Resolved("no"))
    assert "a says 'yes', b says 'no'" in differing(one, other)[0].message
    assert differing(one, filed("b", q=Resolved("Yes"))) == ()
    assert differing(one, filed("b", q=Resolved("", "", "why?"))) == ()


def test_what_changes_a_count_comes_first_and_another_reading_last():
    reading, twice, alike, far, near, strong = (
        asked("left uncoded", "reading", strength=0.99),
        asked("counted once", "twice"),
        asked("alike comments", "alike"),
        *(
            next(iter(queries.of_codebook(CODES, [code("B", name)], {})))
            for name in ("Quite another thing", "Soils")
        ),
        asked("code differs", "strong", weight=queries.STRONG),
    )
    found = queries.in_order([reading, far, alike, twice, near, strong], {})
    weights = [one.weight for one in found]
    assert weights == sorted(weights, key=queries.WEIGHTS.index)
    assert {one.id for one in found[:2]} == {twice.id, near.id}
    assert found[-1].id == reading.id


def test_how_often_a_kind_was_right_counts_only_decisions_that_tell():
    decisions = ["coding changes", "Codebook changes", "coding stands", "to discuss", "", "yes"]
    rows = [row(QUERIES, {"kind": "two codes", "decision": said}) for said in decisions]
    rows.append(row(QUERIES, {"kind": "facet differs", "decision": "to discuss"}))
    assert right_of_told(rows) == {"two codes": (2, 3)}


def test_the_decisions_that_tell_are_those_of_the_review_page():
    assert {*CHANGED, STANDS} < set(DECISIONS)
