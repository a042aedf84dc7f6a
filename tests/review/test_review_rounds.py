"""Rounds of coding: the codebook of each, agreement by round, and what is to be looked at again."""

import pytest
from garden_study import make_study, publish_run

from secondcoder.decisions.events import Event
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.reviewed.acts import settled
from secondcoder.procedures.second_coder.reviewed.begin_round import Asked, begin
from secondcoder.procedures.second_coder.reviewed.results import decided_rows
from secondcoder.procedures.second_coder.reviewed.rounds import (
    AGAIN,
    DROP,
    NOT_USED,
    PASSED,
    Gate,
    codebook_that_follows,
    rounds_of,
)
from secondcoder.procedures.second_coder.tables.people_again import AGREEMENT_AGAIN
from secondcoder.procedures.second_coder.tables.reviewed import (
    AGREEMENT_REVIEWED,
    NOT_CARRIED,
)
from secondcoder.procedures.second_coder.tables.rounds import (
    CODED_EARLIER,
    ROUND_AGREEMENT,
    ROUNDS,
)
from secondcoder.records.coders import Person
from secondcoder.review.pages import codebook, rounds
from secondcoder.review.serve import open_review
from secondcoder.review.web import Go, Visit
from secondcoder.study.load import load_config
from secondcoder.study.walk import walk

SUGGESTED = ((0, "People"),)


@pytest.fixture
def study(tmp_path):
    make_study(tmp_path / "garden")
    return tmp_path / "garden"


def visit(review, who="Ana", place=None, query=None, **form):
    given = {name: [value] for name, value in form.items()}
    return Visit(review=review, reviewer=who, place=place or {}, query=query or {}, form=given)


def id_of(review, label):
    return next(e.id for e in review.material.codes.values() if e.label == label)


def code(review, who, given):
    """Finish passages in first coding; ``given`` has labels by the passage's number."""
    for number, labels in given.items():
        passage = review.material.passages[number]
        shared = {
            "reviewer": who, "run": review.material.run, "passage": passage.key,
            "codebook": review.material.codebook_version,
        }  # fmt: skip
        events = [
            Event(kind="coding", code=id_of(review, label), verdict="applies", **shared)
            for label in labels
        ]
        review.add([*events, Event(kind="coded", **shared)], [passage])


def edit(review, label, **form):
    following = codebook_that_follows(review)
    place = next(key for key, one in following.by_id.items() if one.code.label == label)
    one = following.by_id[place].code
    texts = {"name": one.name, "definition": one.definition, "include": "", "exclude": ""}
    return codebook.edit(visit(review, place={"code": place}, **{**texts, **form}))


def passages(review, *numbers):
    return [review.material.passages[n] for n in numbers]


def second_round(study, review, *, numbers=(0, 2, 3, 4), **asked):
    """Begin another round, make the run that follows, and open it."""
    begin(review, Asked(by="Ana", name="Second", passages=passages(review, *numbers), **asked))
    publish_run(study, identity="two", suggested=SUGGESTED)
    return open_review(study, run=study / "runs" / "two")


def test_gates_say_what_follows_from_agreement():
    gate = Gate(0.7, 0.3)
    values = (0.7, 0.69, 0.3, 0.29, None)
    assert [gate.outcome(v) for v in values] == [PASSED, AGAIN, AGAIN, DROP, NOT_USED]
    assert Gate(0.7).outcome(-1) == AGAIN


def test_a_round_takes_the_codebook_along_and_leaves_the_studys_own(study):
    before = (study / "codebook.csv").read_bytes()
    review = open_review(study)
    edit(review, "Plans", name="Planning", definition="What is planned, by whom and when.")
    edit(review, "Money", definition="ABOUT money")
    later = second_round(study, review)
    assert (study / "codebook.csv").read_bytes() == before
    assert (study / "rounds" / "1" / "codebook.csv").is_file()
    loaded = load_config(study)
    assert loaded.config.codebook.path == "rounds/1/codebook.csv"
    assert "in the place of codebook.csv" in loaded.notices[0].message
    assert "rounds/1/codebook.csv" not in {path for path, _ in walk(study)}
    labels = {entry.label for entry in later.material.codes.values() if entry.in_codebook}
    assert labels == {"People", "People > Neighbours", "Money", "Money > Grants", "Planning"}
    (one,) = rounds_of(later.history)
    assert one.version == later.material.codebook_version
    assert [(c.kind, c.code) for c in one.changes] == [
        ("renamed", "Planning"),
        ("definition changed", "Planning"),
        ("note", "Money"),
    ]
    assert codebook_that_follows(later).changes == ()


