"""What the stages find: themes, their matches with codes, suggestions with their evidence."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A candidate theme (level 1) or subtheme (level 2) with what speaks for it."""

    id: str
    """A hash of its passages: the same grouping has the same id in every run."""
    level: int
    parent_id: str
    label: str
    """What it is called: the name of the code that it matches, else its own name."""
    key_phrases: tuple[str, ...]
    passages: tuple[str, ...]
    """Ids of its passages in the study's order."""
    documents: int
    speakers: int
    cohesion: float
    """Mean cosine of its passages to its centre, -1 to 1."""
    stability: float
    """How far the same group comes back when seeds and samples change, 0 to 1: the mean of the
    two figures below. Mean Jaccard overlap with the best-matching group (Hennig 2007)."""
    exemplars: tuple[str, ...]
    """Ids of the passages nearest to its centre, nearest first."""
    stability_seeds: float = 0.0
    """Over further runs with other seeds."""
    stability_samples: float = 0.0
    """Over runs on random nine tenths of the passages."""
    name: str = ""
    """A phrase that several of its passages hold; empty if they share none."""
    in_vivo: str = ""
    """A clause of a central passage, word for word; empty if none is of a fitting length."""
    in_vivo_passage: str = ""
    """Id of that passage."""
    coheres: bool = True
    """Whether its passages are clearly more alike than random groups of as many."""


@dataclass(frozen=True, slots=True)
class NewTheme:
    """A grouping that the codebook explains poorly: something it may lack."""

    theme: Theme
    explained: float
    """Mean confidence of its passages' first codes against the median of all passages."""
    source: str
    """``theme``, ``subtheme``, or ``passages that no code fits``: a grouping beside the themes."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """``matches``, ``splits``, ``merges``, ``overlaps``, or ``near`` for a pair shown for
    comparison only."""
    assigned: bool
    """Part of the one-to-one assignment."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Themes against codes."""

    matches: tuple[Match, ...]
    theme_relations: tuple[tuple[str, str], ...]
    """Theme id and ``matches``, ``splits``, ``merges``, ``overlaps`` or ``new theme``."""
    code_relations: tuple[tuple[str, str], ...]
    """Code id and ``matches``, ``splits``, ``merges``, ``overlaps`` or ``code not found``."""


@dataclass(frozen=True, slots=True, kw_only=True)
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


CLEAR, LIKELY, WEAK, NO_STRENGTH = "clear", "likely", "weak", "none"
"""How strongly a code is suggested, in a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One ranked code for one passage."""

    passage_id: str
    rank: int
    code_id: str
    confidence: float
    """0 to 1."""
    strength: str = NO_STRENGTH
    """``clear``, ``likely``, ``weak`` or ``none``."""
    suggested: bool
    """The machine, as a coder, applies this code."""
    basis: str
    """What the machine had seen: ``codebook``, or ``coding of other documents``, or
    ``coding of other passages``, or ``coding of another study``."""
    evidence: Evidence | None
    """``None`` for what a very large study ranks and does not show."""


@dataclass(frozen=True, slots=True)
class Abstention:
    """A passage for which the machine applies no code, and why."""

    passage_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """Rankings for every passage, and the abstentions."""

    ranked: tuple[Suggestion, ...]
    abstentions: tuple[Abstention, ...]
    basis: str
    threshold: float
    """Confidence from which as many of the ranked codes lie as are suggested, or the one set."""
    trained_on: tuple[str, ...] = field(default=())
    """Coders whose coding was learnt from; empty for basis ``codebook``."""
