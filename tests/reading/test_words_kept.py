"""For every reader of texts: what came in and what is listed as left out make up the file."""

import io
import json
import re
import zipfile
from collections import Counter
from html import escape
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_pdf import column, pdf_file

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.documents import SUFFIXES as SUFFIXES_READ
from secondcoder.reading.documents.documents import read_documents
from secondcoder.reading.documents.epub import epub_paragraphs
from secondcoder.reading.documents.html import html_paragraphs
from secondcoder.reading.documents.odt import odt_paragraphs
from secondcoder.reading.documents.otranscribe import otranscribe_paragraphs
from secondcoder.reading.documents.pdf import pdf_text
from secondcoder.reading.documents.rtf import rtf_text
from secondcoder.reading.files.text import decode
from secondcoder.study.schema import Documents

CASES = Path(__file__).parent / "cases"
FILES = sorted(
    path for path in CASES.rglob("*") if path.suffix in {".txt", ".md", ".docx", ".vtt", ".srt"}
)
PARAGRAPHS = {
    ".odt": odt_paragraphs,
    ".html": html_paragraphs,
    ".epub": epub_paragraphs,
    ".otr": otranscribe_paragraphs,
}
TIMING = re.compile(r".*-->.*|0:00:\d\d\.000,0:00:\d\d\.000")
TAG = re.compile(r"</?(?!v\b)[^<>]*>|<v|>")


def words(text):
    return Counter(re.findall(r"\w+", text))


def words_of_file(path):
    """Return the words that a file shows: of captions without numbers and times of the cues."""
    data, suffix = path.read_bytes(), path.suffix
    if suffix == ".docx":
        body = docx.Document(io.BytesIO(data)).element.body
        text = "\n".join("".join(shown(p)) for p in body.iter() if p.tag.endswith("}p"))
    elif suffix in PARAGRAPHS:
        read = PARAGRAPHS[suffix]
        text = "\n".join(paragraph.text for paragraph in read(data, name=path.name))
    elif suffix == ".pdf":
        text = pdf_text(data, name=path.name)
    elif suffix == ".rtf":
        text = rtf_text(data, name=path.name)
    else:
        text = decode(data, name=path.name)
    if suffix in {".vtt", ".srt", ".sbv"}:
        text = "\n".join(payloads(text))
    return words(text)


def shown(paragraph):
    for element in paragraph.iter():
        tag = element.tag.rpartition("}")[2]
        yield element.text or "" if tag == "t" else "\n" if tag in {"br", "tab"} else ""


def payloads(text):
    """Yield the lines below each timing."""
    inside = False
    for line in text.split("\n"):
        if TIMING.fullmatch(line):
            inside = True
        elif not line.strip(" ") and line == "":
            inside = False
        elif inside:
            yield TAG.sub(" ", line.replace("&#39;", "'").replace("&amp;", "&"))


