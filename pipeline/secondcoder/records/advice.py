"""What would help most to code next, and what coding has brought so far."""

from dataclasses import dataclass

from secondcoder.records.study import Notice

MODEL, AGREEMENT = "model", "agreement"
"""What a passage is proposed for: that the machine learns, or that agreement can be estimated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPassage:
    """A passage proposed for coding next, with the figures behind the proposal."""

    purpose: str
    """``model`` or ``agreement``."""
    rank: int
    """From 1, within the purpose."""
    passage_id: str
    because: str
    """``stands for others``, ``rare code`` or ``random draw``."""
    code_id: str
    """The rare code that is looked for; otherwise the passage's first suggested code."""
    confidence: float
    """Of that code."""
    stands_for: int | None
    """Passages that nothing coded or listed above comes as near to; for ``stands for others``."""
    examples: int | None
    """Passages that people gave the code so far; for ``rare code``."""
    group: str
    """The group it was drawn from; for ``random draw``."""
    group_passages: int | None
    group_coded: int | None
    """Passages of the group in the study, and coded so far."""
    coder: str
    """Who has not seen it, where others have; empty where nobody has."""
    reason: str
    """The same in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDocument:
    """A document proposed for coding as a whole."""

    rank: int
    document: str
    coder: str
    """Who has not seen all of it, where others have; empty where nobody has."""
    passages: int
    unseen: int
    """Its passages that are still to be coded."""
    apart_before: float | None
    """Half the summed differences between the first suggested codes of the coded passages and
    those of the study, as shares: 0 the same mix, 1 nothing in common. ``None`` before anything
    is coded."""
    apart_after: float
    """The same with this document and those ranked above it."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPoint:
    """How often the first suggestion was right after learning from a share of the coding."""

    share: float
    """Of the coded documents (of the coded passages, where there is one document), 0 to 1."""
    draw: int
    """Which random draw, from 1."""
    documents: int
    passages: int
    """Coded passages in them; a fold's own are left out in turn."""
    tested: int
    """Passages with a code on which it was tested."""
    right: float
    """Share of these whose first suggestion people had applied."""
    right_in_three: float
    """Share with a right one among the first three."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to code next, and the curve of what coding has brought."""

    passages: tuple[NextPassage, ...] = ()
    documents: tuple[NextDocument, ...] = ()
    curve: tuple[LearningPoint, ...] = ()
    notices: tuple[Notice, ...] = ()
