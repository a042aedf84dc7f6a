"""The codebook with what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from secondcoder.procedures.second_coder.steps.occurrences import carried
from secondcoder.procedures.second_coder.tables.common import CodeId, CodeLabel
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement import Comparison, MachineReading
from secondcoder.records.codes import Code
from secondcoder.records.results import Matching, Suggestions
from secondcoder.records.study import StudyMaterial


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A code."""

    code_id: CodeId
    code: CodeLabel
    path: Annotated[tuple[str, ...], Column("Names from the top of the tree down.", width=38)]
    level: Annotated[int, Column("Level in the tree, from 1 at the top.")]
    parent_id: Annotated[str, Column("The code above it; empty at the top.")]
    top_id: Annotated[str, Column("The code at the top of its branch.")]
    definition: Annotated[str, Column("Its definition in the codebook.", width=50)]
    include: Annotated[str, Column("When to apply it.", width=40)]
    exclude: Annotated[str, Column("When not to apply it.", width=40)]
    examples: Annotated[
        str, Column("Its examples in the codebook, one a line.", width=40, words=True)
    ]
    facets: Annotated[tuple[str, ...], Column("Dimensions beside the tree, each as name: value.")]
    in_codebook: Annotated[
        bool, Column("Whether the codebook has it; otherwise a coder used it beside the codebook.")
    ]
    relation: Annotated[
        str,
        Column("Relation to themes: matches, splits, merges, overlaps, code not found.", width=17),
    ]
    passages_human: Annotated[
        int | None, Column("Passages to which any person gave it or a code below it.")
    ]
    passages_machine: Annotated[
        int | None, Column("Passages for which the machine suggests it or a code below it.")
    ]
    passages_machines: Annotated[
        tuple[str, ...],
        Column("Passages to which each other machine gave it or a code below it, as name: number."),
    ]


CODES = Table(
    "codes",
    CodeRow,
    "The codes as they were read, how each relates to the candidate themes, and how many passages "
    "people and the machine gave it (codes below it included).",
    sheet="Codebook",
    key="code_id",
    links={"parent_id": "Codebook", "top_id": "Codebook"},
)


def all_codes(material: StudyMaterial) -> tuple[Code, ...]:
    """Return the codebook's codes and those that people or machines used beside it."""
    known = material.codebook.codes if material.codebook else ()
    return (*known, *material.outside_codebook)


def code_rows(
    material: StudyMaterial,
    matching: Matching | None,
    suggestions: Suggestions | None,
    comparisons: Sequence[Comparison],
    machines: Sequence[MachineReading] = (),
) -> Iterator[CodeRow]:
    """Yield every code; counts of passages include the codes below a code."""
    codes = all_codes(material)
    in_codebook = {code.id for code in material.codebook.codes} if material.codebook else set()
    relations = dict(matching.code_relations) if matching else {}
    by_path = {code.path: code.id for code in codes}
    by_human = carried(codes, _applied(comparisons))
    ranked = suggestions.ranked if suggestions else ()
    by_machine = carried(codes, ((s.code_id, s.passage_id) for s in ranked if s.suggested))
    by_others = {
        one.machine.label: carried(codes, _given(one.applied, one.codes, one.passages))
        for one in machines
    }
    for code in codes:
        yield row_of(
            CodeRow,
            code,
            code_id=code.id,
            code=code.label,
            level=len(code.path),
            parent_id=by_path.get(code.path[:-1], ""),
            top_id=by_path.get(code.path[:1], code.id),
            examples="\n".join(code.examples),
            facets=tuple(f"{name}: {value}" for name, value in code.facets),
            in_codebook=code.id in in_codebook,
            relation=relations.get(code.id, ""),
            passages_human=len(by_human[code.id]) if comparisons else None,
            passages_machine=len(by_machine[code.id]) if suggestions else None,
            passages_machines=tuple(
                f"{label}: {len(found[code.id])}" for label, found in by_others.items()
            ),
        )


def _applied(comparisons: Sequence[Comparison]) -> Iterator[tuple[str, str]]:
    for compared in comparisons:
        yield from _given(compared.human, compared.codes, compared.passages)


def _given(
    applied: NDArray[np.bool_], codes: Sequence[str], passages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for row, column in zip(*(at.tolist() for at in applied.nonzero()), strict=True):
        yield codes[column], passages[row]


def codes_above(rows: Sequence[CodeRow]) -> dict[str, tuple[str, ...]]:
    """Return for each code those above it, from its parent up; a circle ends where it closes."""
    parents = {row.code_id: row.parent_id for row in rows}
    found = {}
    for code, parent in parents.items():
        chain: list[str] = []
        step = parent
        while step in parents and step not in chain:
            chain.append(step)
            step = parents[step]
        found[code] = tuple(chain)
    return found
