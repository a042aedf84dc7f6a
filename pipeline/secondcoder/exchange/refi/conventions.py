"""The ways in which programs count positions in a text, and what they mean there."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.errors import SecondcoderError


@dataclass(frozen=True, slots=True)
class Convention:
    """One way of counting."""

    utf16: bool = False
    crlf: int = 2
    bom: int = 0
    inclusive: bool = False

    @property
    def name(self) -> str:
        """Its name on the command line, such as ``codepoint`` or ``utf16-crlf1``."""
        parts = ["utf16" if self.utf16 else "codepoint"]
        parts += ["crlf1"] * (self.crlf == 1) + ["bom"] * self.bom
        return "-".join(parts + ["inclusive"] * self.inclusive)

    @property
    def words(self) -> str:
        """The same in words."""
        unit = "UTF-16 code units" if self.utf16 else "Unicode code points"
        mark = "a byte-order mark counts" if self.bom else "a byte-order mark does not count"
        end = "the end is the last character" if self.inclusive else "the end is exclusive"
        return f"{unit}, CRLF counts {self.crlf}, {mark}, {end}"


CONVENTIONS = {
    convention.name: convention
    for convention in (
        Convention(utf16, crlf, bom, inclusive)
        for inclusive in (False, True)
        for bom in (0, 1)
        for crlf in (2, 1)
        for utf16 in (False, True)
    )
}
"""Every way of counting by its name; the standard's own stands first."""

PRODUCTS = {
    "secondcoder (nvivo": CONVENTIONS["utf16"],
    "secondcoder": CONVENTIONS["codepoint"],
    "nvivo": CONVENTIONS["utf16"],
    "atlas": CONVENTIONS["codepoint-crlf1"],
    "maxqda": CONVENTIONS["codepoint-crlf1"],
    "qualcoder": CONVENTIONS["codepoint"],
}
"""What is known of programs, by how their name begins; the first that fits counts."""


def positions(raw: str, convention: Convention) -> NDArray[np.int64]:
    r"""Return the position of every offset of a text, shape ``(len(raw) + 1,)``."""
    points = np.frombuffer(raw.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    widths = np.ones(len(points), dtype=np.int64)
    if convention.utf16:
        widths += points > 0xFFFF
    if convention.crlf == 1 and len(points) > 1:
        widths[:-1][(points[:-1] == 0x0D) & (points[1:] == 0x0A)] = 0
    if len(points) and points[0] == 0xFEFF:
        widths[0] = convention.bom
    return np.concatenate(([0], np.cumsum(widths)))


def offset_map(raw: str, convention: Convention) -> Callable[[int, int], tuple[int, int] | None]:
    """Return what turns a stated start and end into offsets of ``raw``; ``None`` outside it."""
    table = positions(raw, convention)
    last = int(table[-1])

    def offsets(start: int, end: int) -> tuple[int, int] | None:
        end += convention.inclusive
        if not 0 <= start <= end <= last:
            return None
        first, final = (int(np.searchsorted(table, place)) for place in (start, end))
        if table[first] != start:  # inside a character of two units
            first -= 1
        return first, final

    return offsets


def prior_for(origin: str) -> Convention | None:
    """Return the convention a program is known for, if it is known."""
    folded = origin.casefold().strip()
    return next((way for name, way in PRODUCTS.items() if folded.startswith(name)), None)


def by_name(name: str) -> Convention:
    """Return the convention of a name or of a product's name."""
    folded = name.casefold().strip()
    found = CONVENTIONS.get(folded) or prior_for(folded)
    if found is None:
        raise SecondcoderError(
            f"--offsets: there is no way of counting called {name!r}",
            hint=f"Choose one of: {', '.join(CONVENTIONS)}; or nvivo, atlas.ti, maxqda, qualcoder.",
        )
    return found
