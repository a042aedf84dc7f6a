"""Codes typed by hand, in tables and in comments of Word."""

import zipfile

from test_tables_in import BUS, FUNDS, TEXT, commented, given, table

from secondcoder.exchange.importing import import_files

HEAD = ["Document", "Quote", "Code", "Coder"]


def names(project):
    return [(line.what, line.reason) for line in project.discarded if line.kind == "code name"]


def test_capitals_make_no_other_code_in_a_table(tmp_path):
    (tmp_path / "int1.txt").write_text(TEXT)
    rows = [["int1", BUS, "Late; money", "Nora"], ["int1", FUNDS, "Money;LATE ; late", "Omar"]]
    project = import_files([table(tmp_path / "t.csv", [HEAD, *rows]), tmp_path / "int1.txt"])
    assert [(who, code) for who, _, code, _ in given(project)] == [
        ("Nora", "Late"),
        ("Nora", "money"),
        ("Omar", "money"),
        ("Omar", "Late"),
    ]
    assert [what for what, _ in names(project)] == ["Money", "LATE", "late"]


def test_capitals_make_no_other_code_in_another_file(tmp_path):
    (tmp_path / "int1.txt").write_text(TEXT)
    a = table(tmp_path / "a.csv", [HEAD, ["int1", BUS, "Late > Bus", "Nora"]])
    b = table(tmp_path / "b.csv", [HEAD, ["int1", BUS, "late > bus", "Omar"]])
    project = import_files([a, b, tmp_path / "int1.txt"])
    assert {code for _, _, code, _ in given(project)} == {"Late > Bus"}
    assert [what for what, _ in names(project)] == ["late", "bus"]


def test_a_code_without_those_above_it_is_the_one_of_the_codebook(tmp_path):
    guid = "{}0000000-0000-4000-8000-000000000000"
    code = '<Code guid="{}" name="{}" isCodable="true">{}</Code>'
    late = code.format(guid.format(1), "Late", "")
    money = [code.format(guid.format(n), "Money", "") for n in (2, 3)]
    tree = code.format(guid.format(4), "Travel", late + money[0])
    tree += code.format(guid.format(5), "Home", money[1])
    space = "urn:QDA-XML:codebook:1.0"
    book = f'<CodeBook xmlns="{space}"><Codes>{tree}</Codes></CodeBook>'
    (tmp_path / "c.qdc").write_text(book)
    (tmp_path / "int1.txt").write_text(TEXT)
    rows = [["int1", BUS, "late", "Nora"], ["int1", FUNDS, "Money", "Nora"]]
    file = table(tmp_path / "t.csv", [HEAD, *rows])
    project = import_files([tmp_path / "c.qdc", file, tmp_path / "int1.txt"])
    assert [code for _, _, code, _ in given(project)] == ["Travel > Late", "Money"]
    assert [what for what, _ in names(project)] == ["late"]


def test_a_list_in_a_comment_names_codes(tmp_path):
    comments = [
        (1, 1, "Nora", "- Late\n- Money"),
        (2, 2, "Nora", "1. Money\n2. late"),
        (0, 0, "Nora", "2. Money"),
    ]
    project = import_files([commented(tmp_path / "int1.docx", comments)])
    codes = [code for _, _, code, _ in given(project)]
    assert codes == ["Late", "Money", "Money", "Late"]
    assert [memo.text for memo in project.memos] == ["2. Money"]


def test_footnotes_that_are_not_read_are_counted(tmp_path):
    path = commented(tmp_path / "int1.docx", [(1, 1, "Nora", "Late")])
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    words = "<w:footnote><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>"
    notes = "".join(map(words.format, ("Laughs.", "", "Cries.")))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "word/footnotes.xml", f'<w:footnotes xmlns:w="{space}">{notes}</w:footnotes>'
        )
    project = import_files([path])
    assert [(one.kind, one.count) for one in project.discarded] == [("footnote", 2)]


def test_a_report_of_qualcoder_has_its_categories_from_below(tmp_path):
    (tmp_path / "int1.txt").write_text(TEXT)
    head = ["File", "Coder", "Coded", "Id", "Codename", "Coded_Memo", "Category", "Category"]
    rows = [
        ["int1.txt", "nora", BUS, "ctid:1", "Late; again", "why?", "Bus", "Travel"],
        ["int1.txt", "nora", FUNDS, "ctid:2", "Money", "", "", ""],
        ["int1.txt", "nora", "image", "imid:1", "Money", "", "", ""],
    ]
    project = import_files([table(tmp_path / "t.csv", [head, *rows]), tmp_path / "int1.txt"])
    assert [code for _, _, code, _ in given(project)] == ["Travel > Bus > Late; again", "Money"]
    assert [memo.text for memo in project.memos] == ["why?"]
    assert [line.count for line in project.discarded] == [1]


def test_the_codes_that_dedoose_combines_are_several(tmp_path):
    (tmp_path / "int1.txt").write_text(TEXT)
    head = ["Media Title", "Excerpt Creator", "Excerpt Copy", "Codes Applied Combined"]
    file = table(tmp_path / "t.csv", [head, ["int1", "nora", BUS, "Late, Money"]])
    project = import_files([file, tmp_path / "int1.txt"])
    assert [code for _, _, code, _ in given(project)] == ["Late", "Money"]
