"""Simulated studies passage by passage: several codes, people and a machine, participants' groups.

Documents differ in how often codes occur and in how well they are coded; the machine may err more
in one of two groups of documents. Used by the scripts that look at verdicts and at coefficients
over sets of codes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.agreement_processes import logistic, logit
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.panel import Panel, panel_of
from secondcoder.records.codes import Code, Codebook

Applied = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How studies come about."""

    documents: int
    share: float
    """Of passages that carry a code, in a document in the middle."""
    people: int = 2
    codes: int = 4
    lengths: tuple[int, int] = (25, 25)
    effect: float = 1.0
    """Standard deviation between documents of how often a code occurs, on the logit scale."""
    slips: float = 0.15
    """Share of codes that a person misses; a third of it, of the share of the code, is added."""
    machine: float = 0.15
    """The same of the machine."""
    spread: float = 0.5
    """Standard deviation between documents of how often coders slip, on the logit scale."""
    extra: float = 0.0
    """Share of its codes that the machine leaves out besides, in the first group of documents."""


@dataclass(frozen=True)
class Study:
    """What was coded."""

    applied: tuple[Applied, ...]
    """People, then the machine; each of shape ``(units, codes)``."""
    truth: Applied
    document: NDArray[np.int64]
    group: NDArray[np.str_]
    """Of each unit: ``north`` or ``south``, by document."""


def study_of(generator: np.random.Generator, kind: Kind) -> Study:
    """Return a study; every other document belongs to the first group."""
    low, high = np.log(kind.lengths[0]), np.log(kind.lengths[1] + 0.999)
    length = np.exp(generator.uniform(low, high, size=kind.documents)).astype(int)
    document = np.repeat(np.arange(kind.documents), length)
    effect = generator.normal(logit(kind.share), kind.effect, size=(kind.documents, kind.codes))
    truth = generator.random((len(document), kind.codes)) < logistic(effect)[document]
    north = document % 2 == 0
    applied = []
    for slips in (*[kind.slips] * kind.people, kind.machine):
        each = logistic(generator.normal(logit(slips), kind.spread, size=kind.documents))
        missed = each[document][:, None]
        drawn = generator.random(truth.shape)
        applied.append(np.where(truth, drawn >= missed, drawn < missed * kind.share / 3))
    applied[-1] &= ~(north[:, None] & (generator.random(truth.shape) < kind.extra))
    return Study(tuple(applied), truth, document, np.where(north, "north", "south"))


def frame_of(codes: int) -> CodeFrame:
    """Return codes c0, c1, … without a tree."""
    return CodeFrame.of(Codebook(tuple(Code(id=f"c{n}", path=(f"c{n}",)) for n in range(codes))))


def panel_with_machine(study: Study) -> Panel:
    """Return people and machine, who saw everything."""
    people = len(study.applied) - 1
    seen = np.ones(len(study.document), dtype=bool)
    return panel_of(
        [f"p{n}" for n in range(people)],
        frame_of(study.truth.shape[1]),
        study.applied,
        [seen] * (people + 1),
        study.document,
        beside="machine",
    )
