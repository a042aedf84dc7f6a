"""What belongs to a coding that did not come in is named with it."""

import sqlite3

from made_projects import CODE, LINES, SOURCE, project_xml, qualcoder_project, selection, write_qdpx
from test_tables_in import BUS, FUNDS, TEXT, table

from secondcoder.exchange.importing import import_files

WORDS = "\n".join(LINES)
NOTE = "99999999-9999-4999-8999-999999999999"


def lines(project, kind):
    return [(one.what, one.reason, one.count) for one in project.discarded if one.kind == kind]


def test_memos_of_codings_in_a_database_that_have_no_place(tmp_path):
    source = qualcoder_project(tmp_path / "garden.qda", WORDS)
    with sqlite3.connect(source / "data.qda") as db:
        for number, (code, file, start, end) in enumerate(
            [(7, 2, 0, 3), (7, 1, 5, 5), (7, 1, 0, 99_999), (70, 1, 0, 3)], start=100
        ):
            row = (number, code, file, "", start, end, "amara", "", f"memo {number}", 0, 0)
            db.execute("insert into code_text values (?,?,?,?,?,?,?,?,?,?,?)", row)
    project = import_files([source])
    reasons = [reason for what, reason, _ in lines(project, "coding") if "photo" not in what]
    assert reasons == [
        "its document did not come in",
        "it holds no text",
        "its positions lie outside the text",
        "its code is missing",
    ]
    assert sum(count for *_, count in lines(project, "memo")) == 4


def test_what_is_marked_in_pictures_of_a_database_is_listed_by_file_and_code(tmp_path):
    source = qualcoder_project(tmp_path / "garden.qda", WORDS)
    with sqlite3.connect(source / "data.qda") as db:
        db.execute("alter table code_image add column memo text")
        db.execute("insert into code_image values (2, 2, 8, 'a tree'), (3, 2, 7, '')")
    project = import_files([source])
    assert {(what, count) for what, _, count in lines(project, "coding")} == {
        ("photo.png, Beginnings", 2),
        ("photo.png, Grants", 1),
    }
    assert [what for what, *_ in lines(project, "memo")] == ["photo.png, Grants"]


def test_memos_of_rows_that_have_no_place(tmp_path):
    (tmp_path / "int1.txt").write_text(TEXT)
    rows = [
        ["int1", BUS, "Late", "kept"],
        ["int1", "It stands nowhere in this text.", "Late", "lost 1"],
        ["int9", FUNDS, "Money", "lost 2"],
    ]
    file = table(tmp_path / "t.csv", [["Document", "Quote", "Code", "Memo"], *rows])
    project = import_files([file, tmp_path / "int1.txt"])
    assert [memo.text for memo in project.memos] == ["kept"]
    assert [what.split(":")[0] for what, *_ in lines(project, "memo")] == ["row 3", "row 4"]


def copy_of(path, text, at, said):
    """Write a project with one coding that has a memo."""
    body = selection(1, at, text.index(at), text.index(at) + len(at)).replace(
        "</Coding>", f'<NoteRef targetGUID="{NOTE}"/></Coding>'
    )
    note = f'<Note guid="{NOTE}" name="n"><PlainTextContent>{said}</PlainTextContent></Note>'
    xml = project_xml(body, more=f"<Notes>{note}</Notes>")
    assert CODE in xml
    return write_qdpx(path, xml, {f"{SOURCE}.txt": text.encode()})


def test_memos_of_codings_whose_words_only_the_second_file_has(tmp_path):
    first = copy_of(tmp_path / "a.qdpx", WORDS, "three neighbours", "one")
    second = copy_of(tmp_path / "b.qdpx", f"Oh, well. {WORDS}", "Oh, well.", "two")
    project = import_files([first, second])
    assert [memo.text for memo in project.memos] == ["one"]
    assert [count for *_, count in lines(project, "memo")] == [1]


def test_memos_that_two_files_hold_are_counted_once_and_that_is_said(tmp_path):
    first = copy_of(tmp_path / "a.qdpx", WORDS, "three neighbours", "one")
    project = import_files([first, first])
    assert [memo.text for memo in project.memos] == ["one"]
    assert [count for *_, count in lines(project, "memo")] == [1]
