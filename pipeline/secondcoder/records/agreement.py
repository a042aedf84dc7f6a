"""The reconciliation: human and machine coding side by side, and how far they agree."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from secondcoder.records.agreement_detail import (
    Baseline,
    Confusion,
    ConsensusAgreement,
    DocumentAgreement,
    GroupErrors,
    NonInferior,
)
from secondcoder.records.alignment import AlignedPair
from secondcoder.records.certainty import CalibrationGroup, RiskPoint
from secondcoder.records.coders import BUNDLED, Coder, Machine
from secondcoder.records.conclusions import Conclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What one person and a machine each applied to the passages that the person saw."""

    coder: str
    passages: tuple[str, ...]
    codes: tuple[str, ...]
    human: NDArray[np.bool_]
    """Shape ``(passages, codes)``; a code implies the codes above it."""
    machine: NDArray[np.bool_]
    """The same for the machine."""
    beside: Machine | None = BUNDLED
    """``None`` where no machine ran: the person's coding alone."""
    met: NDArray[np.bool_] | None = None
    """Which of the passages the machine saw too, shape ``(passages,)``; all if not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineReading:
    """What a machine applied to the passages that it saw, read from a table."""

    machine: Machine
    passages: tuple[str, ...]
    codes: tuple[str, ...]
    applied: NDArray[np.bool_]
    """Shape ``(passages, codes)``; a code implies the codes above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAgreement:
    """How two coders agree on one code.

    ``first`` is a person and ``second`` a person or a machine, or both are machines. A value that
    is undefined is ``None`` and ``note`` says why.
    """

    first: Coder
    second: Coder
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
    interval_note: str = ""
    """Why there is no interval, or that it covers too little."""
    documents: int = 0
    """Documents in which either applied the code."""
    pi: float | None = None
    negative_agreement: float | None = None
    prevalence: float | None = None
    bias: float | None = None
    ac1: float | None = None
    pabak: float | None = None
    units_needed: int | None = None
    """Passages that would have to be coded twice to tell alpha above .667 from below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallAgreement:
    """How two coders agree over all codes of one level."""

    first: Coder
    second: Coder
    level: int | None
    """``None`` for the leaves of a tree whose branches end at different levels."""
    units: int
    """Passages that both saw."""
    codes: int
    pooled_kappa: float | None
    pooled_percent: float | None
    mean_kappa: float | None
    alpha: float | None
    """mv-alpha, over the sets of codes that passages were given."""
    positive_agreement: float | None
    note: str = ""
    interval: tuple[float, float] | None = None
    """Of the pooled kappa, 95 %."""
    scope: str = ""
    """Which codes, in words."""
    documents: int = 0
    alpha_interval: tuple[float, float] | None = None
    bootstrap: tuple[float, float] | None = None
    """Of the pooled kappa, from samples of documents: a check on ``interval``."""
    interval_note: str = ""
    """Of mv-alpha and the pooled kappa, named where it is not the same of both."""
    jaccard_alpha: float | None = None
    masi_alpha: float | None = None
    kappa_min: float | None = None
    kappa_max: float | None = None
    codes_with_kappa: int = 0
    bcubed: float | None = None
    omega: float | None = None
    intervals: Mapping[str, tuple[float, float] | None] = field(default_factory=dict)
    """Of the other coefficients, by the names of their columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAgreement:
    """One coefficient of two coders over passages, sentences, characters or marked stretches."""

    first: Coder
    second: Coder
    unit: str
    """``passage``, ``sentence``, ``character`` or ``span``."""
    scope: str
    """Which codes: a level, the leaves, or empty for one code."""
    code_id: str
    """Empty for a coefficient over many codes."""
    coefficient: str
    value: float | None
    low: float | None
    high: float | None
    counted: int
    """Units; for ``span`` the stretches of both coders."""
    documents: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAgreement:
    """Agreement of three or more coders together, over passages that at least two of them saw."""

    group: str
    """``people``, ``people and machine``, or ``machines``."""
    scope: str
    code_id: str
    """Empty for agreement over many codes."""
    coders: int
    units: int
    documents: int
    alpha: float | None
    """Krippendorff's, of one code; over many codes mv-alpha."""
    low: float | None
    high: float | None
    fleiss: float | None
    jaccard_alpha: float | None
    masi_alpha: float | None
    intervals: Mapping[str, tuple[float, float] | None] = field(default_factory=dict)
    """Of the coefficients after alpha, by the names of their columns."""
    note: str = ""
    beside: str = ""
    """The machine among the coders; empty for people alone and machines alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDifference:
    """A person with another person, less the same person with a machine, on the same units."""

    coder: str
    other: str
    scope: str
    code_id: str
    coefficient: str
    units: int
    documents: int
    with_other: float | None
    with_machine: float | None
    difference: float | None
    low: float | None
    high: float | None
    note: str = ""
    beside: str = ""
    """The machine's label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstCoder:
    """The alternative annotator test against one person; an empty name is the whole test."""

    scope: str
    coder: str
    units: int
    machine_advantage: float | None
    human_advantage: float | None
    p: float | None
    wins: str
    """``yes``, ``no``, or empty where not tested."""
    winning_rate: float | None
    epsilon: float
    note: str = ""
    beside: str = ""
    """The machine that was tested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """Machine and person at one threshold, passage by code."""

    coder: str
    scope: str
    threshold: float
    machine: int
    """Codes that the machine would apply."""
    human: int
    both: int
    precision: float | None
    recall: float | None
    positive_agreement: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaturationPoint:
    """How many codes had been met after a number of documents."""

    reader: str
    """``people``, or a machine's label."""
    documents: int
    in_order: int
    """In the study's own order of documents."""
    mean: float
    """Over random orders, and where nine in ten of them lie."""
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """Where machine and human coding agree and differ, and people among each other."""

    comparisons: tuple[Comparison, ...]
    """One for each person and machine, people in alphabetical order, the bundled machine first."""
    by_code: tuple[CodeAgreement, ...]
    """Each person with each machine."""
    overall: tuple[OverallAgreement, ...]
    among_humans: tuple[CodeAgreement, ...]
    among_humans_overall: tuple[OverallAgreement, ...]
    by_unit: tuple[UnitAgreement, ...] = ()
    panel: tuple[PanelAgreement, ...] = ()
    """Only where three or more people coded."""
    differences: tuple[PairedDifference, ...] = ()
    alt_test: tuple[AgainstCoder, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    consensus: tuple[ConsensusAgreement, ...] = ()
    """Only where two or more people coded."""
    non_inferior: tuple[NonInferior, ...] = ()
    """Only with a margin that was fixed beforehand."""
    conclusions: tuple[Conclusion, ...] = ()
    """Of each person, under each machine's coding and under other people's."""
    by_document: tuple[DocumentAgreement, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    group_errors: tuple[GroupErrors, ...] = ()
    """Only where the material has attributes that tell groups of participants apart."""
    alignment: tuple[AlignedPair, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    saturation: tuple[SaturationPoint, ...] = ()
    calibration: tuple[CalibrationGroup, ...] = ()
    """Each coder, and all of them together where there are more than one."""
    risk: tuple[RiskPoint, ...] = ()
    machines: tuple[MachineReading, ...] = ()
    """Other machines than the bundled one."""
    among_machines: tuple[CodeAgreement, ...] = ()
    among_machines_overall: tuple[OverallAgreement, ...] = ()
