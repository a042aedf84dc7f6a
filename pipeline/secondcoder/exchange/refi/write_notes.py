"""The notes of a project, in the form in which other programs find them.

QualCoder makes a journal of a note whose text lies in a file and whose name no other note has; what
a note is about it does not see. So memos on the project, on codes and on nothing are written that
way. Memos on codings, passages and documents stand in the project's XML, and once more as the
description of what they are about.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace

from secondcoder.exchange.project import Discarded, Memo, Project
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.stamps import set_stamp
from secondcoder.exchange.refi.writing import clean, element, guid_out, source_path
from secondcoder.exchange.safe_names import distinct

_IN_A_FILE = frozenset({"", "project", "code"})
_LONGEST_NAME = 60
"""Characters of a memo that it is named by if it has no title. Not measured."""


def note_name(text: str) -> str:
    """Return the name of a note without a title: the beginning of its text."""
    said = " ".join(clean(text).split())
    return (said if len(said) <= _LONGEST_NAME else f"{said[:_LONGEST_NAME]}…") or "Memo"


def description_guid(text: str) -> str:
    """Return the GUID of the memo that a project's description is read as."""
    return made("project description", text)


def description_of(project: Project) -> str:
    """Return the description of the project; empty if it has none."""
    return next((one.text for one in project.memos if _describes(one)), "")


def notes_of(project: Project) -> list[Memo]:
    """Return the memos that are written as notes, each once; those in files have distinct titles.

    A note that belongs to several objects is that of the first; if any of them is the project or
    a code it lies in a file.
    """
    memos: dict[str, Memo] = {}
    for one in project.memos:
        if not _describes(one) and (one.guid not in memos or in_a_file(one)):
            memos[one.guid] = one
    filed = [one for one in memos.values() if in_a_file(one)]
    titles = distinct(one.title if one.title.strip() else note_name(one.text) for one in filed)
    for one, title in zip(filed, titles, strict=True):
        memos[one.guid] = replace(one, title=title)
    return list(memos.values())


def in_a_file(memo: Memo) -> bool:
    """Say whether the text of a memo lies in a file of its own."""
    return memo.about in _IN_A_FILE


def write_notes(root: ET.Element, notes: Sequence[Memo]) -> None:
    """Add the notes."""
    if not notes:
        return
    parent = element(root, "Notes")
    for memo in notes:
        one = element(parent, "Note", guid=guid_out(memo.guid), name=memo.title)
        if in_a_file(memo):
            one.set("plainTextPath", source_path(memo.guid))
        else:
            element(one, "PlainTextContent").text = clean(memo.text)
        set_stamp(one, replace(memo.stamp, creator=memo.author))


def renamed_notes(project: Project) -> list[Discarded]:
    """Return a line for each memo whose title another memo has too."""
    titles = {one.guid: one.title for one in project.memos}
    reason = "another memo has this title; it is written as “{}”"
    return [
        Discarded("memo title", titles[one.guid], reason.format(one.title))
        for one in notes_of(project)
        if titles[one.guid].strip() and one.title != titles[one.guid]
    ]


def _describes(memo: Memo) -> bool:
    return memo.about == "project" and memo.guid == description_guid(memo.text)
