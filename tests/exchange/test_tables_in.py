"""Tables of codings and codebooks as people have them, Word comments, programs' own files."""

import csv
import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.import_report import summary
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.refi.colours import as_hex
from secondcoder.exchange.to_study import study_files

BUS, FUNDS = "The bus was late again.", "Funding ran out in May."
TEXT = f"We met at the clinic. {BUS} {FUNDS}"


def table(path, rows, *more):
    """Write a table, or a workbook with further sheets."""
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return path
    book = openpyxl.Workbook()
    for number, sheet in enumerate((rows, *more)):
        page = book.active if number == 0 else book.create_sheet(f"Sheet {number + 1}")
        for row in sheet:
            page.append(row)
    book.save(path)
    return path


def given(project):
    """Return coder, document, code and quotation of each coding."""
    names = {user.guid: user.name for user in project.users}
    documents = {document.guid: document for document in project.documents}
    paths = project.paths()
    return [
        (
            names[c.coder],
            documents[c.document].name,
            " > ".join(paths[c.code]),
            documents[c.document].text[c.start : c.end],
        )
        for c in project.codings
    ]


HEAD = ["Respondent", "Answer", "Code 1", "Code 2", "Coder"]
ROWS = [["R1", BUS, "Transport", "", "Nora"], ["R2", FUNDS, "Money", "Barriers; Hope", "Nora"]]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_every_column_of_codes_is_read(tmp_path, suffix):
    expected = [
        ("Nora", "R1", "Transport", BUS),
        ("Nora", "R2", "Money", FUNDS),
        ("Nora", "R2", "Barriers", FUNDS),
        ("Nora", "R2", "Hope", FUNDS),
    ]
    path = table(tmp_path / f"hand{suffix}", [HEAD, *ROWS])
    assert given(import_files([path])) == expected
    told = ["text=Answer", "code=Code 1", "code=Code 2", "coder=Coder", "document=Respondent"]
    assert given(import_files([path], mapping=told)) == expected
    one = import_files([path], mapping=[*told[:2], *told[3:]])
    assert [code for _, _, code, _ in given(one)] == ["Transport", "Money"]
    assert any("not read: Code 2" in note for note in one.notes)


def test_a_role_that_one_column_can_have_is_refused_twice(tmp_path):
    path = table(tmp_path / "hand.csv", [HEAD, *ROWS])
    with pytest.raises(SecondcoderError, match="2 columns are named"):
        import_files([path], mapping=["text=Answer", "text=Coder", "code=Code 1"])


@pytest.mark.parametrize(
    ("head", "row", "codes"),
    [
        (["Excerpt", "Tags"], [BUS, "Transport, Money"], ["Transport", "Money"]),
        (["Excerpt", "Code"], [BUS, "Transport | Money"], ["Transport", "Money"]),
        (["Excerpt", "Theme"], [BUS, "Transport, and getting there late"], None),
        (["Segment", "Code"], [BUS, "Access > Transport"], ["Access > Transport"]),
        (["Excerpt", "Codes", "Note"], [BUS, "Transport;Money", "x"], ["Transport", "Money"]),
        (["Textstelle", "Kategorie", "Dokument"], [BUS, "Bus", "int1"], ["Bus"]),
        (["Documento", "Código", "Segmento", "Autor"], ["int1", "Bus", BUS, "Nora"], ["Bus"]),
        (["Dokument", "Code", "Unbekannt", "Autor"], ["int1", "Bus", "7", "Nora"], None),
        (["Quote", "Bus", "Money"], [BUS, "x", ""], None),
        (["Quote", "Code: Bus", "Code: Money"], [BUS, "x", ""], ["Bus"]),
    ],
)
def test_tables_are_recognised_by_their_headings(tmp_path, head, row, codes):
    path = table(tmp_path / "t.csv", [head, row])
    if codes is None and "Theme" not in head:
        with pytest.raises(SecondcoderError, match="not recognised"):
            import_files([path])
        return
    found = [code for _, _, code, _ in given(import_files([path]))]
    assert found == (codes or ["Transport, and getting there late"])


def test_a_separator_can_be_told(tmp_path):
    path = table(tmp_path / "t.csv", [["What", "Which"], [BUS, "Transport / Money, mostly"]])
    mapping = ["text=What", "code=Which", "separator=/"]
    found = [code for _, _, code, _ in given(import_files([path], mapping=mapping))]
    assert found == ["Transport", "Money, mostly"]


def test_named_columns_of_marks_stand_for_the_codes_in_their_headings(tmp_path):
    rows = [["Respondent", "Answer", "Bus", "Money"], ["R1", BUS, "x", ""], ["R2", FUNDS, "", "1"]]
    mapping = ["text=Answer", "code=Bus", "code=Money", "document=Respondent"]
    project = import_files([table(tmp_path / "t.csv", rows)], mapping=mapping)
    assert [(where, code) for _, where, code, _ in given(project)] == [
        ("R1", "Bus"),
        ("R2", "Money"),
    ]


