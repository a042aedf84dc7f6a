"""What of the tables beside the texts is not used, and why."""

from collections.abc import Collection, Iterator

from secondcoder.study.codebooks import is_named_codebook
from secondcoder.study.files import is_about, is_people
from secondcoder.study.schema import CodingSource
from secondcoder.study.tables import Sheet

FEW_PEOPLE = 8
"""Most values of a column that may say who coded; more are rather places or dates."""


def why_unused(sheet: Sheet, quoting: Collection[str]) -> str:
    """Return why a table is neither texts nor codebook nor coding; ``quoting`` quote the texts."""
    if sheet.name in quoting:
        return "it quotes the texts beside it, but no column of codes was found"
    if sheet.sheet and is_about(sheet.sheet):
        return "by its name the sheet is about the study and not its material"
    if is_people(sheet.path):
        return (
            "by its name it describes the participants; to use it, save it as .csv with a column "
            "`document` and write attributes under [[documents]]"
        )
    if is_named_codebook(sheet.name):
        return "it is called a codebook, but no column of codes was found; name it in [codebook]"
    return "it looks like neither texts nor a codebook nor a coding of these texts"


def columns_unused(sheet: Sheet, source: CodingSource) -> Iterator[str]:
    """Yield a note on columns of a coding that are not read, one of which may say who coded."""
    used: set[str] = set()
    for value in source.model_dump(exclude={"path", "sheet"}, exclude_none=True).values():
        used |= set(value) if isinstance(value, list) else {str(value)}
    left = [column for column in sheet.columns if column.filled and column.name not in used]
    if not left:
        return
    listed = ", ".join(repr(column.name) for column in left)
    people = [
        column
        for column in left
        if source.coder
        and column.short
        and not (column.administrative or column.asks)
        and 1 < len(column.values) <= min(FEW_PEOPLE, column.filled - 1)
    ]
    may = ""
    if people:
        values = ", ".join(people[0].values[:4])
        who = f"all would count as {source.coder!r}"
        may = (
            f"; if {people[0].name!r} ({values}) says who coded, write coder_column = "
            f'"{people[0].name}" under [[coding]] instead of coder, as otherwise {who}'
        )
    yield f"{sheet.name}: columns of the coding that are not used: {listed}{may}"
