"""Decisions on queries, carried from one result to the next by the query's id; none is lost."""

from collections.abc import Mapping, Sequence

import pandas as pd

from secondcoder.procedures.content.steps.records import Query, Resolved
from secondcoder.records.study import Notice

OPEN, DECIDED, GONE = "open", "decided", "no longer raised"


def resolved(rows: pd.DataFrame) -> dict[str, Resolved]:
    """Return the decisions that stand in a table of queries, by the query's id.

    A row with a memo or a name and no decision is kept too. The decision ``open`` takes an
    earlier one back.
    """
    filled = (
        (str(row["query_id"]), Resolved(*(str(row[name]).strip() for name in _FILLED)))
        for row in rows.to_dict("records")
    )
    return {query: one for query, one in filled if any((one.decision, one.by, one.memo))}


_FILLED = ("decision", "by", "memo")


def carried(
    queries: Sequence[Query],
    earlier: Sequence[pd.DataFrame],
    recorded: Mapping[str, Resolved],
) -> tuple[list[dict[str, str]], tuple[Notice, ...]]:
    """Return the rows of the table of queries with what was decided, and what is odd about it.

    ``earlier`` holds tables of earlier results, the oldest first: of two decisions on a query the
    later file's stands. ``recorded`` is what the review page recorded; it stands over a file.
    A query that was decided and is raised no more is kept at the end.
    """
    old = {str(row["query_id"]): row for table in earlier for row in table.to_dict("records")}
    filed = {query: one for table in earlier for query, one in resolved(table).items()}
    told = []
    rows = []
    for one in queries:
        rows.append(_filled(_row(one), recorded.get(one.id) or filed.get(one.id)))
        both = recorded.get(one.id), filed.get(one.id)
        if both[0] and both[1] and both[1].decision not in {"", both[0].decision}:
            told.append(
                Notice(
                    "two decisions",
                    f"query {one.id}: the review page records {both[0].decision!r}, queries.csv "
                    f"said {both[1].decision!r}; the review page’s stands",
                )
            )
    raised = {one.id for one in queries}
    for query, decision in sorted({**filed, **recorded}.items()):
        if query not in raised and query in old:
            kept = {str(name): str(cell) for name, cell in old[query].items()}
            rows.append(_filled(kept, decision) | {"status": GONE})
    return rows, tuple(told)


def _filled(row: Mapping[str, str], decision: Resolved | None) -> dict[str, str]:
    one = decision or Resolved("")
    return {
        **row,
        "decision": one.decision,
        "by": one.by,
        "memo": one.memo,
        "status": OPEN if one.decision.casefold() in {"", OPEN} else DECIDED,
    }


def _row(one: Query) -> dict[str, str]:
    names = ("kind", "passage_id", "document", "speaker", "text", "code", "other")
    row = {name: str(getattr(one, name)) for name in (*names, "evidence", "question")}
    return {"query_id": one.id, **row}
