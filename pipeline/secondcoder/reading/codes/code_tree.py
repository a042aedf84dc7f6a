"""Where each row of a codebook stands in the tree: by level columns, or by code and parent."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from secondcoder.errors import SecondcoderError
from secondcoder.names import listed, loosely
from secondcoder.reading.codes.outline import outline, steps_of
from secondcoder.reading.tables.tables import Row, Table
from secondcoder.records.codes import SEPARATOR
from secondcoder.records.study import Notice

Path = tuple[str, ...]
Placed = list[tuple[Row, Path]]


def paths_by_levels(
    table: Table, levels: Sequence[str], *, nothing: Collection[str]
) -> tuple[Placed, list[Notice]]:
    """Return each row with its path from columns that name the tree from the top down.

    A row whose deeper levels are empty is the entry of the upper code. Empty upper levels take
    the name above them, as merged cells do; an empty level in between is left out of the path.
    """
    placed: Placed = []
    unnamed: list[int] = []
    filled: list[int] = []
    above = [""] * len(levels)
    for row in table.rows:
        names = [row[levels[0]], *(_name(row[level], nothing) for level in levels[1:])]
        if not any(names):
            unnamed.append(row.number)
            continue
        first = next(place for place, name in enumerate(names) if name)
        if first and not any(above[:first]):
            raise SecondcoderError(
                f"{table.at(row, levels[0])}: {names[first]!r} stands under no upper code",
                hint="Fill in the upper level of this row.",
            )
        if first:
            filled.append(row.number)
        above = [*above[:first], *names[first:]]
        placed.append((row, tuple(step for name in above if name for step in steps_of(name))))
    notices = _noticed(table, "skipped", unnamed, "no code is named; left out")
    notices += _noticed(
        table, "inferred", filled, "empty upper levels were taken from the row above"
    )
    return placed, notices


def paths_by_outline(
    table: Table, code: str, number: str | None
) -> tuple[Placed, list[Notice], dict[Path, str]]:
    """Return each row with its path where one column holds the tree, and the codes' numbers."""
    unnamed = [row.number for row in table.rows if not row[code]]
    found = outline([row for row in table.rows if row[code]], code, number)
    notices = _noticed(table, "skipped", unnamed, "no code is named; left out")
    if found.told_by:
        message = f"the codes of the column {code!r} were read as a tree by their {found.told_by}"
        if len(found.told_by) < 3:
            message = f"in the column {code!r}, {found.told_by!r} was read as parting the levels"
        notices.append(Notice("outline", message, table.name))
    return found.placed, notices, found.numbers


def paths_by_parent(
    table: Table, code: str, parent: str, *, number: str | None, nothing: Collection[str]
) -> tuple[Placed, list[Notice], dict[Path, str]]:
    """Return each row with its path, following the parents that the rows name.

    A parent may be a code's name, its number, or its path joined by `` > ``. One without a row of
    its own is implied; a code that is its own parent stands at the top; a circle is refused.
    """
    unnamed = [row.number for row in table.rows if not row[code]]
    names = {row[number]: row[code] for row in table.rows if number and row[number]}
    entries = [_entry(row, code, parent, names, nothing) for row in table.rows if row[code]]
    tree = _Tree(table, parent, entries)
    placed = [(entry.row, tree.path(entry)) for entry in entries]
    notices = _noticed(table, "skipped", unnamed, "no code is named; left out")
    notices += _noticed(
        table,
        "own parent",
        tree.own_parents,
        "the code is its own parent; read as a top-level code",
    )
    for name, rows in tree.implied.items():
        notices += _noticed(
            table,
            "implied code",
            rows,
            f"the parent {name!r} has no row of its own; added as a code",
        )
    numbers = {path: row[number] for row, path in placed if number and row[number]}
    return placed, notices, numbers


def _entry(
    row: Row, code: str, parent: str, names: Mapping[str, str], nothing: Collection[str]
) -> "_Entry":
    """Return a row as an entry; where its code is a path, the upper steps are its parent."""
    upper = _name(row[parent], nothing)
    known = upper in names.values()
    upper = upper if known else names.get(upper, upper)
    steps = steps_of(row[code]) or (row[code],)
    return _Entry(row, steps[-1], SEPARATOR.join(filter(None, (upper, *steps[:-1]))))


