"""What coders wrote in the code column, matched to the codebook."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.names import did_you_mean, listed, loosely
from secondcoder.reading.codes.codebook import code_id
from secondcoder.records.codes import SEPARATOR, Code, Codebook
from secondcoder.records.study import Notice

Path = tuple[str, ...]


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
        for code in codebook.codes:
            for depth in range(len(code.path)):
                self._exact[code.path[depth:]].append(code)
                self._alike[_alike(code.path[depth:])].append(code)
        self._outside: dict[Path, Code] = {}
        self._outside_uses: dict[tuple[str, Path], list[int]] = defaultdict(list)
        self._spelt: dict[tuple[str, str, str], list[int]] = defaultdict(list)

    def find(self, cells: Sequence[str], *, file: str, row: int) -> list[Code | Ambiguous]:
        """Return the codes that a row names: ``cells`` from the top of the tree down.

        One cell may hold a path joined by `` > ``, or several codes separated by ``;`` if the
        whole is not itself a code.
        """
        path = tuple(step for cell in cells for step in _steps(cell) if step)
        if not path:
            return []
        known = self._known(path)
        if known is None and ";" in cells[-1]:
            parts = [part.strip() for part in cells[-1].split(";") if part.strip()]
            above = list(cells[:-1])
            found = [self._one((*above, *_steps(part)), file=file, row=row) for part in parts]
            return list(dict.fromkeys(found))
        return [self._one(path, file=file, row=row)]

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
        if known.path[-len(path) :] != path:
            self._spelt[file, SEPARATOR.join(path), known.label].append(row)
        return known

    def _known(self, path: Path) -> Code | Ambiguous | None:
        """Return the code with this path, or whose path ends so, exactly or else loosely."""
        for index, key in ((self._exact, path), (self._alike, _alike(path))):
            ends_so = index.get(key, [])
            whole = [code for code in ends_so if len(code.path) == len(path)]
            for candidates in (whole, ends_so):
                if len(candidates) == 1:
                    return candidates[0]
                if candidates:
                    labels = tuple(code.label for code in candidates)
                    return Ambiguous(SEPARATOR.join(path), labels)
        return None

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


def _steps(cell: str) -> Path:
    return tuple(step.strip() for step in cell.split(SEPARATOR))
