"""Projects and tables of other products, written here in their manner."""

# ruff: noqa: E501 - XML and tables stand as the products write them

import csv
import json
import shutil
import sqlite3
from collections import Counter

import openpyxl
import pytest
from made_projects import (
    CODE,
    LINES,
    QUOTES,
    SOURCE,
    USER,
    places,
    project_xml,
    qualcoder_project,
    selection,
    write_qdpx,
)

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.from_study import load_project
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.to_study import study_files, write_study
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

TEXT = "\n".join(LINES)
NOTE, CASE, VARIABLE = (f"{n}6666666-6666-4666-8666-666666666666" for n in "123")


def quotes_of(project):
    texts = {document.guid: document.text for document in project.documents}
    return [texts[c.document][c.start : c.end] for c in project.codings]


def coders_of(project):
    names = {user.guid: user.name for user in project.users}
    return Counter(names[coding.coder] for coding in project.codings)


def study_of(project, folder):
    files, _ = study_files(project, files=["x"])
    write_study(folder, files)
    return load_material(folder, load_config(folder).config)


def test_memos_cases_variables_and_sets_come_in(tmp_path):
    at = TEXT.index("council")
    body = (
        "<Description>kitchen table</Description>"
        + selection(1, "council", at, at + 7).replace(
            "</Coding>", f'<NoteRef targetGUID="{NOTE}"/></Coding>'
        )
        + f'<PlainTextSelection guid="{CASE}" startPosition="0" endPosition="11" name="INTERVIEWER">'
        "<Description>the one who asks</Description></PlainTextSelection>"
        f'<Coding guid="{VARIABLE}"><CodeRef targetGUID="{CODE}"/></Coding>'
        f'<VariableValue><VariableRef targetGUID="{VARIABLE}"/><TextValue>north</TextValue></VariableValue>'
    )
    before = (
        f'<Variables><Variable guid="{VARIABLE}" name="Site" typeOfVariable="Text"/></Variables>'
        f'<Cases><Case guid="{CASE.replace("6", "7")}" name="Anna"><SourceRef targetGUID="{SOURCE}"/></Case></Cases>'
    )
    more = (
        f'<Notes><Note guid="{{{NOTE}}}" name="why" creatingUser="{USER}">'
        "<PlainTextContent>power again</PlainTextContent></Note></Notes>"
        '<Links><Link guid="77777777-7777-4777-8777-777777777777"/></Links>'
        f'<Sets><Set guid="88888888-8888-4888-8888-888888888888" name="first wave"><MemberSource targetGUID="{SOURCE}"/></Set></Sets>'
    )
    xml = project_xml(body, origin="MAXQDA", before=before, more=more)
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    assert quotes_of(project) == ["council", TEXT] or quotes_of(project) == [TEXT, "council"]
    assert coders_of(project) == {"Amara": 1, "unknown": 1}
    assert {(m.about, m.text) for m in project.memos} == {
        ("coding", "power again"),
        ("passage", "the one who asks"),
    }
    assert [one.kind for one in project.discarded] == ["link"]
    material = study_of(project, tmp_path / "study")
    assert {p.case for p in material.passages} == {"Anna"}
    assert {dict(p.attributes)["Site"] for p in material.passages} == {"north"}
    assert {c.memo for c in material.coding.codings} == {"power again", ""}
    report = json.loads((tmp_path / "study" / "import-report.json").read_text())
    assert report["counts"]["memos"] == 2
    assert report["discarded"][0]["kind"] == "link"
    with (tmp_path / "study" / "sets.csv").open(encoding="utf-8-sig") as file:
        assert list(csv.reader(file))[1] == ["first wave", "document", "Interview 1"]


def test_an_imported_study_goes_out_with_its_memos_and_sets(tmp_path):
    note = f'<NoteRef targetGUID="{NOTE}"/>'
    more = (
        f'<Notes><Note guid="{NOTE}" name="why" creatingUser="{USER}">'
        f"<PlainTextContent>on the text</PlainTextContent></Note></Notes><Sets><Set guid="
        f'"{CASE}" name="wave"><MemberCode targetGUID="{CODE}"/>'
        f'<MemberSource targetGUID="{SOURCE}"/></Set></Sets>'
    )
    xml = project_xml(selection(1, "tea", *places(TEXT, ["tea"])[0][1:]) + note, more=more)
    data = {f"{SOURCE}.txt": TEXT.encode()}
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, data)])
    study_of(project, tmp_path / "study")
    again = load_project(tmp_path / "study", None)
    assert [(m.about, m.title, m.text) for m in again.memos] == [("document", "why", "on the text")]
    assert again.memos[0].target == again.documents[0].guid == again.groups[0].documents[0]
    assert again.groups[0].codes == (again.codes[0].guid,)
    assert again.documents[0].name == "Interview 1"
    assert quotes_of(again) == ["tea"]


