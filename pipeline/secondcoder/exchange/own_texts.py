"""Texts as they came in, where a study reads them otherwise: without time marks, for example."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from secondcoder.exchange.identity import Identity
from secondcoder.exchange.project import Project
from secondcoder.exchange.text_map import TextMap

_WORDS = re.compile(r"\w+|\W")


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


class Places:
    """Where the offsets of a text that was read lie in the text of its file."""

    def __init__(self, read: str, text: str) -> None:
        self.text = text
        self._same = [*_same(read.splitlines(keepends=True), text.splitlines(keepends=True))]
        self._starts = [start for start, _, _ in self._same]
        self._ends = [start + length for start, _, length in self._same]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end in the file's text; what only the file has lies inside."""
        first = self._start(start)
        return first, max(self._end(end), first)

    def _start(self, offset: int) -> int:
        place = bisect_right(self._ends, offset)
        if place == len(self._same):
            return len(self.text)
        start, own, _ = self._same[place]
        return own + max(offset - start, 0)

    def _end(self, offset: int) -> int:
        place = bisect_left(self._starts, offset) - 1
        if place < 0:
            return 0
        start, own, length = self._same[place]
        return own + min(offset - start, length)


def _same(read: Sequence[str], own: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield what is the same in both, line by line, and word by word in lines that differ.

    Each is a place in the first, a place in the second and a length, in characters.
    """
    lines = SequenceMatcher(None, read, own, autojunk=False)
    at = [_offsets(read), _offsets(own)]
    for kind, a, b, c, d in lines.get_opcodes():
        if kind == "equal":
            yield at[0][a], at[1][c], at[0][b] - at[0][a]
        elif kind == "replace":
            words = [_WORDS.findall("".join(read[a:b])), _WORDS.findall("".join(own[c:d]))]
            inside = [_offsets(words[0]), _offsets(words[1])]
            for block in SequenceMatcher(None, words[0], words[1]).get_matching_blocks():
                if block.size:
                    start = inside[0][block.a]
                    length = inside[0][block.a + block.size] - start
                    yield at[0][a] + start, at[1][c] + inside[1][block.b], length


def _offsets(pieces: Sequence[str]) -> list[int]:
    found = [0]
    for piece in pieces:
        found.append(found[-1] + len(piece))
    return found
