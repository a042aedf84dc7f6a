"""One question before and after the reveal; databases that hold the older verdicts are read."""

import csv
import io
import urllib.request
from http.cookiejar import CookieJar

import pytest
from made_up_run import Server, blind_off, make_tables, record, write_run

from secondcoder.decisions.events import (
    ACCEPT,
    ADD,
    BOTH,
    DECOY,
    KEEP,
    NEITHER,
    NOT_SURE,
    OTHER,
    UNSURE,
    VERDICTS,
    Event,
)
from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.decided import decisions_of
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.review.pages import bulk as bulk_page
from secondcoder.review.pages import code_list, focus, overview, search
from secondcoder.review.progress import progress
from secondcoder.review.serve import open_review
from secondcoder.review.web import Problem, Visit

MACHINE_ONLY, HUMAN_ONLY, BOTH_HAD, DECOY_AT = "p0007", "p0054", "p0006", "p0001"
OLD = (
    (ACCEPT, MACHINE_ONLY, False, True, True),
    (ACCEPT, HUMAN_ONLY, True, False, False),
    (ACCEPT, BOTH_HAD, True, True, True),
    (ACCEPT, DECOY_AT, False, False, False),
    (KEEP, MACHINE_ONLY, False, True, False),
    (KEEP, HUMAN_ONLY, True, False, True),
    (KEEP, BOTH_HAD, True, True, True),
    (KEEP, DECOY_AT, False, False, False),
    (BOTH, MACHINE_ONLY, False, True, True),
    (BOTH, HUMAN_ONLY, True, False, True),
    (ADD, DECOY_AT, False, False, True),
    (NEITHER, MACHINE_ONLY, False, True, False),
    (NEITHER, HUMAN_ONLY, True, False, False),
    (UNSURE, MACHINE_ONLY, False, True, None),
    (OTHER, HUMAN_ONLY, True, False, False),
)
"""What older pages stored on code cB: verdict, passage, both sides, and what it comes to."""


def opened(tmp_path):
    tables = make_tables(60, cut=lambda n: f"Number {n} said this.")
    return Review(Material(tables, record(seed=3)), Store(tmp_path / "record"))


def at(review, passage, code="cB", *, reviewer="Mira", query=None, **form):
    return Visit(
        review=review,
        reviewer=reviewer,
        place={"code": code, "passage": passage},
        query=query or {},
        form={name: [value] for name, value in form.items()},
    )


def add_old(review, *, run="run-one"):
    """Store every older verdict, each by a reviewer of its own."""
    for number, (verdict, passage_id, human, machine, _) in enumerate(OLD):
        passage = review.material.by_id[passage_id]
        event = Event(
            kind="verdict",
            reviewer=f"R{number:02}",
            run=run,
            passage=passage.key,
            code="cB",
            verdict=verdict,
            other="cF" if verdict == OTHER else "",
            revealed=True,
            human=human,
            machine=machine,
            detail=DECOY if passage_id == DECOY_AT else "",
        )
        review.add([event], [passage])


def test_an_old_database_comes_to_the_same_outcomes(tmp_path):
    add_old(opened(tmp_path))
    found = decisions_of(opened(tmp_path))
    by_reviewer = {decision.reviewer: decision for decision in found}
    for number, (verdict, *_, applies) in enumerate(OLD):
        decision = by_reviewer[f"R{number:02}"]
        words = {True: "applies", False: "does not apply", None: "unsure"}
        answer = "another code" if verdict == OTHER else words[applies]
        assert (decision.verdict, decision.applies) == (answer, applies)


def test_pages_and_tables_name_old_verdicts_by_what_they_come_to(tmp_path):
    write_run(tmp_path / "runs" / "one", make_tables())
    review = open_review(tmp_path)
    add_old(review, run="an earlier run")
    blind_off(review, *(f"R{number:02}" for number in range(len(OLD))))
    server = Server(tmp_path)
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    server.let_in(opener)
    said = {True: "It applies", False: "It does not apply", None: "Unsure"}
    known = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def page(path, reviewer):
        cookies = {"Cookie": f"{known}; reviewer={reviewer}"}
        request = urllib.request.Request(server.base + path, headers=cookies)  # noqa: S310 - ours
        return urllib.request.urlopen(request).read().decode()  # noqa: S310 - our own server

    for number, (verdict, passage, *_, applies) in enumerate(OLD):
        name = f"R{number:02}"
        answer = "Another code" if verdict == OTHER else said[applies]
        if passage != DECOY_AT:  # those are listed only while one works blind
            assert f">{answer}</span>" in page("/code/cB?state=decided", name)
        assert f"Decided: {answer}." in page(f"/code/cB/passage/{passage}?state=every", name)
    sheet = page("/export/review-decisions.csv", "R00").removeprefix("\ufeff")
    rows = {row["reviewer"]: row for row in csv.DictReader(io.StringIO(sheet))}
    words = {True: "yes", False: "no", None: ""}
    for number, (verdict, *_, applies) in enumerate(OLD):
        row = rows[f"R{number:02}"]
        assert (row["verdict"], row["applies"]) == (verdict, words[applies])
    server.stop()


