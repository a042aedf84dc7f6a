"""How many passages must be coded twice: for the headline's interval, and code by code. Pure."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from secondcoder.procedures.second_coder.reviewed.material import Entry, Material

LEAST, GOOD = 0.667, 0.800
"""Alphas that a sample is to tell from less."""
WIDTH = 0.10
"""Half the width of the 95 % interval of the headline that the proposed size is to give."""
CHANCE = 0.75
"""The distance between two passages' codes taken by chance, where nobody has coded."""
WITHOUT_COEFFICIENT = 100
"""Proposed where no coefficient is wanted."""
_TIMES = (0.5, 1, 2, 4)
"""Sizes that are compared, as multiples of the proposed one."""
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Needed:
    """What one code asks for."""

    entry: Entry
    share: float
    least: int
    """Passages needed for an alpha of ``LEAST``."""
    good: int
    """Passages needed for an alpha of ``GOOD``."""


def needed_by_code(material: Material) -> list[Needed]:
    """Return the passages needed for each code of the codebook that was applied, if not to all.

    The share is that of the passages people saw to which any of them gave the code; where nobody
    coded, that of all passages to which the machine gave it.
    """
    from secondcoder.agreement.coefficients.sample_size import whole_units

    shares = _shares(material)
    return [
        Needed(
            entry,
            shares[entry.id],
            *(whole_units(shares[entry.id], alpha=alpha) for alpha in (LEAST, GOOD)),
        )
        for entry in material.codable
        if entry.in_codebook and 0 < shares.get(entry.id, 0) < 1
    ]


@dataclass(frozen=True, slots=True)
class Size:
    """What a number of passages would give."""

    passages: int
    half_width: float
    """Of the headline's 95 % interval, if its value is ``LEAST``; narrower where it is higher."""


def proposed_size(material: Material) -> int:
    """Return the size that gives the headline an interval of ``WIDTH`` to each side.

    Never more passages than there are.
    """
    if not material.counted:
        return min(len(material.passages), WITHOUT_COEFFICIENT)
    spread = half_width(1, chance=chance_distance(material))
    return min(len(material.passages), math.ceil((spread / WIDTH) ** 2))


def sizes(material: Material) -> list[Size]:
    """Return what the proposed size gives, and what less and more would give."""
    if not material.counted:
        return []
    total, chance = len(material.passages), chance_distance(material)
    proposed = proposed_size(material)
    numbers = {min(total, max(1, round(proposed * times))) for times in _TIMES}
    return [Size(number, half_width(number, chance=chance)) for number in sorted(numbers)]


def half_width(passages: int, *, alpha: float = LEAST, chance: float) -> float:
    """Return half the width of mv-alpha's 95 % interval at a value, at most.

    Alpha is 1 - Do/De. A passage's distance between two coders lies from 0 to 1, so that of mean
    m = (1-α)De it has at most the variance m(1-m), and α the standard error √(m(1-m)/n)/De. De is
    taken as known and passages as independent.
    """
    mean = (1 - alpha) * chance
    return _Z * math.sqrt(mean * (1 - mean) / passages) / chance


def chance_distance(material: Material) -> float:
    """Return the mean distance 1 - 2|C∩K|/(|C|+|K|) between the codes of two passages, by people.

    Over all pairs of sets that people gave; ``CHANCE`` where nobody has coded, or all alike.
    """
    sets = Counter(
        frozenset(coding.get(passage, ()))
        for coder, coding in material.human.items()
        for passage in material.seen[coder]
    )
    total = sum(sets.values())
    if total < 2:
        return CHANCE
    apart = sum(
        many * other * _distance(one, two)
        for one, many in sets.items()
        for two, other in sets.items()
        if one != two
    )
    return apart / (total * (total - 1)) or CHANCE


def _distance(one: frozenset[str], two: frozenset[str]) -> float:
    return 1 - 2 * len(one & two) / (len(one) + len(two))


def _shares(material: Material) -> Mapping[str, float]:
    seen = set().union(*material.seen.values())
    applied: dict[str, set[str]] = {}
    for coding in material.human.values() if seen else [material.machine]:
        for passage, codes in coding.items():
            applied.setdefault(passage, set()).update(codes)
    counts = Counter(
        code
        for codes in applied.values()
        for code in {one for c in codes for one in (c, *material.above[c])}
    )
    total = len(seen) or len(material.passages)
    return {code: count / total for code, count in counts.items()}
