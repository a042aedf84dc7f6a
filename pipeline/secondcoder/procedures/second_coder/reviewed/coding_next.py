"""Everybody's coding with what was decided worked in, in the form that a study reads. Pure."""

from collections.abc import Iterator

from secondcoder.coding.settle import Settled
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.tables.reviewed import CodingNextRow


def coding_rows(material: Material, found: Settled) -> Iterator[CodingNextRow]:
    """Yield a row for each code of each person, and one for a passage that they left uncoded."""
    for one in found.people:
        decided = {passage for passage, _ in one.held}
        for passage in material.passages:
            if passage.id not in one.seen and passage.id not in one.reviewed:
                continue
            codes = one.reviewed.get(passage.id, frozenset())
            for code in sorted(codes, key=lambda code: material.codes[code].place) or [""]:
                held = one.held.get((passage.id, code))
                yield CodingNextRow(
                    coder=one.person.name,
                    document=passage.document,
                    start=passage.start,
                    end=passage.start + len(passage.text),
                    text=passage.text,
                    code=material.codes[code].label if code else "",
                    memo=held.act.memo if held and held.act else "",
                    after_review=passage.id in decided,
                )
