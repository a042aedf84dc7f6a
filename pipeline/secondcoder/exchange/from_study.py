"""A study and a run of it to a project that other software can open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from secondcoder.decisions.store import Store
from secondcoder.errors import SecondcoderError
from secondcoder.exchange.decision_times import Done, decision_times
from secondcoder.exchange.identity import read_identity
from secondcoder.exchange.kept import with_kept
from secondcoder.exchange.machine import add_machine
from secondcoder.exchange.other_machines import about_machine, machine_user
from secondcoder.exchange.own_texts import with_own_texts
from secondcoder.exchange.project import (
    Case,
    Discarded,
    Memo,
    Project,
    ProjectCoding,
    ProjectDocument,
    User,
    merged,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.renaming import with_sound_guids
from secondcoder.exchange.restoring import restored
from secondcoder.exchange.reviewed import add_review
from secondcoder.exchange.study_codes import code_guid, codes_of
from secondcoder.procedures.second_coder.reviewed.results import review_rows
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.publish.results import open_result
from secondcoder.publish.schema import Tables
from secondcoder.reading.codes.coding import REPEATED
from secondcoder.reading.documents.documents import any_files
from secondcoder.records.coders import Coder, Person
from secondcoder.records.codes import HumanCoding, Unplaced
from secondcoder.records.study import StudyMaterial
from secondcoder.records.text import Attributes, Document
from secondcoder.study.assemble import load_codebook, load_material
from secondcoder.study.load import load_config
from secondcoder.study.schema import StudyConfig


def load_project(study: Path, run: Path | None, *, decisions: Store | None = None) -> Project:
    """Return a study's documents, codebook and human coding, and the machine's from a run.

    ``decisions`` is the record of coding, open; without it they are those that were published.
    """
    loaded = load_config(study)
    material = _material(loaded.folder, loaded.config)
    described = any(source.attributes for source in loaded.config.documents)
    project = project_of(material, described=described)
    names = {one.name: _document_guid(material.title, one.name) for one in material.documents}
    if run is None:
        line = Discarded("machine coding", material.title, "the study has no run yet")
        project = replace(project, discarded=(*project.discarded, line))
    else:
        tables, record = reviewed_run(run, decisions)
        times = decision_times(tables, record, decisions)
        project = with_run(project, material, tables, record, times=times)
    identity = read_identity(loaded.folder)
    if identity:
        project = with_own_texts(project, loaded.folder, identity, names)
    project = with_kept(project, loaded.folder, names)
    return with_sound_guids(restored(project, identity, names) if identity else project)


def _material(folder: Path, config: StudyConfig) -> StudyMaterial:
    """Return what a study holds; a codebook whose texts are still to come goes out alone."""
    if config.codebook and not config.coding and not any_files(folder, config.documents):
        return load_codebook(folder, config)
    return load_material(folder, config)


def reviewed_run(run: Path, decisions: Store | None) -> tuple[Tables, Mapping[str, Any]]:
    """Return a run's tables, with the decisions in ``decisions``, and its record."""
    result = open_result(run, TABLES)
    return result.tables.having(review_rows(result.tables, result.record, decisions)), result.record


def with_run(
    project: Project,
    material: StudyMaterial,
    tables: Tables,
    record: Mapping[str, Any],
    *,
    times: Mapping[Done, str],
) -> Project:
    """Add a run's suggestions, themes and decisions; a run of other texts is refused."""
    ids = {passage.id for passage in material.passages}
    missing = sum(passage.passage_id not in ids for passage in tables[PASSAGES])
    if missing:
        raise SecondcoderError(
            f"run {record['run_id']}: {missing:,} of its passages are not in the study now",
            hint="The texts or how they are cut have changed since: run `secondcoder suggest` "
            "again, or name another run with --run.",
        )
    return add_review(add_machine(project, tables, record), tables, record, times)


def project_of(material: StudyMaterial, *, described: bool = False) -> Project:
    """Return the project of a study without any run.

    With ``described`` the attributes ``name`` and ``description`` name and describe a document.
    """
    title = material.title
    left: list[Discarded] = []
    documents = [_document(one, title, left, described=described) for one in material.documents]
    guids = {one.name: _document_guid(title, one.name) for one in material.documents}
    codes = codes_of(material, title)
    users = _coders(material, title)
    codings: list[ProjectCoding] = []
    memos: list[Memo] = []
    for coding, own in _with_users(material, users):
        made_here, said = _codings(coding, own, title, guids)
        codings += made_here
        memos += said
    memos += [about_machine(one.machine, users[one.machine]) for one in material.machines]
    if unplaced := [lost for coding, _ in _with_users(material, users) for lost in coding.unplaced]:
        memos.append(_unplaced(unplaced, title))
    if codings or material.coding:
        what = "which passages each coder saw"
        reason = "the format has no place for it; the tables of the 0/1 export keep it"
        left.append(Discarded("coding", what, reason))
    left += [
        Discarded("coding", one.where, f"{one.message}; written once")
        for one in material.notices
        if one.kind == REPEATED
    ]
    return Project(
        name=title,
        origin="secondcoder",
        users=tuple(users.values()),
        codes=codes,
        documents=tuple(documents),
        codings=tuple(codings),
        memos=tuple(memos),
        cases=_cases(material, title, guids),
        variables=dict.fromkeys((n for one in documents for n, _ in one.attributes), "Text"),
        discarded=merged(left),
    )


