"""The form of a ``study.toml``; every key, its type and its default.

Unknown keys are refused. The form may grow; a file that was valid stays valid.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from secondcoder.study.settings import (
    Comparison,
    Model,
    Reconcile,
    ReviewSource,
    Section,
    Suggest,
    Themes,
)

Stance = Literal["coding-reliability", "codebook", "reflexive"]
Unit = Literal["row", "turn", "paragraph", "sentence", "window"]
Column = Annotated[str, Field(min_length=1)]


def _known_encoding(name: str) -> str:
    try:
        b"a".decode(name, errors="replace")  # nothing is decoded of nothing
    except (LookupError, ValueError):
        raise ValueError(
            f"{name!r} is no known encoding; common ones are utf-8, cp1252, mac_roman, cp1250"
        ) from None
    return name


Encoding = Annotated[str, AfterValidator(_known_encoding)]


class Speaker(Section):
    """Who somebody is whom a transcript names otherwise, or whose part it does not state."""

    role: Literal["interviewer", "participant"] | None = None
    """An interviewer's words are only the context of answers."""
    name: Annotated[str, Field(min_length=1)] | None = None
    """What the speaker is called in the results."""

    @model_validator(mode="after")
    def _says_something(self) -> "Speaker":
        if self.role is None and self.name is None:
            raise ValueError('says nothing: write role = "interviewer" or name = "Maria"')
        return self


Speakers = dict[Annotated[str, Field(min_length=1)], Speaker]


class Documents(Section):
    """``[[documents]]``: one file, or all that a pattern such as ``transcripts/*.docx`` finds."""

    path: str
    sheet: str | None = None
    """Workbooks: the sheet; the first if not named."""
    encoding: Encoding | None = None
    """Texts and CSV: how the file's bytes make letters, such as ``mac_roman`` or ``cp1250``;
    recognised if absent."""
    text: Column | None = None
    """Tables: the column with the text."""
    id: Column | None = None
    """Tables: the column with the row's own id."""
    document: Column | None = None
    """Tables: the column that names the document of a row; rows of one name make one document."""
    case: Column | None = None
    """Tables: the column that names the case; stands in for ``document`` where that is absent."""
    speaker: Column | None = None
    question: Column | None = None
    """Tables: the column with the question that a row answers."""
    heading: Column | None = None
    """Tables: the column with the heading under which a row stands."""
    headings: list[Column] | None = None
    """Tables with a row a case and a column a heading: the columns to turn into passages."""
    keep: list[Column] | None = None
    """Tables: columns with contact or network data (e-mail, IP address, latitude and longitude)
    that are to stand among the attributes all the same; they are left out otherwise."""
    once: bool | None = None
    """Tables with a row for each code or coder: rows that repeat a text are one passage."""
    attributes: str | None = None
    """Texts: a table with a row for each document, named in its column ``document``; ``case``
    names the case, every other column is an attribute of the document's passages."""
    attributes_encoding: Encoding | None = None
    """How the bytes of that table make letters; recognised if absent."""
    kind: Annotated[str, Field(min_length=1)] | None = None
    """What kind of source this is, such as ``interview``, ``survey`` or ``report``: an attribute
    of its passages, by which mixed sources are compared."""
    moderators: list[str] | None = None
    """Transcripts: speakers who ask and are not analysed; recognised by usual names if absent."""
    speakers: Speakers | None = None
    """Transcripts: roles and names of speakers, such as ``{ S1 = { role = "interviewer" }, IN = {
    name = "Maria" } }``; ``"int1: S1"`` means S1 of the document int1 only."""


class Passages(Section):
    """``[passages]``: how documents are cut."""

    unit: Unit | None = None
    """If absent: rows for tables, turns for transcripts, paragraphs for other texts."""
    min_words: int = Field(default=1, ge=1)
    """Shorter passages are left out and counted."""
    max_words: int | None = Field(default=None, ge=10)
    """Longer passages are cut at sentence ends."""
    window: int = Field(default=3, ge=1)
    """Sentences in a window."""
    stride: int | None = Field(default=None, ge=1)
    """Sentences from one window's start to the next; as many as the window holds if absent."""
    moderator: Literal["context", "passage"] = "context"
    """Whether a moderator's words are only the context of answers or passages as well."""


class CodebookSource(Section):
    """``[codebook]``: a table with either ``levels`` or ``code`` and ``parent``.

    Without any of them the columns are inferred; those of a codebook that the tool wrote are known.
    """

    path: str
    sheet: str | None = None
    encoding: Encoding | None = None
    """CSV: how the file's bytes make letters; recognised if absent."""
    levels: list[Column] | None = None
    """Columns from the top of the tree down."""
    code: Column | None = None
    parent: Column | None = None
    number: Column | None = None
    """The column with the codes' numbers, such as 2.1; numbers with dots make a tree."""
    definition: Column | list[Column] | None = None
    """The column with the definition, or several that make one, such as a brief and a full one."""
    include: Column | None = None
    exclude: Column | None = None
    examples: Column | None = None
    facets: list[Column] = Field(default_factory=list)
    """Columns with dimensions beside the tree."""
    formerly: Column | None = None
    """The column with what the code was called before, one name a line; coding may still say so."""


