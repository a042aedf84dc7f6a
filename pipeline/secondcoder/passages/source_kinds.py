"""What kind of source each passage is from: as the study says, by its folder, or by its form."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.records.text import Document, Passage

KIND = "kind"
"""The key under ``[[documents]]``, or a column of that name."""
STATED, FOLDER, FORM = "stated", "folder", "form of the file"
MOST_FOLDERS = 8
"""With more folders each holds a participant or a site, not a kind of source."""
TABLE, DOCUMENT = "table", "document"


@dataclass(frozen=True, slots=True)
class SourceKinds:
    """The kind of source of every passage."""

    of: Mapping[str, str]
    """By the passage's id."""
    silent: tuple[str, ...]
    """Documents whose kind is not stated, in alphabetical order."""
    basis: str
    """What stands for the kind of the silent ones: ``FOLDER`` or ``FORM``; else ``STATED``."""

    @property
    def several(self) -> bool:
        """Whether there is more than one kind."""
        return len(set(self.of.values())) > 1


def kinds_of_source(documents: Sequence[Document], passages: Sequence[Passage]) -> SourceKinds:
    """Return the kinds: what ``kind`` says, else the folder, else the form of the file.

    Folders are taken for kinds if there are at least two and at most ``MOST_FOLDERS`` of them and
    they hold two documents each on average; a table of answers stays a table.
    """
    stated = {one.id: kind for one in passages if (kind := dict(one.attributes).get(KIND))}
    silent = sorted({one.document for one in passages if one.id not in stated})
    form = {one.name: TABLE if one.unit == "row" else DOCUMENT for one in documents}
    folders = _folders([one for one in documents if form[one.name] == DOCUMENT])
    guessed = {**form, **folders}
    basis = (FOLDER if any(name in folders for name in silent) else FORM) if silent else STATED
    return SourceKinds(
        {one.id: stated.get(one.id) or guessed[one.document] for one in passages},
        tuple(silent),
        basis,
    )


def _folders(documents: Sequence[Document]) -> dict[str, str]:
    """Return the folder of each document by name, where folders differ as kinds would."""
    held: dict[str, list[str]] = defaultdict(list)
    for one in documents:
        held[one.source.rpartition("/")[0].rpartition("/")[2]].append(one.name)
    number = sum(map(len, held.values()))
    if "" in held or not 2 <= len(held) <= MOST_FOLDERS or number < 2 * len(held):
        return {}
    return {name: folder for folder, names in held.items() for name in names}
