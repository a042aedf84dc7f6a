"""What stands beside coefficients: trivial coders, the consensus, documents, single codes."""

from dataclasses import dataclass

from secondcoder.records.coders import Coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a coder who knows nothing of the text reaches against a person."""

    coder: str
    beside: str
    """The machine in whose place it stands, on the same passages."""
    scope: str
    trivial: str
    """What the coder gives."""
    units: int
    alpha: float | None
    pooled_kappa: float | None
    pooled_percent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusAgreement:
    """A coder against the consensus of the other people, over the codes of a level.

    Counts are of passages and codes on which the others have a consensus; those of a machine, of
    all people and of a trivial coder are added up over the places of people.
    """

    coder: str
    """Empty for all people together."""
    coder_is: str
    """``person``, ``people``, ``machine`` or ``trivial``."""
    beside: str
    """The machine on whose passages this is; empty where there is none."""
    scope: str
    others: int
    """People whose consensus is meant."""
    units: int
    """Passages compared, once for each place."""
    documents: int
    given: int
    """Codes that the coder gave."""
    agreed: int
    """Codes of the consensus."""
    both: int
    ratio: float | None
    """Codes given for each code of the consensus."""
    precision: float | None
    recall: float | None
    f1: float | None
    f1_low: float | None
    f1_high: float | None
    f1_macro: float | None
    exact: float | None
    """Share of passages with exactly the codes of the consensus."""
    exact_low: float | None
    exact_high: float | None
    ac1: float | None
    difference: float | None
    """F1 less that of all people together on the same passages; not of people."""
    difference_low: float | None
    difference_high: float | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAgreement:
    """How two coders agree in one document, over the codes of a level."""

    first: Coder
    second: Coder
    scope: str
    document: str
    units: int
    both: int
    """Passages and codes that both gave; the next two likewise."""
    first_only: int
    second_only: int
    exact: float
    """Share of passages with exactly the same codes."""
    percent: float | None
    pooled_kappa: float | None
    positive_agreement: float | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Passages to which one coder gave a code, and the other another instead or nothing else."""

    first: Coder
    second: Coder
    scope: str
    first_code: str
    """Id of the code that only the first gave; empty where they gave nothing else."""
    second_code: str
    passages: int
    shown: tuple[str, ...]
    """Ids of the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupErrors:
    """How often a machine errs on a group of participants and on the rest, beside people."""

    beside: str
    """The machine."""
    attribute: str
    value: str
    scope: str
    code_id: str
    """Empty for all codes of the scope together."""
    error: str
    """``false on`` or ``false off``."""
    units: int
    """Passages (and codes) of the group on which such an error can be made."""
    rate: float | None
    rate_of_rest: float | None
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    q: float | None
    people_rate: float | None
    people_rate_of_rest: float | None
    more_than_people: float | None
    """The difference less people's own difference."""
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NonInferior:
    """A machine, or a trivial coder, held against people by a margin fixed beforehand."""

    coder: str
    coder_is: str
    """``machine`` or ``trivial``."""
    beside: str
    """The machine on whose passages this is."""
    scope: str
    documents: int
    people: float | None
    """F1 of all people, each against the consensus of the others."""
    f1: float | None
    """The coder's, in the place of each person in turn."""
    difference: float | None
    """People's less the coder's."""
    low: float | None
    high: float | None
    """Of 90 %, over documents."""
    margin: float
    holds: bool | None
    """Whether the interval lies below the margin; ``None`` without an interval."""
    verdict: str
    """Of a machine, in words; empty for trivial coders."""
    note: str = ""
