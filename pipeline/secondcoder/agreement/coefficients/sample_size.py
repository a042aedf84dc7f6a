"""How many units must be coded twice before an alpha can be relied on."""

import math

from scipy.special import ndtri


def units_needed(
    share: float, *, alpha: float, coders: int = 2, significance: float = 0.05
) -> float:
    """Return how many units are needed to tell reliability above ``alpha`` from below.

    N = m z² [(1+α)(3-α) / (4(1-α) p(1-p)) - α], not rounded, for m coders, a code applied to a
    share p of the units, and z one-sided at the significance. Units are taken as independent;
    see ``design_effect``. Krippendorff (2019) Content Analysis, 4th ed., after Bloch & Kraemer
    (1989) Biometrics 45:269-287, eq. 3.7.
    """
    if not 0 < share < 1 or not 0 <= alpha < 1 or not 0 < significance < 1 or coders < 2:
        raise ValueError("a share between 0 and 1, an alpha from 0 and below 1, and two coders")
    z = float(ndtri(1 - significance))
    spread = (1 + alpha) * (3 - alpha) / (4 * (1 - alpha) * share * (1 - share))
    return coders * z**2 * (spread - alpha)


def whole_units(
    share: float,
    *,
    alpha: float,
    coders: int = 2,
    significance: float = 0.05,
    effect: float = 1.0,
) -> int:
    """Return ``units_needed`` times the design effect, rounded up."""
    return math.ceil(
        effect * units_needed(share, alpha=alpha, coders=coders, significance=significance)
    )


def design_effect(units_per_document: float, correlation: float) -> float:
    """Return 1 + (n̄ - 1)ρ: how many times more units are needed when they cluster in documents.

    n̄ is the mean number of units of a document, ρ their intra-class correlation. Kish (1965)
    Survey Sampling.
    """
    return 1 + (units_per_document - 1) * correlation


def units_that_show_a_code(share: float, *, chance: float = 0.95) -> int:
    """Return how many units must be read to meet a code of this share at least once.

    The smallest n with 1 - (1-p)^n ≥ chance, for independent units.
    """
    if not 0 < share < 1 or not 0 < chance < 1:
        raise ValueError("share and chance lie between 0 and 1")
    return math.ceil(math.log(1 - chance) / math.log(1 - share))
