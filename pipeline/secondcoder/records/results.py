"""What the stages find: themes, matches, suggestions and the comparison with human coding."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Theme:
    """A candidate theme (level 1) or subtheme (level 2) with what speaks for it."""

    id: str
    """A hash of its passages: the same grouping has the same id in every run."""
    level: int
    parent_id: str
    label: str
    """A phrase from the text."""
    key_phrases: tuple[str, ...]
    passages: tuple[str, ...]
    """Ids of its passages in the study's order."""
    documents: int
    speakers: int
    cohesion: float
    """Mean cosine of its passages to its centre, -1 to 1."""
    stability: float
    """Share of its passages that stay together when seeds and samples change, 0 to 1."""
    exemplars: tuple[str, ...]
    """Ids of the passages nearest to its centre, nearest first."""


@dataclass(frozen=True, slots=True)
class Match:
    """How one candidate theme stands to one code."""

    theme_id: str
    code_id: str
    similarity: float
    """Of meaning: cosine between the theme's centre and the code's entry."""
    overlap_kappa: float | None
    """Cohen's kappa of membership and human coding over passages that people saw; ``None``
    without coding or where it is undefined."""
    relation: str
    """``matches``, ``splits``, ``merges``, or ``near`` for a pair shown for comparison only."""
    assigned: bool
    """Part of the one-to-one assignment."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Themes against codes."""

    matches: tuple[Match, ...]
    theme_relations: tuple[tuple[str, str], ...]
    """Theme id and ``matches``, ``splits``, ``merges`` or ``new theme``."""
    code_relations: tuple[tuple[str, str], ...]
    """Code id and ``matches``, ``splits``, ``merges`` or ``code not found``."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a code is suggested for a passage."""

    entry_part: str
    """The part of the code's entry that is nearest: ``name``, ``definition``, ``include``,
    ``example``, or the name of a code below it."""
    entry_text: str
    """That part's own words."""
    words: tuple[str, ...]
    """Words the passage shares with the entry; where it shares none, the entry's words nearest
    in meaning, each marked with a leading ``~``."""
    theme_id: str
    """The passage's candidate theme, if it also points to this code; otherwise empty."""
    neighbours: tuple[tuple[str, float], ...]
    """Ids of the passages that support the code and are nearest to this one, with cosines."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One ranked code for one passage."""

    passage_id: str
    rank: int
    code_id: str
    confidence: float
    """0 to 1."""
    suggested: bool
    """Above the threshold: the machine, as a coder, applies this code."""
    basis: str
    """What the machine had seen: ``codebook``, or ``coding of other documents``, or
    ``coding of other passages``."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Abstention:
    """A passage for which the machine applies no code, and why."""

    passage_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Rankings for every passage, and the abstentions."""

    ranked: tuple[Suggestion, ...]
    abstentions: tuple[Abstention, ...]
    basis: str
    threshold: float
    trained_on: tuple[str, ...] = field(default=())
    """Coders whose coding was learnt from; empty for basis ``codebook``."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One passage and one code: what a person and the machine each said."""

    passage_id: str
    code_id: str
    coder: str
    human: bool
    machine: bool


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """How two coders agree on one code.

    ``first`` is a person, ``second`` a person or ``machine``. A value that is undefined is
    ``None`` and ``note`` says why.
    """

    first: str
    second: str
    code_id: str
    level: int
    both: int
    first_only: int
    second_only: int
    neither: int
    percent: float | None
    """Share of passages on which they agree, 0 to 1."""
    kappa: float | None
    alpha: float | None
    positive_agreement: float | None
    note: str = ""
    interval: tuple[float, float] | None = None
    """Of kappa, 95 %."""


@dataclass(frozen=True, slots=True)
class OverallAgreement:
    """How two coders agree over all codes of one level."""

    first: str
    second: str
    level: int
    units: int
    """Passages that both saw."""
    codes: int
    pooled_kappa: float | None
    pooled_percent: float | None
    mean_kappa: float | None
    alpha: float | None
    positive_agreement: float | None
    note: str = ""
    interval: tuple[float, float] | None = None
    """Of the pooled kappa, 95 %."""
