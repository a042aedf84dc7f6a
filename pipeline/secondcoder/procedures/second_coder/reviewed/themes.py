"""What reviewers decide about candidate themes, and what of it holds in a run. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from secondcoder.decisions.events import Event
from secondcoder.decisions.groups import (
    Brought,
    Group,
    Line,
    bring,
    decisive,
    detail_of,
    lines,
)
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.themes import THEMES

KIND = "theme"
"""Of events that decide on a candidate theme."""
ADOPT, ATTACH, MERGE, SPLIT, RENAME, REJECT = (
    "adopt",
    "attach",
    "merge",
    "split",
    "rename",
    "reject",
)
GONE = frozenset({REJECT, SPLIT})
"""After these nothing can be merged into a theme."""
ACTION_NAMES = {
    ADOPT: "Adopt as a new code",
    ATTACH: "Attach to a code",
    MERGE: "Merge with another theme",
    SPLIT: "Split into several codes",
    RENAME: "Rename",
    REJECT: "Reject",
}
NO_CODE = "the study no longer has the code"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a theme that was split."""

    name: str
    passages: tuple[str, ...]
    """Content keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What holds for one candidate theme, all steps taken together."""

    theme: str
    """Its id in this run."""
    action: str
    name: str
    """What it was last called by people; empty if they gave no name."""
    code: str
    """The code attached to, or the parent of what is adopted; empty for none."""
    into: str
    """The theme merged with, by its id in this run."""
    parts: tuple[Part, ...]
    memo: str
    event: Event
    """The latest step."""
    overlap: float = 1.0
    """With the theme that was decided on: 1 for the same."""

    @property
    def names(self) -> tuple[str, ...]:
        """The new codes' names."""
        if self.action == SPLIT:
            return tuple(part.name for part in self.parts)
        return (self.name,) if self.action in {ADOPT, RENAME} and self.name else ()

    @property
    def carried(self) -> bool:
        """Whether it was decided on another group than the one it holds for."""
        return self.overlap < 1


@dataclass(frozen=True, slots=True)
class LostChoice:
    """A decision that no theme of this run takes up."""

    choice: Choice
    label: str
    """What the theme was called."""
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What holds for the themes of a run, and what could not be carried."""

    choices: Mapping[str, Choice]
    """By theme."""
    lost: tuple[LostChoice, ...]


def decided_on(review: Review) -> Decided:
    """Return what holds for the themes of the review's run."""
    places = {
        key: [passage.key for passage in passages]
        for key, passages in review.carried.places.items()
    }
    found = bring(
        lines(review.history, KIND),
        groups_of(review.material),
        places=places,
        naming=RENAME,
        gone=GONE,
    )
    return _decided(found, review.material)


def groups_of(material: Material) -> list[Group]:
    """Return the themes and subthemes of a run with the content keys of their passages."""
    members: dict[str, set[str]] = {row.theme_id: set() for row in material.tables[THEMES]}
    for passage in material.passages:
        for theme in {passage.theme_id, passage.subtheme_id} & members.keys():
            members[theme].add(passage.key)
    return [
        Group(row.theme_id, frozenset(members[row.theme_id]), row.label, row.level)
        for row in material.tables[THEMES]
    ]


def choice_of(line: Line, *, theme: str = "", into: str = "", overlap: float = 1.0) -> Choice:
    """Return what the steps of a line come to: the latest name and memo stay with the theme."""
    step = decisive(line, RENAME)
    detail = detail_of(step)
    named = [detail_of(event).get("names", ()) for event in line.events if _names(event)]
    memos = [event.note for event in line.events if event.note]
    return Choice(
        theme=theme or line.last.theme,
        action=step.verdict,
        name=str(named[-1][0]) if named and named[-1] else "",
        code=step.code or str(detail.get("code", "")),
        into=into or str(detail.get("into", "")),
        parts=_parts(detail) if step.verdict == SPLIT else (),
        memo=memos[-1] if memos else "",
        event=line.last,
        overlap=overlap,
    )


def detail_with(
    *, names: Iterable[str] = (), code: str = "", into: str = "", parts: Iterable[Part] = ()
) -> dict[str, object]:
    """Return what an event keeps of a choice, beside the theme that it is about."""
    split = [{"name": part.name, "passages": list(part.passages)} for part in parts]
    given: dict[str, object] = {"names": list(names), "code": code, "into": into}
    return {**given, "parts": split} if split else given


def current_names(material: Material, decided: Decided) -> dict[str, str]:
    """Return what the themes of a run are called now: by people, or else by the machine."""
    return {
        row.theme_id: (decided.choices[row.theme_id].name or row.label)
        if row.theme_id in decided.choices
        else row.label
        for row in material.tables[THEMES]
    }


def _decided(found: Brought, material: Material) -> Decided:
    choices: dict[str, Choice] = {}
    lost = [
        LostChoice(choice_of(one.line), str(detail_of(one.line.last).get("label", "")), one.reason)
        for one in found.lost
    ]
    for theme, one in found.placed.items():
        choice = choice_of(one.line, theme=theme, into=one.into, overlap=one.overlap)
        if choice.code and choice.code not in material.codes:
            label = str(detail_of(one.line.last).get("label", ""))
            lost.append(LostChoice(choice, label, NO_CODE))
        else:
            choices[theme] = choice
    return Decided(choices, tuple(lost))


def _names(event: Event) -> bool:
    return event.verdict in {ADOPT, RENAME}


def _parts(detail: Mapping[str, object]) -> tuple[Part, ...]:
    """Return the parts of a split; earlier versions kept only their names."""
    parts = detail.get("parts")
    if isinstance(parts, list):
        return tuple(Part(str(p["name"]), tuple(p.get("passages", ()))) for p in parts)
    names = detail.get("names")
    return tuple(Part(str(name), ()) for name in names) if isinstance(names, list) else ()