def test_a_pdf_comes_in_by_its_representation(tmp_path):
    at = TEXT.index("council")
    xml = (
        project_xml("")
        .replace(
            "<TextSource ",
            '<PDFSource name="scan" guid="99999999-9999-4999-8999-999999999999" '
            'path="internal://scan.pdf"><PDFSelection guid="1" page="1" firstX="0" firstY="0" '
            f'secondX="1" secondY="1"><Coding guid="2"><CodeRef targetGUID="{CODE}"/></Coding>'
            "</PDFSelection><Representation ",
        )
        .replace(
            "</TextSource>", selection(1, "council", at, at + 7) + "</Representation></PDFSource>"
        )
    )
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    assert [document.name for document in project.documents] == ["scan"]
    assert quotes_of(project) == ["council"]
    assert [(one.kind, one.count) for one in project.discarded] == [("coding", 1)]


def test_sound_comes_in_by_its_transcript(tmp_path):
    a, b = TEXT.index("council"), TEXT.index("council") + 7
    point = '<SyncPoint guid="0000000{}-0000-4000-8000-000000000000" position="{}" timeStamp="5"/>'
    inner = (
        point.format(1, a)
        + point.format(2, b)
        + '<TranscriptSelection guid="5" fromSyncPoint="00000001-0000-4000-8000-000000000000" '
        'toSyncPoint="00000002-0000-4000-8000-000000000000">'
        f'<Coding guid="2"><CodeRef targetGUID="{CODE}"/></Coding></TranscriptSelection>'
    )
    xml = (
        project_xml("")
        .replace("<TextSource ", '<AudioSource name="tape"><Transcript ')
        .replace("</TextSource>", inner + "</Transcript></AudioSource>")
    )
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    assert quotes_of(project) == ["council"]


def test_an_old_atlas_codebook(tmp_path):
    xml = (
        '<CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="ATLAS.ti 8"><Codes>'
        f'<Code guid="{{{CODE}}}" name="Money" isCodable="false"><Code guid="{USER}" '
        'name="Grants" color="#ff0000" isCodable="true"><Description>What is given.\n'
        "Include: gifts\nExclude: loans</Description></Code></Code></Codes></CodeBook>"
    )
    (tmp_path / "c.qdc").write_text(xml)
    (tmp_path / "int.txt").write_text(TEXT)
    project = import_files([tmp_path / "c.qdc", tmp_path / "int.txt"])
    material = study_of(project, tmp_path / "study")
    (code,) = material.codebook.leaves
    assert code.path == ("Money", "Grants")
    assert (code.definition, code.include, code.exclude) == ("What is given.", "gifts", "loans")
    assert [c.codable for c in material.codebook.codes] == [False, True]


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_qualcoder(tmp_path, kind):
    source = qualcoder_project(tmp_path / "garden.qda", TEXT)
    if kind == "zip":
        shutil.make_archive(str(tmp_path / "z"), "zip", tmp_path, "garden.qda")
        shutil.rmtree(source)
        source = (tmp_path / "z.zip").rename(source)
    project = import_files([source])
    assert quotes_of(project) == QUOTES
    assert coders_of(project) == {"amara": 9}
    assert set(project.paths().values()) == {
        ("Growing",), ("Growing", "Money"), ("Growing", "Beginnings"), ("Growing", "Money", "Grants"),
    }  # fmt: skip
    assert {(one.kind, one.count) for one in project.discarded} == {("document", 1), ("coding", 1)}
    material = study_of(project, tmp_path / "study")
    assert {p.case for p in material.passages} == {"Anna"}
    assert {dict(p.attributes)["age"] for p in material.passages} == {"61"}
    assert len(material.coding.codings) == 9


