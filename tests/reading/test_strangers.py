"""Folders as strangers have them: what comes in at first, or what the tool says to write."""

import csv
import io
import zipfile

import docx
import openpyxl
import pytest

from secondcoder.reading.documents.documents import read_documents
from secondcoder.records.account import ALARM
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config
from secondcoder.study.understand import understood

ASKED = (
    "How did you come to the repair cafe?",
    "What do you do there now?",
    "What was hard in the beginning?",
    "And what would you want to change?",
)
SAID = (
    "A friend took me along one Saturday and I brought my old radio with me.",
    "I mend lamps and toasters, and I show people how to do it themselves.",
    "Nobody told us where the tools were, and we had to look for everything.",
    "We need a bigger room, because in winter the queue stands out in the rain.",
)
TALK = "\n\n".join(f"Interviewer: {q}\n\nObi: {a}" for q, a in zip(ASKED, SAID, strict=True))
CODES = {"Arriving": "How people came", "Mending": "What is mended", "Room": "Space and queue"}


class Folder:
    """A study as it was understood."""

    def __init__(self, folder):
        loaded = load_config(folder)
        self.material = load_material(loaded.folder, loaded.config)
        self.account = understood(loaded, self.material, encoder_reads=lambda _: "English")
        self.notices = [n.message for n in (*loaded.notices, *self.material.notices)]

    @property
    def said(self):
        return [(passage.speaker, passage.text) for passage in self.material.passages]

    @property
    def concerns(self):
        return [concern.message for concern in self.account.concerns]


def folder(path, **files):
    """Write files, named ``stem_suffix``, and read the folder."""
    for name, content in files.items():
        stem, _, suffix = name.rpartition("_")
        data = content if isinstance(content, bytes) else content.encode()
        (path / f"{stem.replace('__', ' ')}.{suffix}").write_bytes(data)
    return Folder(path)


def talk(*turns):
    return "\n".join(f"{name}: {words}" for name, words in turns)


def dialogue(first, second):
    pairs = zip(ASKED, SAID, strict=True)
    return talk(*((who, what) for q, a in pairs for who, what in ((first, q), (second, a))))


THERAPY = talk(
    ("Carla", "How have you been since last week?"),
    ("Ben", "Not good. I could not sleep, and my father called again."),
    ("Carla", "You sound tired. What did he say to you?"),
    ("Ben", "That I am wasting my life. I did not answer, I put the phone away."),
    ("Carla", "And what happened inside you at that moment?"),
    ("Ben", "I felt small, like a boy who broke something and has to hide it."),
    ("Carla", "You wanted to hide. Where do you feel that in your body?"),
    ("Ben", "In the chest, it gets tight and I cannot breathe well."),
)


@pytest.mark.parametrize("name", ["talk", "session 4"])
def test_between_two_first_names_who_asks_is_asked_about_and_not_guessed(tmp_path, name):
    (tmp_path / f"{name}.txt").write_text(THERAPY, encoding="utf-8")
    found = Folder(tmp_path)
    assert {speaker for speaker, _ in found.said} == {"Carla", "Ben"}
    (concern,) = [c for c in found.account.concerns if "Carla asks" in c.message]
    assert 'speakers = { "Carla" = { role = "interviewer" } }' in concern.way_out


@pytest.mark.parametrize("letters", [("T", "C"), ("Th", "Kl"), ("D", "P")])
def test_letters_of_therapy_are_asked_about(tmp_path, letters):
    text = THERAPY.replace("Carla:", f"{letters[0]}:").replace("Ben:", f"{letters[1]}:")
    found = folder(tmp_path, talk_txt=text)
    assert {speaker for speaker, _ in found.said} == set(letters)
    assert any(f"{letters[0]} asks" in message for message in found.concerns)


def _session(name):
    """Yield a session of somebody's own words, so that no two are copies."""
    about = {"Tom": ("sleep", "night"), "Ida": ("work", "boss"), "Max": ("school", "teacher")}
    for word in about[name]:
        yield "Carla", f"You spoke of {word} last time. How was it with {word} this week?"
        yield name, f"It was {word} again and {word} all over, and I was tired of the {word}."
        yield "Carla", f"And when {word} comes up, what do you do?"
        yield name, f"I go out of the house and try to forget the {word} for an hour or so."


