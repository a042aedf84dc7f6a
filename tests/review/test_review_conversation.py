"""A passage in its conversation: every answer stands below the question that it answers."""

import re
from types import SimpleNamespace

import pytest

from secondcoder.serving.look import templates

PARTS = templates("secondcoder.review").get_template("parts.html.j2").module


def turn(text, question):
    return SimpleNamespace(text=text, question=question, speaker="Tom", id=text)


def shown(asked):
    """Return the text of a conversation of four turns, the third of them the passage."""
    turns = [turn(f"answer {n}", question) for n, question in enumerate(asked)]
    with_text = [(one, one.text, False) for one in turns]
    parts = [
        PARTS.earlier_turns(with_text[:2]),
        PARTS.asked_here(turns[2], with_text[:2]),
        f"<p>{turns[2].text}</p>",
        PARTS.later_turns(with_text[3:], turns[2]),
    ]
    words = re.sub(r"<[^>]*>", "\n", "".join(map(str, parts))).split("\n")
    return [line for line in words if line and line != "Tom"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("abcd", ["a", "answer 0", "b", "answer 1", "c", "answer 2", "d", "answer 3"]),
        ("aaab", ["a", "answer 0", "answer 1", "answer 2", "b", "answer 3"]),
        (("", "", "c", "c"), ["answer 0", "answer 1", "c", "answer 2", "answer 3"]),
    ],
)
def test_questions_stand_before_their_answers(asked, expected):
    assert shown(asked) == expected


@pytest.mark.parametrize("page", ["focus", "coding_one", "learning_one", "joint_one"])
def test_every_page_of_a_passage_shows_its_conversation_so(page):
    source = templates("secondcoder.review").loader.get_source(
        templates("secondcoder.review"), f"{page}.html.j2"
    )[0]
    for macro in ("earlier_turns", "asked_here", "later_turns"):
        assert f"parts.{macro}(" in source
