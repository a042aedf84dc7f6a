"""A progress bar with the time left, for encoding."""

import sys
from types import TracebackType
from typing import Any, Self

SHORT = 300
"""Fewer texts than this are encoded before a bar would be read."""


class Bar:
    """Shows texts done and time left on the terminal's error stream."""

    def __init__(self, *, hidden: bool = False) -> None:
        self._hidden = hidden
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def __call__(self, done: int, total: int) -> None:
        """Move to ``done`` of ``total``; a new total begins a new bar."""
        if self._hidden or total < SHORT:
            return
        if self._bar is None or self._bar.total != total:
            from tqdm import tqdm

            self._close()
            self._bar = tqdm(
                total=total,
                desc="  encoding",
                unit="text",
                file=sys.stderr,
                bar_format="{desc} {bar:24} {n_fmt} of {total_fmt}, {remaining} left",
            )
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
