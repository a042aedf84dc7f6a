"""What QualCoder's own import makes of a ``.qdpx``, without a window.

    python benchmarks/exchange/qualcoder_import.py QUALCODER FILE.qdpx [--keep FOLDER.qda]

QUALCODER is a checkout of QualCoder; none of it is part of this project. Run this with a Python
that has QualCoder's PyQt6, PyMuPDF, Pillow and charset-normalizer. The project's database is made
by the statements in QualCoder's own source, filled by its own ``RefiImport``, and counted with
SQL; the counts are printed as JSON. With ``--keep`` the QualCoder project stays.
"""

import argparse
import ast
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import types
from collections.abc import Iterator
from pathlib import Path

COUNTS = {
    "documents": "select count(*) from source",
    "characters": "select coalesce(sum(length(fulltext)), 0) from source",
    "codes": "select count(*) from code_name",
    "categories": "select count(*) from code_cat",
    "codings": "select count(*) from code_text",
    "codings with a code and words": "select count(*) from code_text join code_name using (cid) "
    "where seltext <> ''",
    "memos of codings": "select count(*) from code_text where memo <> ''",
    "annotations": "select count(*) from annotation where memo <> ''",
    "annotations without words": "select count(*) from annotation where coalesce(memo, '') = ''",
    "memos of documents": "select count(*) from source where memo <> ''",
    "memos of codes": "select count(*) from code_name where memo <> ''",
    "journals": "select count(*) from journal where jentry <> ''",
    "journals without words": "select count(*) from journal where coalesce(jentry, '') = ''",
    "cases": "select count(*) from cases",
    "texts of cases": "select count(*) from case_text",
    "attributes of cases": "select count(*) from attribute where attr_type = 'case'",
    "attributes of documents": "select count(*) from attribute where attr_type = 'file'",
    "codings of coders": "select owner, count(*) from code_text group by owner order by owner",
    "dates of codings": "select min(date), max(date) from code_text",
}


def statements(qualcoder: Path) -> Iterator[str]:
    """Yield what QualCoder creates a new project's tables with."""
    tree = ast.parse((qualcoder / "src/qualcoder/__main__.py").read_text("utf-8"))
    new = next(
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "new_project"
    )
    for node in ast.walk(new):
        if isinstance(node, ast.Constant) and str(node.value).startswith("CREATE TABLE"):
            yield str(node.value)


def import_file(qualcoder: Path, file: Path, folder: Path) -> tuple[sqlite3.Connection, list[str]]:
    """Import a file into a new project in a folder; return its database and what was said."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(qualcoder / "src"))
    from PyQt6 import QtWidgets
    from qualcoder import refi

    window = QtWidgets.QApplication.instance() or QtWidgets.QApplication([])
    for name in ("documents", "images", "audio", "video"):
        (folder / name).mkdir(parents=True)
    database = sqlite3.connect(folder / "data.qda")
    for statement in statements(qualcoder):
        database.execute(statement)
    database.execute("insert into project (databaseversion, memo) values ('v17', '')")
    said: list[str] = []
    copied = folder.parent / "file.qdpx"
    shutil.copyfile(file, copied)
    refi.QtWidgets.QFileDialog.getOpenFileName = lambda *_, **__: (str(copied), True)
    refi.Message = lambda _, title, text, *__: types.SimpleNamespace(
        exec=lambda: said.append(f"{title}: {text}")
    )
    app = types.SimpleNamespace(
        conn=database,
        project_path=str(folder),
        settings={"directory": "", "codername": "default", "ai_enable": "False"},
        ai_models=[],
        write_config_ini=lambda *_: None,
    )
    refi.RefiImport(app, types.SimpleNamespace(append=said.append), "qdpx")
    database.commit()
    del window
    return database, said


def counted(database: sqlite3.Connection) -> dict[str, object]:
    """Return the counts; a query of one cell as a number, others as rows."""
    found: dict[str, object] = {}
    for name, query in COUNTS.items():
        rows = database.execute(query).fetchall()
        found[name] = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("qualcoder", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--keep", type=Path, help="where the QualCoder project is left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "imported.qda"
        database, said = import_file(options.qualcoder.resolve(), options.file, folder)
        result = counted(database)
        database.close()
        if options.keep:
            shutil.copytree(folder, options.keep)
    said = [line for line in said if "annot" in line or "uplicate" in line or "rror" in line]
    print(json.dumps({**result, "said": said}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
