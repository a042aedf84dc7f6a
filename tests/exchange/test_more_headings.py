"""Tables of segments in other languages and of further programs; sets and memos within a file."""

import pytest
from made_projects import write_qdpx
from test_export import call

from secondcoder.exchange.importing import import_files

HEADS = [
    "Zitatinhalt;Dokument;Kodes;Erstellt von;Kommentar",
    "Contenido de la cita;Documento;Códigos;Creado por;Comentario",
    "Contenu de la citation;Document;Codes;Créé par;Commentaire",
    "Conteúdo da citação;Documento;Códigos;Criado por;Comentário",
    "Segment;Dokumentname;Code;Bearbeitet von;Kommentar",
    "Segmento;Nombre del documento;Código;Modificado por;Comentario",
    "Snippet;Transcript;Codes;Coder;Memo",
    "Text;Source;Quirk;User;Comment",
]


@pytest.mark.parametrize("head", HEADS)
def test_every_column_of_a_translated_table_is_read(tmp_path, head):
    path = tmp_path / "t.csv"
    path.write_text(f"{head}\nThe bus was late.;int1;Bus;Nora;why\n", encoding="utf-8")
    project = import_files([path])
    assert [document.name for document in project.documents] == ["int1"]
    assert [code.name for code in project.codes] == ["Bus"]
    assert [user.name for user in project.users] == ["Nora"]
    assert [(memo.about, memo.text) for memo in project.memos] == [("coding", "why")]


@pytest.mark.parametrize(
    "head", ["Text,Source,Parent Quirk,Quirk", "Snippet,Transcript Name,Parent Code,Code Name"]
)
def test_a_code_above_in_its_own_column_is_the_code_above(tmp_path, head):
    path = tmp_path / "t.csv"
    path.write_text(f"{head}\nThe bus was late.,int1,Travel,Bus\nMay,int1,,Money\n")
    project = import_files([path])
    assert set(project.paths().values()) == {("Travel",), ("Travel", "Bus"), ("Money",)}
    assert len(project.codings) == 2


CODE = "10000000-0000-4000-8000-000000000000"
NOTE = "20000000-0000-4000-8000-00000000000{}"


def test_a_set_in_the_codebook_comes_in_and_a_memo_on_a_memo_is_named(tmp_path):
    one, two = NOTE.format(1), NOTE.format(2)
    xml = (
        f'<Project name="P"><CodeBook><Codes><Code guid="{CODE}" name="Bus"/></Codes><Sets>'
        f'<Set guid="{NOTE.format(3)}" name="Mine"><MemberCode targetGUID="{CODE}"/></Set></Sets>'
        f'</CodeBook><Sources/><Notes><Note guid="{one}" name="On it"><PlainTextContent>Yes.'
        f'</PlainTextContent><NoteRef targetGUID="{two}"/></Note><Note guid="{two}" name="First">'
        "<PlainTextContent>No.</PlainTextContent></Note></Notes></Project>"
    )
    project = import_files([write_qdpx(tmp_path / "p.qdpx", xml, {})])
    assert [(group.name, group.codes) for group in project.groups] == [("Mine", (CODE,))]
    assert len(project.memos) == 2
    assert [(d.what, d.count) for d in project.discarded if d.kind == "memo on a memo"] == [
        ("On it", 1)
    ]


def test_a_memo_on_code_and_document_is_no_description_after_a_round_trip(tmp_path):
    note, source = NOTE.format(1), NOTE.format(4)
    xml = (
        f'<Project name="P"><CodeBook><Codes><Code guid="{CODE}" name="Bus"><NoteRef '
        f'targetGUID="{note}"/></Code></Codes></CodeBook><Sources><TextSource guid="{source}" '
        'name="int1" plainTextPath="internal://a.txt"><Description>The first.</Description>'
        f'<NoteRef targetGUID="{note}"/></TextSource></Sources><Notes><Note guid="{note}" '
        'name="Both"><PlainTextContent>Of both.</PlainTextContent></Note></Notes></Project>'
    )
    path = write_qdpx(tmp_path / "p.qdpx", xml, {"a.txt": b"The bus was late."})
    call("import", path, "--to", tmp_path / "s")
    call("export", tmp_path / "s", "--to", tmp_path / "back.qdpx")
    project = import_files([tmp_path / "back.qdpx"])
    assert [one.description for one in project.documents] == ["The first."]
    assert sorted(one.about for one in project.memos) == ["code", "document"]


def test_the_report_says_that_the_table_of_cases_is_not_read_back(tmp_path):
    xml = (
        f'<Project name="P"><CodeBook><Codes><Code guid="{CODE}" name="Bus"/></Codes></CodeBook>'
        f'<Cases><Case guid="{NOTE.format(5)}" name="Anna"/></Cases></Project>'
    )
    call("import", write_qdpx(tmp_path / "p.qdpx", xml, {}), "--to", tmp_path / "s")
    report = (tmp_path / "s" / "import-report.md").read_text(encoding="utf-8")
    assert "changes in cases.csv itself do not go out" in report