def test_who_asks_in_several_files_is_asked_about_once(tmp_path):
    texts = {
        f"{name}_txt": talk(*((who, words) for who, words in _session(name)))
        for name in ("Tom", "Ida", "Max")
    }
    concerns = folder(tmp_path, **texts).account.concerns
    (concern,) = [one for one in concerns if "recognised as interviewer" in one.message]
    assert "in 3 files, but Carla asks most of the questions" in concern.message
    assert "at the top of study.toml" in concern.way_out
    (tmp_path / "study.toml").write_text(
        'speakers = { "Carla" = { role = "interviewer" } }\n[[documents]]\npath = "*.txt"\n'
    )
    assert {speaker for speaker, _ in Folder(tmp_path).said} == {"Tom", "Ida", "Max"}


def test_a_session_is_never_guessed_to_be_an_interview(tmp_path):
    found = folder(tmp_path, therapy__session_txt=dialogue("Dana Price", "Obi Okoye"))
    assert {speaker for speaker, _ in found.said} == {"Dana Price", "Obi Okoye"}


@pytest.mark.parametrize("name", ["interview 3", "int4", "Gespräch"])
def test_first_names_in_an_interview_are_guessed_as_before(tmp_path, name):
    (tmp_path / f"{name}.txt").write_text(dialogue("Judith", "Tom"), encoding="utf-8")
    found = Folder(tmp_path)
    assert found.said == [("Tom", words) for words in SAID]
    assert any("this is a guess" in message for message in found.notices)


def test_who_only_asks_among_several_is_asked_about(tmp_path):
    pair = talk(
        ("JK", "How did you two come to the garden?"),
        ("Sefa", "By accident. Was it you who saw the sign?"),
        ("Joan", "It was. You read it out to me, didn't you?"),
        ("JK", "What has it changed for you?"),
        ("Sefa", "Somebody needs what I know. Who ever asked me before?"),
        ("JK", "What would help you now?"),
        ("Joan", "A kettle first."),
    )
    found = folder(tmp_path, pair_txt=pair)
    assert len(found.said) == 7
    assert any("JK asks in 3 of 3 turns" in message for message in found.concerns)


def test_an_assistant_beside_a_moderator_is_no_participant(tmp_path):
    group = talk(
        ("Moderator", "What comes to mind when you think of the park?"),
        ("Assistant", "Just a note that we are recording from now on."),
        ("F1", "Dogs. They run free everywhere."),
        ("Moderator", "Who uses it in the evening?"),
        ("M2", "I do not, as there is no light on the path."),
        ("Assistant", "Could you speak a bit louder, please?"),
        ("F1", "I said the lamps have been out since spring."),
    )
    found = folder(tmp_path, group_txt=group)
    assert [speaker for speaker, _ in found.said] == ["F1", "M2", "F1"]
    asked = [passage.question for passage in found.material.passages]
    assert asked == [
        "What comes to mind when you think of the park?",
        *["Who uses it in the evening?"] * 2,
    ]


def test_otter_names_its_speakers_above_the_talk(tmp_path):
    head = "Thu, May 4, 2023 10:02AM • 12:31\n\nSUMMARY KEYWORDS\nrepair, tools\n\n"
    head += "SPEAKERS\nSpeaker 1, Speaker 2\n\n"
    turns = zip(ASKED, SAID, strict=True)
    body = "\n\n".join(f"Speaker 1  0:01\n{q}\n\nSpeaker 2  0:05\n{a}" for q, a in turns)
    assert folder(tmp_path, otter_txt=head + body).said == [("Speaker 2", a) for a in SAID]


def test_teams_says_when_it_stopped(tmp_path):
    document = docx.Document()
    document.add_paragraph("Price, Dana started transcription")
    for asked, said in zip(ASKED, SAID, strict=True):
        for name, words in (("Price, Dana", asked), ("Okoye, Obi (External)", said)):
            paragraph = document.add_paragraph()
            paragraph.add_run(name).bold = True
            paragraph.add_run(f"   0:03\n{words}")
    document.add_paragraph("Price, Dana stopped transcription")
    found = folder(tmp_path, meeting_docx=saved(document))
    assert [words for _, words in found.said] == list(SAID)


@pytest.mark.parametrize("stamp", ["0:00:01.000,0:00:05.500", "0:00:01.5, 0:00:05.5 "])
def test_captions_of_youtube_studio(tmp_path, stamp):
    found = folder(tmp_path, t_sbv=f"{stamp}\nAnn: What did you like?\n\n{stamp}\nBen: The tap.\n")
    assert found.said == [("Ann", "What did you like?"), ("Ben", "The tap.")]
    assert found.material.passages[0].time == "00:00:01"


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def headed(document):
    document.add_heading("Codebook", 0)
    for code, meaning in CODES.items():
        document.add_heading(code, 2)
        document.add_paragraph(f"Definition: {meaning}")
        document.add_paragraph("Example: “I mend lamps.”")


