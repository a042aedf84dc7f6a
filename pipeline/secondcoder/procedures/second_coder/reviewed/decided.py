"""What reviewers decided on a run's passages, and what follows for their coding. Pure: no disk."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from secondcoder.coding.acts import APPLIES, DECISION, DECOY, JOINT, NOT, SUGGESTION, Act
from secondcoder.coding.settle import ANOTHER, Pair, PersonCoding, with_above
from secondcoder.procedures.second_coder.reviewed.acts import acts_of
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.records.coders import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody last decided of one code on one passage, alone or together."""

    passage_id: str
    document: str
    start: int
    code_id: str
    reviewer: str
    """A name, or the names of those who decided together."""
    verdict: str
    applies: bool | None
    """Whether the code applies by this decision; ``None`` if undecided."""
    other_code_id: str
    note: str
    revealed: bool
    """Whether the suggestion had been shown."""
    carried: str
    """Why the decision is about other passages than it was made on; mostly empty."""
    human: bool
    """Whether the reviewer's own coding held the code."""
    machine: bool
    joint: bool
    """Whether several people decided together."""
    decoy: bool
    """Neither had applied the code: shown so that a list gives nothing away."""


def decisions_of(review: Review) -> tuple[Decision, ...]:
    """Return what was decided on passages and codes of the run, by passage, code and reviewer."""
    material = review.material
    acts = [act for act in acts_of(review) if act.role in {DECISION, JOINT}]
    acts.sort(
        key=lambda act: (
            material.by_id[act.passage].row,
            material.codes[act.code].place,
            act.role == JOINT,
            act.author.name,
        )
    )
    return tuple(_decision(material, act) for act in acts)


def changes(
    material: Material, one: PersonCoding, decoys: frozenset[Pair]
) -> Mapping[str, Counter[str]]:
    """Return what decisions make of a person's own coding, by code.

    The counts: ``decided``, ``kept``, ``added``, ``dropped``, ``left_out``, ``left_open``,
    ``decoys`` and ``decoys_applied``. A decoy is no difference: it counts as a change only if the
    code was given.
    """
    counts: dict[str, Counter[str]] = {}
    for (passage, code), held in one.held.items():
        own = with_above(one.independent.get(passage, ()), material.above)
        of_code = counts.setdefault(code, Counter())
        decoy = (passage, code) in decoys
        chosen_instead = held.reason == ANOTHER and held.act is not None and held.act.code != code
        if not chosen_instead:
            of_code["decoys" if decoy else "decided"] += 1
            of_code["decoys_applied"] += decoy and held.applies is True
        if not decoy or held.applies:
            of_code[_change(held.applies, had=code in own)] += 1
    return counts


def _decision(material: Material, act: Act) -> Decision:
    passage = material.by_id[act.passage]
    return Decision(
        passage_id=act.passage,
        document=passage.document,
        start=passage.start,
        code_id=act.code,
        reviewer=act.author.name,
        verdict="another code" if act.other else act.answer,
        applies={APPLIES: True, NOT: False}.get(act.answer),
        other_code_id=act.other,
        note=act.memo,
        revealed=SUGGESTION in act.shown,
        carried=act.carried,
        human=act.held_own,
        machine=act.held_machine,
        joint=isinstance(act.author, Group),
        decoy=act.came == DECOY,
    )


def _change(applies: bool | None, *, had: bool) -> str:
    if applies is None:
        return "left_open"
    if applies:
        return "kept" if had else "added"
    return "dropped" if had else "left_out"
