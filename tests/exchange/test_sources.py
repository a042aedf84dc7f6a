"""Where a project's texts lie, and what of a project without texts comes in."""

import json
import unicodedata

import pytest
from made_projects import CODE, LINES, SOURCE, USER, places, project_xml, selection, write_qdpx

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.import_report import counts, summary
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.to_study import study_files, write_study
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

TEXT = "\n".join(LINES)
TEA = selection(1, "tea", *places(TEXT, ["tea"])[0][1:])
CASE = "66666666-6666-4666-8666-666666666666"
AREA = "77777777-7777-4777-8777-777777777777"


def quotes_of(project):
    texts = {document.guid: document.text for document in project.documents}
    return [texts[c.document][c.start : c.end] for c in project.codings]


@pytest.mark.parametrize(
    "path",
    [
        "{}",
        "internal:/{}",
        "internal://{}",
        "internal:///{}",
        "sources/{}",
        "Sources\\{}",
        "internal://sources/{}",
        "relative:///{}",
        "relative://../media/{}",
        "absolute:///C:/Users/nora/My%20project/{}",
        "absolute://C:\\Users\\nora\\{}",
        "/home/nora/{}",
    ],
)
@pytest.mark.parametrize("folder", ["sources", "Sources", "texts/deep"])
def test_a_text_is_found_by_its_base_name_in_the_archive(tmp_path, path, folder):
    name = f"{SOURCE}.txt"
    xml = project_xml(TEA, path=path.format(name))
    file = write_qdpx(tmp_path / "p.qdpx", xml, {name: TEXT.encode()}, folder=folder)
    project = import_files([file])
    assert quotes_of(project) == ["tea"]
    assert not project.discarded


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_text_is_found_however_its_accents_are_written(tmp_path, form, said):
    xml = project_xml(TEA, path=f"internal://{unicodedata.normalize('NFC', 'Café.txt')}")
    name = unicodedata.normalize(form, "Café.txt")
    file = write_qdpx(tmp_path / "p.qdpx", xml, {name: TEXT.encode()})
    if not said:  # as zip programs that write UTF-8 and do not say so
        data = file.read_bytes()
        flagged = (b"PK\x03\x04\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x08")
        for one in flagged:
            assert one in data
            data = data.replace(one, one[:-1] + b"\x00")
        file.write_bytes(data)
    assert [one.text for one in import_files([file]).documents] == [TEXT]


def test_a_case_without_a_name_is_named(tmp_path):
    case = f'<Cases><Case guid="{CASE}"><SourceRef targetGUID="{SOURCE}"/></Case></Cases>'
    xml = project_xml(TEA).replace("<Sources>", f"{case}<Sources>")
    file = write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})
    project = import_files([file])
    assert [(one.kind, one.what) for one in project.discarded] == [
        ("case name", "a case without a name")
    ]


def test_of_two_texts_of_one_base_name_each_source_gets_its_own(tmp_path):
    second = f'<TextSource guid="{AREA}" name="2" plainTextPath="internal://sources/b/x.txt"/>'
    xml = project_xml(TEA, path="internal://sources/a/x.txt")
    xml = xml.replace("</Sources>", f"{second}</Sources>")
    file = write_qdpx(tmp_path / "p.qdpx", xml, {"b/x.txt": b"And then?", "a/x.txt": TEXT.encode()})
    assert [one.text for one in import_files([file]).documents] == [TEXT, "And then?"]


def test_selections_of_nothing_and_values_twice_are_named(tmp_path):
    bare = '<PlainTextSelection guid="7" startPosition="0" endPosition="5"/>'
    value = '<VariableValue><VariableRef targetGUID="{}"/><TextValue>{}</TextValue></VariableValue>'
    body = TEA + bare + value.format(8, "61") + value.format(9, "62")
    two = "".join(f'<Variable guid="{n}" name="Age" typeOfVariable="Text"/>' for n in (8, 9))
    xml = project_xml(body, before=f"<Variables>{two}</Variables>")
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    assert {(line.kind, line.count) for line in project.discarded} == {
        ("selection", 1),
        ("attribute", 1),
    }
    assert dict(project.documents[0].attributes) == {"Age": "61"}


def test_a_name_with_blanks_is_found_as_it_is_and_as_an_address(tmp_path):
    for path in ("internal://my interview.txt", "internal://my%20interview.txt"):
        xml = project_xml(TEA, path=path).replace(' name="Interview 1"', "")
        file = write_qdpx(tmp_path / "p.qdpx", xml, {"my interview.txt": TEXT.encode()})
        project = import_files([file])
        assert quotes_of(project) == ["tea"]
        assert project.documents[0].name.startswith("my")


def test_each_missing_text_is_named_with_its_reason_when_nothing_came_in(tmp_path):
    xml = project_xml(TEA.replace('name="tea" ', ""), path="relative:///gone.txt")
    xml = xml[: xml.index("<CodeBook>")] + xml[xml.index("</CodeBook>") + len("</CodeBook>") :]
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {})])
    with pytest.raises(SecondcoderError, match=r"Interview 1: its text file .*gone\.txt"):
        study_files(project, files=[])


