"""A folder without ``study.toml`` to a configuration, with every guess said."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.names import loosely
from secondcoder.reading.documents.rich import RICH_SUFFIXES
from secondcoder.reading.documents.row_ids import id_column
from secondcoder.reading.tables.tables import TABLE_SUFFIXES, read_table, sheet_names
from secondcoder.study.codebooks import (
    KnownCodes,
    as_codebook,
    codebook_rank,
    is_bare_list,
    is_named_codebook,
    known_codes,
)
from secondcoder.study.coder_names import HUMAN, coder_names, documents_of
from secondcoder.study.codings import as_coding, names_codes
from secondcoder.study.columns import closed_columns, open_columns
from secondcoder.study.files import is_about, study_files, why_left_out
from secondcoder.study.language import ENGLISH, language_name, with_language
from secondcoder.study.patterns import patterns_of
from secondcoder.study.programs import by_maker, note_of
from secondcoder.study.quoting import quotes_texts
from secondcoder.study.schema import CodebookSource, CodingSource, Documents, StudyConfig
from secondcoder.study.tables import Sheet, as_documents, sheet_of
from secondcoder.study.unused import columns_unused, why_unused
from secondcoder.study.word_codebook import word_codebook, word_quotations

PROSE_SUFFIXES = frozenset({".docx", ".md", ".sbv", ".srt", ".txt", ".vtt"}) | RICH_SUFFIXES


@dataclass(frozen=True, slots=True)
class Inferred:
    """A configuration guessed from a folder, and a note for every guess."""

    config: StudyConfig
    notes: tuple[str, ...]


def infer_config(folder: Path) -> Inferred:
    """Guess what a folder's files are: documents, codebook, coding; say what was left out, why."""
    found = study_files(folder, PROSE_SUFFIXES | TABLE_SUFFIXES)
    files, notes = found.files, [*found.notes]
    sheets = [sheet for path in files for sheet in sheets_of(folder, path, notes)]
    prose = [path for path in files if PurePosixPath(path).suffix.lower() in PROSE_SUFFIXES]
    codebook_sheet, codebook = _codebook(sheets, folder, _texts(prose)[0], notes)
    tables = [sheet for sheet in sheets if sheet is not codebook_sheet and not _is_word(sheet.path)]
    texts, left = _texts([path for path in prose if not _holds(codebook_sheet, path)])
    tables += (quoting_texts := list(word_quotations(folder, texts)))
    texts = [path for path in texts if path not in {sheet.path for sheet in quoting_texts}]
    known = known_codes(codebook_sheet, codebook) if codebook_sheet and codebook else KnownCodes()
    quoting = _quoting(folder, tables, texts, known) if texts else set()
    documents = _documents(tables, quoting, beside_texts=bool(texts), notes=notes)
    if not documents and not texts:
        texts, left = left, []
        notes += [f"{path}: read as a document, as there is no other" for path in texts]
    coding = _coding(tables, documents, known, texts, notes)
    used = {*documents, *(name for name, _ in coding)}
    unused = [sheet for sheet in tables if sheet.name not in used]
    notes += [f"{one.name}: left out, because {why_unused(one, quoting)}" for one in unused]
    notes += [f"{path}: left out, because {why_left_out(path)}" for path in left]
    sources = [*patterns_of(texts, prose), *documents.values()]
    if not sources:
        raise _nothing_readable(folder, notes)
    told = {note.split(":", 1)[0] for note in notes}
    notes += [
        f"{source.path}: read as documents"
        for source in sources
        if not source.text and source.path not in told
    ]
    title = re.sub(r"[\s_-]+", " ", folder.resolve().name).strip()
    config = StudyConfig(
        title=title[:1].upper() + title[1:] or "Untitled study",
        documents=sources,
        codebook=codebook,
        coding=[source for _, source in coding],
    )
    config = with_language(config, folder)
    if config.model.language != ENGLISH:
        name = language_name(config.model.language)
        notes.append(f"[model] language: the texts seem to be in {name}")
    return Inferred(config, tuple(notes))


