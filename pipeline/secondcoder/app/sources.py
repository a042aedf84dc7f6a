"""Which part of a ``study.toml`` a file comes from, and how it leaves or enters it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.file_names import as_on_disk, relative_name
from secondcoder.reading.documents.documents import find_files
from secondcoder.reading.tables.tables import TABLE_SUFFIXES
from secondcoder.study.codebooks import KnownCodes, as_codebook, known_codes
from secondcoder.study.coder_names import HUMAN, coder_names
from secondcoder.study.codings import as_coding
from secondcoder.study.columns import Column
from secondcoder.study.edit import add_section, remove, set_section, set_value
from secondcoder.study.infer import sheets_of
from secondcoder.study.schema import CodebookSource, CodingSource, Documents, StudyConfig
from secondcoder.study.settings import Section
from secondcoder.study.statements import Path as Place
from secondcoder.study.tables import Sheet, as_documents

TEXTS, ANSWERS, CODEBOOK, CODING, MACHINE, LEFT = (
    *("texts", "answers", "codebook", "coding", "machine", "left"),
)
KINDS = (
    (TEXTS, "a transcript or text"),
    (ANSWERS, "a table of texts or answers"),
    (CODEBOOK, "the codebook"),
    (CODING, "a coding by people"),
    (MACHINE, "codes of a machine"),
    (LEFT, "no part of the study"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A section of ``study.toml`` that reads a file."""

    place: Place
    source: Documents | CodebookSource | CodingSource


def sources_in(config: StudyConfig, folder: Path, file: str) -> Iterator[Source]:
    """Yield the sections that read a file, documents first."""
    for number, one in enumerate(config.documents):
        if file in files_of(one, folder):
            yield Source(("documents", number), one)
    if config.codebook and _on_disk(folder, config.codebook.path) == file:
        yield Source(("codebook",), config.codebook)
    for number, coding in enumerate(config.coding):
        if _on_disk(folder, coding.path) == file:
            yield Source(("coding", number), coding)


def files_of(source: Documents, folder: Path) -> list[str]:
    """Return the files that an entry of ``[[documents]]`` finds."""
    try:
        return [relative_name(folder, one) for one in find_files(folder, source.path)]
    except SecondcoderError:
        return []


def _on_disk(folder: Path, path: str) -> str:
    """Return the file that a path means, as accounts spell it: whatever its case and accents."""
    return relative_name(folder, as_on_disk(folder / path.replace("\\", "/")))


def kinds_for(file: str) -> list[tuple[str, str]]:
    """Return what a file can be taken for, by its ending."""
    suffix = PurePosixPath(file).suffix.lower()
    table = suffix in TABLE_SUFFIXES
    allowed = {ANSWERS, CODEBOOK, CODING, MACHINE} if table else {TEXTS}
    if suffix == ".docx":
        allowed = {TEXTS, CODEBOOK}
    return [(kind, name) for kind, name in KINDS if kind in allowed or kind == LEFT]


def kind_of(config: StudyConfig, folder: Path, file: str) -> str:
    """Return what a file is taken for."""
    for found in sources_in(config, folder, file):
        if isinstance(found.source, Documents):
            table = PurePosixPath(file).suffix.lower() in TABLE_SUFFIXES
            return ANSWERS if table else TEXTS
        if isinstance(found.source, CodebookSource):
            return CODEBOOK
        return MACHINE if found.source.machine else CODING
    return LEFT


def without(text: str, config: StudyConfig, folder: Path, file: str) -> str:
    """Return the text without what reads a file; other files of a pattern stay."""
    for found in reversed(list(sources_in(config, folder, file))):
        others: list[str] = []
        if isinstance(found.source, Documents):
            others = [one for one in files_of(found.source, folder) if one != file]
        if not others:
            text = remove(text, found.place)
            continue
        held = _at(text, found.place)
        text = set_value(text, (*found.place, "path"), others[0])
        for other in others[1:]:
            text = add_section(text, "documents", {**held, "path": other})
    left = tomllib.loads(text).get("leave_out", [])
    if file in left:
        kept = [one for one in left if one != file]
        text = set_value(text, ("leave_out",), kept) if kept else remove(text, ("leave_out",))
    return text


