"""PDFs written by hand: lines of text at places and in sizes."""

from collections.abc import Sequence

Printed = tuple[float, float, float, str, str]
"""From the left and from the bottom, size, ``plain``, ``bold`` or ``italic``, and the words."""
FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique"}


def pdf_file(pages: Sequence[Sequence[Printed]]) -> bytes:
    """Return a PDF with these lines on each page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    for face in FONTS.values():
        font = f"<</Type/Font/Subtype/Type1/BaseFont/{face}/Encoding/WinAnsiEncoding>>"
        objects.append(font.encode())
    kids = []
    for page in pages:
        drawn = b"".join(map(_drawn, page))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</plain 3 0 R/bold 4 0 R/italic 5 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[" + b" ".join(kids) + b"]/Count %d>>" % len(kids)
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail


def _drawn(line: Printed) -> bytes:
    x, y, size, font, words = line
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({escaped}) Tj ET\n".encode("cp1252")


def column(
    lines: Sequence[str], *, top: float = 740, step: float = 14, font: str = "plain"
) -> list[Printed]:
    """Return lines one below the other; an empty one leaves a gap."""
    return [(60, top - step * n, 11, font, line) for n, line in enumerate(lines) if line]
