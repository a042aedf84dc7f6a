"""Tables of codes that other programs or language models made, read as a person's are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondcoder.reading.codes.coding import CodingRead, read_coding
from secondcoder.records.coders import Machine, told_apart
from secondcoder.records.codes import Codebook, HumanCoding, MachineCoding
from secondcoder.records.study import Notice
from secondcoder.records.text import Document, Passage
from secondcoder.study.schema import CodingSource


@dataclass(frozen=True, slots=True)
class MachinesRead:
    """Machines' coding, what was noticed, and the files it came from with their sha256."""

    machines: tuple[MachineCoding, ...]
    notices: tuple[Notice, ...]
    inputs: tuple[tuple[str, str], ...]


def read_machines(
    folder: Path,
    sources: Sequence[CodingSource],
    *,
    codebook: Codebook | None,
    documents: Sequence[Document],
    passages: Sequence[Passage],
) -> MachinesRead:
    """Read the tables of ``sources`` that machines made; those of people are passed over.

    Tables of one name, version and sight are one machine's.
    """
    alike: dict[tuple[str, str], list[tuple[int, CodingSource]]] = defaultdict(list)
    for place, source in enumerate(sources, start=1):
        if source.machine:
            named = source.model_copy(update={"coder": source.name})
            alike[source.version or "", source.saw or ""].append((place, named))
    read: dict[tuple[str, str], CodingRead] = {
        told: read_coding(
            folder,
            [source for _, source in named],
            places=[place for place, _ in named],
            codebook=codebook,
            documents=documents,
            passages=passages,
        )
        for told, named in alike.items()
    }
    found = {
        Machine(name, *told): (name, one.coding)
        for told, one in read.items()
        for name in one.coding.coders
    }
    machines = []
    for machine in told_apart(found):
        name, coding = found[replace(machine, called="")]
        machines.append(MachineCoding(machine=machine, coding=_alone(coding, name, machine.label)))
    return MachinesRead(
        tuple(machines),
        tuple(notice for one in read.values() for notice in one.notices),
        tuple(sorted({file for one in read.values() for file in one.inputs})),
    )


def _alone(coding: HumanCoding, name: str, label: str) -> HumanCoding:
    """Return what one of the coders did, under a label."""
    codings = tuple(replace(one, coder=label) for one in coding.codings if one.coder == name)
    used = {one.code_id for one in codings}
    return HumanCoding(
        coders=(label,),
        codings=codings,
        seen={label: coding.seen[name]},
        outside_codebook=tuple(code for code in coding.outside_codebook if code.id in used),
        unplaced=tuple(replace(one, coder=label) for one in coding.unplaced if one.coder == name),
        outside_passages=tuple(
            replace(one, coder=label) for one in coding.outside_passages if one.coder == name
        ),
    )