def _at(text: str, place: Place) -> dict[str, object]:
    data: object = tomllib.loads(text)
    for step in place:
        data = data[step]  # type: ignore[index]
    return dict(data)  # type: ignore[call-overload, no-any-return]


def taken_for(text: str, config: StudyConfig, folder: Path, file: str, kind: str) -> str:
    """Return the text in which a file is taken for another kind; columns as far as they tell."""
    text = without(text, config, folder, file)
    reason = f"taken for {dict(KINDS)[kind]}"
    if kind == LEFT:
        left = tomllib.loads(text).get("leave_out", [])
        return set_value(text, ("leave_out",), [*left, file], reason="not part of the study")
    if kind == TEXTS:
        return add_section(text, "documents", {"path": file}, reason=reason)
    notes: list[str] = []
    sheets = list(sheets_of(folder, file, notes))
    if not sheets:
        why = notes[0].partition(": ")[2] if notes else "it holds no table"
        raise SecondcoderError(f"{file} cannot be taken for {dict(KINDS)[kind]}: {why}")
    if kind == ANSWERS:
        answers = [source for sheet in sheets if (source := as_documents(sheet))]
        for answer in answers or [_any_documents(sheets[0])]:
            text = add_section(text, "documents", _values(answer), reason=reason)
        return text
    if kind == CODEBOOK:
        books = [found for sheet in sheets if (found := as_codebook(sheet))]
        book = books[0] if books else _any_codebook(sheets[0])
        return set_section(text, "codebook", _values(book), reason=reason)
    known = _known(config, folder)
    for coding in _codings(sheets, known, machine=kind == MACHINE):
        text = add_section(text, "coding", _values(coding), reason=reason)
    return text


def _values(source: Section) -> dict[str, object]:
    return source.model_dump(exclude_none=True, exclude_defaults=True)


def _known(config: StudyConfig, folder: Path) -> KnownCodes:
    if config.codebook is None:
        return KnownCodes()
    for sheet in sheets_of(folder, config.codebook.path, []):
        if sheet.sheet in (None, config.codebook.sheet):
            return known_codes(sheet, config.codebook)
    return KnownCodes()


def _codings(sheets: list[Sheet], known: KnownCodes, *, machine: bool) -> Iterator[CodingSource]:
    found = [one for sheet in sheets if (one := as_coding(sheet, known=known, ids=()))]
    stem = PurePosixPath(sheets[0].path).stem
    (name,) = coder_names([stem], [])
    for source in found or [_any_coding(sheets[0])]:
        coder = source.coder if source.coder != HUMAN else name
        update: dict[str, object] = {"coder": coder}
        if machine:
            update = {"coder": None, "machine": True}
            update["name"] = coder if source.coder else None
        yield source.model_copy(update=update)


def _longest(sheet: Sheet) -> Column:
    return max(sheet.columns, key=lambda column: column.words)


def _any_documents(sheet: Sheet) -> Documents:
    return Documents(path=sheet.path, sheet=sheet.sheet, text=_longest(sheet).name)


def _any_codebook(sheet: Sheet) -> CodebookSource:
    filled = next((one for one in sheet.columns if one.filled), sheet.columns[0])
    return CodebookSource(path=sheet.path, sheet=sheet.sheet, code=filled.name)


def _any_coding(sheet: Sheet) -> CodingSource:
    passage = _longest(sheet)
    short = [one for one in sheet.columns if one is not passage and one.filled]
    return CodingSource(
        path=sheet.path,
        sheet=sheet.sheet,
        coder=HUMAN,
        passage=passage.name,
        code=short[-1].name if short else passage.name,
    )
