"""Decisions on groups, such as themes, brought to the groups of another run by their members. Pure.

What was decided about one group, one step after the other, is a line: later steps add to earlier
ones, in whichever run they were made. A line belongs to the group that shares most with the one it
was last about.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from secondcoder.decisions.events import Event, History

MERGE = "merge"
"""The verdict by which a group goes into another."""
MARK = 1 / 3
"""Least Jaccard overlap at which a decision is carried: half of each, where both are of one size.
Of the demonstration study's themes, between seeds 0 to 3 and with an interview added, each that has
a counterpart (half or more) is carried at this mark, as at .25 and .40; of groups of the same sizes
dealt at random, 99 in 100 reach .25 at most (tests/review/measure_theme_marks.py)."""
NOT_KEPT = "it was made by an earlier version, which did not keep the theme’s passages"
NEARER = "another decision is nearer to the same theme"
ONE_NOW = "it and the theme that it was merged with are one theme now"
NO_TARGET = "the theme that it was merged with has no counterpart"
TO_GONE = "the theme that it was merged with is rejected or merged in a circle"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a run."""

    id: str
    members: frozenset[str]
    label: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """What was decided about one group, the earliest first; none of it was taken back."""

    events: tuple[Event, ...]

    @property
    def last(self) -> Event:
        """The latest step."""
        return self.events[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line, and the group of this run that it is about now."""

    line: Line
    group: str
    overlap: float
    """Jaccard overlap with the group that it was last about; 1 for the same group."""
    into: str = ""
    """The group of this run that it is merged with."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A line that no group of this run takes up, and why."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What holds for the groups of a run, and what could not be brought to it."""

    placed: Mapping[str, Placed] = field(default_factory=dict)
    """By group."""
    lost: tuple[Lost, ...] = ()


def detail_of(event: Event) -> dict[str, Any]:
    """Return what an event says of a group, beside what becomes of it."""
    found = json.loads(event.detail or "{}")
    return found if isinstance(found, dict) else {}


def about(group: Group, into: Group | None = None) -> dict[str, object]:
    """Return what an event keeps of its group, so that it is found again."""
    kept = {"label": group.label, "level": group.level, "members": sorted(group.members)}
    if into is None:
        return kept
    return {**kept, "into_label": into.label, "into_members": sorted(into.members)}


def lines(history: History, kind: str) -> list[Line]:
    """Return the lines of a kind of decision, in the order of their latest steps."""
    ends: dict[str, list[Event]] = {}
    of_theme: dict[str, list[Event]] = {}
    for event in history.of_kind(kind):
        line = ends.get(_before(event, history)) or of_theme.get(event.theme) or []
        line.append(event)
        ends[event.id] = of_theme[event.theme] = line
    distinct = {id(line): line for line in ends.values()}
    found = [Line(tuple(line)) for line in distinct.values()]
    return sorted(found, key=lambda line: line.last.number)


def bring(
    decided: Iterable[Line],
    groups: Sequence[Group],
    *,
    places: Mapping[str, Collection[str]] | None = None,
    naming: str = "",
    gone: Collection[str] = (),
) -> Brought:
    """Bring decisions to the groups of a run; of two that are equally near the later one counts.

    ``places`` says where members are now that this run has under another key. ``naming`` is a
    verdict that gives a name and leaves what was decided before; after one of ``gone`` nothing can
    be merged into a group.
    """
    by_id = {group.id: group for group in groups}
    placed: dict[str, Placed] = {}
    lost: list[Lost] = []
    waiting = []
    for line in decided:
        if line.last.theme in by_id:
            placed[line.last.theme] = Placed(line=line, group=line.last.theme, overlap=1.0)
        else:
            waiting.append(line)
    same = frozenset(placed)
    for line in waiting:
        found, reason = _counterpart(line, groups, places or {})
        if found is None:
            lost.append(Lost(line, reason))
            continue
        rival = placed.get(found.group)
        if found.group in same or (rival and rival.overlap > found.overlap):
            lost.append(Lost(line, NEARER))
            continue
        if rival:
            lost.append(Lost(rival.line, NEARER))
        placed[found.group] = found
    placed, more = _merged(placed, groups, places or {}, naming=naming, gone=gone)
    every = sorted((*lost, *more), key=lambda one: one.line.last.number)
    return Brought(placed, tuple(every))


def merge_fault(
    own: str,
    into: str,
    *,
    merged: Mapping[str, str],
    gone: Collection[str],
    named: Mapping[str, str],
) -> str:
    """Say why a group cannot be merged into another; nothing if it can.

    ``merged`` says what is merged into what now, without what was decided of the group itself.
    """
    if own == into:
        return "A theme cannot be merged with itself."
    if into not in named:
        return "There is no such other theme in this run."
    chain = [into]
    while chain[-1] in merged and chain[-1] not in chain[:-1]:
        chain.append(merged[chain[-1]])
    if own in chain:
        through = " and ".join(f"“{named[one]}”" for one in chain[: chain.index(own)])
        return (
            f"{through} {'is' if chain.index(own) == 1 else 'are'} merged into “{named[own]}” "
            "already: the merges would go in a circle. Undo that first."
        )
    if chain[-1] in gone:
        return (
            f"“{named.get(chain[-1], chain[-1])}” was rejected or split: nothing can be merged "
            "into it. Undo that first, or choose another theme."
        )
    return ""


def gone_fault(own: str, *, merged: Mapping[str, str], named: Mapping[str, str]) -> str:
    """Say what is merged into a group that is to be rejected or split; nothing if nothing is."""
    inside = [f"“{named.get(one, one)}”" for one, into in merged.items() if into == own]
    if not inside:
        return ""
    what = ", ".join(inside)
    return f"{what} {'is' if len(inside) == 1 else 'are'} merged into this theme. Undo that first."


def nearest(members: Collection[str], groups: Iterable[Group], *, level: int) -> Placed | None:
    """Return the group that shares most; of equal ones that of the same level, then by id."""
    own = frozenset(members)
    best: tuple[float, bool, str] | None = None
    for group in sorted(groups, key=lambda one: one.id):
        shared = len(own & group.members)
        rank = (shared / (len(own | group.members) or 1), group.level == level, group.id)
        if shared and (best is None or rank[:2] > best[:2]):
            best = rank
    return Placed(line=Line(()), group=best[2], overlap=best[0]) if best else None


def _before(event: Event, history: History) -> str:
    """Return the step that an event follows on, past those that were taken back."""
    seen: set[str] = set()
    before = event.previous
    while before in history.undone and before not in seen:
        seen.add(before)
        earlier = history.events.get(before)
        before = earlier.previous if earlier else ""
    return before


def _counterpart(
    line: Line, groups: Sequence[Group], places: Mapping[str, Collection[str]]
) -> tuple[Placed | None, str]:
    detail = detail_of(line.last)
    members = _now(detail.get("members", ()), places)
    if not members:
        return None, NOT_KEPT
    found = nearest(members, groups, level=detail.get("level", 1))
    if found is None or found.overlap < MARK:
        share = f"{100 * found.overlap:.0f} %" if found else "none"
        return None, f"no theme of this run shares enough of its passages (at most {share})"
    return Placed(line=line, group=found.group, overlap=found.overlap), ""


def _now(members: Iterable[str], places: Mapping[str, Collection[str]]) -> frozenset[str]:
    return frozenset(key for one in members for key in places.get(one, (one,)))


def _merged(
    placed: Mapping[str, Placed],
    groups: Sequence[Group],
    places: Mapping[str, Collection[str]],
    *,
    naming: str,
    gone: Collection[str],
) -> tuple[dict[str, Placed], list[Lost]]:
    """Find what is merged into what; what leads nowhere is lost."""
    kept: dict[str, Placed] = {}
    lost: list[Lost] = []
    for own, one in placed.items():
        step = decisive(one.line, naming)
        if step.verdict != MERGE:
            kept[own] = one
            continue
        into, reason = _target(step, own, groups, places)
        if reason:
            lost.append(Lost(one.line, reason))
        else:
            kept[own] = Placed(line=one.line, group=own, overlap=one.overlap, into=into)
    ends = {own: decisive(one.line, naming).verdict for own, one in kept.items()}
    ending = {own for own, verdict in ends.items() if verdict in gone}
    astray = [own for own, one in kept.items() if one.into and _astray(own, kept, ending)]
    lost += [Lost(kept.pop(own).line, TO_GONE) for own in astray]
    return kept, lost


def decisive(line: Line, naming: str = "") -> Event:
    """Return the latest step that says what becomes of a group, not only what it is called."""
    rest = [event for event in line.events if event.verdict != naming]
    return (rest or line.events)[-1]


def _target(
    step: Event, own: str, groups: Sequence[Group], places: Mapping[str, Collection[str]]
) -> tuple[str, str]:
    detail = detail_of(step)
    into = str(detail.get("into", ""))
    if into not in {group.id for group in groups}:
        members = _now(detail.get("into_members", ()), places)
        found = nearest(members, groups, level=detail.get("level", 1))
        if found is None or found.overlap < MARK:
            return "", NO_TARGET
        into = found.group
    return (into, "") if into != own else ("", ONE_NOW)


def _astray(own: str, placed: Mapping[str, Placed], gone: Collection[str]) -> bool:
    """Say whether the merges from a group lead to one that is gone, or in a circle."""
    at, seen = own, {own}
    for at in _following(own, placed):
        if at in seen:
            return True
        seen.add(at)
    return at in gone


def _following(own: str, placed: Mapping[str, Placed]) -> Iterator[str]:
    at = own
    while at in placed and placed[at].into:
        at = placed[at].into
        yield at
        if at == own:
            return
