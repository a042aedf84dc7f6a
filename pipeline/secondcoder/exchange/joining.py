"""Several projects to one: the same document or code in two of them is one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from secondcoder.exchange.moving import Fresh, Moves
from secondcoder.exchange.one_spelling import Path_, folded, written_otherwise
from secondcoder.exchange.project import (
    MEMO_OF_LOST,
    Case,
    Discarded,
    Group,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectDocument,
    merged,
)
from secondcoder.exchange.renaming import guids_of, with_guids

_FIRST_KEPT = "two files describe it differently; the first one's words are kept"


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
    ends: dict[tuple[str, str, str], int] = {}
    seen: set[tuple[object, ...]] = set()
    for one in sorted(project.codings, key=lambda coding: (coding.start, -coding.end)):
        key = (one.coder, one.code, one.document)
        if one.whole:
            continue
        if _coded(one) in seen:
            again += 1
        elif one.start < ends.get(key, 0):
            overlapping += 1
        seen.add(_coded(one))
        ends[key] = max(one.end, ends.get(key, 0))
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
    known = {_coded(coding): coding.guid for coding in reversed(first.codings)}
    same = {one.guid: known[_coded(one)] for one in second.codings if _coded(one) in known}
    added = [coding for coding in second.codings if coding.guid not in same]
    if same:
        reason = "another file holds the same coding by the same coder; counted once"
        left.append(Discarded("coding", second.name, reason, len(same)))
    memos = [replace(memo, target=same.get(memo.target, memo.target)) for memo in second.memos]
    said = {_said(memo) for memo in first.memos}
    twice = sum(_said(memo) in said for memo in memos)
    if twice:
        reason = "another file holds the same memo; counted once"
        left.append(Discarded("memo", second.name, reason, twice))
    memos = [memo for memo in memos if _said(memo) not in said]
    notes += [n for n in second.notes if n not in first.notes]
    return replace(
        first,
        users=_distinct(first.users, second.users),
        codes=_distinct(_described(first.codes, second.codes, left), second.codes),
        documents=_distinct(documents, second.documents),
        codings=(*first.codings, *added),
        memos=(*first.memos, *memos),
        cases=_joined_cases(first.cases, second.cases, left),
        groups=_joined_groups(first.groups, second.groups, left),
        variables={**second.variables, **first.variables},
        variable_guids={**second.variable_guids, **first.variable_guids},
        selections=_distinct(first.selections, second.selections),
        notes=(*first.notes, *notes),
        discarded=merged([*first.discarded, *second.discarded, *left]),
    )


def _coded(coding: ProjectCoding) -> tuple[object, ...]:
    """Return all of a coding but its GUID."""
    return (coding.coder, coding.code, coding.document, coding.start, coding.end, coding.whole)


def _said(memo: Memo) -> tuple[object, ...]:
    """Return what a memo says of what, who wrote it, and what it is called."""
    return (memo.about, memo.target, memo.text, memo.start, memo.end, memo.author, memo.title)


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
            left.append(Discarded("description", code.name, _FIRST_KEPT))
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
    fresh = Fresh(frozenset(guids_of(first)), number)
    guids = {guid: fresh(guid) for guid in guids_of(second)}
    coders = {user.name: user.guid for user in first.users}
    guids |= {u.guid: coders[u.name] for u in second.users if u.name in coders}
    guids |= _same_codes(first, second, left)
    for kind in ("cases", "groups"):
        named = {one.name: one.guid for one in reversed(getattr(first, kind))}
        guids |= {o.guid: named[o.name] for o in getattr(second, kind) if o.name in named}
    guids |= {
        guid: first.variable_guids[name]
        for name, guid in second.variable_guids.items()
        if name in first.variable_guids
    }
    moves = Moves(first, second, fresh, left)
    moved = moves.codings(second)
    lost = {coding.guid for coding in second.codings} - {coding.guid for coding in moved}
    memos = [one for one in second.memos if one.about != "coding" or one.target not in lost]
    if number := len(second.memos) - len(memos):
        left.append(Discarded("memo", second.name, MEMO_OF_LOST, number))
    placed = replace(
        second,
        codings=moved,
        memos=tuple(map(moves.memo, memos)),
        cases=tuple(map(moves.case, second.cases)),
        selections=moves.selections(second),
    )
    return with_guids(placed, guids | moves.guids), moves.documents, moves.notes


def _same_codes(first: Project, second: Project, left: list[Discarded]) -> dict[str, str]:
    """Return which codes of the first project those of the second are, by their path.

    A path that neither has twice may differ in capitals and blanks. A code typed by hand without
    those above it is the one code that is called so.
    """
    known = {path: guid for guid, path in first.paths().items()}
    alike = _by_folded(known)
    own = _by_folded(second.paths().values())
    above = {code.parent for code in second.codes}
    found: dict[str, str] = {}
    for guid, path in second.paths().items():
        spelt = alike.get(folded(path), [])
        if path in known:
            found[guid] = known[path]
        elif len(spelt) == len(own[folded(path)]) == 1:
            found[guid] = known[spelt[0]]
            if path[-1] != spelt[0][-1]:
                left.append(written_otherwise(path[-1], spelt[0][-1]))
        elif second.typed and len(path) == 1 and guid not in above and not spelt:
            called = [one for one in known if folded(one)[-1:] == folded(path)]
            if len(called) == 1:
                found[guid] = known[called[0]]
                reason = f"it was taken for {' > '.join(called[0])}, the one code of this name"
                left.append(Discarded("code name", path[0], reason))
    return found


def _by_folded(paths: Iterable[Path_]) -> dict[Path_, list[Path_]]:
    found: dict[Path_, list[Path_]] = {}
    for path in dict.fromkeys(paths):
        found.setdefault(folded(path), []).append(path)
    return found


def _joined_cases(
    first: Sequence[Case], second: Sequence[Case], left: list[Discarded]
) -> tuple[Case, ...]:
    """Return all cases; those of one name are one, with the texts and values of both."""
    cases = {one.guid: one for one in first}
    for other in second:
        one = cases.get(other.guid)
        if one is None:
            cases[other.guid] = other
            continue
        values = dict(one.attributes)
        for name, value in other.attributes:
            if values.setdefault(name, value) != value:
                reason = f"two files give it different values; kept: {values[name]}"
                left.append(Discarded("attribute", f"{one.name}, {name}: {value}", reason))
        if one.description and other.description not in {"", one.description}:
            left.append(Discarded("description", one.name, _FIRST_KEPT))
        cases[one.guid] = replace(
            one,
            description=one.description or other.description,
            attributes=tuple(values.items()),
            documents=tuple(dict.fromkeys((*one.documents, *other.documents))),
            passages=tuple(dict.fromkeys((*one.passages, *other.passages))),
        )
    return tuple(cases.values())


def _joined_groups(
    first: Sequence[Group], second: Sequence[Group], left: list[Discarded]
) -> tuple[Group, ...]:
    """Return all sets; those of one name are one, with the members of both."""
    groups = {one.guid: one for one in first}
    for other in second:
        one = groups.setdefault(other.guid, other)
        if one.description and other.description not in {"", one.description}:
            left.append(Discarded("description", one.name, _FIRST_KEPT))
        groups[one.guid] = replace(
            one,
            description=one.description or other.description,
            codes=tuple(dict.fromkeys((*one.codes, *other.codes))),
            documents=tuple(dict.fromkeys((*one.documents, *other.documents))),
        )
    return tuple(groups.values())
