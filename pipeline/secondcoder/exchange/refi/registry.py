"""What one reading of a file has met: GUIDs that are taken, lines of what did not come in."""

from itertools import count

from secondcoder.exchange.project import Discarded, merged
from secondcoder.exchange.refi.guids import made


class Registry:
    """Collects lines and keeps GUIDs apart."""

    def __init__(self) -> None:
        self._lines: list[Discarded] = []
        self._taken: set[str] = set()

    def discard(self, kind: str, what: str, reason: str, number: int = 1) -> None:
        """Add a line."""
        self._lines.append(Discarded(kind, what, reason, number))

    def add(self, lines: tuple[Discarded, ...]) -> None:
        """Add lines."""
        self._lines += lines

    @property
    def lines(self) -> tuple[Discarded, ...]:
        """All lines, equal ones once with their counts added."""
        return merged(self._lines)

    def take(self, guid: str) -> bool:
        """Take a GUID; say whether nothing had it."""
        free = guid not in self._taken
        self._taken.add(guid)
        return free

    def identity(self, guid: str, what: str) -> str:
        """Return a GUID that nothing else has; one that is taken or missing gets another."""
        if guid and self.take(guid):
            return guid
        if guid:
            self.discard("guid", what, "another object has the same GUID; it got a new one")
        fresh = (made("again", guid, what, number) for number in count(1))
        return next(one for one in fresh if self.take(one))
