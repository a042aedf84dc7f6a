"""Numbers and lists as pages say them: rounded, counted, joined."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

MISSING = "–"


def decimal(value: float | None) -> str:
    """Return a value with two decimals, or a dash where it is undefined."""
    return MISSING if _undefined(value) else _signed(f"{value:.2f}")


def fine(value: float | None) -> str:
    """Return a value with three decimals, where two would hide on which side of 0 it lies."""
    return MISSING if _undefined(value) else _signed(f"{value:.3f}")


def _signed(number: str) -> str:
    """Return a number with a minus sign; nothing is less than nothing by rounding."""
    return number.lstrip("-") if float(number) == 0 else number.replace("-", "−")


def percent(value: float | None) -> str:
    """Return a share as a percentage, or a dash where it is undefined.

    All and none are said only of all and none: 0.997 is 99.7 %, and 0.9999 more than 99.9 %.
    """
    if value is None or _undefined(value):
        return MISSING
    if 0 < value < 1 and f"{100 * value:.0f}" in {"0", "100"}:
        return f"{100 * min(max(value, 0.001), 0.999):.1f} %"
    return f"{100 * value:.0f} %"


def percent_with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """Return a share and its interval in percent; the interval ends where shares end."""
    if low is None or high is None or _undefined(low) or _undefined(high):
        return percent(value)
    return f"{percent(value)} ({percent(max(0.0, low))} to {percent(min(1.0, high))})"


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


def quoted(label: str) -> str:
    """Return a label in quotation marks; a line in participants' words has them already."""
    return label if label.startswith("“") else f"“{label}”"


def joined(parts: Sequence[str]) -> str:
    """Return ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def chosen(run: Mapping[str, Any], key: str) -> str:
    """Return an entry of ``run.json`` as text; empty if it is not there."""
    value = run.get(key)
    return "" if value is None else str(value)


def _undefined(value: float | None) -> bool:
    return value is None or math.isnan(value)
