"""The only place where files and folders are renamed and removed.

On Windows a file that another program holds, and for a moment one that a virus scanner or OneDrive
looks at, can be neither renamed nor removed, and nor can the folders above it: what is refused is
tried again for some ten seconds. Where a right is lacking, waiting is no help, and nobody waits.
"""

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from secondcoder.errors import SecondcoderError, of_the_disk

SECONDS = 10.0
"""To wait for whatever holds a file: scanners let go after one or two, Excel does not."""
_FIRST, _LONGEST = 0.05, 1.0
"""Seconds between two tries, doubled each time."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What says how late it is, and what waits."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


CLOCK = Clock()


class _Patience:
    """Tries again until the time is over, for one or several acts together."""

    def __init__(self, seconds: float, clock: Clock | None) -> None:
        self._clock = clock or CLOCK
        self._until = self._clock.now() + seconds

    def __call__(self, act: Callable[[], None], *places: Path) -> None:
        wait = _FIRST
        while True:
            try:
                return act()
            except PermissionError:
                if self._clock.now() >= self._until or not all(map(_may_write, places)):
                    raise
            self._clock.sleep(wait)
            wait = min(2 * wait, _LONGEST)


def rename(old: Path, new: Path, *, seconds: float = SECONDS, clock: Clock | None = None) -> None:
    """Give a file or folder another name or place on its disk; a file that stands there goes.

    Raises ``OSError`` if it is still refused after ``seconds``.
    """
    _Patience(seconds, clock)(lambda: os.replace(old, new), old, new)  # noqa: PTH105


def remove_file(path: Path, *, clock: Clock | None = None) -> None:
    """Remove a file, one that is write-protected as well; none there is no fault."""
    _unlink(path, _Patience(SECONDS, clock))


def remove_folder(path: Path, *, clock: Clock | None = None) -> None:
    """Remove a folder with all that is in it, what is write-protected as well."""
    patience = _Patience(SECONDS, clock)
    for above, folders, files in os.walk(path, topdown=False):
        here = Path(above)
        for name in files:
            _unlink(here / name, patience)
        for name in folders:
            if (here / name).is_symlink():
                _unlink(here / name, patience)
        patience(here.rmdir, here)


def remove_empty(path: Path, *, clock: Clock | None = None) -> None:
    """Remove a folder in which nothing is."""
    _Patience(SECONDS, clock)(path.rmdir, path)


def clear_away(path: Path, *, clock: Clock | None = None) -> bool:
    """Remove a file or folder if that can be; say whether it is gone.

    What is left is hidden and put right later: that it is there is no failure of the work.
    """
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            remove_folder(path, clock=clock)
        else:
            remove_file(path, clock=clock)
    return not os.path.lexists(path)


def _unlink(path: Path, patience: _Patience) -> None:
    with suppress(FileNotFoundError):
        try:
            path.unlink()
        except PermissionError:
            with suppress(OSError):
                path.chmod(stat.S_IREAD | stat.S_IWRITE)
            patience(path.unlink, path)


def refuse_held(target: Path, *, clock: Clock | None = None) -> None:
    """Refuse a file, or a folder in which a file is, that another program holds.

    Worth a call before long work whose result is to take its place.
    """
    patience = _Patience(SECONDS, clock)
    for path in _files(target):
        if not os.access(path, os.W_OK):
            continue  # a matter of rights: it can be replaced all the same
        try:
            patience(lambda path=path: _open_and_close(path))  # type: ignore[misc]
        except PermissionError as error:
            raise of_the_disk(error, at=path) from error
        except OSError:
            continue


def refuse_long(folder: Path, longest: int, *, hint: str) -> None:
    """Refuse a new folder whose files, with names of ``longest`` characters, are out of reach.

    It is tried with a folder and a file that are removed at once; Windows by itself ends at 260
    characters, other systems and disks elsewhere.
    """
    mark = uuid4().hex[:12]
    trial = folder.with_name(f".{folder.name}.{mark}.part")
    lacking = [above for above in trial.parents if not above.exists()]
    try:
        trial.mkdir(parents=True)
        (trial / ("x" * longest)).touch()
    except OSError as error:
        if isinstance(error, PermissionError):
            raise of_the_disk(error, at=folder) from error
        raise SecondcoderError(
            f"{folder}: the path is too long for this disk or system: files in it would have "
            f"{len(str(trial.absolute())) + 1 + longest} characters",
            hint=hint,
        ) from error
    finally:
        clear_away(trial)
        for above in lacking:
            with suppress(OSError):
                above.rmdir()


def _files(target: Path) -> Iterator[Path]:
    if target.is_file():
        yield target
        return
    for above, _, names in os.walk(target):
        yield from (Path(above) / name for name in sorted(names))


def _open_and_close(path: Path) -> None:
    with path.open("r+b"):
        pass


def _may_write(place: Path) -> bool:
    """Say whether the folder of a place is open to the user, so that only a lock can refuse."""
    return os.access(place.parent, os.W_OK) or not place.parent.exists()
