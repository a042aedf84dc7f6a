"""What is exported comes back: under made-up projects, by the schemas, by another reader."""

import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import xmlschema
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from secondcoder.exchange.dating import dated
from secondcoder.exchange.project import (
    Case,
    Group,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectDocument,
    Stamp,
    User,
)
from secondcoder.exchange.refi.codebook import qdc_bytes, read_qdc
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.read_project import read_qdpx
from secondcoder.exchange.refi.stamps import UNDATED
from secondcoder.exchange.refi.write_project import project_xml, qdpx_bytes
from secondcoder.exchange.text_map import TextMap
from secondcoder.exchange.to_study import study_files, write_study
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

SCHEMAS = Path(__file__).parent / "schemas"
PROJECT = xmlschema.XMLSchema(SCHEMAS / "Project.xsd")
CODEBOOK = xmlschema.XMLSchema(SCHEMAS / "Codebook.xsd")
ODD = [
    "🌱",
    "👩‍👩‍👧",
    "e\u0301",
    "é",
    "\u0627\u0644",
    "שלום",
    "\r\n",
    "\r",
    "\n",
    "\ufeff",
    "각",
    "ﬁ",
    "x̂",
    " ",
]
PIECES = st.one_of(st.sampled_from(ODD), st.sampled_from(["word", "tea.", "a", ", ", "\t", "=1+1"]))
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")),
    min_size=1,
    max_size=12,
).map(lambda s: " ".join(unicodedata.normalize("NFC", s).split()) or "n")
DATES = st.sampled_from(["", "2021-10-11T14:35:33Z", "2026-01-02T03:04:05.678+02:00"])
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map(lambda p: TextMap("".join(p) + "z").text)


@st.composite
def projects(draw):
    """Return a project with everything that is exchanged."""
    users = [
        User(made("u", n), name)
        for n, name in enumerate(draw(st.lists(NAMES, min_size=1, max_size=3, unique=True)))
    ]
    codes = []
    for n in range(draw(st.integers(1, 6))):
        parent = draw(st.sampled_from(["", *(code.guid for code in codes)]))
        colour = draw(st.sampled_from(["", "#A1B2C3"]))
        said = draw(st.sampled_from(["", "What it is.\nSecond line."]))
        name = f"{draw(NAMES)} {n}"
        codes.append(
            ProjectCode(
                guid=made("c", n),
                name=name,
                parent=parent,
                description=said,
                codable=draw(st.booleans()),
                colour=colour,
            )
        )
    codes = in_tree_order(codes)
    documents = [
        ProjectDocument(
            guid=made("d", n),
            name=f"{draw(NAMES)} {n}",
            text=text,
            attributes=(("age", str(n)), ("Ort", "ü 🌱")),
            stamp=Stamp(created=draw(DATES), creator=users[0].guid, modified=draw(DATES)),
        )
        for n, text in enumerate(draw(st.lists(TEXTS, min_size=1, max_size=3)))
    ]
    codings = []
    for n in range(draw(st.integers(0, 8))):
        document = draw(st.sampled_from(documents))
        start = draw(st.integers(0, len(document.text) - 1))
        end = draw(st.integers(start + 1, len(document.text)))
        coder, code = draw(st.sampled_from(users)).guid, draw(st.sampled_from(codes)).guid
        codings.append(
            ProjectCoding(
                guid=made("k", n),
                coder=coder,
                code=code,
                document=document.guid,
                start=start,
                end=end,
                created=draw(DATES),
            )
        )
    codings.append(
        ProjectCoding(
            guid=made("w"),
            coder=users[0].guid,
            code=codes[0].guid,
            document=documents[0].guid,
            start=0,
            end=len(documents[0].text),
            whole=True,
        )
    )
    first = documents[0]
    memos = [
        Memo(
            guid=made("m", 1),
            about="coding",
            target=codings[0].guid,
            text=TextMap(draw(TEXTS).strip()).text,
            title="t",
            author=users[0].guid,
        ),
        Memo(guid=made("m", 2), about="code", target=codes[0].guid, text="on a code"),
        Memo(guid=made("m", 3), about="document", target=first.guid, text="on a document"),
        Memo(
            guid=made("m", 4),
            about="passage",
            target=first.guid,
            text="on a passage",
            start=0,
            end=1,
        ),
        Memo(guid=made("m", 5), about="project", target="", text="on the project", title="t"),
        Memo(
            guid=made("m", 7),
            about="coding",
            target=codings[0].guid,
            text="another",
            author=users[-1].guid,
            stamp=Stamp(created=draw(DATES)),
        ),
        Memo(guid=made("m", 6), about="", target="", text="on nothing"),
    ]
    cases = (
        Case(
            guid=made("case"),
            name="Anna",
            description="a case",
            attributes=(("age", "61"),),
            documents=(first.guid,),
            passages=((first.guid, 0, 1),),
        ),
    )
    groups = (
        Group(
            guid=made("g"),
            name="set",
            description="",
            codes=(codes[0].guid,),
            documents=(first.guid,),
        ),
    )
    return Project(
        name=draw(NAMES),
        origin="secondcoder",
        users=tuple(users),
        codes=tuple(codes),
        documents=tuple(documents),
        codings=tuple(codings),
        memos=tuple(memos),
        cases=cases,
        groups=groups,
        variables={"age": "Integer", "Ort": "Text"},
    )


