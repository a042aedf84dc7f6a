"""Who applied what to which unit of the text: what every comparison of a study is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.continuum import Marks, human_marks, machine_marks
from secondcoder.agreement.study.coded import CodeFrame, PassageCodes, codes_of_passages
from secondcoder.agreement.study.pairs import Pair, document_numbers
from secondcoder.agreement.study.panel import Panel, panel_of
from secondcoder.records.agreement import Comparison
from secondcoder.records.coders import BUNDLED, Coder, Person
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
    applied: Mapping[Coder, NDArray[np.bool_]]
    """By coder, the machine among them; shape ``(units, codes)``."""
    seen: Mapping[Coder, NDArray[np.bool_]]
    marks: Mapping[Coder, Marks]

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
        applied: dict[Coder, NDArray[np.bool_]] = {
            Person(name): frame.matrix(codes, ids) for name, codes in human.items()
        }
        seen: dict[Coder, NDArray[np.bool_]] = {
            Person(name): np.array([one in coding.seen[name] for one in ids]) for name in human
        }
        marks: dict[Coder, Marks] = {
            Person(name): found for name, found in human_marks(coding, frame).items()
        }
        return cls(
            units=tuple(passages),
            frame=frame,
            applied={**applied, BUNDLED: frame.matrix(machine, ids)},
            seen={**seen, BUNDLED: np.ones(len(ids), dtype=bool)},
            marks={**marks, BUNDLED: machine_marks(machine, passages, frame)},
        )

    @property
    def documents(self) -> list[str]:
        """The document of each unit."""
        return [unit.document for unit in self.units]

    def comparison(self, coder: Person) -> Comparison:
        """Return a person beside the machine on the units that this person saw."""
        seen = self.seen[coder]
        ids = tuple(unit.id for unit, saw in zip(self.units, seen, strict=True) if saw)
        codes = tuple(code.id for code in self.frame.codes)
        return Comparison(
            coder=coder.name,
            passages=ids,
            codes=codes,
            human=self.applied[coder][seen],
            machine=self.applied[BUNDLED][seen],
        )

    def pair(self, first: Coder, second: Coder, *, among: Coder | None = None) -> Pair:
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

    def panel(self, people: Sequence[Person]) -> Panel:
        """Return these people and the machine on all units."""
        coders: tuple[Coder, ...] = (*people, BUNDLED)
        return panel_of(
            [person.name for person in people],
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
        applied: dict[Coder, NDArray[np.bool_]] = {
            Person(name): self.frame.matrix(codes, ids) for name, codes in human.items()
        }
        applied[BUNDLED] = self.applied[BUNDLED][parents]
        seen = {coder: saw[parents] for coder, saw in self.seen.items()}
        return Readings(
            units=tuple(units), frame=self.frame, applied=applied, seen=seen, marks=self.marks
        )
