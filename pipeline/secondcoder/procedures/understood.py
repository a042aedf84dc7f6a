"""What was understood of the study: a row for every file, what is probably wrong first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.account import LEFT_OUT, Account, Concern, FileAccount
from secondcoder.study.language import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodRow:
    """A file, or something that is probably wrong."""

    file: Annotated[str, Column("The file; empty where a row is about the whole study.", width=30)]
    taken_for: Annotated[
        str,
        Column(
            "What the file was taken for: transcript, text, answers, codebook, coding, a "
            "machine’s codes, guide or memo, left out; alarm or please check: what is probably "
            "wrong, in `note`; language.",
            width=16,
        ),
    ]
    signs: Annotated[str, Column("By which signs.", width=50)]
    documents: Annotated[int | None, Column("Documents that came of the file.")]
    passages: Annotated[int | None, Column("Passages that came of it.")]
    words: Annotated[int | None, Column("Words in its passages.")]
    speakers: Annotated[
        tuple[str, ...], Column("Who speaks in it, each with turns and words.", width=40)
    ]
    interviewer: Annotated[
        str, Column("Who was taken for an interviewer, and by which sign.", width=30)
    ]
    coders: Annotated[tuple[str, ...], Column("Whose coding it holds.", width=20)]
    note: Annotated[
        str,
        Column("What else is to be known: columns, counts, guesses.", width=60, words=True),
    ]
    key: Annotated[str, Column("What changes it in study.toml.", width=40)]


UNDERSTOOD = Table(
    "understood",
    UnderstoodRow,
    "What was understood of the study's files before anything was computed, and by which signs.",
    sheet="Understood",
)


def understood_rows(account: Account | None) -> Iterator[UnderstoodRow]:
    """Yield concerns, then files by kind, then the language.

    Files of kinds that are not read are left to the terminal: results hang on what is read alone.
    """
    if account is None:
        return
    yield from map(_concern, account.concerns)
    for file in filter(_could_be_read, account.files):
        counted = bool(file.documents)
        yield row_of(
            UnderstoodRow,
            file,
            documents=file.documents if counted else None,
            passages=file.passages if counted else None,
            words=file.words if counted else None,
            speakers=tuple(
                f"{voice.name} ({voice.turns} turns, {voice.words} words)" for voice in file.voices
            ),
        )
    if account.language:
        name = language_name(account.language)
        yield _bare("", taken_for="language", note=name, key="[model] language")


def _could_be_read(file: FileAccount) -> bool:
    return file.taken_for != LEFT_OUT or bool(file.key)


def _concern(concern: Concern) -> UnderstoodRow:
    return _bare(concern.file, taken_for=concern.kind, note=concern.message, key=concern.way_out)


def _bare(file: str, *, taken_for: str, note: str, key: str) -> UnderstoodRow:
    return UnderstoodRow(
        file=file,
        taken_for=taken_for,
        signs="",
        documents=None,
        passages=None,
        words=None,
        speakers=(),
        interviewer="",
        coders=(),
        note=note,
        key=key,
    )
