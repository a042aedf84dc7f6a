"""``datapackage.json``: what a result holds, with a hash of every file (Frictionless Data, v1).

It is written last, so a folder without it is no result; and it is held against the files before
a result is read.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.publish.schema import DECIMAL, LIST, MORE, TEXT, TRUTH, WHOLE, Table, shown_fields

MANIFEST = "datapackage.json"
RECORD = "run.json"
_TYPES = {TEXT: "string", WHOLE: "integer", DECIMAL: "number", TRUTH: "boolean", LIST: "string"}
_MEDIA = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
_ABOUT = (
    "CSV files are UTF-8 with a byte-order mark. Cells that begin with =, +, - or @ stand as they "
    "are, without a guard against spreadsheet formulas: open workbook.xlsx in a spreadsheet. An "
    "empty cell is not known or undefined. Lists are separated by semicolons; a part that holds a "
    "semicolon stands in double quotes."
)


def manifest(
    files: Mapping[str, bytes],
    tables: Iterable[Table[Any]],
    *,
    name: str,
    title: str,
    kind: str,
    counted: bool,
) -> bytes:
    """Return the manifest of a result's files (relative path with ``/`` to bytes).

    ``kind`` is the procedure that made it.
    """
    declared = {f"{table.name}.csv": table for table in tables}
    described = {
        "profile": "data-package",
        "name": name,
        "title": title,
        "procedure": kind,
        "description": _ABOUT,
        "resources": [
            _resource(path, files[path], declared.get(path), counted=counted)
            for path in sorted(files)
        ],
    }
    return (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode()


def _resource(
    path: str, data: bytes, table: Table[Any] | None, *, counted: bool
) -> dict[str, object]:
    plain: dict[str, object] = {
        "name": path.lower().replace("/", "-").replace(".", "-").replace("_", "-"),
        "path": path,
        "mediatype": _MEDIA.get(PurePosixPath(path).suffix, "application/octet-stream"),
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    if table is None:
        return plain
    return plain | {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "format": "csv",
        "encoding": "utf-8",
        "description": table.about,
        "dialect": _DIALECT,
        "schema": {
            "fields": [*_fields(table, data, counted=counted)],
            "missingValues": [""],
        },
    }


def _fields(table: Table[Any], data: bytes, *, counted: bool) -> list[dict[str, object]]:
    """Return the columns as the file has them, those that the study names included."""
    shown = shown_fields(table, counted=counted)
    found: list[dict[str, object]] = []
    for field in shown:
        if field.kind == MORE:
            found += [
                {"name": name, "type": "string", "description": field.column.about}
                for name in _further(data, [one.name for one in shown if one.kind != MORE])
            ]
            continue
        column: dict[str, object] = {"name": field.name, "type": _TYPES[field.kind]}
        if field.kind == TRUTH:
            column |= {"trueValues": ["yes"], "falseValues": ["no"]}
        column["description"] = field.column.about
        if field.column.words:
            column["mayHoldWordsOfParticipants"] = True
        found.append(column)
    return found


def _further(data: bytes, declared: Sequence[str]) -> list[str]:
    import csv
    import io

    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return [name for name in next(csv.reader(text), []) if name not in declared]


def read_manifest(folder: Path) -> dict[str, tuple[int, str]]:
    """Return bytes and sha256 of every file of a result; ``SecondcoderError`` if it has none."""
    try:
        held = json.loads((folder / MANIFEST).read_text("utf-8"))
        return {
            _inside(str(one["path"])): (
                int(one["bytes"]),
                str(one["hash"]).removeprefix("sha256:"),
            )
            for one in held["resources"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SecondcoderError(
            f"{folder}: this is not a complete result ({MANIFEST} {_why(error)})",
            hint="Run the command that makes it again.",
        ) from error


def is_complete(folder: Path) -> bool:
    """Return whether a result was written whole: its manifest, written last, is there.

    Whether its files are still as they were written is what ``verified`` looks at.
    """
    try:
        return RECORD in read_manifest(folder)
    except SecondcoderError:
        return False


def kind_of(folder: Path) -> str:
    """Return which procedure made a result, as its manifest says; empty where there is none."""
    return _said(folder, "procedure")


def name_of(folder: Path) -> str:
    """Return a result's id, as its manifest says."""
    return _said(folder, "name")


def _said(folder: Path, key: str) -> str:
    try:
        return str(json.loads((folder / MANIFEST).read_text("utf-8")).get(key, ""))
    except (OSError, ValueError, AttributeError):
        return ""


def verified(folder: Path) -> dict[str, bytes]:
    """Return a result's tables, arrays and ``run.json`` by name, each held against its hash.

    Pages, workbook and figures are made of these and can be made again, so they are not read.
    Raises ``SecondcoderError`` naming the first that is missing or has other bytes.
    """
    found = {}
    for name, (_, total) in read_manifest(folder).items():
        if not _is_source(name):
            continue
        try:
            data = (folder / name).read_bytes()
        except OSError as error:
            raise _damaged(folder, f"{name} is missing") from error
        if hashlib.sha256(data).hexdigest() != total:
            raise _damaged(folder, f"{name} is not as it was written")
        found[name] = data
    if RECORD not in found:
        raise _damaged(folder, f"{RECORD} is missing")
    return found


def is_intact(folder: Path) -> bool:
    """Return whether every file of a complete result, pages and figures too, is as written."""
    try:
        files = read_manifest(folder)
        return RECORD in files and all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == total
            for name, (_, total) in files.items()
        )
    except (SecondcoderError, OSError):
        return False


def edited(folder: Path) -> dict[str, bytes]:
    """Return the files of a result that somebody has written into since."""
    found = {}
    for name, (_, total) in read_manifest(folder).items():
        path = folder / name
        if path.is_file():
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != total:
                found[name] = data
    return found


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"not a path inside the result: {name}")
    return name


def _is_source(name: str) -> bool:
    return name == RECORD or (name.endswith((".csv", ".npz")) and "/" not in name)


def _damaged(folder: Path, what: str) -> SecondcoderError:
    return SecondcoderError(
        f"{folder}: the result is damaged ({what})",
        hint="Run the command that makes it again; copy what you wrote into the file first.",
    )


def _why(error: Exception) -> str:
    return "is missing" if isinstance(error, OSError) else "cannot be read"
