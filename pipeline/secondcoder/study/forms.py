"""The columns of codebooks and codings that ``study.toml`` names by their path alone."""

from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.reading.codes.own_form import codebook_source, coding_source
from secondcoder.reading.tables.tables import TABLE_SUFFIXES, Table, read_table
from secondcoder.records.study import Notice
from secondcoder.study.codebooks import KnownCodes, as_codebook, known_codes
from secondcoder.study.coder_names import HUMAN
from secondcoder.study.codings import as_coding
from secondcoder.study.schema import CodebookSource, CodingSource, RoundOfCoding, StudyConfig
from secondcoder.study.tables import Sheet, sheet_of

_TREE = ("levels", "code")
_CODED = ("code", "codes", "coders", "marks", "passage", "start")


def with_columns(config: StudyConfig, folder: Path) -> tuple[StudyConfig, list[Notice]]:
    """Return the configuration with such columns as they are inferred, and what was inferred.

    What cannot be told stays as it is; the check of the configuration then asks for it.
    """
    notices: list[Notice] = []
    codebook = config.codebook
    known = KnownCodes()
    bare = [source for source in config.coding if names_no_columns(source)]
    if codebook and (names_no_columns(codebook) or bare):
        sheet = _sheet(folder, codebook)
        if sheet and names_no_columns(codebook):
            codebook = _codebook(codebook, sheet, notices)
        if sheet and (codebook.levels or codebook.code):
            known = known_codes(sheet, codebook)
    coding = [_coding(s, folder, known, notices) if s in bare else s for s in config.coding]
    rounds = {name: _round(one, folder, notices) for name, one in config.rounds.items()}
    found = {"codebook": codebook, "coding": coding, "rounds": rounds}
    return config.model_copy(update=found), notices


def _round(one: RoundOfCoding, folder: Path, notices: list[Notice]) -> RoundOfCoding:
    if one.codebook is None or not names_no_columns(one.codebook):
        return one
    sheet = _sheet(folder, one.codebook)
    codebook = _codebook(one.codebook, sheet, notices) if sheet else one.codebook
    return one.model_copy(update={"codebook": codebook})


def names_no_columns(source: CodebookSource | CodingSource) -> bool:
    """Say whether the columns of a table are inferred, since none that it needs is named."""
    keys = _TREE if isinstance(source, CodebookSource) else _CODED
    return all(getattr(source, key) is None for key in keys)


def _codebook(source: CodebookSource, sheet: Sheet, notices: list[Notice]) -> CodebookSource:
    own = codebook_source(source.path, sheet.table.columns)
    found = own or as_codebook(sheet)
    if found is None:
        return source
    if own is None:
        tree = " > ".join(found.levels) if found.levels else repr(found.code)
        message = f"read as the codebook, its tree in {tree}; [codebook] names no columns"
        notices.append(Notice("inferred", message, sheet.name))
    return found.model_copy(update=_set_by_hand(source))


def _coding(
    source: CodingSource, folder: Path, known: KnownCodes, notices: list[Notice]
) -> CodingSource:
    sheet = _sheet(folder, source)
    if sheet is None:
        return source
    own = coding_source(source.path, sheet.table.columns)
    found = own or as_coding(sheet, known=known, ids=())
    if found is None:
        return source
    if own is None:
        where = found.passage or found.start
        message = f"read as coding, passage in {where!r}; [[coding]] names no columns"
        notices.append(Notice("inferred", message, sheet.name))
        if found.coder == HUMAN:
            found = found.model_copy(update={"coder": None})
    return found.model_copy(update=_set_by_hand(source))


def _set_by_hand(source: CodebookSource | CodingSource) -> dict[str, object]:
    return {key: getattr(source, key) for key in source.model_fields_set}


def _sheet(folder: Path, source: CodebookSource | CodingSource) -> Sheet | None:
    """Return the table that a source names; nothing where it is none or cannot be read."""
    path = folder / source.path
    if PurePosixPath(source.path).suffix.lower() not in TABLE_SUFFIXES or not path.is_file():
        return None
    try:
        table: Table = read_table(
            path, name=source.path, sheet=source.sheet, encoding=source.encoding
        )
    except SecondcoderError:  # said when it is read, with what is wrong
        return None
    return sheet_of(source.path, source.sheet, table)
