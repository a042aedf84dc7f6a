"""A codebook entry as one description, as other software keeps it, and back again."""

from dataclasses import dataclass

_LABELS = {"Include: ": "include", "Exclude: ": "exclude", "Example: ": "examples"}


@dataclass(frozen=True, slots=True)
class Entry:
    """The parts of an entry; several examples stand one a line."""

    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: str = ""


def entry_text(entry: Entry) -> str:
    """Return the parts under one another, all but the definition labelled."""
    parts = [entry.definition]
    for label, field in _LABELS.items():
        said = getattr(entry, field)
        texts = said.split("\n") if field == "examples" else [said.replace("\n", " ")]
        parts += [label + text for text in texts if text]
    return "\n".join(part for part in parts if part)


def entry_of(text: str) -> Entry:
    """Return the parts of a description; what stands under no label is the definition."""
    parts: dict[str, list[str]] = {"definition": []}
    for line in text.split("\n"):
        label = next((label for label in _LABELS if line.startswith(label)), "")
        parts.setdefault(_LABELS.get(label, "definition"), []).append(line.removeprefix(label))
    return Entry(**{field: "\n".join(lines).strip() for field, lines in parts.items()})
