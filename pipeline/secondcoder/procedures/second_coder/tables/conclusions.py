"""Whether conclusions hold under another coding of the same passages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import CodeId, CodeLabel, Scope, label_of
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.conclusions import Conclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class ConclusionRow:
    """The sign of a difference under two codings."""

    kind: Annotated[
        str,
        Column(
            "order: the code is given on more passages than the other; major: it occurs in at "
            "least the share of documents that [comparison] major sets; group: it is given more "
            "often in the group than in the rest."
        ),
    ]
    scope: Scope
    code_id: CodeId
    code: CodeLabel
    other_code_id: Annotated[str, Column("Of kind order: the id of the other code.")]
    other_code: Annotated[str, Column("Of kind order: the other code.", width=38)]
    attribute: Annotated[str, Column("Of kind group: attribute of participants or documents.")]
    value: Annotated[str, Column("Of kind group: the group, those with this value.", words=True)]
    first: Annotated[str, Column("Whose conclusion it is: a person.")]
    second: Annotated[str, Column("Under whose coding it is looked at as well.")]
    second_is: Annotated[
        str,
        Column("person; machine; reviewed: the person’s own after review; together: of all."),
    ]
    first_difference: Annotated[
        float | None,
        Column("Under the first coding: difference of shares (of passages; major: of documents)."),
    ]
    first_low: Annotated[float | None, Column("Lower end of its 95 % interval over documents.")]
    first_high: Annotated[float | None, Column("Upper end of that interval.")]
    second_difference: Annotated[float | None, Column("The same under the second coding.")]
    second_low: Annotated[float | None, Column("Lower end of its 95 % interval over documents.")]
    second_high: Annotated[float | None, Column("Upper end of that interval.")]
    outcome: Annotated[
        str,
        Column(
            "holds: both intervals lie on the same side of 0; flips: on different sides; cannot "
            "be told: one of them holds 0, or there is none."
        ),
    ]


CONCLUSIONS = Table(
    "conclusions",
    ConclusionRow,
    "Whether what a person’s coding concludes (order of codes, major codes, differences between "
    "groups) holds under the machine’s and other people’s coding of the same passages. Each "
    "interval is a 95 % one by itself: of many conclusions some are told by chance.",
    sheet="Conclusions",
    links={"code_id": "Codebook", "other_code_id": "Codebook"},
    counted=True,
    optional=True,
)
CONCLUSIONS_REVIEWED = Table(
    "conclusions_reviewed",
    ConclusionRow,
    "Whether what a person’s own coding concludes holds under their coding after review, and "
    "under what holds for all together.",
    sheet="Conclusions after review",
    links={"code_id": "Codebook", "other_code_id": "Codebook"},
    counted=True,
    optional=True,
)


def conclusion_rows(
    found: Sequence[Conclusion], labels: Mapping[str, str]
) -> Iterator[ConclusionRow]:
    """Yield every conclusion; ``labels`` by the id of a code."""
    for one in found:
        yield row_of(
            ConclusionRow,
            one,
            code=label_of(one.code_id, labels),
            other_code=label_of(one.other_code_id, labels),
            first_difference=one.told_first.value,
            first_low=one.told_first.low,
            first_high=one.told_first.high,
            second_difference=one.told_second.value,
            second_low=one.told_second.low,
            second_high=one.told_second.high,
        )
