"""Ways out of a study that cannot be read: its file names what is gone, or is no use any more."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secondcoder.app.corrections import Change, make_change
from secondcoder.app.understanding import Readings, config_now
from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.documents import find_files
from secondcoder.study.edit import remove, set_value
from secondcoder.study.infer import infer_config
from secondcoder.study.statements import Path as Place
from secondcoder.study.write import config_text

_KEPT = ("title", "stance")
"""What people said of the study as a whole, and what no file tells."""


def lacking(folder: Path, text: str) -> list[str]:
    """Return the paths that a ``study.toml`` names and no file answers to."""
    return list(dict.fromkeys(path for _, path in _named(text) if not _is_there(folder, path)))


def go_on_without(readings: Readings, folder: Path, path: str) -> Change:
    """Take what names a file that is gone out of ``study.toml``."""
    now = text = config_now(folder)
    if path not in lacking(folder, text):
        raise SecondcoderError(f"{path} is there, or not named any more", hint="Look again.")
    for place, named in reversed(list(_named(now))):
        text = remove(text, place) if named == path else text
    change = Change(text, f"{path} is gone, and no part of the study any more")
    make_change(readings, folder, change)
    return change


def begin_anew(readings: Readings, folder: Path) -> Change:
    """Write ``study.toml`` as if the files were read for the first time; it can be taken back."""
    text, before = config_text(infer_config(folder)), _parsed(config_now(folder))
    for key in _KEPT:
        if isinstance(before.get(key), str):
            text = set_value(text, (key,), before[key])
    change = Change(text, "study.toml was written anew from the files")
    make_change(readings, folder, change)
    return change


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _named(text: str) -> Iterator[tuple[Place, str]]:
    """Yield the parts of a ``study.toml`` that read files, with the path that each names."""
    data = _parsed(text)
    book = data.get("codebook")
    if isinstance(book, dict) and isinstance(book.get("path"), str):
        yield ("codebook",), book["path"]
    for section in ("documents", "coding"):
        held = data.get(section)
        for number, one in enumerate(held if isinstance(held, list) else ()):
            if isinstance(one, dict) and isinstance(one.get("path"), str):
                yield (section, number), one["path"]


def _is_there(folder: Path, path: str) -> bool:
    try:
        return bool(find_files(folder, path))
    except SecondcoderError:
        return False
