"""What is worked out from all that was done: kept, and brought up to date by what changed since."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Kept:
    basis: Hashable
    at: int
    """How many changes had been taken in."""
    value: Any


class Keeper:
    """Keeps results by name, beside the passages on which something was done, in order of time."""

    def __init__(self) -> None:
        self.changes: list[str] = []
        """The passage of each act that changed coding or decisions, by its id in the run."""
        self._kept: dict[Hashable, _Kept] = {}

    def until_changed(self, name: Hashable, make: Callable[[], T]) -> T:
        """Return a result that is kept until something is done on any passage."""
        return self.up_to_date(name, len(self.changes), whole=make, mended=lambda *_: make())

    def up_to_date(
        self,
        name: Hashable,
        basis: Hashable,
        *,
        whole: Callable[[], T],
        mended: Callable[[T, set[str]], T],
    ) -> T:
        """Return a result: as it is kept, mended on the passages that changed, or made anew.

        ``basis`` is all that the result rests on besides what was done on single passages.
        """
        kept = self._kept.get(name)
        if kept is None or kept.basis != basis:
            value = whole()
        elif changed := set(self.changes[kept.at :]):
            value = mended(kept.value, changed)
        else:
            return kept.value  # type: ignore[no-any-return]
        self._kept[name] = _Kept(basis, len(self.changes), value)
        return value