def _document_guid(title: str, name: str) -> str:
    return made(title, "document", name)


def _document(
    document: Document, title: str, left: list[Discarded], *, described: bool
) -> ProjectDocument:
    attributes = dict(_common(document, left))
    name = attributes.pop("name", "") if described else ""
    said = attributes.pop("description", "") if described else ""
    if any(block.speaker for block in document.blocks):
        reason = "speakers stay in the text; as a column they are in the 0/1 export"
        left.append(Discarded("speaker", "who speaks in a passage", reason))
    return ProjectDocument(
        guid=_document_guid(title, document.name),
        name=name or document.name,
        text=document.text,
        attributes=tuple((name, value) for name, value in attributes.items() if value),
        description=said,
    )


def _common(document: Document, left: list[Discarded]) -> Attributes:
    """Return the attributes that all blocks of a document share."""
    blocks = [dict(block.attributes) for block in document.blocks]
    names = list(dict.fromkeys(name for block in blocks for name in block))
    common = []
    for name in names:
        values = {block.get(name, "") for block in blocks}
        if len(values) == 1:
            common.append((name, values.pop()))
        else:
            reason = "it differs between the rows of a document; the 0/1 export keeps it"
            left.append(Discarded("attribute", name, reason))
    return tuple(common)


def _coders(material: StudyMaterial, title: str) -> dict[Coder, User]:
    """Return a user for each person and for each machine of a table, told apart by their kind."""
    people = material.coding.coders if material.coding else ()
    users: dict[Coder, User] = {
        Person(name): User(made(title, "coder", name), name) for name in people
    }
    machines = {one.machine: machine_user(title, one.machine) for one in material.machines}
    return users | machines


def _with_users(
    material: StudyMaterial, users: Mapping[Coder, User]
) -> Iterator[tuple[HumanCoding, dict[str, User]]]:
    """Yield each coding with its users by the names that it holds."""
    if material.coding:
        yield material.coding, {name: users[Person(name)] for name in material.coding.coders}
    for one in material.machines:
        yield one.coding, {one.machine.label: users[one.machine]}


def _codings(
    coding: HumanCoding, users: Mapping[str, User], title: str, guids: Mapping[str, str]
) -> tuple[list[ProjectCoding], list[Memo]]:
    """Return a coding's stretches and memos; ``users`` are by the names that the coding holds."""
    codings, memos = [], []
    for one in coding.codings:
        stretch = (one.document, one.start, one.end)
        coder = users[one.coder]
        guid = made(title, "coding", coder.name, one.code_id, *stretch)
        codings.append(
            ProjectCoding(
                guid=guid,
                coder=coder.guid,
                code=code_guid(title, one.code_id),
                document=guids[one.document],
                start=one.start,
                end=one.end,
            )
        )
        if one.memo:
            memos.append(
                Memo(
                    guid=made(guid, "memo"),
                    about="coding",
                    target=guid,
                    text=one.memo,
                    title="",
                    author=coder.guid,
                )
            )
    return codings, memos


def _unplaced(unplaced: Sequence[Unplaced], title: str) -> Memo:
    """Return a memo on the project with the codings that could not be placed in a text."""
    lines = [
        f"{one.coder}: {one.code}: “{one.quote}” ({one.source}: {one.reason})" for one in unplaced
    ]
    heading = f"{len(lines)} codings could not be placed in the texts"
    return Memo(
        guid=made(title, "unplaced"),
        about="project",
        target="",
        text="\n".join(lines),
        title=heading,
    )


def _cases(material: StudyMaterial, title: str, guids: Mapping[str, str]) -> tuple[Case, ...]:
    """Return cases of whole documents, and of the rows of tables that name their own."""
    documents: dict[str, list[str]] = {}
    passages: dict[str, list[tuple[str, int, int]]] = {}
    for one in material.documents:
        if one.case:
            documents.setdefault(one.case, []).append(guids[one.name])
        for block in one.blocks:
            if block.case and block.case != one.case:
                span = (guids[one.name], block.start, block.end)
                passages.setdefault(block.case, []).append(span)
    names: Sequence[str] = list(dict.fromkeys((*documents, *passages)))
    return tuple(
        Case(
            guid=made(title, "case", name),
            name=name,
            documents=tuple(documents.get(name, ())),
            passages=tuple(passages.get(name, ())),
        )
        for name in names
    )
