"""Files that are sent in: named safely, within limits, and each tried by its own reader first.

A file that no reader takes is not kept, and it is said why: nothing hostile or damaged lies in a
study that was made here.
"""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.importing import import_files
from secondcoder.exchange.safe_names import distinct, file_name
from secondcoder.publish.files import make_folder
from secondcoder.publish.moves import remove_file, rename
from secondcoder.reading.documents.documents import read_documents
from secondcoder.reading.tables.tables import TABLE_SUFFIXES, read_table, sheet_names
from secondcoder.serving.multipart import Sent
from secondcoder.study.concerns import SAVE_AS
from secondcoder.study.infer import PROSE_SUFFIXES
from secondcoder.study.schema import Documents
from secondcoder.study.walk import DEEPEST, walk

MOST_BYTES = 200 * 2**20
"""Of one file: a transcript or table has a few; larger ones are recordings or archives."""
MOST_TOGETHER = 1024 * 2**20
"""Of all files that are sent at once."""
PROJECTS = frozenset({".qdpx", ".qde", ".qdc", ".qda", ".sqlite3", ".sqlite", ".db"})
"""Endings of other programs' projects, which become a study by the importers of `exchange`."""
_PROGRAM = frozenset(".exe .msi .bat .cmd .com .scr .ps1 .sh .app .dmg .pkg .js .vbs .jar".split())
_PACKED = frozenset(".zip .rar .7z .gz .tar .tgz .bz2 .xz".split())
_SOUND = frozenset(".mp3 .wav .m4a .mp4 .mov .avi .ogg .wma .flac .webm .mkv .aac".split())
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})
_MEBI = 2**20


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken in, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What came of the files that were sent."""

    files: tuple[str, ...]
    """Paths in the study's folder, with ``/``."""
    projects: tuple[str, ...]
    """Those of other programs' projects."""
    refused: tuple[Refused, ...]


def take_in(sent: Sequence[Sent], folder: Path) -> TakenIn:
    """Move the files that can be read to ``folder``, under safe names; say why others cannot."""
    kept: list[str] = []
    refused: list[Refused] = []
    for one, place in zip(sent, _places(sent), strict=True):
        why = _unfit(one, place) or _moved(one, folder / place)
        why = why or unreadable(folder, place)
        if why:
            refused.append(Refused(_shown(one.name), why))
            remove_file(folder / place)
        else:
            kept.append(place)
    return TakenIn(
        files=tuple(kept),
        projects=tuple(path for path in kept if PurePosixPath(path).suffix.lower() in PROJECTS),
        refused=tuple(refused),
    )


def _places(sent: Sequence[Sent]) -> list[str]:
    """Return a safe path for each name; the folder that all were chosen with is left out."""
    parts = [_steps(one.name) for one in sent]
    first = {steps[0] for steps in parts if len(steps) > 1}
    if len(first) == 1 and all(len(steps) > 1 for steps in parts):
        parts = [steps[1:] for steps in parts]
    paths = ["/".join([file_name(step) for step in steps[-DEEPEST:]]) for steps in parts]
    named = [PurePosixPath(path) for path in paths]
    stems = distinct(str(path.with_suffix("")) + path.suffix for path in named)
    return [
        path if path == stem else _numbered(path, stem)
        for path, stem in zip(paths, stems, strict=True)
    ]


def _numbered(path: str, counted: str) -> str:
    """Return the path with the number before its ending: ``a (2).txt``."""
    number = counted[len(path) :]
    pure = PurePosixPath(path)
    return f"{pure.with_suffix('')}{number}{pure.suffix}"


def _steps(name: str) -> list[str]:
    name = unicodedata.normalize("NFC", name).replace("\\", "/")
    steps = [step for step in name.split("/") if step.strip(" .")]
    return steps or ["document"]


def _shown(name: str) -> str:
    """Return a name as it can be shown: one line, not endless."""
    words = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    return words if len(words) <= 100 else f"{words[:60]}…{words[-30:]}"


