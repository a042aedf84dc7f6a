"""Names that files, codebooks and statistics programs accept, each different from the others."""

import re
import unicodedata
from collections.abc import Iterable

from secondcoder.file_names import composed, is_reserved
from secondcoder.records.codes import SEPARATOR

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\[\]]+')
_ENDING = re.compile(r"\.(txt|docx?|rtf|pdf|odt|html?|md|vtt|srt|epub|otr)$", re.IGNORECASE)
_STEPS = re.compile(rf"{SEPARATOR}|\\")
"""What parts the names of a path where a table holds one."""
_NOTHING = frozenset({"nan", "n/a", "none", "-", "–", "—"})
LONGEST_FILE = 80
"""Characters. File systems end at 255 bytes; 80 leaves room for folders. Not measured."""
LONGEST_ENDING = 10
LONGEST_COLUMN = 32
"""Characters: Stata's limit; SPSS allows 64 bytes."""


def file_stems(names: Iterable[str]) -> list[str]:
    """Return a file name without ending for each name, different in any letter case."""
    return distinct(map(_stem, names))


def file_name(name: str) -> str:
    """Return a name that files have on every system, with its ending."""
    stem, dot, ending = name.rpartition(".")
    ending = _UNSAFE.sub("", ending).strip()
    if not dot or not stem or not ending or len(ending) > LONGEST_ENDING:
        return _stem(name)
    return f"{_stem(stem)}.{ending}"


def distinct(names: Iterable[str]) -> list[str]:
    """Return the names, those that stand before in any letter case with a number."""
    taken: set[str] = set()
    kept = []
    for name in names:
        found, number = name, 1
        while found.casefold() in taken:
            number += 1
            found = f"{name} ({number})"
        taken.add(found.casefold())
        kept.append(found)
    return kept


def without_ending(name: str) -> str:
    """Return a document's name without the ending of a file of text."""
    return _ENDING.sub("", name) or name


def _stem(name: str) -> str:
    text = composed(name)
    text = " ".join(_UNSAFE.sub("_", without_ending(text)).split())
    while len(text.encode("utf-8", "replace")) > LONGEST_FILE:
        text = text[:-1]
    text = text.strip(" .~$") or "document"
    return f"_{text}" if is_reserved(text) else text


def code_name(name: str) -> str:
    """Return a code's name as a codebook table can hold it: one line, no path in it."""
    steps = _STEPS.split(" ".join(name.split()))
    text = " › ".join(step.strip() for step in steps if step.strip()).replace(";", ",")
    text = re.sub(r"^>\s|\s>$", "", text).strip()
    return f"{text} (code)" if text.casefold() in _NOTHING or not text else text


def column_names(names: Iterable[str], *, prefix: str = "c") -> list[str]:
    """Return a column name for each name that R and SPSS accept, numbered and thereby distinct.

    ASCII letters, digits and underscores, at most 32 characters, beginning with a letter.
    """
    return [
        f"{prefix}{number:03d}_{_ascii(name)}"[:LONGEST_COLUMN].rstrip("_")
        for number, name in enumerate(names, start=1)
    ]


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_").lower()
