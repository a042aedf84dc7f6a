"""Divergent readings in the order in which they are worth reading again."""

import numpy as np

from made_tables import tables_of
from secondcoder.procedures.second_coder.page.listings import listing_pages
from secondcoder.procedures.second_coder.page.read_first import READ_FIRST, read_first
from secondcoder.procedures.second_coder.steps.read_first import (
    AGAINST,
    ALONE,
    MACHINE,
    PERSON,
    READING,
    SURE,
    Apart,
    ranks,
    reasons,
)
from secondcoder.records.agreement import Comparison
from secondcoder.records.results import Suggestion, Suggestions

PASSAGES = ("p0", "p1", "p2", "p3")


def _coder(name, held, passages=PASSAGES):
    human = np.array([[one in held] for one in passages])
    return Comparison(
        coder=name,
        passages=passages,
        codes=("k",),
        human=human,
        machine=np.zeros_like(human),
    )


def _apart(passage, reading):
    return Apart(coder="Ana", beside="machine", passage_id=passage, code_id="k", reading=reading)


def _suggestion(passage, confidence, strength):
    return Suggestion(
        passage_id=passage,
        rank=1,
        code_id="k",
        confidence=confidence,
        strength=strength,
        suggested=True,
        basis="codebook",
        evidence=None,
    )


def test_what_another_person_gave_comes_first_and_mere_readings_last():
    people = [_coder("Ana", {"p3"}), _coder("Ben", {"p2"}), _coder("Eva", {}, PASSAGES[:1])]
    ranked = (
        _suggestion("p0", 0.2, "weak"),
        _suggestion("p1", 0.9, "likely"),
        _suggestion("p2", 0.1, "weak"),
    )
    suggestions = Suggestions(ranked=ranked, abstentions=(), basis="codebook", threshold=0.1)
    found = [_apart(passage, MACHINE) for passage in ("p0", "p1", "p2")]
    found.append(_apart("p3", PERSON))
    told = reasons(found, people, suggestions)
    assert [why for why, _ in told] == [READING, SURE, AGAINST, ALONE]
    assert ranks(told) == [4, 2, 1, 3]


def test_one_person_is_never_alone_against_others_and_the_surer_comes_first():
    alone = [_coder("Ana", {"p3"})]
    found = [_apart(passage, MACHINE) for passage in ("p0", "p1")]
    found.append(_apart("p3", PERSON))
    ranked = (_suggestion("p0", 0.2, "weak"), _suggestion("p1", 0.4, "weak"))
    told = reasons(
        found, alone, Suggestions(ranked=ranked, abstentions=(), basis="codebook", threshold=0.1)
    )
    assert {why for why, _ in told} == {READING}
    assert ranks(told) == [2, 1, 3]


def _made(**more):
    rows = [
        {"passage_id": f"p{n}", "document": "d", "code_id": "k", "code": "Trust", "coder": "Ana"}
        | {"reading": MACHINE, "text": f"text {n}", "rank": 20 - n, "why": READING, **more}
        for n in range(20)
    ]
    code = {"code_id": "k", "code": "Trust", "level": 1, "top_id": "k"}
    return tables_of({"divergences": rows, "codes": [code]})


def test_the_page_shows_the_first_of_them_and_counts_all():
    shown, counted = read_first(_made())
    assert [row[1] for row in shown.rows] == [f"text {19 - n}" for n in range(READ_FIRST)]
    assert shown.rows[0][3] == "Ana: no; the machine: yes"
    assert counted == f"{READING}: 20"
    assert read_first(_made(rank=None, why=None)) is None  # a reflexive study ranks nothing


def test_a_code_that_only_lower_codes_were_given_has_its_place_on_its_page():
    code = {"code_id": "k", "code": "Trust", "level": 1, "top_id": "k"}
    pages = listing_pages(tables_of({"codes": [code]}), {"title": "Study"}, reflexive=False)
    page = pages["pages/code-k.html"].decode()
    assert '<bdi id="k">Trust</bdi>' in page
    assert "Given by nobody as the deepest code" in page
