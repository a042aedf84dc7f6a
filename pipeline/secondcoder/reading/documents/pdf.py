"""The text layer of a PDF as paragraphs and headings."""

from dataclasses import dataclass

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.flow import BETWEEN, Paragraph
from secondcoder.reading.documents.pdf_layout import paragraphs_of
from secondcoder.reading.documents.pdf_lines import printed_lines


@dataclass(frozen=True, slots=True)
class PdfRead:
    """The paragraphs and headings of a PDF, and the running headers and footers left out."""

    paragraphs: list[Paragraph]
    dropped: list[str]


def read_pdf(data: bytes, *, name: str) -> PdfRead:
    """Read a PDF; a scan, a locked or broken file is refused."""
    lines, pages = printed_lines(data, name=name)
    if not any(any(map(str.isalnum, line.text)) for line in lines):
        raise SecondcoderError(
            f"{name}: the PDF has no text ({len(pages)} page{'' if len(pages) == 1 else 's'}); "
            "it seems to be a scan",
            hint="Recognise its text first (OCR), for example in your scanning software, and save "
            "it as a PDF with text or as .docx.",
        )
    return PdfRead(*paragraphs_of(lines))


def pdf_text(data: bytes, *, name: str) -> str:
    """Return the paragraphs of a PDF, delimited by blank lines."""
    return BETWEEN.join(one.text for one in read_pdf(data, name=name).paragraphs)
