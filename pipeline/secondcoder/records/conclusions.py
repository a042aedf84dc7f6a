"""What a study concludes under one coding and under another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A difference under one coding, with its 95 % interval over documents."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The sign of a difference under two codings of the same passages."""

    kind: str
    """``order``, ``major`` or ``group``."""
    scope: str
    code_id: str
    other_code_id: str
    """The code that it is compared with, of kind ``order``."""
    attribute: str
    value: str
    """The group, of kind ``group``."""
    first: str
    """Whose conclusion it is: a person's name."""
    second: str
    second_is: str
    """``person``, ``machine``, ``reviewed`` or ``together``."""
    told_first: Telling
    told_second: Telling
    outcome: str
    """``holds``, ``flips`` or ``cannot be told``."""
