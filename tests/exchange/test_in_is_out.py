"""The one property of every importer and exporter: in = out + what the report names.

A made-up project is written in each form, by our exporters or as another program would, and read
again; whatever is not there then must stand in a report of either way, with its number.
"""

import sqlite3
import zipfile
from collections import Counter
from dataclasses import replace
from html import escape

import pytest
from hypothesis import HealthCheck, find, given, settings
from test_round_trip import projects

from secondcoder.exchange.importing import import_files
from secondcoder.exchange.reading_copies import quotations, tagged_texts
from secondcoder.exchange.refi.codebook import qdc_bytes
from secondcoder.exchange.refi.for_qualcoder import for_qualcoder
from secondcoder.exchange.refi.write_project import qdpx_bytes
from secondcoder.exchange.tag_table import tag_table
from secondcoder.exchange.to_study import study_files

KINDS = {
    "document": lambda p: len(p.documents),
    "code": lambda p: len(p.codes),
    "coding": lambda p: len(p.codings),
    "memo": lambda p: len({(one.guid, one.target) for one in p.memos}),
    "case": lambda p: len(p.cases),
    "set": lambda p: len(p.groups),
    "attribute": lambda p: sum(len(one.attributes) for one in (*p.documents, *p.cases)),
}
ALL = frozenset(KINDS)
LAST = {"code folder": "code"}
"""Kinds of lines that count as another."""


def by_qdpx(profile):
    def write(project, folder):
        path = folder / "p.qdpx"
        sent = for_qualcoder(project) if profile == "qualcoder" else project
        path.write_bytes(qdpx_bytes(sent, profile=profile))
        return path, ()

    return write


def by_qde(project, folder):
    """Write the project alone, as it is taken out of its file: no text comes in."""
    (folder / "whole.qdpx").write_bytes(qdpx_bytes(project))
    with zipfile.ZipFile(folder / "whole.qdpx") as archive:
        (folder / "p.qde").write_bytes(archive.read("project.qde"))
    return folder / "p.qde", ()


def by_qdc(project, folder):
    (folder / "p.qdc").write_bytes(qdc_bytes(project))
    return folder / "p.qdc", ()


def by_tags(project, folder):
    data, left = tag_table(project)
    (folder / "p.csv").write_bytes(data)
    return folder / "p.csv", left


def by_qualcoder(project, folder):
    """Write a database as QualCoder has it."""
    number = {one.guid: place for place, one in enumerate(project.codes, 1)}
    number |= {one.guid: place for place, one in enumerate(project.documents, 1)}
    names = {one.guid: one.name for one in project.users}
    texts = {one.guid: one.text for one in project.documents}
    (folder / "p.qda").mkdir()
    with sqlite3.connect(folder / "p.qda" / "data.qda") as db:
        db.executescript(
            """
            create table project (memo text);
            create table source (id integer, name text, fulltext text, memo text, date text);
            create table code_name (cid integer, name text, memo text, color text,
                supercid integer);
            create table code_text (ctid integer, cid integer, fid integer, seltext text,
                pos0 integer, pos1 integer, owner text, date text, memo text, important integer);
            create table attribute (name text, attr_type text, value text, id integer);
            create table cases (caseid integer, name text, memo text);
            create table case_text (caseid integer, fid integer, pos0 integer, pos1 integer);
            create table annotation (anid integer, fid integer, pos0 integer, pos1 integer,
                memo text, owner text, date text);
            create table journal (jid integer, name text, jentry text, date text, owner text);
            """
        )
        for one in project.documents:
            row = (number[one.guid], one.name, one.text, "", "")
            db.execute("insert into source values (?,?,?,?,?)", row)
            for name, value in one.attributes:
                row = (name, "file", value, number[one.guid])
                db.execute("insert into attribute values (?,?,?,?)", row)
        for one in project.codes:
            row = (number[one.guid], one.name, one.description, "", number.get(one.parent))
            db.execute("insert into code_name values (?,?,?,?,?)", row)
        said = {one.target: one.text for one in project.memos if one.about == "coding"}
        for place, one in enumerate(project.codings):
            words = texts[one.document][one.start : one.end]
            row = (place, number[one.code], number[one.document], words, one.start, one.end)
            more = (names[one.coder], "", said.get(one.guid, ""), place % 2)
            db.execute("insert into code_text values (?,?,?,?,?,?,?,?,?,?)", (*row, *more))
        add_cases_and_memos(db, project, number)
    db.close()
    return folder / "p.qda", ()


