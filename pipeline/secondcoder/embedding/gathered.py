"""Rows of texts and of their parts, gathered from the windows that a model reads."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from secondcoder.protocols import Floats, Spans


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text that the model reads at once."""

    text: int
    start: int
    words: str


class Gathered:
    """Rows of texts and of their parts, gathered window by window."""

    def __init__(self, parts: Sequence[Spans]) -> None:
        self._starts = np.cumsum([0, *(len(spans) for spans in parts)])
        self._of_text: dict[int, list[tuple[int, Floats]]] = {}
        self._of_part: dict[int, list[tuple[int, Floats]]] = {}

    def add(self, window: Window, row: Floats) -> None:
        """Take in the row of a window."""
        self._of_text.setdefault(window.text, []).append((window.start, row))

    def add_part(self, window: Window, part: int, total: Floats) -> None:
        """Take in the sum of a part's word pieces in a window."""
        place = int(self._starts[window.text]) + part
        self._of_part.setdefault(place, []).append((window.start, total))

    def rows(self) -> tuple[Floats, Floats]:
        """Return unit rows of all texts and of all parts.

        Windows are added up in their order in the text. A part without word pieces of its own
        stands for its text.
        """
        texts = [_unit(self._of_text[text]) for text in range(len(self._starts) - 1)]
        of_part = np.repeat(np.arange(len(texts)), np.diff(self._starts))
        parts = [
            _unit(self._of_part[place]) if place in self._of_part else texts[text]
            for place, text in enumerate(of_part)
        ]
        size = len(texts[0])
        return np.stack(texts), np.stack(parts) if parts else np.empty((0, size), np.float32)


def _unit(found: list[tuple[int, Floats]]) -> Floats:
    """Return the direction of a sum over windows, in their order in the text."""
    ordered = [row for _, row in sorted(found, key=lambda one: one[0])]
    total: Floats = np.add.reduce(ordered, axis=0, dtype=np.float32)
    unit: Floats = (total / max(float(np.linalg.norm(total)), 1e-12)).astype(np.float32)
    return unit
