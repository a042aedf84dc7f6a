"""Two coders' stretches of shared text, and the rows made of a pair over one kind of unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from secondcoder.agreement.coefficients.continuum import Marks, SharedText
from secondcoder.agreement.coefficients.counts import PairCounts
from secondcoder.agreement.coefficients.intervals import Interval
from secondcoder.agreement.coefficients.spans import Span, span_characters
from secondcoder.agreement.coefficients.values import Value
from secondcoder.agreement.study.pairs import Pair, about, ends
from secondcoder.agreement.study.scopes import Scope
from secondcoder.records.agreement import UnitAgreement
from secondcoder.records.coders import Coder


@dataclass(frozen=True, slots=True)
class Marked:
    """Two coders' stretches within the text that both saw, document by document."""

    names: tuple[Coder, Coder]
    texts: tuple[SharedText, ...]
    first: tuple[dict[int, tuple[Span, ...]], ...]
    """For each document, by the code's place in the frame; merged, in offsets of ``texts``."""
    second: tuple[dict[int, tuple[Span, ...]], ...]

    @classmethod
    def of(
        cls, names: tuple[Coder, Coder], texts: Sequence[SharedText], first: Marks, second: Marks
    ) -> "Marked":
        """Cut both coders' marks to the text that both saw."""
        return cls(names, tuple(texts), *(_cut(texts, marks) for marks in (first, second)))

    def counts(self, codes: int) -> PairCounts:
        """Return the counts of characters."""
        cells = np.zeros((len(self.texts), codes, 4), dtype=np.int64)
        for row, (text, one, two) in enumerate(
            zip(self.texts, self.first, self.second, strict=True)
        ):
            length = text.length
            cells[row, :, 3] = length
            for code in one.keys() | two.keys():
                found = span_characters(one.get(code, ()), two.get(code, ()), length=length)
                cells[row, code] = found.both, found.first_only, found.second_only, found.neither
        return PairCounts(cells, len(self.texts))

    def spans(self, code: int) -> list[tuple[tuple[Span, ...], tuple[Span, ...]]]:
        """Return both coders' stretches of a code, for every document."""
        both = zip(self.first, self.second, strict=True)
        return [(one.get(code, ()), two.get(code, ())) for one, two in both]


def _cut(texts: Sequence[SharedText], marks: Marks) -> tuple[dict[int, tuple[Span, ...]], ...]:
    found = []
    for text in texts:
        cut = {code: text.cut(spans) for code, spans in marks.get(text.document, {}).items()}
        found.append({code: spans for code, spans in cut.items() if spans})
    return tuple(found)


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes the rows of one pair and unit."""

    pair: Pair
    unit: str
    counted: int
    documents: int

    def __call__(
        self,
        coefficient: str,
        value: Value,
        interval: Interval | None = None,
        *,
        scope: Scope | None = None,
        code: int | None = None,
        name: str = "",
        note: str = "",
    ) -> UnitAgreement:
        """Return the row of a coefficient over a scope, one code, or what ``name`` says."""
        low, high = ends(interval) or (None, None)
        notes = [value.reason or note, about(interval) if interval and value.defined else ""]
        first, second = self.pair.names
        return UnitAgreement(
            first=first,
            second=second,
            unit=self.unit,
            scope=scope.name if scope else name,
            code_id="" if code is None else self.pair.frame.codes[code].id,
            coefficient=coefficient,
            value=value.value,
            low=low,
            high=high,
            counted=self.counted,
            documents=self.documents,
            note="; ".join(part for part in notes if part),
        )
