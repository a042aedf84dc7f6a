"""A table to a project: a codebook, or coded segments."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.entry_text import Entry, entry_text
from secondcoder.exchange.joining import join_projects
from secondcoder.exchange.project import (
    Discarded,
    Project,
    ProjectCode,
    ProjectDocument,
    merged,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.segment_columns import columns_of_segments, of_product
from secondcoder.exchange.segments import read_segments
from secondcoder.reading.codes.codebook import read_codebook
from secondcoder.reading.tables.tables import read_table, sheet_names
from secondcoder.study.codebooks import as_codebook
from secondcoder.study.columns import of_role
from secondcoder.study.schema import CodebookSource
from secondcoder.study.tables import Sheet, sheet_of
from secondcoder.study.word_codebook import word_codebook


def table_project(
    path: Path,
    documents: Sequence[ProjectDocument],
    mapping: Mapping[str, Sequence[str]],
    codes: Sequence[str],
) -> Project:
    """Return a table's codebook, or else its codings; of a workbook those of every sheet.

    ``mapping`` names the columns of codings; ``codes`` are the codes' names that are known.
    """
    names = sheet_names(path, name=path.name) if path.suffix.lower() == ".xlsx" else []
    if len(names) < 2:
        return _sheet_project(path, None, documents, mapping, codes)
    found: list[Project] = []
    errors: list[tuple[str, SecondcoderError]] = []
    for name in names:
        try:
            known = [*codes, *(code.name for one in found for code in one.codes)]
            found.append(_sheet_project(path, name, documents, mapping, known))
        except SecondcoderError as error:
            errors.append((name, error))
    if not found:
        raise errors[0][1]
    whole = join_projects(found)
    left = [Discarded("sheet", f"{path.name} [{name}]", e.message) for name, e in errors]
    return replace(whole, discarded=merged([*whole.discarded, *left]))


def _sheet_project(
    path: Path,
    sheet: str | None,
    documents: Sequence[ProjectDocument],
    mapping: Mapping[str, Sequence[str]],
    codes: Sequence[str],
) -> Project:
    described = sheet_of(path.name, sheet, read_table(path, name=path.name, sheet=sheet))
    program = of_product(described.table)
    segments = bool(mapping) or (program is not None and bool(program.document))
    source = None if segments else as_codebook(described)
    located = of_role(described.columns, "document") or documents
    if source is not None and (source.definition or not located):
        return _codebook(path, source)
    table = replace(described.table, name=described.name)
    return read_segments(
        table, documents, columns_of_segments(table, mapping, codes), stem=path.stem
    )


def word_codebook_project(path: Path) -> Project | None:
    """Return the codebook that a Word file holds as a table; ``None`` if it holds none."""
    sheet: Sheet | None = next(word_codebook(path.parent, path.name), None)
    source = as_codebook(sheet) if sheet else None
    return _codebook(path, source) if source else None


def _codebook(path: Path, source: CodebookSource) -> Project:
    read = read_codebook(path.parent, source)
    table = read_table(path, name=path.name, sheet=source.sheet)
    codes = tuple(
        ProjectCode(
            guid=made("code", *code.path),
            name=code.name,
            parent=made("code", *code.path[:-1]) if len(code.path) > 1 else "",
            description=entry_text(
                Entry(
                    definition=code.definition,
                    include=code.include,
                    exclude=code.exclude,
                    examples="\n".join(code.examples),
                )
            ),
        )
        for code in read.codebook.codes
    )
    one = (source.code, source.number, source.parent, source.include, source.exclude)
    several = (*_listed(source.levels), *_listed(source.definition), source.examples)
    rest = [column for column in table.columns if column not in {*one, *several}]
    named = ", ".join(source.levels or [source.code or ""])
    note = (
        f"{path.name}: Read as a codebook (codes in {named}; not read: {', '.join(rest) or '–'})."
    )
    return Project(
        name=path.stem,
        origin="a codebook in a table",
        codes=codes,
        notes=(note, *(f"{path.name}: {one.message}." for one in read.notices)),
        discarded=tuple(
            Discarded("column", f"{path.name}, {facet}", "a codebook keeps no facets here")
            for facet in source.facets
        ),
    )


def _listed(columns: str | Sequence[str] | None) -> Sequence[str]:
    return [columns] if isinstance(columns, str) else list(columns or ())
