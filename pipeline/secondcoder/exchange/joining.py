"""Several projects to one: the same document or code in two of them is one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from secondcoder.exchange.project import Discarded, Project, ProjectCoding, ProjectDocument, merged
from secondcoder.exchange.refi.guids import made


class _Identified(Protocol):
    @property
    def guid(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def join_projects(projects: Sequence[Project]) -> Project:
    """Return one project with all that the projects hold.

    Documents of one name and text are one, as when two coders exported the same project; so are
    codes of one path and coders of one name.
    """
    whole = projects[0]
    for number, project in enumerate(projects[1:], start=2):
        whole = _joined(whole, project, number)
    return whole


def _joined(first: Project, second: Project, number: int) -> Project:
    left: list[Discarded] = []
    second = _renamed(first, second, number, left)
    known = {_coded(coding) for coding in first.codings}
    added = [coding for coding in second.codings if _coded(coding) not in known]
    kept = {coding.guid for coding in added}
    twice = len(second.codings) - len(added)
    if twice:
        reason = "another file holds the same coding by the same coder; counted once"
        left.append(Discarded("coding", second.name, reason, twice))
    said = {(m.about, m.target, m.text, m.start, m.end) for m in first.memos}
    memos = [
        m
        for m in second.memos
        if (m.about, m.target, m.text, m.start, m.end) not in said
        and (m.about != "coding" or m.target in kept)
    ]
    notes = [n for n in second.notes if n not in first.notes]
    return replace(
        first,
        users=_distinct(first.users, second.users),
        codes=_distinct(first.codes, second.codes),
        documents=_distinct(first.documents, second.documents),
        codings=(*first.codings, *added),
        memos=(*first.memos, *memos),
        cases=_distinct(first.cases, second.cases),
        groups=_distinct(first.groups, second.groups),
        variables={**second.variables, **first.variables},
        notes=(*first.notes, *notes),
        discarded=merged([*first.discarded, *second.discarded, *left]),
    )


def _coded(coding: ProjectCoding) -> tuple[object, ...]:
    """Return all of a coding but its GUID."""
    return (coding.coder, coding.code, coding.document, coding.start, coding.end, coding.whole)


def _distinct(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    """Return the records, each GUID once and as the first project has it."""
    known = {one.guid for one in first}
    return (*first, *(one for one in second if one.guid not in known))


def _renamed(first: Project, second: Project, number: int, left: list[Discarded]) -> Project:
    """Return the second project with the GUIDs of the first for what is the same in both."""
    coders = {user.name: user.guid for user in first.users}
    users = {user.guid: coders.get(user.name, _fresh(user.guid, number)) for user in second.users}
    codes = _same_codes(first, second, number)
    documents = {one.guid: _same_document(first, one, number, left) for one in second.documents}
    codings = {coding.guid: _fresh(coding.guid, number) for coding in second.codings}
    about = {"code": codes, "document": documents, "passage": documents, "coding": codings}
    return replace(
        second,
        users=tuple(replace(u, guid=users[u.guid]) for u in second.users),
        codes=tuple(
            replace(c, guid=codes[c.guid], parent=codes.get(c.parent, "")) for c in second.codes
        ),
        documents=tuple(replace(d, guid=documents[d.guid]) for d in second.documents),
        codings=tuple(
            replace(
                c,
                guid=codings[c.guid],
                coder=users[c.coder],
                code=codes[c.code],
                document=documents.get(c.document, c.document),
            )
            for c in second.codings
        ),
        memos=tuple(
            replace(
                m,
                guid=_fresh(m.guid, number),
                target=about.get(m.about, {}).get(m.target, m.target),
                author=users.get(m.author, ""),
            )
            for m in second.memos
        ),
        cases=tuple(
            replace(
                c,
                guid=_fresh(c.guid, number),
                documents=tuple(documents[guid] for guid in c.documents),
                passages=tuple((documents[guid], s, e) for guid, s, e in c.passages),
            )
            for c in second.cases
            if all(c != replace(one, guid=c.guid) for one in first.cases)
        ),
        groups=tuple(
            replace(
                g,
                guid=_fresh(g.guid, number),
                codes=tuple(codes[guid] for guid in g.codes),
                documents=tuple(documents[guid] for guid in g.documents),
            )
            for g in second.groups
        ),
    )


def _fresh(guid: str, number: int) -> str:
    return made("joined", number, guid)


def _same_codes(first: Project, second: Project, number: int) -> dict[str, str]:
    known = {path: guid for guid, path in first.paths().items()}
    return {guid: known.get(path, _fresh(guid, number)) for guid, path in second.paths().items()}


def _same_document(
    first: Project, document: ProjectDocument, number: int, left: list[Discarded]
) -> str:
    for one in first.documents:
        if one.name == document.name and one.text == document.text:
            return one.guid
    if any(one.name == document.name for one in first.documents):
        reason = "two files hold a document of this name with different texts; both are kept"
        left.append(Discarded("document", document.name, reason))
    return _fresh(document.guid, number)
