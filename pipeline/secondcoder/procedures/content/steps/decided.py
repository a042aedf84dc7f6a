"""Decisions on queries, carried from one result to the next by the query's id; none is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from secondcoder.procedures.content.steps.records import Query, Resolved
from secondcoder.records.study import Notice

OPEN, DECIDED, GONE = "open", "decided", "no longer raised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A query with what was decided on it."""

    query: Query
    decision: Resolved
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A table of queries as somebody may have filled it in."""

    name: str
    """Of its file, for messages."""
    queries: Mapping[str, Query]
    """Every query of the table, by its id."""
    decisions: Mapping[str, Resolved]
    """Those of which ``decision``, ``by`` or ``memo`` is filled in, by the query's id."""


def carried(
    queries: Sequence[Query],
    earlier: Sequence[Filed],
    recorded: Mapping[str, Resolved],
) -> tuple[list[Answered], tuple[Notice, ...]]:
    """Return the queries with what was decided on them, and what is odd about that.

    Of two decisions on a query in ``earlier`` the later table's stands; a memo or a name without a
    decision is kept too. ``recorded`` is what the review page recorded; it stands over a table.
    The decision ``open`` takes an earlier one back. A query that was decided and is raised no more
    is kept at the end.
    """
    old = {query: one for table in earlier for query, one in table.queries.items()}
    filed = {query: one for table in earlier for query, one in table.decisions.items()}
    decided = {**filed, **recorded}
    raised = {query.id for query in queries}
    answered = [_answered(query, decided.get(query.id, Resolved(""))) for query in queries]
    answered += [
        Answered(query=old[query], decision=decision, status=GONE)
        for query, decision in sorted(decided.items())
        if query not in raised and query in old
    ]
    told = (_two(query, recorded, earlier) for query in raised & filed.keys() & recorded.keys())
    return answered, tuple(sorted((one for one in told if one), key=lambda one: one.message))


def differing(one: Filed, other: Filed) -> tuple[Notice, ...]:
    """Return a notice for every query on which two tables say something else; ``other`` stands."""
    return tuple(
        Notice(
            "two decisions",
            f"query {query}: {one.name} says {one.decisions[query].decision!r}, {other.name} says "
            f"{later.decision!r}; the latter stands",
        )
        for query, later in sorted(other.decisions.items())
        if query in one.decisions
        and _said(one.decisions[query]) not in {"", _said(later)}
        and _said(later)
    )


def holds_all(answered: Iterable[Answered], decisions: Mapping[str, Resolved]) -> bool:
    """Return whether every one of some decisions stands in the queries word for word."""
    standing = {one.query.id: one.decision for one in answered}
    return all(standing.get(query) == decision for query, decision in decisions.items())


def _answered(query: Query, decision: Resolved) -> Answered:
    status = OPEN if _said(decision) in {"", OPEN} else DECIDED
    return Answered(query=query, decision=decision, status=status)


def _two(query: str, recorded: Mapping[str, Resolved], earlier: Sequence[Filed]) -> Notice | None:
    """Return a notice if a table and the review page say something else of a query."""
    table = next(one for one in reversed(earlier) if query in one.decisions)
    filed = table.decisions[query].decision
    if filed in {"", recorded[query].decision}:
        return None
    return Notice(
        "two decisions",
        f"query {query}: the review page records {recorded[query].decision!r}, {table.name} said "
        f"{filed!r}; the review page’s stands",
    )


def _said(decision: Resolved) -> str:
    return decision.decision.casefold()
