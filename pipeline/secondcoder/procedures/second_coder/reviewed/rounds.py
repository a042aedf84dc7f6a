"""Rounds of coding: what each was begun with, and what was decided since the last one. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from secondcoder.coding.meaning import meaning
from secondcoder.decisions.events import Event, History
from secondcoder.decisions.groups import detail_of
from secondcoder.decisions.kinds import ENTRY, ROUND
from secondcoder.procedures.second_coder.reviewed.material import codebook_version
from secondcoder.procedures.second_coder.reviewed.next_codebook import (
    EXAMPLE,
    Change,
    NextCodebook,
    next_codebook,
    present_codebook,
)
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.reviewed.themes import Choice, current_names, decided_on
from secondcoder.records.codes import Code

PILOT, TRAINING, CODING = "pilot", "training", "coding"
PURPOSES = {
    CODING: "coding: counts for the final coefficient",
    PILOT: "pilot: to try the codebook, not counted",
    TRAINING: "training: to learn it, not counted",
}
PASSED, AGAIN, DROP, NOT_USED = "passed", "again", "drop", "not used"
PASS_AT = 0.7
"""The kappa from which a code passes, if nothing else is said: a convention, to be set before the
round is begun."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What a code must reach in a round, fixed before it: passed from, to be dropped below."""

    passed: float
    drop: float | None = None

    def outcome(self, value: float | None) -> str:
        """Return what follows from an agreement."""
        if value is None:
            return NOT_USED
        if value >= self.passed:
            return PASSED
        return DROP if self.drop is not None and value < self.drop else AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A round of coding."""

    name: str
    number: int
    """Its place among the rounds, from 1; 0 for what was coded before the first."""
    purpose: str
    passages: frozenset[str]
    """Content keys; empty if any passage may be coded."""
    gate: Gate
    gates: Mapping[str, Gate]
    """For codes that have one of their own."""
    changes: tuple[Change, ...]
    """What differs from the codebook of the round before."""
    version: str
    """Of its codebook."""
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What codes meant, as hashes, by versions of the codebook that were known then."""
    event: Event | None = None

    def gate_of(self, code: str) -> Gate:
        """Return what a code must reach."""
        return self.gates.get(code, self.gate)


BEFORE = Round(
    name="",
    number=0,
    purpose=CODING,
    passages=frozenset(),
    gate=Gate(PASS_AT),
    gates={},
    changes=(),
    version="",
)
"""What was coded before a round was begun."""


def rounds_of(history: History) -> list[Round]:
    """Return the rounds in the order in which they were begun."""
    return [_round(event, number) for number, event in enumerate(history.of_kind(ROUND), start=1)]


def pending_edits(history: History) -> list[Event]:
    """Return the edits of the codebook that no round has taken up yet."""
    begun = _last_begun(history)
    return [event for event in history.of_kind(ENTRY) if event.number > begun]


def codebook_that_follows(review: Review, *, old_coding: bool = True) -> NextCodebook:
    """Return the next version of the codebook, with all that no round has taken up yet."""
    return next_codebook(
        review.material,
        _pending_choices(review),
        current_names(review.material, decided_on(review)),
        pending_edits(review.history),
        old_coding=old_coding,
    )


def detail_for(
    review: Review,
    following: NextCodebook,
    *,
    purpose: str,
    passages: Sequence[str],
    gate: Gate,
    gates: Mapping[str, Gate],
) -> str:
    """Return what the event says by which a round is begun."""
    present, after = present_codebook(review.material), following.plain
    now = {_id_of(code): _hashed(code) for code in after}
    meanings = {
        review.material.codebook_version: {code.id: _hashed(code) for code in present},
        version_of(after): now,
    }
    changes = [
        {"kind": c.kind, "code": c.code, "what": "" if c.kind == EXAMPLE else c.what}
        for c in following.changes
    ]
    return json.dumps(
        {
            "purpose": purpose,
            "passages": list(passages),
            "gate": [gate.passed, gate.drop],
            "gates": {code: [one.passed, one.drop] for code, one in gates.items()},
            "changes": changes,
            "version": version_of(after),
            "meanings": meanings,
        },
        ensure_ascii=False,
    )


def version_of(codes: Sequence[Code]) -> str:
    """Return the version of a codebook, as events name it."""
    return codebook_version(codes)


def known_meanings(rounds: Sequence[Round]) -> dict[str, Mapping[str, str]]:
    """Return what codes meant by each version of the codebook that a round was begun with."""
    found: dict[str, Mapping[str, str]] = {}
    for one in rounds:
        found.update(one.meanings)
    return found


def meanings_now(review: Review) -> dict[str, str]:
    """Return what the codes of the run's codebook mean, as hashes."""
    return {code.id: _hashed(code) for code in present_codebook(review.material)}


def _hashed(code: Code) -> str:
    return hashlib.sha256(meaning(code).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _id_of(code: Code) -> str:
    from secondcoder.reading.codes.codebook import code_id

    return code_id(code.path)


def _round(event: Event, number: int) -> Round:
    detail = detail_of(event)
    passed, drop = detail.get("gate") or [PASS_AT, None]
    return Round(
        name=event.round,
        number=number,
        purpose=str(detail.get("purpose", CODING)),
        passages=frozenset(detail.get("passages", ())),
        gate=Gate(passed, drop),
        gates={code: Gate(*one) for code, one in (detail.get("gates") or {}).items()},
        changes=tuple(Change(c["kind"], c["code"], c["what"]) for c in detail.get("changes", ())),
        version=str(detail.get("version") or event.codebook),
        meanings=detail.get("meanings") or {},
        event=event,
    )


def _last_begun(history: History) -> int:
    return max((event.number for event in history.of_kind(ROUND)), default=0)


def _pending_choices(review: Review) -> dict[str, Choice]:
    """Return the decisions on themes that no round has taken up yet."""
    begun = _last_begun(review.history)
    choices = decided_on(review).choices
    return {theme: one for theme, one in choices.items() if one.event.number > begun}
