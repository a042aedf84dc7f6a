"""What was found out as tables."""

from collections.abc import Sequence

from secondcoder.procedures.content.steps.analysis import Content
from secondcoder.procedures.content.steps.counting import count
from secondcoder.procedures.content.steps.decided import Answered
from secondcoder.procedures.content.steps.error_bars import bars
from secondcoder.procedures.content.tables.by_value import (
    COUNTS_BY,
    MAJORITY,
    count_by_rows,
    majority_rows,
    quoted_below,
)
from secondcoder.procedures.content.tables.counts import (
    COMMENTS,
    COUNTS,
    SUMMARY,
    carried_values,
    comment_rows,
    count_rows,
    levels_of,
    summary_rows,
)
from secondcoder.procedures.content.tables.declared import TABLES
from secondcoder.procedures.content.tables.facets import (
    FACET_CHECK,
    FACET_COUNTS,
    FACETS,
    facet_check_rows,
    facet_count_rows,
    facet_rows,
)
from secondcoder.procedures.content.tables.queries import QUERIES, query_rows
from secondcoder.procedures.content.tables.sources import (
    CONVERGENCE,
    TRIANGULATION,
    convergence_rows,
    triangulation_rows,
)
from secondcoder.procedures.notices import NOTICES, notice_rows
from secondcoder.procedures.understood import UNDERSTOOD, understood_rows
from secondcoder.publish.schema import Tables
from secondcoder.records.account import Account
from secondcoder.records.study import Notice
from secondcoder.records.text import Passage


def build_tables(
    found: Content,
    passages: Sequence[Passage],
    *,
    notices: Sequence[Notice],
    queries: Sequence[Answered],
    account: Account | None = None,
    seed: int = 0,
) -> Tables:
    """Return every table; ``queries`` hold what was decided."""
    by_id = {passage.id: passage for passage in passages}
    by_level = levels_of(found.comments, found.codes)
    carried = carried_values(found.codes)
    parts = [(name, value, part) for name, values in found.by for value, part in values]
    return Tables(
        TABLES,
        {
            SUMMARY: summary_rows(by_level, counted=found.coder.label),
            COUNTS: count_rows(by_level, carried),
            FACET_COUNTS: facet_count_rows(found.comments, found.facets),
            COUNTS_BY: [
                row
                for name, value, part in parts
                for row in count_by_rows(name, value, bars(part, seed=seed))
            ],
            MAJORITY: [
                row
                for name, value, part in parts
                for row in majority_rows(name, value, count(part), quoted_below(part, by_id))
            ],
            TRIANGULATION: triangulation_rows(found.cells, found.kinds),
            CONVERGENCE: convergence_rows(found.assessed),
            QUERIES: query_rows(queries),
            FACETS: facet_rows(found.suggested, found.coded_values, by_id),
            FACET_CHECK: facet_check_rows(found.checks),
            COMMENTS: comment_rows(found.comments, carried),
            UNDERSTOOD: understood_rows(account),
            NOTICES: notice_rows(notices),
        },
    )
