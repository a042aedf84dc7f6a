"""Chats, e-mails, posts and diaries; codes and notes beside talk in Word; people beside talk."""

import docx
import openpyxl
import pytest
from test_strangers import ASKED, CODES, SAID, TALK, Folder, folder, talk

from secondcoder.records.account import ALARM

PAIRS = list(zip(ASKED, SAID, strict=True))
CODEBOOK = "code,definition\n" + "\n".join(f"{code},{what}" for code, what in CODES.items())


def word(path, rows):
    """Write a Word file with one table."""
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.save(path)


def sheet(path, rows):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)


CHATS = {
    "iPhone": "[12/03/21, {time}:11] {who}: ",
    "Android": "12/03/2021, {time} - {who}: ",
    "month in words": "Mar 12, 2021, {time} - {who}: ",
    "Telegram": "{who}, [12.03.21 {time}]\n",
    "Discord": "{who} — 12/03/2021 {time}\n",
}


@pytest.mark.parametrize("program", CHATS)
def test_chats_give_who_wrote_what(tmp_path, program):
    head, lines = CHATS[program], []
    for number, (asked, said) in enumerate(PAIRS):
        lines.append(head.format(time=f"14:{number}0", who="Rosa") + asked)
        lines.append(head.format(time=f"14:{number}5", who="Kim") + said)
    found = folder(tmp_path, chat_txt="\n".join(lines))
    assert [words for who, words in found.said if who == "Kim"] == list(SAID)


@pytest.mark.parametrize("head", [CHATS["iPhone"], CHATS["Android"]])
def test_what_the_program_of_a_chat_writes_is_nobodys_words(tmp_path, head):
    stamp = head.partition("{who}")[0].format(time="14:20")
    chat = [
        stamp + "Messages and calls are end-to-end encrypted. Tap to learn more.",
        head.format(time="14:21", who="Rosa") + "How was the garden?",
        head.format(time="14:22", who="Kim") + "Wet and cold, and I loved it.",
        stamp + "Kim changed their phone number to a new number.",
        "\u200e" + head.format(time="14:23", who="Kim") + "\u200eimage omitted",
        head.format(time="14:24", who="Kim") + "<Media omitted>",
        head.format(time="14:25", who="Kim") + "This message was deleted",
        head.format(time="14:26", who="Rosa") + "What did you plant?",
        head.format(time="14:27", who="Kim") + "Beans and a lot of garlic.",
    ]
    found = folder(tmp_path, chat_txt="\n".join(chat))
    written = [words for who, words in found.said if who == "Kim"]
    assert written == ["Wet and cold, and I loved it.", "Beans and a lot of garlic."]
    assert found.material.passages[-1].time.startswith("14:27")
    assert any("a message without words" in notice for notice in found.notices)


def test_half_of_the_day_is_read(tmp_path):
    chat = "3/5/21, 2:05 PM - Rosa: How are you?\n3/5/21, 12:09 AM - Kim: Tired, and well.\n"
    found = folder(tmp_path, chat_txt=chat * 2)
    assert {passage.time for passage in found.material.passages} == {"14:05:00", "00:09:00"}


MAILS = {
    "English": ("From", "To", "Date", "Subject"),
    "German": ("Von", "An", "Gesendet", "Betreff"),
    "French": ("De", "À", "Envoyé", "Objet"),
}


@pytest.mark.parametrize("language", MAILS)
def test_an_interview_by_mail(tmp_path, language):
    who, to, date, about = MAILS[language]

    def mail(one, other, words):
        head = f"{who}: {one} <a@b.example>\n{to}: {other}\n{date}: 4.5.2021 10:22\n{about}: Re: it"
        return f"{head}\n\n{words}\n\n"

    text = mail("Rosa Lind", "K. Berg", ASKED[0])
    text += mail("K. Berg", "Rosa Lind", f"{SAID[0]}\n\n> {ASKED[0]}\n\n{SAID[1]}")
    found = folder(tmp_path, mails_txt=text)
    assert found.said == [("Rosa Lind", ASKED[0]), ("K. Berg", SAID[0]), ("K. Berg", SAID[1])]
    assert any("quoted from another message" in notice for notice in found.notices)


