"""What a project of QualCoder holds beside what a study keeps: lines for the report."""

from collections.abc import Iterator

from secondcoder.exchange.project import Discarded
from secondcoder.exchange.sqlite_rows import Database

_MEDIA = {"code_image": "an area of a picture or page", "code_av": "a stretch of sound or film"}
_UNSET = frozenset({"", "0", "None"})


def left_in_database(database: Database) -> Iterator[Discarded]:
    """Yield a line for each kind of thing that does not come in, with its number."""
    for table, words in _MEDIA.items():
        yield from _of_media(database, table, words)
    if number := _filled(database, "code_text", "important"):
        reason = "they came in, but not that they are marked as important"
        yield Discarded("mark", "important codings", reason, number)
    if number := _filled(database, "attribute_type", "memo"):
        yield Discarded("description", "attributes", "a study keeps none of them", number)
    if number := _filled(database, "case_text", "memo"):
        reason = "a study keeps none of why a text belongs to a case"
        yield Discarded("memo", "texts of cases", reason, number)
    if number := database.count("graph"):
        yield Discarded("graph", "drawings and maps", "the study has no place for them", number)
    if number := len({row["risid"] for row in database.rows("ris", "risid")}):
        yield Discarded("reference", "bibliography", "the study has no place for it", number)
    yield from _of_wordless(database)


def _of_media(database: Database, table: str, words: str) -> Iterator[Discarded]:
    """Yield lines for codings of pictures, sound or film, by file and code, and their memos."""
    files = {row["id"]: row["name"] for row in database.rows("source", "id", "name")}
    codes = {row["cid"]: row["name"] for row in database.rows("code_name", "cid", "name")}
    for row in database.rows(table, "id", "cid", "memo"):
        file = files.get(row["id"], "a file that is not there")
        what = f"{file}, {codes.get(row['cid'], 'a code that is not there')}"
        yield Discarded("coding", what, f"it marks {words}, not text")
        if row["memo"].strip() not in _UNSET:
            yield Discarded("memo", what, f"it is about what marks {words}")


def _of_wordless(database: Database) -> Iterator[Discarded]:
    """Yield lines for the memos and values of pictures, sound and film, and of journals."""
    sources = database.rows("source", "id", "fulltext", "memo")
    wordless = {row["id"] for row in sources if not row["fulltext"]}
    if number := sum(bool(row["memo"].strip()) for row in sources if row["id"] in wordless):
        yield Discarded("description", "files without text", "they did not come in", number)
    values = [row for row in database.rows("attribute", "attr_type", "id", "value") if row["value"]]
    if number := sum(row["attr_type"] == "file" and row["id"] in wordless for row in values):
        yield Discarded("attribute", "of files without text", "they did not come in", number)
    if number := sum(row["attr_type"] not in {"file", "case"} for row in values):
        yield Discarded("attribute", "of journals", "a study keeps none of them", number)


def _filled(database: Database, table: str, column: str) -> int:
    """Return in how many rows a column holds something."""
    return sum(row[column].strip() not in _UNSET for row in database.rows(table, column))
