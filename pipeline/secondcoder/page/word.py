"""Word documents: headings, captions and tables by Word's own styles, the same bytes every time."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from secondcoder.page.picture import Grid

_DAY = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - Word's dates bear no zone
"""Of every document: results hold no time."""
_ZIPPED = (2000, 1, 1, 0, 0, 0)
_SMALL, _TINY = 9.0, 7.5
"""Points in tables: of few columns, and of more than ``_FEW``."""
_FEW = 5
_PICTURE = 12.0
"""Centimetres that a figure is wide."""
_CODE = re.compile("`([^`\\n]+)`")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Signs that no Word document can hold."""


class Paper:
    """A Word document that is written from top to bottom."""

    def __init__(self, title: str) -> None:
        import docx

        self._document: Any = docx.Document()
        core = self._document.core_properties
        core.title, core.author, core.comments = _fit(title)[:250], "secondcoder", ""
        core.created = core.modified = _DAY
        self._document.add_heading(_fit(title), level=0)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading of one of Word's own levels."""
        self._document.add_heading(_fit(text), level=level)

    def paragraph(self, text: str, style: str = "") -> None:
        """Add a paragraph; ``**words**`` are set in bold. ``style`` is one of Word's own."""
        added = self._document.add_paragraph(style=style or None)
        for place, part in enumerate(_BOLD.split(_fit(text))):
            if part:
                added.add_run(part).bold = bool(place % 2) or None

    def quotation(self, text: str, place: str) -> None:
        """Add a passage word for word, and below it where it stands."""
        self.paragraph(text, "Quote")
        self.paragraph(place, "No Spacing")

    def table(self, shown: Grid, caption: str) -> None:
        """Add a table with a numbered caption above it, or with none at all."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        if caption:
            self._caption("Table", caption)
        made = self._document.add_table(rows=1 + len(shown.rows), cols=len(shown.head))
        made.style = "Table Grid"
        size = Pt(_SMALL if len(shown.head) <= _FEW else _TINY)
        for line, (row, cells) in enumerate(zip(made.rows, (shown.head, *shown.rows), strict=True)):
            for column, (cell, said) in enumerate(zip(row.cells, cells, strict=True)):
                written = cell.paragraphs[0]
                run = written.add_run(_fit(str(said)))
                run.font.size, run.bold = size, line == 0 or None
                if column in shown.numeric:
                    written.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if made.rows:
            _repeat(made.rows[0])
        if caption:
            self._document.add_paragraph()

    def figure(self, png: bytes, caption: str) -> None:
        """Add a figure with a numbered caption below it."""
        from docx.shared import Cm

        self._document.add_picture(io.BytesIO(png), width=Cm(_PICTURE))
        self._caption("Figure", caption)

    def to_bytes(self) -> bytes:
        """Return the document's bytes."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return _without_times(buffer.getvalue())

    def _caption(self, kind: str, text: str) -> None:
        """Add a caption that Word numbers by itself."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        written = self._document.add_paragraph(style="Caption")
        written.add_run(f"{kind} ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), f" SEQ {kind} \\* ARABIC ")
        number = OxmlElement("w:r")
        shown = OxmlElement("w:t")
        self._numbers = getattr(self, "_numbers", {})
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        shown.text = str(self._numbers[kind])
        number.append(shown)
        field.append(number)
        written._p.append(field)  # noqa: SLF001 - python-docx has no call for fields
        written.add_run(f". {_fit(text)}")


def _repeat(row: Any) -> None:
    """Let a table's first row stand again on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def _fit(text: str) -> str:
    return _UNFIT.sub(" ", text)


def _without_times(data: bytes) -> bytes:
    """Return an archive with the same entries, none of which bears a time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            entry = zipfile.ZipInfo(name, _ZIPPED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def from_markdown(paper: Paper, text: str, *, tables: str = "Table") -> None:
    """Add headings, paragraphs, lists and tables of a text written as ``methods.md`` is."""
    lines = _CODE.sub(r"\1", text).split("\n")
    while lines:
        line = lines.pop(0)
        if found := re.match(r"(#+) (.*)", line):
            paper.heading(found[2], len(found[1]) - 1 or 1)
        elif line.startswith("|"):
            rows = [line]
            while lines and lines[0].startswith("|"):
                rows.append(lines.pop(0))
            paper.table(_grid_of(rows), tables)
        elif found := re.match(r"- (?:\[(.)\] )?(.*)", line):
            box = {"x": "☑ ", " ": "☐ "}.get(found[1] or "", "")
            paper.paragraph(box + found[2], "List Bullet")
        elif line.strip():
            paper.paragraph(line)


def markdown_document(text: str) -> bytes:
    """Return a Word document of a text written as ``methods.md`` is, its first line the title."""
    title, _, rest = text.partition("\n")
    paper = Paper(title.removeprefix("# "))
    from_markdown(paper, rest, tables="")
    return paper.to_bytes()


def _grid_of(rows: Sequence[str]) -> Grid:
    cells = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows]
    head, *body = [row for row in cells if not all(set(cell) <= {"-", ":"} for cell in row)]
    width = len(head)
    return Grid(head=head, rows=tuple((*row, *[""] * width)[:width] for row in body))
