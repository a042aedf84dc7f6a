"""What came in goes out again as what it was, and tables that people edit go on working."""

import csv
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_export import call
from test_round_trip import by_guid, projects

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.from_study import load_project
from secondcoder.exchange.identity import IDENTITY
from secondcoder.exchange.project import (
    Case,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectDocument,
    Selection,
    Stamp,
    User,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.selections import other_makers
from secondcoder.exchange.to_study import study_files, write_study
from secondcoder.passages.two_texts import Places
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

TEXT = "ANNA: With three neighbours and a skip.\n\nBEN: And a great deal of tea.\n"
AMARA, BEN = User(made("u", 1), "Amara"), User(made("u", 2), "Ben, who coded nothing")
AT = "2021-10-11T14:35:33Z"
CODE = ProjectCode(guid=made("c", 1), name="Tea > time", colour="#A1B2C3", description="What.")
ONE = ProjectDocument(
    guid=made("d", 1),
    name="Interview 1",
    text=TEXT,
    attributes=(("place", "shed"),),
    stamp=Stamp(created=AT, creator=AMARA.guid, modified="2021-12-01T00:00:00Z"),
)
EMPTY = ProjectDocument(guid=made("d", 2), name="Not yet", text="", attributes=(("place", "hall"),))
CODING = ProjectCoding(
    guid=made("k", 1),
    coder=AMARA.guid,
    code=CODE.guid,
    document=ONE.guid,
    start=6,
    end=16,
    selection=made("s", 1),
    created=AT,
)
MEMOS = (
    Memo(guid=made("m", 1), about="coding", target=CODING.guid, text="a", title="t"),
    Memo(guid=made("m", 2), about="coding", target=CODING.guid, text="b", author=AMARA.guid),
    Memo(guid=made("m", 3), about="project", target="", text="c", stamp=Stamp(created=AT)),
    Memo(guid=made("m", 4), about="document", target=EMPTY.guid, text="on an empty one"),
)
PROJECT = Project(
    name="Garden",
    origin="NVivo",
    users=(AMARA, BEN),
    codes=(CODE,),
    documents=(ONE, EMPTY),
    codings=(
        CODING,
        replace(CODING, guid=made("k", 2), start=17, end=27, selection=""),
        replace(CODING, guid=made("k", 3), start=17, end=28, selection=""),
    ),
    memos=MEMOS,
    cases=(
        Case(guid=made("x", 1), name="Anna", attributes=(("age", "61"),), documents=(ONE.guid,)),
        Case(guid=made("x", 2), name="Ben", passages=((ONE.guid, 41, 45),)),
        Case(guid=made("x", 3), name="Nobody", description="no text"),
        Case(guid=made("x", 4), name="All", documents=(ONE.guid, EMPTY.guid)),
    ),
    variables={"age": "Integer", "place": "Text", "never": "Date"},
    variable_guids={"age": made("v", 1)},
    selections=(
        Selection(guid=made("s", 1), document=ONE.guid, start=6, end=16, stamp=Stamp(created=AT)),
    ),
    stamp=Stamp(created=AT, creator=AMARA.guid),
)
KINDS = ("users", "codes", "documents", "codings", "memos", "cases", "groups", "selections")


def studied(project, folder):
    files, _ = study_files(project, files=["p.qdpx"])
    write_study(folder, files)
    return load_project(folder, None)


def left_out(project):
    return [line for line in project.discarded if line.kind in {kind[:-1] for kind in KINDS}]


def test_everything_that_came_in_goes_out_as_it_was(tmp_path):
    out = studied(PROJECT, tmp_path / "s")
    for kind in KINDS:
        assert by_guid(getattr(out, kind)) == by_guid(getattr(PROJECT, kind)), kind
    assert (out.variables, out.variable_guids) == (PROJECT.variables, PROJECT.variable_guids)
    assert out.stamp == PROJECT.stamp
    assert [line.what for line in left_out(out)] == ["which passages each coder saw"]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_any_project_goes_out_as_it_was_or_says_what_not(tmp_path_factory, project):
    out = studied(project, tmp_path_factory.mktemp("trip") / "s")
    said = {line.kind for line in out.discarded}
    for kind in KINDS:
        then = {one.guid: one for one in getattr(project, kind)}
        now = {one.guid: one for one in getattr(out, kind)}
        assert set(now) <= set(then), kind
        assert set(now) == set(then) or kind[:-1] in said, kind
    dates = {one.guid: one.created for one in project.codings}
    assert all(one.created == dates[one.guid] for one in out.codings)


def edited(folder, name, change):
    path = folder / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    head = list(rows[0])
    rows = change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head)
        writer.writeheader()
        writer.writerows(rows)