def bold(document):
    document.add_paragraph("Codebook of the study")
    for code, meaning in CODES.items():
        document.add_paragraph().add_run(code).bold = True
        document.add_paragraph(meaning)


def bold_before(document):
    for code, meaning in CODES.items():
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{code}:").bold = True
        paragraph.add_run(f" {meaning}")


def dashed(document):
    for code, meaning in CODES.items():
        document.add_paragraph(f"{code} – {meaning}")


def labelled(document):
    for code, meaning in CODES.items():
        document.add_paragraph(f"Code: {code}\nDefinition: {meaning}\nExclude: all else")


@pytest.mark.parametrize("write", [headed, bold, bold_before, dashed, labelled])
def test_codebooks_in_prose(tmp_path, write):
    document = docx.Document()
    write(document)
    found = folder(tmp_path, codebook_docx=saved(document), int1_txt=TALK)
    codes = {code.label: code.definition for code in found.material.codebook.codes}
    assert codes == CODES
    assert any("the codebook is prose; 3 headings" in message for message in found.notices)
    assert len(found.said) == 4


def test_headings_of_a_codebook_in_prose_are_its_tree(tmp_path):
    document = docx.Document()
    document.add_heading("Codebook", 1)
    document.add_paragraph("Version 3")
    for level, text in ((2, "1 Doing"), (3, "1.1 Mending"), (3, "1.2 Room"), (2, "2 Arriving")):
        document.add_heading(text, level)
        document.add_paragraph(f"About {text}")
    found = folder(tmp_path, codebook_docx=saved(document), int1_txt=TALK)
    labels = [code.label for code in found.material.codebook.codes]
    assert labels == ["Doing", "Doing > Mending", "Doing > Room", "Arriving"]
    assert any("“Codebook”; “Version 3”" in message for message in found.notices)


def test_prose_about_a_codebook_is_none_and_says_what_to_do(tmp_path):
    document = docx.Document()
    document.add_paragraph("We talked about the codebook today and it was long.")
    found = folder(tmp_path, codebook_docx=saved(document), int1_txt=TALK)
    (alarm,) = found.account.alarms
    assert alarm.kind == ALARM
    assert "each code as a heading" in alarm.message


