"""Files of any kind that is known to one project."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.coder_names import named_coders
from secondcoder.exchange.joining import join_projects
from secondcoder.exchange.own_files import refuse_own_file
from secondcoder.exchange.project import Project, ProjectDocument
from secondcoder.exchange.qualcoder import read_qualcoder
from secondcoder.exchange.qualcoder_file import DATABASE
from secondcoder.exchange.refi.codebook import read_qdc
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.read_project import read_qde, read_qdpx
from secondcoder.exchange.segment_columns import single
from secondcoder.exchange.segment_formats import ROLES
from secondcoder.exchange.tables import table_project, word_codebook_project
from secondcoder.exchange.taguette import read_taguette
from secondcoder.exchange.word_comments import with_comments
from secondcoder.reading.documents.documents import TEXT_SUFFIXES, read_documents
from secondcoder.reading.documents.rich import RICH_SUFFIXES
from secondcoder.reading.files.text import encoding_notices, noting_files
from secondcoder.reading.tables.tables import TABLE_SUFFIXES
from secondcoder.study.schema import Documents

_TEXTS = TEXT_SUFFIXES | RICH_SUFFIXES | {".docx"}
_TAGUETTE = frozenset({".sqlite3", ".sqlite", ".db"})


def import_files(
    files: Sequence[Path],
    *,
    offsets: str | None = None,
    mapping: Sequence[str] = (),
    coders: Sequence[str] = (),
) -> Project:
    """Return one project of all files; tables of segments are placed in the documents beside.

    ``coders`` say who coded a file, as ``FILE=NAME``.
    """
    with noting_files():
        project = join_projects(named_coders(_imported(files, offsets, mapping), coders))
        notes = tuple(f"{one.where}: {one.message}." for one in encoding_notices())
    return replace(project, notes=(*project.notes, *notes))


def _imported(
    files: Sequence[Path], offsets: str | None, mapping: Sequence[str]
) -> list[tuple[Path, Project]]:
    roles = _roles(mapping)
    texts = [file for file in files if file.suffix.lower() in _TEXTS and file.is_file()]
    tables = [file for file in files if file.suffix.lower() in TABLE_SUFFIXES]
    others = [file for file in files if file not in texts and file not in tables]
    project = next(iter(roles.get("project", ())), None)
    found = [(file, _other(file, offsets, project)) for file in others]
    found += [(file, _text(file)) for file in texts]
    documents = [document for _, one in found for document in one.documents]
    codes = [code.name for _, one in found for code in one.codes]
    columns = {role: named for role, named in roles.items() if role != "project"}
    found += [(file, table_project(file, documents, columns, codes)) for file in tables]
    return found if len(found) < 2 else [(file, _of_file(file, one)) for file, one in found]


def _of_file(file: Path, project: Project) -> Project:
    """Return a project whose notes say which of several files they are about."""
    name = f"{file.name}: "
    return replace(
        project,
        notes=tuple(note if note.startswith(name) else name + note for note in project.notes),
    )


def _roles(mapping: Sequence[str]) -> dict[str, list[str]]:
    """Return the columns that are named for each role."""
    known = {*ROLES, "separator", "project"}
    roles: dict[str, list[str]] = {}
    for one in mapping:
        role, sign, column = one.partition("=")
        if not sign or role.strip() not in known:
            raise SecondcoderError(
                f"--map {one}: it should read ROLE=COLUMN",
                hint=f"The roles are {', '.join(ROLES)}, for example --map code=Theme; several "
                "columns of codes are named one by one. --map separator=, says what parts the "
                "codes of a cell; for a file with several projects also --map project=NAME.",
            )
        name = column if role.strip() == "separator" else column.strip()
        roles.setdefault(role.strip(), []).append(name)
    for role, columns in roles.items():
        single(role, columns)
    return roles


def _other(file: Path, offsets: str | None, project: str | None) -> Project:
    suffix = file.suffix.lower()
    if suffix == ".qdpx":
        return read_qdpx(file, offsets=offsets)
    if suffix == ".qde":
        return read_qde(file, offsets=offsets)
    if suffix == ".qdc":
        return read_qdc(file)
    if suffix == ".qda" or (file.is_dir() and (file / DATABASE).is_file()):
        return read_qualcoder(file)
    if suffix in _TAGUETTE:
        return read_taguette(file, project=project)
    refuse_own_file(file)
    kinds = (".qdpx", ".qde", ".qdc", ".qda", ".sqlite3", *sorted(TABLE_SUFFIXES), *sorted(_TEXTS))
    raise SecondcoderError(
        f"{file.name}: files of this kind are not imported",
        hint=f"Known are: {' '.join(kinds)}. Captions (.vtt, .srt) need no import: put them into "
        "the study's folder.",
    )


def _text(file: Path) -> Project:
    """Return a document, with its comments as codings; a codebook set in Word is a codebook."""
    word = file.suffix.lower() == ".docx"
    if word and (codebook := word_codebook_project(file)):
        return codebook
    read = read_documents(file.parent, [Documents(path=file.name)])
    project = Project(
        name=file.stem,
        documents=tuple(
            ProjectDocument(guid=made("file", file.name, one.name), name=one.name, text=one.text)
            for one in read.documents
        ),
        notes=tuple(f"{file.name}: {notice.message}." for notice in read.notices),
    )
    return with_comments(project, file) if word else project
