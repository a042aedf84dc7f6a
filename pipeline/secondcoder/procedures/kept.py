"""What stages came to, kept on disk by all that it depends on: nothing is computed twice.

A stage's result lies in the study's cache under a hash of everything that decides it, the tool's
own sources and the versions of its packages included, so that a result of another version is
never used. A damaged file is computed again. The files hold ids, numbers, labels and key phrases:
what the results of the study beside them hold as well.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from secondcoder.procedures.kept_form import UNREADABLE, digested, from_bytes, to_bytes
from secondcoder.publish.files import write_whole
from secondcoder.publish.moves import clear_away
from secondcoder.publish.record import made_by

STAGES = "stages"
MOST_KEPT = 6
"""Results of one stage that are kept, those last used: a few states of a study, a few options."""
FIGURE = "figure"
"""What stages begin with that draw."""
MOST_FIGURES = 48
"""Figures of one kind: there can be one for each value of an attribute."""
MOST_ITEMS = 200_000
"""Answers about single texts that one file holds; beyond that, those of the last run only."""
_SUM = 32
"""Bytes of the checksum that each file begins with."""

_SMALL = (str, int, float, bool, type(None))
"""Values of which Python may keep one copy for many uses."""
Found = TypeVar("Found")


class Kept:
    """The results of stages in one folder; whoever calls holds the lock of the results."""

    def __init__(self, folder: Path, *, anew: bool = False, late: bool = False) -> None:
        self._folder = folder / STAGES
        self._late: list[tuple[Path, object]] | None = [] if late else None
        """What ``flush`` is to write, where nothing may be written yet."""
        self._anew = anew
        """Whether everything is computed again, and kept in place of what was."""
        self._digests: dict[int, tuple[object, bytes]] = {}
        """What large parts come to, by their place in memory: several stages rest on the same."""
        self.computed: list[str] = []
        """The stages that had to be computed, in order."""

    def __call__(
        self, stage: str, parts: tuple[object, ...], compute: Callable[[], Found]
    ) -> Found:
        """Return what a stage came to with these ``parts``, all that decides its result."""
        key = self._key(stage, parts)
        path = self._folder / f"{stage}-{key}"
        known: list[Found] = [] if self._anew else _read(path)
        if known:
            found = known[0]
        else:
            self.computed.append(stage)
            found = compute()
            self._write(path, found)
            self._drop_oldest(stage, path)
        if not isinstance(found, _SMALL):
            self._digests[id(found)] = (found, f"{stage}-{key}".encode())
        return found

    def each(
        self,
        stage: str,
        parts: tuple[object, ...],
        items: Sequence[str],
        compute: Callable[[Sequence[str]], Sequence[Found]],
    ) -> list[Found]:
        """Return what a stage says of each text; ``compute`` is asked of the new ones only.

        The file holds hashes of the texts and the answers, no text.
        """
        path = self._folder / f"{stage}-{self._key(stage, parts)}"
        before = self._held_back(path) or _read(path)
        known: dict[str, Found] = {} if self._anew or not before else dict(before[0])
        keys = [hashlib.sha256(item.encode("utf-8", "surrogatepass")).hexdigest() for item in items]
        new = {key: item for key, item in zip(keys, items, strict=True) if key not in known}
        if new:
            self.computed.append(stage)
            answers = dict(zip(new, compute(list(new.values())), strict=True))
            meanwhile = self._held_back(path)  # what ``compute`` itself asked for
            whole = {**known, **(meanwhile[0] if meanwhile else {}), **answers}
            wanted = whole if len(whole) <= MOST_ITEMS else {key: whole[key] for key in keys}
            self._write(path, wanted)
            self._drop_oldest(stage, path)
            known = whole
        return [known[key] for key in keys]

    def _held_back(self, path: Path) -> list[Any]:
        """Return what is still to be written to a file, as the only member."""
        return [found for other, found in self._late or () if other == path][-1:]

    def has(self, stage: str, parts: tuple[object, ...]) -> bool:
        """Say whether a file of what a stage came to lies there; it may turn out damaged."""
        return not self._anew and (self._folder / f"{stage}-{self._key(stage, parts)}").is_file()

    def _key(self, stage: str, parts: tuple[object, ...]) -> str:
        total = hashlib.sha256(f"{stage}\0{_maker()}".encode())
        for part in parts:
            total.update(self._digest(part))
        return total.hexdigest()[:32]

    def _digest(self, part: object) -> bytes:
        if isinstance(part, _SMALL):
            return _sum(part)
        known = self._digests.get(id(part))
        if known is None:
            known = self._digests[id(part)] = (part, _sum(part))
        return known[1]

    def forget(self) -> None:
        """Let go of large parts that further stages might have rested on, and none will."""
        self._digests.clear()

    def flush(self) -> None:
        """Write what was held back, if there is a cache by now."""
        late, self._late = self._late or [], None
        if self._folder.parent.is_dir():
            for path, found in late:
                self._write(path, found)

    def _write(self, path: Path, found: object) -> None:
        if self._late is not None:
            self._late.append((path, found))
            return
        data = to_bytes(found)
        with suppress(OSError):  # then it is computed again the next time
            write_whole(path, hashlib.sha256(data).digest() + data)

    def _drop_oldest(self, stage: str, newest: Path) -> None:
        """Drop what was not used for longest; first what is of the future: its clock was wrong."""
        held = [
            path
            for path in self._folder.glob(f"{stage}-*")
            if path.name.rpartition("-")[0] == stage
        ]
        with suppress(OSError):
            now = newest.stat().st_mtime_ns
            used = {path: path.stat().st_mtime_ns for path in held}
            held.sort(key=lambda path: (used[path] > now, -used[path]))
            for path in held[MOST_FIGURES if stage.startswith(FIGURE) else MOST_KEPT :]:
                clear_away(path)


def _sum(part: object) -> bytes:
    total = hashlib.sha256()
    for data in digested(part):
        total.update(f"{len(data)}\0".encode())
        total.update(data)
    return total.digest()


@cache
def _maker() -> str:
    return hashlib.sha256(json.dumps(made_by(), sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> list[Any]:
    """Return what a file holds, as the only member; nothing if it is missing or damaged."""
    try:
        data = path.read_bytes()
        if hashlib.sha256(data[_SUM:]).digest() != data[:_SUM]:
            return []
        found = from_bytes(data[_SUM:])
    except UNREADABLE:
        return []
    with suppress(OSError):
        os.utime(path)  # the last used are kept
    return [found]
