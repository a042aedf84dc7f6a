"""A button for each way out of what is probably wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from secondcoder.app.sources import CODEBOOK, CODING, LEFT
from secondcoder.app.understanding import Understood
from secondcoder.records.account import Concern, FileAccount

GUESS = "(a guess)"
"""How an account ends that says who asks, where no name and no legend told."""


@dataclass(frozen=True, slots=True)
class Way:
    """One button, and what it sends."""

    label: str
    fields: Mapping[str, str] = field(default_factory=dict)


def ways_to_tell(account: FileAccount) -> list[Way]:
    """Return the buttons that confirm or undo a guess of who asks; none where it is no guess."""
    if not account.interviewer.endswith(GUESS):
        return []
    asking = [voice.name for voice in account.voices if voice.interviewer]
    return [
        *(_speaker(f"{n} does ask: that is right", account.file, n, "interviewer") for n in asking),
        *(_speaker(f"{n} takes part", account.file, n, "participant") for n in asking),
    ]


_LONG = 200
"""Words at which long passages are cut: as the way out in words says."""


def ways_out(concern: Concern, study: Understood) -> list[Way]:
    """Return the buttons of a concern; where none are, a text itself is to be changed."""
    found = [*_ways(concern, study)]
    left = Way("Leave the file out", {"do": "take", "file": concern.file, "kind": LEFT})
    alone = len({one.source for one in study.material.documents}) < 2
    material = any(one.source == concern.file for one in study.material.documents)
    if concern.file and concern.about not in _NO_LEAVING and not (material and alone):
        found.append(left)
    return found


_NO_LEAVING = frozenset({"long column", "long passages", "program", "unplaced", "language"})


def _ways(  # noqa: C901, PLR0912 - one case for each concern
    concern: Concern, study: Understood
) -> Iterator[Way]:
    file, names = concern.file, concern.names
    match concern.about:
        case "no passage":
            for name in names:
                yield _speaker(f"{name} takes part", file, name, "participant")
            if study.loaded.config.passages.min_words > 1:
                yield Way("Let short passages count", {"do": "min-words", "value": "1"})
        case "moderated":
            for name in names:
                yield _speaker(f"{name} takes part", file, name, "participant")
            for name in names:
                yield _speaker(f"{name} does ask: that is right", file, name, "interviewer")
        case "nobody asks":
            for name in names:
                yield _speaker(f"{name} asks", file, name, "interviewer", everywhere=not file)
        case "codebook unread":
            yield Way("It is the codebook", {"do": "take", "file": file, "kind": CODEBOOK})
        case "coding unread":
            yield Way("It is a coding by people", {"do": "take", "file": file, "kind": CODING})
        case "table as text":
            yield Way("Read it as a table", {"do": "as-table", "file": file})
        case "long column":
            for name in names:
                yield Way(
                    f"“{name}” holds answers", {"do": "heading", "file": file, "column": name}
                )
        case "long passages":
            said = f"Cut passages at {_LONG} words"
            yield Way(said, {"do": "max-words", "value": str(_LONG)})
        case "language":
            for name in names:
                yield Way("The texts are in that language", {"do": "language", "value": name})
        case "program":
            if file:
                yield Way("It is a program", {"do": "machine", "file": file})
        case "twice":
            for copy in _copies(names, study):
                yield Way(f"Leave {copy} out", {"do": "take", "file": copy, "kind": LEFT})
        case _:
            return


def _copies(names: Sequence[str], study: Understood) -> Iterator[str]:
    """Yield the files, but for the first, that hold these documents and nothing else.

    Of a table in which two rows say the same, no button may take the other rows away.
    """
    sources = {one.name: one.source for one in study.material.documents}
    others = {one.source for one in study.material.documents if one.name not in names}
    files = dict.fromkeys(sources[name] for name in names if name in sources)
    yield from (file for file in list(files)[1:] if file not in others)


def _speaker(label: str, file: str, name: str, role: str, *, everywhere: bool = False) -> Way:
    fields = {"do": "speaker", "file": file, "speaker": name, "role": role}
    return Way(label, fields | ({"everywhere": "yes"} if everywhere else {}))