def _name(cell: str, nothing: Collection[str]) -> str:
    return "" if cell.casefold() in nothing else cell


def _noticed(table: Table, kind: str, rows: Collection[int], message: str) -> list[Notice]:
    return [Notice(kind, message, f"{table.name}, {listed(rows)}")] if rows else []


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Row
    name: str
    parent: str


class _Tree:
    """Resolves the parents that entries name, and remembers what had to be assumed."""

    def __init__(self, table: Table, column: str, entries: Sequence[_Entry]) -> None:
        self._table, self._column = table, column
        self._named: dict[str, list[_Entry]] = defaultdict(list)
        self._alike: dict[str, list[_Entry]] = defaultdict(list)
        for entry in entries:
            self._named[entry.name].append(entry)
            self._alike[loosely(entry.name)].append(entry)
        self._paths: dict[tuple[str, str], Path] = {}
        self.own_parents: list[int] = []
        self.implied: dict[str, list[int]] = defaultdict(list)

    def path(self, entry: _Entry, chain: tuple[_Entry, ...] = ()) -> Path:
        """Return an entry's path; ``chain`` holds the entries below it that asked for it."""
        known = self._paths.get((entry.name, entry.parent))
        if self._is_own_parent(entry):
            self.own_parents.append(entry.row.number)
            return (entry.name,)
        if known:
            return known
        if any((entry.name, entry.parent) == (below.name, below.parent) for below in chain):
            self._refuse_circle(entry, chain)
        above = self._above(entry, entry.parent, (*chain, entry)) if entry.parent else ()
        self._paths[entry.name, entry.parent] = (*above, entry.name)
        return (*above, entry.name)

    def _is_own_parent(self, entry: _Entry) -> bool:
        if entry.parent == entry.name:
            return True
        return entry.parent not in self._named and loosely(entry.parent) == loosely(entry.name)

    def _above(self, entry: _Entry, parent: str, chain: tuple[_Entry, ...]) -> Path:
        """Return the path of the code that ``entry`` names as its parent."""
        steps = [parent] if parent in self._named else [s.strip() for s in parent.split(SEPARATOR)]
        candidates = self._named.get(steps[-1]) or self._alike.get(loosely(steps[-1]), [])
        if len(steps) > 1:
            candidates = [
                found for found in candidates if _last(found.parent) == loosely(steps[-2])
            ]
        distinct = list({(found.name, found.parent): found for found in candidates}.values())
        if len(distinct) > 1:
            self._refuse_ambiguous(entry, distinct)
        if distinct:
            return self.path(distinct[0], chain) if distinct[0] is not entry else ()
        upper = self._above(entry, SEPARATOR.join(steps[:-1]), chain) if len(steps) > 1 else ()
        self.implied[SEPARATOR.join((*upper, steps[-1]))].append(entry.row.number)
        return (*upper, steps[-1])

    def _refuse_ambiguous(self, entry: _Entry, candidates: Sequence[_Entry]) -> None:
        rows = listed(found.row.number for found in candidates)
        raise SecondcoderError(
            f"{self._table.at(entry.row, self._column)}: the parent {entry.parent!r} could be "
            f"the code of {rows}",
            hint=f"Write the parent as a path: 'upper code{SEPARATOR}{candidates[0].name}'.",
        )

    def _refuse_circle(self, entry: _Entry, chain: tuple[_Entry, ...]) -> None:
        keys = [(below.name, below.parent) for below in chain]
        circle = [*chain[keys.index((entry.name, entry.parent)) :]]
        names = SEPARATOR.join([*(found.name for found in reversed(circle)), circle[-1].name])
        raise SecondcoderError(
            f"{self._table.name}, {listed(found.row.number for found in circle)}: "
            f"these codes are each other's parents: {names}",
            hint="Leave the parent of the topmost of them empty.",
        )


def _last(path: str) -> str:
    return loosely(path.rsplit(SEPARATOR, maxsplit=1)[-1])
