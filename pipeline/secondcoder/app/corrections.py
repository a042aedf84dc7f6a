"""Corrections of how a study was read: each a new text of ``study.toml`` with its reason.

Whatever cannot be read afterwards is refused before anything is written. Each changes its own keys
alone, on the file as it is now: what somebody else corrected meanwhile stays.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from secondcoder.app.columns import with_roles
from secondcoder.app.history import Step, note_step, steps_to
from secondcoder.app.sources import (
    KINDS,
    Source,
    files_of,
    sources_in,
    taken_for,
    without,
)
from secondcoder.app.understanding import (
    Readings,
    Understood,
    config_now,
    config_to_change,
    write_config_text,
)
from secondcoder.errors import SecondcoderError
from secondcoder.publish.files import write_whole
from secondcoder.study.edit import remove, set_value
from secondcoder.study.schema import Documents, StudyConfig
from secondcoder.study.statements import Path as Place

ROLES = (("participant", "takes part"), ("interviewer", "asks, and is not analysed"))


@dataclass(frozen=True, slots=True)
class Change:
    """A new text, and what was changed in words."""

    text: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What a correction starts from."""

    text: str
    config: StudyConfig
    folder: Path

    def source_of(self, file: str) -> Source:
        """Return the section that reads a file."""
        found = next(sources_in(self.config, self.folder, file), None)
        if found is None:
            raise SecondcoderError(
                f"{file} is no part of the study now", hint="Somebody may have left it out."
            )
        return found


def base_of(readings: Readings, folder: Path) -> Base:
    """Return what a correction starts from, as it is now."""
    return Base(
        text=config_to_change(folder), config=readings.of(folder).loaded.config, folder=folder
    )


def make_change(
    readings: Readings, folder: Path, change: Change, *, back: bool = False
) -> Understood:
    """Write a change that can be read, and return the study as it is read then.

    One that goes ``back`` is no step of its own: the steps before it can be taken back next.
    """
    now = config_now(folder)
    if change.text == now:
        return readings.of(folder)
    found = readings.would_be(folder, change.text)
    if not back:
        note_step(folder, Step(what=change.what, before=now, after=change.text))
    write_config_text(folder, change.text)
    return found


def taken_back(folder: Path, step: str, *, latest: str) -> Change:
    """Return the text as it was before a step; steps that came later go with it.

    ``latest`` is the last step that was seen: what somebody else changed since is not taken back.
    """
    steps = steps_to(folder, config_now(folder))
    if steps and steps[0].id != latest:
        raise SecondcoderError(
            f"Meanwhile something else was changed, perhaps in another window: {steps[0].what}",
            hint="Look at the files of the study again, and take back what you want to.",
        )
    found = next((one for one in steps if one.id == step), None)
    if found is None or not found.before:
        raise SecondcoderError(
            "This change cannot be taken back any more: study.toml was changed otherwise since",
            hint="Reload the page to see what holds now.",
        )
    return Change(found.before, f"taken back: {found.what}")


def speaker(
    base: Base,
    file: str,
    label: str,
    *,
    role: str = "",
    name: str = "",
    everywhere: bool = False,
    why: str = "",
) -> Change:
    """Say whether somebody asks or takes part, or what they are called in the results."""
    source = base.source_of(file)
    if not isinstance(source.source, Documents):
        raise SecondcoderError(f"{file} has no speakers")
    key = label
    if not everywhere and len(files_of(source.source, base.folder)) > 1:
        key = f"{PurePosixPath(file).stem}: {label}"
    text, said = base.text, []
    place: Place = (*source.place, "speakers", key)
    if role:
        said.append(f"{label} {dict(ROLES)[role]}")
        text = set_value(text, (*place, "role"), role, reason=_because(said[-1], why))
        text = _no_longer_asks(text, source, label) if role == "participant" else text
    if name and name != label:
        said.append(f"{label} is called {name}")
        text = set_value(text, (*place, "name"), name, reason=_because(said[-1], why))
    where = "all files read with it" if everywhere else file
    return Change(text, f"{'; '.join(said)} (in {where})")


def _no_longer_asks(text: str, source: Source, label: str) -> str:
    """Take a speaker off the list of moderators; the last one leaves the list."""
    assert isinstance(source.source, Documents)  # noqa: S101 - for the types
    asking = source.source.moderators or []
    if label not in asking:
        return text
    left = [one for one in asking if one != label]
    place: Place = (*source.place, "moderators")
    return set_value(text, place, left) if left else remove(text, place)


def columns(base: Base, place: Place, file: str, roles: Mapping[str, str], *, why: str) -> Change:
    """Say what the columns of a table are."""
    found = [one for one in sources_in(base.config, base.folder, file) if one.place == place]
    if not found:
        raise SecondcoderError(f"{file} is read otherwise now", hint="Reload the page.")
    text = with_roles(base.text, found[0], roles, reason=_because("columns as chosen", why))
    return Change(text, f"columns of {file}")


def take_as(base: Base, file: str, kind: str) -> Change:
    """Take a file for another kind, or leave it out."""
    text = taken_for(base.text, base.config, base.folder, file, kind)
    return Change(text, f"{file}: {dict(KINDS)[kind]}")


def coder(base: Base, file: str, name: str) -> Change:
    """Say who made a coding."""
    source = base.source_of(file)
    machine = getattr(source.source, "machine", False)
    text = set_value(
        base.text,
        (*source.place, "name" if machine else "coder"),
        name,
        reason=f"{name} made this coding",
    )
    return Change(text, f"{file} was coded by {name}")


def machine(base: Base, file: str) -> Change:
    """Say that a program made a coding."""
    source = base.source_of(file)
    said = tomllib.loads(base.text)["coding"][source.place[1]].get("coder")
    text = remove(base.text, (*source.place, "coder"))
    text = set_value(text, (*source.place, "machine"), True, reason="a program coded")
    text = set_value(text, (*source.place, "name"), said) if said else text
    return Change(text, f"{file} was coded by a program")


def value(base: Base, path: Place, said: object, *, what: str) -> Change:
    """Set one value, or remove it where nothing is said."""
    if said is None:
        return Change(remove(base.text, path), what)
    return Change(set_value(base.text, path, said, reason=what), what)


def heading(base: Base, file: str, column: str) -> Change:
    """Read one more column of a table as texts."""
    source = base.source_of(file)
    assert isinstance(source.source, Documents)  # noqa: S101 - for the types
    named = source.source.headings or ([source.source.text] if source.source.text else [])
    text = remove(base.text, (*source.place, "text"))
    reason = f"“{column}” holds answers"
    text = set_value(text, (*source.place, "headings"), [*named, column], reason=reason)
    return Change(text, f"{file}: {reason}")


def as_table(base: Base, file: str) -> Change:
    """Read a table that was saved as text as a table: from a copy with the right ending."""
    copy = PurePosixPath(file).with_suffix(".tsv").as_posix()
    target = base.folder / copy
    if not target.exists():
        write_whole(target, (base.folder / file).read_bytes())
    text = taken_for(base.text, base.config, base.folder, copy, "answers")
    text = without(text, base.config, base.folder, file)
    text = set_value(
        text,
        ("leave_out",),
        [*tomllib.loads(text).get("leave_out", []), file],
        reason="read from its copy",
    )
    return Change(text, f"{file} is read as a table, from the copy {copy}")


def _because(said: str, why: str) -> str:
    return f"{said}: {why}" if why else said
