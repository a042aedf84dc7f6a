r"""One column of codes that stands for a tree: by number, by ``A\B``, by indentation.

`` > `` and ``\`` part the levels of a name wherever a code is written, in codebooks and codings;
a code's own name can therefore hold neither. Other marks (``/``, ``:``, ``::``, ``-``, ``|``) part
levels only where what stands before them is a code of the same column.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from secondcoder.reading.tables.tables import Row
from secondcoder.records.codes import SEPARATOR

Path = tuple[str, ...]

_STEPS = re.compile(r"\s*\\+\s*|\s+>\s+")
_ROOTS = frozenset({"codes", "nodes", "code system", "codesystem", "codebook", "liste der codes"})
"""What programs write above all codes in a path."""
_LOOSE = ("::", " / ", "/", " | ", "|", " – ", " - ", ": ")
_NUMBERED = re.compile(
    r"(?P<number>(?:[A-Za-z]{0,2}\d{1,3}|(?:[IVX]{1,4}|[A-Z])(?=\.\d|[.)]\s))(?:[.\-]\d{1,3})*[a-z]?)"
    r"(?:[.):]\s*|\s+[-–:]?\s*)(?P<name>\S.*)",
    re.DOTALL,
)
_LETTERED = re.compile(r"(?P<number>[IVX]{1,4}|[A-Z])\s+[-–:]?\s*(?P<name>\S.*)", re.DOTALL)
"""A letter before a name: a number only where others, such as ``A.1``, stand below it."""
_NUMBER = re.compile(r"[A-Za-z]{0,3}[.\-]?\d{1,5}(?:[.\-]\d{1,3})*[a-z]?\.?|[A-Z](?:\.\d{1,3})*\.?")
_MARKS = re.compile(
    r"(?P<blank>\s*)(?P<marks>[-–—•·*>→└↳○▪]*)(?P<between>\s*)(?P<name>.*)", re.DOTALL
)
_MOSTLY = 0.8
"""Share of the codes that must bear a number for numbers to be no part of the names. Not measured;
headings without a number and a last «Other» are usual."""
_TAB = 4
"""Blanks that a tab counts for."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Rows with their path, the number of each code, and how the tree was told."""

    placed: list[tuple[Row, Path]]
    numbers: dict[Path, str] = field(default_factory=dict)
    told_by: str = ""


def steps_of(name: str) -> Path:
    r"""Return the names of a path from the top down, parted by `` > `` or ``\``."""
    steps = tuple(step.strip() for step in _STEPS.split(name) if step.strip())
    return steps[1:] if len(steps) > 1 and steps[0].casefold() in _ROOTS else steps


def split_number(name: str) -> tuple[str, str]:
    """Return a code's number and its name: ``("2.1", "Bus")`` of ``2.1 Bus``."""
    found = _NUMBERED.fullmatch(name)
    return (found["number"].rstrip("."), found["name"]) if found else ("", name)


def is_number(cell: str) -> bool:
    """Say whether a cell can be a code's number: ``3``, ``2.1.1``, ``K4``, ``A.2``."""
    return bool(_NUMBER.fullmatch(cell))


def outline(rows: Sequence[Row], code: str, number: str | None) -> Outline:
    """Return the tree that a column of codes stands for; every row must name a code."""
    cells = [row[code] for row in rows]
    numbers, names, prefixed = _numbers(rows, cells, number)
    if numbers and (tree := _by_number(numbers, names)):
        return Outline(
            list(zip(rows, tree, strict=True)), dict(zip(tree, numbers, strict=True)), "numbers"
        )
    paths, told_by = _by_marks(names)
    if told_by == "" and not prefixed:
        paths, told_by = _by_indent([row.cells[code].rstrip() for row in rows], names)
    kept = {path: one for path, one in zip(paths, numbers, strict=True) if one} if numbers else {}
    return Outline(list(zip(rows, paths, strict=True)), kept, told_by)


