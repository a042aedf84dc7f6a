"""Whether a machine errs more on some participants than on others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import (
    Beside,
    CodeIdOrAll,
    CodeLabel,
    High,
    Low,
    Note,
    Scope,
    label_of,
)
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement_detail import GroupErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupErrorRow:
    """One kind of error of a machine on a group and on the rest."""

    attribute: Annotated[str, Column("Attribute of participants or documents.")]
    value: Annotated[str, Column("The group: those with this value.", words=True)]
    beside: Beside
    scope: Scope
    code_id: CodeIdOrAll
    code: CodeLabel
    error: Annotated[
        str,
        Column(
            "false on: people withheld the code and the machine gave it; false off: people gave "
            "it and the machine did not."
        ),
    ]
    units: Annotated[
        int, Column("Passages (for all codes: passages and codes) of the group that can show it.")
    ]
    rate: Annotated[float | None, Column("Rate of the error in the group, 0 to 1.")]
    rate_of_rest: Annotated[float | None, Column("Rate in all others with a value.")]
    difference: Annotated[float | None, Column("Rate in the group less that in the others.")]
    low: Low
    high: High
    p: Annotated[float | None, Column("p of a difference as large by chance.")]
    q: Annotated[float | None, Column("p after Benjamini-Hochberg over all rows of the machine.")]
    people_rate: Annotated[
        float | None, Column("People's own rate in the group, each against the others.")
    ]
    people_rate_of_rest: Annotated[float | None, Column("People's own rate in all others.")]
    more_than_people: Annotated[
        float | None, Column("The machine's difference less people's own difference.")
    ]
    outcome: Annotated[
        str,
        Column(
            "differs: q is at most .05; within the margin: the interval lies inside it; cannot be "
            "told: neither. None of them says that a machine is fair.",
            width=18,
        ),
    ]
    note: Note


ERRORS_BY_GROUP = Table(
    "errors_by_group",
    GroupErrorRow,
    "How often a machine errs against the consensus of people on one group of participants and on "
    "the others, at the same mix of passage lengths, with intervals over documents, beside "
    "people's own errors. Where people share a bias with the machine, this cannot show it.",
    sheet="Errors by group",
    links={"code_id": "Codebook"},
    counted=True,
)


def group_error_rows(
    found: Sequence[GroupErrors], labels: Mapping[str, str]
) -> Iterator[GroupErrorRow]:
    """Yield every attribute, group, level, code and kind of error; ``labels`` by id."""
    for value in found:
        yield row_of(GroupErrorRow, value, code=label_of(value.code_id, labels))