def test_words_that_stand_several_times_are_said(tmp_path):
    (tmp_path / "int1.txt").write_text(f"{TEXT} {BUS}")
    head = ["Document", "Quote", "Code", "Coder"]
    rows = [["int1", FUNDS, "Money", "Nora"], ["int1", BUS, "Late", "Nora"]]
    project = import_files([table(tmp_path / "t.csv", [head, *rows]), tmp_path / "int1.txt"])
    assert any("The words of row 3 stand several times" in note for note in project.notes)


def test_a_column_a_coder(tmp_path):
    path = table(
        tmp_path / "t.csv",
        [["Quote", "Ana codes", "Ben codes"], [BUS, "Bus", "Late"], [FUNDS, "none", "Money"]],
    )
    found = [(coder, code) for coder, _, code, _ in given(import_files([path]))]
    assert found == [("Ana", "Bus"), ("Ben", "Late"), ("Ben", "Money")]


def test_annotations_of_hypothesis(tmp_path):
    head = "created,updated,url,user,id,group,tags,quote,text,title".split(",")
    row = ["2024", "2024", "https://x.org/a", "nora", "1", "g", "Transport, Money", BUS, "ha", "i1"]
    path = table(tmp_path / "h.csv", [head, row])
    told = ["text=quote", "code=tags", "coder=user", "document=title"]
    for mapping in ((), told):
        project = import_files([path], mapping=mapping)
        assert [code for _, _, code, _ in given(project)] == ["Transport", "Money"]
        assert {memo.text for memo in project.memos} == {"ha"}
        assert any("divided at commas" in note for note in project.notes)
        assert any("not read: created" in note for note in project.notes)


def test_the_number_before_a_document_is_no_part_of_its_name(tmp_path):
    head = ["ID", "Quotation Content", "Document", "Codes", "Created by"]
    rows = [["1:1", BUS, "D1: int1.docx", "A\nB", "Nora"], ["1:2", FUNDS, "int1.docx", "A", "Omar"]]
    project = import_files([table(tmp_path / "q.xlsx", [head, *rows])])
    assert [document.name for document in project.documents] == ["int1"]
    assert len(project.codings) == 3


def test_rows_that_fall_together_and_rows_without_text_are_named(tmp_path):
    head = ["id", "document", "tag", "content"]
    rows = [
        ["1", "int1", "Bus", "yes"],
        ["2", "int1", "Bus", "yes"],
        ["3", "int1", "Bus", ""],
        ["4", "int1", "", "no"],
        ["5", "int2", "Bus", "yes"],
    ]
    project = import_files([table(tmp_path / "t.csv", [head, *rows])])
    assert len(project.codings) == 2
    assert [(line.kind, line.what, line.count) for line in project.discarded] == [
        ("coding", "row 4", 1),
        ("segment", "row 5", 1),
        ("coding", "row 3", 1),
    ]
    assert "Everything came in as it was." not in summary(project)


def test_the_same_words_at_two_places_are_two_codings_beside_the_text(tmp_path):
    (tmp_path / "int1.txt").write_text("yes, said Anna. And yes, said Ben.", encoding="utf-8")
    rows = [["id", "document", "tag", "content"], *([n, "int1", "Bus", "yes"] for n in "123")]
    path = table(tmp_path / "t.csv", rows)
    project = import_files([path, tmp_path / "int1.txt"])
    assert len(project.codings) == 2
    assert [(line.kind, line.count) for line in project.discarded] == [("coding", 1)]


CODEBOOK = [
    ["Name", "Description", "Files", "References"],
    ["Transport", "Getting there", 3, 12],
    ["Money", None, 2, 5],
    ["Money\\Grants", "Small grants", 1, 2],
]


def word_table(path, rows):
    document = docx.Document()
    written = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, value in zip(written.add_row().cells, row, strict=True):
            cell.text = "" if value is None else str(value)
    document.save(path)
    return path


def test_a_codebook_in_a_table_or_in_word_is_a_codebook(tmp_path):
    for path in (
        table(tmp_path / "book.xlsx", CODEBOOK),
        word_table(tmp_path / "book.docx", CODEBOOK),
    ):
        project = import_files([path])
        assert not project.documents
        described = {code.name: code.description for code in project.codes}
        assert described == {"Transport": "Getting there", "Money": "", "Grants": "Small grants"}
        assert any("not read: Files, References" in note for note in project.notes)
        files, _ = study_files(project, files=["x"])
        assert b"Money,Grants,Small grants" in files["codebook.csv"]
        (tmp_path / "int1.txt").write_text(TEXT, encoding="utf-8")
        beside = import_files([path, tmp_path / "int1.txt"])
        assert (len(beside.documents), len(beside.codes)) == (1, 3)


def test_every_sheet_of_a_workbook_is_read_or_named(tmp_path):
    path = table(
        tmp_path / "all.xlsx", [HEAD, *ROWS], CODEBOOK, [["Year", "Total"], [2020, 3], [2021, 4]]
    )
    project = import_files([path])
    assert len(project.codings) == 4
    assert {c.name: c.description for c in project.codes}["Grants"] == "Small grants"
    assert [line.what for line in project.discarded if line.kind == "sheet"] == [
        "all.xlsx [Sheet 3]"
    ]