def words_of_reading(path):
    read = read_documents(path.parent, [Documents(path=path.name)])
    blocks = [d.text[block.start : block.end] for d in read.documents for block in d.blocks]
    return words("\n".join([*blocks, *(left.text for _, left in read.left_out)]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_cases_come_in_whole(path):
    assert words_of_reading(path) == words_of_file(path)


LINES = st.sampled_from(
    [
        "I: What did you like?",
        "B: The garden, and the people there.",
        "It was calm and we met every week in spring.",
        "Interviewer: JK",
        "Date: 3 May 2021",
        "I = Interviewer, B = Befragte",
        "---",
        "title: a talk",
        "| Age | Sex |",
        "| --- | --- |",
        "| 58 | f |",
        "[00:00:04.000 --> 00:00:09.000] I liked it.",
        "00:00:12",
        "Time was hard. #00:00:44-1#",
        "**Judith**",
        "**What was hard for you?**",
        "Judith – Well, it was late.",
        "Judith\tYes, I was there.",
        "1 B: That too.",
        "//B: Yes.// And then?",
        "I: So //B: No, rather //",
        "[laughter]",
        "# Heading",
        "Title Green Lane",
        "Amount £5,000",
        "Transcribed by https://otter.ai",
        "End of recording",
        "",
        "",
        "12",
    ]
)
MADE = ("docx", "html", "odt", "rtf", "otr", "epub", "pdf")
"""What `test_texts_with_layout_come_in_whole` writes, each by ``NAME_of``."""
SUFFIXES = st.sampled_from(MADE)


def often(times):
    return settings(
        max_examples=times,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


@given(lines=st.lists(LINES, min_size=1, max_size=24), suffix=st.sampled_from([".txt", ".md"]))
@often(300)
def test_plain_texts_come_in_whole(tmp_path, lines, suffix):
    check(tmp_path / f"t{suffix}", "\n".join(lines).encode())


@given(
    lines=st.lists(LINES, min_size=1, max_size=12),
    suffix=SUFFIXES,
)
@often(60)
def test_texts_with_layout_come_in_whole(tmp_path, lines, suffix):
    check(tmp_path / f"t.{suffix}", globals()[f"{suffix}_of"](lines))


def test_every_reader_of_texts_is_here():
    captions = {".vtt", ".srt", ".sbv"}
    tables = {".csv", ".tsv", ".xlsx"}  # test_rows_kept.py
    same = {".htm"}
    here = {".txt", ".md", *(f".{one}" for one in MADE)}
    assert set(SUFFIXES_READ) == here | captions | tables | same


CUE = st.sampled_from(
    [
        "Ann: What did you like?",
        "The garden and the people.",
        "<v Ben>That was calm.</v>",
        "Ben: It was late\nAnn: And then?",
        "So //S02: it was //",
        "The garden and the people.\nand a bench",
        "[music]",
        ">> And who came?",
    ]
)


@given(
    cues=st.lists(CUE, min_size=1, max_size=12), suffix=st.sampled_from([".vtt", ".srt", ".sbv"])
)
@often(150)
def test_captions_come_in_whole(tmp_path, cues, suffix):
    line = {
        ".vtt": "{n}\n00:00:{a:02d}.000 --> 00:00:{b:02d}.000\n",
        ".srt": "{n}\n00:00:{a:02d},000 --> 00:00:{b:02d},000\n",
        ".sbv": "0:00:{a:02d}.000,0:00:{b:02d}.000\n",
    }[suffix]
    parts = [line.format(n=n, a=2 * n, b=2 * n + 2) + f"{cue}\n" for n, cue in enumerate(cues, 1)]
    head = "WEBVTT\n\n" if suffix == ".vtt" else ""
    check(tmp_path / f"t{suffix}", (head + "\n".join(parts)).encode())


def check(path, data):
    path.write_bytes(data)
    try:
        read = words_of_reading(path)
    except SecondcoderError as error:
        refused = error.message
    else:
        assert read == words_of_file(path)
        return
    assert "no text" in refused


def docx_of(lines):
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.add_run(line.strip("*")).bold = line.startswith("**")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def html_of(lines):
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def otr_of(lines):
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return json.dumps({"text": body, "media": "a.mp3", "media-time": 3.2}).encode()


def epub_of(lines):
    container = (
        "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        "<rootfile full-path='p.opf'/></rootfiles></container>"
    )
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf'><manifest><item id='a' href='a.xhtml'/>"
        "</manifest><spine><itemref idref='a'/></spine></package>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("p.opf", package)
        archive.writestr("a.xhtml", html_of(lines))
    return buffer.getvalue()


def pdf_of(lines):
    printed = [line.encode("cp1252", "replace").decode("cp1252") for line in lines]
    return pdf_file([column([line.replace("\t", "    ") for line in printed])])


def odt_of(lines):
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    body = "".join(f"<t:p>{escape(line)}</t:p>" for line in lines)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<o:c xmlns:o='{office}' xmlns:t='{text}'><o:body><o:text>{body}"
            "</o:text></o:body></o:c>",
        )
    return buffer.getvalue()


def rtf_of(lines):
    escaped = (line.encode("cp1252", "replace").decode("latin-1") for line in lines)
    return ("{\\rtf1\\ansi " + "\\par\n".join(escaped) + "}").encode("latin-1")
