"""A study as read: texts, passages, codebook, coding, and what was noticed on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from secondcoder.records.codes import Code, Codebook, HumanCoding, MachineCoding
from secondcoder.records.text import Document, Passage


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a user should know about how their material was read or used."""

    kind: str
    """One or two words: ``inferred``, ``not located``, ``unknown code``, ``skipped``, …"""
    message: str
    where: str = ""
    """File, and row or column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyMaterial:
    """Everything a run works on."""

    title: str
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    """Documents in order, positions in order."""
    codebook: Codebook | None
    coding: HumanCoding | None
    """People's."""
    notices: tuple[Notice, ...]
    inputs: tuple[tuple[str, str], ...]
    """Relative path and sha256 of every file that was read."""
    machines: tuple[MachineCoding, ...] = ()
    """What other machines than the bundled one coded, in alphabetical order."""

    codebooks: Mapping[str, Codebook] = field(default_factory=dict)
    """The codebook of each round of coding that had another one, by the round's name."""

    @property
    def outside_codebook(self) -> tuple[Code, ...]:
        """Codes that people or other machines used and the codebook lacks, each once."""
        codings = (self.coding, *(one.coding for one in self.machines))
        outside = (code for coding in codings if coding for code in coding.outside_codebook)
        return tuple({code.path: code for code in outside}.values())
