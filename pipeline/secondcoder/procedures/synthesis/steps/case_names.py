"""Names that stand for the same case or heading though they are spelt otherwise."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence

ALIKE = 0.9
"""Share of letters in common from which two names are one, misspelt. Not measured."""
_BRACKETS = re.compile(r"\(([^()]{2,40})\)")
_NOT_WORDS = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """Return a name without case, marks and spare blanks."""
    folded = name.casefold().replace("&", " and ").replace("’", "'").removesuffix("'s")
    return " ".join(_NOT_WORDS.sub(" ", folded).split())


def same_name(first: str, second: str) -> bool:
    """Say whether two names are one.

    They are if they are equal but for case and marks, if one is the other's acronym in brackets,
    for a slip of the pen, or if one is the end (or beginning) of the other, in two words or more.
    """
    one, other = plain(first), plain(second)
    if one == other:
        return bool(one)
    if _bracketed(first, other) or _bracketed(second, one):
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter.split()) > 1 and (
        longer.endswith(f" {shorter}") or longer.startswith(f"{shorter} ")
    ):
        return True
    return len(shorter) > 5 and difflib.SequenceMatcher(None, one, other).ratio() >= ALIKE


def one_spelling(sections: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return for every name the spelling that stands for it: the commonest, then the first.

    ``sections`` hold the names that stand together; two names of one section are never one.
    """
    apart = {
        frozenset((one, other))
        for names in sections
        for one in names
        for other in names
        if plain(one) != plain(other)
    }
    counts = Counter(name for names in sections for name in names)
    groups: list[list[str]] = []
    for name in sorted(counts, key=lambda name: -counts[name]):  # stable: the first seen first
        home = next((group for group in groups if _belongs(name, group, apart)), None)
        if home is None:
            groups.append([name])
        else:
            home.append(name)
    return {name: group[0] for group in groups for name in group}


def find_name(name: str, among: Iterable[str]) -> str:
    """Return which of the names is meant, exact spellings first; empty if none or several are."""
    names = list(among)
    exact = [one for one in names if plain(one) == plain(name)]
    near = exact or [one for one in names if same_name(one, name)]
    return near[0] if len(near) == 1 else ""


def _belongs(name: str, group: Sequence[str], apart: set[frozenset[str]]) -> bool:
    if any(frozenset((name, other)) in apart for other in group):
        return False
    return any(same_name(name, other) for other in group)


def _bracketed(name: str, plain_other: str) -> bool:
    return any(plain(inside) == plain_other for inside in _BRACKETS.findall(name))
