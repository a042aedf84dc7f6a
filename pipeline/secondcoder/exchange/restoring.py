"""A study's project with the identity that its parts had when they came in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from unicodedata import normalize

from secondcoder.exchange.entry_text import entry_of
from secondcoder.exchange.identity import Identity
from secondcoder.exchange.project import (
    Discarded,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectDocument,
    merged,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.renaming import with_guids
from secondcoder.exchange.restored_cases import restored_cases


def restored(project: Project, identity: Identity, names: Mapping[str, str]) -> Project:
    """Return the project with what ``identity`` knows of its parts, and with what it alone holds.

    ``names`` are the GUIDs of the study's documents by their names. What came in and is not in
    the study any more is listed.
    """
    was = identity.project
    project = with_guids(project, _known_guids(project, identity, names))
    codings = _codings(project, was)
    of_coding = {now.guid: then.guid for now, then in codings}
    before = {then.guid: (now, then) for now, then in codings}
    project = with_guids(project, of_coding)
    project = replace(
        project,
        codings=tuple(_coding(one, before.get(one.guid)) for one in project.codings),
    )
    memos = tuple(_memos(project, was))
    project = replace(project, memos=memos)
    project = _with_codes_and_documents(project, identity)
    project = restored_cases(project, identity)
    return _with_the_rest(project, identity)


def _known_guids(project: Project, identity: Identity, names: Mapping[str, str]) -> dict[str, str]:
    """Return the GUIDs that documents, codes, coders and sets had, by those they have now."""
    was = identity.project
    found = {names[name]: guid for guid, name in identity.documents.items() if name in names}
    by_path = {path: guid for guid, path in identity.codes.items()}
    found |= {guid: by_path[path] for guid, path in project.paths().items() if path in by_path}
    people = {_plain(one.name): one.guid for one in reversed(was.users)}
    found |= {
        one.guid: people[_plain(one.name)] for one in project.users if _plain(one.name) in people
    }
    groups = {one.name: one.guid for one in reversed(was.groups)}
    found |= {one.guid: groups[one.name] for one in project.groups if one.name in groups}
    return found


def _plain(name: str) -> str:
    """Return a name or text in the spelling that tables keep it in."""
    return " ".join(normalize("NFC", name).split())


_Coded = tuple[str, str, str, int, int]


def _key(coding: ProjectCoding) -> _Coded:
    return coding.coder, coding.code, coding.document, coding.start, coding.end


def _words(coding: ProjectCoding, texts: Mapping[str, str]) -> _Coded:
    """Return what a coding says without the blanks at its ends."""
    start, end = coding.start, coding.end
    words = texts.get(coding.document, "")[start:end]
    if words.strip():
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
    return coding.coder, coding.code, coding.document, start, end


def _codings(project: Project, was: Project) -> list[tuple[ProjectCoding, ProjectCoding]]:
    """Return each coding beside what it was; the same one that came in twice is its first.

    Those on the very same stretch are found first, then those that differ by blanks at the ends.
    """
    texts = {one.guid: one.text for one in project.documents}
    then: dict[_Coded, ProjectCoding] = {}
    for one in was.codings:
        then.setdefault(_key(one), one)
    found = [(one, then.pop(_key(one))) for one in project.codings if _key(one) in then]
    known = {one.guid for one, _ in found}
    near: dict[_Coded, ProjectCoding] = {}
    for one in then.values():
        near.setdefault(_words(one, texts), one)
    rest = ((one, _words(one, texts)) for one in project.codings if one.guid not in known)
    return [*found, *((one, near.pop(key)) for one, key in rest if key in near)]


def _coding(
    one: ProjectCoding, before: tuple[ProjectCoding, ProjectCoding] | None
) -> ProjectCoding:
    if before is None:
        return one
    _, then = before
    return replace(
        one,
        start=then.start,
        end=then.end,
        whole=then.whole,
        selection=then.selection,
        created=then.created,
    )


_Noted = tuple[str, str, str, str, int, int]


def _memos(project: Project, was: Project) -> Iterator[Memo]:
    """Yield the memos as they were where they are the same, one by one where they were joined."""
    on_codings: dict[str, list[Memo]] = defaultdict(list)
    others: dict[_Noted, list[Memo]] = defaultdict(list)
    for one in was.memos:
        if one.about == "coding":
            on_codings[one.target].append(one)
        else:
            others[_noted(one)].append(one)
    taken: dict[str, str] = {}
    for one in project.memos:
        if one.about == "coding":
            found = _on_coding(one, on_codings.pop(one.target, []))
        else:
            found = [_again(one, others[_noted(one)])]
        for memo in found:
            if taken.setdefault(memo.guid, memo.text) != memo.text:
                yield replace(memo, guid=made(memo.guid, memo.about, memo.target))
            else:
                yield memo


def _noted(memo: Memo) -> _Noted:
    place = (memo.start, memo.end) if memo.about == "passage" else (0, 0)
    return memo.about, memo.target, memo.author, memo.title.strip(), *place


def _again(memo: Memo, then: list[Memo]) -> Memo:
    """Return a memo with the identity of one about the same; that of the same text comes first."""
    if not then:
        return memo
    same = next((one for one in then if _plain(one.text) == _plain(memo.text)), then[0])
    then.remove(same)
    text = same.text if _plain(same.text) == _plain(memo.text) else memo.text
    return replace(same, text=text)


def _on_coding(memo: Memo, then: list[Memo]) -> list[Memo]:
    """Return the memos of a coding: as they came in, or as the table of codings has them now."""
    if _plain("\n".join(one.text for one in then)) == _plain(memo.text):
        return then or [memo]
    if len(then) == 1:
        return [replace(then[0], text=memo.text)]
    return [memo]


def _with_codes_and_documents(project: Project, identity: Identity) -> Project:
    """Return the project with its documents in the order in which they came in.

    Where several have one name, the order says which of them is the second.
    """
    codes = {one.guid: one for one in identity.project.codes}
    documents = {one.guid: one for one in identity.project.documents}
    empty = [one for one in documents.values() if one.guid not in identity.documents]
    there = [_document(one, documents.get(one.guid)) for one in project.documents]
    order = {guid: place for place, guid in enumerate(documents)}
    return replace(
        project,
        codes=tuple(_code(one, codes.get(one.guid), identity) for one in project.codes),
        documents=tuple(sorted((*there, *empty), key=lambda one: order.get(one.guid, len(order)))),
    )


def _code(now: ProjectCode, then: ProjectCode | None, identity: Identity) -> ProjectCode:
    """Return a code with its colour, and with its name and description as they came in."""
    if then is None:
        return now
    same = entry_of(now.description) == entry_of(then.description)
    return replace(
        now,
        name=then.name if identity.codes[then.guid][-1] == now.name else now.name,
        description=then.description if same else now.description,
        codable=then.codable if same else now.codable,
        colour=then.colour,
    )


def _document(now: ProjectDocument, then: ProjectDocument | None) -> ProjectDocument:
    if then is None:
        return now
    return replace(
        now,
        name=then.name if _plain(then.name) == _plain(now.name) else now.name,
        description=then.description
        if _plain(then.description) == _plain(now.description)
        else now.description,
        stamp=then.stamp,
    )


def _with_the_rest(project: Project, identity: Identity) -> Project:
    """Return the project with people, variables, selections and members that only came in."""
    was = identity.project
    there = {one.guid for one in project.users}
    users = {one.guid: one for one in project.users}
    users |= {one.guid: one for one in was.users}
    empty = {one.guid for one in was.documents if one.guid not in identity.documents}
    held = {one.guid for one in project.codings}
    in_empty = [c for c in was.codings if c.document in empty and c.guid not in held]
    about_empty = [
        memo
        for memo in was.memos
        if (memo.about in {"document", "passage"} and memo.target in empty)
        or (memo.about == "coding" and memo.target in {one.guid for one in in_empty})
    ]
    groups = {one.guid: one for one in was.groups}
    ordered = {guid: users[guid] for guid in (*(u.guid for u in was.users), *there)}
    whole = replace(
        project,
        name=was.name if _plain(was.name) == project.name else project.name,
        users=tuple(ordered.values()),
        codings=(*project.codings, *in_empty),
        memos=(*project.memos, *about_empty),
        groups=tuple(
            replace(
                one,
                description=groups[one.guid].description,
                documents=(
                    *one.documents,
                    *(d for d in groups[one.guid].documents if d in empty),
                ),
            )
            if one.guid in groups
            else one
            for one in project.groups
        ),
        variables={**project.variables, **was.variables},
        variable_guids=was.variable_guids,
        selections=was.selections,
        stamp=was.stamp,
    )
    return replace(whole, discarded=merged([*project.discarded, *_gone(whole, was)]))


def _gone(project: Project, was: Project) -> Iterator[Discarded]:
    """Yield a line for each kind of thing that came in and is not in the study any more."""
    reason = "they are not in the study any more, or not in the same place"
    once = {_key(one): one for one in reversed(was.codings)}
    was = replace(was, codings=tuple(once.values()))
    kinds = {kind: kind for kind in ("codes", "documents", "codings", "memos", "cases")}
    for kind, words in (kinds | {"groups": "sets"}).items():
        then, now = ({one.guid for one in getattr(of, kind)} for of in (was, project))
        if then - now:
            yield Discarded(words[:-1], f"{words} that came in", reason, len(then - now))
