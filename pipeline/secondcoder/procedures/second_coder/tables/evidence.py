"""The evidence of a suggestion as plain sentences."""

from collections.abc import Mapping

from secondcoder.page.values import quoted
from secondcoder.records.results import Evidence

_PARTS = {
    "name": "Nearest to the code’s name",
    "definition": "Nearest to the code’s definition",
    "include": "Nearest to what the code includes",
    "example": "Nearest to an example of the code",
}
_NEAR_IN_MEANING = "~"
_ENTRY_CHARACTERS = 160


def evidence_sentence(evidence: Evidence, *, theme_labels: Mapping[str, str]) -> str:
    """Return what speaks for a suggestion: entry, words, theme and neighbours, where known."""
    parts = (
        _entry(evidence),
        _words(evidence),
        _theme(evidence, theme_labels),
        _neighbours(evidence),
    )
    return " ".join(part for part in parts if part)


SUPPORT = "Nearest passages that support it:"
"""What begins the list of passages; a page shows the first of them instead of its id."""


def neighbour(passage_id: str, cosine: float) -> str:
    """Return a supporting passage with its cosine, such as ``p27e5425a122d (0.28)``."""
    return f"{passage_id} ({cosine:.2f})"


def read_neighbour(text: str) -> tuple[str, str]:
    """Return the id of a supporting passage and its cosine as it was written."""
    passage_id, _, cosine = text.rpartition(" (")
    return passage_id, cosine.removesuffix(")")


def _entry(evidence: Evidence) -> str:
    if not evidence.entry_text:
        return ""
    part = _PARTS.get(evidence.entry_part, "Nearest to a code below it")
    words = shorten(evidence.entry_text, _ENTRY_CHARACTERS).rstrip(".")
    return f"{part}: “{words}”."


def _words(evidence: Evidence) -> str:
    shared = [word for word in evidence.words if not word.startswith(_NEAR_IN_MEANING)]
    if shared:
        return f"Shared words: {', '.join(shared)}."
    near = [word.removeprefix(_NEAR_IN_MEANING) for word in evidence.words]
    return f"No shared words; nearest in meaning: {', '.join(near)}." if near else ""


def _theme(evidence: Evidence, labels: Mapping[str, str]) -> str:
    if not evidence.theme_id:
        return ""
    label = labels.get(evidence.theme_id, evidence.theme_id)
    return f"Its candidate theme {quoted(label)} points there."


def _neighbours(evidence: Evidence) -> str:
    if not evidence.neighbours:
        return ""
    near = ", ".join(neighbour(*pair) for pair in evidence.neighbours)
    return f"{SUPPORT} {near}."


def shorten(text: str, limit: int) -> str:
    """Return the text on one line, cut at a word's end if longer than ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    cut = head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head
    return f"{cut.rstrip(' ,;:.–-')}…"
