"""Who applied what to which unit of the text: what every comparison of a study is made from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.continuum import Marks, human_marks, machine_marks
from secondcoder.agreement.study.coded import CodeFrame, PassageCodes, codes_of_passages
from secondcoder.agreement.study.pairs import Pair, document_numbers
from secondcoder.agreement.study.panel import Panel, panel_of
from secondcoder.records.agreement import Comparison, MachineReading
from secondcoder.records.coders import BUNDLED, Coder, Machine, Person
from secondcoder.records.codes import Code, Codebook, HumanCoding, MachineCoding
from secondcoder.records.results import Suggestions
from secondcoder.records.text import Passage


@dataclass(frozen=True, slots=True)
class Seen:
    """Units that coders saw, in the order of the text."""

    units: tuple[Passage, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids."""
        return tuple(unit.id for unit in self.units)

    @property
    def documents(self) -> list[str]:
        """Their documents."""
        return [unit.document for unit in self.units]


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
    """By coder, people and then machines, the bundled one first; shape ``(units, codes)``."""
    seen: Mapping[Coder, NDArray[np.bool_]]
    marks: Mapping[Coder, Marks]

    @classmethod
    def of(
        cls,
        passages: Sequence[Passage],
        codebook: Codebook,
        coding: HumanCoding | None,
        suggestions: Suggestions | None,
        *,
        machines: Sequence[MachineCoding] = (),
        overlap: float,
    ) -> "Readings":
        """Return the readings of people, of the bundled machine if it ran, and of others."""
        codings = codings_of(coding, machines)
        codes = _codes_by_coder(codings, passages, overlap=overlap)
        frame = CodeFrame.of(codebook, _standing(codings.values(), codes.values()))
        ids = [passage.id for passage in passages]
        marked = {id(one): human_marks(one, frame) for one in codings.values()}
        marks: dict[Coder, Marks] = {
            coder: marked[id(one)][coder.label] for coder, one in codings.items()
        }
        seen: dict[Coder, NDArray[np.bool_]] = {
            coder: np.array([passage in one.seen[coder.label] for passage in ids], dtype=bool)
            for coder, one in codings.items()
        }
        if suggestions is not None:
            codes[BUNDLED] = suggested_codes(suggestions)
            marks[BUNDLED] = machine_marks(codes[BUNDLED], passages, frame)
            seen[BUNDLED] = np.ones(len(ids), dtype=bool)
        order = sorted(codes, key=lambda coder: (isinstance(coder, Machine), coder != BUNDLED))
        return cls(
            units=tuple(passages),
            frame=frame,
            applied={coder: frame.matrix(codes[coder], ids) for coder in order},
            seen=seen,
            marks=marks,
        )

    @property
    def machines(self) -> tuple[Machine, ...]:
        """The machines that coded, the bundled one first."""
        return tuple(coder for coder in self.applied if isinstance(coder, Machine))

    @property
    def documents(self) -> list[str]:
        """The document of each unit."""
        return [unit.document for unit in self.units]

    def comparison(self, coder: Person, beside: Machine | None) -> Comparison:
        """Return a person beside a machine on the units that this person saw."""
        seen = self.seen[coder]
        human = self.applied[coder][seen]
        return Comparison(
            coder=coder.name,
            passages=self._where(seen).ids,
            codes=tuple(code.id for code in self.frame.codes),
            human=human,
            machine=(self.applied[beside] & self.seen[beside][:, None])[seen]
            if beside
            else np.zeros_like(human),
            beside=beside,
            met=self.seen[beside][seen] if beside else np.zeros(len(human), dtype=bool),
        )

    def reading(self, machine: Machine) -> MachineReading:
        """Return what a machine applied to the units that it saw."""
        seen = self.seen[machine]
        return MachineReading(
            machine=machine,
            passages=self._where(seen).ids,
            codes=tuple(code.id for code in self.frame.codes),
            applied=self.applied[machine][seen],
        )

    def _where(self, seen: NDArray[np.bool_]) -> "Seen":
        return Seen(tuple(compress(self.units, seen)))

    def pair(self, first: Coder, second: Coder, *, among: Coder | None = None) -> Pair:
        """Return two coders on the units that both saw, and ``among`` saw as well."""
        kept = self.seen[first] & self.seen[second]
        if among is not None:
            kept = kept & self.seen[among]
        return Pair(
            names=(first, second),
            frame=self.frame,
            first=self.applied[first][kept],
            second=self.applied[second][kept],
            document=document_numbers(self._where(kept).documents),
        )

    def seen_by(self, pair: Pair) -> "Seen":
        """Return the units that both coders of a pair saw."""
        first, second = pair.names
        return self._where(self.seen[first] & self.seen[second])

    def panel(self, people: Sequence[Coder], machine: Machine | None) -> Panel:
        """Return these people, and a machine as the last, on all units."""
        coders: tuple[Coder, ...] = (*people, *((machine,) if machine else ()))
        return panel_of(
            [person.label for person in people],
            self.frame,
            [self.applied[coder] for coder in coders],
            [self.seen[coder] for coder in coders],
            document_numbers(self.documents),
            beside=machine.label if machine else "",
        )

    def of_sentences(
        self,
        coding: HumanCoding | None,
        sentences: Sentences,
        *,
        machines: Sequence[MachineCoding] = (),
        overlap: float,
    ) -> "Readings":
        """Return the readings over sentences: the bundled machine's are those of the passage."""
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
        codes = _codes_by_coder(codings_of(coding, machines), units, overlap=overlap)
        applied = {
            coder: self.frame.matrix(codes[coder], ids)
            if coder in codes
            else self.applied[coder][parents]
            for coder in self.applied
        }
        seen = {coder: saw[parents] for coder, saw in self.seen.items()}
        return Readings(
            units=tuple(units), frame=self.frame, applied=applied, seen=seen, marks=self.marks
        )


def codings_of(
    coding: HumanCoding | None, machines: Sequence[MachineCoding]
) -> dict[Coder, HumanCoding]:
    """Return by coder the coding that holds theirs under their label: people, then machines."""
    people: dict[Coder, HumanCoding] = (
        {Person(name): coding for name in coding.coders} if coding else {}
    )
    return people | {one.machine: one.coding for one in machines}


def _codes_by_coder(
    codings: Mapping[Coder, HumanCoding], units: Sequence[Passage], *, overlap: float
) -> dict[Coder, PassageCodes]:
    placed = {id(one): codes_of_passages(one, units, overlap=overlap) for one in codings.values()}
    return {coder: placed[id(one)][coder.label] for coder, one in codings.items()}


def _standing(
    codings: Collection[HumanCoding], given: Collection[PassageCodes]
) -> tuple[Code, ...]:
    """Return the codes beside the codebook that stand on a passage, and those above them.

    One that only a row without a place names would be a code that all agree on not giving.
    """
    outside = {code.path: code for one in codings for code in one.outside_codebook}
    ids = {code for of_coder in given for codes in of_coder.values() for code in codes}
    used = [code.path for code in outside.values() if code.id in ids]
    return tuple(
        code for path, code in outside.items() if any(one[: len(path)] == path for one in used)
    )
