"""A project with other GUIDs, wherever its objects name each other."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from secondcoder.exchange.project import Discarded, Memo, Project, Stamp, merged
from secondcoder.exchange.refi.guids import made

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def with_guids(project: Project, guids: Mapping[str, str]) -> Project:
    """Return the project with these GUIDs in place of others; those not named stay."""

    def new(guid: str) -> str:
        return guids.get(guid, guid)

    def all_new(some: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(new, some))

    return replace(
        project,
        users=tuple(replace(u, guid=new(u.guid)) for u in project.users),
        codes=tuple(replace(c, guid=new(c.guid), parent=new(c.parent)) for c in project.codes),
        documents=tuple(
            replace(d, guid=new(d.guid), stamp=_signed(d.stamp, guids)) for d in project.documents
        ),
        codings=tuple(
            replace(
                c,
                guid=new(c.guid),
                coder=new(c.coder),
                code=new(c.code),
                document=new(c.document),
                selection=new(c.selection),
            )
            for c in project.codings
        ),
        memos=tuple(_memo(memo, guids) for memo in project.memos),
        cases=tuple(
            replace(
                c,
                guid=new(c.guid),
                documents=all_new(c.documents),
                passages=tuple((new(d), s, e) for d, s, e in c.passages),
            )
            for c in project.cases
        ),
        groups=tuple(
            replace(g, guid=new(g.guid), codes=all_new(g.codes), documents=all_new(g.documents))
            for g in project.groups
        ),
        variable_guids={name: new(guid) for name, guid in project.variable_guids.items()},
        selections=tuple(
            replace(s, guid=new(s.guid), document=new(s.document), stamp=_signed(s.stamp, guids))
            for s in project.selections
        ),
        stamp=_signed(project.stamp, guids),
    )


def with_sound_guids(project: Project) -> Project:
    """Return the project with GUIDs that its schema allows, and a line if any had to be made."""
    odd = {guid: made("sound", guid) for guid in guids_of(project) if not _GUID.fullmatch(guid)}
    if not odd:
        return project
    reason = "they have not the form of GUIDs; others were made for them"
    line = Discarded("guid", "identities that came in", reason, len(odd))
    return replace(with_guids(project, odd), discarded=merged([*project.discarded, line]))


def _signed(stamp: Stamp, guids: Mapping[str, str]) -> Stamp:
    creator, modifier = (guids.get(one, one) for one in (stamp.creator, stamp.modifier))
    return replace(stamp, creator=creator, modifier=modifier)


def _memo(memo: Memo, guids: Mapping[str, str]) -> Memo:
    return replace(
        memo,
        guid=guids.get(memo.guid, memo.guid),
        target=guids.get(memo.target, memo.target),
        author=guids.get(memo.author, memo.author),
        selection=guids.get(memo.selection, memo.selection),
        stamp=_signed(memo.stamp, guids),
    )


def guids_of(project: Project) -> Iterator[str]:
    """Yield the GUID of everything in a project; some come more than once."""
    for kind in ("users", "codes", "documents", "codings", "memos", "cases", "groups"):
        yield from (one.guid for one in getattr(project, kind))
    yield from (one.guid for one in project.selections)
    yield from filter(None, (one.selection for one in project.codings))
    yield from filter(None, project.variable_guids.values())