@pytest.mark.parametrize(
    "head",
    ["Posted by {} on 2019-03-02 23:10", "by {} » Mon Mar 02, 2019 11:10 pm", "u/{} · 3 yr."],
)
def test_posts_of_a_forum(tmp_path, head):
    posts = zip(("owl77", "Nora", "owl77"), SAID[:3], strict=True)
    text = "\n\n".join(f"{head.format(who)}\n{words}" for who, words in posts)
    found = folder(tmp_path, thread_txt=text)
    assert found.said == list(zip(("owl77", "Nora", "owl77"), SAID[:3], strict=True))


@pytest.mark.parametrize(
    "days",
    [
        ("Monday 3 May 2021", "Tuesday 4 May 2021"),
        ("Montag, 3. Mai 2021", "Dienstag, 4. Mai 2021"),
        ("3 de mayo de 2021", "4 de mayo de 2021"),
        ("2021-05-03", "2021-05-04"),
        ("Day 1", "Day 2 (4 May)"),
    ],
)
def test_days_head_the_entries_of_a_diary(tmp_path, days):
    text = "\n\n".join(f"{day}\n{words}" for day, words in zip(days, SAID[:2], strict=True))
    found = folder(tmp_path, diary_txt=text)
    entries = [(passage.heading, passage.text) for passage in found.material.passages]
    assert entries == list(zip(days, SAID[:2], strict=True))


def test_one_letter_is_no_correspondence(tmp_path):
    letter = f"From: The Council\nTo: All\nDate: 3 May 2021\nSubject: Rent\n\n{SAID[0]}\n"
    assert [words for _, words in folder(tmp_path, letter_txt=letter).said] == [SAID[0]]


MARGINS = {
    "codes and notes": ["Transcript", "Codes", "Notes"],
    "analysis of experience": ["Exploratory comments", "Original transcript", "Emergent themes"],
    "nothing above": None,
}


@pytest.mark.parametrize("name", MARGINS)
def test_codes_and_notes_beside_talk_in_word_are_nobodys_words(tmp_path, name):
    head = MARGINS[name]
    place = next((n for n, one in enumerate(head or [""]) if "ranscript" in one), 0)
    rows = []
    for asked, said in PAIRS:
        cells = [f"I: {asked}\nN: {said}", "Arriving; Home", "look again"]
        rows.append([*cells[1 : place + 1], cells[0], *cells[place + 1 :]])
    word(tmp_path / "Interview.docx", [head, *rows] if head else rows)
    found = Folder(tmp_path)
    assert found.said == [("N", words) for words in SAID]
    assert any("a column of codes or notes" in notice for notice in found.notices)


def test_a_table_of_paraphrases_gives_the_text_alone(tmp_path):
    head = ["Zeile", "Originaltext", "Paraphrase", "Generalisierung", "Kategorie"]
    rows = [[str(n), words, "kurz", "allgemein", "K1"] for n, words in enumerate(SAID, start=1)]
    word(tmp_path / "Analyse B1.docx", [head, *rows])
    assert [words for _, words in Folder(tmp_path).said] == list(SAID)


def test_comments_that_are_the_material_stay(tmp_path):
    rows = [[f"R{n}", words] for n, words in enumerate(SAID, start=1)]
    word(tmp_path / "answers.docx", [["Respondent", "Comment"], *rows])
    assert Folder(tmp_path).said == [(who, words) for who, words in rows]


@pytest.mark.parametrize("head", [["Question", "Answer"], None])
def test_questions_beside_answers_in_word(tmp_path, head):
    rows = [[asked, said] for asked, said in PAIRS]
    word(tmp_path / "Interview.docx", [head, *rows] if head else rows)
    found = Folder(tmp_path)
    assert [(p.question, p.text) for p in found.material.passages] == PAIRS
    assert any("this is a guess" in notice for notice in found.notices)


