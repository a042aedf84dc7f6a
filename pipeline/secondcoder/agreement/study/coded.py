"""From coded stretches of text to codes of passages, with codes implying those above them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.records.codes import Code, Codebook, Coding, HumanCoding
from secondcoder.records.text import Passage

PassageCodes = dict[str, frozenset[str]]
"""Ids of the codes applied to a passage, by the passage's id; passages without any are absent."""


def codes_of_passages(
    coding: HumanCoding, passages: Sequence[Passage], *, overlap: float = 0.5
) -> dict[str, PassageCodes]:
    """Return, for each coder, the codes of each passage.

    A coded stretch counts for a passage if it covers at least ``overlap`` of the passage, or if
    at least ``overlap`` of the stretch lies in the passage: a short quotation codes the passage
    it stands in, a long stretch every passage that it mostly covers.
    """
    found: dict[str, dict[str, set[str]]] = {coder: defaultdict(set) for coder in coding.coders}
    for item, passage in placed(coding, passages, overlap=overlap):
        found[item.coder][passage.id].add(item.code_id)
    return {
        coder: {passage: frozenset(codes) for passage, codes in of_coder.items()}
        for coder, of_coder in found.items()
    }


def placed(
    coding: HumanCoding, passages: Sequence[Passage], *, overlap: float = 0.5
) -> Iterator[tuple[Coding, Passage]]:
    """Yield every coding with each passage that it codes; the rule stands above."""
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.document].append(passage)
    starts = {
        name: np.array([passage.start for passage in part]) for name, part in by_document.items()
    }
    ends = {
        name: np.maximum.accumulate([p.end for p in part]) for name, part in by_document.items()
    }
    for item in coding.codings:
        part = by_document.get(item.document, [])
        if not part:
            continue
        first = int(np.searchsorted(ends[item.document], item.start, side="right"))
        last = int(np.searchsorted(starts[item.document], item.end, side="left"))
        for passage in part[first:last]:
            shared = min(item.end, passage.end) - max(item.start, passage.start)
            shorter = min(item.end - item.start, passage.end - passage.start)
            if shared > 0 and shared >= overlap * shorter:
                yield item, passage


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """The codes that are compared: the codebook's, then those outside it, each with its level."""

    codes: tuple[Code, ...]
    in_codebook: tuple[bool, ...]
    implied: NDArray[np.bool_]
    """``implied[i, j]``: applying code i applies code j; every code implies itself."""

    @classmethod
    def of(cls, codebook: Codebook, outside: Sequence[Code] = ()) -> "CodeFrame":
        """Build the frame of a codebook and of codes that coders used beside it."""
        codes = (*codebook.codes, *outside)
        place = {code.path: index for index, code in enumerate(codes)}
        implied = np.eye(len(codes), dtype=bool)
        for index, code in enumerate(codes):
            for depth in range(1, len(code.path)):
                above = place.get(code.path[:depth])
                if above is not None:
                    implied[index, above] = True
        known = len(codebook.codes)
        return cls(codes, tuple(index < known for index in range(len(codes))), implied)

    def matrix(self, applied: PassageCodes, passages: Sequence[str]) -> NDArray[np.bool_]:
        """Return which codes hold for which passages, codes above included.

        The shape is ``(len(passages), len(codes))``.
        """
        column = {code.id: index for index, code in enumerate(self.codes)}
        held = np.zeros((len(passages), len(self.codes)), dtype=bool)
        for row, passage in enumerate(passages):
            for code in applied.get(passage, ()):
                held[row] |= self.implied[column[code]]
        return held
