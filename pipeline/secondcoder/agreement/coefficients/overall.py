"""One number for many codes: pooled kappa, and the mean and range of a coefficient."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from secondcoder.agreement.coefficients.binary import NO_UNITS, TwoByTwo
from secondcoder.agreement.coefficients.values import Value, numbers, undefined


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """Unweighted mean and range of a coefficient over codes."""

    mean: Value
    low: Value
    high: Value
    defined: int
    """Codes that the mean and range are taken over."""
    undefined: int
    """Codes left out because the coefficient is undefined for them."""


def pooled_kappa(tables: Sequence[TwoByTwo]) -> Value:
    """Return the pooled kappa of several codes: (mean Po - mean Pe) / (1 - mean Pe).

    Po and Pe are Cohen's, averaged over codes with equal weight before the ratio is taken. It is
    not the mean of the kappas, and not the kappa of all codes' tables added up (both go by the
    same name elsewhere). A code that both coders left unused, or used everywhere, has
    Po = Pe = 1 and changes nothing; a code without units is left out. Undefined where no code
    is left or none varies. De Vries, Elliott, Kanouse & Teleki (2008) Field Methods 20:272-282.
    """
    with_units = [table for table in tables if table.units]
    if not with_units:
        return undefined(NO_UNITS if tables else "there are no codes")
    count = len(with_units)
    observed = sum(1 - table.disagreements / table.units for table in with_units) / count
    shortfall = sum(_one_less_chance(table) for table in with_units) / count
    if shortfall == 0:
        return undefined("no code varies between units", observed=observed)
    expected = 1 - shortfall
    return Value((observed - expected) / shortfall, observed=observed, expected=expected)


def _one_less_chance(table: TwoByTwo) -> float:
    """Return 1 - Pe, exactly 0 for a table without variation."""
    first, second = table.both + table.first_only, table.both + table.second_only
    rest_first, rest_second = table.units - first, table.units - second
    return (first * rest_second + second * rest_first) / table.units**2


def macro(values: Iterable[Value]) -> Macro:
    """Return the unweighted mean and range over codes, and how many codes they leave out.

    All three are undefined where no code has a value.
    """
    listed = list(values)
    found = numbers(listed)
    if not found:
        none = undefined("undefined for every code" if listed else "there are no codes")
        return Macro(mean=none, low=none, high=none, defined=0, undefined=len(listed))
    return Macro(
        mean=Value(sum(found) / len(found)),
        low=Value(min(found)),
        high=Value(max(found)),
        defined=len(found),
        undefined=len(listed) - len(found),
    )