def _numbers(
    rows: Sequence[Row], cells: Sequence[str], column: str | None
) -> tuple[list[str], list[str], bool]:
    """Return each row's number, each row's name, and whether the numbers stood in the names."""
    split = [split_number(cell) for cell in cells]
    letters = {number.split(".")[0] for number, _ in split if "." in number}
    for place, cell in enumerate(cells):
        lettered = _LETTERED.fullmatch(cell)
        if lettered and not split[place][0] and lettered["number"] in letters:
            split[place] = (lettered["number"], lettered["name"])
    found = [number for number, _ in split if number]
    several = len(found) > 1 and len(set(found)) == len(found)
    if several and len(found) >= _MOSTLY * len(cells):
        return [number for number, _ in split], [name for _, name in split], True
    if column is None:
        return [], list(cells), False
    own = [row[column].rstrip(".") for row in rows]
    filled = [number for number in own if number]
    usable = len(set(filled)) == len(filled)
    return (own if usable else []), list(cells), False


def _by_number(numbers: Sequence[str], names: Sequence[str]) -> list[Path]:
    """Return paths by the codes' numbers, or none if no number stands below another."""
    known = {number: name for number, name in zip(numbers, names, strict=True) if number}
    chains = [[upper for upper in _above(number) if upper in known] for number in numbers]
    if not any(chains):
        return []
    return [
        (*(known[upper] for upper in chain), name)
        for chain, name in zip(chains, names, strict=True)
    ]


def _above(number: str) -> list[str]:
    """Return the numbers above one, the topmost first: ``2`` and ``2.1`` above ``2.1.1``."""
    ends = [match.start() for match in re.finditer(r"[.\-]", number)]
    if number[-1:].islower() and number[:-1]:
        ends.append(len(number) - 1)
    uppers = [number[:end] for end in ends]
    return [upper for upper in dict.fromkeys(uppers) if upper]


def _by_marks(names: Sequence[str]) -> tuple[list[Path], str]:
    """Return paths by the marks that part levels, and which mark it was."""
    if any(len(steps_of(name)) > 1 for name in names):
        mark = "backslashes" if any("\\" in name for name in names) else SEPARATOR.strip()
        return [steps_of(name) for name in names], mark
    known = {name.casefold(): name for name in names}
    paths = []
    used = ""
    for name in names:
        path: Path = (name,)
        while (mark := next((m for m in _LOOSE if _left(path[0], m) in known), "")) != "":
            left, _, right = path[0].rpartition(mark)
            path = (known[left.strip().casefold()], right.strip(), *path[1:])
            used = mark.strip()
        paths.append(path)
    return paths, used


def _left(name: str, mark: str) -> str:
    left, found, right = name.rpartition(mark)
    return left.strip().casefold() if found and right.strip() and left.strip() else "\0"


def _by_indent(raw: Sequence[str], names: Sequence[str]) -> tuple[list[Path], str]:
    """Return paths by how far the names stand to the right, or by the dashes before them."""
    found = [_MARKS.fullmatch(cell.expandtabs(_TAB)) for cell in raw]
    depths = [
        (len(one["blank"]) + len(one["between"]) + len(one["marks"])) if one and one["name"] else 0
        for one in found
    ]
    bare = [
        one["name"].strip() if one and one["name"] else name
        for one, name in zip(found, names, strict=True)
    ]
    if not depths or len(set(depths)) < 2 or depths[0] != min(depths):
        same = bool(depths) and depths[0] > 0 and len(set(depths)) == 1 and len(depths) > 1
        return [(name,) for name in (bare if same else names)], ""
    paths: list[Path] = []
    above: list[tuple[int, str]] = []
    for depth, name in zip(depths, bare, strict=True):
        above = [(level, upper) for level, upper in above if level < depth]
        above.append((depth, name))
        paths.append(tuple(upper for _, upper in above))
    return paths, "indentation"
