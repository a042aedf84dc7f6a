"""The tables of layouts and marks: each row reads its example; relatives read alike."""

import re

import pytest

from secondcoder.passages.time_marks import MARKS, without_time_marks
from secondcoder.reading.documents.layouts import BOLD, LOOSE, USUAL, loose_labels, read_label
from secondcoder.reading.documents.lines import plain_lines
from secondcoder.reading.documents.reader import text_document

TALK = (
    ("What did you like most?", "I liked the garden and the people a great deal."),
    ("And what was hard for you?", "Getting there in winter, since no bus runs."),
    ("What would help you?", "A bus on Sundays would help many people here."),
)
QUESTIONS, ANSWERS = (list(side) for side in zip(*TALK, strict=True))


def talk(question, answer, between="\n\n"):
    pairs = [question.format(q) + between + answer.format(a) for q, a in TALK]
    return between.join(pairs) + "\n"


def read(text, *, markdown=False):
    lines = plain_lines(text, markdown=markdown)
    return text_document(text, lines, stem="t", source="t", guess_headings=not markdown)


def turns(text, *, markdown=False):
    (document,) = read(text, markdown=markdown).documents
    return [
        (block.moderator, block.speaker, document.text[block.start : block.end])
        for block in document.blocks
    ]


def check_interview(text, asks, answers, *, markdown=False):
    found = turns(text, markdown=markdown)
    assert [words for asked, _, words in found if asked] == QUESTIONS
    assert [words for asked, _, words in found if not asked] == ANSWERS
    assert {name for asked, name, _ in found if asked} == {asks}
    assert {name for asked, name, _ in found if not asked} == {answers}


@pytest.mark.parametrize("layout", USUAL, ids=lambda layout: layout.name)
def test_usual_layouts_read_their_examples(layout):
    assert re.match(layout.pattern, layout.example)
    assert layout.seen
    label = read_label(layout.example)
    assert label is not None
    assert label.name in {"Mary", "I1", "Zoë Ångström", "Speaker 1"}


@pytest.mark.parametrize("layout", [BOLD, *LOOSE], ids=lambda layout: layout.name)
def test_loose_layouts_read_their_examples(layout):
    (label,) = loose_labels(layout.example, plain_lines(layout.example), layout)
    assert label is not None
    assert layout.seen
    assert label.name in {"Mary", "JK", "P1", "jane", "Q", "INT", "Judith Keller"}
    assert read(layout.example).documents[0].unit == "paragraph"


@pytest.mark.parametrize("mark", MARKS, ids=lambda mark: mark.example)
def test_marks_are_cut_out_of_their_examples(mark):
    assert re.search(mark.pattern, mark.example)
    assert not re.search(r"\d\d:\d\d", without_time_marks(mark.example))


@pytest.mark.parametrize(
    ("question", "answer", "between"),
    [
        ("Judith\t{}", "Tom\t{}", "\n"),
        ("Judith – {}", "Tom – {}", "\n"),
        ("Judith - {}", "Tom - {}", "\n\n"),
        ("[Judith] {}", "[Tom] {}", "\n"),
        ("{{Judith}} {}", "{{Tom}} {}", "\n\n"),
        ("[Judith]\n{}", "[Tom]\n{}", "\n\n"),
        ("#Judith {}", "#Tom {}", "\n\n"),
        ("#Judith: {}", "#Tom: {}", "\n\n"),
        ("#Judith\n{}", "#Tom\n{}", "\n\n"),
        ("Judith\n{}", "Tom\n{}", "\n\n"),
        ("Judith:\n{}", "Tom:\n{}", "\n\n"),
        ("Judith\n\n{}", "Tom\n\n{}", "\n\n"),
        ("Judith [00:01:02] {}", "Tom [00:01:09] {}", "\n\n"),
        ("Judith (1:02) {}", "Tom (1:09) {}", "\n\n"),
        ("Judith 00:01:02 {}", "Tom 00:01:09 {}", "\n\n"),
        ("Judith: {} #00:01:02-5#", "Tom: {} #00:01:09-1#", "\n"),
        ("#00:01:02-5# Judith: {}", "#00:01:09-1# Tom: {}", "\n\n"),
        ("Judith: {} [00:01:02]", "Tom: {} (00:01:09)", "\n"),
        ("*1:40 = Judith: {}", "*1:52 = Tom: {}", "\n"),
        ("1. Judith: {}", "2. Tom: {}", "\n"),
        ("3/5/21, 10:12 - Judith: {}", "3/5/21, 10:13 - Tom: {}", "\n"),
        ("Judith | {}", "Tom | {}", "\n\n"),
        ("**Judith** {}", "**Tom** {}", "\n\n"),
        ("**Judith**\n{}", "**Tom**\n{}", "\n\n"),
    ],
)
def test_names_in_many_layouts(question, answer, between):
    check_interview(talk(question, answer, between), "Judith", "Tom")


