"""A column is declared in one place; everything that is published of it follows."""

import dataclasses
import json
from typing import Annotated

from secondcoder.publish.csv_files import read_csv, to_csv
from secondcoder.publish.dictionary import data_dictionary
from secondcoder.publish.manifest import manifest
from secondcoder.publish.schema import Column, Table, Tables
from secondcoder.publish.sheets import sheet_of


def test_one_declaration_is_enough():
    @dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
    class Row:
        theme: Annotated[str, Column("The theme.")]
        words: Annotated[int, Column("Words in all its passages.", width=9)]

    table = Table("lengths", Row, "How long themes are.", sheet="Lengths")
    rows = Tables([table], {table: [Row(theme="Trust", words=12)]})[table]
    data = to_csv(table, rows)
    assert data == b"\xef\xbb\xbftheme,words\nTrust,12\n"
    assert read_csv(table, data, name="lengths.csv") == rows
    sheet = sheet_of(table, rows)
    assert (sheet.columns, sheet.widths, sheet.rows) == (
        ("theme", "words"),
        (14, 9),
        [["Trust", 12]],
    )
    files = {"lengths.csv": data}
    described = json.loads(manifest(files, [table], name="a", title="A", kind="test", counted=True))
    fields = described["resources"][0]["schema"]["fields"]
    assert fields[1] == {
        "name": "words",
        "type": "integer",
        "description": "Words in all its passages.",
    }
    page = data_dictionary({"A procedure": [table]})
    assert "| `words` | whole number | Words in all its passages. |" in page
