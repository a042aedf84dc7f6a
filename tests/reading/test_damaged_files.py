"""Damaged and swollen files get the tool's own error, and bugs of our own keep their traceback."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.to_study import study_files
from secondcoder.reading.documents.documents import read_documents
from secondcoder.reading.files.archive import Archive
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.tables import workbook
from secondcoder.reading.tables.tables import read_table
from secondcoder.study.schema import Documents

DAMAGED = Path(__file__).resolve().parents[2] / "../shared/cases/readers-damaged"
IMPORTED = {"qdpx", "segments"}


def read(path, reader):
    if reader in IMPORTED:
        import_files([path])
    elif reader == "docx":
        read_documents(path.parent, [Documents(path=path.name)])
    else:
        read_table(path, name=path.name)


@pytest.mark.skipif(not DAMAGED.is_dir(), reason="no shared cases here")
def test_damaged_files_get_an_error_that_names_them():
    for path in sorted(DAMAGED.iterdir()):
        reader = path.name.split("-")[0]
        if reader == "taguette":  # damaged in one link only: the rest comes in
            project = import_files([path])
            assert "its tag is not in the project" in {one.reason for one in project.discarded}
            assert study_files(project, files=[])
            continue
        with pytest.raises(SecondcoderError, match=path.name) as caught:
            read(path, reader)
        assert caught.value.hint


def test_the_boundary_keeps_own_errors_and_shortens_long_ones():
    with (
        pytest.raises(SecondcoderError, match=r"^a file is missing$"),
        third_party("a", "b", hint=""),
    ):
        raise SecondcoderError("a file is missing")
    with pytest.raises(SecondcoderError) as caught, third_party("a.x", "broken", hint="Fix it."):
        raise KeyError("x" * 5_000)
    assert caught.value.message.startswith("a.x: broken (")
    assert len(caught.value.message) < 200


def test_a_bug_of_our_own_keeps_its_traceback(tmp_path, monkeypatch):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.save(tmp_path / "a.xlsx")
    monkeypatch.setattr(workbook, "_cell_text", lambda value: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_table(tmp_path / "a.xlsx", name="a.xlsx")


def swollen(path, entry, piece, times):
    """Write the file again with an entry replaced by a repeated piece in a frame."""
    data = path.read_bytes()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for one in old.namelist():
            content = old.read(one)
            if one == entry:
                head, mark, tail = content.partition(piece[0])
                content = head + mark + piece[1] * times + tail
            new.writestr(one, content)


def refused(call, message):
    tracemalloc.start()
    with pytest.raises(SecondcoderError, match=message):
        call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150 * 2**20


def test_a_small_word_file_that_swells_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph("Words.")
    document.save(path)
    swollen(path, "word/document.xml", (b"<w:body>", b"<w:p/>"), 8_000_000)
    assert path.stat().st_size < 2**20
    refused(
        lambda: read_documents(tmp_path, [Documents(path="a.docx")]),
        r"a\.docx: word/document\.xml in it unpacks to 46 MiB; at most 16 MiB",
    )


def test_a_word_file_that_swells_less_but_too_much_is_refused(tmp_path):
    document = docx.Document()
    document.save(tmp_path / "a.docx")
    swollen(tmp_path / "a.docx", "word/document.xml", (b"<w:body>", b"<w:p/>"), 2_000_000)
    refused(
        lambda: read_documents(tmp_path, [Documents(path="a.docx")]),
        "swells to more than 120 times",
    )


def workbook_with(path, piece, times):
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.save(path)
    swollen(path, "xl/worksheets/sheet1.xml", (b"<sheetData>", piece), times)


def test_a_workbook_of_declared_empty_cells_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook_with(path, b'<row><c r="XFD1"/></row>', 100)
    with pytest.raises(
        SecondcoderError, match=r"a\.xlsx: the sheet declares more than 500,000 empty"
    ):
        read_table(path, name="a.xlsx")
    workbook_with(path, b"<row><c/></row>", 5_000_000)
    with pytest.raises(SecondcoderError, match=r"sheet1\.xml in it unpacks to 72 MiB; at most 64"):
        read_table(path, name="a.xlsx")


def test_one_stray_cell_far_below_harms_nothing(tmp_path):
    path = tmp_path / "a.xlsx"
    stray = (
        b'<row r="2"><c r="A2" t="str"><v>word</v></c></row><row r="900000"><c r="B900000"/></row>'
    )
    workbook_with(path, b"", 1)
    swollen(path, "xl/worksheets/sheet1.xml", (b"</row>", stray), 1)
    assert [row.number for row in read_table(path, name="a.xlsx").rows] == [2]


@pytest.mark.parametrize("name", ["a.odt", "a.epub"])
def test_odt_and_epub_that_swell_are_refused(tmp_path, name):
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b"<a>" + b"<p/>" * 9_000_000 + b"</a>")
    refused(lambda: read_documents(tmp_path, [Documents(path=name)]), "unpacks to 35 MiB")


def test_an_entry_without_a_name_is_passed_over():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", b"words")
        archive.writestr("b/", b"")
    data = buffer.getvalue().replace(b"b/", b"\x00/")  # a name ends at its first NUL
    assert Archive(data, name="a.zip").names == ("a",)
