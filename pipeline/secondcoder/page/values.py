"""Numbers and lists as pages say them: rounded, counted, joined."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

MISSING = "–"


def decimal(value: float | None) -> str:
    """Return a value with two decimals, or a dash where it is undefined."""
    return MISSING if _undefined(value) else f"{value:.2f}".replace("-", "−")


def percent(value: float | None) -> str:
    """Return a share as a percentage, or a dash where it is undefined."""
    return MISSING if value is None or _undefined(value) else f"{100 * value:.0f} %"


def percent2(value: float | None) -> str:
    """Return a percent, already times 100, with two decimals, or a dash where it is undefined."""
    return MISSING if _undefined(value) else f"{value:.2f} %"


def whole(value: float | None) -> str:
    """Return a whole number, or a dash where it is not known."""
    if value is None or _undefined(value):
        return MISSING
    return f"{int(value):,}".replace(",", "\u202f")


def interval(low: float | None, high: float | None) -> str:
    """Return ``0.41 to 0.68``, or an empty string."""
    return "" if _undefined(low) or _undefined(high) else f"{decimal(low)} to {decimal(high)}"


def with_interval(value: str, low: float | None, high: float | None) -> str:
    """Return a value with its interval in brackets, if there is one."""
    ends = interval(low, high)
    return f"{value} ({ends})" if ends else value


def count(number: int, noun: str, many: str = "") -> str:
    """Return a number and its noun, such as ``1 passage`` or ``12 passages``."""
    return f"{whole(number)} {noun if number == 1 else many or noun + 's'}"


def joined(parts: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def chosen(run: Mapping[str, Any], key: str) -> str:
    """Return an entry of ``run.json`` as text; empty if it is not there."""
    value = run.get(key)
    return "" if value is None else str(value)


def _undefined(value: float | None) -> bool:
    return value is None or math.isnan(value)