def test_taguette(tmp_path):
    html = "<h1>Garden 🌱</h1>\n<p>Anna said: <b>tea</b> &amp; seeds.</p><p>Café mornings.</p>"
    words = "Garden 🌱\nAnna said: tea & seeds.Café mornings."
    path = tmp_path / "t.sqlite3"
    with sqlite3.connect(path) as db:
        db.executescript(
            """
            create table projects (id integer, name text, description text);
            create table documents (id integer, name text, description text, project_id integer,
                contents text);
            create table tags (id integer, project_id integer, path text, description text);
            create table highlights (id integer, document_id integer, start_offset integer,
                end_offset integer, snippet text);
            create table highlight_tags (highlight_id integer, tag_id integer);
            create table commands (id integer, user_login text, project_id integer, payload text);
            insert into projects values (1, 'Garden', '');
            insert into tags values (1, 1, 'food', 'eating'), (2, 1, 'time', ''),
                (3, 1, 'food > cake > rye', ''), (4, 1, 'food > bread', 'of rye');
            insert into highlight_tags values (1, 1), (2, 2), (2, 1);
            insert into commands values (1, 'amara', 1,
                '{"type": "highlight_add", "highlight_id": 1}');
            """
        )
        db.execute("insert into documents values (1, 'int1', '', 1, ?)", (html,))
        for number, quote in ((1, "tea & seeds"), (2, "Café mornings.")):
            start = len(words[: words.index(quote)].encode())
            row = (number, 1, start, start + len(quote.encode()), quote)
            db.execute("insert into highlights values (?,?,?,?,?)", row)
    db.close()
    project = import_files([path])
    assert quotes_of(project) == ["tea & seeds", "Café mornings.", "Café mornings."]
    assert coders_of(project) == {"amara": 1, "unknown": 2}
    codes = {one.guid: one for one in project.codes}
    assert {path: (codes[guid].codable, codes[guid].description)
            for guid, path in project.paths().items()} == {
        ("food",): (True, "eating"), ("time",): (True, ""), ("food", "cake"): (False, ""),
        ("food", "cake", "rye"): (True, ""), ("food", "bread"): (True, "of rye"),
    }  # fmt: skip
    assert [line for line in project.documents[0].text.split("\n") if line] == [
        "Garden 🌱", "Anna said: tea & seeds.", "Café mornings.",
    ]  # fmt: skip


TABLES = {
    "MAXQDA": (
        ["Color", "Document group", "Document name", "Code", "Beginning", "End", "Weight score", "Segment", "Created by", "Comment"],
        lambda q: ["●", "", "int1", "Growth > Beginnings", "1", "1", "0", q, "amara", "m"],
    ),
    "ATLAS.ti": (
        ["ID", "Document", "Quotation Content", "Comment", "Codes", "Created by"],
        lambda q: ["1:1", "int1.txt", q, "m", "Growth > Beginnings\nOther", "amara"],
    ),
    "NVivo": (
        ["File Name", "Code", "Coded Text", "Coded By Initials"],
        lambda q: ["int1", "Growth\\Beginnings", q, "amara"],
    ),
    "Dedoose": (
        ["Excerpt Copy", "Media Title", "Excerpt Creator", "Code: Growth\\Beginnings Applied", "Code: Other Applied"],
        lambda q: [q, "int1.txt", "amara", "True", "False"],
    ),
    "Taguette": (["id", "document", "tag", "content"], lambda q: ["1", "int1", "Growth > Beginnings", q]),
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("product", TABLES)
def test_tables_of_segments(tmp_path, product, suffix):
    head, row = TABLES[product]
    path = tmp_path / f"segments{suffix}"
    rows = [head, *(row(quote) for quote in QUOTES)]
    if suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file).writerows(rows)
    else:
        book = openpyxl.Workbook()
        for cells in rows:
            book.active.append(cells)
        book.save(path)
    (tmp_path / "int1.txt").write_text(TEXT)
    project = import_files([path, tmp_path / "int1.txt"])
    double = 2 if product == "ATLAS.ti" else 1
    assert quotes_of(project) == [quote for quote in QUOTES for _ in range(double)]
    assert ("Growth", "Beginnings") in project.paths().values()
    assert set(coders_of(project)) == ({"unknown"} if product == "Taguette" else {"amara"})
    assert product in " ".join(project.notes)
    alone = import_files([path])
    assert quotes_of(alone) == quotes_of(project)
    assert "Only coded segments are in this table" in " ".join(alone.notes)
    assert study_of(alone, tmp_path / "study").coding.unplaced == ()


