"""Comments in Word wherever they can lie: across paragraphs, in tables, in tracked changes."""

import zipfile

import docx

from secondcoder.exchange.importing import import_files

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)


def words(text, tag="t"):
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def begins(number):
    return f'<w:commentRangeStart w:id="{number}"/>'


def ends(number):
    return f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def marked(number, inside):
    return begins(number) + inside + ends(number)


def paragraph(*parts):
    return f"<w:p>{''.join(parts)}</w:p>"


def row(*cells):
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def changed(kind, inside):
    return f'<w:{kind} w:id="90" w:author="X">{inside}</w:{kind}>'


BODY = (
    paragraph(words("Anna: "), marked(0, words("We met on the bus.")), words(" It was "))
    + paragraph(begins(1), marked(2, words("late")), ends(1), words("."))
    + paragraph(begins(3), words("Ben: Money ran out."))
    + paragraph(words("Nobody told us."), ends(3), words(" End."))
    + "<w:tbl>"
    + row(
        paragraph(words("Row "), marked(4, words("in a table"))), paragraph(begins(5), words("two"))
    )
    + row(paragraph(words("next row"), ends(5)), paragraph(words("last")))
    + "</w:tbl>"
    + paragraph(changed("ins", marked(6, words("an inserted thing"))), words(" and "))
    + paragraph(changed("del", marked(7, words("a deleted thing", "delText"))), words("It stays."))
    + paragraph(
        marked(8, changed("del", words("gone", "delText")) + words("kept words")), words(".")
    )
    + paragraph(changed("del", begins(9) + words("lost", "delText")), words("the tail"), ends(9))
    + paragraph(words("A point."), '<w:r><w:commentReference w:id="10"/></w:r>')
)
SAID = {
    0: "Transport",
    1: "Time",
    2: "I agree, it was late.",
    3: "Money; Silence",
    4: "Table",
    5: "Across",
    6: "Inserted",
    7: "Deleted",
    8: "Half",
    9: "Tail",
    10: "Point",
}


def word_file(path):
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="{"Omar" if number == 2 else "Nora"}" '
        f'w:date="2024-01-0{number % 9 + 1}T03:04:05Z">'
        f'<w:p w14:paraId="{number:08X}"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>'
        for number, text in SAID.items()
    )
    thread = (
        '<w15:commentEx w15:paraId="00000001" w15:done="1"/>'
        '<w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001" w15:done="1"/>'
    )
    parts["word/document.xml"] = (
        f"<w:document {NAMES}><w:body>{BODY}</w:body></w:document>".encode()
    )
    parts["word/comments.xml"] = f"<w:comments {NAMES}>{comments}</w:comments>".encode()
    parts["word/commentsExtended.xml"] = (
        f"<w15:commentsEx {NAMES}>{thread}</w15:commentsEx>".encode()
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_each_comment_marks_its_own_words(tmp_path):
    project = import_files([word_file(tmp_path / "int1.docx")])
    (document,) = project.documents
    names = {code.guid: code.name for code in project.codes}
    found = {
        names[one.code]: " ".join(document.text[one.start : one.end].split())
        for one in project.codings
    }
    assert found == {
        "Transport": "We met on the bus.",
        "Time": "late",
        "Money": "Ben: Money ran out. Nobody told us.",
        "Silence": "Ben: Money ran out. Nobody told us.",
        "Table": "in a table",
        "Across": "two next row",
        "Inserted": "an inserted thing",
        "Half": "kept words",
        "Tail": "the tail",
    }
    assert project.codings[0].created == "2024-01-01T03:04:05Z"
    (memo,) = project.memos
    assert memo.stamp.created == "2024-01-03T03:04:05Z"
    assert (memo.text, document.text[memo.start : memo.end]) == (SAID[2], "late")
    assert {line.what.split("“")[1] for line in project.discarded} == {"Deleted”", "Point”"}
    assert any("1 comments are marked as resolved" in note for note in project.notes)
