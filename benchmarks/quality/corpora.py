"""A human-coded corpus as the tasks need it, and its halves for choosing and for reporting."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.study.coded import codes_of_passages
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.text import Passage
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

SHARED = Path(__file__).resolve().parents[3] / "shared"
FOLDERS = {
    "bills": SHARED / "benchmarks" / "bills",
    "nhs_px": SHARED / "benchmarks" / "nhs_px",
    "scrum_rq2_pattern": SHARED / "benchmarks" / "scrum_rq2_pattern",
    "scrum_rq2_first": SHARED / "benchmarks" / "scrum_rq2_first",
    "focus-groups": SHARED / "studies" / "focus-groups",
    "coal_crowd": SHARED / "benchmarks" / "coal_crowd",
}
REPORT_ONLY = frozenset({"focus-groups", "coal_crowd"})
"""Too small, or kept apart: no choice is made on them."""
DEV, REPORT, WHOLE = "dev", "report", "whole"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Corpus:
    """Passages with the codes that people applied."""

    name: str
    part: str
    """``dev``, ``report`` or ``whole``."""
    passages: tuple[Passage, ...]
    groups: tuple[str, ...]
    """What must not be torn apart between examples and tested passages: the document, or, where
    there is one document only, the text itself, so that equal answers stay together."""
    by_document: bool
    codebook: Codebook
    codes: tuple[Code, ...]
    """The codebook's codable codes: the columns of ``held`` and of every confidence."""
    held: NDArray[np.bool_]
    """Shape ``(passages, codes)``; where several people coded, the most frequent of their codes."""
    tops: tuple[str, ...]
    """Names at the top of the tree: the codebook's, then those that only coders used."""
    known_tops: int
    """How many of ``tops`` the codebook holds."""
    top_held: NDArray[np.bool_]
    """Shape ``(passages, tops)``."""
    votes: NDArray[np.int64]
    """Coders who applied each code, shape ``(passages, codes)``."""

    @property
    def texts(self) -> list[str]:
        """The passages' texts."""
        return [passage.text for passage in self.passages]

    @property
    def coded(self) -> NDArray[np.int64]:
        """Rows to which people applied at least one code of the codebook."""
        return np.flatnonzero(self.held.any(axis=1))

    @property
    def top_of_code(self) -> list[int]:
        """For each code the place of its branch in ``tops``."""
        return [self.tops.index(code.path[0]) for code in self.codes]

    @property
    def deep(self) -> bool:
        """Whether the codebook has levels."""
        return any(len(code.path) > 1 for code in self.codebook.codes)

    def take(self, rows: Sequence[int] | NDArray[np.int64], *, part: str) -> "Corpus":
        """Return the corpus of these rows only."""
        chosen = np.asarray(rows, dtype=np.int64)
        return replace(
            self,
            part=part,
            passages=tuple(self.passages[row] for row in chosen),
            groups=tuple(self.groups[row] for row in chosen),
            held=self.held[chosen],
            top_held=self.top_held[chosen],
            votes=self.votes[chosen],
        )


def load_corpus(folder: Path) -> Corpus:
    """Read a study's folder as a user's would be read; it must have a codebook and coding."""
    material = load_material(folder, load_config(folder).config)
    codebook, coding = material.codebook, material.coding
    if codebook is None or coding is None:
        raise ValueError(f"{folder.name}: a corpus needs a codebook and coding")
    codes = tuple(code for code in codebook.codes if code.codable)
    known = tuple(dict.fromkeys(code.path[0] for code in codebook.codes))
    tops = tuple(dict.fromkeys([*known, *(code.path[0] for code in coding.outside_codebook)]))
    column = {code.id: place for place, code in enumerate(codes)}
    top = {
        code.id: tops.index(code.path[0]) for code in (*codebook.codes, *coding.outside_codebook)
    }
    row = {passage.id: place for place, passage in enumerate(material.passages)}
    votes = np.zeros((len(row), len(codes)), dtype=np.int64)
    top_votes = np.zeros((len(row), len(tops)), dtype=np.int64)
    for applied in codes_of_passages(coding, material.passages).values():
        for passage, ids in applied.items():
            known_ids = [column[code] for code in sorted(ids) if code in column]
            votes[row[passage], known_ids] += 1
            top_votes[row[passage], sorted({top[code] for code in ids})] += 1
    several = len(coding.coders) > 1
    documents = {passage.document for passage in material.passages}
    by_document = len(documents) > 1
    return Corpus(
        name=folder.name,
        part=WHOLE,
        passages=material.passages,
        groups=tuple(p.document if by_document else p.text for p in material.passages),
        by_document=by_document,
        codebook=codebook,
        codes=codes,
        held=_majority(votes) if several else votes > 0,
        tops=tops,
        known_tops=len(known),
        top_held=_majority(top_votes) if several else top_votes > 0,
        votes=votes,
    )


def _majority(votes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return the most frequent code of each row; all of them where several are level."""
    most: NDArray[np.bool_] = (votes == votes.max(axis=1, keepdims=True)) & (votes > 0)
    return most


def development(groups: Sequence[str]) -> NDArray[np.bool_]:
    """Return which rows belong to the development half: whole groups, by a hash of their name."""
    ordered = sorted(set(groups), key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    chosen = set(ordered[: len(ordered) // 2])
    return np.array([group in chosen for group in groups], dtype=bool)


def part_of(corpus: Corpus, part: str) -> Corpus | None:
    """Return the development or the report half; ``None`` for a half that does not exist.

    A corpus that is only reported is its own report half.
    """
    if corpus.name in REPORT_ONLY:
        return replace(corpus, part=REPORT) if part == REPORT else None
    chosen = development(corpus.groups)
    return corpus.take(np.flatnonzero(chosen if part == DEV else ~chosen), part=part)
