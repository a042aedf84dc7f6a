"""What reviewers decided on a run's passages, and what follows for a coding. Pure: no disk."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.decisions.events import DECOY, OTHER, Event, outcome
from secondcoder.procedures.second_coder.reviewed.items import Own
from secondcoder.procedures.second_coder.reviewed.joint import APPLIES
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.procedures.second_coder.reviewed.session import Review

TOGETHER = "(together)"
"""Stands for the reviewer of a joint decision."""

Applied = Mapping[str, set[str]]
"""Codes by passage id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What holds now of one code on one passage, after one reviewer or all together."""

    passage_id: str
    document: str
    start: int
    code_id: str
    reviewer: str
    verdict: str
    applies: bool | None
    """Whether the code applies afterwards; ``None`` if undecided."""
    other_code_id: str
    note: str
    revealed: bool
    """Whether the suggestion had been shown."""
    carried: str
    """Why the decision stands on other passages than it was made on; mostly empty."""
    human: bool
    machine: bool
    joint: bool
    """Whether reviewers decided together; ``reviewer`` then names nobody."""
    decoy: bool
    """Neither had applied the code: shown so that a list gives nothing away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A coding before and after one reviewer's decisions."""

    reviewer: str
    coder: str
    seen: tuple[Passage, ...]
    before: Applied
    """The coding as it was, without codes that are only implied."""
    after: Applied
    changes: Mapping[str, Counter[str]]
    """By code: ``decided``, ``kept``, ``added``, ``dropped``, ``left_out``, ``left_open``,
    ``decoys`` and ``decoys_applied``."""


def decisions_of(review: Review) -> tuple[Decision, ...]:
    """Return what holds now on passages and codes of the run, by passage, code and reviewer."""
    material, history = review.material, review.history
    found = []
    for kind in ("verdict", "adjudication"):
        for event in history.all_current(kind):
            passage = material.by_key.get(event.passage)
            if passage and event.code in material.codes and not _overtaken(review, event):
                found.append((passage.row, material.codes[event.code].place, event, passage))
    found.sort(key=lambda one: (*one[:2], one[2].kind == "adjudication", one[2].reviewer))
    return tuple(_decision(review, event, passage) for _, _, event, passage in found)


def reviewed(review: Review, decisions: Sequence[Decision]) -> list[Reviewed]:
    """Return the coding of each who reviewed or coded on the pages, before and after.

    Joint decisions hold for all who had decided.
    """
    joint = {(d.passage_id, d.code_id): d for d in decisions if d.joint}
    found = []
    decided = {d.reviewer for d in decisions if not d.joint}
    coded = {name for name in review.history.reviewers if review.history.coded(name)}
    for reviewer in sorted(decided | coded):
        own = review.view(reviewer).own
        mine = [d for d in decisions if d.reviewer == reviewer and not d.joint]
        held = [joint.get((d.passage_id, d.code_id), d) for d in mine]
        decoys = {(d.passage_id, d.code_id) for d in mine if d.decoy}
        found.append(_reviewed(review.material, own, reviewer, held, decoys))
    return found


def final_coding(material: Material, before: Applied, holds: Mapping[tuple[str, str], bool]) -> Any:
    """Return a coding with decisions worked in.

    A code that no longer applies takes off those below it, unless they were decided on.
    """
    after = {passage: set(codes) for passage, codes in before.items()}
    for (passage, code), applies in holds.items():
        if not applies:
            codes = after.get(passage, set())
            after[passage] = {c for c in codes if c != code and code not in material.above[c]}
    for (passage, code), applies in holds.items():
        if applies:
            after.setdefault(passage, set()).add(code)
    return {passage: codes for passage, codes in after.items() if codes}


def with_above(material: Material, codes: Iterable[str]) -> set[str]:
    """Return codes with those above them."""
    return {one for code in codes for one in (code, *material.above[code])}


def _reviewed(
    material: Material,
    own: Own,
    reviewer: str,
    decisions: Sequence[Decision],
    decoys: set[tuple[str, str]],
) -> Reviewed:
    before = {passage: set(codes) for passage, codes in own.applied.items() if codes}
    changes: dict[str, Counter[str]] = {}
    holds: dict[tuple[str, str], bool] = {}
    decided = {(d.passage_id, d.code_id) for d in decisions}
    for one in decisions:
        pair = (one.passage_id, one.code_id)
        counts = changes.setdefault(one.code_id, Counter())
        had = one.code_id in with_above(material, before.get(one.passage_id, ()))
        decoy = pair in decoys
        counts["decoys" if decoy else "decided"] += 1
        counts["decoys_applied"] += decoy and one.applies is True
        if not decoy or one.applies:
            counts[_change(one.applies, had=had)] += 1
        if one.applies is not None:
            holds[pair] = one.applies
        instead = (one.passage_id, one.other_code_id)
        if one.verdict == OTHER and one.other_code_id in material.codes and instead not in decided:
            had = one.other_code_id in with_above(material, before.get(one.passage_id, ()))
            counts = changes.setdefault(one.other_code_id, Counter())
            counts[_change(True, had=had)] += instead not in holds
            holds[instead] = True
    after = final_coding(material, before, holds)
    seen = tuple(passage for passage in material.passages if passage.id in own.seen)
    return Reviewed(
        reviewer=reviewer,
        coder=own.coder,
        seen=seen,
        before=before,
        after=after,
        changes=changes,
    )


def _change(applies: bool | None, *, had: bool) -> str:
    if applies is None:
        return "left_open"
    if applies:
        return "kept" if had else "added"
    return "dropped" if had else "left_out"


def _overtaken(review: Review, event: Event) -> bool:
    """Return whether someone has decided anew since a joint decision."""
    if event.kind != "adjudication":
        return False
    verdicts = (
        review.history.verdict(reviewer, event.passage, event.code)
        for reviewer in review.history.reviewers
    )
    return any(verdict is not None and verdict.id > event.id for verdict in verdicts)


def _decision(review: Review, event: Event, passage: Passage) -> Decision:
    joint = event.kind == "adjudication"
    return Decision(
        passage_id=passage.id,
        document=passage.document,
        start=passage.start,
        code_id=event.code,
        reviewer=TOGETHER if joint else event.reviewer,
        verdict=event.verdict,
        applies=event.verdict == APPLIES if joint else outcome(event),
        other_code_id=event.other,
        note=event.note,
        revealed=joint or event.revealed,
        carried="cut differently" if event.id in review.recut else "",
        human=event.human,
        machine=event.machine,
        joint=joint,
        decoy=event.detail == DECOY,
    )