class CodingSource(Section):
    """``[[coding]]``: a table with a row for each coded passage or quotation.

    With ``path`` alone the columns are inferred; those of a coding that the tool wrote are known.
    """

    path: str
    machine: bool = False
    """The codes were made by a program or language model, and never count as a person's."""
    name: str | None = None
    """Machines: what it is called. A table of several machines names them as coders instead, by
    ``coder_column`` or ``coders``."""
    version: str | None = None
    """Machines: which version made the codes."""
    saw: str | None = None
    """Machines: what it was allowed to see, in words; methods.md says so."""
    sheet: str | None = None
    encoding: Encoding | None = None
    """CSV: how the file's bytes make letters; recognised if absent."""
    coder: str | None = None
    """The coder's name, for a table by one coder."""
    coder_column: Column | None = None
    passage: Column | None = None
    """The column with the passage's id or its quoted text; may be absent beside ``start``."""
    start: Column | None = None
    """The column with where the coded stretch begins in the document, in code points from 0."""
    end: Column | None = None
    """The column with where it ends, exclusive. A row whose quotation in ``passage`` does not
    stand between the two is placed by the quotation."""
    document: Column | None = None
    """The column with the document's name, which tells equal quotations apart."""
    within: str | None = None
    """The name of the document that the whole table codes, where no column names it."""
    code: Column | list[Column] | None = None
    """The column with the code, or the columns that name it from the top of the tree down.
    A cell may hold a path such as ``theme > subtheme``. An empty cell: seen and left uncoded."""
    codes: list[Column] | None = None
    """Columns that each hold a code of their own, such as ``code 1`` and ``code 2``."""
    coders: list[Column] | None = None
    """Columns that each hold one coder's codes; their headings name the coders."""
    marks: list[Column] | None = None
    """Columns that each stand for the code in their heading; 1, x or yes: the code was given."""
    mark_coders: list[Column] | None = None
    """Columns of marks that name code and coder, such as ``Water_Kim``: the coders' names."""
    memo: Column | None = None
    round: str | None = None
    """The round of coding that the whole table is from; ``[rounds]`` says more of it."""
    round_column: Column | None = None
    """The column that names it, row by row."""
    seen: Literal["documents", "listed", "all"] | None = None
    """What a coder saw: every passage of the documents they coded in, only what the table lists,
    or everything. If absent it is inferred and said."""


class RoundOfCoding(Section):
    """``[rounds.NAME]``: a round that ``[[coding]]`` names."""

    purpose: Literal["coding", "pilot", "training"] = "coding"
    """Passages of pilot and training rounds count in no coefficient."""
    codebook: CodebookSource | None = None
    """The codebook that it was coded by, if it was another one."""


class StudyConfig(Section):
    """A whole ``study.toml``."""

    title: str = "Untitled study"
    leave_out: list[str] = Field(default_factory=list)
    """Files of the folder that are meant to be no part of the study: nothing is said of them."""
    preset: str | None = None
    """A file of ``configs/`` (without ``.toml``) whose values stand where this file is silent."""
    stance: Stance = "codebook"
    seed: int = Field(default=0, ge=0)
    documents: list[Documents] = Field(min_length=1)
    speakers: Speakers | None = None
    """Roles and names of speakers in all documents; those of a ``[[documents]]`` come first."""
    passages: Passages = Passages()
    codebook: CodebookSource | None = None
    coding: list[CodingSource] = Field(default_factory=list)
    rounds: dict[str, RoundOfCoding] = Field(default_factory=dict)
    """Rounds of the coding that was brought in, by name."""
    model: Model = Model()
    themes: Themes = Themes()
    suggest: Suggest = Suggest()
    reconcile: Reconcile = Reconcile()
    comparison: Comparison = Comparison()
    review: ReviewSource = Field(default=ReviewSource(), exclude=True)
    """No part of a result's identity: names of reviewers change nothing that is computed."""

    @property
    def on_trial(self) -> frozenset[str]:
        """The names of pilot and training rounds."""
        return frozenset(name for name, one in self.rounds.items() if one.purpose != "coding")

    @property
    def documents_with_speakers(self) -> list[Documents]:
        """``[[documents]]``, each with what is said of speakers in all of them."""
        if not self.speakers:
            return self.documents
        return [
            source.model_copy(update={"speakers": {**self.speakers, **(source.speakers or {})}})
            for source in self.documents
        ]

    @property
    def coding_of_people(self) -> list[CodingSource]:
        """``[[coding]]`` without the tables of machines."""
        return [source for source in self.coding if not source.machine]

    @property
    def shows_coefficients(self) -> bool:
        """Whether agreement is computed: not in a reflexive study, unless it gives a reason."""
        return self.stance != "reflexive" or self.reconcile.coefficients_because is not None
