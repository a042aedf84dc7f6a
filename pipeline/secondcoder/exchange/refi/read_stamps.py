"""Dates, people, selections and variables' GUIDs of a project's XML, for what was read from it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import (
    NO_STAMP,
    Memo,
    Project,
    ProjectCoding,
    Selection,
    Stamp,
)
from secondcoder.exchange.refi.guids import made, normal
from secondcoder.exchange.refi.stamps import stamp_of
from secondcoder.reading.files.xml_tree import child, child_text, children, local


def with_stamps(project: Project, root: Element) -> Project:
    """Return the project with what its XML says of when and by whom things were made."""
    users = {user.guid for user in project.users}
    stamps = {
        normal(one.get("guid")): stamp_of(one, users)
        for one in root.iter()
        if one.get("guid") and (one.get("creationDateTime") or one.get("creatingUser"))
    }
    selections = _Selections(root)
    codings = tuple(
        replace(one, selection=selections.of_coding.get(one.guid, ""), created=created)
        for one in project.codings
        for created in [stamps.get(one.guid, NO_STAMP).created]
    )
    memos = tuple(_memo(one, selections, stamps) for one in project.memos)
    notes = project.notes
    if memberships := _memberships(project, root):
        kept = "What they say is kept, their own GUIDs and dates are not."
        notes = (*notes, f"{memberships:,} codings say which texts belong to cases. {kept}")
    return replace(
        project,
        notes=notes,
        documents=tuple(
            replace(one, stamp=stamps.get(one.guid, one.stamp)) for one in project.documents
        ),
        codings=codings,
        memos=memos,
        selections=tuple(_known(codings, memos, stamps)),
        variable_guids={
            (one.get("name") or "").strip() or "unnamed": normal(one.get("guid"))
            for one in children(child(root, "Variables"), "Variable")
        },
        stamp=stamp_of(root, users, user="UserGUID"),
    )


def _memberships(project: Project, root: Element) -> int:
    """Return how many codings are none here, but say which texts belong to a case."""
    cases = {case.guid for case in project.cases}
    kept = {coding.guid for coding in project.codings}
    targets = (
        normal(reference.get("targetGUID"))
        for coding in root.iter()
        if local(coding) == "Coding" and normal(coding.get("guid")) not in kept
        for reference in children(coding, "CodeRef")
    )
    return sum(target in cases for target in targets)


class _Selections:
    """Which selection a coding, a note or a description stands in."""

    def __init__(self, root: Element) -> None:
        self.of_coding: dict[str, str] = {}
        self.of_note: dict[str, list[str]] = defaultdict(list)
        self.described: dict[str, list[str]] = defaultdict(list)
        for element in _selections(root):
            guid = normal(element.get("guid"))
            for coding in children(element, "Coding"):
                self.of_coding[normal(coding.get("guid"))] = guid
            for note in children(element, "NoteRef"):
                self.of_note[normal(note.get("targetGUID"))].append(guid)
            if said := child_text(element, "Description").strip():
                self.described[said].append(guid)

    def of(self, memo: Memo) -> str:
        """Return the selection that a memo on a passage stands in; empty if that is not known.

        A note of several selections is a memo for each of them, in the order of the file.
        """
        if noted := self.of_note.get(memo.guid):
            return noted.pop(0)
        return next(
            (
                guid
                for guid in self.described.get(memo.text, ())
                if memo.guid == made("description", guid, memo.target, memo.start, memo.end)
            ),
            "",
        )


def _selections(root: Element) -> Iterator[Element]:
    return (one for one in root.iter() if local(one).endswith("Selection"))


def _memo(memo: Memo, selections: _Selections, stamps: Mapping[str, Stamp]) -> Memo:
    selection = selections.of(memo) if memo.about == "passage" else ""
    around = selection or selections.of_coding.get(memo.target, "")
    stamp = stamps.get(memo.guid) or stamps.get(around, NO_STAMP)
    return replace(memo, selection=selection, stamp=replace(stamp, creator=""))


def _known(
    codings: Sequence[ProjectCoding], memos: Sequence[Memo], stamps: Mapping[str, Stamp]
) -> Iterator[Selection]:
    """Yield each selection that something stands in, once."""
    spans = {one.selection: (one.document, one.start, one.end) for one in codings}
    spans |= {one.selection: (one.target, one.start, one.end) for one in memos}
    for guid, (document, start, end) in spans.items():
        if guid:
            stamp = stamps.get(guid, NO_STAMP)
            yield Selection(guid=guid, document=document, start=start, end=end, stamp=stamp)
