"""Texts as they came in, where a study reads them otherwise: without time marks, for example."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from secondcoder.exchange.identity import Identity
from secondcoder.exchange.project import Project
from secondcoder.exchange.text_map import TextMap
from secondcoder.passages.two_texts import Places


def with_own_texts(
    project: Project, folder: Path, identity: Identity, names: Mapping[str, str]
) -> Project:
    """Return the project with the texts of its files, and everything where it stands in them.

    ``names`` are the GUIDs of the study's documents by their names.
    """
    texts = {one.guid: one.text for one in project.documents}
    places: dict[str, Places] = {}
    for name in identity.documents.values():
        file = folder / "documents" / f"{name}.txt"
        guid = names.get(name, "")
        if guid in texts and file.is_file():
            own = TextMap(file.read_text("utf-8", "replace")).text
            if own != texts[guid]:
                places[guid] = Places(texts[guid], own)
    if not places:
        return project

    def moved(document: str, start: int, end: int) -> tuple[int, int]:
        return places[document].span(start, end) if document in places else (start, end)

    def spans(some: Sequence[tuple[str, int, int]]) -> tuple[tuple[str, int, int], ...]:
        return tuple((document, *moved(document, start, end)) for document, start, end in some)

    codings = ((one, moved(one.document, one.start, one.end)) for one in project.codings)
    memos = ((one, moved(one.target, one.start, one.end)) for one in project.memos)
    return replace(
        project,
        documents=tuple(
            replace(one, text=places[one.guid].text) if one.guid in places else one
            for one in project.documents
        ),
        codings=tuple(replace(one, start=start, end=end) for one, (start, end) in codings),
        memos=tuple(
            replace(one, start=start, end=end) if one.about == "passage" else one
            for one, (start, end) in memos
        ),
        cases=tuple(replace(one, passages=spans(one.passages)) for one in project.cases),
    )
