"""Whatever is exported holds what the study holds, or says what not."""

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_export import call, study  # noqa: F401 - a fixture
from test_round_trip import projects

from secondcoder.exchange.importing import import_files
from secondcoder.exchange.markdown import escaped, one_line
from secondcoder.exchange.project import ProjectCode
from secondcoder.exchange.reading_copies import quotations, tagged_texts
from secondcoder.exchange.refi.for_qualcoder import for_qualcoder
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.read_project import read_qdpx
from secondcoder.exchange.refi.write_notes import renamed_notes
from secondcoder.exchange.refi.write_project import qdpx_bytes
from secondcoder.exchange.tag_table import LONGEST_TAG, tag_table

KINDS = ("users", "codes", "documents", "codings", "memos", "cases", "groups")


def plain(markdown):
    """Return escaped words as they were."""
    return re.sub(r"\\(.)", r"\1", markdown)


def as_xml(project, path, profile):
    path.write_bytes(qdpx_bytes(project, profile=profile))
    return read_qdpx(path)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects(), st.sampled_from(["standard", "nvivo", "qualcoder"]))
def test_a_project_file_holds_what_there_is_or_names_it(tmp_path_factory, project, profile):
    written = for_qualcoder(project) if profile == "qualcoder" else project
    named = {line.kind for line in (*written.discarded, *renamed_notes(written))}
    back = as_xml(written, tmp_path_factory.mktemp("trip") / "p.qdpx", profile)
    for kind in KINDS:
        then = {one.guid: one for one in getattr(project, kind)}
        now = {one.guid: one for one in getattr(back, kind)}
        assert set(then) <= set(now) or kind[:-1] in named, kind
        assert set(then) == set(now) or profile == "qualcoder", kind
    said = {one.guid: one.text for one in project.memos}
    assert said == {one.guid: one.text for one in back.memos}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_qualcoder_can_take_all_of_what_is_written_for_it(project):
    tree = for_qualcoder(project)
    codes = [code.name for code in tree.codes if code.codable]
    assert len(set(codes)) == len(codes)
    assert {one.code for one in tree.codings} <= {c.guid for c in tree.codes if c.codable}
    assert not any(one.whole for one in tree.codings)
    of_cases = {name for case in tree.cases for name, _ in case.attributes}
    assert not of_cases & {name for one in tree.documents for name, _ in one.attributes}
    spans = {(one.code, one.document, one.start, one.end) for one in tree.codings}
    lengths = {one.guid: len(one.text) for one in project.documents}
    for case in project.cases:
        whole = {(case.guid, guid, 0, lengths[guid]) for guid in case.documents}
        assert whole | {(case.guid, *span) for span in case.passages} <= spans


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_marked_texts_hold_every_text_coding_and_memo(project):
    files = {name: data.decode() for name, data in tagged_texts(project).items()}
    assert len(files) == len(project.documents) + 1
    everything = "\n".join(files.values())
    for document in project.documents:
        (file,) = [f for f in files.values() if f.startswith(f"# {one_line(document.name)}\n\n- ")]
        body = file.split("\n---\n\n", 1)[1].rsplit("\n\n---\n", 1)[0]
        bare = re.sub(r"[⟦〚⦅❲⧼]/?\d+[⟧〛⦆❳⧽]", "", body)
        assert plain(re.sub(r"  \n", "\n", bare)) == document.text
        codings = [one for one in project.codings if one.document == document.guid]
        listed = re.findall(r"^(\d+\.|-) .*: .*\((paragraph|the whole)", file, re.MULTILINE)
        assert len(listed) == len(codings)
    for memo in project.memos:
        assert escaped(memo.text.split("\n")[0]).strip() in everything


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_quotations_hold_every_coding_of_every_code(project):
    files = {name: data.decode() for name, data in quotations(project).items()}
    used = {coding.code for coding in project.codings}
    assert len(files) == len(used) + 1
    found = sum(
        int(number.replace(",", ""))
        for text in files.values()
        for number in re.findall(r"^([\d,]+) quotations: ", text, re.MULTILINE)
    )
    places = sum(len(re.findall(r"^.*, (paragraph \d+, characters|the whole)", t, re.MULTILINE))
                 for name, t in files.items() if name != "about.md")  # fmt: skip
    assert found == places == len(project.codings)
    about = plain(files["about.md"])
    for kind in ("users", "codes", "documents", "cases", "groups"):
        assert all(" ".join(one.name.split()) in about for one in getattr(project, kind)), kind


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_a_table_of_tags_holds_every_code_or_names_it(project):
    data, left = tag_table(project)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) + sum(line.count for line in left) == len(project.codes)
    assert len({row["tag"] for row in rows}) == len(rows)
    said = {" > ".join(path) for path in project.paths().values()}
    assert {row["tag"] for row in rows} <= said


def test_tags_that_are_too_long_are_named(study):  # noqa: F811
    project = import_files([study / "int1.txt"])
    code = ProjectCode(guid=made("c"), name="x" * (LONGEST_TAG + 1))
    data, (line,) = tag_table(replace(project, codes=(code,)))
    assert line.what == code.name
    assert data.count(b"\n") == 1


def test_a_codebook_goes_to_taguette_and_highlights_come_back(study, tmp_path):  # noqa: F811
    said = call("export", study, "--to", tmp_path / "codebook.csv")
    assert "3 tags" in said or "4 tags" in said
    text = (tmp_path / "codebook.csv").read_text("utf-8-sig")
    tags = {row["tag"] for row in csv.DictReader(io.StringIO(text))}
    assert {"Beginnings", "Beginnings > People", "Money"} <= tags
    (tmp_path / "highlights.csv").write_text(
        "id,document,tag,content\n1,int1.txt,Beginnings > People,With three neighbours\n",
        encoding="utf-8",
    )
    call("import", tmp_path / "highlights.csv", study / "int1.txt", "--to", tmp_path / "back")
    coding = (tmp_path / "back" / "coding.csv").read_text("utf-8")
    assert "Beginnings > People,,With three neighbours" in coding


def test_folders_and_files_of_every_kind_and_their_report(study, tmp_path):  # noqa: F811
    said = call("export", study, "--to", tmp_path / "texts", "--as", "texts")
    assert "which passages each coder saw" in said
    assert "which passages each coder saw" in (tmp_path / "texts/export-report.md").read_text()
    assert "⟦1⟧" in (tmp_path / "texts/int1.md").read_text("utf-8")
    call("export", study, "--to", tmp_path / "quotations", "--as", "quotations")
    people = (tmp_path / "quotations/People.md").read_text("utf-8")
    assert "> With three neighbours\n\nint1, paragraph 2, characters " in people
    assert "friends?" in people
    assert (tmp_path / "quotations/(machine) frost.md").is_file()
    call("export", study, "--to", tmp_path / "p.qdpx", "--profile", "qualcoder")
    report = (tmp_path / "p-export-report.md").read_text("utf-8")
    assert "codings by Amara | 3" in report
    with pytest.raises(Exception, match="exists already"):
        call("export", study, "--to", tmp_path / "p.qdpx")
    with pytest.raises(Exception, match="written as a folder"):
        call("export", study, "--to", tmp_path / "q.qdpx", "--as", "texts")
