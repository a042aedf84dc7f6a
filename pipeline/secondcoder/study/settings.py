"""Sections of a ``study.toml`` on how the machine works: encoder, themes, suggestions."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(gt=0, le=1)]
CodesAPassage = Literal["one", "several"] | Annotated[float, Field(ge=1)]
"""How many codes a coded passage gets."""


class Section(BaseModel):
    """A table of the file: no unknown keys, nothing changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Model(Section):
    """``[model]``: the encoder."""

    name: str | Annotated[list[str], Field(min_length=1)] = "all-MiniLM-L6-v2"
    """A name with a card in ``models/``, or a folder that holds a sentence-transformers model; or
    several, whose vectors stand side by side with equal weight."""
    batch_size: int | None = Field(default=None, ge=1, le=512)
    """Most texts that are read at once, for computers with little memory; no result depends on
    it. As many as make a few thousand word pieces if absent."""
    device: str = Field(default="cpu", pattern=r"^(cpu|cuda(:[0-9]+)?|mps|xpu(:[0-9]+)?)$")
    """What the encoder computes on: ``cpu``, or a GPU as PyTorch calls it, such as ``cuda`` or
    ``mps``. Another device may round otherwise, so it is part of the result's id."""
    precision: Literal["single", "bf16"] = "single"
    """``bf16`` is several times as fast on processors that have instructions for it, and keeps
    three digits: see ``docs/encoding.md`` for what changes. Part of the result's id."""
    language: str = "en"
    """Language of the texts, for sentences, stop words and labels; detected if absent."""

    @property
    def names(self) -> tuple[str, ...]:
        """The encoders, one or several."""
        return (self.name,) if isinstance(self.name, str) else tuple(self.name)

    @model_validator(mode="after")
    def _each_once(self) -> "Model":
        if len(set(self.names)) < len(self.names):
            raise ValueError("name lists an encoder twice: name each once")
        return self


BERTOPIC_HEEDS = ("neighbours", "resamples", "min_topic_size", "exemplars")
"""Settings of ``[themes]`` that bear on method ``bertopic``."""


class Themes(Section):
    """``[themes]``: how candidate themes are found."""

    method: Literal["communities", "bertopic"] = "communities"
    """``communities``: those of the graph of nearest neighbours, on which many runs agree.
    ``bertopic``: BERTopic itself, with its own UMAP and HDBSCAN; it leaves out passages in sparse
    places, finds no subthemes, and of what follows heeds ``neighbours`` (of UMAP), ``resamples``,
    ``min_topic_size`` and ``exemplars``."""
    neighbours: int = Field(default=15, ge=2)
    """Nearest neighbours of each passage in the graph."""
    basis: Literal["text", "coding"] = "text"
    """What passages are grouped by: what they say, or also what coding taught, out of fold."""
    resolution: float = Field(default=1.5, gt=0)
    """Larger gives more and smaller themes."""
    subtheme_resolution: float = Field(default=1.0, gt=0)
    seeds: int = Field(default=20, ge=2)
    """Clusterings that the consensus is made of."""
    resamples: int = Field(default=20, ge=0)
    """Samples of nine tenths of the passages, for stability."""
    min_size: int = Field(default=3, ge=2)
    """Smaller groups are no theme; their passages are listed as in none."""
    min_topic_size: int = Field(default=10, ge=2)
    """The same with method ``bertopic``, whose default this is."""
    subtheme_from: int = Field(default=12, ge=4)
    """Themes of at least this many passages are divided into subthemes."""
    exemplars: int = Field(default=3, ge=1)

    @model_validator(mode="after")
    def _bertopic_reads_text(self) -> "Themes":
        if self.method == "bertopic" and self.basis == "coding":
            raise ValueError(
                'BERTopic groups by text alone: set basis = "text", or method = "communities"'
            )
        return self


