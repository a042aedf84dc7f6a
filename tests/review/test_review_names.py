"""Names of codes that look like formulas or paths stay what they are, on pages and in files."""

import csv
import io

from made_up_run import record

from made_tables import row, tables_of
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.results import _frame
from secondcoder.procedures.second_coder.reviewed.themes import COLUMNS, new_codebook
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.publish.csv_files import csv_bytes
from secondcoder.reading.codes.codebook import read_codebook
from secondcoder.study.schema import CodebookSource

NAMES = ["+ Access", "- Access", "= Access", "@ Access", "Trust", "a; b", 'say "so"', "'quoted'"]


def material(codes):
    rows = [
        {"code_id": f"c{n}", "code": " > ".join(path), "path": path, "level": len(path),
         "in_codebook": True}
        for n, path in enumerate(codes)
    ]  # fmt: skip
    tables = tables_of({})
    return Material(tables.having({CODES: [row(CODES, one) for one in rows]}), record())


def test_the_next_codebook_keeps_every_name(tmp_path):
    entries = material([(name,) for name in NAMES]).codable
    rows = new_codebook(entries, {}, {})
    data = csv_bytes(COLUMNS, ([one[column] for column in COLUMNS] for one in rows))
    assert [one["code"] for one in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))] == NAMES
    (tmp_path / "next.csv").write_bytes(data)
    (tmp_path / "old.csv").write_text(
        "\n".join(["theme", *('"' + name.replace('"', '""') + '"' for name in NAMES)]) + "\n",
        encoding="utf-8",
    )
    books = [
        read_codebook(tmp_path, CodebookSource(path=name, levels=[column])).codebook
        for name, column in (("old.csv", "theme"), ("next.csv", "code"))
    ]
    assert [code.id for code in books[0].codes] == [code.id for code in books[1].codes]


def test_a_name_that_holds_the_separator_is_no_path():
    frame = _frame(material([("Cost > benefit",), ("Trust",)]))
    assert [code.path for code in frame.codes] == [("Cost > benefit",), ("Trust",)]
