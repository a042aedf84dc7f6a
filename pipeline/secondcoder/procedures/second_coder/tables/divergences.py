"""Divergent readings: passages to read again, each with room for a memo."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.agreement.study.coded import placed
from secondcoder.procedures.second_coder.steps.read_first import (
    MACHINE,
    PERSON,
    Apart,
    ranks,
    reasons,
)
from secondcoder.procedures.second_coder.tables.codes import all_codes
from secondcoder.procedures.second_coder.tables.common import (
    Beside,
    CodeId,
    CodeLabel,
    Coder,
    Document,
    PassageId,
    PassageText,
    Speaker,
)
from secondcoder.procedures.second_coder.tables.evidence import evidence_sentence
from secondcoder.publish.schema import Column, Table
from secondcoder.records.agreement import Comparison
from secondcoder.records.coders import BUNDLED
from secondcoder.records.codes import Code, HumanCoding
from secondcoder.records.results import Suggestions, Theme
from secondcoder.records.study import StudyMaterial


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergenceRow:
    """A passage to read again."""

    passage_id: PassageId
    document: Document
    speaker: Speaker
    code_id: CodeId
    code: CodeLabel
    coder: Coder
    reading: Annotated[str, Column("Who alone gave the code: only the person, only the machine.")]
    text: PassageText
    evidence: Annotated[
        str, Column("Where the machine alone gave it: what it said of it.", width=70, words=True)
    ]
    coder_memo: Annotated[str, Column("What the person noted when coding.", width=50, words=True)]
    memo: Annotated[str, Column("Empty: room for a memo.", width=50, words=True)]
    beside: Beside
    rank: Annotated[
        int | None,
        Column(
            "Place in the order to read them in, from 1: what speaks for it first.", counted=True
        ),
    ]
    why: Annotated[
        str | None,
        Column(
            "What speaks for reading it again: another person gave it too, the machine’s evidence "
            "is strong, nobody else who saw it gave it, another reading.",
            width=30,
            counted=True,
        ),
    ]


DIVERGENCES = Table(
    "divergences",
    DivergenceRow,
    "Divergent readings: passages to read again, each with room for a memo. A code is left out "
    "where a code below it stands there with the same reading.",
)


def divergence_rows(
    material: StudyMaterial,
    themes: Sequence[Theme],
    suggestions: Suggestions | None,
    comparisons: Sequence[Comparison],
    *,
    overlap: float,
) -> Iterator[DivergenceRow]:
    """Yield each passage, person, machine and code that one of the two gave alone.

    ``overlap`` is what places a coder's memo on a passage.
    """
    if not comparisons:
        return
    codes = {code.id: code for code in all_codes(material)}
    passages = {passage.id: passage for passage in material.passages}
    memos = memos_of(material.coding, material, overlap=overlap)
    evidence = _evidence(themes, suggestions) | machine_memos(material, overlap=overlap)
    found = [
        Apart(
            coder=compared.coder,
            beside=compared.beside.label if compared.beside else "",
            passage_id=passage_id,
            code_id=code_id,
            reading=reading,
        )
        for compared in comparisons
        for passage_id, code_id, reading in _apart(compared, codes)
    ]
    told = reasons(found, comparisons, suggestions)
    for one, (why, _), rank in zip(found, told, ranks(told), strict=True):
        passage = passages[one.passage_id]
        said = evidence.get((one.beside, one.passage_id, one.code_id), "")
        yield DivergenceRow(
            passage_id=one.passage_id,
            document=passage.document,
            speaker=passage.speaker,
            code_id=one.code_id,
            code=codes[one.code_id].label,
            coder=one.coder,
            reading=one.reading,
            text=passage.text,
            evidence=said if one.reading == MACHINE else "",
            coder_memo=memos.get((one.coder, one.passage_id, one.code_id), ""),
            memo="",
            beside=one.beside,
            rank=rank,
            why=why,
        )


def _apart(one: Comparison, codes: Mapping[str, Code]) -> list[tuple[str, str, str]]:
    found = []
    for row, passage in enumerate(one.passages):
        if one.met is not None and not one.met[row]:
            continue
        for reading, alone in (
            (PERSON, one.human[row] & ~one.machine[row]),
            (MACHINE, one.machine[row] & ~one.human[row]),
        ):
            here = [one.codes[column] for column in alone.nonzero()[0].tolist()]
            above = {
                codes[code].path[:depth] for code in here for depth in range(len(codes[code].path))
            }
            found += [(passage, code, reading) for code in here if codes[code].path not in above]
    return found


def machine_memos(material: StudyMaterial, *, overlap: float) -> dict[tuple[str, str, str], str]:
    """Return what machines said of their codes, by label, passage and code."""
    memos: dict[tuple[str, str, str], str] = {}
    for one in material.machines:
        memos |= memos_of(one.coding, material, overlap=overlap)
    return memos


def memos_of(
    coding: HumanCoding | None, material: StudyMaterial, *, overlap: float
) -> dict[tuple[str, str, str], str]:
    """Return the memos of a coding, by coder, passage and code."""
    memos: dict[tuple[str, str, str], str] = {}
    if coding is None:
        return memos
    for item, passage in placed(coding, material.passages, overlap=overlap):
        if item.memo:
            key = item.coder, passage.id, item.code_id
            memos[key] = f"{memos[key]}; {item.memo}" if key in memos else item.memo
    return memos


def _evidence(
    themes: Sequence[Theme], suggestions: Suggestions | None
) -> dict[tuple[str, str, str], str]:
    """Return the bundled machine's evidence, by its label, passage and code."""
    names = {theme.id: theme.label for theme in themes}
    return {
        (BUNDLED.label, one.passage_id, one.code_id): evidence_sentence(
            one.evidence, theme_labels=names
        )
        for one in (suggestions.ranked if suggestions else ())
        if one.suggested and one.evidence is not None
    }
