"""One small whole file for each reader and importer, made by code."""

import io
import json
import sqlite3
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl

sys.path.append(str(Path(__file__).resolve().parents[1] / "exchange"))

from made_projects import LINES, product_file, qualcoder_project

TALK = "\n".join(LINES)
PROSE = (
    "The garden began with three neighbours and a great deal of tea, which nobody had planned.\n\n"
    "Café mornings paid for the seeds, and the council said no twice before it said yes.\n"
)
CUES = "\n\n".join(
    f"00:00:{n:02d}.000 --> 00:00:{n + 1:02d}.500\n{line}" for n, line in enumerate(LINES)
)
ROWS = [
    ["id", "document", "coder", "text", "code"],
    ["1", "int1", "Ana", "The garden began with three neighbours and tea.", "Beginnings"],
    ["2", "int1", "Ben", "Café mornings paid for the seeds in spring.", "Money; Beginnings"],
    ["3", "int2", "Ana", "We never had a plan that went past the next frost.", ""],
]
SEGMENTS = [
    ["Document group", "Document name", "Code", "Segment", "Coder"],
    ["", "int1", "Money > Grants", "Small grants, mostly.", "Ana"],
]
TAGUETTE = """
create table projects (id integer, name text, description text);
create table documents (id integer, name text, description text, project_id integer, contents text);
create table tags (id integer, project_id integer, path text, description text);
create table highlights (id integer, document_id integer, start_offset integer, end_offset integer);
create table highlight_tags (highlight_id integer, tag_id integer);
create table commands (id integer, user_login text, project_id integer, payload text);
insert into projects values (1, 'Garden', '');
insert into documents values (1, 'int1', '', 1, '<p>Anna said: <b>tea</b> &amp; seeds.</p>');
insert into tags values (1, 1, 'food', 'eating');
insert into highlights values (1, 1, 0, 9);
insert into highlight_tags values (1, 1);
insert into commands values (1, 'amara', 1, '{"type": "highlight_add", "highlight_id": 1}');
"""
QDC = (
    '<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code '
    'guid="22222222-2222-4222-8222-222222222222" name="Money" isCodable="true"><Description>of '
    "money</Description></Code></Codes></CodeBook>"
)
RTF = (
    r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 {\b Ana} The garden began with tea.\par "
    r"Caf\'e9 \u8217 ?s.\par}"
)
ODT = (
    '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:f="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><s:style s:name="B" '
    's:parent-style-name="C"/><s:style s:name="C"><s:text-properties f:font-weight="bold"/>'
    '</s:style><o:body><o:text><t:h>Tea</t:h><t:p><t:span t:style-name="B">Ana</t:span> '
    'The garden<t:s t:c="2"/>began.</t:p></o:text></o:body></o:document-content>'
)
EPUB = {
    "META-INF/container.xml": '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles>'
    "</container>",
    "c.opf": '<package><manifest><item id="i" href="a.xhtml"/></manifest><spine><itemref '
    'idref="i"/></spine></package>',
    "a.xhtml": "<html><body><h1>Tea</h1><p>The garden began with tea.</p></body></html>",
}
STUDY = """
title = "Gardens"
[[documents]]
path = "a.txt"
speakers = { S1 = { role = "interviewer" } }
[passages]
min_words = 2
[codebook]
path = "codes.csv"
levels = ["theme", "code"]
"""


MARGIN = [
    ["Transcript", "Codes", "Notes", "Line", "Time"],
    ["I: How was it?\nN: I was alone, for months.", "Alone", "again", "1", "0:01"],
    ["I: And now?\nN: Now I sit with the others.", "Company; Home", "", "2", "0:20"],
    ["I: Why?\nN: Because of the cake.", "Company", "cake!", "3", "0:40"],
]
CHAT = """12/03/2021, 2:02 PM - Messages and calls are end-to-end encrypted.
12/03/2021, 2:03 PM - Rosa: How was the garden?
\u200e[12/03/21, 14:05:11] Kim: \u200eimage omitted
12/03/2021, 2:05 PM - Kim: Wet and cold.
I loved it.
Mar 12, 2021, 2:06 PM - Kim changed their number.
12/03/2021, 2:09 PM - Kim: <Media omitted>
"""
MAILS = """From: Rosa Lind <rosa@uni.example>
To: K. Berg
Date: Tue, 4 May 2021 10:22
Subject: Re: it

How did you come to the garden?

Von: K. Berg
An: Rosa Lind
Betreff: AW: it

My neighbour asked me.
> How did you come to the garden?
And I said yes.
"""
DIARY = """Interview 1
Date: 3 May 2021
Moderator: Anna Observer: Tom
A: How was it?
P1: It was well.

Monday 3 May 2021
Got up at six.

Day 2 (4 May)
Posted by owl77 on 2019-03-02
All: Yes!
"""


