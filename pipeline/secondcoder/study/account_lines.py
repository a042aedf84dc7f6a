"""The account of what was understood, as lines of a terminal."""

from collections.abc import Iterator, Sequence

from secondcoder.passages.paragraphs import many
from secondcoder.records.account import (
    ABOUT,
    ANSWERS,
    CODEBOOK,
    CODING,
    LEFT_OUT,
    MACHINE_CODING,
    TEXT,
    TRANSCRIPT,
    Account,
    Concern,
    FileAccount,
)
from secondcoder.study.language import language_name

SHOWN = 3
"""Files, people or concerns that a short line names."""
_NOUNS = {
    TRANSCRIPT: "Transcripts",
    TEXT: "Texts",
    ANSWERS: "Answers",
    CODEBOOK: "Codebook",
    CODING: "Coding",
    MACHINE_CODING: "Machines",
    ABOUT: "About it",
    LEFT_OUT: "Left out",
}


def short_lines(account: Account) -> Iterator[str]:
    """Yield what is wrong, and then a line for each kind of file."""
    yield from _concerns(account.concerns[:SHOWN])
    if len(account.concerns) > SHOWN:
        yield f"  and {len(account.concerns) - SHOWN} more; secondcoder doctor lists them"
    for kind, noun in _NOUNS.items():
        files = account.of_kind(kind)
        if files:
            yield f"  {noun:<12}{_summary(kind, files)}"
    if not account.of_kind(CODEBOOK):
        yield "  Codebook    none; name one under [codebook] in study.toml to have codes suggested"
    if account.language:
        yield f"  Language    {_language(account)}"


def file_lines(account: Account) -> Iterator[str]:
    """Yield what is wrong, then every file with its signs, its counts and the key that changes it.

    The form of ``init`` and ``doctor``.
    """
    yield from _concerns(account.concerns)
    yield f"  {_counted(account.files)}"
    for file in account.files:
        yield f"  {file.file}: {file.taken_for} ({file.signs})"
        yield from (f"      {line}" for line in _details(file))
    if account.language:
        yield f"  language: {_language(account)}; change it with [model] language"


def _concerns(concerns: Sequence[Concern]) -> Iterator[str]:
    for concern in concerns:
        where = f"{concern.file}: " if concern.file else ""
        yield f"  {concern.kind.upper()}: {where}{concern.message}."
        yield f"      How to fix it: {concern.way_out}."


def _language(account: Account) -> str:
    return language_name(account.language)


def _summary(kind: str, files: Sequence[FileAccount]) -> str:
    named = ", ".join(file.file for file in files[:SHOWN])
    named += f" and {len(files) - SHOWN} more" if len(files) > SHOWN else ""
    if kind in {ABOUT, LEFT_OUT}:
        return named
    if kind == CODEBOOK:
        return f"{named}: {files[0].note}"
    if kind in {CODING, MACHINE_CODING}:
        parts = [f"{file.file} ({_coders(file)}{file.note})" for file in files[:SHOWN]]
        return "; ".join(parts) + (f" and {len(files) - SHOWN} more" if len(files) > SHOWN else "")
    counted = _counted(files)
    voices = [voice.name for file in files for voice in file.voices if not voice.interviewer]
    people = set(voices)
    by_name = ", told apart by name" if len(people) < len(voices) else ""
    asking = dict.fromkeys(file.interviewer for file in files if file.interviewer)
    spoken = f"; {many(len(people), 'speaker')}{by_name}" if people else ""
    asked = f"; asking: {'; '.join(list(asking)[:SHOWN])}" if asking else ""
    nobody = "; nobody is taken for an interviewer" if kind == TRANSCRIPT and not asking else ""
    return f"{named}: {counted}{spoken}{asked}{nobody}"


def _counted(files: Sequence[FileAccount]) -> str:
    return ", ".join(
        (
            many(sum(file.documents for file in files), "document"),
            many(sum(file.passages for file in files), "passage"),
            many(sum(file.words for file in files), "word"),
        )
    )


def _coders(file: FileAccount) -> str:
    return f"{', '.join(file.coders)}: " if file.coders else ""


def _details(file: FileAccount) -> Iterator[str]:
    if file.documents:
        yield _counted([file])
    if file.voices:
        yield "; ".join(
            f"{voice.name}: {many(voice.turns, 'turn')}, {many(voice.words, 'word')}"
            for voice in file.voices
        )
    if file.interviewer:
        yield f"interviewer: {file.interviewer}"
    if file.coders:
        who = "machine" if file.taken_for == MACHINE_CODING else "coders"
        yield f"{who}: {', '.join(file.coders)}"
    if file.note:
        yield file.note
    if file.key:
        yield f"change it with {file.key}"
