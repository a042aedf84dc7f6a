"""Files that the tool makes: whole or not at all, and for the user's eyes unless shared.

What lies in a study that its owner opened to a group is open to that group; everything else is the
user's alone. Files that people brought are never changed.
"""

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path, PurePosixPath
from uuid import uuid4

from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.publish.moves import clear_away, rename

OWN_FOLDER, OWN_FILE = 0o700, 0o600
_GROUP = stat.S_IRWXG
_GROUP_READS_AND_WRITES = stat.S_IRGRP | stat.S_IWGRP


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that its name stands for the old bytes or the new ones, never for half.

    Raises ``OSError``; then nothing is left behind.
    """
    make_folder(path.parent)
    new = path.with_name(f".{path.name}.{uuid4().hex[:12]}.part")
    try:
        write_through(new, data)
        rename(new, path)
    except BaseException:
        clear_away(new)
        raise
    sync_folder(path.parent)
    noted = _WRITTEN.get()
    if noted is not None:
        noted[path.resolve()] = hashlib.sha256(data).hexdigest()


def write_or_beside(path: Path, data: bytes) -> None:
    """Write a file whole; if its place is refused, keep the bytes beside it and say where."""
    try:
        write_whole(path, data)
    except PermissionError as error:
        kept = free_name(path)
        try:
            write_through(kept, data)
        except OSError:
            raise error from None
        raise SecondcoderError(
            f"{path}: {why(error)}. What was made is kept as {kept.name} beside it",
            hint=what_to_do(error, at=path),
        ) from error


def kept_beside(
    new: Path, target: Path, write: Callable[[Path], None], error: OSError
) -> SecondcoderError:
    """Keep a folder that cannot be put in its place beside it, and return what to say.

    Where it cannot be renamed at all it is written again. Raises ``OSError`` if that fails too.
    """
    kept = free_name(target)
    try:
        rename(new, kept, seconds=0)
    except PermissionError:
        write(kept)
    return SecondcoderError(
        f"{target}: {why(error)}. What was made is kept whole beside it, as {kept.name}",
        hint=what_to_do(error, at=target),
    )


def free_name(path: Path) -> Path:
    """Return the path of what is kept beside one that cannot be replaced: ``NAME (new)``."""
    number = 1
    while True:
        mark = " (new)" if number == 1 else f" (new {number})"
        found = path.with_name(f"{path.stem}{mark}{path.suffix}")
        if not os.path.lexists(found):
            return found
        number += 1


_WRITTEN: ContextVar[dict[Path, str] | None] = ContextVar("files written so far", default=None)


@contextmanager
def noting_written() -> Iterator[dict[Path, str]]:
    """Note the sha256 of every single file that is written meanwhile: what is ours can be told."""
    noted: dict[Path, str] = {}
    token = _WRITTEN.set(noted)
    try:
        yield noted
    finally:
        _WRITTEN.reset(token)


def write_through(path: Path, data: bytes) -> None:
    """Write a new file down to the disk, with the rights that its folder asks for."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, OWN_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    _share(path, OWN_FILE, _GROUP_READS_AND_WRITES)


WRITERS = 4
"""Files that are brought to the disk at a time: each waits for the disk, not for a core."""


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files (relative path with ``/`` to bytes) into a new folder, down to the disk."""
    make_folder(folder)
    paths = []
    for name in sorted(files):
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise ValueError(f"not a path inside the folder: {name}")
        paths.append(folder / relative)
        make_folder(paths[-1].parent)
    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write_through, paths, [files[name] for name in sorted(files)]))
    sync_folder(folder)


def new_file(path: Path) -> None:
    """Make an empty file where there is none, with the rights of what we make."""
    make_folder(path.parent)
    with suppress(FileExistsError):
        write_through(path, b"")


def make_folder(path: Path) -> None:
    """Make a folder and those above it that are lacking, with the rights of the one they lie in."""
    lacking = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(lacking):
        folder.mkdir(mode=OWN_FOLDER, exist_ok=True)
        _share(folder, OWN_FOLDER, _GROUP)


def sync_folder(folder: Path) -> None:
    """Bring renames in a folder down to the disk."""
    if os.name == "nt":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def private_cache(name: str) -> Path:
    """Return a folder for a library's cache that nobody else can write to.

    It lies in the user's own cache folder, or, where that cannot be written, in a new temporary
    folder: never at a guessable place that others could have made first.
    """
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "secondcoder" / name
    try:
        folder.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        if _is_own(folder):
            return folder
    except OSError:
        pass
    return Path(tempfile.mkdtemp(prefix=f"secondcoder-{name}-"))


def use_private_caches() -> None:
    """Tell the libraries that keep caches (numba, matplotlib) to keep them in private folders."""
    for variable, name in (("NUMBA_CACHE_DIR", "numba"), ("MPLCONFIGDIR", "matplotlib")):
        if not os.environ.get(variable):
            os.environ[variable] = str(private_cache(name))


def share_file(path: Path) -> None:
    """Give a file that we made the rights that its folder asks for; others' are left alone."""
    if path.is_file() and (os.name == "nt" or path.stat().st_uid == os.geteuid()):
        _share(path, OWN_FILE, _GROUP_READS_AND_WRITES)


def _share(path: Path, own: int, group: int) -> None:
    """Give a group what the folder gives it, if the folder is shared."""
    if os.name == "nt":
        return
    of_folder = path.parent.stat()
    shared = of_folder.st_mode & group if of_folder.st_mode & stat.S_IWGRP else 0
    path.chmod(own | shared)
    if shared and of_folder.st_gid != path.stat().st_gid:
        try:
            os.chown(path, -1, of_folder.st_gid)
        except OSError:  # not a member of that group: the file stays the user's alone
            path.chmod(own)


def _is_own(folder: Path) -> bool:
    if os.name == "nt":
        return os.access(folder, os.W_OK)
    held = folder.stat()
    others_write = held.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return held.st_uid == os.geteuid() and not others_write and os.access(folder, os.W_OK)


_BINARY = getattr(os, "O_BINARY", 0)