def commented(path, comments, *, replies=()):
    """Write a Word file in which each comment marks some of the runs."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    runs = [paragraph.add_run(part) for part in ("We met at the clinic. ", BUS, " " + FUNDS)]
    for first, last, author, text in comments:
        document.add_comment(runs=runs[first : last + 1], text=text, author=author)
    if replies:
        for number, element in enumerate(document.comments._comments_elm):
            for one in element.iter(qn("w:p")):
                one.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", f"{number}")
    document.save(path)
    if replies:
        w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
        lines = "".join(
            f'<w15:commentEx w15:paraId="{one}" w15:paraIdParent="{to}"/>' for one, to in replies
        )
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(
                "word/commentsExtended.xml",
                f'<w15:commentsEx xmlns:w15="{w15}">{lines}</w15:commentsEx>',
            )
    return path


def test_word_comments_are_codings(tmp_path):
    path = commented(
        tmp_path / "int1.docx",
        [
            (1, 1, "Nora", "Transport"),
            (2, 2, "Omar", "Money; Barriers\nAccess > Cost"),
            (1, 2, "Omar", "Late, Poor"),
            (0, 0, "Nora", "She laughs here. Ask her about it next time."),
            (1, 1, "Omar", "agreed"),
        ],
        replies=[(4, 0)],
    )
    project = import_files([path])
    assert [document.text for document in project.documents] == [TEXT]
    assert given(project) == [
        ("Nora", "int1", "Transport", BUS),
        ("Omar", "int1", "Money", FUNDS),
        ("Omar", "int1", "Barriers", FUNDS),
        ("Omar", "int1", "Access > Cost", FUNDS),
        ("Omar", "int1", "Late", f"{BUS} {FUNDS}"),
        ("Omar", "int1", "Poor", f"{BUS} {FUNDS}"),
    ]
    assert [(memo.about, memo.text) for memo in project.memos] == [
        ("passage", "She laughs here. Ask her about it next time."),
        ("passage", "agreed"),
    ]
    assert any("2 comments are sentences or replies" in note for note in project.notes)


def test_colours_in_word_are_counted_and_named_as_not_read(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("We met. ")
    for words, colour in ((BUS, "yellow"), (" And ", ""), (FUNDS, "yellow"), (" Late.", "green")):
        run = paragraph.add_run(words)
        if colour:
            mark = OxmlElement("w:highlight")
            mark.set(qn("w:val"), colour)
            run._r.get_or_add_rPr().append(mark)
    run = paragraph.add_run(" Red.")
    run.font.color.rgb = docx.shared.RGBColor(255, 0, 0)
    buffer = io.BytesIO()
    document.save(buffer)
    (tmp_path / "x.docx").write_bytes(buffer.getvalue())
    project = import_files([tmp_path / "x.docx"])
    assert len(project.documents) == 1
    assert [(line.kind, line.what, line.count) for line in project.discarded] == [
        ("highlight", "x.docx, highlighted yellow", 2),
        ("highlight", "x.docx, highlighted green", 1),
        ("highlight", "x.docx, words in FF0000", 1),
    ]


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("p.mx24", "MAXQDA"),
        ("p.mx22", "MAXQDA"),
        ("p.mex24", "MAXQDA"),
        ("p.nvp", "NVivo"),
        ("p.nvpx", "NVivo"),
        ("p.atlproj", "ATLAS.ti"),
        ("p.atlproj23", "ATLAS.ti"),
        ("p.hpr7", "ATLAS.ti"),
    ],
)
def test_programs_own_files_are_refused_with_the_way_to_export(tmp_path, name, product):
    (tmp_path / name).write_bytes(b"\x00" * 64)
    with pytest.raises(SecondcoderError, match=f"{product}'s own file") as error:
        import_files([tmp_path / name])
    assert "REFI" in error.value.hint
    assert ".qdpx" in error.value.hint


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("#ff0000", "#FF0000"),
        ("#f00", "#FF0000"),
        ("#80FF0000", "#FF0000"),
        ("rgb(255,0,0)", "#FF0000"),
        ("rgba(255, 0, 0, 0.5)", "#FF0000"),
        ("255,0,0", "#FF0000"),
        ("red", "#FF0000"),
        ("Dark Red", "#8B0000"),
        ("rgb(300,0,0)", ""),
        ("reddish", ""),
        ("", ""),
    ],
)
def test_colours(stated, kept):
    assert as_hex(stated) == kept


def test_a_semicolon_that_ends_a_character_spelled_as_html_parts_no_codes(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("Quote,Code,Coder\nR&amp;D is gone,R&amp;D; Money;Work,Nora\n", "utf-8")
    project = import_files([path], mapping=["text=Quote", "code=Code", "coder=Coder"])
    assert [code.name for code in project.codes] == ["R&amp;D", "Money", "Work"]
    assert project.documents[0].text == "R&amp;D is gone"
