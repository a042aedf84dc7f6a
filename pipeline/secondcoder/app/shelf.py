"""The studies there are: those of a chosen folder, and those that stay where they are."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from secondcoder.app.preferences import Preferences, read_preferences, write_preferences
from secondcoder.decisions.place import is_study
from secondcoder.errors import SecondcoderError, of_the_disk
from secondcoder.exchange.safe_names import file_stems
from secondcoder.publish.files import make_folder, write_whole
from secondcoder.publish.moves import clear_away, rename
from secondcoder.study.demonstration import demonstration_files
from secondcoder.study.toml import CONFIG_NAME, parse_toml

BEGUN = ".secondcoder-new-"
"""Begins the names of folders in which a study is being made; nothing of them counts."""
_OLD = 86_400.0
"""Seconds after which such a folder was left behind by a process that ended."""
_NOT_LOOKED_INTO = 500
"""Folders of the folder of studies that are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study on the list."""

    id: str
    folder: Path
    title: str
    own: bool
    """Whether it lies in the folder of studies."""


class Shelf:
    """Finds studies by the ids that addresses hold; no other path is ever read."""

    def __init__(self, file: Path, *, folder: Path | None = None) -> None:
        self._file = file
        self._turn = threading.RLock()
        held = read_preferences(file)
        self._held = replace(held, folder=folder.resolve()) if folder else held
        self._clear()

    @property
    def folder(self) -> Path:
        """The folder of studies."""
        return self._held.folder

    def studies(self) -> list[Study]:
        """Return all studies, by title."""
        with self._turn:
            found = [*self._own(), *(_study(one, own=False) for one in self._held.elsewhere)]
        known = {one.id: one for one in reversed(found) if _is_folder(one.folder)}
        return sorted(known.values(), key=lambda one: (one.title.casefold(), one.id))

    def find(self, identity: str) -> Study | None:
        """Return the study with this id, if it is on the list."""
        return next((one for one in self.studies() if one.id == identity), None)

    def _own(self) -> Iterator[Study]:
        try:
            entries = sorted(self.folder.iterdir())[:_NOT_LOOKED_INTO]
        except OSError:
            return
        for path in entries:
            if _is_folder(path) and not path.is_symlink() and not path.name.startswith("."):
                yield _study(path, own=True)

    def choose_folder(self, folder: Path) -> None:
        """Take another folder of studies; it is made if need be."""
        folder = _named(folder)
        with _of_disk():
            make_folder(folder)
        if not folder.is_dir():
            raise SecondcoderError(f"{folder}: this is a file", hint="Name a folder.")
        if is_study(folder):
            raise SecondcoderError(
                f"{folder}: this is a study itself, and studies do not lie in one another",
                hint="Name the folder above it, or add it as a study that stays where it is.",
            )
        self._keep(replace(self._held, folder=folder))

    def add_elsewhere(self, folder: Path) -> Study:
        """Put a folder on the list that stays where it is."""
        folder = _named(folder)
        if not folder.is_dir():
            raise SecondcoderError(
                f"{folder}: there is no such folder",
                hint="Copy the folder’s path from your file manager.",
            )
        if folder in (Path(folder.anchor), Path.home()):
            raise SecondcoderError(
                f"{folder}: this is not the folder of one study",
                hint="Name the folder that holds the files of the study and no others.",
            )
        self._keep(self._held.having(folder))
        return _study(folder, own=folder.parent == self.folder)

    def forget(self, study: Study) -> None:
        """Take a study that lies elsewhere off the list; nothing of it is touched."""
        self._keep(self._held.without(study.folder))

    def begin(self) -> Path:
        """Return a new folder in which a study is made, hidden until it is whole."""
        with _of_disk():
            folder = self.folder / f"{BEGUN}{uuid4().hex[:12]}"
            make_folder(folder)
        return folder

    def finish(self, made: Path, title: str) -> Study:
        """Give a study that was made its name; the last step is a rename."""
        with self._turn, _of_disk():
            rename(made, target := self._free(title))
        return _study(target, own=True)

    def _free(self, title: str) -> Path:
        (stem,) = file_stems([title or "Study"])
        taken = {path.name.casefold() for path in self.folder.iterdir()}
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number})"
        return self.folder / name

    def demonstration(self) -> Study:
        """Return a copy of the demonstration study, without results, to do with as one likes."""
        made = self.begin()
        try:
            with _of_disk():
                for name, content in demonstration_files().items():
                    make_folder((made / name).parent)
                    write_whole(made / name, content)
            return self.finish(made, "Demonstration study")
        finally:
            if made.exists():
                clear_away(made)

    def _keep(self, preferences: Preferences) -> None:
        with self._turn, _of_disk():
            write_preferences(self._file, preferences)
            self._held = preferences

    def _clear(self) -> None:
        """Remove what processes that ended left behind; never what somebody else is making."""
        if not _is_folder(self.folder):
            return
        for path in self.folder.glob(f"{BEGUN}*"):
            with suppress(OSError):  # another process may be done with it by now
                if time.time() - path.stat().st_mtime > _OLD:
                    clear_away(path)


def _is_folder(path: Path) -> bool:
    """Say whether there is a folder; on a drive that does not answer there is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def study_id(folder: Path) -> str:
    """Return what addresses call a study."""
    return hashlib.sha256(str(folder).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _study(folder: Path, *, own: bool) -> Study:
    with suppress(OSError):
        folder = folder.resolve()
    return Study(id=study_id(folder), folder=folder, title=title_of(folder), own=own)


def title_of(folder: Path) -> str:
    """Return what its ``study.toml`` calls a study, or else the folder's name."""
    config = folder / CONFIG_NAME
    with suppress(OSError):
        if not config.is_file():
            return folder.name
        try:
            title = parse_toml(config, name=CONFIG_NAME).get("title")
        except SecondcoderError:
            title = None
        if isinstance(title, str) and title.strip():
            return title.strip()
    return folder.name


def _named(folder: Path) -> Path:
    # Windows' “Copy as path” puts quotation marks around it.
    folder = Path(str(folder).strip().strip("\"'“”").strip()).expanduser()
    if not folder.is_absolute():
        raise SecondcoderError(
            f"{folder}: this is not a whole path",
            hint="Copy the folder’s path from your file manager: it begins at / or at a drive.",
        )
    return folder.resolve()


class _of_disk:  # noqa: N801 - used as a function
    """Says in words what the disk refuses."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Explain what was raised, if the disk refused something."""
        if isinstance(error, OSError) and error.errno is not None:
            raise of_the_disk(error) from error
