from hypothesis import given
from hypothesis import strategies as st

from made import codebook, coding, passages_of
from secondcoder.procedures.content.steps.counting import (
    by_people,
    by_value,
    comments,
    count,
    normal,
)

BOOK = codebook(("A",), ("A", "a1"), ("A", "a2"), ("B",), ("B", "b1"))
CODES = BOOK.by_id


def counted(texts, marks, *, speakers, documents=None, once="words"):
    """Count codes put on whole passages: ``marks`` holds (passage, code id)."""
    passages = passages_of(texts, speakers=speakers, documents=documents)
    items = [
        ("Eva", name, passages[n].document, passages[n].start, passages[n].end) for n, name in marks
    ]
    human = coding(items, seen={"Eva": {p.id for p in passages}})
    return comments(by_people(human, passages, CODES, coder="Eva"), once=once)


def test_one_speaker_counts_once_and_two_count_each():
    texts = ["No bus comes.", "no bus  comes", "No bus comes."]
    found = counted(texts, [(0, "A/a1"), (1, "A/a1"), (2, "A/a1")], speakers=["P1", "p1", "P2"])
    assert [(one.speaker, one.times) for one in found] == [("P1", 2), ("P2", 1)]
    assert found[0].passages == ("p000", "p001")


def test_the_same_words_under_another_code_count_again():
    found = counted(["No bus.", "No bus."], [(0, "A/a1"), (1, "B/b1")], speakers=["P1", "P1"])
    assert [one.label for one in found] == ["A > a1", "B > b1"]


def test_speakers_of_one_name_in_two_documents_are_two_people():
    found = counted(
        ["No bus.", "No bus."],
        [(0, "A/a1"), (1, "A/a1")],
        speakers=["P1", "P1"],
        documents=["one", "two"],
    )
    assert len(found) == 2


def test_without_a_speaker_every_passage_counts():
    found = counted(["No bus.", "No bus."], [(0, "A/a1"), (1, "A/a1")], speakers=["", ""])
    assert len(found) == 2


def test_once_by_code_takes_other_words_of_a_speaker_together():
    texts = ["No bus.", "It is late.", "Late."]
    marks = [(0, "A/a1"), (1, "A/a1"), (2, "A/a1")]
    found = counted(texts, marks, speakers=["P1", "P1", "P2"], once="code")
    assert [one.times for one in found] == [2, 1]


def test_a_stretch_over_two_speakers_is_a_comment_of_each():
    passages = passages_of(["One of us.", "Two of us."], speakers=["P1", "P2"])
    human = coding([("Eva", "A/a1", "talk", 0, passages[1].end)], seen={"Eva": {"p000", "p001"}})
    found = comments(by_people(human, passages, CODES, coder="Eva"))
    assert [(one.speaker, one.text) for one in found] == [
        ("P1", "One of us."),
        ("P2", "Two of us."),
    ]


def test_a_theme_beside_its_own_subtheme_is_not_counted_twice():
    found = counted(["x y z"], [(0, "A"), (0, "A/a1"), (0, "B")], speakers=["P1"])
    assert sorted(one.label for one in found) == ["A > a1", "B"]


def test_counts_add_up_the_tree_and_name_what_is_unused():
    texts = ["one one", "two two", "three three"]
    found = counted(texts, [(0, "A/a1"), (1, "A/a2"), (2, "B")], speakers=["P1", "P2", ""])
    top = count(found, unused=[("A",), ("B",), ("C",)])
    assert [(one.label, one.codes, one.percent) for one in top] == [
        ("A", 2, 66.67),
        ("B", 1, 33.33),
        ("C", 0, 0.0),
    ]
    assert [one.speakers for one in top] == [2, 0, 0]
    assert [one.label for one in count(found, level=2)] == ["A > a1", "A > a2"]


def test_a_comment_made_under_two_questions_counts_once_under_each():
    found = counted(["No bus.", "No bus."], [(0, "A/a1"), (1, "A/a1")], speakers=["P1", "P1"])
    parts = by_value(found, {"p000": "Q1", "p001": "Q2"}.__getitem__)
    assert len(found) == 1
    assert {value: len(part) for value, part in parts.items()} == {"Q1": 1, "Q2": 1}


SAID = st.lists(
    st.tuples(st.sampled_from(["yes", "no way", "maybe"]), st.sampled_from(["P1", "P2", ""])),
    min_size=1,
    max_size=12,
)


@given(SAID)
def test_what_is_counted_are_different_pairs_of_speaker_and_words(said):
    texts, speakers = zip(*said, strict=True)
    found = counted(texts, [(n, "A/a1") for n in range(len(texts))], speakers=list(speakers))
    known = {(speaker, normal(text)) for text, speaker in said if speaker}
    assert len(found) == len(known) + speakers.count("")
    assert sum(one.times for one in found) == len(said)
