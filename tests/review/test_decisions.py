from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondcoder.decisions.events import VERDICT_NAMES, Event, History, outcome


def verdict(number, value="applies", **more):
    given = {"reviewer": "Mira", "run": "r", "passage": "k", "code": "c", **more}
    return Event(kind="verdict", verdict=value, id=number, **given)


def undo(number, of):
    return Event(kind="undo", reviewer="Mira", run="r", undoes=of, id=number)


def test_the_latest_verdict_that_was_not_undone_holds():
    history = History([verdict(1, "applies"), verdict(2, "does not apply")])
    assert history.verdict("Mira", "k", "c").verdict == "does not apply"
    history.add(undo(3, of=2))
    assert history.verdict("Mira", "k", "c").verdict == "applies"
    history.add(undo(4, of=1))
    assert history.verdict("Mira", "k", "c") is None


def test_reviewers_do_not_touch_each_other():
    history = History([verdict(1), verdict(2, "does not apply", reviewer="Tom")])
    assert history.verdict("Mira", "k", "c").verdict == "applies"
    assert history.verdict("Tom", "k", "c").verdict == "does not apply"


@given(st.lists(st.sampled_from(["applies", "does not apply", "undo"]), max_size=30))
def test_state_is_that_of_a_plain_stack(steps):
    history, stack = History(), []
    for number, step in enumerate(steps, 1):
        if step == "undo" and stack:
            history.add(undo(number, of=stack.pop()[0]))
        elif step != "undo":
            history.add(verdict(number, step))
            stack.append((number, step))
    held = history.verdict("Mira", "k", "c")
    assert (held.id, held.verdict) == stack[-1] if stack else held is None


@pytest.mark.parametrize(
    ("value", "human", "machine", "after"),
    [
        ("applies", False, False, True),
        ("applies", False, True, True),
        ("does not apply", True, True, False),
        ("does not apply", False, True, False),
        ("accept", False, True, True),
        ("accept", True, False, False),
        ("keep", True, False, True),
        ("keep", False, True, False),
        ("both", True, False, True),
        ("both", False, True, True),
        ("add", False, False, True),
        ("neither", True, True, False),
        ("other", True, True, False),
        ("unsure", True, True, None),
        ("not sure", True, True, None),
    ],
)
def test_what_a_verdict_means_for_the_code(value, human, machine, after):
    event = replace(verdict(1, value), human=human, machine=machine)
    assert outcome(event) is after
    words = {True: "applies", False: "does not apply", None: "unsure"}
    assert event.answer == ("other" if value == "other" else words[after])
    assert value in VERDICT_NAMES