@pytest.mark.parametrize("old_coding", [True, False])
def test_renames_are_applied_to_coding_that_is_there_if_asked(study, old_coding):
    review = open_review(study)
    code(review, "Ana", {3: ["Plans"]})
    edit(review, "Plans", name="Planning")
    later = second_round(study, review, old_coding=old_coding)
    held = settled(later).of(Person("Ana"))
    planning = id_of(later, "Planning")
    given = {c for codes in held.independent.values() for c in codes}
    assert (planning in given) is old_coding
    beside = {entry.label for entry in later.material.codes.values() if not entry.in_codebook}
    assert beside == (set() if old_coding else {"Plans"})
    assert decided_rows(later)[NOT_CARRIED] == []


def test_only_another_meaning_asks_for_another_look(study):
    review = open_review(study)
    code(review, "Ana", {2: ["Money"], 3: ["Plans"], 4: ["People"]})
    edit(review, "Money", definition="about money,")
    edit(review, "Plans", definition="What is planned by whom.")
    later = second_round(study, review)
    rows = decided_rows(later)[CODED_EARLIER]
    assert [(row.code, row.coder, row.kind) for row in rows] == [("Plans", "Ana", "coding")]
    page = rounds.again(visit(later))
    assert [row.code for row, _ in page.context["rows"]] == ["Plans"]
    assert rounds.again(visit(later, "Ben")).context["rows"] == []
    code(later, "Ana", {3: ["Plans"]})
    assert decided_rows(later)[CODED_EARLIER] == []


def agreement(review):
    rows = decided_rows(review)[ROUND_AGREEMENT]
    return {(r.round, r.which, r.code): r for r in rows}


def test_pilots_stay_out_of_the_final_figure_and_repeated_passages_apart(study):
    review = open_review(study)
    begin(review, Asked(by="Ana", name="Pilot", purpose="pilot", passages=passages(review, 0, 1)))
    code(review, "Ana", {0: ["People"], 1: ["Money"]})
    code(review, "Ben", {0: ["Money"], 1: []})
    gate = Gate(0.5, 0.0)
    asked = Asked(by="Ana", name="Second", passages=passages(review, 0, 2, 3, 4), gate=gate)
    begin(review, asked)
    code(review, "Ana", {0: ["People"], 2: ["Money"], 3: ["Plans"], 4: []})
    code(review, "Ben", {0: ["People"], 2: ["Money"], 3: [], 4: ["Plans"]})
    found = agreement(review)
    assert found["Pilot", "all", ""].passages == 2
    assert found["Second", "all", ""].passages == 4
    assert found["Second", "fresh", ""].passages == 3
    assert found["Second", "repeated", ""].passages == 1
    assert found["final", "all", ""].passages == 3
    money, plans = (found["Second", "all", c] for c in ("Money", "Plans"))
    assert (money.kappa, money.outcome) == (1.0, PASSED)
    assert (plans.first_only, plans.second_only, plans.outcome) == (1, 1, DROP)
    assert plans.gate == "passed from 0.5; dropped below 0"
    assert ("final", "all", "People") not in found
    again = decided_rows(review)[AGREEMENT_AGAIN]
    assert {(r.coder, r.first, r.second, r.units) for r in again} == {
        ("Ana", "Pilot", "Second", 1),
        ("Ben", "Pilot", "Second", 1),
    }
    reviewed = {row.reviewer: row.units for row in decided_rows(review)[AGREEMENT_REVIEWED]}
    assert (reviewed["Ana"], reviewed["Ben"]) == (3, 3)
    summary = {row.round: row for row in decided_rows(review)[ROUNDS]}
    assert (summary["Second"].passages, summary["Second"].repeated) == (4, 1)
    assert summary["Pilot"].purpose == "pilot"


def test_the_later_coding_of_a_passage_is_the_persons_coding(study):
    review = open_review(study)
    code(review, "Ana", {0: ["People"], 1: ["Plans"]})
    begin(review, Asked(by="Ana", passages=passages(review, 0)))
    code(review, "Ana", {0: ["Money"]})
    held = settled(review).of(Person("Ana")).independent
    first, second = (p.id for p in passages(review, 0, 1))
    assert held[first] == {id_of(review, "Money")}
    assert held[second] == {id_of(review, "Plans")}


