import hashlib
import time
import tomllib
from pathlib import Path

import docx
import openpyxl
import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.passages.segment import CutSettings, cut_passages
from secondcoder.reading.documents.documents import read_documents
from secondcoder.study.schema import Documents, StudyConfig

SHARED = Path(__file__).resolve().parents[2] / "../shared/studies"
TALK = "INT: Why?\nP1: Because of rain.\nINT: And then?\nP1: Sun.\n"


def read(folder, path, **columns):
    return read_documents(folder, [Documents(path=path, **columns)])


def blocks(read):
    return [(b.speaker, d.text[b.start : b.end]) for d in read.documents for b in d.blocks]


def kinds(read):
    return [notice.kind for notice in read.notices]


# Files and names


def test_patterns_are_sorted_hashed_and_named_by_file(tmp_path):
    folder = tmp_path / "t"
    folder.mkdir()
    for name in ("b.txt", "a.TXT", "c.md"):
        (folder / name).write_text(TALK)
    (folder / "~$b.txt").write_bytes(b"lock")
    (folder / ".hidden.txt").write_bytes(b"x")
    found = read(tmp_path, "t/*")
    assert [d.name for d in found.documents] == ["a", "b", "c"]
    assert [d.source for d in found.documents] == ["t/a.TXT", "t/b.txt", "t/c.md"]
    assert [d.unit for d in found.documents] == ["turn"] * 3
    digest = hashlib.sha256(TALK.encode()).hexdigest()
    assert found.inputs == (("t/a.TXT", digest), ("t/b.txt", digest), ("t/c.md", digest))
    assert read(tmp_path, r"t\b.txt").inputs == (("t/b.txt", digest),)


def test_outside_the_folder_and_brackets_in_names(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "P [1].txt").write_text(TALK)
    for path in ("../P [[]1].txt", "../P [1].txt", "../*.txt", str(tmp_path / "P [1].txt")):
        found = read(tmp_path / "study", path)
        assert [d.source for d in found.documents] == ["../P [1].txt"]
        assert found.inputs[0][0] == "../P [1].txt"


def test_colliding_names_become_paths(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TALK)
        (tmp_path / folder / "t.csv").write_text("who,text\nAnn,Yes\n")
    (tmp_path / "b.txt").write_text(TALK)
    found = read(tmp_path, "**/*.txt")
    assert [d.name for d in found.documents] == ["b", "one/a.txt", "two/a.txt"]
    tables = read(tmp_path, "*/t.csv", text="text", document="who")
    assert [d.name for d in tables.documents] == ["one/t.csv: Ann", "two/t.csv: Ann"]


@pytest.mark.parametrize(
    ("path", "message", "hint"),
    [
        ("interveiw.txt", "documents -> path: there is no file 'interveiw.txt'", "interview.txt"),
        ("zzz.txt", "there is no file", "The folder holds: interview.txt"),
        ("none/*.txt", "finds no file", "no folder 'none'"),
        ("*.docx", "finds no file", "interview.txt"),
        ("scan.png", "scan.png is not a kind of file", ".txt .md .docx .odt .rtf .pdf"),
    ],
)
def test_missing_and_foreign_files(tmp_path, path, message, hint):
    (tmp_path / "interview.txt").write_text(TALK)
    (tmp_path / "scan.png").write_bytes(b"\x89PNG")
    with pytest.raises(SecondcoderError) as caught:
        read(tmp_path, path)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_file_is_read_once(tmp_path):
    (tmp_path / "a.txt").write_text(TALK)
    with pytest.raises(SecondcoderError, match="named more than once"):
        read_documents(tmp_path, [Documents(path="*.txt"), Documents(path="a.txt")])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "no text in this file"),
        ("a.md", b"\n \n---\n", "no text in this file"),
        ("a.txt", b"PK\x03\x04rest", "Word, Excel or zip"),
        ("a.txt", bytes(range(256)) * 4, "not text"),
        ("a.txt", b"a\x00b\x00", "not text"),
        ("a.docx", b"not a zip", "not a Word file"),
        ("a.docx", b"PK\x03\x04broken", "not a Word file"),
        ("a.vtt", b"nothing of the kind", "captions cannot be read"),
        ("a.vtt", b"", "no text in this file"),
        ("a.srt", b"hello", "captions cannot be read"),
        ("a.xlsx", b"no workbook", "not an Excel workbook"),
        ("a.csv", b"", "table is empty"),
        ("a.csv", b"text\n", "no text in this file"),
        ("a.csv", b"words\nYes\n", "no column 'text'"),
    ],
)
def test_hostile_files(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SecondcoderError, match=message) as caught:
        read(tmp_path, name, text="text")
    assert name in caught.value.message
    assert caught.value.hint


