"""Imported coding that was made under an older definition of its code."""

from collections.abc import Iterator, Mapping

from secondcoder.agreement.study.coded import placed
from secondcoder.coding.meaning import changed
from secondcoder.procedures.second_coder.tables.rounds import ImportedEarlierRow
from secondcoder.records.study import StudyMaterial


def imported_earlier_rows(
    material: StudyMaterial, labels: Mapping[str, str], *, overlap: float
) -> Iterator[ImportedEarlierRow]:
    """Yield what was coded in a round whose codebook said something else of the code."""
    if material.codebook is None or material.coding is None:
        return
    older = {name: changed(book, material.codebook) for name, book in material.codebooks.items()}
    if not any(older.values()):
        return
    found = dict.fromkeys(
        ImportedEarlierRow(
            passage_id=passage.id,
            document=passage.document,
            code_id=one.code_id,
            code=labels[one.code_id],
            coder=one.coder,
            round=one.round,
        )
        for one, passage in placed(material.coding, material.passages, overlap=overlap)
        if one.code_id in older.get(one.round, ())
    )
    yield from found
