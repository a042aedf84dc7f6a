"""Which selections a project is written with, and what stands in each.

Programs differ in where they look: some take the coder, the date and the memo of a coding from the
coding and its notes, some from the selection around it. So a selection holds codings of one person
only, all with the same memos, and says what they say.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from secondcoder.exchange.project import Memo, Project, ProjectCoding, Selection, Stamp
from secondcoder.exchange.refi.guids import made

BETWEEN = "\n\n"
"""Stands between several memos that are written as one description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A selection as it is written."""

    guid: str
    start: int
    end: int
    stamp: Stamp
    description: str = ""
    codings: tuple[ProjectCoding, ...] = ()
    notes: tuple[str, ...] = ()
    """GUIDs of the memos on the passage."""


@dataclass(frozen=True, slots=True)
class Selections:
    """All selections: by document, and by what cases refer to."""

    by_document: Mapping[str, Sequence[Written]]
    of_passage: Mapping[tuple[str, int, int], str]
    """GUID of a selection of each passage of a case."""


_Span = tuple[str, int, int]
_Group = tuple[_Span, str, str, str]
"""Span, GUID of the selection if it has one, person, and memos of the codings."""


def selections_of(project: Project) -> Selections:
    """Return the selections that codings, memos on passages and passages of cases need."""
    known = {one.guid: one for one in project.selections}
    said: dict[str, list[str]] = defaultdict(list)
    for memo in project.memos:
        if memo.about == "coding":
            said[memo.target].append(memo.text)
    codings: dict[_Group, list[ProjectCoding]] = defaultdict(list)
    for one in project.codings:
        if not one.whole:
            span = (one.document, one.start, one.end)
            text = BETWEEN.join(said.get(one.guid, ()))
            codings[span, one.selection, one.coder, text].append(one)
    coded = {one.selection for one in project.codings}
    memos: dict[_Group, list[Memo]] = defaultdict(list)
    for memo in project.memos:
        if memo.about == "passage":
            span = (memo.target, memo.start, memo.end)
            around = memo.selection if memo.selection in coded else ""
            memos[span, around, memo.author, ""].append(memo)
    builder = _Builder(known, project.stamp.created)
    for group, given in sorted(codings.items()):
        builder.add_codings(group, given)
    for group, notes in sorted(memos.items()):
        builder.add_memos(group, notes)
    passages = dict.fromkeys(span for case in project.cases for span in case.passages)
    of_passage = {span: builder.passage(span) for span in passages}
    return Selections(builder.by_document(), of_passage)


def other_makers(project: Project) -> int:
    """Return how many selections that came in were made by another person than coded them.

    They go out under the coder's name, since some programs take the coder from there.
    """
    makers = {one.guid: one.stamp.creator for one in project.selections}
    return len(
        {
            one.selection
            for one in project.codings
            if not one.whole and makers.get(one.selection) not in {None, "", one.coder}
        }
    )


class _Builder:
    def __init__(self, known: Mapping[str, Selection], date: str) -> None:
        self._known = known
        self._found: dict[_Span, list[Written]] = defaultdict(list)
        self._date = date
        self._taken: set[str] = set()

    def add_codings(self, group: _Group, codings: Sequence[ProjectCoding]) -> None:
        """Add a selection with codings; it is as old as the oldest of them if nothing is known."""
        span, selection, coder, text = group
        stamp = self._stamp(selection, span, min(one.created for one in codings))
        written = Written(
            guid=self._guid(selection, span, coder, codings[0].guid if text else ""),
            start=span[1],
            end=span[2],
            stamp=replace(stamp, creator=coder),
            description=text,
            codings=tuple(codings),
        )
        self._found[span].append(written)

    def add_memos(self, group: _Group, memos: Sequence[Memo]) -> None:
        """Add notes to the selection that they belonged to, or a selection without codings."""
        span, selection, author, _ = group
        notes = tuple(memo.guid for memo in memos)
        text = BETWEEN.join(memo.text for memo in memos)
        for place, one in enumerate(self._found[span]):
            if selection and one.guid == selection:
                said = one.description if one.codings or one.notes else text
                said = said or text
                more = replace(one, notes=(*one.notes, *notes), description=said)
                self._found[span][place] = more
                return
        own = next((memo.selection for memo in memos if memo.selection), "")
        stamp = self._stamp(own, span, min(memo.stamp.created for memo in memos))
        written = Written(
            guid=self._guid(own, span, author, "memo"),
            start=span[1],
            end=span[2],
            stamp=replace(stamp, creator=author),
            description=text,
            notes=notes,
        )
        self._found[span].append(written)

    def passage(self, span: _Span) -> str:
        """Return the GUID of a selection of a passage; one is added if there is none."""
        if not self._found[span]:
            guid = self._guid("", span, "", "")
            self._found[span].append(
                Written(guid=guid, start=span[1], end=span[2], stamp=Stamp(created=self._date))
            )
        return min(one.guid for one in self._found[span])

    def by_document(self) -> dict[str, list[Written]]:
        """Return the selections of each document in the order of its text."""
        found: dict[str, list[Written]] = defaultdict(list)
        for span in sorted(self._found):
            found[span[0]] += sorted(self._found[span], key=lambda one: one.guid)
        return found

    def _stamp(self, selection: str, span: _Span, created: str) -> Stamp:
        one = self._known.get(selection)
        fits = one and (one.document, one.start, one.end) == span
        return one.stamp if one and fits else Stamp(created=created)

    def _guid(self, selection: str, span: _Span, person: str, apart: str) -> str:
        """Return the GUID that the selection had, for the first that asks, or one made for it."""
        guid = selection if selection not in self._taken else ""
        guid = guid or made("selection", *span, person, *([apart] if apart else []))
        self._taken.add(guid)
        return guid
