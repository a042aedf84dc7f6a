"""More relatives of the cases, as other people and programs write them."""

from collections import Counter

import docx
import openpyxl
import pytest

from secondcoder.reading.codes.document_names import DocumentNames
from secondcoder.reading.tables.headings import broadest_first
from secondcoder.study.assemble import load_material
from secondcoder.study.infer import infer_config

WATER = "We row on the canal before work while the water is still flat."
ROOF = "The boathouse roof leaks and nobody has the money to mend it."
CHILD = "My daughter joined last spring and she will not miss a day."
START, HARD, WHO = "How did you start rowing?", "What is difficult?", "Who else comes along?"
TALK = f"INT: {START}\n\nTom: {WATER}\n\nINT: {HARD}\n\nTom: {ROOF}\n\nINT: {WHO}\n\nTom: {CHILD}\n"
BOOK = "code,definition\nWater,The canal\nMoney,Cost\nFamily,Kin\nBuilding,The boathouse\n"


def read(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return load_material(folder, infer_config(folder).config)


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def codings(found):
    """Return coder, code and the document with the first word coded, counted."""
    codes = (*(found.codebook.codes if found.codebook else ()), *found.coding.outside_codebook)
    labels = {code.id: code.label for code in codes}
    texts = {document.name: document.text for document in found.documents}
    return Counter(
        (one.coder, labels[one.code_id], one.document, texts[one.document][one.start :].split()[0])
        for one in found.coding.codings
    )


def messages(found):
    return "\n".join(notice.message for notice in found.notices)


CODINGS = {
    "headings that no list holds, beside the texts": (
        {"int1.txt": TALK, "k.csv": f"origin,what was said,Code\nint1,{WATER},Water\n"},
        [("human", "Water", "int1", "We")],
    ),
    "Swedish": (
        {"int1.txt": TALK, "k.csv": f"fil;citat;kod;kodare\nint1;{WATER};Vatten;Kim\n"},
        [("Kim", "Vatten", "int1", "We")],
    ),
    "codes left of their themes": (
        {"int1.txt": TALK, "k.csv": f"Quote,Code,Theme\n{WATER},Water,Place\n{ROOF},Roof,Place\n"},
        [("human", "Place > Water", "int1", "We"), ("human", "Place > Roof", "int1", "The")],
    ),
    "kinds of codes are no coders": (
        {"int1.txt": TALK, "k.csv": f"Data extract,Open code,Axial code\n{WATER},Calm,Place\n"},
        [("human", "Place > Calm", "int1", "We")],
    ),
    "marks below headings that say so": (
        {
            "int1.txt": TALK,
            "k.csv": "Media,Excerpt Copy,Code: Water Applied,Code: Water Weight,Code: Roof Applied"
            f"\nint1.txt,{WATER},True,,False\nint1.txt,{ROOF},False,,True\n",
        },
        [("human", "Water", "int1", "We"), ("human", "Roof", "int1", "The")],
    ),
    "a folder a coder": (
        {
            "int1.txt": TALK,
            "Kim/coding.csv": f"document,quote,code\nint1,{WATER},Water\n",
            "Lou/coding.csv": f"document,quote,code\nint1,{WATER},Calm\n",
        },
        [("Kim", "Water", "int1", "We"), ("Lou", "Calm", "int1", "We")],
    ),
    "columns of coders named behind": (
        {"t.csv": f"id,comment,code_kim,code_lou\n1,{WATER},Water,Calm\n2,{ROOF},Roof,NA\n"},
        [("kim", "Water", "t", "We"), ("lou", "Calm", "t", "We"), ("kim", "Roof", "t", "The")],
    ),
    "between letters": (
        {
            "int1.txt": TALK,
            "k.csv": "document_id,start_offset,end_offset,label,annotator\n"
            f"int1,{TALK.index(ROOF)},{TALK.index(ROOF) + len(ROOF)},Roof,kim\n",
        },
        [("kim", "Roof", "int1", "The")],
    ),
    "a folder a coder, a file a document": (
        {
            "one.txt": TALK,
            "two.txt": TALK.replace("canal", "river"),
            "Kim/one.csv": f"quote,code\n{WATER},Water\n",
            "Lou/one.csv": f"quote,code\n{WATER},Calm\n",
            "Lou/two.csv": f"document,quote,code\ntwo,{ROOF},Roof\n",
        },
        [
            ("Kim", "Water", "one", "We"),
            ("Lou", "Calm", "one", "We"),
            ("Lou", "Roof", "two", "The"),
        ],
    ),
    "a coder in two folders": (
        {
            "one.txt": TALK,
            "round 1/Kim.csv": f"quote,code\n{WATER},Water\n",
            "round 1/Lou.csv": f"quote,code\n{WATER},Calm\n",
            "round 2/Kim.csv": f"quote,code\n{ROOF},Roof\n",
        },
        [
            ("Kim", "Water", "one", "We"),
            ("Lou", "Calm", "one", "We"),
            ("Kim", "Roof", "one", "The"),
        ],
    ),
    "documents by number": (
        {
            "Interview 01.txt": TALK,
            "Interview 02.txt": TALK.replace("canal", "river"),
            "k.csv": f"Interview,Passage,Code\n1,{ROOF},Roof\n2,{ROOF},Roof\n",
        },
        [("human", "Roof", "Interview 01", "The"), ("human", "Roof", "Interview 02", "The")],
    ),
    "documents by the beginning of their names": (
        {
            "P01_anna.txt": TALK,
            "P02_bert.txt": TALK.replace("canal", "river"),
            "k.csv": f"PID,Quote,Code\nP02,{ROOF},Roof\nP01,{ROOF},Calm\n",
        },
        [("human", "Roof", "P02_bert", "The"), ("human", "Calm", "P01_anna", "The")],
    ),
}


@pytest.mark.parametrize("name", CODINGS)
def test_codings(tmp_path, name):
    files, expected = CODINGS[name]
    assert codings(read(tmp_path, files)) == Counter(expected)


def test_documents_of_a_program_with_its_number(tmp_path):
    (tmp_path / "int1.txt").write_text(TALK)
    head = ["ID", "Document", "Quotation Content", "Codes", "Created by"]
    workbook(tmp_path / "q.xlsx", head, ["1:1", "1: int1", ROOF, "Roof\nMoney", "kim"])
    found = codings(read(tmp_path, {}))
    assert found == Counter({("kim", code, "int1", "The"): 1 for code in ("Roof", "Money")})


def test_documents_named_in_part_are_said(tmp_path):
    found = read(tmp_path, CODINGS["documents by number"][0])
    assert "'1' as 'Interview 01'" in messages(found)


@pytest.mark.parametrize(
    ("names", "cell", "meant"),
    [
        (["Interview 01", "Interview 02"], "2", "Interview 02"),
        (["Interview 01", "Interview 11"], "interview-11.docx", "Interview 11"),
        (["P01_anna", "P02_bert"], "anna", "P01_anna"),
        (["wave1_P1", "wave2_P1"], "P1", ""),
        (["P1"], "P2.txt", ""),
        (["P1"], "P12", ""),
        (["anna"], "", ""),
    ],
)
def test_names_of_documents_in_part(names, cell, meant):
    assert DocumentNames(names).meant(cell) == meant


@pytest.mark.parametrize(
    ("headings", "order"),
    [
        (["Code", "Subtheme", "Theme"], ["Theme", "Subtheme", "Code"]),
        (["Code", "Category", "Theme"], ["Theme", "Category", "Code"]),
        (["Theme", "Category", "Code"], ["Theme", "Category", "Code"]),
        (["Unterkategorie", "Hauptkategorie"], ["Hauptkategorie", "Unterkategorie"]),
        (["Theme", "Subcode", "Code"], ["Theme", "Code", "Subcode"]),
        (["Level 1", "Code", "Theme"], ["Level 1", "Code", "Theme"]),
    ],
)
def test_levels_stand_broadest_first(headings, order):
    assert broadest_first(headings) == order


def said(found):
    """Return speaker, question and first word of every passage."""
    return [(one.speaker, one.question, one.text.split()[0]) for one in found.passages]


def answers(speaker):
    return [(speaker, START, "We"), (speaker, HARD, "The")]


TRANSCRIPTS = {
    "times and names between strokes": (
        "t.txt",
        (
            f"00:05 | INT | {START}\n00:12 | TOM | {WATER}\n00:33 | INT | {HARD}\n"
            f"00:41 | TOM | {ROOF}\n"
        ),
        answers("TOM"),
    ),
    "times of f4 in round brackets": (
        "t.txt",
        f"INT:\t{START}\nTOM:\t{WATER} (00:00:20-3)\nINT:\t{HARD}\nTOM:\t{ROOF} (00:00:41-9)\n",
        answers("TOM"),
    ),
    "an ending with a time": (
        "t.txt",
        f"INT: {START}\nTOM: {WATER}\nINT: {HARD}\nTOM: {ROOF}\n\nInterview ended at 15:40.\n",
        answers("TOM"),
    ),
    "people with their parts, an end and notes below it": (
        "t.txt",
        (
            f"Present: Kim (interviewer), Tom (participant)\n\nKim: {START}\nTom: {WATER}\n"
            f"Kim: {HARD}\nTom: {ROOF}\n\n[End]\n\nNotes: Tom was tired, and the room was cold.\n"
        ),
        answers("Tom"),
    ),
    "names and times behind a comma": (
        "t.txt",
        (
            f"Interviewer, 00:01\n{START}\n\nTom, 00:09\n{WATER}\n\n"
            f"Interviewer, 00:30\n{HARD}\n\nTom, 00:41\n{ROOF}\n"
        ),
        answers("Tom"),
    ),
    "somebody who takes notes": (
        "t.txt",
        f"INT: {START}\nTOM: {WATER}\nINT: {HARD}\nTOM: {ROOF}\nNote taker: It is now three.\n",
        [*answers("TOM"), ("Note taker", HARD, "It")],
    ),
    "questions set in": (
        "t.md",
        f"# Talk\n\n> {START}\n\n{WATER}\n\n> {HARD}\n\n{ROOF}\n\n> {WHO}\n\n{CHILD}\n",
        [*answers(""), ("", WHO, "My")],
    ),
    "a table of turns in Dutch": (
        "t.csv",
        (
            f"spreker;tijd;tekst\nInterviewer;00:01;{START}\nTom;00:09;{WATER}\n"
            f"Interviewer;00:30;{HARD}\nTom;00:41;{ROOF}\n"
        ),
        answers("Tom"),
    ),
    "I and you in a table of turns": (
        "t.csv",
        f"speaker,text\nI,{WATER}\nYou,{ROOF}\nI,{CHILD}\n",
        [("I", "", "We"), ("You", "", "The"), ("I", "", "My")],
    ),
    "captions with roles in brackets": (
        "t.srt",
        (
            f"1\n00:00:01,000 --> 00:00:03,000\n(INTERVIEWER) {START}\n\n"
            f"2\n00:00:03,000 --> 00:00:06,000\n(TOM) {WATER}\n\n"
            f"3\n00:00:06,000 --> 00:00:09,000\n(INTERVIEWER) {HARD}\n\n"
            f"4\n00:00:09,000 --> 00:00:12,000\n(TOM) {ROOF}\n"
        ),
        answers("TOM"),
    ),
    "captions with speakers by number": (
        "t.srt",
        (
            f"1\n00:00:01,000 --> 00:00:03,000\n[SPEAKER_00] {START}\n\n"
            f"2\n00:00:03,000 --> 00:00:06,000\n[SPEAKER_01] {WATER}\n\n"
            "3\n00:00:06,000 --> 00:00:09,000\n[laughs] And still.\n"
        ),
        [("SPEAKER_00", "", "How"), ("SPEAKER_01", "", "We")],
    ),
    "two who speak in one caption": (
        "t.srt",
        (
            f"1\n00:00:01,000 --> 00:00:03,000\n- {START}\n- Before the war, as a boy.\n\n"
            "2\n00:00:03,000 --> 00:00:06,000\nWe were four. >> Who were they? >> My cousins.\n"
        ),
        [("", "", "How"), ("", "", "Before"), ("", "", "Who"), ("", "", "My")],
    ),
    "noises in brackets are nobody": (
        "t.vtt",
        (
            f"WEBVTT\n\n00:01.000 --> 00:03.000\n[Music] {WATER}\n\n"
            f"00:03.000 --> 00:06.000\n[Music] {ROOF}\n"
        ),
        [("", "", "[Music]")],
    ),
}


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_transcripts(tmp_path, name):
    file, text, expected = TRANSCRIPTS[name]
    assert said(read(tmp_path, {file: text})) == expected


def test_a_word_table_with_numbers_and_names_of_columns(tmp_path):
    document = docx.Document()
    rows = [("Line", "Speaker", "Text"), ("1", "INT", START), ("2", "TOM", WATER)]
    rows += [("3", "INT", HARD), ("4", "TOM", ROOF)]
    table = document.add_table(len(rows), 3)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.save(tmp_path / "t.docx")
    assert said(read(tmp_path, {})) == answers("TOM")


@pytest.mark.parametrize(
    "cell",
    [
        *("Water · Building", "1. Water 2. Building", "Water and Building", "Water und Building"),
        *("Water → Building", "(Water) (Building)", "[Water][Building]", "Water, and Building"),
    ],
)
def test_cells_of_several_codes(tmp_path, cell):
    workbook(tmp_path / "coding.xlsx", ["document", "quote", "codes"], ["int1", WATER, cell])
    found = read(tmp_path, {"int1.txt": TALK, "codebook.csv": BOOK})
    assert codings(found) == Counter({("human", c, "int1", "We"): 1 for c in ("Water", "Building")})


@pytest.mark.parametrize("name", ["Hopes and fears", "Food, drink", "Bed → breakfast", "(Un)rest"])
def test_signs_within_a_code_stay(tmp_path, name):
    book = f'code,definition\n"{name}",Both\nfears,One\n'
    workbook(tmp_path / "coding.xlsx", ["document", "quote", "codes"], ["int1", WATER, name])
    found = read(tmp_path, {"int1.txt": TALK, "codebook.csv": book})
    assert [label for _, label, _, _ in codings(found)] == [name]


COPIES = [("tom copy.txt", "tom"), ("Tom_final.txt", "tom"), ("old/2023/tom.txt", "tom.txt")]


@pytest.mark.parametrize(("copy", "kept"), COPIES)
def test_the_same_text_twice_is_read_once(tmp_path, copy, kept):
    found = read(tmp_path, {"tom.txt": TALK, copy: TALK + "\n\n"})
    assert [document.name for document in found.documents] == [kept]
    assert "holds the same interview as tom.txt" in messages(found)


def test_of_many_copies_the_one_that_is_read_is_named(tmp_path):
    names = ["a long name.txt", "a name.txt", "name.txt"]
    found = read(tmp_path, dict.fromkeys(names, TALK))
    assert [document.source for document in found.documents] == ["name.txt"]
    told = [notice.message for notice in found.notices if notice.kind == "same text"]
    assert len(told) == 2
    assert all("name.txt, which" in message and "a name" not in message for message in told)


def test_texts_that_differ_in_a_word_are_two(tmp_path):
    found = read(tmp_path, {"tom.txt": TALK, "tim.txt": TALK.replace("canal", "river")})
    assert len(found.documents) == 2


def test_a_codebook_by_its_name_is_no_material(tmp_path):
    book = "Rótulo,Comentario\nAgua,El canal y el lago que usamos todos\nCasa,El club\n"
    inferred = (tmp_path / "codebook.csv", tmp_path / "int1.txt")
    for path, text in zip(inferred, (book, TALK), strict=True):
        path.write_text(text)
    found = infer_config(tmp_path)
    assert [source.path for source in found.config.documents] == ["int1.txt"]


@pytest.mark.parametrize(
    "headings",
    ["Tema,Definisjon,Eksempel", "Código,Comentario,Ejemplo", "Titre,Description,Exemple"],
)
def test_codebooks_in_other_languages(tmp_path, headings):
    book = f"{headings}\nWater,The canal,flat\nRoof,The boathouse,leaks\n"
    found = read(tmp_path, {"int1.txt": TALK, "codebook.csv": book})
    assert [(c.label, c.definition, c.examples) for c in found.codebook.codes] == [
        ("Water", "The canal", ("flat",)),
        ("Roof", "The boathouse", ("leaks",)),
    ]


def test_parents_by_the_number_of_their_row(tmp_path):
    book = "id,name,parent_id,description\n1,Place,,Where\n2,Water,1,The canal\n3,Roof,1,Top\n"
    found = read(tmp_path, {"int1.txt": TALK, "codebook.csv": book})
    assert [c.label for c in found.codebook.codes] == ["Place", "Place > Water", "Place > Roof"]


@pytest.mark.parametrize(
    "answer", ["No additional comments", "nothing comes to mind", "pas de commentaire"]
)
def test_answers_that_say_nothing(tmp_path, answer):
    found = read(tmp_path, {"s.csv": f"id,answer\n1,{WATER}\n2,{answer}\n3,No idea of mine\n"})
    assert [one.source_id for one in found.passages] == ["1", "3"]


@pytest.mark.parametrize("name", ["Codebook.md", "coding scheme.txt", "Kodebuch v2.md"])
def test_a_codebook_that_is_no_table_is_left_out_and_told_how(tmp_path, name):
    (tmp_path / "int1.txt").write_text(TALK)
    (tmp_path / name).write_text("# Place\n\n- Water: the canal\n- Roof: of the boathouse\n")
    found = infer_config(tmp_path)
    assert [source.path for source in found.config.documents] == ["int1.txt"]
    assert any(name in note and "save it as .csv" in note for note in found.notes)
