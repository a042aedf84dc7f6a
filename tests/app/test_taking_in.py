"""Files that are sent in: safe names, limits, and a sentence for whatever no reader takes."""

import io
import zipfile

import pypdf
import pytest
from workplace import CODEBOOK, CODING, INTERVIEW, SURVEY, files_in, said

from secondcoder.app import taking_in
from secondcoder.app.taking_in import take_in
from secondcoder.serving.multipart import Sent


def zip_of(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in files.items():
            whole.writestr(name, data)
    return made.getvalue()


def bomb(inside):
    return zip_of(**{inside: b"0" * (300 * 2**20), "[Content_Types].xml": b"<x/>"})


def locked_pdf():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-40")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


LOCKED_XLSX = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 200
HOSTILE = {
    "bomb.docx": (lambda: bomb("word/document.xml"), "unpacks|larger|large|more than"),
    "bomb.xlsx": (lambda: bomb("xl/worksheets/sheet1.xml"), "unpacks|larger|large|more|workbook"),
    "locked.xlsx": (lambda: LOCKED_XLSX, "password"),
    "locked.pdf": (locked_pdf, "password|encrypted|protected"),
    "setup.exe": (lambda: b"MZ" + b"\x00" * 500, "is a program"),
    "notes.zip": (lambda: zip_of(a="b"), "unpack it"),
    "talk.mp3": (lambda: b"ID3" + b"\x00" * 500, "transcript"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0", "save it as .docx"),
    "empty.txt": (lambda: b"", "empty"),
    "broken.qdpx": (lambda: b"PK\x03\x04 and no more", "zip"),
    "broken.sqlite3": (lambda: b"SQLite format 3\x00" + b"x" * 400, "database|SQLite|Taguette"),
    "torn.docx": (lambda: zip_of(**{"word/document.xml": b"<w:p"}), "Word|docx|cannot"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence_and_is_not_kept(pages, name):
    make, words = HOSTILE[name]
    page = said(pages.make({name: make(), "int1.txt": INTERVIEW}))
    line = page[page.index(f"{name}:") :][:400]
    assert any(word in line for word in words.split("|")), line
    assert "Traceback" not in page
    assert not [file for file in files_in(pages.study) if file.endswith(name)]
    assert (pages.study / "int1.txt").read_text() == INTERVIEW


def test_nothing_is_made_of_hostile_files_alone(pages, tmp_path):
    page = said(pages.make({"setup.exe": b"MZ", "x.pdf": b"%PDF-1.4 none"}, expect=422))
    assert "setup.exe: It is a program" in page
    assert "x.pdf" in page
    assert files_in(tmp_path / "studies") == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.txt", "etc/passwd.txt"),
        ("/root/.ssh/key.txt", "root/.ssh/key.txt"),
        ("C:\\Users\\Ana\\int1.txt", "C_/Users/Ana/int1.txt"),
        ("CON.txt", "_CON.txt"),
        ('<script>alert("1")<\\script>.txt', "script_.txt"),
        ("a\u202egpj.txt", "a\u202egpj.txt"),
        ("x" * 400 + ".txt", "x" * 80 + ".txt"),
        ("in[1]*?.txt", "in_1_.txt"),
    ],
)
def test_names_are_made_safe(tmp_path, name, kept):
    path = tmp_path / "sent" / "00000"
    path.parent.mkdir()
    path.write_text(INTERVIEW)
    taken = take_in([Sent(name=name, path=path, size=path.stat().st_size)], tmp_path / "study")
    if taken.files:
        (file,) = taken.files
        target = (tmp_path / "study" / file).resolve()
        assert target.is_relative_to(tmp_path / "study")
        assert not set('<>:"\\|?*[]') & set(file)
        assert all(len(part.encode()) < 120 for part in file.split("/"))
    assert not [p for p in tmp_path.rglob("*") if "passwd" in p.name and "study" not in str(p)]


def test_a_script_in_a_name_stays_words(pages):
    page = pages.make({"<img src=x onerror=alert(1)>.exe": b"MZ", "a.txt": INTERVIEW})
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_large_files_are_named_with_their_size(pages, monkeypatch):
    monkeypatch.setattr("secondcoder.app.application.MOST_BYTES", 2**20)
    monkeypatch.setattr(taking_in, "MOST_BYTES", 2**20)
    page = said(pages.make({"big.txt": b"word " * 2**19, "int1.txt": INTERVIEW}))
    assert "big.txt: It is 2 MiB: files of up to 1 MiB" in page
    assert files_in(pages.study) == ["int1.txt", "study.toml"]


def test_a_folder_keeps_its_folders_without_the_one_above_all(pages):
    files = {"My study/a/int1.txt": INTERVIEW, "My study/b/int2.txt": INTERVIEW.upper()}
    pages.make({**files, "My study/codes.csv": CODEBOOK})
    assert {"a/int1.txt", "b/int2.txt", "codes.csv"} <= set(files_in(pages.study))


def test_a_study_without_a_title_is_called_by_its_first_file(pages):
    pages.make({"Garden talk.txt": INTERVIEW, "codebook.csv": CODEBOOK}, title="")
    assert pages.understood().loaded.config.title == "Garden talk"
    assert pages.study.name == "Garden talk"


def test_files_of_one_name_become_two(pages):
    pages.make({"x/int1.txt": INTERVIEW, "y/Int1.txt": INTERVIEW.upper(), "y/int1.txt": SURVEY})
    kept = [file for file in files_in(pages.study) if file.lower().endswith(".txt")]
    assert len(kept) == 3
    assert len({file.casefold() for file in kept}) == 3


def test_further_files_never_take_the_place_of_others(pages):
    pages.make({"int1.txt": INTERVIEW, "codebook.csv": CODEBOOK})
    other = INTERVIEW.replace("March", "May")
    sent = [("int1.txt", other), ("int1.txt", INTERVIEW), ("ana.csv", CODING), ("a.exe", "MZ")]
    files = [("files", (name, data.encode())) for name, data in sent]
    page = said(pages.browser.post(f"{pages.home}/files", files=files).text)
    assert (pages.study / "int1.txt").read_text() == INTERVIEW
    assert (pages.study / "int1 (2).txt").read_text() == other
    assert "a.exe: not taken in" in page
    assert "the same file is there already" in page
    found = pages.understood()
    assert {one.source for one in found.material.documents} == {"int1.txt", "int1 (2).txt"}
    assert len(found.material.coding.codings) == 2
    assert not [file for file in files_in(pages.study) if "secondcoder-new" in file]


def test_a_folder_stays_where_it_is(pages, tmp_path):
    mine = tmp_path / "elsewhere"
    mine.mkdir()
    (mine / "int1.txt").write_text(INTERVIEW)
    pages.make({}, place=str(mine), title="Mine", stance="reflexive")
    assert pages.study == mine
    assert files_in(mine) == ["int1.txt", "study.toml"]
    assert 'title = "Mine"' in pages.toml
    assert "Mine" in pages.get("/")
    pages.post(f"{pages.home}/forget")
    assert "Mine" not in pages.get("/").replace("“Mine”", "").replace("Mine” is off", "")
    assert files_in(mine) == ["int1.txt", "study.toml"]


@pytest.mark.parametrize("place", ["relative/path", "/nowhere/at/all", "/", "~"])
def test_places_that_are_no_study_are_refused(pages, place):
    pages.make({}, place=place, expect=422)
    assert pages.work.shelf.studies() == []
