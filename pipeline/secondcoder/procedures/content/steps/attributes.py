"""What coded comments can be counted by: question, case, speaker, kind of source, any column."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from secondcoder.errors import SecondcoderError
from secondcoder.names import did_you_mean
from secondcoder.passages.source_kinds import FOLDER, FORM, KIND, SourceKinds
from secondcoder.records.study import Notice
from secondcoder.records.text import Passage

OWN = ("question", "heading", "case", "document", "speaker")
"""What every passage has a place for; other names are columns of the material."""

Values = Callable[[str], str]
"""Gives the value of a passage by its id; empty where there is none."""


def kind_notice(kinds: SourceKinds) -> tuple[Notice, ...]:
    """Return a notice where the kind of some source had to be taken from something else."""
    if not kinds.silent:
        return ()
    some = ", ".join(kinds.silent[:3]) + (" and others" if len(kinds.silent) > 3 else "")
    message = (
        f"the kind of source is not stated for {len(kinds.silent)} documents ({some}): "
        f'{_GUESSED[kinds.basis]}. Write kind = "interview" (or what it is) under [[documents]]'
    )
    return (Notice("inferred", message, "study.toml"),)


_GUESSED = {
    FOLDER: "they stand under the name of their folder, tables of answers as ‘table’",
    FORM: "they stand as ‘table’ or ‘document’",
}


def values_of(name: str, passages: Sequence[Passage], kind: Mapping[str, str]) -> Values:
    """Return what gives a passage's value of an attribute.

    A name that no passage has a value for is refused, with those that there are. ``question``
    stands for the heading or the column of that name where no moderator asked anything.
    """
    found = _values(name, passages, kind)
    if not any(found.values()):
        known = attributes(passages, kind)
        raise SecondcoderError(
            f"--by {name}: no passage has a value for it",
            hint=f"{did_you_mean(name, known)} There are: {', '.join(known)}.".strip(),
        )
    return found.__getitem__


def attributes(passages: Sequence[Passage], kind: Mapping[str, str]) -> list[str]:
    """Return the attributes for which some passage has a value."""
    columns = dict.fromkeys(name for passage in passages for name, _ in passage.attributes)
    names = dict.fromkeys((*OWN, KIND, *columns))
    return [name for name in names if any(_values(name, passages, kind).values())]


def usual(passages: Sequence[Passage], kind: Mapping[str, str]) -> list[str]:
    """Return what is counted by without being asked: the questions, and kinds if several.

    Questions, or else headings, are counted by if at least two of them stand in several
    documents; where there is one document, if there are at least two.
    """
    found = [name for name in ("question", "heading") if _recurs(name, passages)]
    return [*found[:1], *([KIND] if len(set(kind.values())) > 1 else [])]


def _recurs(name: str, passages: Sequence[Passage]) -> bool:
    least = min(2, len({passage.document for passage in passages}))
    values = {passage.id: _own(name, passage) for passage in passages}
    places = {(values[one.id], one.document) for one in passages if values[one.id]}
    times = Counter(value for value, _ in places)
    return sum(number >= least for number in times.values()) > 1


def _values(name: str, passages: Sequence[Passage], kind: Mapping[str, str]) -> dict[str, str]:
    if name == KIND:
        return dict(kind)
    found = {passage.id: _own(name, passage) for passage in passages}
    if name == "question" and not any(found.values()):
        return {passage.id: passage.heading for passage in passages}
    return found


def _own(name: str, passage: Passage) -> str:
    column = dict(passage.attributes).get(name, "")
    return str(getattr(passage, name) or column) if name in OWN else column
