"""Tables of a result that the page shows, and how its project is taken into other programs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """A table that the page shows, with the columns that matter."""

    name: str
    title: str
    means: str
    columns: tuple[tuple[str, str], ...]


TABLES = (
    TablePage(
        name="themes",
        title="Themes",
        means="Groupings of similar passages: candidates to read, not findings.",
        columns=(
            ("label", "Name"),
            ("in_vivo", "In participants’ words"),
            ("key_phrases", "Key phrases"),
            ("passages", "Passages"),
            ("documents", "Documents"),
            ("stability", "Stability"),
            ("relation", "Beside the codebook"),
        ),
    ),
    TablePage(
        name="new_themes",
        title="What the codebook may lack",
        means="Groups of passages that no code fits well: hints to read.",
        columns=(
            ("label", "Group"),
            ("key_phrases", "Key phrases"),
            ("passages", "Passages"),
            ("documents", "Documents"),
            ("exemplar_text", "A typical passage"),
        ),
    ),
    TablePage(
        name="codes",
        title="Codes",
        means="How often people and the machine gave each code.",
        columns=(
            ("code", "Code"),
            ("definition", "Definition"),
            ("passages_human", "People"),
            ("passages_machine", "Machine"),
            ("relation", "Beside the themes"),
        ),
    ),
    TablePage(
        name="divergences",
        title="Differences",
        means="Passages to read again: people and the machine coded them differently.",
        columns=(
            ("document", "Document"),
            ("speaker", "Speaker"),
            ("text", "Passage"),
            ("code", "Code"),
            ("coder", "Coder"),
            ("reading", "What differs"),
            ("evidence", "Why the machine says so"),
        ),
    ),
    TablePage(
        name="suggestions",
        title="Suggestions",
        means="The codes that the machine ranks for each passage, with what speaks for them.",
        columns=(
            ("passage_id", "Passage"),
            ("rank", "Rank"),
            ("code", "Code"),
            ("strength", "How sure"),
            ("suggested", "Given"),
            ("evidence", "What speaks for it"),
        ),
    ),
    TablePage(
        name="passages",
        title="Segments",
        means="Every passage that was read.",
        columns=(
            ("document", "Document"),
            ("speaker", "Speaker"),
            ("position", "Place"),
            ("text", "Passage"),
            ("theme", "Theme"),
        ),
    ),
    TablePage(
        name="notices",
        title="Notices",
        means="What you should know of how your material was read.",
        columns=(("kind", "Kind"), ("message", "What"), ("where", "Where")),
    ),
)
RECIPES = (
    ("standard", "ATLAS.ti, MAXQDA, Quirkos", "Import it as a REFI-QDA project: a new project."),
    (
        "nvivo",
        "NVivo",
        "File, New project, from a REFI-QDA project. This file counts emoji as NVivo does.",
    ),
    ("qualcoder", "QualCoder", "Project, Import REFI-QDA project, into a new project."),
)