def test_a_first_answer_of_an_old_database_is_marked(tmp_path):
    review = opened(tmp_path)
    passage = review.material.by_id[MACHINE_ONLY]
    old = Event(
        kind="judgement",
        reviewer="Mira",
        run="run-one",
        passage=passage.key,
        code="cB",
        verdict=NOT_SURE,
    )
    review.add([old], [passage])
    context = focus.focus(at(review, MACHINE_ONLY)).context
    assert context["marks"][UNSURE] == [("I said so first", "quiet")]


@pytest.mark.parametrize(
    ("passage", "applies", "does_not"),
    [
        (MACHINE_ONLY, ["the machine"], ["my coding"]),
        (HUMAN_ONLY, ["my coding"], ["the machine"]),
        (BOTH_HAD, ["the machine", "my coding"], []),
        (DECOY_AT, [], ["the machine", "my coding"]),
    ],
)
def test_marks_say_who_gave_which_answer_once_the_suggestion_is_shown(
    tmp_path, passage, applies, does_not
):
    review = opened(tmp_path)
    before = focus.focus(at(review, passage)).context
    marked = {words for said in before["marks"].values() for words, _ in said}
    assert marked <= {"my coding says so"}
    focus.reveal(at(review, passage))
    after = focus.focus(at(review, passage)).context
    assert after["answers"] == VERDICTS
    assert after["answers"] == before["answers"]
    named = {answer: [words for words, _ in said] for answer, said in after["marks"].items()}
    assert named["applies"] == [f"{who} says so" for who in applies]
    assert named["does not apply"] == [f"{who} says so" for who in does_not]


def test_another_persons_coding_is_hidden_first_and_is_not_the_reviewers_own(tmp_path):
    review = opened(tmp_path)
    own = review.view("New").own
    assert (own.coder, own.borrowed, own.seen) == ("New", False, set())
    assert not review.view("Mira").own.borrowed
    assert search.passage(at(review, HUMAN_ONLY, reviewer="New")).context["own"] == []
    with pytest.raises(Problem, match="not coded this passage"):
        focus.focus(at(review, HUMAN_ONLY, reviewer="New"))
    blind_off(review, "New")
    shown = focus.focus(at(review, HUMAN_ONLY, reviewer="New")).context
    assert shown["whose"] == "Mira"
    assert ("Mira’s coding says so", "human") in shown["marks"]["applies"]
    focus.decide(at(review, HUMAN_ONLY, reviewer="New", verdict="applies"))
    focus.decide(at(review, HUMAN_ONLY, verdict="applies"))
    events = review.store.events()
    assert [(e.reviewer, e.human, e.revealed) for e in events[1:]] == [
        ("New", False, True), ("Mira", True, False),
    ]  # fmt: skip


def test_a_step_over_many_passages_and_the_queue_use_the_same_answers(tmp_path):
    review = opened(tmp_path)
    bulk = at(review, MACHINE_ONLY, verdict="applies")
    bulk.form["passage"] = [MACHINE_ONLY]
    focus.reveal(at(review, MACHINE_ONLY))
    bulk_page.decide(bulk)
    focus.decide(at(review, HUMAN_ONLY, verdict="unsure"))
    assert [event.verdict for event in review.store.events()] == ["", "applies", "unsure"]
    queued = code_list.queue(at(review, MACHINE_ONLY)).context["mine"]
    assert [passage.id for passage, _ in queued] == [HUMAN_ONLY]
    count = progress(review, "Mira").by_code["cB"]
    assert (count.done, count.discuss) == (1, 1)
    assert overview.carried(at(review, MACHINE_ONLY)).context["changed"] == []