def corpus(folder: Path) -> dict[str, bytes]:
    """Return the files' bytes by name; what stands before the dash names the reader."""
    pdf = _pdf()
    files = {
        **{f"document-{n}": data for n, data in _texts().items()},
        "document-talk.docx": _word([]),
        "document-margin.docx": _word(MARGIN),
        "document-table.xlsx": _workbook(ROWS),
        "document-merged.xlsx": _workbook(ROWS, merged=("B2:B3", "C2:C4")),
        "document-prose.odt": _zip({"content.xml": ODT}),
        "codebook-prose.docx": _prose_codebook(),
        "coding-merged.xlsx": _workbook(ROWS, merged=("B2:B3", "C2:C4")),
        "document-prose.epub": _zip(EPUB),
        "document-prose.pdf": pdf,
        "codebook-codes.docx": _word(ROWS),
        "codebook-codes.csv": _csv(ROWS, ";"),
        "coding-codes.xlsx": _workbook(ROWS),
        "coding-codes.tsv": _csv(ROWS, "\t"),
        "study-study.toml": STUDY.encode(),
        "import-segments.xlsx": _workbook(SEGMENTS),
        "import-segments.csv": _csv(SEGMENTS, ","),
        "import-codes.qdc": QDC.encode(),
    }
    path = product_file(folder / "p.qdpx", origin="MAXQDA 2022", raw=TALK, way={})
    files["import-project.qdpx"] = path.read_bytes()
    data = (qualcoder_project(folder / "p.qda", TALK) / "data.qda").read_bytes()
    files["import-project.qda"] = data
    with sqlite3.connect(folder / "t.sqlite3") as database:
        database.executescript(TAGUETTE)
    database.close()
    files["import-project.sqlite3"] = (folder / "t.sqlite3").read_bytes()
    return files


def _texts() -> dict[str, bytes]:
    return {
        "talk.txt": TALK.encode(),
        "chat.txt": CHAT.encode(),
        "mails.txt": MAILS.encode(),
        "diary.txt": DIARY.encode(),
        "latin.txt": PROSE.encode("cp1252"),
        "wide.txt": PROSE.encode("utf-16"),
        "prose.md": f"# Tea\n\n{PROSE}".encode(),
        "cues.vtt": f"WEBVTT\n\n{CUES}\n".encode(),
        "cues.srt": "\n".join(f"{n}\n{cue}\n" for n, cue in enumerate(CUES.split("\n\n"))).encode(),
        "cues.sbv": CUES.replace(" --> ", ",").encode(),
        "prose.html": f"<html><body><h1>Tea</h1><p>{PROSE}</p></body></html>".encode(),
        "prose.rtf": RTF.encode(),
        "talk.otr": json.dumps({"text": f"<p>{PROSE}</p>", "media": "a.mp3"}).encode(),
        "table.csv": _csv(ROWS, ","),
    }


def _csv(rows: list[list[str]], delimiter: str) -> bytes:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows).encode()


def _word(rows: list[list[str]]) -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(len(rows), 5) if rows else None
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.cell(place, column).text = cell
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _prose_codebook() -> bytes:
    document = docx.Document()
    document.add_heading("Codebook", 1)
    for name in ("1 Money", "2 Beginnings"):
        document.add_heading(name, 2)
        document.add_paragraph("Definition: what it is about.\nExample: tea")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _workbook(rows: list[list[str]], merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for span in merged:
        book.active.merge_cells(span)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _zip(entries: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _pdf() -> bytes:
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    with PdfPages(buffer) as pages:
        for _ in range(2):
            figure = Figure()
            figure.text(0.1, 0.5, PROSE)
            pages.savefig(figure)
    return buffer.getvalue()