def test_codes_without_texts_are_a_codebook(tmp_path):
    xml = project_xml(TEA.replace('name="tea" ', "")).replace(
        'name="Beginnings" isCodable="true"/>',
        'name="Beginnings" isCodable="true"><Description>How it began.</Description></Code>',
    )
    (tmp_path / "codes.qde").write_text(xml, encoding="utf-8")
    packed = write_qdpx(tmp_path / "codes.qdpx", xml, {})
    for file in (tmp_path / "codes.qde", packed):
        project = import_files([file])
        assert (project.documents, len(project.codes)) == ((), 1)
        assert {(one.kind, one.count) for one in project.discarded} == {
            ("document", 1),
            ("coding", 1),
        }
        folder = tmp_path / f"study{file.suffix}"
        write_study(folder, study_files(project, files=["x"])[0])
        (folder / "documents" / "int1.txt").write_text(TEXT, encoding="utf-8")
        material = load_material(folder, load_config(folder).config)
        assert [entry.definition for entry in material.codebook.codes] == ["How it began."]
        assert material.passages
    beside = import_files([packed, folder / "documents" / "int1.txt"])
    assert (len(beside.documents), len(beside.codes)) == (1, 1)


def test_the_words_of_quotations_come_in_where_the_text_is_missing(tmp_path):
    area = (
        f'<PDFSource guid="{AREA}" name="leaflet.pdf" path="internal://gone.pdf">'
        '<PDFSelection guid="1" name="a great deal o" page="1" firstX="1" firstY="1" secondX="2" '
        'secondY="2"><Representation guid="3"><PlainTextContent>a great deal of tea.'
        f'</PlainTextContent></Representation><Coding guid="2"><CodeRef targetGUID="{CODE}"/>'
        "</Coding></PDFSelection><Representation plainTextPath='internal://gone.txt'>"
        f'<PlainTextSelection guid="1" startPosition="5" endPosition="25"><Coding guid="4">'
        f'<CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection></Representation></PDFSource>'
    )
    xml = project_xml(TEA, path="internal://lost.txt").replace("<TextSource", f"{area}<TextSource")
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {})])
    assert quotes_of(project) == ["a great deal of tea.", "tea"]
    left = {(one.kind, one.count) for one in project.discarded}
    assert left == {("document", 1), ("coding", 1)}
    (twice,) = (one for one in project.discarded if one.kind == "coding")
    assert "counted once" in twice.reason
    assert sum(one.count for one in project.discarded if one.kind == "document") == 2


def test_a_case_that_is_written_as_a_code_too_is_a_case(tmp_path):
    """As NVivo does: a code of the case's GUID, whole texts coded with it."""
    end = len(TEXT)
    more = (
        '<PlainTextSelection guid="1" startPosition="0" endPosition="{}"><Coding guid="2">'
        f'<CodeRef targetGUID="{CASE}"/></Coding></PlainTextSelection>'
    )
    body = TEA + more.format(end) + more.format(11).replace('guid="', 'guid="9', 2)
    xml = project_xml(body, origin="NVivo for Mac 20.5.0")
    xml = xml.replace(
        "</Codes></CodeBook>",
        f'<Code guid="{CASE}" name="Anna"><Description>The first</Description><Code guid="{AREA}" '
        'name="Below" isCodable="true"/></Code></Codes></CodeBook><Variables><Variable guid="8" '
        'name="Age" typeOfVariable="Integer"/></Variables><Cases>'
        f'<Case guid="{CASE}" name="Anna"><VariableValue><VariableRef targetGUID="8"/>'
        "<IntegerValue>61</IntegerValue></VariableValue></Case></Cases>",
    )
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    assert [(code.name, code.parent) for code in project.codes] == [
        ("Beginnings", ""),
        ("Below", ""),
    ]
    assert quotes_of(project) == ["tea"]
    (anna,) = project.cases
    assert (anna.name, anna.description, dict(anna.attributes)) == (
        "Anna",
        "The first",
        {"Age": "61"},
    )
    assert anna.documents == (project.documents[0].guid,)
    assert [(start, finish) for _, start, finish in anna.passages] == [(0, 11)]
    assert [one.kind for one in project.discarded] == ["code"]
    assert sum("codes are cases" in note for note in project.notes) == 1
    assert counts(project)["memberships of cases"] == 2
    write_study(tmp_path / "study", study_files(project, files=["x"])[0])
    material = load_material(tmp_path / "study", load_config(tmp_path / "study").config)
    assert {(p.case, dict(p.attributes)["Age"]) for p in material.passages} == {("Anna", "61")}


