"""Rich text (RTF): its words, a paragraph a line."""

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.files.text import normalise


def rtf_text(data: bytes, *, name: str) -> str:
    """Return the text of a rich-text file."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise SecondcoderError(
            f"{name}: this is not a rich-text file (RTF)",
            hint="Save it as .rtf or .docx from your word processor and try again.",
        )
    hint = "Open it in a word processor and save it as .docx."
    with third_party(name, "the rich-text file is damaged", hint=hint):
        text: str = rtf_to_text(data.decode("cp1252", "replace"), errors="replace")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return normalise(text.replace("\x00", ""))