def rows_csv(rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


BOOK = "code,definition\nWater,Taps\nPrice,What it costs\nCalm,Rest\n"
MARKED = [
    ("1", "The tap is far away from the beds", "1", "0", "1", "0"),
    ("2", "Cans are heavy and dear to buy", "1", "1", "0", "1"),
    ("3", "Seeds got more expensive this year", "0", "1", "", "x"),
]


@pytest.mark.parametrize(
    "heads",
    [
        ("Water_Kim", "Price_Kim", "Water_Lee", "Price_Lee"),
        ("Kim: Water", "Kim: Price", "Lee: Water", "Lee: Price"),
        ("Water (Kim)", "Price (Kim)", "Water (Lee)", "Price (Lee)"),
    ],
)
@pytest.mark.parametrize("book", [BOOK, ""])
def test_columns_of_marks_for_code_and_coder(tmp_path, heads, book):
    if not book and ":" in heads[0]:
        pytest.skip("which part is the code cannot be known without a codebook")
    files = {"codebook_csv": book} if book else {}
    found = folder(tmp_path, coded_csv=rows_csv([("id", "text", *heads), *MARKED]), **files)
    coding = found.material.coding
    codes = (*(found.material.codebook.codes if book else ()), *coding.outside_codebook)
    label = {code.id: code.label for code in codes}
    given = sorted((one.coder, label[one.code_id]) for one in coding.codings)
    assert given == [
        *[("Kim", "Price")] * 2,
        *[("Kim", "Water")] * 2,
        *[("Lee", "Price")] * 2,
        ("Lee", "Water"),
    ]


def test_a_row_that_a_coder_left_without_marks_was_not_seen_by_them(tmp_path):
    heads = ("Water_Kim", "Price_Kim", "Water_Lee", "Price_Lee")
    rows = [*MARKED[:2], ("3", "Seeds got more expensive this year", "0", "1", "", "")]
    files = {"coded_csv": rows_csv([("id", "text", *heads), *rows]), "codebook_csv": BOOK}
    seen = folder(tmp_path, **files).material.coding.seen
    assert {coder: len(passages) for coder, passages in seen.items()} == {"Kim": 3, "Lee": 2}


@pytest.mark.parametrize("answer", ["No", "no.", "NO"])
def test_a_first_row_of_noes_is_no_header(tmp_path, answer):
    rows = [("who", "did you go?", "say more"), ("r1", answer, answer), ("r2", "Yes", SAID[0])]
    found = folder(tmp_path, a_csv=rows_csv([*rows, ("r3", "Yes", SAID[1])]))
    assert [words for _, words in found.said][-2:] == list(SAID[:2])
    assert not any("above the column names" in message for message in found.notices)


ANSWERS = [
    "Nothing at all.",
    "Shorter waiting times please",
    "Nothing",
    "More parking",
    "n/a",
    "👍",
]


def test_answers_that_somebody_coded_are_kept_whatever_they_say(tmp_path):
    rows = [("id", "response"), *((f"r{n}", text) for n, text in enumerate(ANSWERS))]
    coded = [("id", "code"), ("r0", "Calm"), ("r1", "Water"), ("r2", ""), ("r4", "n/a")]
    found = folder(
        tmp_path,
        answers_csv=rows_csv(rows),
        codebook_csv=BOOK,
        coding__Mia_csv=rows_csv(coded),
    )
    assert [words for _, words in found.said] == [ANSWERS[n] for n in (0, 1, 3)]
    assert [one.coder for one in found.material.coding.codings] == ["Mia"] * 2
    assert found.material.coding.unplaced == ()
    assert found.concerns == []


def test_a_code_on_what_holds_no_word_has_its_true_reason(tmp_path):
    rows = [("id", "response"), *((f"r{n}", text) for n, text in enumerate(ANSWERS))]
    coded = [("id", "code"), ("r1", "Water"), ("r3", "Calm"), ("r5", "Calm")]
    found = folder(
        tmp_path, answers_csv=rows_csv(rows), codebook_csv=BOOK, coding_csv=rows_csv(coded)
    )
    reasons = [one.reason for one in found.material.coding.unplaced]
    assert reasons == ["its answer was set aside as holding no word"]


@pytest.mark.parametrize(
    ("file", "coder"),
    [
        ("coding Mia", "Mia"),
        ("coded_by_Mia_Lee", "Mia Lee"),
        ("Mia codes round2", "Mia"),
        ("coding", "human"),
        ("coding final", "human"),
        ("Interview coding", "human"),
        ("int1 coding", "human"),
    ],
)
def test_one_file_of_coding_names_its_coder(tmp_path, file, coder):
    rows = [("document", "quote", "code"), ("int1", SAID[0], "Calm")]
    (tmp_path / f"{file}.csv").write_text(rows_csv(rows), encoding="utf-8")
    found = folder(tmp_path, int1_txt=TALK, codebook_csv=BOOK)
    assert found.material.coding.coders == (coder,)


def test_a_merged_cell_holds_for_all_its_rows(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["document", "quote", "code", "coder"])
    for number, code in enumerate(("Calm", "Water", "Price")):
        quote = SAID[0] if number < 2 else SAID[1]
        sheet.append(["int1", quote, code, "Mia"])
    for span in ("A2:A4", "B2:B3", "D2:D4"):
        sheet.merge_cells(span)
    found = folder(tmp_path, coding_xlsx=saved(book), int1_txt=TALK, codebook_csv=BOOK)
    assert found.material.coding.unplaced == ()
    text = found.material.documents[0].text
    quoted = [text[one.start : one.end] for one in found.material.coding.codings]
    assert quoted == [SAID[0], SAID[0], SAID[1]]


def odt_of(paragraphs):
    """Return an ODT of paragraphs of pieces, each with whether it is bold."""
    spans = "".join(
        "<t:p>"
        + "".join(f"<t:span t:style-name='{'B' if b else 'N'}'>{w}</t:span>" for w, b in pieces)
        + "</t:p>"
        for pieces in paragraphs
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<o:c xmlns:o='{names}:office:1.0' xmlns:t='{names}:text:1.0' "
            f"xmlns:s='{names}:style:1.0' xmlns:f='{names}:xsl-fo-compatible:1.0'>"
            "<o:automatic-styles><s:style s:name='B' s:family='text'>"
            "<s:text-properties f:font-weight='bold'/></s:style></o:automatic-styles>"
            f"<o:body><o:text>{spans}</o:text></o:body></o:c>",
        )
    return buffer.getvalue()


def test_bold_names_in_odt(tmp_path):
    pairs = zip(ASKED, SAID, strict=True)
    turns = [turn for q, a in pairs for turn in (("Judith Keller", q), ("Tom Brown", a))]
    paragraphs = [[(f"{name} ", True), (words, False)] for name, words in turns]
    found = folder(tmp_path, i_odt=odt_of(paragraphs))
    assert found.said == [("Tom Brown", words) for words in SAID]


@pytest.mark.parametrize("dash", ["- ", "– ", "— ", "—"])
def test_dialogue_with_dashes(tmp_path, dash):
    pairs = zip(ASKED, SAID, strict=True)
    lines = [f"{dash}{words}" for pair in pairs for words in pair]
    found = folder(tmp_path, i_txt="\n".join(lines))
    assert [words for _, words in found.said] == list(SAID)
    assert [passage.question for passage in found.material.passages] == list(ASKED)
    assert any("as dashes begin the turns" in message for message in found.notices)


def test_a_list_with_dashes_is_no_dialogue(tmp_path):
    assert len(folder(tmp_path, n_txt="\n".join(f"- {words}" for words in SAID)).said) == 4


@pytest.mark.parametrize(
    ("form", "where"),
    [
        ("{words} ({name})", "end"),
        ("{words} [{name}]", "end"),
        ("“{words}” – {name}, 43", "end"),
        ("“{words}”\n— {name}", "end"),
        ("{name} {words}", "begin"),
    ],
)
def test_names_that_no_sign_marks_off_are_said(tmp_path, form, where):
    names = ("Obi Okoye", "Ruth Lang") * 2
    texts = [form.format(name=n, words=w) for n, w in zip(names, SAID, strict=True)]
    found = folder(tmp_path, q_txt="\n\n".join(texts))
    (concern,) = found.account.concerns
    assert concern.message.startswith(f"4 of 4 paragraphs {where} with")
    assert "Obi Okoye" in concern.way_out


def test_prose_is_not_said_to_hold_names(tmp_path):
    texts = [*SAID, "The room is cold (see Table 2).", "We met Ruth Lang there (in May)."]
    assert folder(tmp_path, q_txt="\n\n".join(texts)).concerns == []


def test_a_table_of_attributes_has_its_encoding_and_keeps_what_is_said(tmp_path):
    table = "document,town\nint1,Zürich\n".encode("mac_roman")
    (tmp_path / "study.toml").write_text(
        '[[documents]]\npath = "int1.txt"\nattributes = "about.csv"\n'
        'attributes_encoding = "mac_roman"\nkind = "interview"\n'
    )
    head = "---\ntitle: a talk\n---\n"
    found = folder(tmp_path, int1_txt=head + TALK, about_csv=table)
    assert ("town", "Zürich") in found.material.passages[0].attributes
    assert any("front matter" in message for message in found.notices)
    left = read_documents(tmp_path, load_config(tmp_path).config.documents).left_out
    assert any(one.text == "title: a talk" for _, one in left)


def test_rows_below_a_merged_cell_that_was_saved_as_csv_go_on_with_the_row_above(tmp_path):
    rows = [
        ("document", "quote", "code", "coder"),
        ("int1", SAID[0], "Calm", "Mia"),
        ("", "", "Water", ""),
        ("int1", SAID[1], "Price", "Mia"),
        ("int1", "", "", "Mia"),
    ]
    found = folder(tmp_path, coding_csv=rows_csv(rows), int1_txt=TALK, codebook_csv=BOOK)
    text = found.material.documents[0].text
    quoted = [text[one.start : one.end] for one in found.material.coding.codings]
    assert quoted == [SAID[0], SAID[0], SAID[1]]
    assert any("going on with the row above" in message for message in found.notices)
    assert [one.reason for one in found.material.coding.unplaced] == ["no passage is named"]


def test_a_codebook_in_polish(tmp_path):
    book = "kod;definicja;przykład\nNarzędzia;Gdzie są;„nikt”\nPokój;Za mało;„większy”\n"
    found = folder(tmp_path, kody_csv=book.encode("cp1250"), int1_txt=TALK)
    codes = {code.label: code.definition for code in found.material.codebook.codes}
    assert codes == {"Narzędzia": "Gdzie są", "Pokój": "Za mało"}


def test_a_chat_of_zoom(tmp_path):
    pairs = zip(ASKED, SAID, strict=True)
    lines = [
        f"10:0{n}:11\t From  Dana Price to Everyone : {q}\n10:0{n}:44\t From  Obi Okoye : {a}"
        for n, (q, a) in enumerate(pairs)
    ]
    assert folder(tmp_path, chat_txt="\n".join(lines)).said == [("Obi Okoye", a) for a in SAID]
