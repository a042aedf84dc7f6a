"""How many passages must be coded twice, code by code, by the sample-size rule. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.procedures.second_coder.reviewed.material import Entry, Material

LEAST, GOOD = 0.667, 0.800
"""Alphas that a sample is to tell from less."""
RARE = 0.05
"""Codes of a smaller share than this do not decide the size that is proposed."""
WITHOUT_SHARES = 100
"""Proposed where no share is known, or no coefficient is wanted."""


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


def proposed_size(needed: Sequence[Needed], *, total: int) -> int:
    """Return the size that suffices, at ``LEAST``, for every code that is not rare.

    Where all are rare it is what the commonest asks for; never more passages than there are.
    """
    common = [one.least for one in needed if one.share >= RARE]
    rare = [one.least for one in needed]
    return min(total, max(common) if common else min(rare, default=WITHOUT_SHARES))


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
