"""When reviewers coded and decided, as the record of decisions says."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from secondcoder.decisions.store import Store
from secondcoder.exchange.refi.stamps import moment
from secondcoder.procedures.second_coder.reviewed.acts import acts_of
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import Group

Done = tuple[str, bool, str, str]
"""Who, whether several people together, passage and code."""


def decision_times(
    tables: Tables, record: Mapping[str, Any], decisions: Store | None
) -> Mapping[Done, str]:
    """Return when each of the acts that hold was done, UTC to the second; it is only read.

    Imported coding has no time; where there is no record there is none at all.
    """
    if decisions is None:
        return {}
    found: dict[Done, str] = {}
    for act in sorted(acts_of(Review(Material(tables, record), decisions)), key=lambda a: a.number):
        date = _to_the_second(act.at)
        if date:
            for code in filter(None, (act.code, act.other)):
                found[act.author.name, isinstance(act.author, Group), act.passage, code] = date
    return found


def _to_the_second(at: str) -> str:
    found = moment(at)
    return f"{found.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if found else ""
