"""Whether a person's conclusions hold under their coding after review. Pure."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from secondcoder.agreement.study.by_group import groups_in
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.conclusions import TwoCodings, conclusions
from secondcoder.agreement.study.pairs import document_numbers
from secondcoder.coding.settle import PersonCoding, Settled
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.procedures.second_coder.tables.conclusions import ConclusionRow, conclusion_rows
from secondcoder.procedures.second_coder.tables.passages import PASSAGES

REVIEWED, TOGETHER = "reviewed", "together"


def concluded(
    material: Material, found: Settled, reviewers: Sequence[PersonCoding], frame: CodeFrame
) -> Iterator[ConclusionRow]:
    """Yield each reviewer's conclusions under their reviewed coding, and under that of all.

    What is undecided for all together counts as not given: such passages are left out.
    """
    undecided = {passage for (passage, _), held in found.together.items() if held.applies is None}
    together: dict[str, set[str]] = {}
    for (passage, code), held in found.together.items():
        if held.applies:
            together.setdefault(passage, set()).add(code)
    for one in reviewers:
        seen = [passage for passage in material.passages if passage.id in one.seen]
        yield from _rows(material, frame, one, REVIEWED, (seen, one.reviewed))
        if len(reviewers) > 1 or found.joint:
            clear = [passage for passage in seen if passage.id not in undecided]
            final = {passage: frozenset(codes) for passage, codes in together.items()}
            yield from _rows(material, frame, one, TOGETHER, (clear, final))


def _rows(
    material: Material,
    frame: CodeFrame,
    one: PersonCoding,
    kind: str,
    after: tuple[Sequence[Passage], Mapping[str, frozenset[str]]],
) -> Iterator[ConclusionRow]:
    passages, applied = after
    if not passages:
        return
    ids = [passage.id for passage in passages]
    labels = {entry.id: entry.label for entry in material.codes.values()}
    attributes = {row.passage_id: row.attributes for row in material.tables[PASSAGES]}
    two = TwoCodings(
        first=one.person.name,
        second=one.person.name if kind == REVIEWED else "",
        second_is=kind,
        frame=frame,
        applied=(frame.matrix(dict(one.independent), ids), frame.matrix(dict(applied), ids)),
        document=np.asarray(document_numbers([passage.document for passage in passages])),
        groups=groups_in([attributes[passage] for passage in ids]),
        with_machine=False,
    )
    yield from conclusion_rows(conclusions(two, major=material.major), labels)