def add_cases_and_memos(db, project, number):
    for place, one in enumerate(project.cases):
        db.execute("insert into cases values (?,?,?)", (place, one.name, ""))
        for name, value in one.attributes:
            db.execute("insert into attribute values (?,'case',?,?)", (name, value, place))
        for guid, start, end in one.passages:
            row = (place, number[guid], start, end)
            db.execute("insert into case_text values (?,?,?,?)", row)
    for place, one in enumerate(project.memos):
        if one.about == "passage":
            row = (place, number[one.target], one.start, one.end, one.text, "x", "")
            db.execute("insert into annotation values (?,?,?,?,?,?,?)", row)
        elif one.about == "project":
            db.execute("insert into journal values (?,'t',?,'','x')", (place, one.text))


def by_taguette(project, folder):
    """Write a database as Taguette has it: highlights count the bytes of the words."""
    number = {one.guid: place for place, one in enumerate(project.codes, 1)}
    number |= {one.guid: place for place, one in enumerate(project.documents, 1)}
    texts = {one.guid: one.text for one in project.documents}
    paths = project.paths()
    with sqlite3.connect(folder / "p.sqlite3") as db:
        db.executescript(
            """
            create table projects (id integer, name text, description text);
            create table documents (id integer, name text, description text, project_id integer,
                contents text);
            create table tags (id integer, project_id integer, path text, description text);
            create table highlights (id integer, document_id integer, start_offset integer,
                end_offset integer, snippet text);
            create table highlight_tags (highlight_id integer, tag_id integer);
            insert into projects values (1, 'P', 'what it is about');
            """
        )
        for one in project.documents:
            row = (number[one.guid], one.name, f"<p>{escape(one.text)}</p>")
            db.execute("insert into documents values (?,?,'',1,?)", row)
        for one in project.codes:
            row = (number[one.guid], "/".join(paths[one.guid]), one.description)
            db.execute("insert into tags values (?,1,?,?)", row)
        for place, one in enumerate(project.codings):
            at = [len(texts[one.document][:end].encode()) for end in (one.start, one.end)]
            row = (place, number[one.document], *at)
            db.execute("insert into highlights values (?,?,?,?,'')", row)
            row = (place, number[one.code])
            db.execute("insert into highlight_tags values (?,?)", row)
    db.close()
    return folder / "p.sqlite3", ()


FORMS = {
    "qdpx": (by_qdpx("standard"), ALL),
    "qdpx for NVivo": (by_qdpx("nvivo"), ALL),
    "qdpx for QualCoder": (by_qdpx("qualcoder"), ALL - {"code"}),
    "qde": (by_qde, ALL),
    "qdc": (by_qdc, {"code"}),
    "tags": (by_tags, {"code"}),
    "QualCoder": (by_qualcoder, {"document", "code", "coding", "case", "attribute"}),
    "Taguette": (by_taguette, {"document", "code", "coding"}),
}
"""How each form is written, and what it holds of a project."""
property_test = settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def named(lines):
    found = Counter()
    for line in lines:
        found[LAST.get(line.kind, line.kind)] += line.count
    return found


def missing(project, came_in, lines, kinds):
    """Return the kinds of which more is gone than the lines name."""
    said = named(lines)
    return {
        kind: (KINDS[kind](project), KINDS[kind](came_in), said[kind])
        for kind in kinds
        if KINDS[kind](project) > KINDS[kind](came_in) + said[kind]
    }


@pytest.mark.parametrize("form", FORMS)
@property_test
@given(projects())
def test_what_goes_out_comes_in_or_is_named(tmp_path_factory, form, project):
    write, kinds = FORMS[form]
    path, left = write(project, tmp_path_factory.mktemp("form"))
    came_in = import_files([path])
    assert not missing(project, came_in, [*left, *came_in.discarded], kinds)


@property_test
@given(projects())
def test_what_a_study_does_not_hold_is_named(project):
    files, kept = study_files(project, files=["p.qdpx"])
    lines = [one for one in kept.discarded if one.kind != "attribute"]
    assert not missing(project, kept, lines, {"document", "code", "coding", "case", "set"})
    assert files["import-report.md"]


@property_test
@given(projects())
def test_reading_copies_hold_every_coding_and_memo_of_one(project):
    for files in (tagged_texts(project), quotations(project)):
        text = "\n".join(data.decode() for name, data in files.items() if name != "about.md")
        assert text.count("   - Memo") >= sum(one.about == "coding" for one in project.memos)


def test_the_property_can_fail():
    """A project that loses one thing of each kind, with no line for it, is found out."""
    project = find(projects(), lambda one: len(one.codings) > 1)
    for kind, field in (
        ("document", "documents"), ("code", "codes"), ("coding", "codings"), ("memo", "memos"),
        ("case", "cases"), ("set", "groups"),
    ):  # fmt: skip
        less = replace(project, **{field: getattr(project, field)[1:]})
        assert kind in missing(project, less, (), ALL)
