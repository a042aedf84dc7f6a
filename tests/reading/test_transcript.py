import pytest

from secondcoder.reading.documents.labels import clock, is_moderator
from secondcoder.reading.documents.layouts import read_label
from secondcoder.reading.documents.lines import paragraph_blocks, plain_lines
from secondcoder.reading.documents.reader import text_document
from secondcoder.reading.documents.roles import Told


def read_text(text, *, moderators=None, markdown=False):
    lines = plain_lines(text, markdown=markdown)
    told = Told(moderators=None if moderators is None else frozenset(moderators))
    return text_document(text, lines, stem="talk", source="talk.txt", told=told)


def transcript(text, **options):
    (document,) = read_text(text, **options).documents if text else (None,)
    return document if document and document.unit == "turn" else None


def turns(text, **options):
    document = transcript(text, **options)
    return [(block.speaker, document.text[block.start : block.end]) for block in document.blocks]


def messages(text):
    return [notice.message for notice in read_text(text).notices]


@pytest.mark.parametrize(
    ("line", "name", "time", "body"),
    [
        ("Mary: Yes.", "Mary", "", "Yes."),
        ("MARY: Yes.", "MARY", "", "Yes."),
        ("Dr. Mary O'Neill: Yes.", "Dr. Mary O'Neill", "", "Yes."),
        ("Anne-Marie van der Berg: Yes.", "Anne-Marie van der Berg", "", "Yes."),
        ("Speaker 1: Yes.", "Speaker 1", "", "Yes."),
        ("participant 1: Yes.", "participant 1", "", "Yes."),
        ("P1: Yes.", "P1", "", "Yes."),
        ("P1 (female, 45): Yes.", "P1 (female, 45)", "", "Yes."),
        ("INT: Yes.", "INT", "", "Yes."),
        ("Q: Yes.", "Q", "", "Yes."),
        ("A:\tYes.", "A", "", "Yes."),
        ("[00:12:03] Mary: Yes.", "Mary", "00:12:03", "Yes."),
        ("00:12:03 Mary: Yes.", "Mary", "00:12:03", "Yes."),
        ("Mary [00:12]: Yes.", "Mary", "00:00:12", "Yes."),
        ("Mary (00:12:03): Yes.", "Mary", "00:12:03", "Yes."),
        ("Mary: [00:12:03] Yes.", "Mary", "00:12:03", "Yes."),
        ("**Mary:** Yes.", "Mary", "", "Yes."),
        ("[Mary]: Yes.", "Mary", "", "Yes."),
        ("Zoë Ångström  0:03", "Zoë Ångström", "00:00:03", ""),
        ("00:00:05 Speaker 1", "Speaker 1", "00:00:05", ""),
        ("Mary :", "Mary", "", ""),
        ("参加者：はい", "参加者", "", "はい"),
    ],
)
def test_labels(line, name, time, body):
    label = read_label(line)
    assert label is not None
    assert (label.name, label.time, line[label.length :]) == (name, time, body)


@pytest.mark.parametrize(
    "line",
    [
        "There were two things: money and time",
        "I said this: go home.",
        "https://example.org is the address",
        "10:30 was when we met",
        "We met at 10:30",
        "It was good, really: very good",
        "And then she said to me quietly: no",
        "yes: of course",
        "No label here.",
    ],
)
def test_prose_has_no_label(line):
    assert read_label(line) is None


def test_clock():
    assert clock("[1:02:03.450]") == "01:02:03"
    assert clock("75:10") == "01:15:10"
    assert clock("0:00:02.1 --> 0:00:05.2") == "00:00:02"
    assert clock("no") == ""


@pytest.mark.parametrize(
    "name",
    [
        "Moderator",
        "INTERVIEWER 1",
        "interviewer",
        "Facilitator",
        "researcher",
        "INT",
        "I",
        "MOD",
        "Moderation",
        "Diskussionsleiterin",
        "Q",
    ],
)
def test_usual_moderators(name):
    assert is_moderator(name)


@pytest.mark.parametrize("name", ["Participant 1", "Ian", "A", "P1", "Isla", "Quentin"])
def test_others_do_not_moderate(name):
    assert not is_moderator(name)


INTERVIEW = """Interview with a nurse
Date: 3 May

Interviewer: What was new? Tell me.
P1: There were two things: money and time.

Note: I kept a diary then.

Interviewer: Mm-hm.
P1: [laughter]
P1: At 10:30 we met.
12
See https://example.org for it.
Interviewer: Who else?
P2: My sister.
"""


def test_an_interview():
    read = transcript(INTERVIEW)
    assert turns(INTERVIEW) == [
        ("Interviewer", "What was new? Tell me."),
        ("P1", "There were two things: money and time.\n\nNote: I kept a diary then."),
        ("Interviewer", "Mm-hm."),
        ("P1", "At 10:30 we met.\n12\nSee https://example.org for it."),
        ("Interviewer", "Who else?"),
        ("P2", "My sister."),
    ]
    assert [block.moderator for block in read.blocks] == [True, False] * 3
    assert [block.question for block in read.blocks[1::2]] == [
        "What was new? Tell me.",
        "What was new? Tell me.",
        "Who else?",
    ]
    left = [(one.what, one.text) for one in read_text(INTERVIEW).left_out if one.what != "label"]
    assert left == [("", "Interview with a nurse"), ("header", "Date: 3 May"), ("", "[laughter]")]