def test_encodings_and_line_ends(tmp_path):
    (tmp_path / "a.txt").write_bytes(
        "Zoe\u0308: Hi.\r\nBob: “Yes”.\r\nZoe\u0308: Why?".encode("utf-16")
    )
    (tmp_path / "b.txt").write_bytes("Zoë: Hi.\nBob: “Yes”.\nZoë: Why?".encode("cp1252"))
    found = read(tmp_path, "?.txt")
    assert (
        blocks(found)[:3]
        == blocks(found)[3:]
        == [("Zoë", "Hi."), ("Bob", "“Yes”."), ("Zoë", "Why?")]
    )


def test_notices_about_moderators_and_what_is_left_out(tmp_path):
    (tmp_path / "a.txt").write_text("A talk\n\nAnn: Why?\nBob: So.\nAnn: When?\nBob: [sighs]\n")
    assert kinds(read(tmp_path, "a.txt")) == ["left out", "moderator"]
    found = read(tmp_path, "a.txt", moderators=["Ann", "Eve"])
    assert "2 lines" in found.notices[0].message
    assert "'Eve'" in found.notices[1].message
    assert found.documents[0].text.startswith("A talk\n\nAnn: Why?")


# Word


def save(document, path):
    document.save(path)
    return path


def test_word_transcript_with_headings(tmp_path):
    document = docx.Document()
    document.add_paragraph("Focus group 2", style="Title")
    document.add_heading("Opening", level=2)
    for name, words in (("Moderator", "How was it?"), ("Ann", "It rained."), ("Bob", "It did.")):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}:").bold = True
        paragraph.add_run(f" {words}")
    document.add_paragraph("All day long.")
    document.add_heading("Money", level=1)
    document.add_paragraph("Ann: None.\nBob: None at all.")
    save(document, tmp_path / "fg2.docx")
    (document,) = read(tmp_path, "fg2.docx").documents
    assert document.unit == "turn"
    assert blocks(read(tmp_path, "fg2.docx")) == [
        ("Moderator", "How was it?"),
        ("Ann", "It rained."),
        ("Bob", "It did.\n\nAll day long."),
        ("Ann", "None."),
        ("Bob", "None at all."),
    ]
    assert [b.heading for b in document.blocks] == ["Opening"] * 3 + ["Money"] * 2
    assert [b.question for b in document.blocks] == ["", "How was it?", "How was it?", "", ""]


