"""The files of a study's folder that are not read, each with the reason."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.names import loosely
from secondcoder.reading.tables.tables import TABLE_SUFFIXES
from secondcoder.records.study import Notice
from secondcoder.study.codebooks import is_named_codebook
from secondcoder.study.files import study_files, why_left_out
from secondcoder.study.infer import PROSE_SUFFIXES, infer_config
from secondcoder.study.walk import RESULTS

CODING_NAME = re.compile(
    r".*\b(codings?|coded( \w+)?|annotations?|kodierung(en)?|codierung(en)?|codage|codificacion"
    r"|codificacao|codifica|kodning(er)?|koding(er)?|kodowanie|kodovani|koodaus|codering(en)?)\b.*"
)
"""Names of files that hold codings."""
_BEGIN = ": left out, because "


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A file that is no part of the study."""

    file: str
    why: str
    about: bool = False
    """By its name it is about the study: a guide, a memo."""
    readable: bool = True
    """It is of a kind that could be read."""
    usable: bool = False
    """Where no ``study.toml`` said otherwise, it would be read as a codebook or a coding."""
    meant: bool = False
    """``leave_out`` names it."""


def files_beside(
    folder: Path, read: Collection[str], notices: Sequence[Notice], *, meant: Sequence[str] = ()
) -> tuple[Beside, ...]:
    """Return the files of the folder that are not among those ``read``, in order."""
    found = study_files(folder, PROSE_SUFFIXES | TABLE_SUFFIXES)
    reasons = _reasons(notices)
    left = [file for file in found.files if file not in read]
    usable = _usable(folder) if any(map(is_suspect, left)) else frozenset()
    passed = [(file, why) for why, files in found.over if why != RESULTS for file in files]
    return (
        *(_beside(file, reasons.get(file, ""), usable, meant=meant) for file in left),
        *(Beside(file=file, why=why, readable=False) for file, why in passed),
    )


def _usable(folder: Path) -> frozenset[str]:
    """Return the files that are read as codebook or coding where nothing is configured."""
    try:
        config = infer_config(folder).config
    except SecondcoderError:
        return frozenset()
    codebook = {config.codebook.path} if config.codebook else set()
    return frozenset(codebook | {source.path for source in config.coding})


def is_suspect(file: str) -> bool:
    """Say whether a file is a codebook or a coding by its name."""
    path = PurePosixPath(file)
    return is_named_codebook(path.name) or bool(CODING_NAME.fullmatch(loosely(path.stem)))


def _beside(file: str, reason: str, usable: Collection[str], *, meant: Sequence[str]) -> Beside:
    if file in meant:
        return Beside(file=file, why="named under leave_out", meant=True)
    table = PurePosixPath(file).suffix.lower() in TABLE_SUFFIXES
    about = "" if table and reason else why_left_out(file)
    why = about or reason or "not named in study.toml"
    return Beside(file=file, why=why, about=bool(about), usable=file in usable)


def _reasons(notices: Sequence[Notice]) -> dict[str, str]:
    """Return why files were left out while the configuration was inferred."""
    reasons = {}
    for notice in notices:
        name, sign, why = notice.message.partition(_BEGIN)
        if sign:
            reasons[name.partition(" [")[0]] = why
        elif notice.kind == "same text":
            reasons[notice.where] = notice.message
    return reasons
