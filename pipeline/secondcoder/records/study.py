"""A study as read: texts, passages, codebook, coding, and what was noticed on the way."""

from dataclasses import dataclass

from secondcoder.records.codes import Codebook, HumanCoding
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
    notices: tuple[Notice, ...]
    inputs: tuple[tuple[str, str], ...]
    """Relative path and sha256 of every file that was read."""
