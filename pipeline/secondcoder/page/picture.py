"""A figure as the page shows it: an image, what it says in words, and its data as a table."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.page.figures.style import Drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table of the page."""

    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    """Cells, shown as text."""
    numeric: frozenset[int] = frozenset()
    """Places of columns that are set flush right."""
    name: str = ""
    """What a screen reader calls it."""
    links: tuple[str, ...] = ()
    """Where the first cell of each row leads; none, or one for every row."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure of the page."""

    source: str
    alt: str
    caption: str
    data: Grid


def grid(
    name: str,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    numeric: Sequence[int] = (),
    links: Sequence[str] = (),
) -> Grid:
    """Return a table of the page; ``links`` says where each row's first cell leads."""
    return Grid(
        head=tuple(head),
        rows=tuple(tuple(row) for row in rows),
        numeric=frozenset(numeric),
        name=name,
        links=tuple(links),
    )


def picture(figure: Drawn | None, *, alt: str, caption: str, data: Grid) -> Picture | None:
    """Return a figure with its words, or nothing where nothing was drawn."""
    if figure is None:
        return None
    encoded = base64.b64encode(figure.svg.encode("utf-8")).decode("ascii")
    return Picture(f"data:image/svg+xml;base64,{encoded}", alt, caption, data)