def test_coded_quotations_in_word_are_a_coding_and_no_text(tmp_path):
    rows = [[code, words[:40], "Obi"] for code, words in zip(CODES, SAID, strict=False)]
    word(tmp_path / "themes and quotes.docx", [["Theme", "Quote", "Source"], *rows])
    found = folder(tmp_path, int_obi_txt=TALK, codebook_csv=CODEBOOK)
    assert found.said == [("Obi", words) for words in SAID]
    assert len(found.material.coding.codings) == len(CODES)


OBSERVED = [
    "Present: Anna (moderator), Tom (observer), Lea, Pia\n",
    "Moderator: Anna\nObserver: Tom\n",
    "Moderator: Anna\nNote taker: Tom\nParticipants: Lea, Pia\n",
    "Moderator: Anna\nAssistant moderator: Tom\n",
]


@pytest.mark.parametrize("head", OBSERVED)
def test_whoever_observes_is_no_participant_and_asks_nothing(tmp_path, head):
    said = talk(
        ("Anna", ASKED[0]),
        ("Lea", SAID[0]),
        ("Tom", "Could you speak up a little, please?"),
        ("Pia", SAID[1]),
        ("Anna", ASKED[1]),
        ("Lea", SAID[2]),
        ("Pia", SAID[3]),
    )
    found = folder(tmp_path, group_txt=f"{head}\n{said}")
    assert {who for who, _ in found.said} == {"Lea", "Pia"}
    assert {passage.question for passage in found.material.passages} == set(ASKED[:2])


def test_somebody_whom_only_the_header_names_is_told_from_the_one_before(tmp_path):
    head = "Moderator: Lena Roth\nAssistant moderator: Paul Stein\n\n"
    said = talk(("LR", ASKED[0]), ("P1", SAID[0]), ("PS", "Once more, for the recorder?"))
    said += "\n" + talk(("P1", SAID[1]), ("LR", ASKED[1]), ("P2", SAID[2]))
    found = folder(tmp_path, group_txt=head + said)
    assert found.said == [("P1", SAID[0]), ("P1", SAID[1]), ("P2", SAID[2])]


def test_several_who_speak_at_once_are_told_from_the_one_before(tmp_path):
    said = talk(("Moderator", ASKED[0]), ("F1", SAID[0]), ("All", "Yes, that is so!"))
    said += "\n" + talk(("Moderator", ASKED[1]), ("F1", SAID[1]))
    assert ("All", "Yes, that is so!") in folder(tmp_path, group_txt=said).said


