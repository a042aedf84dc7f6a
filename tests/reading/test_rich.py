"""PDF, ODT, RTF, HTML and EPUB: the words come in, paragraph by paragraph."""

import io
import zipfile

import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.documents import read_documents
from secondcoder.study.schema import Documents

PARAGRAPHS = [
    "The garden began with three neighbours, a skip and a great deal of tea in the rain.",
    "Café mornings paid for the seeds in the second spring, and nobody kept a plan.",
]


def read(path):
    (document,) = read_documents(path.parent, [Documents(path=path.name)]).documents
    return document


def words_of(document):
    return [" ".join(document.text[b.start : b.end].split()) for b in document.blocks]


def pdf_bytes(pages):
    """Return a small PDF with a line of text for each string of each page."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for lines in pages:
        drawn = b"".join(b"(" + line.encode("cp1252") + b") Tj 0 -20 Td " for line in lines)
        stream = b"BT /F1 12 Tf 40 700 Td " + drawn + b"ET"
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 800]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[" + b" ".join(kids) + b"]/Count %d>>" % len(kids)
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table + tail


def odt_bytes(body):
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{office}" xmlns:t="{text}"><o:body><o:text>{body}'
            "</o:text></o:body></o:document-content>",
        )
    return buffer.getvalue()


def epub_bytes(chapters):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="OEBPS/c.opf"/></rootfiles></container>',
        )
        items = "".join(f'<item id="i{n}" href="ch%20{n}.xhtml"/>' for n in range(len(chapters)))
        refs = "".join(f'<itemref idref="i{n}"/>' for n in reversed(range(len(chapters))))
        archive.writestr(
            "OEBPS/c.opf", f"<package><manifest>{items}</manifest><spine>{refs}</spine></package>"
        )
        for n, chapter in enumerate(chapters):
            archive.writestr(f"OEBPS/ch {n}.xhtml", f"<html><body><p>{chapter}</p></body></html>")
    return buffer.getvalue()


def test_pdf(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf_bytes([[line] for line in PARAGRAPHS]))
    assert words_of(read(tmp_path / "a.pdf")) == PARAGRAPHS


def test_a_scan_and_a_broken_pdf_are_refused(tmp_path):
    (tmp_path / "scan.pdf").write_bytes(pdf_bytes([[], []]))
    with pytest.raises(SecondcoderError, match=r"scan\.pdf: .*2 pages.*scan") as caught:
        read(tmp_path / "scan.pdf")
    assert "OCR" in caught.value.hint
    whole = pdf_bytes([PARAGRAPHS])
    for data in (b"", b"%PDF-1.4", whole[:200]):
        (tmp_path / "b.pdf").write_bytes(data)
        with pytest.raises(SecondcoderError, match=r"b\.pdf"):
            read(tmp_path / "b.pdf")


def test_odt(tmp_path):
    body = (
        f"<t:h>Beginnings</t:h><t:p>The garden began with<t:s/><t:span>three</t:span> "
        f"{PARAGRAPHS[0].split('three ')[1]}<t:note><t:p>a note</t:p></t:note></t:p>"
        f"<t:tracked-changes><t:p>gone</t:p></t:tracked-changes><t:p>{PARAGRAPHS[1]}</t:p>"
    )
    (tmp_path / "a.odt").write_bytes(odt_bytes(body))
    document = read(tmp_path / "a.odt")
    assert words_of(document) == PARAGRAPHS
    assert {block.heading for block in document.blocks} == {"Beginnings"}


def test_a_transcript_in_odt_is_read_by_turns(tmp_path):
    turns = ["INTERVIEWER: How did it begin?", "ANNA: With tea.", "INTERVIEWER: And?", "ANNA: Mud."]
    (tmp_path / "a.odt").write_bytes(odt_bytes("".join(f"<t:p>{turn}</t:p>" for turn in turns)))
    assert [block.speaker for block in read(tmp_path / "a.odt").blocks] == [
        "INTERVIEWER", "ANNA", "INTERVIEWER", "ANNA",
    ]  # fmt: skip


def test_rtf(tmp_path):
    lines = "\\par ".join(line.replace("é", "\\'e9") for line in PARAGRAPHS)
    (tmp_path / "a.rtf").write_text(
        "{\\rtf1\\ansi\\ansicpg1252 " + lines.replace("tea", "{\\b tea}") + "}"
    )
    document = read(tmp_path / "a.rtf")
    assert [line for line in document.text.split("\n") if line] == PARAGRAPHS
    (tmp_path / "b.rtf").write_text("plain")
    with pytest.raises(SecondcoderError, match="not a rich-text file"):
        read(tmp_path / "b.rtf")


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_html(tmp_path, encoding):
    page = (
        f'<html><head><meta charset="{encoding}"><title>no</title></head><body>'
        f"<h2>Be<i>ginn</i>ings</h2><div>{PARAGRAPHS[0].replace('tea', '<b>tea</b>')}"
        f"<style>p {{}}</style><p>{PARAGRAPHS[1].replace(', and', ',<br>and')}</div></body></html>"
    )
    (tmp_path / "a.html").write_bytes(page.encode(encoding))
    document = read(tmp_path / "a.html")
    assert " ".join(words_of(document)) == " ".join(PARAGRAPHS)
    assert {block.heading for block in document.blocks} == {"Beginnings"}


def test_epub_in_the_order_of_its_spine(tmp_path):
    (tmp_path / "a.epub").write_bytes(epub_bytes(PARAGRAPHS))
    assert words_of(read(tmp_path / "a.epub")) == PARAGRAPHS[::-1]


@pytest.mark.parametrize("suffix", [".odt", ".epub"])
def test_other_archives_are_refused(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(SecondcoderError, match="this is not an"):
        read(path)
    path.write_bytes(b"no zip")
    with pytest.raises(SecondcoderError, match="zip"):
        read(path)
