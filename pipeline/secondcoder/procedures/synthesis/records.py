"""A synthesis of case studies: the grid, and what its four steps find."""

from collections.abc import Iterable
from dataclasses import dataclass, field

MACHINE_HAND = "machine"
"""Who wrote a row that no person has touched."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document, verbatim: ``document.text[start:end] == text``."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one case says under one heading; no pieces where it says nothing."""

    id: str
    """A hash of case and heading."""
    case: str
    heading: str
    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """Its pieces, one a line."""
        return "\n".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Grid:
    """The data-extraction grid: every case by every heading, in the order of the source."""

    cases: tuple[str, ...]
    headings: tuple[str, ...]
    cells: tuple[Cell, ...]
    """Heading by heading, in each the cases in order; missing cells among them."""

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells in which something stands."""
        return tuple(cell for cell in self.cells if cell.pieces)

    def cases_at(self, places: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return the cases of places (heading and case), in the grid's order."""
        held = {case for _, case in places}
        return tuple(case for case in self.cases if case in held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Step 1: one sentence for a cell."""

    cell_id: str
    case: str
    heading: str
    text: str
    """A sentence of the cell, word for word, or what a person wrote instead."""
    source: Piece
    """The sentence of the source that it is, or that is nearest to a person's wording."""
    sentences: int
    """Sentences in the cell."""
    by: str = MACHINE_HAND
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A clause of a cell: the unit in which answers of several cases are compared."""

    id: str
    case: str
    heading: str
    text: str
    """Word for word, unless a person rewrote the cell's summary."""
    source: Piece
    """The clause in its document; for a person's wording the nearest sentence."""
    sentence: Piece
    """The whole sentence around it."""
    by: str = MACHINE_HAND


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingTheme:
    """Step 2: similar answers of at least two cases under one heading."""

    id: str
    heading: str
    label: str
    key_phrases: tuple[str, ...]
    cases: tuple[str, ...]
    """In the order of the grid."""
    answers: tuple[str, ...]
    """Ids of its answers, the most typical first."""
    likeness: float
    """Mean cosine between its answers of different cases; not a number where none is known."""
    by: str = MACHINE_HAND
    memo: str = ""
    in_vivo: str = ""
    """A clause of one of its answers, word for word; empty if none is of a fitting length."""
    in_vivo_case: str = ""
    """The case that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralTheme:
    """Step 3: a matter that comes up under several headings."""

    id: str
    label: str
    key_phrases: tuple[str, ...]
    themes: tuple[str, ...]
    """Ids of the heading themes it joins."""
    answers: tuple[str, ...]
    """Ids of the answers of those themes, the most typical first."""
    mentions: tuple[str, ...]
    """Ids of answers under further headings, of cases that share no theme there."""
    places: tuple[tuple[str, str], ...]
    """Heading and case of every answer and mention, in the order of the grid."""
    by: str = MACHINE_HAND
    memo: str = ""
    in_vivo: str = ""
    """A clause of one of its answers, word for word; empty if none is of a fitting length."""
    in_vivo_case: str = ""
    """The case that says so."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings under which it comes up."""
        return tuple(dict.fromkeys(heading for heading, _ in self.places))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """Step 4: what becomes of one general theme."""

    theme_id: str
    proposal: str
    """The machine's: ``keep`` or ``merge``."""
    proposed_into: str
    """Id of the theme to merge with; empty otherwise."""
    because: str
    """The evidence in words and numbers."""
    decision: str
    """``keep``, ``merge``, ``rename`` or ``drop``; the proposal where nobody has decided."""
    into: str
    name: str
    """The new name, with decision ``rename`` (or ``merge``); empty otherwise."""
    by: str = MACHINE_HAND
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEdit:
    """What a person decided about a general theme; an empty decision leaves the proposal."""

    theme_id: str
    decision: str
    into: str
    name: str
    by: str
    memo: str
    label: str = ""
    """What the theme was called when this was decided."""
    members: tuple[str, ...] = ()
    """Ids of its answers and mentions then; by these it is found again in another run."""
    into_members: tuple[str, ...] = ()
    """The same of the theme that it is merged with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalTheme:
    """A general theme after step 4."""

    id: str
    label: str
    merged: tuple[str, ...]
    """Ids of the general themes in it."""
    key_phrases: tuple[str, ...]
    answers: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    by: str = MACHINE_HAND

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings under which it comes up."""
        return tuple(dict.fromkeys(heading for heading, _ in self.places))


@dataclass(frozen=True, slots=True)
class DerivedTheme:
    """A theme that people derived, with the cases they name for it."""

    heading: str
    """Empty for a general theme."""
    name: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCases:
    """How far the cases of a found theme are those that people name for theirs."""

    derived: DerivedTheme
    method: str
    chosen_by: str
    """``name``: by likeness to the theme's name alone; ``cases``: the best possible choice."""
    theme_id: str
    theme: str
    cases: tuple[str, ...]
    both: int
    precision: float
    """Share of the found theme's cases that people name; not a number if it has none."""
    recall: float
    """Share of the named cases that the found theme has."""
    f1: float
    chance: float = float("nan")
    """Mean F1 of the best choice when cases are shuffled; with ``cases`` only."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """From which cosine on two answers count as similar in this study."""

    cut: float
    """Reached by one in fifty pairs of answers of different cases under different headings."""
    near: float
    """Reached by one in ten of these pairs; enough where key words are shared as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesis:
    """All four steps."""

    grid: Grid
    summaries: tuple[Summary, ...]
    answers: tuple[Answer, ...]
    likeness: Likeness
    heading_themes: tuple[HeadingTheme, ...]
    general_themes: tuple[GeneralTheme, ...]
    refinements: tuple[Refinement, ...]
    final_themes: tuple[FinalTheme, ...]
    named_cases: tuple[NamedCases, ...] = field(default=())