class Suggest(Section):
    """``[suggest]``: how codes are suggested."""

    machine: bool = True
    """Whether the machine of this program suggests codes; without it, only people and other
    machines (``[[coding]] machine = true``) are compared."""
    basis: Literal["codebook", "coding", "another study"] = "codebook"
    """What the machine may see: only the codebook, or also human coding, out of fold, or what was
    learnt from another study (``--learnt-from``, which sets it)."""
    codes_a_passage: CodesAPassage | None = None
    """How many codes a coded passage gets: ``one``, ``several`` or their number on average, such
    as 2.5. If absent, the first code and those near it. Where coding was learnt, people's own
    number counts instead."""
    threshold: float | None = Field(default=None, ge=0, le=1)
    """A confidence from which codes apply, in place of these rules; none if absent."""
    ranks: int = Field(default=10, ge=10)
    """Codes ranked for each passage."""
    risk: float | None = Field(default=None, gt=0, lt=1)
    """Share of wrong first suggestions that is accepted: the machine abstains where its confidence
    does not keep to it. It is estimated from coding, so it needs basis ``coding``."""
    context: Literal["text", "rows", "none"] = "text"
    """Whether codes may hold on from passage to passage: in running text only, also along the rows
    of tables, or nowhere. It bears on basis ``coding``, and only where the coding shows it."""
    learn_from: list[str] | None = None
    """Coders to learn from with basis ``coding``; all if absent."""

    @model_validator(mode="after")
    def _risk_needs_coding(self) -> "Suggest":
        if self.risk is not None and self.basis == "codebook":
            raise ValueError('risk is estimated from coding: set basis = "coding" (--basis coding)')
        return self


class Reconcile(Section):
    """``[reconcile]``: how human and machine coding are compared."""

    overlap: float = Field(default=0.5, gt=0, le=1)
    """A coded stretch counts for a passage if it covers this share of the passage, or this share
    of it lies in the passage."""
    coders: list[str] | None = None
    """Coders to compare with; all if absent."""
    coefficients_because: Annotated[str, Field(min_length=10)] | None = None
    """Reflexive studies show no coefficients; a reason, kept in the results, brings them in."""
    epsilon: float = Field(default=0.1, ge=0, le=1)
    """Allowance of the alternative annotator test (three or more coders), fixed in advance."""


class Grid(Section):
    """``[comparison.grid]``: settings that `secondcoder grid` tries, each with each other."""

    basis: list[Literal["codebook", "coding"]] | None = Field(default=None, min_length=1)
    """What the machine may see; both, where people have coded, if absent."""
    codes_a_passage: list[CodesAPassage] | None = Field(default=None, min_length=1)
    """As under ``[suggest]``; the study's own, ``one`` and ``several`` if absent."""
    threshold: list[Annotated[float, Field(ge=0, le=1)]] | None = Field(default=None, min_length=1)
    """Confidences from which codes apply, each tried in place of ``codes_a_passage``; the study's
    own, if it has one, if absent."""
    overlap: list[Share] | None = Field(default=None, min_length=1)
    """How much of a passage a coded stretch must cover, as under ``[reconcile]``; the study's own
    if absent."""
    seed: list[Annotated[int, Field(ge=0)]] | None = Field(default=None, min_length=1)
    """The study's own if absent."""
    unit: list[Literal["row", "turn", "paragraph", "sentence", "window"]] | None = Field(
        default=None, min_length=1
    )
    """How documents are cut, as under ``[passages]``; as in the study if absent. Passages of
    another cut are encoded first."""
    encoder: list[Annotated[str, Field(min_length=1)]] | None = Field(default=None, min_length=1)
    """Encoders, as under ``[model]``; the study's own if absent."""


class Comparison(Section):
    """``[comparison]``: what is fixed before machine and people are compared."""

    headline: Literal["mv-alpha", "pooled kappa"] | None = None
    """The coefficient that report and methods lead with; ``mv-alpha`` if absent."""
    level: Literal["leaves"] | Annotated[int, Field(ge=1)] | None = None
    """The level of the codebook that the headline is about, or its leaves; every level if
    absent."""
    pair: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    """The two coders that the headline is about, such as ``["Kim", "machine"]``; every pair if
    absent."""
    margin: float | None = Field(default=None, gt=0, le=1)
    """By how much less a machine may agree than people do and still count as not inferior. Without
    one there is no verdict. Also the difference of error rates on two groups of participants up
    to which they count as alike, which is 0.1 if absent."""
    major: float = Field(default=0.5, gt=0, lt=1)
    """A code is a major one where it occurs in at least this share of documents."""
    grid: Grid = Grid()


class ReviewSource(Section):
    """``[review]``: what the record of coding needs to be told."""

    people: dict[str, str] = Field(default_factory=dict)
    """Names to use instead of recorded ones: ``"M. Kim" = "Mira"``, where one person is recorded
    under two names; ``"Mira@3f2a9c1d" = "Tom"``, where two are under one (the part behind ``@`` is
    the chain that ``secondcoder record`` shows)."""
