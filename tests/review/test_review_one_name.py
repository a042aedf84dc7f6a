"""A reviewer is one person, however they spell their name; people of one study's list are, too."""

import csv
import unicodedata

import pytest
from garden_study import make_study
from made_up_run import blind_off

from secondcoder.procedures.second_coder.reviewed.acts import settled
from secondcoder.procedures.second_coder.reviewed.decided import decisions_of
from secondcoder.review.app import _reviewer
from secondcoder.review.pages import focus, joint, settings
from secondcoder.review.serve import finish, open_review
from secondcoder.review.web import Problem, Visit


@pytest.fixture
def study(tmp_path):
    make_study(tmp_path / "study")
    return tmp_path / "study"


class Asked:
    """What the application reads of a request."""

    def __init__(self, name):
        self.cookies = Visit_cookie(name)


def Visit_cookie(name):  # noqa: N802 - made as the page makes it
    visit = Visit(review=None, reviewer="", place={}, query={}, form={"new": [name]})
    return settings.choose_who(visit).cookies


def decide(review, name, verdict, *, at=0, **form):
    who = _reviewer(review, Asked(name))
    if not review.material.coder_of(who):
        blind_off(review, who)
    items = sorted(review.view(who).by_pair)
    passage, code = items[at]
    visit = Visit(
        review=review,
        reviewer=who,
        place={"passage": passage, "code": code},
        query={},
        form={"verdict": [verdict], **form},
    )
    focus.decide(visit)
    return visit


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Mira", "mira"),
        ("Zoë", unicodedata.normalize("NFD", "Zoë")),
        ("tom", "TOM"),
        ("M. Kim", "m kim"),
    ],
)
def test_two_spellings_are_one_reviewer_everywhere(study, one, two):
    review = open_review(study)
    decide(review, one, "applies")
    visit = decide(review, two, "does not apply")
    assert visit.reviewer == one
    assert review.history.reviewers == [one]
    (decision,) = decisions_of(review)
    assert (decision.reviewer, decision.applies) == (one, False)
    finish(review)
    with (review.run / "decisions.csv").open(encoding="utf-8-sig") as file:
        assert [(r["reviewer"], r["applies"]) for r in csv.DictReader(file)] == [(one, "no")]
    event = review.history.verdict(one, review.material.by_id[decision.passage_id].key,
                                   decision.code_id)  # fmt: skip
    undone = Visit(
        review=review,
        reviewer=_reviewer(review, Asked(two)),
        place=visit.place,
        query={},
        form={"event": [event.id]},
    )
    focus.undo(undone)
    assert decisions_of(review)[0].applies is True


def test_who_goes_on_under_a_name_that_was_put_right_sees_their_own(study):
    with (study / "study.toml").open("a") as file:
        file.write('[review]\npeople = { "M. Kim" = "Mira" }\n')
    review = open_review(study)
    visit = decide(review, "M. Kim", "applies")
    assert visit.reviewer == "Mira"
    assert [d.reviewer for d in decisions_of(review)] == ["Mira"]


def test_two_people_under_one_name_are_parted_in_joint_decisions_too(study):
    review = open_review(study)
    for name in ("Mira", "Tom"):
        visit = decide(review, name, "applies")
    joint.decide(
        Visit(
            review=review,
            reviewer="Mira",
            place=visit.place,
            query={},
            form={"with": ["Tom"], "verdict": ["does not apply"]},
        )
    )
    chain = review.store.events()[0].chain
    with (study / "study.toml").open("a") as file:
        file.write(f'[review]\npeople = {{ "Mira@{chain}" = "Lea" }}\n')
    ((act,),) = settled(open_review(study)).joint.values()
    assert [person.name for person in act.author.members] == ["Lea", "Tom"]


@pytest.mark.parametrize("name", ["👩‍🏫 Ada", "می‌نا", "CON", "..", "x" * 80, "@", "all"])
def test_names_of_every_script_can_be_given(study, name):
    review = open_review(study)
    visit = decide(review, name, "applies")
    assert visit.reviewer == name
    assert open_review(study).history.reviewers == [name]


@pytest.mark.parametrize("name", ["\u202eTom", "", "x" * 81, "a\x00b"])
def test_names_that_would_deceive_are_refused_in_words(name):
    with pytest.raises(Problem):
        Visit_cookie(name)
