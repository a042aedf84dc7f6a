"""What coders wrote in the code column, matched to the codebook."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.names import did_you_mean, listed, loosely, plain
from secondcoder.non_answers import is_no_code
from secondcoder.reading.codes.cells import STRONG, as_list, code_parts, weak_partings
from secondcoder.reading.codes.codebook import code_id
from secondcoder.reading.codes.outline import split_number, steps_of
from secondcoder.records.codes import SEPARATOR, Code, Codebook
from secondcoder.records.study import Notice

Path = tuple[str, ...]
MOSTLY = 2 / 3
"""Share of the parts of a cell that must be codes, two at least, for the rest to be codes with a
slip. Not measured."""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that several codes answer to."""

    name: str
    candidates: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Why it could not be decided."""
        return f"{self.name!r} could be any of: {'; '.join(self.candidates)}"


class CodeFinder:
    """Finds codes by path or name; keeps those that the codebook lacks as codes outside it."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._exact: dict[Path, list[Code]] = defaultdict(list)
        self._alike: dict[Path, list[Code]] = defaultdict(list)
        self._unaccented: dict[Path, list[Code]] = defaultdict(list)
        for code in codebook.codes:
            for depth in range(len(code.path)):
                self._exact[code.path[depth:]].append(code)
                self._alike[_alike(code.path[depth:])].append(code)
                self._unaccented[_unaccented(code.path[depth:])].append(code)
        self._former: dict[Path, list[Code]] = defaultdict(list)
        for code in codebook.codes:
            for name in map(steps_of, code.formerly):
                for depth in range(len(name)):
                    self._former[_alike(name[depth:])].append(code)
        self._numbered = {code.number.rstrip("."): code for code in codebook.codes if code.number}
        self._vocabulary: frozenset[str] = frozenset()
        self._outside: dict[Path, Code] = {}
        self._outside_uses: dict[tuple[str, Path], list[int]] = defaultdict(list)
        self._spelt: dict[tuple[str, str, str], list[int]] = defaultdict(list)

    def learn(self, cells: Sequence[str]) -> None:
        """Learn from a column what codes are called, where there is no codebook to say it.

        A stretch of a cell is a code's name if it is a whole cell elsewhere or a stretch of others.
        """
        if self._codebook.codes:
            return
        whole = {loosely(cell) for cell in cells if len(code_parts(cell)) == 1}
        times = Counter(loosely(part) for cell in cells for part in dict.fromkeys(code_parts(cell)))
        often = {part for part, found in times.items() if found > 1}
        self._vocabulary |= frozenset(whole | often)

    def find(self, cells: Sequence[str], *, file: str, row: int) -> list[Code | Ambiguous]:
        """Return the codes that a row names: ``cells`` from the top of the tree down.

        One cell may hold a path, a code's number, or several codes: between ``;``, ``|`` or line
        breaks, in a list, or between ``,``, ``/`` or ``#`` where all the parts are codes. ``n/a``,
        ``none``, ``-`` and the like name no code.
        """
        said = [cell for cell in cells if cell and not self._means_none(cell)]
        if not said:
            return []
        above, last = said[:-1], said[-1]
        if self._known(self._path(above, last)) is not None:
            return [self._one(self._path(above, last), file=file, row=row)]
        parts = [part for part in self._parts(above, last) if not self._means_none(part)]
        found = [self._one(self._path(above, part), file=file, row=row) for part in parts]
        return list(dict.fromkeys(found))

    def _means_none(self, cell: str) -> bool:
        zero = cell == "0" and bool(self._codebook.codes)
        return (is_no_code(cell) or zero) and self._known(steps_of(cell) or (cell,)) is None

    @staticmethod
    def _path(above: Sequence[str], last: str) -> Path:
        path = tuple(step for cell in (*above, last) for step in steps_of(cell))
        return path or (last.strip(),)

    def _parts(self, above: Sequence[str], cell: str) -> list[str]:
        """Return the codes of a cell that is not itself one."""
        listed_codes = as_list(cell)
        if listed_codes is not None:
            return listed_codes
        strong = [part.strip() for part in STRONG.split(cell) if part.strip()]
        return [piece for part in strong for piece in self._weak_parts(above, part)]

    def _weak_parts(self, above: Sequence[str], part: str) -> list[str]:
        if self._is_code(above, part):
            return [part]
        for pieces in weak_partings(part):
            finer = [one for piece in pieces for one in self._weak_parts(above, piece)]
            known = sum(self._is_code(above, one) for one in finer)
            if len(finer) > 1 and (known == len(finer) or known >= max(2, MOSTLY * len(finer))):
                return finer
        return [part]

    def _is_code(self, above: Sequence[str], part: str) -> bool:
        if not self._codebook.codes:
            return loosely(part) in self._vocabulary or is_no_code(part)
        return is_no_code(part) or self._known(self._path(above, part)) is not None

    @property
    def outside(self) -> tuple[Code, ...]:
        """The codes that were named and that the codebook lacks, in alphabetical order."""
        return tuple(sorted(self._outside.values(), key=lambda code: code.path))

    def notices(self) -> list[Notice]:
        """Return a notice for each code spelt otherwise or unknown, with its rows."""
        notices = [
            Notice(
                "spelling", f"{name!r} was read as the code {label!r}", f"{file}, {listed(rows)}"
            )
            for (file, name, label), rows in self._spelt.items()
        ]
        if not self._codebook.codes:
            return notices
        for (file, path), rows in self._outside_uses.items():
            code = self._outside[path]
            message = f"{code.label!r} is not in the codebook; its coding is kept outside it. "
            message += self._nearest(code)
            notices.append(Notice("unknown code", message.strip(), f"{file}, {listed(rows)}"))
        return notices

    def _one(self, path: Path, *, file: str, row: int) -> Code | Ambiguous:
        known = self._known(path)
        if isinstance(known, Ambiguous):
            return known
        if known is None:
            return self._keep_outside(path, file=file, row=row)
        if known.path[-len(path) :] != path and not self._by_number(path):
            self._spelt[file, SEPARATOR.join(path), known.label].append(row)
        return known

    def _known(self, path: Path) -> Code | Ambiguous | None:
        """Return the code with this path, or whose path ends so, exactly or else loosely.

        Accents are left out by many who code; without them a name counts last.
        """
        indexes = (
            (self._exact, path),
            (self._alike, _alike(path)),
            (self._unaccented, _unaccented(path)),
        )
        for index, key in indexes:
            ends_so = index.get(key, [])
            whole = [code for code in ends_so if len(code.path) == len(path)]
            for candidates in (whole, ends_so):
                if len(candidates) == 1:
                    return candidates[0]
                if candidates:
                    labels = tuple(code.label for code in candidates)
                    return Ambiguous(SEPARATOR.join(path), labels)
        former = list(dict.fromkeys(self._former.get(_alike(path), ())))
        return former[0] if len(former) == 1 else self._by_number(path)

    def _by_number(self, path: Path) -> Code | None:
        """Return the code that the last step names by its number: ``2.1``, ``2.1 Bus``."""
        number, name = split_number(path[-1])
        whole = self._numbered.get(path[-1].rstrip("."))
        found = whole or (self._numbered.get(number) if number else None)
        if found is None or whole:
            return found
        return found if loosely(found.name) == loosely(name) else None

    def _keep_outside(self, path: Path, *, file: str, row: int) -> Code:
        for depth in range(len(path) - 1, 0, -1):
            upper = self._known(path[:depth])
            if isinstance(upper, Code):
                path = (*upper.path, *path[depth:])
                break
        key = _alike(path)
        code = self._outside.setdefault(key, Code(id=code_id(path), path=path))
        self._outside_uses[file, key].append(row)
        return code

    def _nearest(self, code: Code) -> str:
        """Name the nearest code: below the same upper code, or else anywhere."""
        codes = self._codebook.codes
        siblings = [c.name for c in codes if len(c.path) > 1 and c.path[:-1] == code.path[:-1]]
        return did_you_mean(code.name, siblings) or did_you_mean(code.name, [c.name for c in codes])


def _alike(path: Path) -> Path:
    return tuple(loosely(step) for step in path)


def _unaccented(path: Path) -> Path:
    return tuple(plain(step) for step in path)
