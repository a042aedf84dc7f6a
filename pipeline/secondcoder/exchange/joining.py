"""Several projects to one: the same document or code in two of them is one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from secondcoder.exchange.moving import Moves, fresh_guid
from secondcoder.exchange.project import (
    Discarded,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectDocument,
    merged,
)


class _Identified(Protocol):
    @property
    def guid(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def join_projects(projects: Sequence[Project]) -> Project:
    """Return one project with all that the projects hold.

    Documents of one name and nearly one text are one, as when two coders exported the same
    project; so are codes of one path and coders of one name.
    """
    whole = _repeated(projects[0])
    for number, project in enumerate(projects[1:], start=2):
        whole = _joined(whole, _repeated(project), number)
    return whole


def _repeated(project: Project) -> Project:
    """Return a project with a note where a coder gave a code again to the same words."""
    again = overlapping = 0
    last: dict[tuple[str, str, str], tuple[int, int]] = {}
    for one in sorted(project.codings, key=lambda coding: (coding.start, -coding.end)):
        key = (one.coder, one.code, one.document)
        if one.whole:
            continue
        start, end = last.get(key, (0, 0))
        if one.start < end and (start, end) == (one.start, one.end):
            again += 1
        elif one.start < end:
            overlapping += 1
        last[key] = (one.start, max(one.end, end))
    if not again + overlapping:
        return project
    note = (
        f"{project.name}: {again:,} times a coder gave the same code to the same stretch again, "
        f"and {overlapping:,} times to one that overlaps it; all are kept as they are, and count "
        "once for a passage."
    )
    return replace(project, notes=(*project.notes, note))


def _joined(first: Project, second: Project, number: int) -> Project:
    left: list[Discarded] = []
    second, documents, notes = _renamed(first, second, number, left)
    known = {_coded(coding) for coding in first.codings}
    added = [coding for coding in second.codings if _coded(coding) not in known]
    kept = {coding.guid for coding in added}
    twice = len(second.codings) - len(added)
    if twice:
        reason = "another file holds the same coding by the same coder; counted once"
        left.append(Discarded("coding", second.name, reason, twice))
    said = {(m.about, m.target, m.text, m.start, m.end) for m in first.memos}
    fresh = [m for m in second.memos if (m.about, m.target, m.text, m.start, m.end) not in said]
    memos = [m for m in fresh if m.about != "coding" or m.target in kept]
    if len(memos) < len(fresh):
        reason = "the other file has another memo on the same coding; the first is kept"
        left.append(Discarded("memo", second.name, reason, len(fresh) - len(memos)))
    notes += [n for n in second.notes if n not in first.notes]
    return replace(
        first,
        users=_distinct(first.users, second.users),
        codes=_distinct(_described(first.codes, second.codes, left), second.codes),
        documents=_distinct(documents, second.documents),
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


def _described(
    first: tuple[ProjectCode, ...], second: tuple[ProjectCode, ...], left: list[Discarded]
) -> tuple[ProjectCode, ...]:
    """Return the first project's codes, described by the second where the first says nothing."""
    others = {code.guid: code for code in second}
    codes = []
    for code in first:
        other = others.get(code.guid, code)
        if code.description and other.description not in {"", code.description}:
            reason = "two files describe it differently; the first one's words are kept"
            left.append(Discarded("description", code.name, reason))
        codes.append(
            replace(
                code,
                description=code.description or other.description,
                colour=code.colour or other.colour,
                codable=code.codable or other.codable,
            )
        )
    return tuple(codes)


def _renamed(
    first: Project, second: Project, number: int, left: list[Discarded]
) -> tuple[Project, tuple[ProjectDocument, ...], list[str]]:
    """Return the second project with the GUIDs and places of the first for what is in both.

    With it come the first project's documents, with what the second knows of them, and notes.
    """
    coders = {user.name: user.guid for user in first.users}
    users = {
        user.guid: coders.get(user.name, fresh_guid(user.guid, number)) for user in second.users
    }
    codes = _same_codes(first, second, number)
    moves = Moves(first, second, number, left)
    documents = moves.guids
    codings = {coding.guid: fresh_guid(coding.guid, number) for coding in second.codings}
    about = {"code": codes, "document": documents, "passage": documents, "coding": codings}
    moved = moves.codings(second)
    lost = {coding.guid for coding in second.codings} - {coding.guid for coding in moved}
    cases = [moves.case(case) for case in second.cases]
    project = replace(
        second,
        users=tuple(replace(u, guid=users[u.guid]) for u in second.users),
        codes=tuple(
            replace(c, guid=codes[c.guid], parent=codes.get(c.parent, "")) for c in second.codes
        ),
        documents=tuple(replace(d, guid=documents[d.guid]) for d in second.documents),
        codings=tuple(
            replace(c, guid=codings[c.guid], coder=users[c.coder], code=codes[c.code])
            for c in moved
        ),
        memos=tuple(
            replace(
                m,
                guid=fresh_guid(m.guid, number),
                target=about.get(m.about, {}).get(m.target, m.target),
                author=users.get(m.author, ""),
            )
            for m in map(moves.memo, second.memos)
            if m.about != "coding" or m.target not in lost
        ),
        cases=tuple(
            replace(c, guid=fresh_guid(c.guid, number))
            for c in cases
            if all(c != replace(one, guid=c.guid) for one in first.cases)
        ),
        groups=tuple(
            replace(
                g,
                guid=fresh_guid(g.guid, number),
                codes=tuple(codes[guid] for guid in g.codes),
                documents=tuple(documents[guid] for guid in g.documents),
            )
            for g in second.groups
        ),
    )
    return project, moves.documents, moves.notes


def _same_codes(first: Project, second: Project, number: int) -> dict[str, str]:
    known = {path: guid for guid, path in first.paths().items()}
    return {
        guid: known.get(path, fresh_guid(guid, number)) for guid, path in second.paths().items()
    }
