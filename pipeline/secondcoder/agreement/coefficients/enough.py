"""What there must be at least for an interval, and why there is none; empty if there is enough."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEAST_DOCUMENTS = 5
"""A convention (docs/agreement.md); coverage was measured from six documents on (docs/agreement-
simulations.md)."""
LEAST_CARRYING = 10
"""Units with a code below which no interval is given. A convention; with as few an interval is
wider than half of the scale (docs/agreement-simulations.md)."""
LEAST_AGREED = 2
"""Units on which coders agree that a code applies, below which no interval is given: with fewer it
holds the true value of kappa in three quarters of simulated studies other than those reported; with
more demanded, a tenth and more of all intervals went for no better coverage."""


def too_few(documents: int, occurs_in: int | None) -> str:
    """Return why there is no interval over so few documents, or of a code in so few of them."""
    if documents < LEAST_DOCUMENTS:
        return f"{_count(documents)}; at least {LEAST_DOCUMENTS} are needed"
    if occurs_in is not None and occurs_in < LEAST_DOCUMENTS:
        return f"the code occurs in {_count(occurs_in)}; at least {LEAST_DOCUMENTS} are needed"
    return ""


def too_rare(units: NDArray[np.float64] | None) -> str:
    """Return why there is no interval of a code that so few units carry."""
    if units is None or units.sum() >= LEAST_CARRYING:
        return ""
    return f"{units.sum():.0f} units carry a code; at least {LEAST_CARRYING} are needed"


def too_seldom_agreed(agreed: ArrayLike | None, units: NDArray[np.float64] | None) -> str:
    """Return why there is no interval where coders hardly ever agree that a code applies."""
    if agreed is None:
        return ""
    count = int(np.asarray(agreed).sum())
    if count >= LEAST_AGREED:
        return ""
    found = "on no unit" if not count else "on one unit alone"
    carry = "" if units is None else f" ({units.sum():.0f} carry one)"
    return (
        f"coders agree {found} that a code applies{carry}, and at least {LEAST_AGREED} such units "
        "are needed: too few documents for an interval"
    )


def _count(documents: int) -> str:
    return f"{documents} document{'' if documents == 1 else 's'}"
