"""Whether a decision on a theme can hold beside those that are there: asked before it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from secondcoder.decisions.groups import gone_fault, merge_fault
from secondcoder.names import loosely
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.new_names import name_fault
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.reviewed.themes import (
    ADOPT,
    ATTACH,
    GONE,
    MERGE,
    REJECT,
    RENAME,
    SPLIT,
    Choice,
    Part,
    current_names,
    decided_on,
)
from secondcoder.procedures.second_coder.tables.codes import CODES


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody wants to become of a theme, checked."""

    theme: str
    action: str
    name: str = ""
    code: str = ""
    into: str = ""
    parts: tuple[Part, ...] = ()


def fault_of(review: Review, decision: Decision) -> str:
    """Say why a decision cannot hold beside those that are there; nothing if it can."""
    decided = decided_on(review)
    others = {t: one for t, one in decided.choices.items() if t != decision.theme}
    names = current_names(review.material, decided)
    merged = {t: one.into for t, one in others.items() if one.action == MERGE}
    if decision.action in GONE and (
        fault := gone_fault(decision.theme, merged=merged, named=names)
    ):
        return fault
    if decision.action == MERGE:
        if not decision.into:
            return "Choose the theme to merge with."
        gone = {t for t, one in others.items() if one.action in GONE}
        return merge_fault(decision.theme, decision.into, merged=merged, gone=gone, named=names)
    if decision.action == ATTACH and not decision.code:
        return "Choose the code to attach the theme to."
    if decision.action == RENAME:
        return _other_theme(decision, names) or (
            "" if decision.name else "Give the theme its new name."
        )
    return _code_names(review.material, decision, others, names)


def _code_names(
    material: Material, decision: Decision, others: Mapping[str, Choice], names: Mapping[str, str]
) -> str:
    """Say what is wrong with the names of new codes, beside the codebook’s and other new ones."""
    if decision.action in {REJECT, ATTACH}:
        return ""
    codes = material.codes
    taken = [entry.path for entry in codes.values() if entry.in_codebook]
    before = [name for row in material.tables[CODES] for name in row.formerly.split("\n") if name]
    for theme, choice in others.items():
        if choice.action in {ADOPT, SPLIT}:
            above = codes[choice.code].path if choice.code in codes else ()
            taken += [(*above, name) for name in choice.names or (names[theme],)]
    above = codes[decision.code].path if decision.code in codes else ()
    wanted = [part.name for part in decision.parts] if decision.action == SPLIT else [decision.name]
    for name in wanted:
        if fault := name_fault(name, above=above, taken=taken, before=before):
            return fault
        taken.append((*above, name))
    return ""


def _other_theme(decision: Decision, names: Mapping[str, str]) -> str:
    same = [
        name
        for theme, name in names.items()
        if theme != decision.theme and loosely(name) == loosely(decision.name)
    ]
    return f"There is a theme “{same[0]}” already. Give another name." if same else ""
