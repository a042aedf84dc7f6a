"""The methods text as a Word file: headings, paragraphs, lists and tables of a small Markdown."""

import io
import re

_INLINE = re.compile(r"(\*\*.+?\*\*|`[^`]+`)")


def as_word(text: str) -> bytes:
    """Return Markdown as a Word file."""
    import docx

    document = docx.Document()
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.split("\n")
        heading = re.fullmatch(r"(#{1,6}) (.*)", lines[0])
        if heading:
            document.add_heading(heading[2], level=min(len(heading[1]), 4))
            lines = lines[1:]
        if lines and all(line.startswith("|") for line in lines):
            _table(document, lines)
        elif lines and all(re.match(r"\s*(?:[-*]|\d+\.) ", line) for line in lines):
            for line in lines:
                found = re.match(r"\s*([-*]|\d+\.) (.*)", line)
                style = "List Bullet" if found and found[1] in "-*" else "List Number"
                _words(document.add_paragraph(style=style), found[2] if found else line)
        elif lines:
            _words(document.add_paragraph(), " ".join(lines))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _table(document: object, lines: list[str]) -> None:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    rows = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    table = document.add_table(rows=0, cols=max(map(len, rows)))  # type: ignore[attr-defined]
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        for cell, said in zip(cells, row, strict=False):
            _words(cell.paragraphs[0], said)


def _words(paragraph: object, text: str) -> None:
    for part in _INLINE.split(text):
        bold = part.startswith("**") and part.endswith("**") and len(part) > 4
        said = part[2:-2] if bold else part.strip("`") if part.startswith("`") else part
        run = paragraph.add_run(said)  # type: ignore[attr-defined]
        run.bold = bold or None
