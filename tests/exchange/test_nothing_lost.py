"""Whatever is in a file has come in or is named in the report, with its number."""

import csv
import sqlite3
import tempfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_projects import LINES, qualcoder_project, write_qdpx

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.to_study import study_files

WORDS = "The bus was late again. Funding ran out in May 🌱. Nobody told us why."
CODES = [f"{n}0000000-0000-4000-8000-000000000000" for n in range(1, 4)]
CASE = "90000000-0000-4000-8000-000000000000"
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def named(project, *kinds):
    return sum(line.count for line in project.discarded if line.kind in kinds)


def numbered(numbers):
    """Return a GUID of its own."""
    numbers.append(len(numbers))
    return f"aaaaaaaa-0000-4000-8000-{len(numbers):012d}"


coded = st.lists(st.sampled_from([*CODES[:2], CODES[2].upper(), "nowhere", CASE]), max_size=3)
place = st.one_of(st.integers(-3, 80).map(str), st.sampled_from(["", "x", "99999"]))
selections = st.lists(st.tuples(place, place, coded, st.booleans()), max_size=5)
sources = st.lists(
    st.tuples(
        st.sampled_from(["Text", "PDF", "Picture", "Audio", "Video", "Note"]),
        st.sampled_from(["internal://{}", "{}", "relative:///{}", "gone", "inline"]),
        st.sampled_from([WORDS, "", " \n", WORDS + "\r\nMore."]),
        selections,
        coded,
    ),
    min_size=1,
    max_size=4,
)


def codings(codes, numbers):
    return "".join(
        f'<Coding guid="{numbered(numbers)}"><CodeRef targetGUID="{code}"/></Coding>'
        for code in codes
    )


def source_xml(kind, path, text, marked, whole, *, name, numbers):
    """Return a source, the number of its codings, and of those that say what case it is of."""
    stated = path.format(name)
    where = "" if stated == "inline" else f' plainTextPath="{stated}"'
    inline = f"<PlainTextContent>{text}</PlainTextContent>" if stated == "inline" else ""
    body = "".join(
        f'<{{}} guid="{numbered(numbers)}" startPosition={quoteattr(start)} name="n" page="0" '
        f"endPosition={quoteattr(end)}>{codings(codes, numbers)}</{{}}>"
        for start, end, codes, _ in marked
    )
    at = f'guid="{numbered(numbers)}" name="{name}"'
    direct = codings(whole, numbers)
    plain = body.replace("{}", "PlainTextSelection")
    if kind == "Text":
        return f"<TextSource {at}{where}>{inline}{plain}{direct}</TextSource>"
    if kind == "Note":
        return ""
    area = body.replace("{}", f"{kind}Selection")
    if kind == "PDF":
        inner = (
            f'<Representation guid="{numbered(numbers)}"{where}>{inline}{direct}</Representation>'
        )
        return f"<PDFSource {at}>{area}{inner}</PDFSource>"
    return f"<{kind}Source {at}>{area}{direct}</{kind}Source>"


