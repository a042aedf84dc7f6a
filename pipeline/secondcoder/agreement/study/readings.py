"""Who applied what to which unit of the text: what every comparison of a study is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.continuum import Marks, human_marks, machine_marks
from secondcoder.agreement.study.coded import CodeFrame, PassageCodes, codes_of_passages
from secondcoder.agreement.study.pairs import Pair, document_numbers
from secondcoder.agreement.study.panel import Panel, panel_of
from secondcoder.records.agreement import MACHINE, Comparison
from secondcoder.records.codes import Codebook, HumanCoding
from secondcoder.records.results import Suggestions
from secondcoder.records.text import Passage

Sentences = Mapping[str, Sequence[tuple[int, int]]]
"""Where a passage's sentences lie in its text, by the passage's id."""


def suggested_codes(suggestions: Suggestions) -> PassageCodes:
    """Return the codes that the machine applies to each passage."""
    applied: dict[str, set[str]] = {}
    for suggestion in suggestions.ranked:
        if suggestion.suggested:
            applied.setdefault(suggestion.passage_id, set()).add(suggestion.code_id)
    return {passage: frozenset(codes) for passage, codes in applied.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Who applied what to which unit; units are passages, or their sentences."""

    units: tuple[Passage, ...]
    frame: CodeFrame
    applied: Mapping[str, NDArray[np.bool_]]
    """By coder, the machine among them; shape ``(units, codes)``."""
    seen: Mapping[str, NDArray[np.bool_]]
    marks: Mapping[str, Marks]

    @classmethod
    def of(
        cls,
        passages: Sequence[Passage],
        codebook: Codebook,
        coding: HumanCoding,
        suggestions: Suggestions,
        *,
        overlap: float,
    ) -> "Readings":
        """Return the readings of people and of the machine over passages."""
        frame = CodeFrame.of(codebook, coding.outside_codebook)
        machine = suggested_codes(suggestions)
        human = codes_of_passages(coding, passages, overlap=overlap)
        ids = [passage.id for passage in passages]
        applied = {coder: frame.matrix(codes, ids) for coder, codes in human.items()}
        seen = {coder: np.array([one in coding.seen[coder] for one in ids]) for coder in human}
        return cls(
            units=tuple(passages),
            frame=frame,
            applied={**applied, MACHINE: frame.matrix(machine, ids)},
            seen={**seen, MACHINE: np.ones(len(ids), dtype=bool)},
            marks={**human_marks(coding, frame), MACHINE: machine_marks(machine, passages, frame)},
        )

    @property
    def documents(self) -> list[str]:
        """The document of each unit."""
        return [unit.document for unit in self.units]

    def comparison(self, coder: str) -> Comparison:
        """Return a person beside the machine on the units that this person saw."""
        seen = self.seen[coder]
        ids = tuple(unit.id for unit, saw in zip(self.units, seen, strict=True) if saw)
        codes = tuple(code.id for code in self.frame.codes)
        return Comparison(
            coder=coder,
            passages=ids,
            codes=codes,
            human=self.applied[coder][seen],
            machine=self.applied[MACHINE][seen],
        )

    def pair(self, first: str, second: str, *, among: str | None = None) -> Pair:
        """Return two coders on the units that both saw, and ``among`` saw as well."""
        kept = self.seen[first] & self.seen[second]
        if among is not None:
            kept = kept & self.seen[among]
        documents = [unit.document for unit, saw in zip(self.units, kept, strict=True) if saw]
        return Pair(
            names=(first, second),
            frame=self.frame,
            first=self.applied[first][kept],
            second=self.applied[second][kept],
            document=document_numbers(documents),
        )

    def panel(self, people: Sequence[str]) -> Panel:
        """Return these people and the machine on all units."""
        coders = (*people, MACHINE)
        return panel_of(
            people,
            self.frame,
            [self.applied[coder] for coder in coders],
            [self.seen[coder] for coder in coders],
            document_numbers(self.documents),
        )

    def of_sentences(
        self, coding: HumanCoding, sentences: Sentences, *, overlap: float
    ) -> "Readings":
        """Return the readings over sentences: the machine's are those of the passage."""
        units, parents = [], []
        for place, passage in enumerate(self.units):
            for number, (start, end) in enumerate(sentences[passage.id]):
                at = passage.start + start, passage.start + end
                part = passage.text[start:end]
                units.append(
                    replace(passage, id=f"{passage.id}.{number}", start=at[0], end=at[1], text=part)
                )
                parents.append(place)
        ids = [unit.id for unit in units]
        human = codes_of_passages(coding, units, overlap=overlap)
        applied = {coder: self.frame.matrix(codes, ids) for coder, codes in human.items()}
        applied[MACHINE] = self.applied[MACHINE][parents]
        seen = {coder: saw[parents] for coder, saw in self.seen.items()}
        return Readings(
            units=tuple(units), frame=self.frame, applied=applied, seen=seen, marks=self.marks
        )
