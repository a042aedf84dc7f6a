"""What was understood of a study, as often as a page asks: read anew only when a file changed."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from secondcoder.embedding.models import languages_read
from secondcoder.errors import SecondcoderError, of_the_disk
from secondcoder.file_names import relative_name
from secondcoder.publish.files import write_whole
from secondcoder.records.account import Account, FileAccount
from secondcoder.records.study import StudyMaterial
from secondcoder.records.text import Passage
from secondcoder.study.assemble import load_material
from secondcoder.study.infer import infer_config
from secondcoder.study.load import LoadedStudy, load_config, load_text
from secondcoder.study.rounds import latest_codebook
from secondcoder.study.toml import CONFIG_NAME
from secondcoder.study.understand import understood
from secondcoder.study.walk import found_by, walk
from secondcoder.study.write import config_text

_KEPT = 4
"""Studies that are held in memory as they were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A study as it was read."""

    loaded: LoadedStudy
    material: StudyMaterial
    account: Account

    def file(self, identity: str) -> FileAccount | None:
        """Return what a file was taken for, by the id that addresses hold."""
        return next((one for one in self.account.files if file_id(one.file) == identity), None)

    def passages_of(self, file: str) -> list[Passage]:
        """Return the passages of a file."""
        names = {one.name for one in self.material.documents if one.source == file}
        return [one for one in self.material.passages if one.document in names]


def file_id(file: str) -> str:
    """Return what addresses call a file of a study."""
    return hashlib.sha256(file.encode("utf-8", "surrogatepass")).hexdigest()[:10]


class Readings:
    """Reads studies, and keeps the latest as they were read; one at a time for each study."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._turns: dict[Path, threading.RLock] = {}
        self._held: OrderedDict[Path, tuple[tuple[str, str], Understood]] = OrderedDict()

    @contextmanager
    def turn(self, folder: Path) -> Iterator[None]:
        """Let one request at a time change a study."""
        with self._turn:
            own = self._turns.setdefault(folder, threading.RLock())
        with own:
            yield

    def of(self, folder: Path) -> Understood:
        """Return a study as it is now; raises ``SecondcoderError`` where it cannot be read."""
        with self.turn(folder):
            state = _state(folder, config_now(folder))
            held = self._held.get(folder)
            if held is not None and held[0] == (state, _beyond(held[1])):
                self._held.move_to_end(folder)
                return held[1]
            found = _understood(load_config(folder))
            self._keep(folder, state, found)
            return found

    def would_be(self, folder: Path, text: str) -> Understood:
        """Return a study as it would be with another ``study.toml``; refused where unreadable."""
        found = _understood(load_text(text, folder))
        self._keep(folder, _state(folder, text), found)
        return found

    def _keep(self, folder: Path, state: str, found: Understood) -> None:
        with self._turn:
            self._held[folder] = ((state, _beyond(found)), found)
            self._held.move_to_end(folder)
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)


def config_now(folder: Path) -> str:
    """Return the text of a study's ``study.toml``; empty where there is none."""
    path = folder / CONFIG_NAME
    try:
        return path.read_bytes().decode("utf-8-sig") if path.is_file() else ""
    except UnicodeDecodeError as error:
        raise SecondcoderError(
            f"{CONFIG_NAME} is not in UTF-8", hint="Save it as UTF-8 with a text editor."
        ) from error
    except OSError as error:
        raise of_the_disk(error) from error


def config_to_change(folder: Path) -> str:
    """Return the text that a correction begins with: what was inferred where there is no file."""
    return config_now(folder) or config_text(infer_config(folder))


def write_config_text(folder: Path, text: str) -> None:
    """Write a study's ``study.toml``, whole or not at all."""
    try:
        write_whole(folder / CONFIG_NAME, text.encode())
    except OSError as error:
        raise of_the_disk(error) from error


def _understood(loaded: LoadedStudy) -> Understood:
    material = load_material(loaded.folder, loaded.config)
    account = understood(loaded, material, encoder_reads=languages_read)
    return Understood(loaded=loaded, material=material, account=account)


def _state(folder: Path, text: str) -> str:
    """Return a hash of all in a study's folder that a reading hangs on: its files and settings."""
    found = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    try:
        for path, why in walk(folder):
            seen = () if why else _seen(folder / path)
            found.update(repr((path, why, seen)).encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise of_the_disk(error) from error
    return found.hexdigest()


def _beyond(found: Understood) -> str:
    """Return a hash of what a reading hangs on that is not the folder's by itself.

    That is the codebook of a round, and what ``study.toml`` names or finds elsewhere.
    """
    folder = found.loaded.folder
    named = {path for path, _ in found.material.inputs} | {latest_codebook(folder) or ""}
    for source in found.loaded.config.documents:
        files = found_by(folder, source.path.replace("\\", "/"))
        named |= {relative_name(folder, file) for file in files}
    seen = [(path, _seen(folder / path)) for path in sorted(named)]
    return hashlib.sha256(repr(seen).encode("utf-8", "surrogatepass")).hexdigest()


def _seen(path: Path) -> tuple[int, ...]:
    """Return what tells a file from what was there before; nothing where it cannot be read.

    One that was written into can get its old time back: its number on the disk and the time of any
    change to it, where the system keeps one, tell.
    """
    try:
        held = path.stat()
    except OSError:
        return ()
    return (held.st_size, held.st_mtime_ns, held.st_ctime_ns, held.st_ino)