def test_a_page_number_after_a_turn_is_not_part_of_it():
    text = "P1: One.\n12\nP2: Two.\n[End of recording]\n"
    assert turns(text) == [("P1", "One."), ("P2", "Two.")]


def test_times_on_a_line_of_their_own_and_otter():
    text = "Ann Lee  0:03\nHello there.\nAll well?\n\nBob  0:09\nFine.\n\nAnn Lee  1:00:12\nGood.\n"
    blocks = transcript(text).blocks
    assert turns(text) == [
        ("Ann Lee", "Hello there.\nAll well?"),
        ("Bob", "Fine."),
        ("Ann Lee", "Good."),
    ]
    assert [block.time for block in blocks] == ["00:00:03", "00:00:09", "01:00:12"]
    lone = "00:00:01\nAnn: Hello.\n00:00:05\nBob: Hello.\n00:00:09\nAnn: Bye.\n"
    assert [block.time for block in transcript(lone).blocks] == ["00:00:01", "00:00:05", "00:00:09"]


def test_named_moderators_stand_instead_of_usual_names():
    text = "Ann: Why?\nResearcher: We had to.\nAnn: When?\nResearcher: In May.\n"
    blocks = transcript(text, moderators=["ann"]).blocks
    assert [block.moderator for block in blocks] == [True, False, True, False]
    assert [block.question for block in blocks] == ["", "Why?", "", "When?"]


def test_a_header_of_fields_is_no_turn():
    header = "Interviewer: Jane Smith\nParticipant: P7\nDate: 3 May\n\n"
    text = f"{header}Interviewer: Hello?\nP7: Hello.\nInterviewer: Why?\nP7: So."
    assert turns(text)[0] == ("Interviewer", "Hello?")
    assert len(turns(text)) == 4


def test_a_time_range_above_a_name():
    text = "0:0:3.4 --> 0:0:7.8\nAnn Lee\nHello.\n\n0:0:8.0 --> 0:0:9.1\nBob\nHi.\n\n"
    text += "0:1:0.0 --> 0:1:2.1\nAnn Lee\nWhy?\n"
    assert turns(text) == [("Ann Lee", "Hello."), ("Bob", "Hi."), ("Ann Lee", "Why?")]
    assert [b.time for b in transcript(text).blocks] == ["00:00:03", "00:00:08", "00:01:00"]


def test_a_single_word_before_a_colon_is_doubted():
    text = "INT: Tell me.\nP1: Well.\nMoney: none.\nINT: And?\nP1: So.\n"
    assert turns(text)[1] == ("P1", "Well.\nMoney: none.")
    assert "words before a colon that were not taken for speakers: Money" in messages(text)
    named = "Ann: Tell me.\nBob: Well.\nEve: I came late.\nAnn: And?\nBob: So.\n"
    assert ("Eve", "I came late.") in turns(named)


def test_markdown_headings_part_turns():
    text = (
        "# Start\n\n**Q:** Why?\n\n**A:** So.\n\n## Money\n\n**Q:** How much?\n\n**A:** Little.\n"
    )
    blocks = transcript(text, markdown=True).blocks
    assert [block.heading for block in blocks] == ["Start", "Start", "Money", "Money"]
    assert turns(text, markdown=True)[-1] == ("A", "Little.")


@pytest.mark.parametrize(
    "text",
    [
        "There were two things: money and time.\n\nNote: we left.\n\nNote: we came back.\n",
        "Abstract: We asked.\n\nMethods: We listened.\n\nResults: They spoke.\n",
        "Title: One\nAmount: 5\n\nTitle: Two\nAmount: 6\n\nTitle: Three\nAmount: 7\n",
        "Observation: the observation was long.\n\nReflection: a reflection.\n\n" * 2,
        "\n\n".join(["We walked home and talked."] * 30 + ["P1: I was glad.", "P1: I was sad."]),
        "Just one line",
        "",
    ],
)
def test_other_texts_are_no_transcripts(text):
    assert transcript(text) is None


def test_wrapped_transcript():
    line = "and then we went on talking about all of it for a good long while"
    text = f"ANN: {line}\n{line}\n{line}\nBOB: {line}\n{line}\nANN: {line}\n{line}\n"
    assert turns(text)[0] == ("ANN", "\n".join([line] * 3))


def test_paragraphs_under_headings():
    long = "We met in the hall every week and spoke about what we had seen and heard since then."
    text = f"Background\n\n{long} So it was.\n\nOne.\n\nWhat we did\n{long} So it was.\n\nLast."
    blocks, guessed = paragraph_blocks(text, plain_lines(text), guess_headings=True)
    assert guessed == ("Background", "What we did")
    assert [block.heading for block in blocks] == ["Background", "Background", "What we did", ""]
    marked = "# One #\nText a.\n\n### Two\n\n- first\n- second\n\n3\n"
    blocks, guessed = paragraph_blocks(marked, plain_lines(marked, markdown=True))
    assert not guessed
    assert [(marked[b.start : b.end], b.heading) for b in blocks] == [
        ("Text a.", "One"),
        ("- first", "Two"),
        ("- second", "Two"),
    ]
