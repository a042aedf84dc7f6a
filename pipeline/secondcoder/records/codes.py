"""Codebooks and human codings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from secondcoder.records.coders import Machine

SEPARATOR = " > "
"""Joins the names of a code's path wherever it is written out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of the codebook, at any depth of the tree."""

    id: str
    """A hash of the path: the same code has the same id in every run."""
    path: tuple[str, ...]
    """Names from the top of the tree down; the last is the code's own."""
    number: str = ""
    """Its number in the codebook, such as ``2.1``; a coding may name it so."""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()
    """Dimensions beside the tree, such as ``("polarity", "Successes")``."""
    codable: bool = True
    """Whether it can be applied itself; a heading that only groups others cannot."""
    formerly: tuple[str, ...] = ()
    """Labels that earlier codings give it: what it was called, and what was merged into it."""

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path[-1]

    @property
    def label(self) -> str:
        """Its path from the top of the tree, joined by `` > ``."""
        return SEPARATOR.join(self.path)


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes in the order of the source, every parent before its children."""

    codes: tuple[Code, ...]

    @property
    def by_id(self) -> dict[str, Code]:
        """Codes by their id."""
        return {code.id: code for code in self.codes}

    @property
    def by_path(self) -> dict[tuple[str, ...], Code]:
        """Codes by their path."""
        return {code.path: code for code in self.codes}

    @property
    def leaves(self) -> tuple[Code, ...]:
        """Codes that have no code below them."""
        parents = {code.path[:-1] for code in self.codes}
        return tuple(code for code in self.codes if code.path not in parents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's application of one code to one stretch of a document."""

    coder: str
    code_id: str
    document: str
    start: int
    end: int
    memo: str = ""
    round: str = ""
    """The round of coding that it is from, if its table says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A coding that could not be brought in, kept with the reason."""

    coder: str
    code: str
    quote: str
    source: str
    """File and row."""
    reason: str
    nearest: str = ""
    """The stretch of text that is most like the quotation, and its document; empty if none is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HumanCoding:
    """All that people coded, and what each of them has seen."""

    coders: tuple[str, ...]
    """In alphabetical order."""
    codings: tuple[Coding, ...]
    seen: Mapping[str, frozenset[str]]
    """Ids of the passages each coder saw; a seen passage without coding was left uncoded,
    a passage not seen is missing."""
    on_trial: frozenset[str] = frozenset()
    """Ids of passages that somebody coded, or passed over, in a pilot or training round: they
    count in no coefficient, in whichever round they were coded."""
    outside_codebook: tuple[Code, ...] = ()
    """Codes that coders used and the codebook lacks: kept, compared among people, but never
    suggested."""
    unplaced: tuple[Unplaced, ...] = field(default=())
    outside_passages: tuple[Unplaced, ...] = field(default=())
    """Codings among ``codings`` that lie in text that is no passage: listed, and otherwise without
    effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineCoding:
    """All that one machine coded, read from a table, and what it has seen."""

    machine: Machine
    coding: HumanCoding
    """In the form of people's coding: the machine's label is its only coder."""
