"""What was understood of a study, and of each of its files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from secondcoder.app.columns import Choices, ColumnView, choices_for, columns_in
from secondcoder.app.corrections import ROLES
from secondcoder.app.history import steps_to
from secondcoder.app.sources import TEXTS, files_of, kind_of, kinds_for, sources_in
from secondcoder.app.understanding import Understood, config_now, file_id
from secondcoder.app.unread import lacking
from secondcoder.app.ways import Way, ways_out, ways_to_tell
from secondcoder.app.web import Visit
from secondcoder.errors import SecondcoderError
from secondcoder.reading.tables.tables import TABLE_SUFFIXES
from secondcoder.records.account import ALARM, CODEBOOK, KINDS, Concern, FileAccount, Voice
from secondcoder.records.codes import Code, Unplaced
from secondcoder.review.web import Page, Problem
from secondcoder.study.language import language_name
from secondcoder.study.schema import Documents

FIRST, MORE = 8, 200
"""Passages that a file's page shows, and shows when asked for more."""
_IN_THE_FILE = re.compile(r"\. Write [^\[]*\[\[documents\]\]")
"""What a notice says of how to write it in study.toml: on the page there are buttons for it."""
_STEPS = 10
_UNPLACED = 50
_HEADINGS = {
    "transcript": "Transcripts",
    "text": "Texts without speakers",
    "answers": "Tables of texts or answers",
    "codebook": "Codebook",
    "coding": "Codings by people",
    "a machine’s codes": "Codes of machines",
    "guide or memo": "About the study, not read",
    "left out": "No part of the study",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernView:
    """Something that is probably wrong, with the buttons out of it."""

    concern: Concern
    alarm: bool
    ways: list[Way]
    link: str
    """The id of the file that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """The columns of a table as one section of ``study.toml`` reads them."""

    place: str
    choices: Choices
    columns: list[ColumnView]


@dataclass(frozen=True, slots=True)
class Branch:
    """A code with those below it."""

    code: Code
    below: list["Branch"] = field(default_factory=list)


def study(visit: Visit) -> Page:
    """Return what was understood of a study, file by file."""
    folder = visit.study.folder
    steps = steps_to(folder, _text(visit))[:_STEPS]
    try:
        found = visit.understood()
    except SecondcoderError as error:
        said = {"message": error.message, "hint": error.hint, "steps": steps}
        text = _text(visit)
        return Page("unread.html.j2", {**said, "text": text, "gone": lacking(folder, text)})
    concerns = [_concern(one, found) for one in found.account.concerns]
    counted = found.material
    return Page(
        "study.html.j2",
        {
            "understood": found,
            "alarms": [one for one in concerns if one.alarm],
            "checks": [one for one in concerns if not one.alarm],
            "kinds": [*_kinds(found)],
            "counts": (len(counted.documents), len(counted.passages)),
            "language": language_name(found.account.language) if found.account.language else "",
            "steps": steps,
            "file_id": file_id,
            "text": _text(visit),
        },
    )


def _text(visit: Visit) -> str:
    try:
        return config_now(visit.study.folder)
    except SecondcoderError:
        return ""


def _concern(concern: Concern, found: Understood) -> ConcernView:
    return ConcernView(
        concern=concern,
        alarm=concern.kind == ALARM,
        ways=ways_out(concern, found),
        link=file_id(concern.file) if concern.file else "",
    )


def _kinds(found: Understood) -> Iterator[tuple[str, Sequence[FileAccount]]]:
    for kind in KINDS:
        if files := found.account.of_kind(kind):
            yield _HEADINGS[kind], files


def file(visit: Visit) -> Page:
    """Return what was understood of one file, with what can be corrected."""
    found = visit.understood()
    account = found.file(visit.place["file"])
    if account is None:
        raise Problem(404, "There is no such file in this study.")
    folder, config, name = visit.study.folder, found.loaded.config, account.file
    sources = list(sources_in(config, folder, name))
    table = name.lower().endswith(tuple(TABLE_SUFFIXES))
    passages = found.passages_of(name)
    shown = MORE if visit.query.get("more") else FIRST
    together = [files_of(s.source, folder) for s in sources if isinstance(s.source, Documents)]
    concerns = [_concern(one, found) for one in found.account.concerns if one.file == name]
    return Page(
        "file.html.j2",
        {
            "file": account,
            "file_here": visit.place["file"],
            "concerns": concerns,
            "kinds": kinds_for(name),
            "kind": kind_of(config, folder, name),
            "texts": TEXTS,
            "passages": passages[:shown],
            "more": len(passages) > shown and shown == FIRST,
            "total": len(passages),
            "voices": [*_voices(account, found)],
            "about_file": _IN_THE_FILE.sub("", account.note),
            "guesses": ways_to_tell(account),
            "roles": ROLES,
            "together": max(map(len, together), default=1),
            "tables": [
                TableView(
                    place=" ".join(map(str, source.place)),
                    choices=choices_for(source),
                    columns=columns_in(source, folder, name),
                )
                for source in sources
                if table
            ],
            "single_coder": _single_coder(account, sources),
            "tree": _tree(found) if account.taken_for == CODEBOOK else [],
            "unplaced": _unplaced(found, name),
            "steps": steps_to(folder, _text(visit))[:1],
        },
    )


def _voices(account: FileAccount, found: Understood) -> Iterator[tuple[Voice, str]]:
    """Yield who speaks in a file, with the label that stands there."""
    labels: dict[str, str] = {}
    for source in found.loaded.config.documents_with_speakers:
        for key, said in (source.speakers or {}).items():
            if said.name:
                labels[said.name] = key.rpartition(": ")[2]
    for voice in account.voices:
        yield voice, labels.get(voice.name, voice.name)


def _single_coder(account: FileAccount, sources: Sequence[object]) -> str | None:
    """Return who coded a table by one coder; ``None`` of other files."""
    for one in sources:
        source = getattr(one, "source", None)
        named = getattr(source, "coder", None) or getattr(source, "name", None)
        if named and account.coders:
            return str(named)
    return None


def _tree(found: Understood) -> list[Branch]:
    """Return the codebook as a tree."""
    top: list[Branch] = []
    branches: dict[tuple[str, ...], Branch] = {}
    for code in found.material.codebook.codes if found.material.codebook else ():
        branch = branches[code.path] = Branch(code)
        above = branches.get(code.path[:-1])
        (above.below if above else top).append(branch)
    return top


def _unplaced(found: Understood, name: str) -> list[Unplaced]:
    material = found.material
    codings = [material.coding, *(one.coding for one in material.machines)]
    return [
        one
        for coding in codings
        if coding
        for one in coding.unplaced
        if one.source.startswith(name)
    ][:_UNPLACED]
