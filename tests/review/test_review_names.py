"""Names of codes that look like formulas or paths stay what they are, on pages and in files."""

import csv
import io

from made_up_run import record

from made_tables import row, tables_of
from secondcoder.procedures.second_coder.reviewed.frame import frame_of
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.next_codebook import next_codebook
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.publish.csv_files import csv_bytes
from secondcoder.reading.codes.codebook import read_codebook
from secondcoder.reading.codes.own_form import codebook_cells
from secondcoder.study.schema import CodebookSource

NAMES = ["+ Access", "- Access", "= Access", "@ Access", "Trust", "a; b", 'say "so"', "'quoted'"]


def material(codes):
    rows = [
        {"code_id": f"c{n}", "code": " > ".join(path), "path": path, "level": len(path),
         "in_codebook": True, "codable": True}
        for n, path in enumerate(codes)
    ]  # fmt: skip
    tables = tables_of({})
    return Material(tables.having({CODES: [row(CODES, one) for one in rows]}), record())


def test_the_next_codebook_keeps_every_name(tmp_path):
    following = next_codebook(material([(name,) for name in NAMES]), {}, {})
    columns, lines = codebook_cells(following.codes)
    data = csv_bytes(columns, lines)
    said = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert [one["level 1"] for one in said] == NAMES
    (tmp_path / "next.csv").write_bytes(data)
    (tmp_path / "old.csv").write_text(
        "\n".join(["theme", *('"' + name.replace('"', '""') + '"' for name in NAMES)]) + "\n",
        encoding="utf-8",
    )
    books = [
        read_codebook(tmp_path, CodebookSource(path=name, levels=[column])).codebook
        for name, column in (("old.csv", "theme"), ("next.csv", "level 1"))
    ]
    assert [code.id for code in books[0].codes] == [code.id for code in books[1].codes]


def test_a_name_that_holds_the_separator_is_no_path():
    frame = frame_of(material([("Cost > benefit",), ("Trust",)]))
    assert [code.path for code in frame.codes] == [("Cost > benefit",), ("Trust",)]
