"""The one error that a user is meant to read; anything else is a bug and keeps its traceback.

Beside it stands the one table of what an operating system may refuse, and what can be done then.
"""

import errno
import re
from dataclasses import dataclass
from pathlib import Path


class SecondcoderError(Exception):
    """Something the user can fix.

    ``message`` says what is wrong and where (file, row, column, value); ``hint`` says how to
    fix it. The command line prints both without a traceback and exits with 2.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message and, on a second line, the hint."""
        return f"{self.message}\n{self.hint}" if self.hint else self.message


@dataclass(frozen=True, slots=True)
class Cause:
    """A reason for which a file is refused: by which numbers it is told, and what to do."""

    numbers: frozenset[int]
    """Of POSIX, as ``errno``."""
    of_windows: frozenset[int]
    """Of Windows, as ``winerror``."""
    says: str
    hint: str


def _numbers(names: str) -> frozenset[int]:
    return frozenset(getattr(errno, name) for name in names.split() if hasattr(errno, name))


ONLINE = Cause(
    _numbers("EINVAL"),
    frozenset({*range(358, 405), 426}),  # Windows' own range for files that are in a cloud
    "the file could not be fetched: it may be online only, in OneDrive, iCloud or Dropbox",
    "Make it available offline (right-click it: “Always keep on this device” or “Keep "
    "Downloaded”), then try again.",
)
TOO_LONG = Cause(
    _numbers("ENAMETOOLONG"),
    frozenset({206}),
    "the path is longer than this disk or system allows",
    "Move the study to a folder with a shorter path, such as C:\\studies, or name another place.",
)
HELD = Cause(
    _numbers("EBUSY ETXTBSY"),
    frozenset({32, 33}),
    "another program holds the file",
    "{close}, then try again.",
)
MAY_NOT = Cause(
    _numbers("EACCES EPERM"),
    frozenset({5, 19, 1314}),
    "access is denied: another program holds the file, or you may not write there",
    "{close}, and check that you may write to the file and its folder. Then try again.",
)
CAUSES = (
    Cause(
        frozenset(),
        frozenset({126, 127, 193, 1114}),
        "a library that the program needs cannot be loaded",
        "Install Microsoft's Visual C++ runtime (https://aka.ms/vs/17/release/vc_redist.x64.exe), "
        "then run `secondcoder doctor`, which says what loads.",
    ),
    HELD,
    Cause(
        _numbers("EROFS"),
        frozenset(),
        "the disk can only be read",
        "Copy the study to a disk that can be written.",
    ),
    MAY_NOT,
    Cause(
        _numbers("ENOSPC EDQUOT EFBIG"),
        frozenset({39, 112, 1295}),
        "the disk is full",
        "Make room on the disk, then try again.",
    ),
    TOO_LONG,
    ONLINE,
    Cause(
        _numbers("EIO ENXIO ENODEV ESTALE ENOTCONN EHOSTDOWN EHOSTUNREACH")
        | _numbers("ENETDOWN ENETUNREACH ETIMEDOUT ECONNRESET ENOLINK"),
        frozenset({21, 53, 55, 59, 64, 67, 121, 1231, 1117}),
        "the disk does not answer",
        "Check that the disk or network drive is connected, then try again.",
    ),
    Cause(
        _numbers("EILSEQ"),
        frozenset({123}),
        "this disk cannot hold a name with these letters",
        'Rename it with plain letters, without : * ? " < > |.',
    ),
    Cause(
        _numbers("ENOENT"),
        frozenset({2, 3}),
        "there is no such file or folder",
        "It may have been moved or renamed meanwhile: try again.",
    ),
    Cause(
        _numbers("EEXIST ENOTEMPTY ENOTDIR EISDIR"),
        frozenset({80, 145, 183, 267}),
        "something else of this name is there",
        "Move it out of the way, then try again.",
    ),
    Cause(
        _numbers("EXDEV"),
        frozenset({17}),
        "the two places are on different disks",
        "Name a place on the same disk.",
    ),
)
OTHER = Cause(frozenset(), frozenset(), "", "Check that the disk is connected, then try again.")
_LONG = 240
"""Characters from which on Windows says of a path that is too long that it is not there."""


def cause_of(error: OSError) -> Cause:
    """Return why the operating system refused something."""
    number: int | None = getattr(error, "winerror", None)
    path = str(error.filename or "")
    if number in {2, 3} and len(path) >= _LONG:
        return TOO_LONG
    for cause in CAUSES:
        if number is not None and number in cause.of_windows:
            return cause
    return next((cause for cause in CAUSES if error.errno in cause.numbers), OTHER)


def why(error: OSError) -> str:
    """Return in words why the operating system refused something."""
    return cause_of(error).says or error.strerror or str(error)


def what_to_do(error: OSError, *, at: Path | None = None) -> str:
    """Return what can be done; ``at`` is the file or folder that people know, if not the error's.

    Which program probably holds a file is told by the lock file that it left, or by its kind.
    """
    places = [at] if at else [Path(str(n)) for n in (error.filename2, error.filename) if n]
    return cause_of(error).hint.format(close=_close(places))


def of_the_disk(error: OSError, *, at: Path | None = None) -> SecondcoderError:
    """Return in words what the disk refused, with the file and what can be done."""
    named = (error.filename, error.filename2)
    names = dict.fromkeys(_known(str(name)) for name in named if name is not None)
    where = str(at) if at else " and ".join(names) or "the disk"
    return SecondcoderError(f"{where}: {why(error)}", hint=what_to_do(error, at=at))


_BEING_WRITTEN = re.compile(r"(?<=[/\\\\])\.([^/\\\\]+)\.[0-9a-f]{12}\.part$")


def _known(path: str) -> str:
    """Return the name that people know of a file that is still being written under another."""
    return _BEING_WRITTEN.sub(r"\1", path)


_PROGRAMS = {
    **dict.fromkeys((".xlsx", ".xls", ".csv", ".tsv"), "Excel or another spreadsheet"),
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf"), "Word or another word processor"),
    **dict.fromkeys((".html", ".htm", ".svg", ".png"), "the browser and viewers"),
    ".pdf": "the PDF viewer",
    ".qdpx": "the program for qualitative analysis",
}
_OFFICE, _LIBRE = "~$", ".~lock."
"""How the lock files begin that Microsoft Office and LibreOffice put beside an open file."""


def _close(places: list[Path]) -> str:
    for place in places:
        if found := opened_in(place):
            return f"Close {found}"
    names = [
        f"{place.name} in {_PROGRAMS[s]}"
        for place in places
        if (s := place.suffix.lower()) in _PROGRAMS
    ]
    if names:
        return f"Close {names[0]}"
    return "Close the files of this folder in Excel, Word and other programs"


def opened_in(place: Path) -> str:
    """Return which file is open in which program, by the lock file that the program left."""
    folder, name = (place, "") if place.is_dir() else (place.parent, place.name)
    try:
        entries = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        return ""
    for entry in entries:
        if entry.startswith(_LIBRE) and (not name or entry == f"{_LIBRE}{name}#"):
            return f"{entry.removeprefix(_LIBRE).removesuffix('#')} in LibreOffice"
        rest = entry.removeprefix(_OFFICE)  # Office drops up to two letters of a long name
        if rest != entry and (not name or (name.endswith(rest) and len(name) - len(rest) <= 2)):
            whole = next((e for e in entries if e != entry and e.endswith(rest)), rest)
            program = "Word" if rest.lower().endswith((".docx", ".doc", ".rtf")) else "Excel"
            return f"{name or whole} in {program}"
    return ""
