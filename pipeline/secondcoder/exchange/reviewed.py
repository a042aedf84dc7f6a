"""What reviewers decided, in a project: codings of their own, apart from the original coding."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from secondcoder.exchange.project import Memo, Project, ProjectCoding, User
from secondcoder.exchange.refi.guids import made
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, PassageRow
from secondcoder.procedures.second_coder.tables.reviewed import DECISIONS, DecisionRow
from secondcoder.publish.schema import Tables

AFTER_REVIEW = " (after review)"
"""Ends the name of a reviewer as a coder: they had seen what the machine says."""
_VERDICTS = {
    "applies": "the code applies",
    "does not apply": "the code does not apply",
    "unsure": "unsure",
    "other": "another code",
    "accept": "accept the suggestion",
    "keep": "keep the person's coding",
    "both": "both",
    "add": "the code applies after all",
    "neither": "neither",
}


def add_review(project: Project, tables: Tables, record: Mapping[str, Any]) -> Project:
    """Return the project with the reviewers' codings, and a memo for each decision.

    Where a code applies after a decision, the reviewer, as ``NAME (after review)``, codes the
    passage and the memo is about that coding. Otherwise it is about the machine's coding, if
    the machine had suggested the code, or about the passage. A decoy that stayed without the
    code is left out.
    """
    run = str(record["run_id"])
    passages = {row.passage_id: row for row in tables[PASSAGES]}
    codes = {row.code_id: row.code for row in tables[CODES]}
    there = {coding.guid for coding in project.codings}
    users: dict[str, User] = {}
    codings: dict[str, ProjectCoding] = {}
    memos = []
    for row in tables[DECISIONS]:
        if row.decoy and not row.applies:
            continue
        name = f"{row.reviewer}{AFTER_REVIEW}"
        user = users.setdefault(name, User(made(project.name, "reviewer", name), name))
        document, start, end = _place(project, passages[row.passage_id])
        about = (project.name, "reviewed", run, row.reviewer, row.passage_id)
        applied = _applied(row)
        own = made(*about, applied)
        if applied:
            code = made(project.name, "code", applied)
            coding = ProjectCoding(
                guid=own, coder=user.guid, code=code, document=document, start=start, end=end
            )
            codings.setdefault(own, coding)
        suggestion = made(project.name, "suggestion", run, row.passage_id, row.code_id)
        target = own if applied else suggestion if suggestion in there else ""
        memo = made(*about, "memo", row.code_id)
        title = f"Review: {_VERDICTS.get(row.verdict, row.verdict)}"
        text = _text(row, codes, run)
        memos.append(
            Memo(guid=memo, about="coding", target=target, text=text, title=title, author=user.guid)
            if target
            else Memo(
                guid=memo,
                about="passage",
                target=document,
                text=text,
                title=title,
                author=user.guid,
                start=start,
                end=end,
            )
        )
    return replace(
        project,
        users=(*project.users, *users.values()),
        codings=(*project.codings, *codings.values()),
        memos=(*project.memos, *memos),
    )


def _applied(row: DecisionRow) -> str:
    """Return the code that applies after the decision; empty if none does, or undecided."""
    if row.applies:
        return row.code_id
    return row.other_code_id if row.applies is False and row.verdict == "other" else ""


def _place(project: Project, passage: PassageRow) -> tuple[str, int, int]:
    document = made(project.name, "document", passage.document)
    return document, passage.start, passage.end


def _text(row: DecisionRow, codes: Mapping[str, str], run: str) -> str:
    after = {True: "applies", False: "does not apply", None: "is undecided"}[row.applies]
    instead = f"; instead: {codes[row.other_code_id]}" if row.other_code_id in codes else ""
    seen = "after" if row.revealed else "before"
    lines = (
        f"{row.reviewer}: {_VERDICTS.get(row.verdict, row.verdict)}{instead}.",
        f"{row.code} {after}. Decided {seen} the suggestion of run {run} was shown.",
        f"The passage is {row.carried} since." if row.carried else "",
        row.note,
    )
    return "\n".join(line for line in lines if line)
