"""Projects that tests write in the manner of other products."""

import sqlite3
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

USER = "11111111-1111-4111-8111-111111111111"
CODE = "22222222-2222-4222-8222-222222222222"
SOURCE = "33333333-3333-4333-8333-333333333333"

LINES = [
    "INTERVIEWER: How did the garden 🌱 begin?",
    "ANNA: With three neighbours, a skip and a great deal of tea.",
    "The council said no twice. Then a councillor came to see us.",
    "INTERVIEWER: And the money?",
    "ANNA: Small grants, mostly. Café mornings paid for the seeds 🌻 in spring.",
    "We never had a plan that went past the next frost.",
    "BEN: I kept the books. Nobody else wanted to.",
]
QUOTES = [
    "three neighbours",
    "a great deal of tea.",
    "The council said no twice.",
    "Small grants, mostly.",
    "paid for the seeds",
    "in spring.",
    "We never had a plan that went past the next frost.",
    "I kept the books.",
    "Nobody else wanted to",
]


def units(text, *, utf16=False, crlf=2):
    """Return the length of a text as a product counts it."""
    if crlf == 1:
        text = text.replace("\r\n", "\n")
    return len(text.encode("utf-16-le")) // 2 if utf16 else len(text)


def places(text, quotes, **way):
    """Return quote, start and end of each quotation in the counting of a product."""
    found = []
    for quote in quotes:
        at = text.index(quote)
        found.append((quote, units(text[:at], **way), units(text[: at + len(quote)], **way)))
    return found


def selection(number, quote, start, end, *, name=True, user=USER, code=CODE):
    """Return a selection with one coding."""
    named = f" name={quoteattr(quote)}" if name else ""
    return (
        f'<PlainTextSelection guid="44444444-4444-4444-8444-{number:012d}"{named} '
        f'startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="55555555-5555-4555-8555-{number:012d}"'
        + (f' creatingUser="{user}"' if user else "")
        + f'><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


def project_xml(body, *, origin="", path=f"internal://{SOURCE}.txt", more="", before=""):
    """Return a project with one text source."""
    stated = f" origin={quoteattr(origin)}" if origin else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="Garden"{stated}>'
        f'<Users><User guid="{USER}" name="Amara"/></Users>'
        f'<CodeBook><Codes><Code guid="{CODE}" name="Beginnings" isCodable="true"/></Codes>'
        f'</CodeBook>{before}<Sources><TextSource guid="{SOURCE}" name="Interview 1" '
        f'plainTextPath="{path}">{body}</TextSource></Sources>{more}</Project>'
    )


def write_qdpx(path: Path, xml, texts, *, qde="project.qde", folder="sources"):
    """Write a project file; ``texts`` are bytes by file name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(qde, xml)
        for name, data in texts.items():
            archive.writestr(f"{folder}/{name}", data)
    return path


def product_file(path, *, origin, raw, way, qde="project.qde", folder="sources", name=True):
    """Write a file as a product would: ``raw`` is the text as it stands in the file."""
    counted = raw.removeprefix("\ufeff")
    body = "".join(
        selection(number, *place, name=name)
        for number, place in enumerate(places(counted, QUOTES, **way))
    )
    data = {f"{SOURCE}.txt": raw.encode()}
    return write_qdpx(path, project_xml(body, origin=origin), data, qde=qde, folder=folder)


def qualcoder_project(folder: Path, text):
    """Write a QualCoder project as a folder."""
    folder.mkdir()
    with sqlite3.connect(folder / "data.qda") as db:
        db.executescript(
            """
            create table project (databaseversion text, date text, memo text, about text);
            create table source (id integer primary key, name text, fulltext text,
                mediapath text, memo text, owner text, date text, av_text_id integer);
            create table code_cat (catid integer primary key, name text, owner text, date text,
                memo text, supercatid integer);
            create table code_name (cid integer primary key, name text, memo text, catid integer,
                owner text, date text, color text);
            create table code_text (ctid integer primary key, cid integer, fid integer,
                seltext text, pos0 integer, pos1 integer, owner text, date text, memo text,
                avid integer, important integer);
            create table annotation (anid integer primary key, fid integer, pos0 integer,
                pos1 integer, memo text, owner text, date text);
            create table attribute_type (name text primary key, date text, owner text, memo text,
                caseOrFile text, valuetype text);
            create table attribute (attrid integer primary key, name text, attr_type text,
                value text, id integer, date text, owner text);
            create table cases (caseid integer primary key, name text, memo text, owner text,
                date text);
            create table case_text (id integer primary key, caseid integer, fid integer,
                pos0 integer, pos1 integer, owner text, date text, memo text);
            create table code_image (imid integer primary key, id integer, cid integer);
            create table journal (jid integer primary key, name text, jentry text, date text,
                owner text);
            insert into code_cat values (1, 'Growing', 'a', '', 'a folder', null);
            insert into code_cat values (2, 'Money', 'a', '', '', 1);
            insert into code_name values (7, 'Beginnings', 'how it began', 1, 'a', '', '#aa00ff');
            insert into code_name values (8, 'Grants', '', 2, 'a', '', '#00ff00');
            insert into attribute_type values ('age', '', 'a', '', 'case', 'numeric');
            insert into cases values (1, 'Anna', '', 'a', '');
            insert into attribute values (1, 'age', 'case', '61', 1, '', 'a');
            insert into code_image values (1, 2, 7);
            insert into journal values (1, 'Day 1', 'We met.', '', 'amara');
            """
        )
        db.execute("insert into source values (1,'int1.txt',?,'','','a','',null)", (text,))
        db.execute("insert into source values (2,'photo.png',null,'','','a','',null)")
        db.execute("insert into case_text values (1,1,1,0,?,'a','','')", (len(text),))
        for number, quote in enumerate(QUOTES):
            at = text.index(quote)
            row = (number, 7 + number % 2, 1, quote, at, at + len(quote), "amara", "", "m", 0, 0)
            db.execute("insert into code_text values (?,?,?,?,?,?,?,?,?,?,?)", row)
        db.execute("insert into annotation values (1,1,0,11,'who asks','ben','')")
    db.close()
    return folder
