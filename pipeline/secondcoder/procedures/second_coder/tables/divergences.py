"""Divergent readings: passages to read again, each with room for a memo."""

from collections.abc import Mapping, Sequence

import pandas as pd

from secondcoder.agreement.study.coded import placed
from secondcoder.procedures.second_coder.tables.evidence import evidence_sentence
from secondcoder.publish.frames import frame
from secondcoder.records.agreement import Comparison
from secondcoder.records.codes import Code
from secondcoder.records.results import Suggestions, Theme
from secondcoder.records.study import StudyMaterial

PERSON, MACHINE = "only the person", "only the machine"


def divergences_table(
    material: StudyMaterial,
    themes: Sequence[Theme],
    suggestions: Suggestions | None,
    comparisons: Sequence[Comparison],
    *,
    overlap: float,
) -> pd.DataFrame:
    """Return a row for each passage, coder and code that one of the two gave alone.

    A code is left out where a code below it stands there with the same reading. ``coder_memo``
    is what the person noted when coding, ``memo`` is empty: to be written into.
    """
    if not comparisons:
        return frame("divergences", ())
    codes = _codes(material)
    passages = {passage.id: passage for passage in material.passages}
    memos, evidence = _memos(material, overlap=overlap), _evidence(themes, suggestions)
    rows = (
        {
            "passage_id": passage,
            "document": passages[passage].document,
            "speaker": passages[passage].speaker,
            "code_id": code,
            "code": codes[code].label,
            "coder": one.coder,
            "reading": reading,
            "text": passages[passage].text,
            "evidence": evidence.get((passage, code), "") if reading == MACHINE else "",
            "coder_memo": memos.get((one.coder, passage, code), ""),
            "memo": "",
        }
        for one in comparisons
        for passage, code, reading in _apart(one, codes)
    )
    return frame("divergences", rows)


def _apart(one: Comparison, codes: Mapping[str, Code]) -> list[tuple[str, str, str]]:
    found = []
    for row, passage in enumerate(one.passages):
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


def _codes(material: StudyMaterial) -> dict[str, Code]:
    known = material.codebook.codes if material.codebook else ()
    outside = material.coding.outside_codebook if material.coding else ()
    return {code.id: code for code in (*known, *outside)}


def _memos(material: StudyMaterial, *, overlap: float) -> dict[tuple[str, str, str], str]:
    memos: dict[tuple[str, str, str], str] = {}
    if material.coding is None:
        return memos
    for item, passage in placed(material.coding, material.passages, overlap=overlap):
        if item.memo:
            key = item.coder, passage.id, item.code_id
            memos[key] = f"{memos[key]}; {item.memo}" if key in memos else item.memo
    return memos


def _evidence(
    themes: Sequence[Theme], suggestions: Suggestions | None
) -> dict[tuple[str, str], str]:
    names = {theme.id: theme.label for theme in themes}
    return {
        (one.passage_id, one.code_id): evidence_sentence(one.evidence, theme_labels=names)
        for one in (suggestions.ranked if suggestions else ())
        if one.suggested
    }
