"""Tables of the themes in each kind of source, and of how the kinds compare."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.content.steps.describe import UNUSED
from secondcoder.procedures.content.steps.triangulation import Assessed, Cell
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.codes import SEPARATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class TriangulationRow:
    """One theme in one kind of source."""

    theme: Annotated[str, Column("The theme.", width=34)]
    kind: Annotated[str, Column("Kind of source.")]
    codes: Annotated[int, Column("Number of codes of the theme in this kind.")]
    percent: Annotated[float | None, Column("Percent of the codes of this kind.", decimals=2)]
    standing: Annotated[
        str, Column("‘major’ with more codes than the mean of this kind, ‘minor’, or empty.")
    ]
    passages: Annotated[int, Column("Passages of this kind that carry the theme.")]
    passages_of_kind: Annotated[int, Column("All passages of this kind.")]
    passage_percent: Annotated[
        float | None, Column("Percent of the passages of this kind that carry it.", decimals=2)
    ]
    documents: Annotated[int, Column("Documents of this kind that carry the theme.")]
    documents_of_kind: Annotated[int, Column("All documents of this kind.")]
    mostly: Annotated[
        str,
        Column("Facet value that most of its codes carry here; empty if few do, or a tie."),
    ]


TRIANGULATION = Table(
    "triangulation",
    TriangulationRow,
    "Each theme in each kind of source.",
    sheet="Sources",
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvergenceRow:
    """How the kinds of source compare on one theme."""

    theme: Annotated[str, Column("The theme.", width=34)]
    appears_in: Annotated[tuple[str, ...], Column("Kinds of source that have it.")]
    silent: Annotated[tuple[str, ...], Column("Kinds of source that lack it.")]
    assessment: Annotated[
        str, Column("agreement, partial agreement, silence or dissonance (Farmer et al. 2006).")
    ]
    reason: Annotated[str, Column("What the assessment rests on.", width=40)]


CONVERGENCE = Table(
    "convergence",
    ConvergenceRow,
    "How the kinds of source compare on each theme, in the words of Farmer et al. (2006): "
    "agreement, partial agreement, silence, dissonance.",
    sheet="Convergence",
    optional=True,
)


def triangulation_rows(
    cells: Sequence[Cell], kinds: Mapping[str, str]
) -> Iterator[TriangulationRow]:
    """Yield every theme in every kind; ``kinds`` is by passage id, for all passages."""
    sizes = Counter(kinds.values())
    for cell in cells:
        yield row_of(
            TriangulationRow,
            cell,
            theme=SEPARATOR.join(cell.path),
            standing="" if cell.standing == UNUSED else cell.standing,
            passages_of_kind=sizes[cell.kind],
            mostly=cell.value,
        )


def convergence_rows(assessed: Sequence[Assessed]) -> Iterator[ConvergenceRow]:
    """Yield how the kinds compare on every theme."""
    for one in assessed:
        yield ConvergenceRow(
            theme=SEPARATOR.join(one.path),
            appears_in=one.kinds,
            silent=one.silent,
            assessment=one.assessment,
            reason=one.reason,
        )