ENDINGS = [
    "This transcript was exported on Mar 12, 2021 - view latest version here.",
    "[00:07:00] [END OF AUDIO]",
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_lines_about_the_transcript_are_nobodys_last_words(tmp_path, ending):
    assert folder(tmp_path, t_txt=f"{TALK}\n\n{ending}\n").said[-1] == ("Obi", SAID[-1])


def test_the_head_of_a_second_interview_is_nobodys_last_words(tmp_path):
    second = f"Interviewer: {ASKED[0]}\n\nOmar: By chance, I saw the notice.\n\n"
    second += f"Interviewer: {ASKED[1]}\n\nOmar: I train the new ones."
    text = f"Date: 3 May 2021\n\n{TALK}\n\nINTERVIEW 2\nDate: 4 May 2021\n{second}"
    found = folder(tmp_path, both_txt=text)
    assert ("Obi", SAID[-1]) in found.said
    assert any("INTERVIEW 2" in notice for notice in found.notices)


def test_a_line_of_a_header_below_one_about_the_transcript(tmp_path):
    head = "Datum: 3.5.2021\nTranskribiert von: JW\nGestört durch: Hund ab Minute 12\n\n"
    assert folder(tmp_path, t_txt=head + TALK).said == [("Obi", words) for words in SAID]


def test_a_long_story_below_a_label_that_stands_once(tmp_path):
    story = "\n\n".join(SAID)
    text = f"Interviewer: Please tell me your story.\n\nObi: {story}\n\nInterviewer: Thank you."
    found = folder(tmp_path, life_txt=text)
    assert found.said == [("Obi", story)]


def test_an_unlabelled_answer_with_a_colon_stays_the_other_sides(tmp_path):
    answers = (SAID[0], "Berlin: that was the place to be.", SAID[2])
    pairs = zip(ASKED[:3], answers, strict=True)
    text = "\n\n".join(f"Interviewer: {asked}\n\n{said}" for asked, said in pairs)
    assert [words for _, words in folder(tmp_path, t_txt=text).said] == list(answers)


@pytest.mark.parametrize("slip", ["Interveiwer", "Interviwer", "Moderater"])
def test_a_slip_in_the_word_for_who_asks(tmp_path, slip):
    right = "Moderator" if slip[0] == "M" else "Interviewer"
    text = TALK.replace("Interviewer", right).replace(f"{right}: And what", f"{slip}: And what")
    assert {who for who, _ in folder(tmp_path, t_txt=text).said} == {"Obi"}


def test_whoever_is_interviewed_is_no_slip(tmp_path):
    text = TALK.replace("Obi:", "Interviewe:")
    assert {who for who, _ in folder(tmp_path, t_txt=text).said} == {"Interviewe"}


def test_numbered_questions_with_answers_below(tmp_path):
    text = "\n\n".join(f"Q{n}: {q}\n\n{a}" for n, (q, a) in enumerate(PAIRS, start=1))
    found = folder(tmp_path, answers_txt=text)
    assert [(p.question, p.text) for p in found.material.passages] == PAIRS


def test_numbered_lines_of_a_hearing(tmp_path):
    lines = [line for q, a in PAIRS for line in (f"Q.  {q}", f"A.  {a}")]
    text = "\n".join(f"{n}   {line}" for n, line in enumerate(lines, start=1))
    assert folder(tmp_path, hearing_txt=text).said == [("A", words) for words in SAID]


def test_a_name_with_a_bracket_on_a_line_between_time_and_words(tmp_path):
    text = "\n".join(
        f"00:0{n}\nMaya Ortiz (Uni)\n{q}\n00:0{n}\nRuth\n{a}" for n, (q, a) in enumerate(PAIRS)
    )
    assert folder(tmp_path, interview_txt=text).said == [("Ruth", words) for words in SAID]


def test_who_coded_in_a_german_table_of_maxqda(tmp_path):
    head = ["Kommentar", "Dokumentgruppe", "Dokumentname", "Code", "Segment", "Autor"]
    rows = [
        ["", "Interviews", "obi", code, words[:40], "anna"]
        for code, words in zip(CODES, SAID, strict=False)
    ]
    sheet(tmp_path / "Codierte Segmente.xlsx", [head, *rows])
    found = folder(tmp_path, obi_txt=TALK, codebook_csv=CODEBOOK)
    assert found.material.coding.coders == ("anna",)


def test_the_author_of_a_post_is_no_coder(tmp_path):
    head = ["author", "post", "code"]
    rows = [["owl77", words, code] for code, words in zip(CODES, SAID, strict=False)]
    sheet(tmp_path / "coded posts.xlsx", [head, *rows])
    found = folder(tmp_path, codebook_csv=CODEBOOK)
    assert "owl77" not in found.material.coding.coders


@pytest.mark.parametrize("name", ["codebook.numbers", "coding.xls", "coding.json"])
def test_a_codebook_or_coding_of_a_kind_that_is_not_read_stops_the_work(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK")
    found = folder(tmp_path, obi_txt=TALK)
    (alarm,) = [one for one in found.account.concerns if one.kind == ALARM]
    assert alarm.file == name
    assert "save it as" in alarm.way_out


def test_a_text_of_an_old_word_processor_is_asked_about(tmp_path):
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf")
    found = folder(tmp_path, obi_txt=TALK)
    assert any("is not read" in message for message in found.concerns)


def test_two_versions_of_one_text_are_asked_about(tmp_path):
    found = folder(tmp_path, obi_txt=TALK, obi__final_txt=TALK.replace("radio", "lamp"))
    assert any("two versions of one text" in message for message in found.concerns)


def test_two_interviews_by_one_guide_are_no_versions(tmp_path):
    other = TALK.replace("a", "o").replace("Interviewer", "Interviewer")
    found = folder(tmp_path, obi_txt=TALK, ada_txt=other)
    assert not any("two versions" in message for message in found.concerns)


def test_letters_that_were_saved_wrongly_are_said(tmp_path):
    spoilt = TALK.replace("radio", "radio – it’s old –").encode().decode("cp1252")
    assert any("saved wrongly" in one for one in folder(tmp_path, obi_txt=spoilt).concerns)


def test_devices_and_names_stay_out_of_results(tmp_path):
    head = "KEY,devicephonenum,simid,SubmitterName,Email,Name,What is good?,What is bad?\n"
    rows = [
        f"uuid:{n},+49,{n}9,amina,a@b.org,Ann,{a},{b}"
        for n, (a, b) in enumerate(zip(SAID, SAID[::-1], strict=True))
        if "," not in a + b
    ]
    rows = rows or [
        f'uuid:{n},+49,{n}9,amina,a@b.org,Ann,"{a}","{b}"'
        for n, (a, b) in enumerate(zip(SAID, SAID[::-1], strict=True))
    ]
    found = folder(tmp_path, form_csv=head + "\n".join(rows))
    kept = {name for passage in found.material.passages for name, _ in passage.attributes}
    assert kept == {"KEY"}
    assert found.material.documents[0].case == "uuid:0"


@pytest.mark.parametrize(
    "name", ["Participant Information Sheet v2", "data management plan", "Ethics approval letter"]
)
def test_papers_about_the_study_are_no_material(tmp_path, name):
    (tmp_path / f"{name}.txt").write_text("You are invited to take part.", encoding="utf-8")
    found = folder(tmp_path, obi_txt=TALK)
    assert [document.name for document in found.material.documents] == ["obi"]


@pytest.mark.parametrize(
    ("head", "asks"), [("Facilitator: Sunita", "F"), ("Enquêtrice : Claire", "Enq.")]
)
def test_whoever_is_labelled_by_the_beginning_of_their_part_asks(tmp_path, head, asks):
    said = talk(*((who, what) for q, a in PAIRS for who, what in ((asks, q), ("R1", a))))
    found = folder(tmp_path, group_txt=f"{head}\nDate: 3.5.2021\n\n{said}")
    assert found.said == [("R1", words) for words in SAID]
    assert not any("guess" in notice for notice in found.notices)


def test_a_letter_that_may_be_a_man_is_nobodys_part(tmp_path):
    said = talk(("M", SAID[0]), ("F", SAID[1]), ("M", SAID[2]), ("F", SAID[3]))
    found = folder(tmp_path, pair_txt=f"Moderator: Anna\nDate: 3.5.2021\n\n{said}")
    assert {who for who, _ in found.said} == {"M", "F"}


def test_marks_in_a_file_that_is_called_coded_are_asked_about(tmp_path):
    rows = [[n, words, n % 2, (n + 1) % 2] for n, words in enumerate(SAID)]
    sheet(tmp_path / "answers coded.xlsx", [["ID", "What do you do here?", "Lamps", "Room"], *rows])
    assert any("columns of marks" in message for message in Folder(tmp_path).concerns)


def test_letters_that_could_not_be_read_are_said(tmp_path):
    text = "聞き手：どうしてここに来ましたか。\n話し手：姉と一緒に来ました。\n" * 2
    found = folder(tmp_path, t_txt=text.encode("shift_jis"))
    read = any("姉" in words for _, words in found.said)
    assert read or any("could not be read" in message for message in found.concerns)
