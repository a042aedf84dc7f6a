"""A date and a person for everything that other programs want one of; never the clock's."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from secondcoder.exchange.project import (
    UNKNOWN_CODER,
    Memo,
    Project,
    ProjectCoding,
    Stamp,
    User,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.stamps import UNDATED, newest

NOBODY = made("coder", UNKNOWN_CODER)
"""GUID of the user that stands for nobody known."""


def dated(project: Project) -> Project:
    """Return the project with a date for each object, and with somebody for each memo.

    What has no date of its own gets that of what it belongs to, or else the newest date in the
    project; where there is none at all it is ``UNDATED``. A memo without an author is by the coder
    of its coding, or else by a user called ``unknown``.
    """
    project = _by_known(project)
    date = newest(_dates(project)) or UNDATED
    codings = {one.guid: one for one in project.codings}
    memos = tuple(_memo(one, codings, date) for one in project.memos)
    nobody = any(memo.author == NOBODY for memo in memos)
    listed = any(user.guid == NOBODY for user in project.users)
    return replace(
        project,
        users=(*project.users, User(NOBODY, UNKNOWN_CODER))
        if nobody and not listed
        else project.users,
        documents=tuple(replace(one, stamp=_at(one.stamp, date)) for one in project.documents),
        selections=tuple(replace(one, stamp=_at(one.stamp, date)) for one in project.selections),
        codings=tuple(replace(one, created=one.created or date) for one in project.codings),
        memos=memos,
        stamp=_at(project.stamp, date),
    )


def _dates(project: Project) -> Iterator[str]:
    stamps = [project.stamp, *(one.stamp for one in project.documents)]
    stamps += [one.stamp for one in project.selections]
    stamps += [one.stamp for one in project.memos]
    for stamp in stamps:
        yield from (stamp.created, stamp.modified)
    yield from (coding.created for coding in project.codings)


def _at(stamp: Stamp, date: str) -> Stamp:
    return stamp if stamp.created else replace(stamp, created=stamp.modified or date)


def _by_known(project: Project) -> Project:
    """Return the project without stamps by people who are not among its users."""
    known = {user.guid for user in project.users}

    def signed(stamp: Stamp) -> Stamp:
        creator, modifier = (one if one in known else "" for one in (stamp.creator, stamp.modifier))
        return replace(stamp, creator=creator, modifier=modifier)

    return replace(
        project,
        documents=tuple(replace(o, stamp=signed(o.stamp)) for o in project.documents),
        selections=tuple(replace(o, stamp=signed(o.stamp)) for o in project.selections),
        memos=tuple(replace(o, stamp=signed(o.stamp)) for o in project.memos),
        stamp=signed(project.stamp),
    )


def _memo(memo: Memo, codings: Mapping[str, ProjectCoding], date: str) -> Memo:
    coding = codings.get(memo.target) if memo.about == "coding" else None
    author = memo.author or (coding.coder if coding else NOBODY)
    own = coding.created if coding else ""
    return replace(memo, author=author, stamp=_at(memo.stamp, own or date))
