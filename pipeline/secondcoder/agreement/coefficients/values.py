"""What a coefficient returns: a number, or the reason why there is none."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A number, or ``None`` with the reason; never NaN, and never 1 by default.

    Exactly one of the two holds: ``value`` is a finite number and ``reason`` is empty, or
    ``value`` is ``None`` and ``reason`` says why, in words a reader of the report understands.
    """

    value: float | None
    reason: str = ""
    observed: float | None = None
    """What the coefficient compares with chance: observed agreement, or for the alphas
    observed disagreement; ``None`` where it does not apply. Kept where the value is undefined."""
    expected: float | None = None
    """What chance alone would give, in the same terms as ``observed``."""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise ValueError("a Value holds either a number or a reason")
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError(f"a Value is finite, not {self.value}")

    @property
    def defined(self) -> bool:
        """Whether there is a number."""
        return self.value is not None

    def __format__(self, spec: str) -> str:
        """Format the number; an undefined value is written ``undefined (reason)``."""
        return f"undefined ({self.reason})" if self.value is None else format(self.value, spec)


def undefined(
    reason: str, *, observed: float | None = None, expected: float | None = None
) -> Value:
    """Return a value that is not there, with its reason."""
    return Value(None, reason, observed, expected)


def ratio(numerator: float, denominator: float, *, otherwise: str) -> Value:
    """Return ``numerator / denominator``, or undefined for the reason given if it is over 0."""
    if denominator == 0:
        return undefined(otherwise)
    return Value(numerator / denominator)


def numbers(values: Iterable[Value]) -> list[float]:
    """Return the numbers among the values, in order; undefined values are left out."""
    return [value.value for value in values if value.value is not None]
