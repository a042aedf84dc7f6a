"""Figures that are drawn once, beside other work: what shows the same is taken from before."""

from collections.abc import Callable, Mapping
from functools import partial

from secondcoder.page.figures.style import Drawn
from secondcoder.procedures.kept import FIGURE
from secondcoder.protocols import Beside, Keep, alone

Awaited = Callable[[], Drawn | None]
Once = Callable[..., Awaited]


def drawn_once(
    keep: Keep | None,
    beside: Beside | None,
    draw: Callable[..., Drawn | None],
    *shown: object,
    **named: object,
) -> Awaited:
    """Begin ``draw(*shown, **named)``; what is returned waits for it.

    Where ``keep`` is given it is drawn as its files, if it was not before.
    """
    if keep is None:
        return partial(draw, *shown, **named)
    stage, parts = f"{FIGURE} {draw.__name__}", (*shown, named)
    if keep.has(stage, parts):
        return partial(keep, stage, parts, partial(files_of, draw, shown, named))
    return partial(keep, stage, parts, (beside or alone)(files_of, draw, shown, named))


def files_of(
    draw: Callable[..., Drawn | None], shown: tuple[object, ...], named: Mapping[str, object]
) -> Drawn | None:
    """Return a figure as its files."""
    figure = draw(*shown, **named)
    return figure.as_files() if figure else None


def by_name(*figures: Awaited) -> dict[str, Drawn]:
    """Return the figures for which there were data, by their names.

    Those begun last are asked for first: what works beside has begun with the first.
    """
    found = [figure() for figure in reversed(figures)]
    return {figure.name: figure for figure in reversed(found) if figure is not None}
