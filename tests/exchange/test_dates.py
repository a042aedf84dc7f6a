"""Whatever goes out has a date and a person: never the clock's, and the same each time."""

from dataclasses import replace

from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from test_round_trip import projects

from secondcoder.exchange.dating import dated
from secondcoder.exchange.project import Memo, Project, Stamp
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.stamps import UNDATED, date_of, newest
from secondcoder.exchange.refi.write_project import project_xml

NAME = "{urn:QDA-XML:project:1.0}"


def found(project, tag):
    return list(fromstring(project_xml(project)).iter(NAME + tag))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_each_note_and_each_coding_has_a_date_and_a_user(project):
    users = {user.get("guid") for user in found(project, "User")}
    for tag in ("Note", "Coding"):
        assert found(project, tag)
        for one in found(project, tag):
            assert date_of(one.get("creationDateTime")) or one.get("creationDateTime") == UNDATED
            assert one.get("creatingUser") in users
    for tag in ("PlainTextSelection", "TextSource", "Project"):
        assert all(one.get("creationDateTime") for one in found(project, tag))


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_notes_in_files_have_names_of_their_own_and_each_coding_s_memos_stand_around_it(project):
    names = [one.get("name") for one in found(project, "Note") if one.get("plainTextPath")]
    assert all(names)
    assert len({name.casefold() for name in names}) == len(names)
    said = {one.target: [] for one in project.memos if one.about == "coding"}
    for memo in project.memos:
        if memo.about == "coding":
            said[memo.target].append(memo.text)
    whole = {one.guid for one in project.codings if one.whole}
    around = {}
    for selection in found(project, "PlainTextSelection"):
        for coding in selection.findall(NAME + "Coding"):
            around[coding.get("guid").lower()] = selection.findtext(NAME + "Description", "")
    for coding, texts in said.items():
        if coding not in whole:
            assert around[coding].strip() == "\n\n".join(texts).strip()


def test_what_has_no_date_gets_the_newest_there_is():
    memo = Memo(guid=made("m"), about="project", target="", text="a")
    old = replace(memo, guid=made("n"), stamp=Stamp(created="2021-05-01T10:00:00Z"))
    new = replace(memo, guid=made("o"), stamp=Stamp(created="2021-05-01T11:30:00+02:00"))
    project = Project(name="P", memos=(memo, old, new))
    assert [one.stamp.created for one in dated(project).memos] == [
        "2021-05-01T10:00:00Z",
        "2021-05-01T10:00:00Z",
        "2021-05-01T11:30:00+02:00",
    ]
    assert dated(Project(name="P", memos=(memo,))).memos[0].stamp.created == UNDATED


def test_what_is_no_date_is_none():
    assert newest(["", "yesterday", "2021-13-40T00:00:00Z", UNDATED]) == UNDATED
    assert [date_of(one) for one in (None, "11 May", "2021-05-01", UNDATED)] == [""] * 4
