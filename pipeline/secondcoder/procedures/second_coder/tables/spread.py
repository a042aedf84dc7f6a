"""Codes by document, by group of passages, and with each other: counts of what was coded."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.passages.source_kinds import KIND, STATED, SourceKinds
from secondcoder.procedures.second_coder.steps.occurrences import (
    Occurrences,
    pairs_together,
    per_group,
)
from secondcoder.procedures.second_coder.tables.common import (
    CodeId,
    CodeLabel,
    Document,
    Level,
)
from secondcoder.publish.schema import Column, Table
from secondcoder.records.codes import Code
from secondcoder.records.text import Passage

MOST_VALUES = 12
"""Values of an attribute that is counted by; one with more is a name, not a group."""
MOST_ATTRIBUTES = 12
MOST_PAIRS = 20_000
"""Pairs of codes that are listed, those with most passages first."""
PeopleCount = Annotated[
    int | None, Column("Passages to which some person gave it or a code below it.")
]
MachineCount = Annotated[
    int | None, Column("Passages for which the machine suggests it or a code below it.")
]
InGroup = Annotated[int, Column("Passages there.")]
SeenThere = Annotated[int, Column("Passages there that some person saw.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDocumentRow:
    """A code in a document that has it."""

    code_id: CodeId
    code: CodeLabel
    level: Level
    document: Document
    case: Annotated[str, Column("The case that the document belongs to, where there is one.")]
    passages: InGroup
    seen: SeenThere
    people: PeopleCount
    machine: MachineCount


CODE_DOCUMENTS = Table(
    "code_documents",
    CodeDocumentRow,
    "Each code in each document in which people or the machine gave it; a code and a document that "
    "do not stand here together do not go together. Counts are passages, codes below included.",
    sheet="Codes by document",
    links={"code_id": "Codebook"},
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeGroupRow:
    """A code among the passages of one value of an attribute."""

    attribute: Annotated[str, Column("What is counted by: kind of source, case, or an attribute.")]
    basis: Annotated[str, Column("Where the value comes from: stated, folder, form of the file.")]
    value: Annotated[str, Column("Its value.", words=True)]
    code_id: CodeId
    code: CodeLabel
    level: Level
    passages: InGroup
    documents: Annotated[int, Column("Documents there.")]
    seen: SeenThere
    people: PeopleCount
    people_share: Annotated[float | None, Column("Of the passages that some person saw, 0 to 1.")]
    people_documents: Annotated[
        int | None, Column("Documents there in which some person gave the code.")
    ]
    machine: MachineCount
    machine_share: Annotated[float | None, Column("Of all passages there, 0 to 1.")]


CODE_GROUPS = Table(
    "code_groups",
    CodeGroupRow,
    "Each code among the passages of each kind of source, and of each value of an attribute with "
    f"two to {MOST_VALUES} values: a description, no test.",
    sheet="Codes by group",
    links={"code_id": "Codebook"},
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePairRow:
    """Two codes of one level that stand on one passage."""

    code_id: CodeId
    code: CodeLabel
    other_id: Annotated[str, Column("Id of the other code.")]
    other: Annotated[str, Column("The other code with those above it.", width=38)]
    level: Level
    people: Annotated[int | None, Column("Passages to which one and the same person gave both.")]
    people_share: Annotated[
        float | None, Column("Of the passages to which a person gave either, 0 to 1.")
    ]
    documents: Annotated[int | None, Column("Documents of these passages.")]
    machine: Annotated[int | None, Column("Passages for which the machine suggests both.")]


CODE_PAIRS = Table(
    "code_pairs",
    CodePairRow,
    "Codes of one level that were given to the same passage, most passages first; pairs that never "
    f"occur are left out, and of more than {MOST_PAIRS} those with fewest passages.",
    sheet="Codes together",
    links={"code_id": "Codebook", "other_id": "Codebook"},
    optional=True,
)


def code_document_rows(
    found: Occurrences, passages: Sequence[Passage]
) -> Iterator[CodeDocumentRow]:
    """Yield every code and document that go together."""
    document = {one.id: one.document for one in passages}
    cases: dict[str, str] = {}
    for one in passages:
        cases.setdefault(one.document, one.case)
    size, seen = per_group(document, document), per_group(found.seen, document)
    for code, people, machine in _counted(found, document):
        for name in size:
            if (people or {}).get(name) or (machine or {}).get(name):
                yield CodeDocumentRow(
                    code_id=code.id,
                    code=code.label,
                    level=len(code.path),
                    document=name,
                    case=cases[name],
                    passages=size[name],
                    seen=seen[name],
                    people=None if people is None else people.get(name, 0),
                    machine=None if machine is None else machine.get(name, 0),
                )


def code_group_rows(
    found: Occurrences, passages: Sequence[Passage], kinds: SourceKinds
) -> Iterator[CodeGroupRow]:
    """Yield every attribute, value and code that go together."""
    document = {one.id: one.document for one in passages}
    given = found.people or {}
    for attribute, (basis, group) in groups_of(passages, kinds).items():
        size, seen = per_group(document, group), per_group(found.seen, group)
        documents: dict[str, set[str]] = defaultdict(set)
        for one in passages:
            documents[group.get(one.id, "")].add(one.document)
        for code, people, machine in _counted(found, group):
            for value in size:
                mine, its = (people or {}).get(value, 0), (machine or {}).get(value, 0)
                if not mine and not its:
                    continue
                where = {document[one] for one in given.get(code.id, ()) if group.get(one) == value}
                yield CodeGroupRow(
                    attribute=attribute,
                    basis=basis,
                    value=value,
                    code_id=code.id,
                    code=code.label,
                    level=len(code.path),
                    passages=size[value],
                    documents=len(documents[value]),
                    seen=seen[value],
                    people=None if people is None else mine,
                    people_share=mine / seen[value] if people is not None and seen[value] else None,
                    people_documents=None if people is None else len(where),
                    machine=None if machine is None else its,
                    machine_share=None if machine is None else its / size[value],
                )


def groups_of(
    passages: Sequence[Passage], kinds: SourceKinds
) -> dict[str, tuple[str, Mapping[str, str]]]:
    """Return what is counted by: where each value comes from, and the value of each passage.

    Attributes that divide the passages as an earlier one does are left out.
    """
    wanted: dict[str, tuple[str, dict[str, str]]] = {KIND: (kinds.basis, dict(kinds.of))}
    wanted["case"] = (STATED, {one.id: one.case for one in passages if one.case})
    names = dict.fromkeys(name for one in passages for name, _ in one.attributes)
    for name in names:
        values = {one.id: dict(one.attributes).get(name, "") for one in passages}
        wanted.setdefault(name, (STATED, {one: value for one, value in values.items() if value}))
    found: dict[str, tuple[str, Mapping[str, str]]] = {}
    for name, (about, group) in wanted.items():
        if not 2 <= len(set(group.values())) <= MOST_VALUES or len(found) == MOST_ATTRIBUTES:
            continue
        if all(group != earlier for _, earlier in found.values()):
            found[name] = (about, group)
    return found


def code_pair_rows(found: Occurrences, passages: Sequence[Passage]) -> list[CodePairRow]:
    """Return the pairs, those with most passages first."""
    document = {one.id: one.document for one in passages}
    labels = {code.id: code.label for code in found.codes}
    level = {code.id: len(code.path) for code in found.codes}
    people = pairs_together(found.codes, list(found.by_person.values()))
    machine = pairs_together(found.codes, [found.machine] if found.machine else [])
    either = found.people or {}
    rows = [
        CodePairRow(
            code_id=first,
            code=labels[first],
            other_id=second,
            other=labels[second],
            level=level[first],
            people=len(both) if found.by_person else None,
            people_share=len(both) / len(either[first] | either[second]) if both else None,
            documents=len({document[one] for one in both}) if found.by_person else None,
            machine=None if found.machine is None else len(machine.get((first, second), ())),
        )
        for first, second in dict.fromkeys((*people, *machine))
        for both in [people.get((first, second), frozenset())]
    ]
    place = {code.id: number for number, code in enumerate(found.codes)}
    rows.sort(
        key=lambda row: (
            row.level,
            -(row.people or 0),
            -(row.machine or 0),
            place[row.code_id],
            place[row.other_id],
        )
    )
    return rows[:MOST_PAIRS]


def _counted(
    found: Occurrences, group: Mapping[str, str]
) -> Iterator[tuple[Code, Mapping[str, int] | None, Mapping[str, int] | None]]:
    """Yield every code with the passages of each group that people and the machine gave it."""
    people = found.people
    for code in found.codes:
        yield (
            code,
            per_group(people[code.id], group) if people is not None else None,
            per_group(found.machine[code.id], group) if found.machine is not None else None,
        )
