"""Corrections in study.toml, one person across documents, one interview in two files."""

import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.documents import read_documents
from secondcoder.study.load import load_config

TALK = "S1: What was new?\n\nIN: The garden, and the people there.\n\nS1: And hard?\n\nIN: Rain.\n"
QUESTIONS = ("What did you like?", "And what was hard?", "What would help?")
ANSWERS = (
    "The garden is calm and I meet my neighbours there on most days.",
    "Getting there in the winter, since no bus runs on Sundays at all.",
    "A bus on Sundays, and a bench at the upper gate for people like me.",
)


def study(folder, **documents):
    for name, text in documents.items():
        (folder / name.replace("_", ".")).write_text(text)
    return folder


def read(folder, lines='[[documents]]\npath = "*.txt"\n'):
    (folder / "study.toml").write_text(lines)
    config = load_config(folder).config
    return read_documents(folder, config.documents_with_speakers)


def spoken(document):
    return [(block.moderator, block.speaker) for block in document.blocks]


def said(read, kind):
    return [notice.message for notice in read.notices if notice.kind == kind]


@pytest.mark.parametrize(
    "lines",
    [
        '[[documents]]\npath = "*.txt"\n{}',
        '{}[[documents]]\npath = "*.txt"\n',
    ],
    ids=["under documents", "for all"],
)
def test_one_line_corrects_roles_and_names(tmp_path, lines):
    study(tmp_path, a_txt=TALK, b_txt=TALK)
    line = 'speakers = { S1 = { role = "interviewer" }, in = { name = "Maria" } }\n'
    found = read(tmp_path, lines.format(line))
    for document in found.documents:
        assert spoken(document) == [(True, "S1"), (False, "Maria")] * 2
        assert document.blocks[1].question == "What was new?"
    assert not found.notices


def test_a_correction_may_be_for_one_document(tmp_path):
    study(tmp_path, a_txt=TALK, b_txt=TALK)
    line = 'speakers = { "b: S1" = { role = "interviewer" }, "a.txt: IN" = { name = "Maria" } }'
    first, second = read(tmp_path, f'[[documents]]\npath = "*.txt"\n{line}\n').documents
    assert spoken(first) == [(False, "S1"), (False, "Maria")] * 2
    assert spoken(second) == [(True, "S1"), (False, "IN")] * 2


def test_a_participant_who_was_taken_for_an_interviewer_is_one_again(tmp_path):
    study(tmp_path, a_txt=TALK.replace("IN:", "I:").replace("S1:", "R:"))
    line = 'speakers = { I = { role = "participant" }, R = { role = "interviewer" } }'
    (document,) = read(tmp_path, f'[[documents]]\npath = "*.txt"\n{line}\n').documents
    assert spoken(document) == [(True, "R"), (False, "I")] * 2


def test_names_that_nobody_has_are_said(tmp_path):
    study(tmp_path, a_txt=TALK)
    line = 'speakers = { S9 = { role = "interviewer" } }'
    found = read(tmp_path, f'[[documents]]\npath = "*.txt"\n{line}\n')
    assert said(found, "speakers") == ["nobody is called 'S9', who is named under speakers"]


@pytest.mark.parametrize(
    ("speakers", "message"),
    [
        ('{ S1 = { role = "boss" } }', 'documents[1] -> speakers -> S1 -> role: is "boss"'),
        ("{ S1 = { rank = 1 } }", "speakers -> S1 -> rank: unknown key"),
        ("{ S1 = {} }", "speakers -> S1: says nothing"),
        ('{ S1 = { name = "" } }', "speakers -> S1 -> name: is empty"),
    ],
)
def test_refused_values_are_named(tmp_path, speakers, message):
    study(tmp_path, a_txt=TALK)
    with pytest.raises(SecondcoderError) as caught:
        read(tmp_path, f'[[documents]]\npath = "*.txt"\nspeakers = {speakers}\n')
    assert message in caught.value.message


def interview(asks, answers, count=3):
    pairs = zip(QUESTIONS[:count], ANSWERS, strict=False)
    return "\n\n".join(f"{asks}: {q}\n\n{answers}: {a}" for q, a in pairs) + "\n"


def test_one_interviewer_across_documents(tmp_path):
    study(
        tmp_path,
        a_txt=interview("Judith", "Tom"),
        b_txt=interview("Judith", "Eva"),
        c_txt=interview("Judith", "Kim", count=1) + "\nJudith: Thank you.\n\nKim: Bye then, all.\n",
    )
    found = read(tmp_path)
    for document in found.documents:
        assert {name for asks, name in spoken(document) if asks} == {"Judith"}
    assert any("as in other documents" in message for message in said(found, "moderator"))


def test_a_guess_is_said_with_the_line_that_undoes_it(tmp_path):
    study(tmp_path, a_txt=interview("Judith", "Tom"))
    (message,) = said(read(tmp_path), "moderator")
    assert 'speakers = { "Judith" = { role = "interviewer" } }' in message
    line = 'speakers = { "Judith" = { role = "participant" } }'
    (document,) = read(tmp_path, f'[[documents]]\npath = "*.txt"\n{line}\n').documents
    assert not any(asks for asks, _ in spoken(document))


def test_text_and_captions_of_one_interview_are_one_document(tmp_path):
    cues = [
        f"00:00:{place:02d}.000 --> 00:00:{place + 5:02d}.000\n{line}\n"
        for place, line in enumerate(interview("Judith", "Tom").split("\n\n"))
    ]
    study(tmp_path, talk_vtt="WEBVTT\n\n" + "\n".join(cues), a_txt=interview("Judith", "Tom"))
    lines = '[[documents]]\npath = "*.txt"\n\n[[documents]]\npath = "*.vtt"\n'
    found = read(tmp_path, lines)
    assert [document.source for document in found.documents] == ["a.txt"]
    (message,) = said(found, "same text")
    assert "holds the same interview as a.txt" in message
    assert {name for name, _ in found.inputs} == {"a.txt", "talk.vtt"}


def test_captions_saved_as_text_are_captions(tmp_path):
    cues = (
        "00:00:01.000 --> 00:00:04.000\nAnn: What?\n\n00:00:05.000 --> 00:00:08.000\nBen: That.\n"
    )
    study(tmp_path, a_txt=f"WEBVTT\n\n{cues}")
    (document,) = read(tmp_path).documents
    assert [(b.speaker, b.time) for b in document.blocks] == [
        ("Ann", "00:00:01"),
        ("Ben", "00:00:05"),
    ]