def test_rows_that_people_add_change_and_take_away(tmp_path):
    folder = tmp_path / "s"
    studied(PROJECT, folder)
    new = {"coder": "Cem", "document": "Interview 1", "start": "41", "end": "45", "quote": "BEN:"}
    edited(
        folder,
        "coding.csv",
        lambda rows: [dict(rows[0], memo="changed"), dict(rows[0], **new, memo="")],
    )
    edited(folder, "documents.csv", lambda rows: [dict(rows[0], place="attic", case="Cem")])
    out = load_project(folder, None)
    assert {one.guid for one in out.codings} >= {CODING.guid}
    assert {user.name for user in out.users} == {"Amara", "Ben, who coded nothing", "Cem"}
    assert [memo.text for memo in out.memos if memo.about == "coding"] == ["changed"]
    assert dict(out.documents[0].attributes)["place"] == "attic"
    cases = {case.name: case for case in out.cases}
    assert cases["Cem"].documents == (ONE.guid,)
    assert ONE.guid not in cases["All"].documents
    assert "Anna" not in cases
    assert ("coding", "codings that came in", 2) in {
        (line.kind, line.what, line.count) for line in out.discarded
    }


def test_without_the_file_and_with_a_broken_one(tmp_path):
    folder = tmp_path / "s"
    studied(PROJECT, folder)
    content = json.loads((folder / IDENTITY).read_text("utf-8"))
    content["project"]["codes"][0]["guid"] = "no guid"
    content["codes"] = {"no guid": next(iter(content["codes"].values()))}
    (folder / IDENTITY).write_text(json.dumps(content), encoding="utf-8")
    assert any(line.kind == "guid" for line in load_project(folder, None).discarded)
    (folder / IDENTITY).write_text("{", encoding="utf-8")
    with pytest.raises(SecondcoderError, match=r"identity\.json"):
        load_project(folder, None)
    (folder / IDENTITY).unlink()
    assert len(load_project(folder, None).codings) == 3


def test_a_selection_that_another_person_made_is_named(tmp_path):
    by_ben = replace(PROJECT.selections[0], stamp=Stamp(created=AT, creator=BEN.guid))
    assert other_makers(replace(PROJECT, selections=(by_ben,))) == 1
    assert other_makers(PROJECT) == 0
    studied(replace(PROJECT, selections=(by_ben,)), tmp_path / "s")
    said = call("export", tmp_path / "s", "--to", tmp_path / "p.qdpx")
    assert "selections that another person made" in said


MARKED = "ANNA: With [inaudible 00:01:42] three neighbours.\n\nBEN: Tea [00:02:10] and tea again.\n"


def test_texts_that_a_study_reads_otherwise_go_out_as_they_came_in(tmp_path):
    at = MARKED.index("tea again")
    here = (MARKED.index("three"), MARKED.index("three") + 16)
    project = replace(
        PROJECT,
        documents=(replace(ONE, text=MARKED),),
        codings=(
            replace(CODING, start=here[0], end=here[1]),
            replace(CODING, guid=made("k", 2), start=at, end=at + 9, selection=""),
            replace(CODING, guid=made("k", 3), start=here[0] + 6, end=here[1] + 3, selection=""),
        ),
        memos=(replace(MEMOS[2], about="passage", target=ONE.guid, start=at, end=at + 3),),
        cases=(),
        selections=(),
    )
    out = studied(project, tmp_path / "s")
    material = load_material(tmp_path / "s", load_config(tmp_path / "s").config)
    assert material.documents[0].text != MARKED
    for kind in ("documents", "codings", "memos"):
        assert by_guid(getattr(out, kind)) == by_guid(getattr(project, kind)), kind


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["tea", " ", "\n", "a", "x. "]), st.booleans())))
def test_places_in_the_file_s_text(pieces):
    own = "".join(piece for piece, _ in pieces)
    read = "".join(piece for piece, kept in pieces if kept)
    places = Places(read, own)
    for start in range(len(read)):
        first, last = places.span(start, start + 1)
        assert 0 <= first <= last <= len(own)
    first, last = Places(own, own).span(0, len(own))
    assert (first, last) == (0, len(own))
