"""Passages: what is coded, word for word, with its place and its candidate theme."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import (
    Document,
    PassageId,
    PassageText,
    Speaker,
)
from secondcoder.publish.schema import Column, Table, fields_of, row_of
from secondcoder.records.results import Theme
from secondcoder.records.study import StudyMaterial


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRow:
    """A passage."""

    passage_id: PassageId
    document: Document
    case: Annotated[str, Column("The case that the passage belongs to, where the study has cases.")]
    speaker: Speaker
    heading: Annotated[str, Column("The heading it stands under.", width=24, words=True)]
    position: Annotated[int, Column("Place among the passages of its document, from 1.")]
    start: Annotated[int, Column("Where it begins in the document, in characters from 0.")]
    end: Annotated[int, Column("Where it ends in the document, in characters, exclusive.")]
    theme_id: Annotated[str, Column("Its candidate theme; empty if it is in none.")]
    subtheme_id: Annotated[str, Column("Its candidate subtheme; empty if it is in none.")]
    text: PassageText
    question: Annotated[
        str, Column("What was asked before it, word for word: context.", width=36, words=True)
    ]
    time: Annotated[str, Column("Where its turn begins in the recording, as HH:MM:SS.")]
    source_id: Annotated[str, Column("The id that its row has in the source table.")]
    attributes: Annotated[
        Mapping[str, str], Column("An attribute of the source, as the study names it.", words=True)
    ]


PASSAGES = Table(
    "passages",
    PassageRow,
    "Every passage, word for word, with its place in the document (characters from start to end) "
    "and its candidate theme. An empty theme means: in no theme.",
    sheet="Passages",
    key="passage_id",
    links={"theme_id": "Themes", "subtheme_id": "Themes"},
)


def passage_rows(material: StudyMaterial, themes: Sequence[Theme]) -> Iterator[PassageRow]:
    """Yield every passage of the study, in its order."""
    theme_of = {
        level: {passage: t.id for t in themes if t.level == level for passage in t.passages}
        for level in (1, 2)
    }
    columns = attribute_columns(material)
    for passage in material.passages:
        yield row_of(
            PassageRow,
            passage,
            passage_id=passage.id,
            theme_id=theme_of[1].get(passage.id, ""),
            subtheme_id=theme_of[2].get(passage.id, ""),
            attributes={columns[name]: value for name, value in passage.attributes},
        )


def attribute_columns(material: StudyMaterial) -> dict[str, str]:
    """Return the column of each attribute: its own name, with ``_source`` where we hold that."""
    taken = {field.name for field in fields_of(PassageRow)}
    names = dict.fromkeys(name for p in material.passages for name, _ in p.attributes)
    free = [name for name in names if name not in taken]
    taken.update(free)
    columns = {name: name for name in free}
    for name in names:
        if name in columns:
            continue
        column = f"{name}_source"
        while column in taken:
            column += "_source"
        taken.add(column)
        columns[name] = column
    return {name: columns[name] for name in names}
