"""What a synthesis is made of: a study's folder, or a single document or table, as a grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.names import loosely
from secondcoder.procedures.synthesis.records import DerivedTheme, Grid
from secondcoder.procedures.synthesis.steps.case_names import find_name
from secondcoder.procedures.synthesis.steps.grid import (
    grid_of,
    is_grid,
    missing,
    placed_passages,
    recurring,
)
from secondcoder.procedures.synthesis.steps.headed import (
    form_cells,
    headed_cells,
    heading_named,
    told,
)
from secondcoder.reading.files.text import sha256_as_read
from secondcoder.reading.tables.tables import TABLE_SUFFIXES, read_table
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.study.assemble import load_material
from secondcoder.study.codebooks import as_codebook
from secondcoder.study.infer import PROSE_SUFFIXES
from secondcoder.study.load import LoadedStudy, load_config
from secondcoder.study.schema import CodebookSource, Documents, StudyConfig
from secondcoder.study.tables import as_documents, sheet_of

_GENERAL = frozenset({"", "general", "overarching", "overall", "all", "across"})
FEWEST_NAMED = 0.6
"""Share of a column's entries that must name cases for it to be the column of cases."""


@dataclass(frozen=True, slots=True)
class Source:
    """All that a synthesis starts from."""

    loaded: LoadedStudy
    material: StudyMaterial
    """With what was noticed and read on the way to the grid."""
    grid: Grid
    derived: tuple[DerivedTheme, ...]


def read_source(path: Path, *, derived: Path | None = None, seed: int | None = None) -> Source:
    """Return what is read of a study, a document or a table.

    ``derived`` names a table of derived themes; without it the study's codebook is one if it
    names cases. ``seed`` goes before the study's own.
    """
    loaded = load_source(path)
    if seed is not None:
        loaded = replace(loaded, config=loaded.config.model_copy(update={"seed": seed}))
    material = load_material(loaded.folder, loaded.config)
    grid, notices = read_grid(material)
    people, more, inputs = _derived(loaded, derived, grid)
    material = replace(
        material,
        notices=(*material.notices, *notices, *more),
        inputs=tuple(sorted({*material.inputs, *inputs})),
    )
    return Source(loaded, material, grid, people)


def _derived(
    loaded: LoadedStudy, named: Path | None, grid: Grid
) -> tuple[tuple[DerivedTheme, ...], tuple[Notice, ...], tuple[tuple[str, str], ...]]:
    """Return the derived themes, what was noticed, and the file named for them.

    A reflexive study without a reason to be counted is compared with nothing.
    """
    if not loaded.config.shows_coefficients:
        return (), (), ()
    if named is None:
        return (*read_derived(loaded.folder, loaded.config.codebook, grid), ())
    found, notices = read_derived(named.parent, derived_source(named), grid)
    return found, notices, ((named.name, sha256_as_read(named)),)


def load_source(path: Path) -> LoadedStudy:
    """Return the configuration of a study, or of a single document or table taken as one."""
    if path.is_dir() or path.suffix.lower() == ".toml" or not path.exists():
        return load_config(path)
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        source = as_documents(sheet_of(path.name, None, read_table(path, name=path.name)))
    elif suffix in PROSE_SUFFIXES:
        source = Documents(path=path.name)
    else:
        source = None
    if source is None:
        raise SecondcoderError(
            f"{path.name}: no case studies can be read from this file",
            hint="Name a study's folder, a table of cases (.csv, .xlsx), or a document (.docx, "
            ".txt, .md, .pdf) with cases and headings.",
        )
    title = path.stem.replace("_", " ").replace("-", " ").strip() or "Untitled study"
    config = StudyConfig(title=title[:1].upper() + title[1:], documents=[source])
    return LoadedStudy(config, path.parent, (), inferred=True)


def read_grid(material: StudyMaterial) -> tuple[Grid, tuple[Notice, ...]]:
    """Return the grid of a study and what was noticed on the way.

    Tables and headed forms name case and heading themselves; a document that holds several cases
    is read by its titles and labels; at last every document is taken as the form of one case.
    """
    notices: list[Notice] = []
    placed = placed_passages(material.passages)
    if not is_grid(placed):
        placed = []
        for document in material.documents:
            if cells := headed_cells(document):
                placed += cells
                notices.append(told(document, cells))
    if not is_grid(placed):
        placed = form_cells(material.documents)
    kept, left = recurring(placed)
    if not is_grid(kept):
        raise SecondcoderError(
            "no grid of cases and headings can be made of this material",
            hint="A synthesis needs at least two cases that say something under the same heading: "
            "a table with the columns case, heading and text (or a row a case and a column a "
            "heading), forms with the same headings, or a document with a title for every case "
            "and the same headings under each.",
        )
    grid = grid_of(kept)
    return grid, (*notices, *left, *missing(grid))


def read_derived(
    folder: Path, source: CodebookSource | None, grid: Grid
) -> tuple[tuple[DerivedTheme, ...], tuple[Notice, ...]]:
    """Return the themes that people derived, where the table of themes names cases.

    The column of cases is the one whose entries, delimited by semicolons, are the grid's cases. A
    heading in brackets, or called general, stands for general themes.
    """
    if source is None:
        return (), ()
    table = read_table(
        folder / source.path, name=source.path, sheet=source.sheet, encoding=source.encoding
    )
    levels = source.levels or [source.code or ""]
    others = [c for c in table.columns if c not in levels]
    named = {c: [_parts(row[c]) for row in table.rows] for c in others}
    column = next((c for c in others if _names_cases(named[c], grid)), None)
    if column is None or len(levels) < 2:
        return (), ()
    derived, notices = [], []
    for row, parts in zip(table.rows, named[column], strict=True):
        heading, theme = row[levels[0]], row[levels[-1]]
        general = heading.startswith("(") or loosely(heading) in _GENERAL
        under = "" if general else heading_named(heading, grid.headings)
        cases = [find_name(part, grid.cases) for part in parts]
        strange = [part for part, case in zip(parts, cases, strict=True) if not case]
        if strange:
            what = f"{strange[0]!r} is no case of the grid; it is not counted"
            notices.append(Notice("unknown case", what, table.at(row, column)))
        if not (general or under):
            what = f"the grid has no heading {heading!r}; the theme {theme!r} is left out"
            notices.append(Notice("unknown heading", what, table.at(row, levels[0])))
            continue
        derived.append(DerivedTheme(under, theme, tuple(dict.fromkeys(filter(None, cases)))))
    return tuple(derived), tuple(notices)


def derived_source(path: Path) -> CodebookSource:
    """Return how to read a table of derived themes that a user names."""
    source = as_codebook(sheet_of(path.name, None, read_table(path, name=path.name)))
    if source is None or not source.levels:
        raise SecondcoderError(
            f"{path.name}: this is no table of derived themes",
            hint="It needs a column 'heading', a column 'theme', and a column with the cases that "
            "a theme names, delimited by semicolons.",
        )
    return source


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _names_cases(entries: Sequence[Sequence[str]], grid: Grid) -> bool:
    parts = [part for entry in entries for part in entry]
    return bool(parts) and sum(bool(find_name(part, grid.cases)) for part in parts) >= (
        FEWEST_NAMED * len(parts)
    )
