"""How far the machine's confidence can be relied on: calibration, and risk by coverage."""

from dataclasses import dataclass

ANYONE = "any of the people"
"""How tables name those whose coding is meant where a code counts as applied if any person applied
it; told apart from a person of that name by ``everyone``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationGroup:
    """Passages of like confidence, and for how many the person applied the first suggestion."""

    coder: str
    """A person's name, or ``ANYONE``."""
    group: str
    """``1`` and up by rising confidence, or ``all``."""
    low: float
    """Least and greatest confidence of the group."""
    high: float
    passages: int
    mean_confidence: float
    right: int
    share_right: float
    share_low: float
    """Of the share, 95 %, as if passages were independent."""
    share_high: float
    error: float
    """|mean confidence - share right|; of ``all`` the groups' mean weighted by passages."""
    everyone: bool = False
    """Whether all people together are meant, not a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """First suggestions, highest confidence first: how many of them the person did not apply."""

    coder: str
    point: str
    """``curve``, or ``in use``: what the machine answered in this run."""
    coverage: float
    """Share of the passages that are answered."""
    confidence: float | None
    """The least among those answered."""
    passages: int
    wrong: int
    risk: float | None
    low: float | None
    """Of the risk, 95 %, as if passages were independent."""
    high: float | None
    area: float | None
    """Under the whole curve; only where all passages are answered."""
    everyone: bool = False
    """Whether all people together are meant, not a person."""
