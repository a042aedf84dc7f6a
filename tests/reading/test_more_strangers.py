"""More manners in which strangers' files come: layouts, talk of many kinds, tables, names."""

import io
import json
import unicodedata

import docx
import openpyxl
import pytest
from docx.shared import RGBColor
from made_pdf import pdf_file
from test_strangers import ASKED, SAID, folder, saved, talk

from secondcoder.errors import SecondcoderError

PAIRS = [
    (name, words)
    for asked, said in zip(ASKED, SAID, strict=True)
    for name, words in (("Judith Keller", asked), ("Obi Okoye", said))
]


def turns(pattern, *names):
    """Return the interview, each turn written by the pattern with its time and number."""
    names = names or ("Judith Keller", "Obi Okoye")
    return "\n".join(
        pattern.format(who=names[n % 2], words=words, time=f"00:0{n}:12", n=n + 1)
        for n, (_, words) in enumerate(PAIRS)
    )


LAYOUTS = {
    "times with pictures": ("t_txt", "{time}:10 - {time}:20\n{who}\n{words}\n", "Obi Okoye", True),
    "ELAN": ("t_txt", "{who}\t\t{time}.100\t{time}.900\t00:00:00.800\t{words}", "Obi Okoye", True),
    "time, code": ("t_txt", "{time} {who} {words}\n", "OO", True),
    "italics around names": ("t_md", "_{who}:_ {words}\n", "Obi Okoye", False),
    "names as headings": ("t_md", "### {who}\n\n{words}\n", "Obi Okoye", False),
    "bullets": ("t_txt", "• {who}: {words}\n", "OO", False),
    "numbers with a full stop": ("t_txt", "{who}{n}. {words}\n", "A", False),
    "lines parted by U+2028": ("t_txt", "{who}: {words}\u2028", "Obi Okoye", False),
    "names above captions": ("t_srt", "{n}\n{time},100 --> {time},900\n{who}\n{words}\n", "", True),
    "Webex": ("t_vtt", '{n} "{who}" (24678)\n{time}.100 --> {time}.900\n{words}\n', "", True),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_of_programs(tmp_path, name):
    file, pattern, answers, timed = LAYOUTS[name]
    names = {"OO": ("JK", "OO"), "A": ("Q", "A")}.get(answers, ())
    text = turns(pattern, *names)
    if name == "Webex":
        text = f"WEBVTT\n\n{text}"
    found = folder(tmp_path, **{file: text})
    assert found.said == [(answers or "Obi Okoye", words) for words in SAID]
    assert not timed or all(passage.time for passage in found.material.passages)


def test_otranscribe_is_read_and_something_else_refused(tmp_path):
    page = turns("<p><span class='timestamp'>{time}</span> {who}: {words}<br /></p>")
    found = folder(tmp_path, t_otr=json.dumps({"text": page, "media": "a.mp3"}))
    assert found.said == [("Obi Okoye", words) for words in SAID]
    (tmp_path / "t.otr").write_text("[1, 2]")
    with pytest.raises(SecondcoderError, match=r"t\.otr: this is not a transcript as oTranscribe"):
        folder(tmp_path)


def test_a_chat_of_two_messages_is_one(tmp_path):
    chat = "14:05:11 From Mel to Everyone:\n\tsorry my mic\n14:05:40\t From Jo : no worries\n"
    assert folder(tmp_path, chat_txt=chat).said == [("Mel", "sorry my mic"), ("Jo", "no worries")]


def headed(document):
    document.add_heading("Interview with Obi", 1)
    for name, words in PAIRS:
        document.add_heading(name, 3)
        document.add_paragraph(words)


def coloured(document):
    for number, (_, words) in enumerate(PAIRS):
        run = document.add_paragraph().add_run(words)
        run.font.color.rgb = RGBColor(0x44, 0x44, 0x44) if number % 2 else RGBColor(0xC0, 0, 0)


@pytest.mark.parametrize(("write", "name"), [(headed, "Obi Okoye"), (coloured, "")])
def test_word_files_with_names_as_headings_and_coloured_questions(tmp_path, write, name):
    document = docx.Document()
    write(document)
    found = folder(tmp_path, t_docx=saved(document))
    assert found.said == [(name, words) for words in SAID]


def test_sections_that_recur_are_no_speakers(tmp_path):
    cases = "".join(
        f"# Case {n}\n\n## Context\n\nThe yard {n} was bare.\n\n## Outcome\n\nIt is green now.\n\n"
        for n in range(4)
    )
    found = folder(tmp_path, t_md=cases)
    assert {speaker for speaker, _ in found.said} == {""}
    assert {passage.heading for passage in found.material.passages} == {"Context", "Outcome"}


@pytest.mark.parametrize("mark", ["b", "i", "ul"])
def test_what_stands_out_in_rtf(tmp_path, mark):
    names = "\n".join(f"{{\\{mark} {who}}} {words}\\par" for who, words in PAIRS)
    found = folder(tmp_path, t_rtf="{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 " + names + "}")
    assert found.said == [("Obi Okoye", words) for words in SAID]
    plain = "\n".join(
        f"\\{mark} {words}\\{mark}0\\par\\par" if n % 2 == 0 else f"{words}\\par\\par"
        for n, (_, words) in enumerate(PAIRS)
    )
    found = folder(tmp_path, t_rtf="{\\rtf1\\ansi " + plain + "}")
    assert found.said == [("", words) for words in SAID]


def test_breaks_of_lines_in_rtf_are_counted(tmp_path):
    body = "\\par ".join(f"{{\\b {who}}} {words}\\u8232 ?" for who, words in PAIRS)
    found = folder(tmp_path, t_rtf="{\\rtf1\\ansi " + body + "}")
    assert found.said == [("Obi Okoye", words) for words in SAID]


def test_questions_in_italics_in_a_pdf(tmp_path):
    lines = [
        (60, 740 - 40 * n, 11, "plain" if n % 2 else "italic", words)
        for n, (_, words) in enumerate(PAIRS)
    ]
    found = folder(tmp_path, t_pdf=pdf_file([lines]))
    assert found.said == [("", words) for words in SAID]


def test_an_interview_without_any_names_is_asked_about(tmp_path):
    found = folder(tmp_path, t_txt="\n\n".join(words for _, words in PAIRS))
    (message,) = [one for one in found.concerns if "no speakers are named" in one]
    assert message.startswith("4 of 8 paragraphs are questions")


PEERS = {
    "numbered alike": ("P1", "P2"),
    "nurses": ("N1", "N2"),
}


@pytest.mark.parametrize("names", PEERS.values(), ids=PEERS)
def test_people_who_are_numbered_alike_are_peers(tmp_path, names):
    found = folder(tmp_path, t_txt=turns("{who}: {words}\n", *names))
    assert {speaker for speaker, _ in found.said} == set(names)
    assert any(f"{names[0]} asks 4 of 4 questions" in message for message in found.concerns)


def test_voices_that_a_program_numbers_may_be_an_interview(tmp_path):
    found = folder(tmp_path, t_txt=turns("{who}: {words}\n", "Speaker 1", "Speaker 2"))
    assert found.said == [("Speaker 2", words) for words in SAID]


@pytest.mark.parametrize("names", [("A", "B"), ("Lena Hauser", "Mo Diallo"), ("LH", "MD")])
def test_who_asks_and_tells_of_themselves_is_not_guessed(tmp_path, names):
    own = (
        *zip(names * 4, (words for _, words in PAIRS), strict=False),
        (names[0], "I wrote to her last year and she said no. Did you write?"),
        (names[1], "I did, and she said that she would look at it, which means no."),
    )
    found = folder(tmp_path, t_txt=talk(*own))
    assert {speaker for speaker, _ in found.said} == set(names)
    assert any(f"{names[0]} asks 5 of 5 questions" in message for message in found.concerns)


def test_one_of_three_friends_who_asks_for_a_while_is_not_guessed(tmp_path):
    friends = talk(
        ("Mia", "What film was that?"),
        ("Jon", "The one with the boat that goes down in the end."),
        ("Mia", "Why did you leave?"),
        ("Tess", "The man next to me ate soup, actual soup, from a flask."),
        ("Mia", "And the end?"),
        ("Jon", "They sink. Everyone knew that from the first minute on."),
    )
    assert len(folder(tmp_path, t_txt=friends).said) == 6


def test_who_prompts_without_questions_is_asked_about_and_not_the_one_who_wonders(tmp_path):
    prompted = talk(
        ("A", "Tell me about your work."),
        ("B", "I drive the night bus, you know? Eight years now, and what do I get for it?"),
        ("A", "Describe a usual night."),
        ("B", "Students, drunk people, nurses. Who else is out at three in the morning?"),
        ("A", "Tell me more about the nurses."),
        ("B", "They sleep to the last stop. Why does nobody help people like that?"),
    )
    (message,) = folder(tmp_path, t_txt=prompted).concerns
    assert message.endswith("A asks or prompts in 3 short turns")


GOOD = "Good question, I wrote to them once."


@pytest.mark.parametrize(("first", "words"), [("", GOOD), ("", "A researcher."), ("Ravi", GOOD)])
def test_a_turn_that_names_a_part_is_no_legend(tmp_path, first, words):
    group = talk(
        *([(first, words)] if first else []),
        ("Kim", "I take the bus each day and it is full."),
        ("Ola", "Why do they not send a bigger one?"),
        ("Kim", "Nobody knows. Who are you with?"),
        ("Ravi", words),
        ("Kim", "It was in the paper after all."),
        ("Ravi", "So I heard."),
    )
    found = folder(tmp_path, t_txt=group)
    assert found.said.count(("Ravi", words)) == 1 + bool(first)
    assert len(found.said) == 6 + bool(first)


HEADS = [
    "Interviewer: JK    Interviewee: TB",
    "Interviewer: JK\tInterviewee: TB",
    "Interviewed: TB\nInterviewed by: JK",
    "Interview with: TB\nConducted by: JK",
    "Moderator: JK; Participants: TB",
    "Q: JK\nA: TB",
    "Entrevistadora: JK. Entrevistado: TB.",
    "Who: TB\nAsked by: JK",
]


@pytest.mark.parametrize("head", HEADS)
def test_headers_that_say_who_asks(tmp_path, head):
    said = talk(
        ("JK", "So you came in May."),
        ("TB", "In May, yes. Do you know the house? It was full of boxes."),
        ("JK", "Tell me more."),
        ("TB", "We slept on the floor, can you imagine that?"),
    )
    found = folder(tmp_path, t_txt=f"{head}\n\n{said}")
    assert [speaker for speaker, _ in found.said] == ["TB", "TB"]
    assert found.material.passages[0].question == "So you came in May."


@pytest.mark.parametrize("role", ["speaker", "role", "who"])
def test_who_asks_in_a_table_of_turns_is_found_and_can_be_corrected(tmp_path, role):
    rows = "\n".join(f'{n},{who},"{words}"' for n, (who, words) in enumerate(PAIRS))
    found = folder(tmp_path, t_csv=f"turn,{role},text\n{rows}\n")
    assert found.said == [("Obi Okoye", words) for words in SAID]
    assert [one.question for one in found.material.passages] == list(ASKED)
    assert any("Judith Keller was taken for the interviewer" in one for one in found.notices)
    (tmp_path / "study.toml").write_text(
        f'[[documents]]\npath = "t.csv"\ntext = "text"\nspeaker = "{role}"\n'
        'speakers = { "Judith Keller" = { role = "participant" } }\n'
    )
    assert len(folder(tmp_path).said) == 8


def test_names_of_files_from_a_mac_meet_names_in_tables(tmp_path):
    name = unicodedata.normalize("NFD", "Søren på Åse")
    (tmp_path / f"{name}.txt").write_text(talk(("I", ASKED[0]), ("B", SAID[0])), encoding="utf-8")
    coding = "document,quote,code\nSøren på Åse,I brought my old radio,Start\n"
    found = folder(tmp_path, coding_csv=coding)
    assert [one.document for one in found.material.passages] == ["Søren på Åse"]
    assert found.material.coding.unplaced == ()


def test_codes_without_their_accents_are_those_of_the_codebook(tmp_path):
    files = {
        "wywiad_txt": talk(("Badaczka", ASKED[0]), ("Rozmówczyni", SAID[0])),
        "kody_csv": "Kod;Opis\nBezpieczeństwo;Światło\nWoda;Pompa\n",
        "kodowanie_csv": "Wywiad;Cytat;Kod;Kodujący\nwywiad;my old radio;Bezpieczenstwo;Ewa\n",
    }
    coding = folder(tmp_path, **files).material.coding
    assert coding.outside_codebook == ()
    assert coding.coders == ("Ewa",)


def test_a_column_that_may_say_who_coded_is_asked_about(tmp_path):
    coding = (
        "text,code,xyz\nold radio,Start,Ana\nlamps and toasters,Doing,Ben\nbigger room,Wish,Ana\n"
    )
    found = folder(tmp_path, int1_txt=turns("{who}: {words}\n", "I", "B"), coding_csv=coding)
    (note,) = [one for one in found.notices if "not used" in one]
    assert "if 'xyz' (Ana, Ben) says who coded, write coder_column = \"xyz\"" in note


def workbook(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_with_a_page_about_it_and_questions_below_their_numbers(tmp_path):
    data = [
        ["Staff survey – open answers"],
        ["No.", "Department", "Question 5", "Question 6"],
        [None, None, "What do you value?", "What should we change first?"],
        [1, "Lab", "The people, and that I can leave at four.", "The printers eat paper."],
        [2, "Lab", "Free coffee", "Meetings without an agenda."],
        [3, "Office", "My boss listens when things go wrong.", "Pay trainees better."],
    ]
    about = [["Staff survey"], ["Exported by the office on 3 May, open questions only."]]
    found = folder(tmp_path, answers_xlsx=workbook({"Read me": about, "Data": data}))
    assert [words for _, words in found.said] == [cell for row in data[3:] for cell in row[2:]]
    assert {one.heading for one in found.material.passages} == {data[2][2], data[2][3]}
    assert any("[Read me]: left out" in note for note in found.notices)


def test_shorter_answers_beside_long_ones_are_answers(tmp_path):
    rows = (
        "_uuid,site,problem,wish\n"
        "a1,north,The pump broke in January and nobody came.,A pump close by\n"
        "a2,south,We queue two hours in the morning.,Two taps for the village\n"
        "a3,north,Children fetch it before school and come late.,Pipes like in town\n"
    )
    found = folder(tmp_path, export_csv=rows)
    assert len(found.said) == 6
    assert {one.heading for one in found.material.passages} == {"problem", "wish"}


@pytest.mark.parametrize("name", ["Guião da entrevista", "Roteiro", "Spørgeguide", "Scenariusz"])
def test_guides_in_more_languages(tmp_path, name):
    (tmp_path / f"{name}.txt").write_text("What do you do?\n", encoding="utf-8")
    found = folder(tmp_path, int1_txt=turns("{who}: {words}\n", "I", "B"))
    assert len(found.said) == 4


def test_a_table_of_participants_says_how_it_can_be_used(tmp_path):
    files = {
        "Deltagere_csv": "Navn,Alder\nObi,54\n",
        "int1_txt": turns("{who}: {words}\n", "I", "B"),
    }
    notes = folder(tmp_path, **files).notices
    assert any("describes the participants; to use it" in note for note in notes)


def test_a_table_saved_as_text_stops_the_work(tmp_path):
    rows = "Timestamp\tMail\tWhat went well?\n" + "".join(
        f"3/5/2024 10:0{n}:02\ta{n}@b.org\tThe labs were fun, and we asked.\n" for n in range(4)
    )
    found = folder(tmp_path, answers_txt=rows.encode("utf-16"))
    (alarm,) = found.account.alarms
    assert alarm.message.startswith("seems to be a table of 3 columns")
    (tmp_path / "answers.txt").rename(tmp_path / "answers.tsv")
    again = folder(tmp_path)
    assert [words for _, words in again.said] == ["The labs were fun, and we asked."] * 4


@pytest.mark.parametrize("name", ["Kodlista", "Kodebog v2", "Livro de códigos", "Codeboek"])
def test_lists_of_codes_as_text_are_no_material(tmp_path, name):
    (tmp_path / f"{name}.txt").write_text("Water\nPrice\nRoom\n", encoding="utf-8")
    found = folder(tmp_path, int1_txt=turns("{who}: {words}\n", "I", "B"))
    assert len(found.said) == 4
    assert any("looks like a codebook" in message for message in found.concerns)
