"""The notes of a REFI-QDA project, as memos on what refers to them."""

from collections.abc import Collection
from dataclasses import replace
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import Memo
from secondcoder.exchange.refi.attached import attached, left_with
from secondcoder.exchange.refi.guids import made, normal
from secondcoder.exchange.refi.raw_sources import description, note_text
from secondcoder.exchange.refi.registry import Registry
from secondcoder.exchange.text_map import TextMap
from secondcoder.reading.files.archive import Archive
from secondcoder.reading.files.xml_tree import child, child_text, children, local


class Notes:
    """Attaches notes to objects; what nothing refers to is kept as a loose memo."""

    def __init__(
        self, root: Element, archive: Archive, registry: Registry, users: Collection[str]
    ) -> None:
        self._root, self._registry, self._users = root, registry, users
        self._notes: dict[str, Memo] = {}
        self._found: list[Memo] = []
        for note in children(child(root, "Notes"), "Note"):
            name = note.get("name") or ""
            guid = registry.identity(normal(note.get("guid")), name or "a memo")
            text = TextMap(note_text(note, archive)).text or description(note)
            self._notes[guid] = Memo(
                guid=guid, about="", target="", text=text, title=name, author=self._author(note)
            )
            codings = sum(1 for one in note.iter() if local(one) == "Coding")
            if codings:
                reason = "memos are kept, but not what was coded inside them"
                registry.discard("coding", name or "a memo", reason, codings)
            registry.add(tuple(left_with(attached(note, "VariableValue"), name or "a memo")))
            if onward := sum(1 for _ in children(note, "NoteRef")):
                reason = "both memos are kept, but not that one is about the other"
                registry.discard("memo on a memo", name or "a memo", reason, onward)

    def attach(
        self, element: Element, about: str, target: str, *, start: int = 0, end: int = 0
    ) -> None:
        """Attach the notes that an element refers to."""
        for reference in children(element, "NoteRef"):
            note = self._notes.get(normal(reference.get("targetGUID")))
            if note is None:
                reason = "the note it refers to is not in the file"
                self._registry.discard("memo", about, reason)
            else:
                memo = replace(note, about=about, target=target, start=start, end=end)
                self._found.append(memo)

    def describe(self, element: Element, span: tuple[str, int, int], codings: list[str]) -> None:
        """Keep a selection's description as the memo of its codings, or else of the passage."""
        said = description(element)
        if not said:
            return
        document, start, end = span
        author = self._author(element)
        guid = made("description", normal(element.get("guid")), document, start, end)
        about = Memo(guid=guid, about="", target="", text=said, title="", author=author)
        self._found += [
            replace(about, guid=made(guid, coding), about="coding", target=coding)
            for coding in codings
        ]
        if not codings:
            self._found.append(
                replace(about, about="passage", target=document, start=start, end=end)
            )

    def memos(self, codes: Collection[str]) -> tuple[Memo, ...]:
        """Return all memos, those on codes and on the project and the loose ones included."""
        for element in self._root.iter():
            if local(element) == "Code" and normal(element.get("guid")) in codes:
                self.attach(element, "code", normal(element.get("guid")))
        self.attach(self._root, "project", "")
        said = child_text(self._root, "Description").strip()
        if said:
            self._found.append(
                Memo(guid=made("project description", said), about="project", target="", text=said)
            )
        attached = {memo.guid for memo in self._found}
        loose = [memo for guid, memo in self._notes.items() if guid not in attached]
        return (*self._found, *loose)

    def _author(self, element: Element) -> str:
        author = normal(element.get("creatingUser"))
        return author if author in self._users else ""
