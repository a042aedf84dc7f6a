"""Whether a table quotes the texts beside it: then it is no document of its own."""

from functools import lru_cache
from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.names import loosely
from secondcoder.reading.documents.documents import read_documents
from secondcoder.study.columns import text_column
from secondcoder.study.schema import Documents
from secondcoder.study.tables import Sheet

MOSTLY = 0.5
"""Share of the cells that must stand in the texts. Not measured; a survey beside interviews shares
none, coded quotations nearly all."""
_LOOKED_AT = 40
"""Cells that are sought; enough to tell a half."""


def quotes_texts(sheet: Sheet, folder: Path, texts: tuple[str, ...]) -> bool:
    """Say whether most cells of the sheet's text column stand in the texts of the folder."""
    column = text_column(sheet.columns)
    cells = [loosely(value) for value in (column.values[:_LOOKED_AT] if column else ())]
    if not cells:
        return False
    words = _words(folder, texts)
    return sum(cell in words for cell in cells) >= MOSTLY * len(cells)


@lru_cache(maxsize=1)
def _words(folder: Path, texts: tuple[str, ...]) -> str:
    """Return the words of all texts, loosely spelt; a text that cannot be read counts as empty."""
    found = []
    for path in texts:
        if PurePosixPath(path).suffix.lower() == ".pdf":
            continue  # slow to open, and of uncertain order
        try:
            read = read_documents(folder, [Documents(path=path)])
        except SecondcoderError:
            continue
        found += [loosely(document.text) for document in read.documents]
    return "\n".join(found)
