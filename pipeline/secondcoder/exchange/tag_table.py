"""A codebook as Taguette reads it: a table of tags with descriptions."""

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.csv_text import csv_bytes
from secondcoder.exchange.project import Discarded, Project
from secondcoder.records.codes import SEPARATOR

LONGEST_TAG = 200
"""Characters of a tag that Taguette takes."""


def tag_table(project: Project) -> tuple[bytes, list[Discarded]]:
    """Return the table and what is not in it; a tag is a code's whole path."""
    if not project.codes:
        raise SecondcoderError(
            "there is no codebook to export", hint="Name a codebook in study.toml."
        )
    paths = project.paths()
    used = {coding.code for coding in project.codings}
    left: list[Discarded] = []
    rows: dict[str, str] = {}
    for code in project.codes:
        tag = SEPARATOR.join(paths[code.guid])
        if not code.codable and code.guid not in used:
            reason = "Taguette has no folders; its name stands in the tags below it"
            left.append(Discarded("code folder", tag, reason))
        elif len(tag) > LONGEST_TAG:
            reason = f"Taguette takes at most {LONGEST_TAG} characters for a tag"
            left.append(Discarded("code", tag, reason))
        elif tag in rows:
            reason = "another code has the same path; their descriptions became one"
            left.append(Discarded("code", tag, reason))
            rows[tag] = "\n".join(text for text in (rows[tag], code.description) if text)
        else:
            rows[tag] = code.description
    # without a byte-order mark Taguette guesses the encoding, and may guess wrong
    return csv_bytes(["tag", "description"], rows.items()), left