def test_a_document_of_several_cases_keeps_them_all(tmp_path):
    cases = "".join(
        f'<Case guid="{letter * 8}-0000-4000-8000-000000000000" name="{name}">'
        + "".join(f'<SourceRef targetGUID="{guid}"/>' for guid in guids)
        + "</Case>"
        for letter, name, guids in (
            ("a", "2015", (SOURCE, AREA)),
            ("b", "Anna", (SOURCE,)),
            ("c", "nobody", ()),
        )
    )
    second = f'<TextSource guid="{AREA}" name="2"><PlainTextContent>And then?</PlainTextContent>'
    xml = project_xml(TEA, before=f"<Cases>{cases}</Cases>")
    xml = xml.replace("</Sources>", f"{second}</TextSource></Sources>")
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    files, project = study_files(project, files=["x"])
    assert files["documents.csv"].decode("utf-8-sig").splitlines() == [
        "document,case,other cases",
        "Interview 1,Anna,2015",
        "2,2015,",
    ]
    assert files["cases.csv"].decode().splitlines()[1:] == [
        "2015,,Interview 1,,",
        "2015,,2,,",
        "Anna,,Interview 1,,",
        "nobody,,,,",
    ]
    assert [(one.kind, one.what) for one in project.discarded] == [("case", "nobody")]


def test_what_is_marked_in_pictures_sound_and_film_is_listed_by_code(tmp_path):
    coded = f'<Coding guid="{{}}"><CodeRef targetGUID="{CODE}"/></Coding>'
    media = "".join(
        f'<{kind}Source guid="{number}" name="{kind}.bin"><{kind}Selection guid="1{number}">'
        f"{coded.format(f'2{number}')}{coded.format(f'3{number}')}</{kind}Selection>"
        f'<{kind}Selection guid="4{number}"/></{kind}Source>'
        for number, kind in enumerate(("Picture", "Audio", "Video"))
    )
    xml = project_xml(TEA).replace("</Sources>", f"{media}</Sources>")
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    lines = [(one.kind, one.what, one.count) for one in project.discarded]
    for kind in ("Picture", "Audio", "Video"):
        assert ("coding", f"{kind}.bin, Beginnings", 2) in lines
        assert ("selection", f"{kind}.bin", 1) in lines
        assert ("document", f"{kind}.bin", 1) in lines
    assert len(lines) == 9


def test_a_comment_on_a_coding_is_its_memo(tmp_path):
    """As MAXQDA writes it: a description of the selection."""
    body = TEA.replace("<Coding", "<Description>she laughs</Description><Coding", 1)
    xml = project_xml(body, origin="MAXQDA 24")
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    assert [(memo.about, memo.target) for memo in project.memos] == [
        ("coding", project.codings[0].guid)
    ]
    files, _ = study_files(project, files=["x"])
    assert "she laughs,tea" in files["coding.csv"].decode()


def test_the_report_says_everything_only_if_everything_came_in(tmp_path):
    xml = project_xml(TEA, more='<Links><Link guid="1"/></Links>')
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    assert "Everything came in as it was." not in summary(project)
    files, _ = study_files(project, files=["x"])
    assert json.loads(files["import-report.json"])["discarded"][0]["kind"] == "link"
    assert USER in {user.guid for user in project.users}


def test_what_is_coded_of_the_text_of_a_pdf_as_a_whole_comes_in(tmp_path):
    xml = (
        project_xml(f'<Coding guid="5"><CodeRef targetGUID="{CODE}"/></Coding>')
        .replace("<TextSource ", f'<PDFSource guid="{AREA}" name="leaflet"><Representation ')
        .replace("</TextSource>", "</Representation></PDFSource>")
    )
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    assert quotes_of(project) == [TEXT]
    assert not project.discarded


def test_values_of_two_cases_that_differ_are_named(tmp_path):
    cases = "".join(
        f'<Case guid="{n}" name="{name}"><VariableValue><VariableRef targetGUID="8"/><TextValue>'
        f'{age}</TextValue></VariableValue><SourceRef targetGUID="{SOURCE}"/></Case>'
        for n, name, age in ((1, "Anna", "61"), (2, "Ben", "62"))
    )
    variable = '<Variable guid="8" name="Age" typeOfVariable="Text"/>'
    before = f"<Variables>{variable}</Variables><Cases>{cases}</Cases>"
    xml = project_xml(TEA, before=before)
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    files, project = study_files(project, files=["x"])
    assert files["documents.csv"].decode().splitlines()[1] == "Interview 1,Anna,Ben,61"
    assert [(line.kind, line.what) for line in project.discarded] == [("attribute", "Ben, Age: 62")]


def test_a_document_that_gets_another_name_is_named(tmp_path):
    inline = "<PlainTextContent>And then?</PlainTextContent></TextSource>"
    more = (
        f'<TextSource guid="{AREA}" name="Interview 1">{inline}'
        f'<TextSource guid="{CASE}" name="a/b">{inline}'
    )
    xml = project_xml(TEA).replace("</Sources>", f"{more}</Sources>")
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {f"{SOURCE}.txt": TEXT.encode()})])
    _, project = study_files(project, files=["x"])
    assert [(line.kind, line.what, line.reason) for line in project.discarded] == [
        (
            "document name",
            "Interview 1",
            "another document has this name; it is called 'Interview 1 (2)' here",
        ),
        ("document name", "a/b", "its name cannot be that of a file; it is called 'a_b' here"),
    ]
