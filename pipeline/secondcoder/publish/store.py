"""Writing a run: as a whole or not at all.

Files go to a hidden folder beside the target, which is then renamed. A run that stood there is
first moved aside and removed last, so at every moment one whole run exists; what an interruption
leaves behind is put right by the next call, or by ``recover_run``. ``SHA256SUMS`` lists what was
written (``sha256sum --check SHA256SUMS`` tests it); other files that a user put into the folder
are carried over.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from secondcoder.errors import SecondcoderError

SUMS = "SHA256SUMS"
MARK = "run.json"
"""The file that tells a run's folder from any other."""
_OTHER_FOLDER = "Choose another folder with --out DIR."


def run_id(payload: Mapping[str, Any]) -> str:
    """Return twelve hexadecimal digits that stand for all that decides a run's results.

    ``payload`` holds the inputs' hashes, the resolved settings, the model's fingerprint and the
    tool's version; the order of its keys does not matter.
    """
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def store_run(
    target: Path, files: Mapping[str, bytes], *, keep: tuple[str, ...] = (".cache",)
) -> None:
    """Write a run's files (relative path with ``/`` to bytes) as the folder ``target``.

    A run that stands there is replaced whole; if it holds the same bytes nothing is touched.
    ``keep`` names entries that never count as foreign. A folder that holds anything else than a
    run is refused.
    """
    target = target.resolve()
    with _explained(target):
        recover_run(target)
        check_target(target, keep=keep)
        whole = {**files, SUMS: _sums(files)}
        if _holds(target, whole):
            return
        new = _sibling(target, "new")
        _write(new, whole)
        _swap(target, new)
        recover_run(target)
        _sync(target.parent)


def check_target(target: Path, *, keep: tuple[str, ...] = (".cache",)) -> None:
    """Refuse a target that is a file, or a folder that holds something else than a run.

    Worth a call before a long run as well.
    """
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise SecondcoderError(f"{target}: this is a file, not a folder", hint=_OTHER_FOLDER)
    entries = sorted(entry.name for entry in target.iterdir())
    foreign = [name for name in entries if name not in keep]
    if foreign and MARK not in entries:
        raise SecondcoderError(
            f"{target}: the folder holds files and is not an earlier run (it has {foreign[0]} "
            f"and no {MARK})",
            hint=f"Nothing was written, to leave them whole. {_OTHER_FOLDER}",
        )


def recover_run(target: Path) -> None:
    """Put right what an interrupted ``store_run`` left beside the target; else do nothing."""
    target = target.resolve()
    old, new, gone = (_sibling(target, kind) for kind in ("old", "new", "gone"))
    if old.is_dir() and not target.exists():
        os.replace(old, target)  # noqa: PTH105 - one seam for renames
    if gone.is_dir():
        shutil.rmtree(gone)
    if old.is_dir():
        _carry_over(old, target)
        os.replace(old, gone)  # noqa: PTH105 - a half-removed folder must not look like a run
        shutil.rmtree(gone)
    if new.is_dir():
        shutil.rmtree(new)


def _swap(target: Path, new: Path) -> None:
    old = _sibling(target, "old")
    try:
        if target.exists():
            os.replace(target, old)  # noqa: PTH105
        os.replace(new, target)  # noqa: PTH105
    except OSError:
        if not target.exists() and old.is_dir():
            old.rename(target)
        shutil.rmtree(new, ignore_errors=True)
        raise


def _carry_over(old: Path, target: Path) -> None:
    """Move what the old run did not write itself into the new run's folder."""
    own = {PurePosixPath(name).parts[0] for name in _listed(old)} | {SUMS, MARK}
    for entry in sorted(old.iterdir()):
        if entry.name not in own and not os.path.lexists(target / entry.name):
            entry.rename(target / entry.name)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, data in sorted(files.items()):
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise ValueError(f"not a path inside the run: {name}")
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    _sync(folder)


def _holds(target: Path, files: Mapping[str, bytes]) -> bool:
    if not (target / SUMS).is_file() or (target / SUMS).read_bytes() != files[SUMS]:
        return False
    paths = {name: target / name for name in files}
    return all(path.is_file() and path.read_bytes() == files[n] for n, path in paths.items())


def _sums(files: Mapping[str, bytes]) -> bytes:
    digests = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()


def _listed(folder: Path) -> list[str]:
    sums = folder / SUMS
    if not sums.is_file():
        return []
    return [line.split("  ", 1)[1] for line in sums.read_text("utf-8").splitlines() if "  " in line]


def _sibling(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name}.secondcoder-{kind}")


def _sync(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SecondcoderError(
            f"{target}: the results cannot be written ({error.strerror or error})",
            hint=f"An earlier run, if there was one, is left whole. {_OTHER_FOLDER}",
        ) from error