def test_a_table_in_another_language_by_mapping(tmp_path):
    (tmp_path / "s.csv").write_text(f"Quelle 7,Merkmal,Worte\nint1,Anfang,{QUOTES[0]}\n")
    with pytest.raises(SecondcoderError, match="not recognised") as caught:
        import_files([tmp_path / "s.csv"])
    assert "--map" in caught.value.hint
    mapping = ["text=Worte", "code=Merkmal", "document=Quelle 7"]
    assert quotes_of(import_files([tmp_path / "s.csv"], mapping=mapping)) == QUOTES[:1]
    with pytest.raises(SecondcoderError, match="ROLE=COLUMN"):
        import_files([tmp_path / "s.csv"], mapping=["colour=Kode"])


def test_two_coders_exports_of_one_project_become_one_study(tmp_path):
    at = TEXT.index("council")
    body = selection(1, "council", at, at + 7)
    data = {f"{SOURCE}.txt": TEXT.encode()}
    one = write_qdpx(tmp_path / "a.qdpx", project_xml(body), data)
    other = write_qdpx(tmp_path / "b.qdpx", project_xml(body).replace("Amara", "Ben"), data)
    project = import_files([one, other])
    assert len(project.documents) == len(project.codes) == 1
    assert coders_of(project) == {"Amara": 1, "Ben": 1}
    same = import_files([other, other])
    assert coders_of(same) == {"Ben": 1}
    assert [(line.kind, line.count) for line in same.discarded] == [("coding", 1)]


def test_odd_names_make_a_study_that_can_be_read(tmp_path):
    other = VARIABLE.replace("3", "4")
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{guid}"/><TextValue>x</TextValue></VariableValue>'
        for guid in (VARIABLE, other)
    )
    before = (
        f'<Variables><Variable guid="{VARIABLE}" name="Case" typeOfVariable="Text"/>'
        f'<Variable guid="{other}" name="case" typeOfVariable="Text"/></Variables>'
    )
    page = SOURCE.replace("3", "4")
    extra = (
        f'</TextSource><TextSource guid="{page}" name="page" plainTextPath="internal://{page}.txt">'
    )
    xml = project_xml(
        selection(1, "tea", *places(TEXT, ["tea"])[0][1:]) + values + extra, before=before
    )
    xml = xml.replace('name="Amara"', 'name=" "').replace('name="Beginnings"', 'name="a; b > c"')
    data = {f"{SOURCE}.txt": TEXT.encode(), f"{page}.txt": b"12\n"}
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, data)])
    material = study_of(project, tmp_path / "study")
    assert [document.name for document in material.documents] == ["Interview 1"]
    assert material.coding.coders == ("user 11111111",)
    assert [code.path for code in material.codebook.codes] == [("a, b › c",)]
    assert dict(material.passages[0].attributes) == {
        "Case (attribute)": "x", "case (attribute) (2)": "x",
    }  # fmt: skip
    report = json.loads((tmp_path / "study" / "import-report.json").read_text())
    assert [line["kind"] for line in report["discarded"]] == ["document", "code name"]


def test_what_another_library_writes_is_read(tmp_path):
    refi = pytest.importorskip("pyrefiqda.refiproject")
    models = pytest.importorskip("pyrefiqda.models")
    sources = tmp_path / "work" / "sources"
    (tmp_path / "int1.txt").write_text(TEXT, encoding="utf-8")
    uri = refi.RefiProject.import_source_file(str(tmp_path / "int1.txt"), str(tmp_path / "work"))
    quote, start, end = places(TEXT, ["seeds"])[0]
    chosen = models.PlainTextSelectionType(
        guid=CASE, name=quote, start_position=start, end_position=end, creating_user=USER,
        coding=[models.CodingType(guid=NOTE, code_ref=models.CodeRefType(target_guid=CODE))],
    )  # fmt: skip
    source = models.TextSourceType(
        guid=SOURCE, name="int1", plain_text_path=uri, plain_text_selection=[chosen]
    )
    code = models.ProjectCodeType(guid=CODE, name="Plants", is_codable=True)
    project = models.Project(
        name="Garden",
        users=models.UsersType(user=[models.UserType(guid=USER, name="Amara")]),
        code_book=models.ProjectCodeBookType(codes=models.ProjectCodesType(code=[code])),
        sources=models.SourcesType(text_source=[source]),
    )
    path = tmp_path / "p.qdpx"
    refi.RefiProject.save(project, str(path), source_media_dir=str(sources))
    back = import_files([path])
    assert quotes_of(back) == ["seeds"]
    assert coders_of(back) == {"Amara": 1}
    assert back.discarded == ()
