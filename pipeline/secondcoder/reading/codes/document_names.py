"""Names of documents as tables write them: without number, ending or the rest of a long name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

_PROGRAM_NUMBER = re.compile(r"^(?:D ?)?\d+: ?")
_STEP = re.compile(r"[^\W\d_]+|\d+")


class DocumentNames:
    """Finds the one document that a cell means by the beginning or the end of its name.

    ``1`` and ``interview 1`` mean «Interview 01», ``P01`` means «P01_anna»; a name that two
    documents could have means none.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_steps: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._whole: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for name in names:
            steps = _steps(without_suffix(name))
            self._whole[steps].add(name)
            for place in range(len(steps)):
                self._by_steps[steps[: place + 1]].add(name)
                self._by_steps[steps[place:]].add(name)

    def meant(self, cell: str) -> str:
        """Return the document's name, or nothing if none or several could be meant."""
        steps = _steps(without_suffix(bare_name(cell)))
        if not steps:
            return ""
        found = self._whole.get(steps) or self._by_steps.get(steps) or set()
        return next(iter(found)) if len(found) == 1 else ""


def bare_name(name: str) -> str:
    r"""Return a document's name without what programs put before it.

    ATLAS.ti writes ``D1: int1.docx`` or ``1: int1``, NVivo ``Files\\int1``; a folder before ``/``
    stays.
    """
    bare = _PROGRAM_NUMBER.sub("", name.strip())
    return bare.rsplit("\\", maxsplit=1)[-1].strip()


def without_suffix(name: str) -> str:
    """Return a file's name without folder and ending; a number behind a point is none."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.stem if path.suffix and not path.suffix[1:].isdigit() else path.name


def _steps(name: str) -> tuple[str, ...]:
    """Return the words and numbers of a name, numbers without zeros before them."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return tuple(step.lstrip("0") or "0" for step in _STEP.findall(composed))
