"""Damaged and hostile files get an error or a line in the report."""

import io
import struct
import zipfile

import pytest
from made_projects import CODE, LINES, SOURCE, USER, project_xml, selection, write_qdpx

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.refi.read_project import read_qdpx
from secondcoder.exchange.to_study import study_files, write_study
from secondcoder.reading.files.archive import Archive

TEXT = "\n".join(LINES)
DATA = {f"{SOURCE}.txt": TEXT.encode()}
GOOD = selection(1, "three neighbours", TEXT.index("three"), TEXT.index("three") + 16)


def lines_of(project):
    return {(one.kind, one.count) for one in project.discarded}


def test_a_truncated_file_is_refused(tmp_path):
    path = write_qdpx(tmp_path / "p.qdpx", project_xml(GOOD), DATA)
    whole = path.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 5):
        path.write_bytes(whole[:length])
        with pytest.raises(SecondcoderError, match=r"p\.qdpx"):
            read_qdpx(path)


def test_damage_inside_is_refused(tmp_path):
    path = write_qdpx(tmp_path / "p.qdpx", project_xml(GOOD), DATA)
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(bytes(data))
    with pytest.raises(SecondcoderError, match="damaged"):
        read_qdpx(path)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE Project SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(tmp_path, head, encoding):
    xml = project_xml(GOOD).replace('encoding="utf-8"?>', f'encoding="{encoding}"?>{head}')
    path = write_qdpx(tmp_path / "p.qdpx", xml.encode(encoding), DATA)
    with pytest.raises(SecondcoderError, match="document type or entities"):
        read_qdpx(path)


def test_elements_without_end_are_refused(tmp_path):
    code = f'<Code guid="{CODE}" name="a" isCodable="true">'
    xml = f"<CodeBook><Codes>{code * 100_000}{'</Code>' * 100_000}</Codes></CodeBook>"
    (tmp_path / "c.qdc").write_text(xml)
    with pytest.raises(SecondcoderError, match="deep"):
        import_files([tmp_path / "c.qdc"])


def test_a_gigabyte_in_a_kilobyte_is_refused(tmp_path):
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", project_xml(GOOD))
        with archive.open(f"sources/{SOURCE}.txt", "w", force_zip64=True) as file:
            for _ in range(256):
                file.write(bytes(2**20))
    with pytest.raises(SecondcoderError, match="swells"):
        read_qdpx(path)


def test_a_lying_size_is_no_way_round():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", bytes(64 * 2**20))
    data = bytearray(buffer.getvalue())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    archive = Archive(bytes(data), name="p.qdpx")
    with pytest.raises(SecondcoderError):
        archive.read("project.qde")


def test_names_that_lead_out_are_listed_and_nothing_is_written_there(tmp_path):
    path = write_qdpx(tmp_path / "p.qdpx", project_xml(GOOD), DATA)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../evil.txt", "x")
        archive.writestr("/tmp/evil.txt", "x")  # noqa: S108 - a name in a test file
        archive.writestr("C:\\evil.txt", "x")
    project = read_qdpx(path)
    assert [one.what for one in project.discarded if one.kind == "file"] == [
        "../../evil.txt",
        "/tmp/evil.txt",  # noqa: S108
        "C:\\evil.txt",
    ]
    assert len(project.codings) == 1


def test_sources_that_lead_out_are_not_read(tmp_path):
    (tmp_path / "secret.txt").write_text("secret words")
    for place in ("internal://../secret.txt", "relative:///secret.txt", "absolute:///etc/passwd"):
        path = write_qdpx(tmp_path / "p.qdpx", project_xml(GOOD, path=place), {})
        project = read_qdpx(path)
        assert [one.text for one in project.documents] == ["three neighbours"]
        assert lines_of(project) == {("document", 1)}
        xml = project_xml(GOOD.replace('name="three neighbours" ', ""), path=place)
        project = read_qdpx(write_qdpx(tmp_path / "p.qdpx", xml, {}))
        assert project.documents == ()
        assert lines_of(project) == {("document", 1), ("coding", 1)}
        assert place in project.discarded[0].reason