@often
@given(drawn=sources)
def test_every_coding_of_a_project_came_in_or_is_named(drawn):
    numbers = []
    files, bodies = {}, []
    for number, (kind, path, text, marked, whole) in enumerate(drawn):
        name = f"s{number}.txt"
        files[name] = text.encode()
        bodies.append(source_xml(kind, path, text, marked, whole, name=name, numbers=numbers))
    tree = "".join(f'<Code guid="{code}" name="code {n}"/>' for n, code in enumerate(CODES))
    xml = (
        '<Project xmlns="urn:QDA-XML:project:1.0" name="P"><CodeBook><Codes>'
        f'{tree}<Code guid="{CASE}" name="Anna"/></Codes></CodeBook>'
        f'<Cases><Case guid="{CASE}" name="Anna"/></Cases>'
        f"<Sources>{''.join(bodies)}</Sources></Project>"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = write_qdpx(Path(folder) / "p.qdpx", xml, files)
        project = import_files([path], offsets="codepoint")
    belonging = next(
        (
            int(note.split("their ")[1].split(" ")[0])
            for note in project.notes
            if "codes are cases" in note
        ),
        0,
    )
    inside = "".join(bodies).count("<Coding ")
    assert len(project.codings) + belonging + named(project, "coding") == inside
    listed = {line.what for line in project.discarded if line.kind == "document"}
    came = {document.name for document in project.documents}
    for number, (kind, *_) in enumerate(drawn):
        if kind != "Note":
            assert f"s{number}.txt" in came | listed
    files_of, project = study_files(project, files=["p.qdpx"])
    rows = list(csv.reader(files_of.get("coding.csv", b"").decode().splitlines()))
    assert max(len(rows) - 1, 0) == len(project.codings)
    assert len(project.codings) + belonging + named(project, "coding") == inside


cells = st.lists(
    st.tuples(
        st.sampled_from(["The bus was late again.", "in May", "not there at all", "", "late"]),
        st.lists(st.sampled_from(["Bus", "Money", "Access > Cost", "none"]), max_size=3),
        st.sampled_from(["", "Nora", "Omar"]),
        st.sampled_from(["", "int1", "int1.docx", "int2"]),
    ),
    min_size=1,
    max_size=12,
)


@often
@given(rows=cells, beside=st.booleans())
def test_every_row_of_a_table_came_in_or_is_named(rows, beside):
    with tempfile.TemporaryDirectory() as folder:
        path, text = Path(folder) / "t.csv", Path(folder) / "int1.txt"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["Quote", "Code", "Coder", "Document"])
            writer.writerows([q, ";".join(codes), who, where] for q, codes, who, where in rows)
        text.write_text(WORDS, encoding="utf-8")
        mapping = ["text=Quote", "code=Code", "coder=Coder", "document=Document"]
        filled = [row for row in rows if any([row[0], ";".join(row[1]), row[2], row[3]])]
        try:
            project = import_files([path, *([text] * beside)], mapping=mapping)
        except SecondcoderError:
            assert not filled
            return
    expected = sum(max(len(set(codes) - {"none"}), 1) for _, codes, *_ in filled)
    assert len(project.codings) + named(project, "coding", "segment") == expected


comments = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 2),
        st.sampled_from(["Bus", "Bus; Money", "#bus #late", "Why is that? Ask her.", "", "a, b"]),
        st.sampled_from(["Nora", "Omar", ""]),
    ),
    max_size=5,
)


@settings(parent=often, max_examples=25)
@given(drawn=comments)
def test_every_word_comment_came_in_or_is_named(drawn):
    document = docx.Document()
    paragraph = document.add_paragraph()
    runs = [paragraph.add_run(part) for part in ("We met. ", "The bus was late.", " In May.")]
    for first, last, text, author in drawn:
        marked = runs[min(first, last) : max(first, last) + 1]
        document.add_comment(runs=marked, text=text, author=author)
    with tempfile.TemporaryDirectory() as folder:
        document.save(str(Path(folder) / "int1.docx"))
        project = import_files([Path(folder) / "int1.docx"])
    codes = {"Bus": 1, "Bus; Money": 2, "#bus #late": 2, "a, b": 2}
    assert len(project.codings) == sum(codes.get(text, 0) for _, _, text, _ in drawn)
    assert len(project.memos) == sum(text.startswith("Why") for _, _, text, _ in drawn)
    assert named(project, "comment") == sum(text == "" for _, _, text, _ in drawn)


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 69)), max_size=6)


@often
@given(first=spans, second=spans, change=st.sampled_from(["", "Oh, ", "\ufeff", "\r\n"]))
def test_every_coding_of_two_files_came_in_or_is_named(first, second, change):
    numbers = []

    def file(folder, name, coder, places, text):
        body = "".join(
            f'<PlainTextSelection guid="{numbered(numbers)}" startPosition="{start}" '
            f'endPosition="{end}" creatingUser="{CODES[1]}">{codings(CODES[:1], numbers)}'
            "</PlainTextSelection>"
            for start, end in places
        )
        xml = (
            f'<Project name="P"><Users><User guid="{CODES[1]}" name="{coder}"/></Users><CodeBook>'
            f'<Codes><Code guid="{CODES[0]}" name="Bus"/></Codes></CodeBook><Sources><TextSource '
            f'guid="{CODES[2]}" name="int1" plainTextPath="a.txt">{body}</TextSource></Sources>'
            "</Project>"
        )
        return write_qdpx(Path(folder) / name, xml, {"a.txt": text.encode()})

    with tempfile.TemporaryDirectory() as folder:
        one = file(folder, "a.qdpx", "Nora", first, WORDS)
        other = file(folder, "b.qdpx", "Omar", second, change + WORDS)
        project = import_files([one, other], offsets="codepoint")
    assert len(project.documents) == 1
    assert len(project.codings) + named(project, "coding") == len(first) + len(second)