@pytest.mark.parametrize(
    ("question", "answer", "asks", "answers"),
    [
        ("jane: {}", "tom: {}", "jane", "tom"),
        ("int: {}", "p1: {}", "int", "p1"),
        ("INT {}", "P1 {}", "INT", "P1"),
        ("Q. {}", "A. {}", "Q", "A"),
        ("(I) {}", "(P1) {}", "I", "P1"),
        ("R: {}", "I: {}", "R", "I"),
        ("면접자: {}", "참여자: {}", "면접자", "참여자"),
        ("聞き手：{}", "Aさん：{}", "聞き手", "Aさん"),
        ("Интервьюер: {}", "Респондент: {}", "Интервьюер", "Респондент"),
        ("Interviewer*in: {}", "Befragte*r: {}", "Interviewer*in", "Befragte*r"),
        ("I: {}", "{}", "I", ""),
        ("Interviewer:\n{}", "{}", "Interviewer", ""),
        ("Judith: {}", "{}", "Judith", ""),
        ("{}", "P1: {}", "", "P1"),
    ],
)
def test_labels_of_many_kinds(question, answer, asks, answers):
    check_interview(talk(question, answer), asks, answers)


def test_bold_questions_and_numbered_ones():
    check_interview(talk("**{}**", "{}"), "", "", markdown=True)
    numbered = "".join(f"Q{n}: {q}\n\nA{n}: {a}\n\n" for n, (q, a) in enumerate(TALK, 1))
    check_interview(numbered, "Q", "A")


def test_a_missing_label_after_a_question_leaves_the_words_to_the_other_speaker():
    text = "I: Where?\n\nB: Here.\n\nI: And when?\n\nIn May, I think.\n\nI: Why?\n\nB: So.\n"
    assert (False, "B", "In May, I think.") in turns(text)
    assert any(
        "1 unlabelled stretch after a question was" in notice.message
        for notice in read(text).notices
    )


def test_words_across_a_turn_are_their_speakers():
    text = "I: So you were fast. //B: Yes, rather.// And then?\n\nB: It was //mhm// long.\n\n"
    assert turns(text + "I: How did it end?\n\nB: Well.\n") == [
        (True, "I", "So you were fast."),
        (False, "B", "Yes, rather."),
        (True, "I", "And then?"),
        (False, "B", "It was //mhm// long."),
        (True, "I", "How did it end?"),
        (False, "B", "Well."),
    ]


@pytest.mark.parametrize(
    ("header", "asks", "answers"),
    [
        ("Date: 3 May 2021\nInterviewer: Judith Keller\nParticipant: Tom Brown", "JK", "TB"),
        ("Datum: 3. Mai\nOrt: Köln\nInterviewerin: J. Keller (JK)\nBefragte: TB, 45", "JK", "TB"),
        ("Date : 3 mai\nLieu : Lyon\nDurée : 45 min\nEnquêtrice : Anne Petit", "AP", "MD"),
        ("Fecha: 3 de mayo\nEntrevistador: Juan\nEntrevistada: María", "Juan", "María"),
        ("Data: 3 de maio\nLocal: Porto\nEntrevistadora: Rita", "Rita", "P4"),
        ("Data: 3 maggio\nLuogo: Roma\nIntervistatrice: Anna Rossi", "AR", "Marco"),
        ("Datum: 3 mei\nPlaats: Gent\nInterviewer: An\nRespondent: R4", "An", "R4"),
        ("Datum: 3 maj\nPlats: Lund\nIntervjuare: Eva\nIntervjuperson: IP3", "Eva", "IP3"),
        ("Dato: 3. mai\nSted: Oslo\nIntervjuer: Kari", "Kari", "Ola"),
        ("JK = Interviewer\nTB = Befragter", "JK", "TB"),
        ("R: Researcher\nI: Informant", "R", "I"),
        ("Legend: F = Frage, M = Mann (Teilnehmer)", "F", "M"),
        ("---\ndate: 2021-05-10\ninterviewer: Judith Keller\n---", "Judith", "Tom"),
    ],
)
def test_headers_and_legends_say_who_asks_and_are_no_passages(header, asks, answers):
    text = f"{header}\n\n" + talk(f"{asks}: {{}}", f"{answers}: {{}}")
    check_interview(text, asks, answers)
    messages = [notice.message for notice in read(text).notices]
    assert not any("guess" in message for message in messages)
    assert any(re.search("(?:is no passage|are no passages) \\(", message) for message in messages)