def test_hostile_document_names_stay_inside_the_study(tmp_path):
    xml = project_xml(GOOD).replace('name="Interview 1"', 'name="../../etc/\x85CON*?.txt"')
    project = read_qdpx(write_qdpx(tmp_path / "p.qdpx", xml, DATA))
    files, _ = study_files(project, files=[])
    write_study(tmp_path / "study", files)
    assert [p.name for p in (tmp_path / "study" / "documents").iterdir()] == ["_.._etc_ CON_.txt"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["p.qdpx", "study"]


def test_offsets_past_the_end_and_empty_ones_are_listed(tmp_path):
    body = GOOD + selection(2, "", 0, 10**6) + selection(3, "", 5, 5) + selection(4, "", -3, 2)
    body += selection(5, "", "9" * 40, 3)
    body += "".join(
        selection(n, q, TEXT.index(q), TEXT.index(q) + len(q))
        for n, q in enumerate(["tea", "council", "Small grants", "frost", "books"] * 8, start=10)
    )
    project = read_qdpx(write_qdpx(tmp_path / "p.qdpx", project_xml(body), DATA))
    reasons = [one.reason for one in project.discarded if one.kind == "coding"]
    assert len(reasons) == 4
    assert sum("outside the text" in reason for reason in reasons) == 2
    assert len(project.codings) == 41


def test_repeated_guids_are_listed_and_nothing_is_lost(tmp_path):
    xml = project_xml(GOOD + GOOD).replace(
        "</Codes>", f'<Code guid="{{{CODE.upper()}}}" name="Other" isCodable="true"/></Codes>'
    )
    project = read_qdpx(write_qdpx(tmp_path / "p.qdpx", xml, DATA))
    assert len(project.codings) == len({coding.guid for coding in project.codings}) == 2
    assert len({code.guid for code in project.codes}) == 2
    assert [one.kind for one in project.discarded] == ["guid", "guid"]


def test_who_coded_where_the_coding_does_not_say(tmp_path):
    other = USER.replace("1", "9")
    anonymous = GOOD.replace(f' creatingUser="{USER}"', "")
    by_selection = anonymous.replace(
        "<PlainTextSelection ", f'<PlainTextSelection creatingUser="{USER}" '
    )
    by_change = anonymous.replace(
        "<PlainTextSelection ", f'<PlainTextSelection modifyingUser="{USER}" '
    )
    stranger = GOOD.replace(USER, other)
    for body, name in (
        (anonymous, "unknown"), (by_selection, "Amara"), (by_change, "Amara"),
        (stranger, "user 99999999"),
    ):  # fmt: skip
        project = read_qdpx(write_qdpx(tmp_path / "p.qdpx", project_xml(body), DATA))
        names = {user.guid: user.name for user in project.users}
        assert names[project.codings[0].coder] == name


def test_a_wrong_kind_of_file_says_so(tmp_path):
    for name, data, message in (
        ("a.qdpx", b"hello", "not a whole zip"),
        ("b.qdc", b"<html></html>", "holds <html>"),
        ("c.qda", b"hello", "not a database"),
        ("d.sqlite3", b"SQLite format 3\x00" + bytes(200), "damaged"),
        ("e.mp3", b"", "not imported"),
        ("f.csv", b"a,b\n1,2\n", "not recognised"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SecondcoderError, match=message):
            import_files([tmp_path / name])
    write_qdpx(tmp_path / "g.qdpx", "<a/>", {}, qde="other.xml")
    with pytest.raises(SecondcoderError, match=r"no project \(\.qde\)"):
        import_files([tmp_path / "g.qdpx"])


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SecondcoderError, match="holds files already"):
        write_study(tmp_path, {"study.toml": b""})
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
