"""Windows, as far as Linux can imitate it: what it refuses, at random but with a seed.

- Renaming and removing is refused for a moment, as where a virus scanner looks at a file.
- Paths of more than 260 characters, and folders of more than 248, cannot be made.
- Names that it keeps for devices, or with signs that it does not allow, cannot be made.
- A name in other letters of the case is the same file; here it may not be made beside the other.
- A folder lists its files in no order that is promised.
- What is printed goes to a console of the code page 1252, strictly.
"""

import io
import os
import random
import re
import sys
from contextlib import contextmanager
from pathlib import Path

LONGEST, LONGEST_FOLDER = 259, 247
_NOT_ALLOWED = re.compile(r'[<>:"|?*\x00-\x1f]|[ .]$')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


class Windows:
    """What is refused, and how often it was."""

    def __init__(self, root, seed, *, refused=0.3):
        self.root, self.rng, self.refused = Path(root), random.Random(seed), refused  # noqa: S311
        self.count = {"held": 0, "long": 0}

    def hold(self, path):
        """Refuse now and then, as where another program looks at a file."""
        if self._inside(path) and self.rng.random() < self.refused:
            self.count["held"] += 1
            raise _error(PermissionError, 13, 32, path)

    def make(self, path, longest):
        """Refuse a name or path that Windows would."""
        if not self._inside(path):
            return
        place = Path(os.path.abspath(path))  # noqa: PTH100
        if len(str(place)) > longest:
            self.count["long"] += 1
            raise _error(FileNotFoundError, 2, 3, path)
        if _NOT_ALLOWED.search(place.name) or _DEVICES.fullmatch(place.name):
            raise _error(OSError, 22, 123, path)
        if not os.path.lexists(place) and place.parent.is_dir():
            beside = [name for name in LISTDIR(place.parent) if name.lower() == place.name.lower()]
            assert not beside, f"{place.name} beside {beside}: one file on Windows"

    def _inside(self, path):
        return isinstance(path, str | os.PathLike) and str(self.root) in str(path)


LISTDIR = os.listdir


def _error(kind, number, of_windows, path):
    error = kind(number, "refused as by Windows", str(path))
    error.winerror = of_windows
    return error


@contextmanager
def windows(monkeypatch, root, seed, *, refused=0.3):  # noqa: C901 - a patch for each call
    """Imitate Windows for all that lies below a folder."""
    system = Windows(root, seed, refused=refused)

    def guarded(name, *checks):
        real = getattr(os, name)

        def call(*arguments, **more):
            for check in checks:
                check(*arguments)
            return real(*arguments, **more)

        patch.setattr(os, name, call)

    def made(longest, place=0):
        return lambda *arguments: system.make(arguments[place], longest)

    real_open, real_os_open, real_scandir = io.open, os.open, os.scandir

    def opened(path, mode="r", *rest, **more):
        if set(mode) & set("wxa+"):
            system.make(path, LONGEST)
        return real_open(path, mode, *rest, **more)

    def os_opened(path, flags, *rest, **more):
        if flags & os.O_CREAT:
            system.make(path, LONGEST)
        return real_os_open(path, flags, *rest, **more)

    class Shuffled:
        """The entries of a folder, in no order."""

        def __init__(self, *arguments):
            with real_scandir(*arguments) as found:
                self.entries = list(found)
            system.rng.shuffle(self.entries)
            self.entries = iter(self.entries)

        def __iter__(self):
            return self.entries

        def __next__(self):
            return next(self.entries)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.close()

        def close(self):
            """Nothing is held open."""

    def listed(*arguments):
        found = LISTDIR(*arguments)
        system.rng.shuffle(found)
        return found

    with monkeypatch.context() as patch:
        guarded("replace", lambda old, _: system.hold(old), made(LONGEST, 1))
        guarded("rename", lambda old, _: system.hold(old), made(LONGEST, 1))
        guarded("unlink", lambda path, *_: system.hold(path))
        guarded("rmdir", lambda path, *_: system.hold(path))
        guarded("mkdir", made(LONGEST_FOLDER))
        patch.setattr(os, "open", os_opened)
        patch.setattr(io, "open", opened)
        patch.setattr("builtins.open", opened)
        patch.setattr(os, "scandir", Shuffled)
        patch.setattr(os, "listdir", listed)
        yield system


@contextmanager
def console(monkeypatch, code_page="cp1252"):
    """Let what is printed go to a console of a code page, strictly; yield what was printed."""
    streams = {
        name: io.TextIOWrapper(io.BytesIO(), encoding=code_page, errors="strict", newline="\n")
        for name in ("stdout", "stderr")
    }
    with monkeypatch.context() as patch:
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)

        def said(name):
            streams[name].flush()
            return streams[name].buffer.getvalue().decode(code_page)

        yield said
