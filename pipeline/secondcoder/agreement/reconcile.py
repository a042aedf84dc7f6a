"""The reconciliation: each person with the machine, and people with each other."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement import binary, overall
from secondcoder.agreement.coded import CodeFrame, PassageCodes, codes_of_passages
from secondcoder.agreement.values import Value
from secondcoder.records.codes import Codebook, HumanCoding
from secondcoder.records.results import (
    CodeAgreement,
    Comparison,
    OverallAgreement,
    Reconciliation,
    Suggestions,
)
from secondcoder.records.text import Passage

MACHINE = "machine"
OUTSIDE = "not in the codebook: the machine could not suggest it"


def reconcile(
    passages: Sequence[Passage],
    codebook: Codebook,
    coding: HumanCoding,
    suggestions: Suggestions,
    *,
    overlap: float,
    coders: Sequence[str] | None = None,
    coefficients: bool = True,
) -> Reconciliation:
    """Compare the machine's suggested codes with every coder on the passages each of them saw.

    A passage that was seen and left uncoded counts as one to which no code was applied; one
    that was not seen is left out. A code implies the codes above it, on both sides. Without
    ``coefficients`` (reflexive stance) only who applied what is returned.
    """
    frame = CodeFrame.of(codebook, coding.outside_codebook)
    human = codes_of_passages(coding, passages, overlap=overlap)
    machine = suggested_codes(suggestions)
    order = [passage.id for passage in passages]
    comparisons, by_code, whole = [], [], []
    chosen = [coder for coder in coding.coders if coders is None or coder in coders]
    for coder in chosen:
        seen = tuple(passage for passage in order if passage in coding.seen[coder])
        first, second = frame.matrix(human[coder], seen), frame.matrix(machine, seen)
        comparisons.append(
            Comparison(coder, seen, tuple(code.id for code in frame.codes), first, second)
        )
        if not coefficients:
            continue
        by_code += _by_code(frame, first, second, names=(coder, MACHINE))
        whole += _overall(frame, first, second, names=(coder, MACHINE))
    people = chosen if coefficients else []
    human_by_code, human_whole = _among_humans(frame, human, coding, order, people)
    return Reconciliation(
        tuple(comparisons), tuple(by_code), tuple(whole), tuple(human_by_code), tuple(human_whole)
    )


def suggested_codes(suggestions: Suggestions) -> PassageCodes:
    """Return the codes that the machine applies to each passage."""
    applied: dict[str, set[str]] = {}
    for suggestion in suggestions.ranked:
        if suggestion.suggested:
            applied.setdefault(suggestion.passage_id, set()).add(suggestion.code_id)
    return {passage: frozenset(codes) for passage, codes in applied.items()}


LARGEST_PANEL = 6
"""With more coders, pairs are too many to list; agreement among all is another matter."""


def _among_humans(
    frame: CodeFrame,
    human: dict[str, PassageCodes],
    coding: HumanCoding,
    order: Sequence[str],
    coders: Sequence[str],
) -> tuple[list[CodeAgreement], list[OverallAgreement]]:
    by_code: list[CodeAgreement] = []
    whole: list[OverallAgreement] = []
    if len(coders) > LARGEST_PANEL:
        return by_code, whole
    for names in combinations(coders, 2):
        both_saw = [p for p in order if all(p in coding.seen[name] for name in names)]
        first, second = (frame.matrix(human[name], both_saw) for name in names)
        by_code += _by_code(frame, first, second, names=names)
        whole += _overall(frame, first, second, names=names)
    return by_code, whole


def _by_code(
    frame: CodeFrame,
    first: NDArray[np.bool_],
    second: NDArray[np.bool_],
    *,
    names: tuple[str, str],
) -> list[CodeAgreement]:
    rows = []
    for place, code in enumerate(frame.codes):
        table = binary.two_by_two(first[:, place], second[:, place])
        suggestible = frame.in_codebook[place] or names[1] != MACHINE
        values = [
            binary.percent(table),
            binary.cohen_kappa(table),
            binary.krippendorff_alpha(table),
            binary.positive_agreement(table),
        ]
        reasons = dict.fromkeys(value.reason for value in values if value.reason)
        percent, kappa, alpha, positive = (value.value if suggestible else None for value in values)
        rows.append(
            CodeAgreement(
                first=names[0],
                second=names[1],
                code_id=code.id,
                level=len(code.path),
                both=table.both,
                first_only=table.first_only,
                second_only=table.second_only,
                neither=table.neither,
                percent=percent,
                kappa=kappa,
                alpha=alpha,
                positive_agreement=positive,
                note="; ".join(reasons) if suggestible else OUTSIDE,
            )
        )
    return rows


def _overall(
    frame: CodeFrame,
    first: NDArray[np.bool_],
    second: NDArray[np.bool_],
    *,
    names: tuple[str, str],
) -> list[OverallAgreement]:
    """Return one row for each level of the tree, over the codes that both could apply."""
    rows = []
    levels = sorted({len(code.path) for code in frame.codes})
    for level in levels:
        places = [
            place
            for place, code in enumerate(frame.codes)
            if len(code.path) == level and (frame.in_codebook[place] or names[1] != MACHINE)
        ]
        if not places:
            continue
        tables = [binary.two_by_two(first[:, place], second[:, place]) for place in places]
        stacked = sum(tables[1:], start=tables[0])
        pooled = overall.pooled_kappa(tables)
        kappas = overall.macro(binary.cohen_kappa(table) for table in tables)
        values = {
            "pooled kappa": pooled,
            "percent": binary.percent(stacked),
            "alpha": binary.krippendorff_alpha(stacked),
            "positive agreement": binary.positive_agreement(stacked),
        }
        rows.append(
            OverallAgreement(
                first=names[0],
                second=names[1],
                level=level,
                units=len(first),
                codes=len(places),
                pooled_kappa=pooled.value,
                pooled_percent=values["percent"].value,
                mean_kappa=kappas.mean.value,
                alpha=values["alpha"].value,
                positive_agreement=values["positive agreement"].value,
                note=_reasons(values),
            )
        )
    return rows


def _reasons(values: dict[str, Value]) -> str:
    return "; ".join(f"{name}: {value.reason}" for name, value in values.items() if value.reason)
