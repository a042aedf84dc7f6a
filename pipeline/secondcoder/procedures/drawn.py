"""Figures that are drawn once: what shows the same is taken from what was kept."""

from collections.abc import Callable

from secondcoder.page.figures.style import Drawn
from secondcoder.procedures.kept import FIGURE
from secondcoder.protocols import Keep


def drawn_once(
    keep: Keep | None, draw: Callable[..., Drawn | None], *shown: object, **named: object
) -> Drawn | None:
    """Return ``draw(*shown, **named)``, as its files where ``keep`` is given."""
    if keep is None:
        return draw(*shown, **named)

    def files() -> Drawn | None:
        figure = draw(*shown, **named)
        return figure.as_files() if figure else None

    return keep(f"{FIGURE} {draw.__name__}", (*shown, named), files)
