"""What was fixed before machine and people were compared, beside what the run did."""

from dataclasses import dataclass
from typing import Annotated

from secondcoder.publish.schema import Column, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One thing that the plan fixes."""

    item: Annotated[str, Column("What is fixed.", width=40)]
    planned: Annotated[str, Column("As the plan has it.", width=50)]
    this_run: Annotated[str, Column("As it is in this run.", width=50)]
    same: Annotated[bool, Column("Whether the two are the same.")]
    binds: Annotated[
        bool,
        Column(
            "Whether a run that differs here no longer keeps to the plan. What does not bind is "
            "listed: material can grow after a plan."
        ),
    ]


PLAN_TABLE = Table(
    "plan",
    PlanRow,
    "The frozen plan that counts for this run (`secondcoder freeze`), item by item, beside what "
    "the run did. When it was fixed, and whether before any run that showed a machine’s codes, "
    "stands in run.json under plan.",
    sheet="Plan",
    counted=True,
    optional=True,
)
