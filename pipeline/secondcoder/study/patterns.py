"""Patterns that name the files of a folder in a ``study.toml``."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath

from secondcoder.study.schema import Documents


def patterns_of(texts: Sequence[str], prose: Sequence[str]) -> list[Documents]:
    """Return one pattern for the texts of a folder and ending, where it finds only them."""
    groups: dict[str, list[str]] = defaultdict(list)
    for path in texts:
        groups[_pattern(path)].append(path)
    sources = []
    for pattern, paths in sorted(groups.items()):
        matching = [p for p in prose if _pattern(p) == pattern]
        if len(paths) > 1 and matching == paths:
            sources.append(Documents(path=pattern))
        else:
            sources += [Documents(path=path) for path in paths]
    return sources


def _pattern(path: str) -> str:
    """Return the pattern that finds a file by folder and ending, in any letter case."""
    pure = PurePosixPath(path)
    return (pure.parent / f"*{pure.suffix.lower()}").as_posix()
