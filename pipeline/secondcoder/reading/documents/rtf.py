"""Rich text (RTF): its words, a paragraph a line."""

import struct

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.text import normalise

_DAMAGED = (ValueError, KeyError, IndexError, LookupError, TypeError, struct.error, OverflowError)


def rtf_text(data: bytes, *, name: str) -> str:
    """Return the text of a rich-text file."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise SecondcoderError(
            f"{name}: this is not a rich-text file (RTF)",
            hint="Save it as .rtf or .docx from your word processor and try again.",
        )
    try:
        text: str = rtf_to_text(data.decode("cp1252", "replace"), errors="replace")
    except _DAMAGED as error:
        raise SecondcoderError(
            f"{name}: the rich-text file is damaged ({error})",
            hint="Open it in a word processor and save it as .docx.",
        ) from error
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return normalise(text.replace("\x00", ""))