def sheets_of(folder: Path, path: str, notes: list[str]) -> Iterator[Sheet]:
    """Yield the tables of a file; what cannot be read is noted."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".docx":
        yield from word_codebook(folder, path)
    if suffix not in TABLE_SUFFIXES:
        return
    try:
        names = sheet_names(folder / path, name=path) if suffix == ".xlsx" else []
    except SecondcoderError as error:
        notes.append(f"{path}: left out, because it cannot be read ({error.message})")
        return
    for name in names if len(names) > 1 else [None]:
        try:
            table = read_table(folder / path, name=path, sheet=name)
        except SecondcoderError as error:
            notes.append(f"{path}: left out, because it cannot be read ({error.message})")
            continue
        if table.rows:
            yield sheet_of(path, name, table)


def _is_word(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() == ".docx"


def _holds(sheet: Sheet | None, path: str) -> bool:
    return sheet is not None and sheet.path == path


def _quoting(
    folder: Path, sheets: Sequence[Sheet], texts: Sequence[str], known: KnownCodes
) -> set[str]:
    """Return the names of the tables that code or quote the texts beside them."""
    return {
        sheet.name
        for sheet in sheets
        if as_documents(sheet)
        and (names_codes(sheet, known) or quotes_texts(sheet, folder, tuple(texts)))
    }


def _codebook(
    sheets: Sequence[Sheet], folder: Path, texts: Sequence[str], notes: list[str]
) -> tuple[Sheet | None, CodebookSource | None]:
    """Return the codebook; a table of nothing but codes beside quotations is a coding."""
    fitting = [
        (sheet, source)
        for sheet in sheets
        if (source := as_codebook(sheet))
        and not (is_bare_list(sheet) and quotes_texts(sheet, folder, tuple(texts)))
    ]
    if not fitting:
        return None, None
    sheet, source = max(fitting, key=lambda found: codebook_rank(*found))
    tree = f"levels {' > '.join(source.levels)}" if source.levels else f"column {source.code!r}"
    facets = f", facets {', '.join(source.facets)}" if source.facets else ""
    notes.append(f"{sheet.name}: read as the codebook ({tree}{facets})")
    return sheet, source


def _documents(
    sheets: Sequence[Sheet], quoting: Collection[str], *, beside_texts: bool, notes: list[str]
) -> dict[str, Documents]:
    """Return the sheets of texts by name; beside transcripts, coded quotations are a coding."""
    documents = {}
    for sheet in sheets:
        source = as_documents(sheet)
        if source is None or sheet.name in quoting:
            continue
        if beside_texts and is_named_codebook(sheet.name):
            continue  # whatever its columns are called, it is no material
        if sheet.sheet and len(sheets) > 1 and is_about(sheet.sheet):
            continue
        documents[sheet.name] = source
        if source.headings:
            case = repr(source.case) if source.case else "named by row, as no column names them"
            what = f"a row a case ({case}), texts in {_listed(source.headings)}"
        else:
            roles = ("text", "id", "document", "case", "speaker", "question", "heading")
            named = {role: getattr(source, role) for role in roles}
            what = ", ".join(f"{role} in {name!r}" for role, name in named.items() if name)
            if source.moderators:
                what += f", asked by {_listed(source.moderators)}"
        notes.append(f"{sheet.name}: read as documents, {what}")
        notes += _not_read(sheet, source)
        if source.heading and source.question is None and loosely(source.heading) == "question":
            notes.append(f"{sheet.name}: 'question' holds numbers, so it stands as a heading")
    return documents


def _not_read(sheet: Sheet, source: Documents) -> Iterator[str]:
    """Yield notes on columns of words that are not read as text, though they may be answers."""
    used = {source.text, source.question, source.heading, source.case, *(source.headings or ())}
    for column in (*open_columns(sheet.columns), *closed_columns(sheet.columns)):
        if column.name not in used:
            used.add(column.name)
            yield (
                f"{sheet.name}: the column {column.name!r} is not read as text but as an "
                "attribute; name it under 'headings' if it holds answers"
            )


def _coding(
    sheets: Sequence[Sheet],
    documents: dict[str, Documents],
    known: KnownCodes,
    texts: Sequence[str],
    notes: list[str],
) -> list[tuple[str, CodingSource]]:
    ids = [_ids(sheet, documents[sheet.name]) for sheet in sheets if sheet.name in documents]
    stems = [unicodedata.normalize("NFC", PurePosixPath(path).stem) for path in texts]
    found = [
        (sheet, source)
        for sheet in sheets
        if (source := as_coding(sheet, known=known, ids=ids, documents=stems))
    ]
    nameless = [sheet for sheet, source in found if source.coder]
    named = coder_names(_names_of_files(nameless, stems), stems) if nameless else []
    files = [sheet.sheet or PurePosixPath(sheet.path).stem for sheet in nameless]
    within = dict(zip((one.name for one in nameless), documents_of(files, stems), strict=True))
    coder_of = {sheet.name: coder for sheet, coder in zip(nameless, named, strict=True)}
    sources = []
    for sheet, source in found:
        coder = coder_of.get(sheet.name)
        update = {"coder": coder}
        if source.document is None and within.get(sheet.name):
            update["within"] = within[sheet.name]
            notes.append(f"{sheet.name}: its coding is sought in {within[sheet.name]!r} alone")
        notes += columns_unused(sheet, source)
        made = by_maker(source.model_copy(update=update))
        sources += [(sheet.name, one) for one in made]
        if not all(one.machine for one in made):
            notes.append(
                f"{sheet.name}: read as coding, passage in {(source.passage or source.start)!r}, "
                f"{_who_and_what(made[0], coder)}"
            )
        notes += [note_of(sheet.name, one, one.coders or ()) for one in made if one.machine]
    return sources


def _names_of_files(sheets: Sequence[Sheet], documents: Sequence[str]) -> list[str]:
    """Return what tells whose tables they are: the sheet or file, or else the folder.

    Folders tell it where several hold files of one name, or of the names of documents.
    """
    names = [sheet.sheet or PurePosixPath(sheet.path).stem for sheet in sheets]
    folders = [PurePosixPath(sheet.path).parent for sheet in sheets]
    known = set(map(loosely, documents))
    alike = len(set(names)) == 1 or all(loosely(name) in known for name in names)
    if len(set(names)) == len(names) or not alike or len(set(folders)) == 1:
        return names
    return [folder.name or name for folder, name in zip(folders, names, strict=True)]


def _who_and_what(source: CodingSource, coder: str | None) -> str:
    """Return where codes and coders of a coding stand, for a note."""
    if source.coders:
        return f"a column a coder: {_listed(source.coders)}"
    if source.mark_coders:
        of = f"coders {_listed(source.mark_coders)}"
        return f"a column a code and coder: {_listed(source.marks or ())}, {of}"
    who = f"coder {coder!r}"
    if source.coder_column:
        who = f"coder in {source.coder_column!r}"
    elif coder != HUMAN:
        who += " (by the file's name)"
    if source.marks:
        return f"a column a code: {_listed(source.marks)}, {who}"
    code = [source.code] if isinstance(source.code, str) else source.code or source.codes or []
    return f"code in {_listed(code)}, {who}"


def _ids(sheet: Sheet, source: Documents) -> frozenset[str]:
    column = id_column(source, sheet.table)
    return frozenset(row[column] for row in sheet.table.rows) if column else frozenset()


def _texts(prose: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the files that seem to be material, and those that seem to be about it."""
    left = [path for path in prose if why_left_out(path)]
    return [path for path in prose if path not in left], left


def _nothing_readable(folder: Path, notes: Sequence[str]) -> SecondcoderError:
    found = "".join(f"\n  {note}" for note in notes)
    return SecondcoderError(
        f"{folder.name}: there is no text to read in this folder{found}",
        hint="Put transcripts or texts (.docx, .txt, .md, .vtt, .srt, .sbv) or a table with a "
        "column of text (.csv, .xlsx) into it.",
    )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:6])
    return f"{shown}, …" if len(names) > 6 else shown
