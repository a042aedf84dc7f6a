"""Small things every section needs: rows, numbers in words, cut texts, looked-up passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

MISSING = "–"
PREVIEW = 700
"""Characters of a passage shown before the rest is folded away."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage as it is shown: verbatim, with where it stands."""

    id: str
    text: str
    document: str
    speaker: str
    start: int
    end: int

    @property
    def place(self) -> str:
        """Document, speaker and offsets, as far as known."""
        said = f"{self.document} · {self.speaker}" if self.speaker else self.document
        return f"{said} · characters {self.start}–{self.end}"

    @property
    def head(self) -> str:
        """Its beginning, if it is too long to show at once; otherwise an empty string."""
        if len(self.text) <= PREVIEW:
            return ""
        return self.text[: PREVIEW - 100].rsplit(" ", 1)[0] + " …"


class Quotes:
    """Passages by their id."""

    def __init__(self, passages: pd.DataFrame) -> None:
        columns = ["passage_id", "text", "document", "speaker", "start", "end"]
        self._by_id = {row[0]: Quote(*row) for row in passages[columns].to_numpy().tolist()}

    def of(self, ids: Sequence[str]) -> list[Quote]:
        """Return those that are there, in the order asked for."""
        return [self._by_id[one] for one in ids if one in self._by_id]


def rows(df: pd.DataFrame) -> list[Any]:
    """Return the rows as named tuples."""
    return list(df.itertuples(index=False))


def decimal(value: Any) -> str:
    """Return a value with two decimals, or a dash where it is undefined."""
    return MISSING if pd.isna(value) else f"{value:.2f}".replace("-", "−")


def percent(value: Any) -> str:
    """Return a share as a percentage, or a dash where it is undefined."""
    return MISSING if pd.isna(value) else f"{100 * value:.0f} %"


def percent2(value: Any) -> str:
    """Return a percent, already times 100, with two decimals, or a dash where it is undefined."""
    return MISSING if pd.isna(value) else f"{value:.2f} %"


def whole(value: Any) -> str:
    """Return a whole number, or a dash where it is not known."""
    return MISSING if pd.isna(value) else f"{int(value):,}".replace(",", "\u202f")


def interval(low: Any, high: Any) -> str:
    """Return ``0.41 to 0.68``, or an empty string."""
    return "" if pd.isna(low) or pd.isna(high) else f"{decimal(low)} to {decimal(high)}"


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