highlights = st.lists(
    st.tuples(
        st.integers(1, 4),  # of which document; 3 is another project's, 4 is not there
        st.integers(-5, 90),
        st.integers(-5, 90),
        st.lists(st.integers(1, 3), max_size=3, unique=True),  # tags; 3 is not there
    ),
    max_size=8,
)


@often
@given(drawn=highlights, dangling=st.integers(0, 2))
def test_every_highlight_of_taguette_came_in_or_is_named(drawn, dangling):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.sqlite3"
        with sqlite3.connect(path) as db:
            db.executescript(
                """
                create table projects (id integer, name text);
                create table documents (id integer, name text, project_id integer, contents text);
                create table tags (id integer, project_id integer, path text);
                create table highlights (id integer, document_id integer, start_offset integer,
                    end_offset integer);
                create table highlight_tags (highlight_id integer, tag_id integer);
                create table commands (user_login text, project_id integer, payload text);
                insert into projects values (1, 'Garden');
                insert into tags values (1, 1, 'Bus'), (2, 1, 'Money');
                """
            )
            for number, project in ((1, 1), (2, 1), (3, 2)):
                row = (number, f"int{number}", project, f"<p>{WORDS}</p>")
                db.execute("insert into documents values (?, ?, ?, ?)", row)
            for number, (document, start, end, tags) in enumerate(drawn):
                db.execute(
                    "insert into highlights values (?,?,?,?)", (number, document, start, end)
                )
                for tag in tags:
                    db.execute("insert into highlight_tags values (?, ?)", (number, tag))
            for number in range(dangling):
                db.execute("insert into highlight_tags values (?, 1)", (900 + number,))
        db.close()
        project = import_files([path])
    ours = [tags for document, _, _, tags in drawn if document != 3]
    assert len(project.codings) + named(project, "coding") == sum(map(len, ours)) + dangling
    assert named(project, "highlight") == sum(not tags for tags in ours)


@settings(parent=often, max_examples=25)
@given(
    drawn=st.lists(
        st.tuples(st.integers(7, 9), st.integers(1, 3), st.integers(-5, 90), st.integers(-5, 90)),
        max_size=8,
    )
)
def test_every_coding_of_qualcoder_came_in_or_is_named(drawn):
    text = "\n".join(LINES)
    with tempfile.TemporaryDirectory() as folder:
        path = qualcoder_project(Path(folder) / "p.qda", text)
        with sqlite3.connect(path / "data.qda") as db:
            (there,) = db.execute("select count(*) from code_text").fetchone()
            for number, (code, source, start, end) in enumerate(drawn):
                row = (100 + number, code, source, start, end)
                db.execute(
                    "insert into code_text values (?, ?, ?, '', ?, ?, 'amara', '', '', 0, 0)", row
                )
        db.close()
        project = import_files([path])
    media = 1  # the coding of a picture
    assert len(project.codings) + named(project, "coding") == there + len(drawn) + media


def test_a_database_with_a_damaged_page_is_refused(tmp_path):
    path = qualcoder_project(tmp_path / "p.qda", "\n".join(LINES)) / "data.qda"
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    with sqlite3.connect(path) as db:
        query = "select rootpage from sqlite_master where name = 'code_name'"
        (root,) = db.execute(query).fetchone()
    db.close()
    data[(root - 1) * page + 3 : (root - 1) * page + 5] = b"\x00\x01"  # one row fewer than before
    path.write_bytes(data)
    with pytest.raises(SecondcoderError, match=r"p\.qda: the database is damaged"):
        import_files([path.parent])
