"""What reviewers decide about candidate themes, and the codebook that follows from it. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from secondcoder.decisions.events import Event
from secondcoder.procedures.second_coder.reviewed.material import Entry
from secondcoder.records.codes import SEPARATOR

ADOPT, ATTACH, MERGE, SPLIT, RENAME, REJECT = (
    "adopt",
    "attach",
    "merge",
    "split",
    "rename",
    "reject",
)
ACTION_NAMES = {
    ADOPT: "Adopt as a new code",
    ATTACH: "Attach to a code",
    MERGE: "Merge with another theme",
    SPLIT: "Split into several codes",
    RENAME: "Rename",
    REJECT: "Reject",
}
COLUMNS = ("code", "parent", "definition", "include", "exclude", "examples", "origin", "memo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What holds for one candidate theme."""

    action: str
    names: tuple[str, ...]
    """New name, or for a split the new codes' names."""
    code: str
    """The code attached to, or the parent of what is adopted; empty for none."""
    into: str
    """The theme merged with."""
    memo: str
    event: Event


def choice_of(event: Event) -> Choice:
    """Read a theme's event."""
    detail = json.loads(event.detail or "{}")
    return Choice(
        action=event.verdict,
        names=tuple(detail.get("names", ())),
        code=event.code or detail.get("code", ""),
        into=detail.get("into", ""),
        memo=event.note,
        event=event,
    )


def detail_of(*, names: Iterable[str] = (), code: str = "", into: str = "") -> str:
    """Return what an event keeps of a choice."""
    return json.dumps({"names": list(names), "code": code, "into": into}, ensure_ascii=False)


def new_codebook(
    codes: Iterable[Entry], labels: Mapping[str, str], choices: Mapping[str, Choice]
) -> list[dict[str, str]]:
    """Return the rows of the next version of the codebook; the present one stays as it is.

    Themes that were adopted or split become codes, those that were attached are named in the
    entry of their code, those merged count as the theme they were merged with.
    """
    attached: dict[str, list[Choice]] = {}
    sources: dict[str, list[str]] = {}
    known = {entry.id: entry for entry in codes}
    for theme, choice in choices.items():
        if choice.action == ATTACH:
            attached.setdefault(choice.code, []).append(choice)
        target = _end(theme, choices)
        if choice.action == MERGE and target in labels:
            sources.setdefault(target, []).append(labels.get(theme, theme))
    rows = [_kept(entry, known, attached.get(entry.id, ()), labels) for entry in known.values()]
    for theme, choice in choices.items():
        if choice.action not in {ADOPT, SPLIT}:
            continue
        parent = known[choice.code].label if choice.code in known else ""
        from_themes = [labels.get(theme, theme), *sources.get(theme, ())]
        rows += [
            dict.fromkeys(COLUMNS, "")
            | {
                "code": f"{parent}{SEPARATOR}{name}" if parent else name,
                "parent": parent,
                "definition": choice.memo,
                "origin": f"candidate theme: {'; '.join(from_themes)}",
            }
            for name in choice.names or (labels.get(theme, theme),)
        ]
    return rows


def _kept(
    entry: Entry, known: Mapping[str, Entry], attached: Iterable[Choice], labels: Mapping[str, str]
) -> dict[str, str]:
    found = list(attached)
    names = [labels.get(c.event.theme, c.event.theme) for c in found]
    return {
        "code": entry.label,
        "parent": known[entry.parent_id].label if entry.parent_id in known else "",
        "definition": entry.definition,
        "include": entry.include,
        "exclude": entry.exclude,
        "examples": "\n".join(entry.examples),
        "origin": "codebook" if entry.in_codebook else "used by a coder",
        "memo": "; ".join(
            f"candidate theme “{name}” attached{f': {c.memo}' if c.memo else ''}"
            for name, c in zip(names, found, strict=True)
        ),
    }


def _end(theme: str, choices: Mapping[str, Choice]) -> str:
    """Follow merges to the theme that stays; a circle ends where it began."""
    seen = set()
    while theme in choices and choices[theme].action == MERGE and theme not in seen:
        seen.add(theme)
        theme = choices[theme].into
    return theme
