"""Corrections of what was understood, sent by the pages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from secondcoder.app import corrections
from secondcoder.app.adding import add_files
from secondcoder.app.corrections import ROLES, Base, Change, base_of, make_change, taken_back
from secondcoder.app.sources import kinds_for
from secondcoder.app.understanding import file_id
from secondcoder.app.unread import begin_anew, go_on_without
from secondcoder.app.web import Visit
from secondcoder.errors import SecondcoderError
from secondcoder.review.web import Go, Problem
from secondcoder.study.language import OTHER

_SHORT = 300
_MOST_ROWS = 400


def correct(visit: Visit) -> Go:
    """Make a correction and go back to the page, where it is seen at once."""
    make = _DOING.get(visit.field("do", limit=20))
    if make is None:
        raise Problem(400, "There is no such correction.")
    folder = visit.study.folder
    with visit.work.readings.turn(folder):
        change = make(visit, base_of(visit.work.readings, folder))
        found = make_change(visit.work.readings, folder, change)
    file = visit.field("file", limit=_SHORT)
    back = visit.home
    if visit.field("back") == "file" and file and found.file(file_id(file)):
        back = f"{visit.home}/file/{file_id(file)}"
    return visit.go(back, f"Changed: {change.what}. It stands in study.toml.")


def undo(visit: Visit) -> Go:
    """Take a change back, and those that came after it."""
    folder = visit.study.folder
    with visit.work.readings.turn(folder):
        change = taken_back(
            folder, visit.field("step", limit=40), latest=visit.field("latest", limit=40)
        )
        make_change(visit.work.readings, folder, change, back=True)
    return visit.go(visit.home, f"{change.what[:1].upper()}{change.what[1:]}.")


def make_readable(visit: Visit) -> Go:
    """Go on without a file that is gone, or begin anew with the files that are there."""
    folder, readings = visit.study.folder, visit.work.readings
    gone = visit.field("gone", limit=1000)
    with readings.turn(folder):
        change = go_on_without(readings, folder, gone) if gone else begin_anew(readings, folder)
    return visit.go(visit.home, f"Changed: {change.what}.")


def add(visit: Visit) -> Go:
    """Take further files into the study."""
    lines = add_files(visit.work.readings, visit.study.folder, visit.form.files)
    return visit.go(visit.home, "Further files:", lines)


def _file(visit: Visit) -> str:
    """Return the file that a form names, if it is one of the study."""
    file = visit.field("file", limit=1000)
    if visit.understood().file(file_id(file)) is None:
        raise Problem(404, "There is no such file in this study.")
    return file


def _speaker(visit: Visit, base: Base) -> Change:
    """One speaker, from a button."""
    name = visit.field("speaker", limit=_SHORT)
    role = visit.choice("role", [value for value, _ in ROLES])
    everywhere = visit.field("everywhere") == "yes"
    if not visit.field("file"):
        return corrections.value(
            base, ("speakers", name, "role"), role, what=f"{name} {dict(ROLES)[role]}"
        )
    return corrections.speaker(base, _file(visit), name, role=role, everywhere=everywhere)


def _speakers(visit: Visit, base: Base) -> Change:
    """All speakers of a file, from the form: what differs from what was shown."""
    file = _file(visit)
    everywhere, why = visit.field("everywhere") == "yes", visit.field("why", limit=_SHORT)
    said = []
    for label, role, name in _rows(visit):
        change = corrections.speaker(
            base, file, label, role=role, name=name, everywhere=everywhere, why=why
        )
        base = replace(base, text=change.text)
        said.append(change.what)
    return Change(base.text, "; ".join(said) or "nothing")


def _rows(visit: Visit) -> Iterator[tuple[str, str, str]]:
    for number in range(_MOST_ROWS):
        label = visit.form.fields.get(f"label-{number}", [""])[0]
        if not label:
            return
        role, was = visit.field(f"role-{number}"), visit.field(f"was-role-{number}")
        name, called = visit.field(f"name-{number}"), visit.field(f"was-name-{number}")
        if role not in dict(ROLES):
            raise Problem(400, "There is no such choice.")
        changed_role, changed_name = role if role != was else "", name if name != called else ""
        if changed_role or changed_name:
            yield label, changed_role, changed_name


def _columns(visit: Visit, base: Base) -> Change:
    place = tuple(
        int(step) if step.isdecimal() else step for step in visit.field("place", limit=40).split()
    )
    roles = {}
    for number in range(_MOST_ROWS):
        name = visit.form.fields.get(f"column-{number}", [""])[0]
        if name:
            roles[name] = visit.field(f"role-{number}", limit=40)
    why = visit.field("why", limit=_SHORT)
    return corrections.columns(base, place, _file(visit), roles, why=why)


def _take(visit: Visit, base: Base) -> Change:
    file = _file(visit)
    kind = visit.choice("kind", [value for value, _ in kinds_for(file)])
    return corrections.take_as(base, file, kind)


def _coder(visit: Visit, base: Base) -> Change:
    name = " ".join(visit.field("name", limit=80).split())
    if not name:
        raise Problem(400, "Give a name.")
    return corrections.coder(base, _file(visit), name)


def _machine(visit: Visit, base: Base) -> Change:
    return corrections.machine(base, _file(visit))


def _as_table(visit: Visit, base: Base) -> Change:
    return corrections.as_table(base, _file(visit))


def _heading(visit: Visit, base: Base) -> Change:
    return corrections.heading(base, _file(visit), visit.field("column", limit=1000))


def _number(visit: Visit) -> int:
    value = visit.field("value", limit=10)
    if not value.isdecimal():
        raise Problem(400, "Give a whole number.")
    return int(value)


def _min_words(visit: Visit, base: Base) -> Change:
    number = _number(visit)
    return corrections.value(
        base, ("passages", "min_words"), number, what=f"passages of {number} words count"
    )


def _max_words(visit: Visit, base: Base) -> Change:
    number = _number(visit)
    return corrections.value(
        base, ("passages", "max_words"), number, what=f"passages are cut at {number} words"
    )


def _language(visit: Visit, base: Base) -> Change:
    code = visit.field("value", limit=10)
    if not re.fullmatch(r"[a-z]{2,3}", code) and code != OTHER:
        raise SecondcoderError("There is no such language")
    return corrections.value(base, ("model", "language"), code, what="the language of the texts")


_DOING: dict[str, Callable[[Visit, Base], Change]] = {
    "speaker": _speaker,
    "speakers": _speakers,
    "columns": _columns,
    "take": _take,
    "coder": _coder,
    "machine": _machine,
    "as-table": _as_table,
    "heading": _heading,
    "min-words": _min_words,
    "max-words": _max_words,
    "language": _language,
}