def test_a_round_that_cannot_be_is_refused_and_nothing_is_stored(study):
    review = open_review(study)
    begin(review, Asked(by="Ana", name="Pilot"))
    for form, said in (
        ({"name": "pilot"}, "already"),
        ({"name": "Final"}, "already"),
        ({"size": "many"}, "number of passages"),
        ({"passed": "high"}, "no agreement"),
        ({"passed": "1.2"}, "no agreement"),
    ):
        page = rounds.start(visit(review, **{"purpose": "coding", **form}))
        assert said in page.context["fault"], form
        assert page.status == 400
    assert len(rounds_of(review.history)) == 1
    assert isinstance(rounds.start(visit(review, name="Two", size="3")), Go)
    with pytest.raises(SecondcoderError, match="one of"):
        begin(review, Asked(by="Ana", purpose="holiday"))


@pytest.mark.parametrize(
    ("label", "form", "said"),
    [
        ("Plans", {"name": "Money"}, "already"),
        ("Plans", {"name": "grants"}, "“Money > Grants”, and would be read as this code"),
        ("Plans", {"name": "Money > Plans"}, "between the levels"),
        ("Plans", {"name": "none"}, "no code at all"),
        ("Plans", {}, "Nothing was changed"),
        ("Plans", {"action": "merged"}, "Choose the code"),
        ("Money", {"action": "removed"}, "Other codes stand below"),
        ("Plans", {"action": "split", "names": "One"}, "at least two"),
        ("Plans", {"action": "example"}, "Choose the passage"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_with_a_sentence(study, label, form, said):
    review = open_review(study)
    page = edit(review, label, **form)
    assert said in page.context["fault"]
    assert not codebook_that_follows(review).changes


def test_no_new_code_takes_the_name_of_one_that_was_merged(study):
    """Earlier coding says “Plans” and means Money since; a new “Plans” would take it away."""
    review = open_review(study)
    edit(review, "Plans", action="merged", into=id_of(review, "Money"))
    for parent in ("", id_of(review, "People")):
        page = codebook.add(visit(review, name="plans", parent=parent))
        assert "once called “Plans”" in page.context["fault"]
    page = edit(review, "People", action="split", names="Friends\nPlans")
    assert "once called “Plans”" in page.context["fault"]
    edit(review, "Money", name="Plans")  # the code itself may bear a name that it took over
    labels = [one.code.label for one in codebook_that_follows(review).codes]
    assert labels == ["People", "People > Neighbours", "Plans", "Plans > Grants"]


def test_no_round_goes_on_with_the_codebook_before_the_latest(study):
    review = open_review(study)
    edit(review, "Plans", definition="What is planned, by whom.")
    begin(review, Asked(by="Ana", name="Second"))
    page = rounds.start(visit(review, name="Third"))
    assert "run secondcoder suggest" in page.context["fault"]
    assert [one.name for one in rounds_of(review.history)] == ["Second"]
    publish_run(study, identity="two", suggested=SUGGESTED)
    later = open_review(study, run=study / "runs" / "two")
    assert isinstance(rounds.start(visit(later, name="Third")), Go)
    assert len({one.version for one in rounds_of(later.history)}) == 1


def test_entries_are_merged_split_removed_and_given_examples(study):
    review = open_review(study)
    first = review.material.passages[0]
    edit(review, "Plans", action="example", passage=first.id, words="three neighbours")
    edit(review, "Money > Grants", action="merged", into=id_of(review, "Plans"))
    edit(review, "People > Neighbours", action="split", names="Near\nFar")
    codebook.add(visit(review, name="Weather", note="Rain and sun."))
    following = codebook_that_follows(review)
    codes = {one.code.label: one.code for one in following.codes}
    assert codes["Plans"].examples == ("three neighbours",)
    assert codes["Plans"].formerly == ("Money > Grants",)
    assert codes["Weather"].definition == "Rain and sun."
    assert "People > Neighbours > Far" in codes
    assert "Money > Grants" not in codes
    kinds = [change.kind for change in following.changes]
    assert kinds == ["example added", "merged", "split", "split", "new"]
    page = codebook.codebook(visit(review))
    event = page.context["edits"][-1][0]
    codebook.undo(visit(review, event=event.id))
    assert "Weather" not in {one.code.label for one in codebook_that_follows(review).codes}
