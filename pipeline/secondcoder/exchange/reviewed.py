"""What reviewers decided, in a project: codings of their own, apart from the original coding."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from secondcoder.coding.settle import IMPLIED
from secondcoder.exchange.decision_times import Done
from secondcoder.exchange.project import Memo, Project, ProjectCoding, Stamp, User
from secondcoder.exchange.refi.guids import made
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, PassageRow
from secondcoder.procedures.second_coder.tables.reviewed import (
    DECISIONS,
    REVIEWED_CODING,
    DecisionRow,
    SettledRow,
)
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import Group, Person

AFTER_REVIEW = " (after review)"
"""Ends the name of a reviewer as a coder: they had seen what the machine says."""
_VERDICTS = {
    "applies": "the code applies",
    "does not apply": "the code does not apply",
    "unsure": "unsure",
    "another code": "another code applies",
}


def add_review(
    project: Project, tables: Tables, record: Mapping[str, Any], times: Mapping[Done, str]
) -> Project:
    """Return the project with the reviewed coding, and a memo for each decision.

    Each reviewer, as ``NAME (after review)``, has the coding that holds for them after review, as
    the table of reviewed coding states it; what was decided together is coded by a user of its own.
    What applies only since a code below it does has no coding of its own. A memo is about that
    coding where the code applies; otherwise about the machine's coding, if the machine had
    suggested the code, or about the passage. A decoy that stayed without the code is left out.
    ``times`` say when it was decided.
    """
    places = {row.passage_id: _place(project, row) for row in tables[PASSAGES]}
    users = _users(project, tables)
    codings = _codings(project, tables, users, places, times)
    there = {coding.guid for coding in (*project.codings, *codings.values())}
    codes = {row.code_id: row.code for row in tables[CODES]}
    run = str(record["run_id"])
    memos = []
    for row in tables[DECISIONS]:
        if row.decoy and not row.applies:
            continue
        user = users[_key(row)]
        own = _coding_guid(project, user, row.passage_id, _applied(row))
        suggestion = made(project.name, "suggestion", run, row.passage_id, row.code_id)
        target = next((guid for guid in (own, suggestion) if guid in there), "")
        document, start, end = places[row.passage_id]
        date = times.get((*_key(row), row.passage_id, row.code_id), "")
        memos.append(
            Memo(
                guid=made(own, "memo", row.code_id),
                about="coding" if target else "passage",
                target=target or document,
                text=_text(row, codes, run),
                title=f"Review: {_verdict(row)}",
                author=user.guid,
                start=0 if target else start,
                end=0 if target else end,
                stamp=Stamp(created=date),
            )
        )
    return replace(
        project,
        users=(*project.users, *users.values()),
        codings=(*project.codings, *codings.values()),
        memos=(*project.memos, *memos),
    )


Key = tuple[str, bool]
"""A name, and whether it stands for several people who decided together."""


def _key(row: DecisionRow) -> Key:
    return row.reviewer, row.joint


def _users(project: Project, tables: Tables) -> dict[Key, User]:
    """Return a user for each reviewer and for each group that decided together."""
    keys = {_key(row): None for row in tables[DECISIONS]}
    keys |= {(row.coder, False): None for row in tables[REVIEWED_CODING] if row.coder}
    found = {}
    for name, joint in sorted(keys):
        shown = f"{name}, together{AFTER_REVIEW}" if joint else f"{name}{AFTER_REVIEW}"
        kind = "reviewers together" if joint else "reviewer"
        found[name, joint] = User(made(project.name, kind, name), shown)
    return found


def _codings(
    project: Project,
    tables: Tables,
    users: Mapping[Key, User],
    places: Mapping[str, tuple[str, int, int]],
    times: Mapping[Done, str],
) -> dict[str, ProjectCoding]:
    """Return the coding that holds after review, by its GUID."""
    found = {}
    for row in tables[REVIEWED_CODING]:
        key = (row.coder, False) if row.coder else (Group(_people(row)).name, True)
        if not row.applies or row.reason == IMPLIED or key not in users:
            continue
        user = users[key]
        document, start, end = places[row.passage_id]
        guid = _coding_guid(project, user, row.passage_id, row.code_id)
        found[guid] = ProjectCoding(
            guid=guid,
            coder=user.guid,
            code=made(project.name, "code", row.code_id),
            document=document,
            start=start,
            end=end,
            created=times.get((*key, row.passage_id, row.code_id), ""),
        )
    return found


def _people(row: SettledRow) -> tuple[Person, ...]:
    return tuple(map(Person, row.members))


def _applied(row: DecisionRow) -> str:
    """Return the code that applies by the decision; empty if none does, or undecided."""
    if row.applies:
        return row.code_id
    return row.other_code_id if row.applies is False else ""


def _coding_guid(project: Project, user: User, passage_id: str, code_id: str) -> str:
    return made(project.name, "reviewed", user.guid, passage_id, code_id)


def _verdict(row: DecisionRow) -> str:
    said = _VERDICTS[row.verdict]
    return f"decided together: {said}" if row.joint else said


def _place(project: Project, passage: PassageRow) -> tuple[str, int, int]:
    document = made(project.name, "document", passage.document)
    return document, passage.start, passage.end


def _text(row: DecisionRow, codes: Mapping[str, str], run: str) -> str:
    after = {True: "applies", False: "does not apply", None: "is undecided"}[row.applies]
    instead = f"; instead: {codes[row.other_code_id]}" if row.other_code_id in codes else ""
    seen = "after" if row.revealed else "before"
    lines = (
        f"{row.reviewer}: {_verdict(row)}{instead}.",
        f"{row.code} {after}. Decided {seen} the suggestion of run {run} was shown.",
        f"The passage is {row.carried} since." if row.carried else "",
        row.note,
    )
    return "\n".join(line for line in lines if line)