def in_tree_order(codes):
    def below(guid):
        for code in codes:
            if code.parent == guid:
                yield code
                yield from below(code.guid)

    return list(below(""))


def by_guid(records):
    return sorted(records, key=lambda one: (one.guid, getattr(one, "about", "")))


def as_written(project):
    """Return the project with the dates that a file has; none where nothing has one."""
    found = dated(project)
    if found.stamp.created == UNDATED:
        return project
    authors = {memo.guid: memo.author for memo in project.memos}
    return replace(
        found,
        users=project.users,
        memos=tuple(replace(memo, author=authors[memo.guid]) for memo in found.memos),
    )


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects(), st.sampled_from(["standard", "nvivo"]))
def test_a_project_comes_back(tmp_path_factory, project, profile):
    path = tmp_path_factory.mktemp("trip") / "p.qdpx"
    path.write_bytes(qdpx_bytes(project, profile=profile))
    PROJECT.validate(project_xml(project, profile=profile).decode().split("\n", 1)[1])
    back = read_qdpx(path)
    assert back.discarded == ()
    assert back.name == project.name
    project = as_written(project)
    assert back.documents == project.documents
    assert back.codes == project.codes
    assert back.variables == project.variables
    back = replace(
        back,
        codings=tuple(replace(one, selection="") for one in back.codings),
        memos=tuple(replace(one, selection="") for one in back.memos),
    )
    for kind in ("users", "codings", "memos", "cases", "groups"):
        assert by_guid(getattr(back, kind)) == by_guid(getattr(project, kind)), kind
    back = read_qdpx(path)
    path.write_bytes(qdpx_bytes(back, profile=profile))
    assert by_guid(read_qdpx(path).codings) == by_guid(back.codings)
    assert path.read_bytes() == qdpx_bytes(back, profile=profile)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_a_codebook_comes_back(tmp_path_factory, project):
    path = tmp_path_factory.mktemp("trip") / "c.qdc"
    path.write_bytes(qdc_bytes(project))
    CODEBOOK.validate(path.read_text("utf-8").split("\n", 1)[1])
    assert read_qdc(path).codes == project.codes


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_a_study_made_of_it_has_the_same_texts_and_codings(tmp_path_factory, project):
    folder = tmp_path_factory.mktemp("study") / "s"
    files, kept = study_files(project, files=["p.qdpx"])
    assume(kept.documents)
    write_study(folder, files)
    loaded = load_config(folder)
    material = load_material(folder, loaded.config)
    assert sorted(d.text for d in material.documents) == sorted(d.text for d in kept.documents)
    texts = {document.name: document.text for document in material.documents}
    own = {document.guid: document.text for document in kept.documents}
    names = {user.guid: user.name.strip() for user in kept.users}
    assert material.coding is not None
    assert material.coding.unplaced == ()
    assert material.coding.outside_codebook == ()
    assert {(c.coder, texts[c.document], c.start, c.end) for c in material.coding.codings} == {
        (names[c.coder], own[c.document], c.start, c.end) for c in kept.codings
    }


def test_another_reader_finds_the_same_codings_by_the_same_coders(tmp_path):
    refi = pytest.importorskip("pyrefiqda.refiproject")
    text = "One 🌱 two\nthree"
    amara, machine = User(made("a"), "Amara"), User(made("b"), "secondcoder machine, run 1")
    code = ProjectCode(guid=made("c"), name="Plants")
    document = ProjectDocument(guid=made("d"), name="int 1", text=text)
    codings = (
        ProjectCoding(
            guid=made("k", 1),
            coder=amara.guid,
            code=code.guid,
            document=document.guid,
            start=6,
            end=9,
        ),
        ProjectCoding(
            guid=made("k", 2),
            coder=machine.guid,
            code=code.guid,
            document=document.guid,
            start=6,
            end=9,
        ),
    )
    project = Project(
        name="P",
        origin="",
        users=(amara, machine),
        codes=(code,),
        documents=(document,),
        codings=codings,
    )
    path = tmp_path / "p.qdpx"
    path.write_bytes(qdpx_bytes(project))
    found = refi.RefiProject.load(str(path), str(tmp_path / "extracted"))
    found = getattr(found, "project", found)
    users = {user.guid: user.name for user in found.users.user}
    source = found.sources.text_source[0]
    with zipfile.ZipFile(path) as archive:
        words = archive.read("sources/" + source.plain_text_path.partition("://")[2]).decode()
    assert {
        (users[coding.creating_user], words[one.start_position : one.end_position])
        for one in source.plain_text_selection
        for coding in one.coding
    } == {("Amara", "two"), ("secondcoder machine, run 1", "two")}


def test_the_nvivo_profile_counts_utf16_units():
    document = ProjectDocument(guid=made("d"), name="int 1", text="🌱🌱 tea")
    user, code = User(made("a"), "A"), ProjectCode(guid=made("c"), name="C")
    coding = ProjectCoding(
        guid=made("k"), coder=user.guid, code=code.guid, document=document.guid, start=3, end=6
    )
    project = Project(
        name="P", origin="", users=(user,), codes=(code,), documents=(document,), codings=(coding,)
    )
    assert 'startPosition="3" endPosition="6"' in project_xml(project).decode()
    assert 'startPosition="5" endPosition="8"' in project_xml(project, profile="nvivo").decode()
