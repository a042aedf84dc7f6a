"""Where the documents of one project lie in another that has them too."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from secondcoder.exchange.project import (
    Case,
    Discarded,
    Memo,
    Project,
    ProjectCoding,
    ProjectDocument,
    Selection,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.same_text import Alignment, aligned, name_key, same_words

_LONG = 200
"""Characters from which the same text under two names is taken for one document; answers to a
question are shorter. Not measured."""
_CUT = "its first or last words are not in the text of the first file; the others are coded"
_BOTH_KEPT = "two files hold a document of this name with different texts; both are kept"


class Fresh:
    """GUIDs for the objects of a further project: their own, or others where those are taken."""

    def __init__(self, taken: Collection[str], number: int) -> None:
        self._taken, self._number = taken, number

    def __call__(self, guid: str) -> str:
        """Return the GUID of an object of the further project."""
        return made("joined", self._number, guid) if guid in self._taken else guid


def document_name(project: Project, guid: str) -> str:
    """Return a document's name."""
    return next((one.name for one in project.documents if one.guid == guid), "another document")


class Moves:
    """Where the documents of one project lie in another that has them too."""

    def __init__(
        self, first: Project, second: Project, fresh: Fresh, left: list[Discarded]
    ) -> None:
        self.guids: dict[str, str] = {}
        self.notes: list[str] = []
        self._paths: dict[str, Alignment] = {}
        self._left = left
        free = list(first.documents)
        documents = {one.guid: one for one in first.documents}
        for document in second.documents:
            same, alignment = _same_document(free, document)
            if same is None or alignment is None:
                self.guids[document.guid] = fresh(document.guid)
                if any(name_key(one.name) == name_key(document.name) for one in first.documents):
                    left.append(Discarded("document", document.name, _BOTH_KEPT))
                continue
            free.remove(same)
            self.guids[document.guid] = same.guid
            self._paths[document.guid] = alignment
            documents[same.guid] = _with_attributes(documents[same.guid], document, left)
            if name_key(same.name) != name_key(document.name):
                self.notes.append(
                    f"{document.name}: another file holds the same text under the name "
                    f"{same.name}; it is kept once, under that name."
                )
            if alignment.differing:
                self.notes.append(
                    f"{document.name}: two files hold it with nearly the same text (words and "
                    f"marks that only one has: {alignment.differing:,}). It is kept once, as the "
                    "first file has it; the codings of the other were moved to where their words "
                    "stand in it."
                )
        self.documents = tuple(documents.values())

    def span(self, document: str, start: int, end: int) -> tuple[int, int] | None:
        """Return the place of a stretch in the document that is kept; ``None`` if it has none."""
        alignment = self._paths.get(document)
        if alignment is None or start >= end:
            return start, end
        return alignment.span(start, end)

    def codings(self, project: Project) -> tuple[ProjectCoding, ...]:
        """Return the codings at their new places; those whose words are gone are listed.

        They name documents as before, here and in what follows; ``guids`` says what those become.
        """
        texts = {one.guid: one for one in self.documents}
        found = []
        for one in project.codings:
            guid = self.guids.get(one.document, one.document)
            place = self.span(one.document, one.start, one.end)
            if one.whole and guid in texts:
                place = (0, len(texts[guid].text))
            if place is None:
                name = document_name(project, one.document)
                reason = "its words are not in the text of the first file"
                self._left.append(Discarded("coding", f"in {name}", reason))
                continue
            if not one.whole and self._is_cut(project, one):
                name = document_name(project, one.document)
                self._left.append(Discarded("end of a coding", f"in {name}", _CUT))
            found.append(replace(one, start=place[0], end=place[1]))
        return tuple(found)

    def _is_cut(self, project: Project, coding: ProjectCoding) -> bool:
        """Say whether a coding begins or ends with words that the kept text lacks."""
        alignment = self._paths.get(coding.document)
        if alignment is None:
            return False
        text = next(one.text for one in project.documents if one.guid == coding.document)
        words = text[coding.start : coding.end]
        start = coding.start + len(words) - len(words.lstrip())
        return bool(words.strip()) and not alignment.whole(start, start + len(words.strip()))

    def memo(self, memo: Memo) -> Memo:
        """Return a memo on a passage at its new place."""
        if memo.about != "passage":
            return memo
        place = self.span(memo.target, memo.start, memo.end)
        if place is None:
            reason = "its words are not in the text of the first file; it is kept at its beginning"
            self._left.append(Discarded("memo", memo.title or memo.text[:40], reason))
        first, last = place or (0, 0)
        return replace(memo, start=first, end=last)

    def selections(self, project: Project) -> tuple[Selection, ...]:
        """Return what is known of the selections at their new places."""
        places = ((s, self.span(s.document, s.start, s.end)) for s in project.selections)
        return tuple(replace(s, start=at[0], end=at[1]) for s, at in places if at)

    def case(self, case: Case) -> Case:
        """Return a case with its stretches at their new places; those that have none are listed."""
        places = [(d, self.span(d, start, end)) for d, start, end in case.passages]
        if lost := sum(place is None for _, place in places):
            reason = "the words that belong to it are not in the text of the first file"
            self._left.append(Discarded("case", case.name, reason, lost))
        return replace(case, passages=tuple((guid, *place) for guid, place in places if place))


def _same_document(
    documents: Sequence[ProjectDocument], document: ProjectDocument
) -> tuple[ProjectDocument | None, Alignment | None]:
    """Return the document of the same name that is most like another, and how they lie."""
    fitting = [one for one in documents if name_key(one.name) == name_key(document.name)]
    found = [(one, a) for one in fitting if (a := aligned(one.text, document.text)) is not None]
    if not found and len(document.text) >= _LONG:
        copies = [one for one in documents if same_words(one.text, document.text)]
        found = [(one, a) for one in copies if (a := aligned(one.text, document.text)) is not None]
    return min(found, key=lambda pair: pair[1].differing, default=(None, None))


def _with_attributes(
    one: ProjectDocument, other: ProjectDocument, left: list[Discarded]
) -> ProjectDocument:
    values = dict(one.attributes)
    for name, value in other.attributes:
        if values.setdefault(name, value) != value:
            reason = f"two files give it different values; kept: {values[name]}"
            left.append(Discarded("attribute", f"{one.name}, {name}: {value}", reason))
    if one.description and other.description not in {"", one.description}:
        reason = "two files describe it differently; the first one's words are kept"
        left.append(Discarded("description", one.name, reason))
    said = one.description or other.description
    return replace(one, attributes=tuple(values.items()), description=said)
