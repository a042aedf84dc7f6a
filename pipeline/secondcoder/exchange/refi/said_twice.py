"""What an export from here says in two forms, for programs that read either, taken back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from secondcoder.exchange.dating import NOBODY
from secondcoder.exchange.project import Memo, Project
from secondcoder.exchange.refi.guids import normal
from secondcoder.exchange.refi.raw_sources import note_text
from secondcoder.exchange.refi.selections import BETWEEN
from secondcoder.exchange.refi.write_notes import note_name
from secondcoder.exchange.text_map import TextMap
from secondcoder.reading.files.archive import Archive
from secondcoder.reading.files.xml_tree import child, children, local

_OURS = "secondcoder"
"""Begins the origin of a project that was written here."""


def drop_descriptions(root: Element, archive: Archive) -> None:
    """Take notes that stand as descriptions too out of the XML of a project written here."""
    if not _is_ours(root.get("origin")):
        return
    texts = {
        normal(note.get("guid")): TextMap(note_text(note, archive)).text
        for note in children(child(root, "Notes"), "Note")
    }
    for element in root.iter():
        description = child(element, "Description")
        if description is None or not (local(element).endswith(("Selection", "Source"))):
            continue
        for said in _notes(element, texts):
            text = (description.text or "").strip()
            if said and (text == said or text.endswith(BETWEEN + said)):
                description.text = text.removesuffix(said).strip()
                break


def without_additions(project: Project) -> Project:
    """Return a project written here without the titles and the author that memos were given."""
    if not _is_ours(project.origin):
        return project
    coders = {one.coder for one in project.codings}
    return replace(
        project,
        users=tuple(one for one in project.users if one.guid != NOBODY or NOBODY in coders),
        memos=tuple(_plain(one) for one in project.memos),
    )


def _is_ours(origin: str | None) -> bool:
    return (origin or "").startswith(_OURS)


def _notes(element: Element, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the notes on an element, and those on each of its codings, as one text."""
    for one in (element, *children(element, "Coding")):
        said = [texts.get(normal(ref.get("targetGUID")), "") for ref in children(one, "NoteRef")]
        yield BETWEEN.join(said).strip()


def _plain(memo: Memo) -> Memo:
    author = "" if memo.author == NOBODY else memo.author
    title = "" if memo.title == note_name(memo.text) else memo.title
    return replace(memo, author=author, title=title)
