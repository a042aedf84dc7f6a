"""Tables of a result that the page shows, and how its project is taken into other programs."""

from dataclasses import dataclass

from secondcoder.procedures.places import CONTENT, SECOND_CODER, SYNTHESIS

NOTICES = "notices"


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """A table that the page shows, with the columns that matter."""

    name: str
    title: str
    means: str
    columns: tuple[tuple[str, str], ...]
    kind: str = SECOND_CODER
    """Of which analysis it is; notices are the same of all."""


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
            ("theme_id", "Theme"),
        ),
    ),
    TablePage(
        name=NOTICES,
        title="Notices",
        means="What you should know of how your material was read.",
        columns=(("kind", "Kind"), ("message", "What"), ("where", "Where")),
    ),
    TablePage(
        kind=CONTENT,
        name="counts",
        title="Counts",
        means="How often each theme and code was applied; major themes come first.",
        columns=(
            ("theme", "Theme"),
            ("code", "Code"),
            ("codes", "Codes"),
            ("percent", "Percent"),
            ("standing", "Major or minor"),
            ("documents", "Documents"),
            ("speakers", "Speakers"),
        ),
    ),
    TablePage(
        kind=CONTENT,
        name="majority",
        title="Themes by question, case and source",
        means="The themes that most codes of each part belong to, with a quotation.",
        columns=(
            ("attribute", "Part"),
            ("value", "Which"),
            ("theme", "Theme"),
            ("percent", "Percent"),
            ("codes", "Codes"),
            ("quotation", "Quotation"),
            ("document", "Document"),
        ),
    ),
    TablePage(
        kind=CONTENT,
        name="queries",
        title="Queries",
        means="Codings that the second coder asks about.",
        columns=(
            ("document", "Document"),
            ("speaker", "Speaker"),
            ("text", "Passage"),
            ("question", "Question"),
            ("evidence", "Why it is asked"),
        ),
    ),
    TablePage(
        kind=SYNTHESIS,
        name="themes_final",
        title="General themes",
        means="Themes across headings after merging: candidates to read, not findings.",
        columns=(
            ("theme", "Theme"),
            ("headings", "Headings"),
            ("case_count", "Cases"),
            ("cases", "Which cases"),
            ("key_phrases", "Key phrases"),
        ),
    ),
    TablePage(
        kind=SYNTHESIS,
        name="step2_themes",
        title="Themes by heading",
        means="What several cases say under one heading.",
        columns=(
            ("heading", "Heading"),
            ("theme", "Theme"),
            ("case_count", "Cases"),
            ("cases", "Which cases"),
            ("quotation", "Quotation"),
        ),
    ),
    TablePage(
        kind=SYNTHESIS,
        name="step1_summaries",
        title="Summaries",
        means="What each case says under each heading, in its own sentences.",
        columns=(("case", "Case"), ("heading", "Heading"), ("summary", "Summary")),
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


def tables_of(kind: str) -> list[TablePage]:
    """Return the tables that the page shows of a kind of analysis."""
    own = [one for one in TABLES if one.kind == kind and one.name != NOTICES]
    return [*own, *(one for one in TABLES if one.name == NOTICES)]