@pytest.mark.parametrize(
    "ending",
    [
        "Transcribed by https://otter.ai",
        "Transkribiert von Max Muster",
        "Transcrit par Anne",
        "[End of recording]\n\nTranscript prepared by Rev.com",
        "Ende der Aufnahme",
        "Judith Keller stopped transcription",
    ],
)
def test_lines_about_the_transcript_are_no_passages(ending):
    check_interview(talk("I: {}", "B: {}") + f"\n{ending}\n", "I", "B")


@pytest.mark.parametrize(
    "text",
    [
        talk("Therapist: {}", "Client: {}"),
        (
            "T: How was it?\n\nC: Hard, as I hardly slept.\n\nT: You hardly slept at all.\n\n"
            "C: No. And she called.\n\nT: What did she say?\n\nC: To come home. Should I?\n"
        ),
        (
            "Ann: Shall we go?\n\nBen: Where to?\n\nAnn: What about the lake?\n\n"
            "Ben: Too cold for me at this time of year.\n\nAnn: The museum then?\n\nBen: Why not?\n"
        ),
        (
            "Eva: How did you two meet?\n\nSam: By accident, was it not, at the fair?\n\n"
            "Kit: It was. Do you remember the rain?\n\nEva: And what came then?\n\n"
            "Sam: We wrote letters. Who does that now?\n\nEva: And then?\n\nKit: We married.\n"
        ),
    ],
)
def test_nobody_asks_by_question_marks_alone(text):
    assert not any(asked for asked, _, _ in turns(text))
    assert any("nobody was recognised" in notice.message for notice in read(text).notices)


def test_records_are_no_conversations():
    row = "Name\t{}\nTown\t{}\nFounded\t{}\nAims\tTo bring people together for walks and talk.\n\n"
    text = row.format("The Ladle", "Harrow", 2004) + row.format("The Shed", "Dunn", 2010)
    (document,) = read(text).documents
    assert [block.heading for block in document.blocks] == ["Aims", "Aims"]


TIME_BELOW = """Judith Keller
00:05
What did you like most?

Tom Brown
00:09
I liked the garden and the people a great deal.

Judith Keller
00:15
And what was hard for you?

Tom Brown
00:20
Getting there in winter, since no bus runs.
Transcription ended after 00:02:10

This editable transcript was computer generated and might contain errors.
"""


def test_times_below_names_and_what_meeting_programs_write():
    (document,) = read(TIME_BELOW).documents
    assert [(block.speaker, block.time) for block in document.blocks] == [
        ("Judith Keller", "00:00:05"),
        ("Tom Brown", "00:00:09"),
        ("Judith Keller", "00:00:15"),
        ("Tom Brown", "00:00:20"),
    ]
    last = document.blocks[-1]
    assert document.text[last.start : last.end] == ANSWERS[1]


def test_field_notes_with_a_header_are_paragraphs():
    header = "Date: 3 May 2021\nPlace: Garden\nObserver: JK\n\n"
    text = f"{header}I came at nine.\n\nThen a gate opened: in came two.\n"
    assert [words for _, _, words in turns(text)] == [
        "I came at nine.",
        "Then a gate opened: in came two.",
    ]
