"""Programs' own files, which no other program can read: refused with the way to export."""

import re
from pathlib import Path

from secondcoder.errors import SecondcoderError

_OWN = (
    (
        "MAXQDA",
        re.compile(r"\.(mx[0-9a-z]{0,4}|mex[0-9]{0,2}|mqd|mqbac|mtr|loa)"),
        "Import & Export > REFI-QDA Project > Export",
    ),
    (
        "NVivo",
        re.compile(r"\.(nvpx?|nvcx|nvb)"),
        "Share > Export Project > REFI-QDA Project (on a Mac: File > Export Project)",
    ),
    (
        "ATLAS.ti",
        re.compile(r"\.(atlproj[0-9a-z]{0,4}|atlasproj|hpr[0-9a-z]{0,2}|hpb|atlcb)"),
        "File > Export > QDPX project (REFI-QDA)",
    ),
    ("Quirkos", re.compile(r"\.qrk"), "Export > Project in REFI format (.qdpx)"),
)
"""Program, the endings of its files, and the menu item that exports the project."""


def refuse_own_file(path: Path) -> None:
    """Refuse a program's own file with the menu item that exports it for others."""
    for product, endings, menu in _OWN:
        if endings.fullmatch(path.suffix.lower()):
            raise SecondcoderError(
                f"{path.name}: this is {product}'s own file, which only {product} can read",
                hint=f"In {product}: {menu}. Then import the .qdpx file.",
            )
