"""Every file of a study's folder, and why some are passed over; imports nothing that takes time."""

import os
from collections.abc import Iterator
from pathlib import Path

from secondcoder.file_names import composed, is_pattern, matching, relative_name

DEEPEST = 8
"""Folders below the study's own that are searched: deeper ones are somebody's whole disk. Not
measured."""
RESULTS = "folders of results by their name"
"""Why folders that the tool itself wrote are passed over."""
_RESULTS = frozenset({"runs", "results", "synthesis"})
COPIES = frozenset({"content/queries.csv", "content/queries.xlsx", "content/copies.json"})
"""Queries of a content analysis to fill in, and their marks; other files of a folder of that name
are the user's."""
_RECORD, _LINES = "record", ".jsonl"
"""The record of coding; a folder of that name with other files is the user's."""
ROUNDS, ROUND_CODEBOOK = "rounds", "codebook.csv"
"""The codebooks of rounds; a folder of that name with other files is the user's."""
_OWN = frozenset({"study.toml"})


def walk(folder: Path, inside: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield files and why they are passed over, if so; a folder passed over ends with ``/``."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: composed(entry.name))
    for entry in found:
        path = composed("/".join((*inside, entry.name)))
        directory = entry.is_dir()
        shown = f"{path}/" if directory else path
        if entry.name.startswith((".", "~$")):
            yield shown, "hidden files or lock files"
        elif not directory:
            if entry.is_file() and path not in _OWN:
                yield path, ""
        elif not inside and _is_own(Path(entry.path)):
            yield shown, RESULTS
        elif len(inside) >= DEEPEST:
            yield shown, f"deeper than {DEEPEST} folders"
        elif entry.is_symlink():
            yield shown, "links to other folders"
        else:
            yield from walk(Path(entry.path), (*inside, entry.name))


def found_by(folder: Path, pattern: str, *, hidden: bool = False) -> list[Path]:
    """Return the files that a pattern finds in a study's folder, in order.

    Those that the tool itself wrote are passed over, unless it names their folder: what one run
    wrote is no material of the next.
    """
    found = matching(folder, pattern, hidden=hidden)
    if not is_pattern(Path(pattern).parts[0]):
        return found
    return [file for file in found if not _is_written(folder, relative_name(folder, file))]


def _is_written(folder: Path, path: str) -> bool:
    """Return whether the tool itself wrote a file of a study, by its path there."""
    first, _, rest = path.partition("/")
    return path in COPIES or (bool(rest) and first != ".." and _is_own(folder / first))


def _is_own(folder: Path) -> bool:
    """Return whether the tool itself wrote a folder."""
    named = folder.name in _RESULTS or folder.name.endswith(".secondcoder")
    if folder.name == ROUNDS:
        return _is_rounds(folder)
    return named or (folder.name == _RECORD and _is_record(folder))


def _is_record(folder: Path) -> bool:
    """Return whether a folder holds what is done on the pages and nothing of the user's."""
    names = [name for _, _, files in os.walk(folder) for name in files if name[0] != "."]
    return all(name.endswith(_LINES) for name in names)


def _is_rounds(folder: Path) -> bool:
    """Return whether a folder holds codebooks of rounds and nothing of the user's."""
    entries = [one for one in folder.iterdir() if one.name[0] != "."]
    return bool(entries) and all(
        one.is_dir()
        and one.name.isdecimal()
        and {file.name for file in one.iterdir() if file.name[0] != "."} <= {ROUND_CODEBOOK}
        for one in entries
    )