def _unfit(sent: Sent, place: str) -> str:
    """Return why a file is not even opened, if so."""
    if sent.size > MOST_BYTES:
        size = f"{sent.size / _MEBI:,.0f} MiB" if sent.size > MOST_BYTES + 1 else "too large"
        return (
            f"It is {size}: files of up to {MOST_BYTES // _MEBI} MiB, and "
            f"{MOST_TOGETHER // _MEBI:,} MiB at once, are taken in. Recordings are not read; "
            "for larger tables, name their folder instead."
        )
    name = PurePosixPath(_steps(sent.name)[-1]).name
    if name.startswith((".", "~$")) or name.lower() in _OF_THE_SYSTEM:
        return "It is a file that the system or a word processor keeps for itself."
    if not sent.size:
        return "It is empty."
    return unknown_kind(place)


def unknown_kind(place: str) -> str:
    """Return what to do with a file of a kind that is not read; nothing for one that is."""
    suffix = PurePosixPath(place).suffix.lower()
    if suffix in PROSE_SUFFIXES | TABLE_SUFFIXES | PROJECTS:
        return ""
    if suffix in SAVE_AS:
        return f"Files of the kind {suffix} are not read: save it as {SAVE_AS[suffix]}."
    if suffix in _PROGRAM:
        return "It is a program, not material: it was not kept."
    if suffix in _PACKED:
        return "It is packed: unpack it, and choose the files or the folder in it."
    if suffix in _SOUND:
        return "Recordings are not read: choose their transcript."
    kinds = " ".join(sorted({*PROSE_SUFFIXES, *TABLE_SUFFIXES, *PROJECTS}))
    return f"Files of this kind are not read. Known are: {kinds}."


def _moved(sent: Sent, target: Path) -> str:
    make_folder(target.parent)
    if target.exists():
        return "A file of this name is there already."
    rename(sent.path, target)
    os.chmod(target, 0o600)  # noqa: PTH101
    return ""


def unreadable(folder: Path, place: str) -> str:
    """Return why the reader for its kind cannot read a file; nothing if it can."""
    try:
        _try(folder, place)
    except SecondcoderError as error:
        message = error.message.replace(f"{folder}/", "").removeprefix(f"{place}: ")
        return f"{message[:1].upper()}{message[1:]}. {error.hint}".strip()
    except (RecursionError, MemoryError):
        return "It is too deep or too large to be read."
    return ""


def _try(folder: Path, place: str) -> None:
    suffix = PurePosixPath(place).suffix.lower()
    path = folder / place
    if suffix in PROJECTS:
        import_files([path])
    elif suffix in TABLE_SUFFIXES:
        names = sheet_names(path, name=place) if suffix == ".xlsx" else [None]
        for name in names:
            read_table(path, name=place, sheet=name)
    else:
        read_documents(folder, [Documents(path=place)])


def moved_beside(new: Path, files: Sequence[str], study: Path) -> Iterator[tuple[str, str]]:
    """Move files to a study, and yield the path of each there, and whether it was there before.

    Nothing there is overwritten: another file of the same name gets a number.
    """
    for file in files:
        if (same := _same(new / file, study, beside=new)) is not None:
            yield same.relative_to(study).as_posix(), "there already"
            continue
        target, number = study / file, 1
        while target.exists():
            number += 1
            pure = PurePosixPath(file)
            target = study / f"{pure.with_suffix('')} ({number}){pure.suffix}"
        make_folder(target.parent)
        rename(new / file, target)
        yield target.relative_to(study).as_posix(), ""


def _same(file: Path, study: Path, *, beside: Path) -> Path | None:
    """Return a file of a study that holds the same bytes, under the same ending."""
    size = file.stat().st_size
    for path, why in walk(study):
        found = study / path
        if why or found.suffix.lower() != file.suffix.lower() or found.is_relative_to(beside):
            continue
        if found.stat().st_size == size and found.read_bytes() == file.read_bytes():
            return found
    return None
