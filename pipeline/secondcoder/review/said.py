"""What each machine says of a code on a passage, by name; asked only once it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.procedures.second_coder.reviewed.items import Item
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.records.coders import BUNDLED, in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one machine says."""

    who: str
    """As a sentence names it."""
    applies: bool | None
    """``None``: it did not see the passage."""
    given: tuple[str, ...]
    """Labels of the codes for which it applies this one, or of those it gives instead."""
    memo: str
    """What it said of them; the bundled machine's evidence is shown apart."""


def said_by(material: Material, item: Item) -> list[Said]:
    """Return what every machine says of the item's code, the bundled machine first."""
    return [_said(material, item, label) for label in material.machines]


def _said(material: Material, item: Item, label: str) -> Said:
    passage = item.passage.id
    applies = label in item.by
    codes = material.machines[label].get(passage, set())
    given = sorted(codes, key=lambda code: material.codes[code].place)
    if applies:
        given = [c for c in given if item.code_id in (c, *material.above[c])]
    memos = (material.memos.get((label, passage, code), "") for code in given)
    return Said(
        who=in_words(label),
        applies=None if label in material.not_seen_by(passage) else applies,
        given=tuple(material.codes[code].label for code in given),
        memo="; ".join(filter(None, memos)),
    )


def machines_in_words(material: Material) -> dict[str, object]:
    """Return what every page says of the machines of the run."""
    names = [in_words(label) for label in material.machines]
    return {
        "machine_names": names,
        "bundled": BUNDLED.label in material.machines,
        "only_bundled": list(material.machines) == [BUNDLED.label],
        "a_machine": names[0] if len(names) == 1 else "a machine",
        "machines_listed": _listed(names),
    }


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
