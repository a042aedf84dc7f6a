"""Memos and sets that an import left beside a study, taken along when it goes out again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from secondcoder.exchange.own_machine import MACHINE_CODING
from secondcoder.exchange.project import Discarded, Group, Memo, Project, User
from secondcoder.exchange.refi.guids import made
from secondcoder.reading.files.numbers import whole_number
from secondcoder.reading.tables.tables import read_table
from secondcoder.records.codes import SEPARATOR

MEMOS, SETS = "memos.csv", "sets.csv"
_MEMO_COLUMNS = {"about", "document", "start", "end", "code", "author", "title", "text"}
_SET_COLUMNS = {"set", "kind", "member"}


def with_kept(project: Project, folder: Path, guids: dict[str, str]) -> Project:
    """Return the project with the memos and sets that lie in the study's folder.

    ``guids`` are the documents' GUIDs by their names in the study. Memos on codings are left:
    they stand in the coding table. What refers to nothing that is there is listed.
    """
    codes = {SEPARATOR.join(path): guid for guid, path in project.paths().items()}
    users = {user.name: user for user in project.users}
    left: list[Discarded] = []
    memos = list(_memos(project, folder, guids, codes, users=users, left=left))
    groups = list(_groups(project, folder, guids, codes, left))
    if earlier := len(_rows(folder, MACHINE_CODING, {"coder", "code"})):
        reason = "of an earlier run, or after review: kept apart, and not written out again"
        left.append(Discarded("coding", MACHINE_CODING, reason, earlier))
    return replace(
        project,
        users=tuple(users.values()),
        memos=(*project.memos, *memos),
        groups=(*project.groups, *groups),
        discarded=(*project.discarded, *left),
    )


def _rows(folder: Path, name: str, columns: set[str]) -> list[dict[str, str]]:
    """Return the rows of a table as an import writes it; none if it is absent or another's."""
    if not (folder / name).is_file():
        return []
    table = read_table(folder / name, name=name)
    if not columns <= set(table.columns):
        return []
    return [{column: row[column] for column in columns} for row in table.rows]


def _memos(
    project: Project,
    folder: Path,
    guids: dict[str, str],
    codes: dict[str, str],
    *,
    users: dict[str, User],
    left: list[Discarded],
) -> Iterator[Memo]:
    for row in _rows(folder, MEMOS, _MEMO_COLUMNS):
        about, name = row["about"], row["author"]
        targets = {"document": guids, "passage": guids, "code": codes}
        known = targets.get(about, {"": ""})
        key = row["code"] if about == "code" else row["document"] if about in targets else ""
        if about == "coding":
            continue
        if key not in known:
            reason = "what it is about is not in the study any more"
            left.append(Discarded("memo", row["title"] or row["text"][:40], reason))
            continue
        if name:
            users.setdefault(name, User(made(project.name, "coder", name), name))
        start, end = (max(whole_number(row[at]) or 0, 0) for at in ("start", "end"))
        guid = made(project.name, "memo", *sorted(row.items()))
        author = users[name].guid if name else ""
        yield Memo(
            guid=guid,
            about=about,
            target=known[key],
            text=row["text"],
            title=row["title"],
            author=author,
            start=start,
            end=end,
        )


def _groups(
    project: Project,
    folder: Path,
    guids: dict[str, str],
    codes: dict[str, str],
    left: list[Discarded],
) -> Iterator[Group]:
    members: dict[str, list[tuple[str, str]]] = {}
    for row in _rows(folder, SETS, _SET_COLUMNS):
        members.setdefault(row["set"], []).append((row["kind"], row["member"]))
    for name, of in members.items():
        lost = sum(
            bool(one) and one not in (codes if kind == "code" else guids) for kind, one in of
        )
        if lost:
            reason = "some of its members are not in the study any more"
            left.append(Discarded("set", name, reason, lost))
        yield Group(
            guid=made(project.name, "set", name),
            name=name,
            codes=tuple(codes[one] for kind, one in of if kind == "code" and one in codes),
            documents=tuple(guids[one] for kind, one in of if kind == "document" and one in guids),
        )