def test_word_text_keeps_the_order_of_tables_and_insertions(tmp_path):
    document = docx.Document()
    document.add_paragraph("Before the table.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Left."
    table.rows[0].cells[1].text = "Right."
    last = document.add_paragraph("After ")
    inserted = docx.oxml.OxmlElement("w:ins")
    inserted.append(last.add_run("it.")._r)
    last._p.append(inserted)
    deleted = docx.oxml.OxmlElement("w:del")
    deleted.append(last.add_run("gone")._r)
    last._p.append(deleted)
    save(document, tmp_path / "a.docx")
    found = read(tmp_path, "a.docx")
    assert [words for _, words in blocks(found)] == [
        "Before the table.",
        "Left.",
        "Right.",
        "After it.",
    ]
    assert found.documents[0].unit == "paragraph"


@pytest.mark.parametrize("with_time", [True, False])
def test_word_transcript_as_a_table(tmp_path, with_time):
    rows = [
        ("Time", "Speaker", "Text"),
        ("00:01", "Interviewer", "What was hard?"),
        ("00:09", "P1", "The winter was.\nAnd the roads."),
        ("00:20", "", "Very."),
        ("01:00:30", "Interviewer", "What else?"),
        ("01:00:41", "P1", "Nothing."),
    ]
    rows = rows if with_time else [row[1:] for row in rows]
    document = docx.Document()
    document.add_paragraph("Interview 1")
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    save(document, tmp_path / "i1.docx")
    found = read(tmp_path, "i1.docx")
    assert blocks(found) == [
        ("Interviewer", "What was hard?"),
        ("P1", "The winter was.\nAnd the roads."),
        ("P1", "Very."),
        ("Interviewer", "What else?"),
        ("P1", "Nothing."),
    ]
    made = found.documents[0].blocks
    assert [b.time for b in made][-1] == ("01:00:41" if with_time else "")
    assert [b.question for b in made][2] == "What was hard?"
    assert "2 lines" in found.notices[0].message


def test_word_without_text(tmp_path):
    save(docx.Document(), tmp_path / "scan.docx")
    with pytest.raises(SecondcoderError, match="perhaps it is a scan") as caught:
        read(tmp_path, "scan.docx")
    assert "OCR" in caught.value.hint


# Captions


def test_captions_with_voices(tmp_path):
    (tmp_path / "a.vtt").write_text(
        "WEBVTT\n\nNOTE made by hand\n\n1\n00:00:01.000 --> 00:00:03.000\n<v Ann Lee>So we</v>\n\n"
        "2\n00:00:03.000 --> 00:00:05.000\n<v Ann Lee>went &amp; came.</v>\n\n"
        "00:00:06.000 --> 00:00:08.000\n<v Bob>Did <i>you</i>?</v> <v Ann Lee>Yes.</v>\n\n"
        "01:00:09.500 --> 01:00:10.000\nIndeed.\n"
    )
    found = read(tmp_path, "a.vtt", moderators=["Bob"])
    assert blocks(found) == [
        ("Ann Lee", "So we went & came."),
        ("Bob", "Did you?"),
        ("Ann Lee", "Yes. Indeed."),
    ]
    made = found.documents[0].blocks
    assert [b.time for b in made] == ["00:00:01", "00:00:06", "00:00:06"]
    assert made[2].question == "Did you?"
    assert found.documents[0].text.startswith("Ann Lee: So we went & came.\n\nBob: ")


def test_subtitles_with_names_and_without(tmp_path):
    cue = "{0}\n00:00:0{0},000 --> 00:00:0{0},900\n{1}\n\n"
    named = ["INT: Why?", "P1: Well,", "it rained.", "INT: And?\nP1: Sun."]
    (tmp_path / "a.srt").write_text("".join(cue.format(n, t) for n, t in enumerate(named, 1)))
    assert blocks(read(tmp_path, "a.srt")) == [
        ("INT", "Why?"),
        ("P1", "Well, it rained."),
        ("INT", "And?"),
        ("P1", "Sun."),
    ]
    plain = ["word " * 40, "word " * 39 + "end.", "A new one", "[music]"]
    (tmp_path / "b.srt").write_text("".join(cue.format(n, t) for n, t in enumerate(plain, 1)))
    found = read(tmp_path, "b.srt")
    assert [b.time for b in found.documents[0].blocks] == ["00:00:01", "00:00:03"]
    assert blocks(found)[1] == ("", "A new one")


# Tables


def test_rows_keep_every_other_column(tmp_path):
    (tmp_path / "t.csv").write_text(
        "nr,case,who,q,under,text,age\n"
        "a1,North,Ann,Why?,Work, Rain ,30\n"
        "a2,North,Bob,Why?,Work,,31\n"
        "a3,South,Eve,When?,Home,Sun,32\n"
        "a4,North,Ann,When?,Home,Wind,30\n"
    )
    found = read(
        tmp_path,
        "t.csv",
        text="text",
        id="nr",
        case="case",
        speaker="who",
        question="q",
        heading="under",
        moderators=["eve"],
    )
    north, south = found.documents
    assert (north.name, north.case, north.unit, north.text) == (
        "North",
        "North",
        "row",
        "Rain\n\nWind",
    )
    assert south.blocks[0].moderator
    first = north.blocks[0]
    assert (first.source_id, first.speaker, first.question, first.heading) == (
        "a1",
        "Ann",
        "Why?",
        "Work",
    )
    assert first.case == ""
    assert dict(first.attributes) == {
        "nr": "a1",
        "case": "North",
        "who": "Ann",
        "q": "Why?",
        "under": "Work",
        "age": "30",
    }
    assert [n.message for n in found.notices] == ["1 cell without text was skipped"]


def test_document_column_beside_case(tmp_path):
    (tmp_path / "t.tsv").write_text("doc\tcase\ttext\nD\tN\tRain\nD\tS\tSun\n\tS\tWind\n")
    found = read(tmp_path, "t.tsv", text="text", document="doc", case="case")
    mixed, blank = found.documents
    assert (mixed.name, mixed.case, [b.case for b in mixed.blocks]) == ("D", "", ["N", "S"])
    assert (blank.name, blank.case) == ("t", "S")
    assert "no 'doc'" in found.notices[0].message


def test_wide_workbook(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Answers"
    for row in (
        ("Case", "Year", "Aims", "Means"),
        ("A", 2024, "To help", None),
        ("B", 2023, "To ask", "Talk"),
    ):
        sheet.append(row)
    workbook.save(tmp_path / "w.xlsx")
    found = read(tmp_path, "w.xlsx", sheet="Answers", case="Case", headings=["Aims", "Means"])
    assert [d.name for d in found.documents] == ["A", "B"]
    assert [(b.heading, b.attributes) for d in found.documents for b in d.blocks] == [
        ("Aims", (("Case", "A"), ("Year", "2024"))),
        ("Aims", (("Case", "B"), ("Year", "2023"))),
        ("Means", (("Case", "B"), ("Year", "2023"))),
    ]


def test_repeated_ids_and_missing_text_column(tmp_path):
    (tmp_path / "t.csv").write_text("id,text\n1,a\n2,b\n1,c\n")
    with pytest.raises(SecondcoderError, match=r"column 'id': the id '1' stands in rows 2, 4"):
        read(tmp_path, "t.csv", id="id", text="text")
    with pytest.raises(
        SecondcoderError, match=r"documents -> text: which column of t\.csv"
    ) as caught:
        read(tmp_path, "t.csv")
    assert "id, text" in caught.value.hint
    with pytest.raises(SecondcoderError, match="both text and headings"):
        read(tmp_path, "t.csv", text="text", headings=["id"])


# Real studies and speed


@pytest.mark.skipif(not SHARED.is_dir(), reason="the studies beside the checkout are absent")
@pytest.mark.parametrize(
    ("study", "documents", "passages"),
    [("focus-groups", 1, 84), ("case-studies", 11, 66), ("grant-record", 1, 34)],
)
def test_real_studies(study, documents, passages):
    folder = SHARED / study
    config = StudyConfig.model_validate(tomllib.loads((folder / "study.toml").read_text()))
    found = read_documents(folder, config.documents)
    cut = cut_passages(found.documents, CutSettings(unit=config.passages.unit)).passages
    assert (len(found.documents), len(cut)) == (documents, passages)
    texts = {d.name: d.text for d in found.documents}
    assert all(texts[p.document][p.start : p.end] == p.text for p in cut)
    assert sum(1 for p in cut if p.heading) >= 18


@pytest.mark.skipif(not SHARED.is_dir(), reason="the studies beside the checkout are absent")
@pytest.mark.parametrize("path", ["focus-groups/paper.txt", "case-studies/report.txt"])
def test_real_prose_is_no_transcript(path):
    assert read(SHARED, path).documents[0].unit == "paragraph"


def test_long_transcript_and_large_table_are_quick(tmp_path):
    answer = "P1: " + "We went there often and it was good for all of us. " * 8
    (tmp_path / "a.txt").write_text(f"INT: What then?\n{answer}\n" * 720)
    started = time.process_time()
    found = read(tmp_path, "a.txt")
    cut = cut_passages(found.documents, CutSettings())
    assert time.process_time() - started < 3
    assert len(found.documents[0].text) > 300_000
    assert len(cut.passages) == 720
    rows = "".join(f"{n},D{n % 50},It was number {n} of many\n" for n in range(100_000))
    (tmp_path / "t.csv").write_text("id,doc,text\n" + rows)
    started = time.process_time()
    found = read(tmp_path, "t.csv", id="id", document="doc", text="text")
    assert len(cut_passages(found.documents, CutSettings()).passages) == 100_000
    assert time.process_time() - started < 15
