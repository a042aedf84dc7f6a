"""What the stages of a content analysis hand on."""

from dataclasses import dataclass

from secondcoder.records.codes import SEPARATOR

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One coded comment as it is counted; ``codes`` in the tables is the number of these."""

    path: Path
    """The deepest code applied, from the theme down."""
    code_id: str
    document: str
    case: str
    speaker: str
    passages: tuple[str, ...]
    """Ids of the passages in which it was made; more than one where it was repeated."""
    text: str
    times: int = 1
    """How often the speaker made it; it is counted once."""

    @property
    def theme(self) -> str:
        """The top of its code's path."""
        return self.path[0]

    @property
    def label(self) -> str:
        """Its code's path, written out."""
        return SEPARATOR.join(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many coded comments a theme, or a code below it, has."""

    path: Path
    codes: int
    percent: float | None
    """Of all codes of its level's total, two decimals; ``None`` where there is no code at all."""
    documents: int | None
    """``None``, like ``speakers``, where only the numbers are known."""
    speakers: int | None
    """Known speakers; comments without one are not in this figure."""

    @property
    def label(self) -> str:
        """The path, written out."""
        return SEPARATOR.join(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What content analysis says of the numbers of codes per theme."""

    themes: int
    """Themes with at least one code."""
    total: int
    mean: float | None
    median: float | None
    sd: float | None
    """Of the sample, n - 1; ``None`` with fewer than two themes."""
    lowest: int | None
    highest: int | None

    @property
    def spread(self) -> int | None:
        """The range: highest less lowest."""
        if self.highest is None or self.lowest is None:
            return None
        return self.highest - self.lowest


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One theme's percent of the codes of a question, with what its error bars can be."""

    path: Path
    codes: int
    total: int
    percent: float
    documents: int | None
    """Documents that have codes for the question at all; ``None`` if only numbers are known."""
    mean: float | None
    """Of the documents' own percents, and below their standard deviation and error."""
    sd: float | None
    se: float | None
    wilson: tuple[float, float]
    """95 %, in percent, as if every code were drawn independently."""
    bootstrap: tuple[float, float] | None
    """95 %, in percent, over documents; ``None`` below five."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One thing for the second coder and the first to resolve."""

    id: str
    """A hash of what is asked about what words: the same query has the same id in every run."""
    kind: str
    passage_id: str
    document: str
    speaker: str
    text: str
    code: str
    other: str
    """What the query sets against ``code``."""
    evidence: str
    question: str
    strength: float = 0.0
    """Orders queries of one kind; means nothing across kinds."""
    weight: str = ""
    """How likely it is to change a count, in words (``queries.WEIGHTS``)."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What was decided on a query, by whom, and why."""

    decision: str
    by: str = ""
    memo: str = ""
