"""The text layer of a PDF, page after page."""

import io
import logging
import struct
import zlib

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.text import normalise

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\x00": ""}
)
_DAMAGED = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, AssertionError),
    *(NotImplementedError, OverflowError, OSError, struct.error, zlib.error),
)
"""What the library lets through on damaged files, beside its own errors."""


def pdf_text(data: bytes, *, name: str) -> str:
    """Return the text, pages delimited by blank lines; a scan, locked or broken file is refused."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages]
    except (PyPdfError, *_DAMAGED) as error:
        raise SecondcoderError(
            f"{name}: this is not a PDF that can be read ({error})",
            hint="Open it in a PDF viewer and print it to a new PDF, or save its text.",
        ) from error
    if locked:
        raise SecondcoderError(
            f"{name}: the PDF is locked with a password",
            hint="Save it without the password and try again.",
        )
    text = "\n\n".join(page.strip() for page in pages if page.strip())
    text = text.encode("utf-8", "replace").decode().translate(_LIGATURES)
    if not any(map(str.isalnum, text)):
        raise SecondcoderError(
            f"{name}: the PDF has {len(pages)} pages and no text; it seems to be a scan",
            hint="Recognise its text first (OCR), for example in your scanning software, and save "
            "it as a PDF with text or as .docx.",
        )
    return normalise(text)
