"""What is wrong with a ``study.toml``, in its reader's words: ``section -> key: what``."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from secondcoder.errors import SecondcoderError
from secondcoder.study.schema import StudyConfig

Location = tuple[str | int, ...]

_EXPECTED = {
    "string_type": "text in quotation marks",
    "int_type": "a whole number",
    "float_type": "a number",
    "list_type": "a list: put it in brackets, as [{input}]",
    "greater_than_equal": "{ge:g} or more",
    "greater_than": "more than {gt:g}",
    "less_than": "less than {lt:g}",
    "less_than_equal": "{le:g} or less",
    "literal_error": "one of {expected}",
}
_SECTION_HINT = "Write it as a section: a line [{name}] and its keys below it."
_SECTIONS_HINT = "Write a line [[{name}]], with double brackets, and the keys of one source below."


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to fix: where, what, and how."""

    where: str
    what: str
    hint: str = ""

    def __str__(self) -> str:
        """Return where and what on one line."""
        return f"{self.where}: {self.what}"


def place(location: Sequence[str | int]) -> str:
    """Write a location as ``documents[2] -> path``; entries of a list count from 1."""
    parts: list[str] = []
    for step in location:
        if isinstance(step, int):
            parts[-1] += f"[{step + 1}]"
        else:
            parts.append(step)
    return " -> ".join(parts)


def refuse(name: str, problems: Sequence[Problem]) -> SecondcoderError:
    """Return the error that lists every problem of the file ``name``."""
    if len(problems) == 1:
        return SecondcoderError(f"{name}, {problems[0]}", hint=problems[0].hint)
    lines = [
        f"  {problem}" + (f" ({problem.hint})" if problem.hint else "") for problem in problems
    ]
    return SecondcoderError(
        "\n".join([f"{name} has {len(problems)} problems:", *lines]),
        hint="Fix these lines and run again.",
    )


def explain(details: Iterable[ErrorDetails], data: dict[str, object]) -> list[Problem]:
    """Turn what the form's check found into problems, one for each place, in the file's order."""
    by_place: dict[Location, list[ErrorDetails]] = {}
    for detail in details:
        by_place.setdefault(_without_tags(detail["loc"], data), []).append(detail)
    inner = [
        location
        for location in by_place
        if not any(other[: len(location)] == location != other for other in by_place)
    ]
    return [_problem(location, by_place[location]) for location in inner]


def _without_tags(location: Location, data: object) -> Location:
    """Drop the steps by which the form tells alternatives of a value apart."""
    kept: list[str | int] = []
    for step in location:
        inside = isinstance(data, dict | list)
        if not inside and kept:
            break
        if isinstance(data, list) and not isinstance(step, int):
            continue
        kept.append(step)
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            data = None
    return tuple(kept)


def _problem(location: Location, details: list[ErrorDetails]) -> Problem:
    what, hint = _what_and_hint(location, details)
    return Problem(place(location), what, hint)


def _what_and_hint(location: Location, details: list[ErrorDetails]) -> tuple[str, str]:
    kind, shown = details[0]["type"], f"is {_show(details[0]['input'])}"
    in_list = isinstance(location[-1], int) or location in {("documents",), ("coding",)}
    match kind:
        case "extra_forbidden":
            return "unknown key", _unknown_hint(location)
        case "missing" | "too_short":
            return _missing(location, details[0])
        case "string_too_short":
            return "is empty", "Name a column, or leave the key out."
        case "value_error":
            what, _, hint = str(details[0]["ctx"]["error"]).partition(": ")
            return what, f"{hint[:1].upper()}{hint[1:]}."
        case "model_type" | "list_type" if kind == "model_type" or in_list:
            form = _SECTIONS_HINT if in_list else _SECTION_HINT
            return shown, form.format(name=location[0])
    expected = dict.fromkeys(_expected(detail) for detail in details)
    return shown, f"It must be {' or '.join(expected)}."


def _expected(detail: ErrorDetails) -> str:
    form = _EXPECTED.get(detail["type"])
    if form is None:
        return f"as its description says: {detail['msg']}"
    return form.format(**detail.get("ctx", {}), input=_show(detail["input"]))


def _show(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(_show(entry) for entry in value)}]"
    if isinstance(value, dict):
        return "a section"
    return str(value)


def _missing_hint(location: Location) -> str:
    if location == ("documents",):
        return 'Name what to read: a line [[documents]] and below it path = "interviews/*.docx".'
    return f"Add a line {location[-1]} = … to this section."


def _missing(location: Location, detail: ErrorDetails) -> tuple[str, str]:
    """Say that a key is missing, or that a list has too few entries."""
    if detail["type"] == "missing":
        return "is missing", _missing_hint(location)
    there, least = (int(detail["ctx"][name]) for name in ("actual_length", "min_length"))
    if location == ("documents",):
        return "is empty", _missing_hint(location)
    if not there:
        return "is empty", "Name at least one value in the brackets, or leave the line out."
    return f"is {_show(detail['input'])}", f"It must have {least} entries."


def _unknown_hint(location: Location) -> str:
    """Name the nearest key of this section, or the section where the key belongs."""
    unknown = str(location[-1])
    form = _form(location[:-1])
    near = nearest(unknown, list(form.model_fields))
    if near:
        return f"Did you mean {near!r}?"
    homes = [
        name
        for name in StudyConfig.model_fields
        if (section := _form((name,))) is not StudyConfig and unknown in section.model_fields
    ]
    if homes:
        return f"This key belongs in the section {' or '.join(f'[{name}]' for name in homes)}."
    return f"The keys here are: {', '.join(form.model_fields)}."


def nearest(word: str, among: Sequence[str]) -> str:
    """Return the likeliest spelling, or nothing; the first letter is seldom the wrong one."""

    def likeness(other: str) -> float:
        ratio = difflib.SequenceMatcher(None, word.casefold(), other.casefold()).ratio()
        return ratio + 0.2 * (word[:1].casefold() == other[:1].casefold())

    best = max(among, key=likeness, default="")
    return best if best and likeness(best) >= 0.7 else ""


def _form(location: Location) -> type[BaseModel]:
    form: type[BaseModel] = StudyConfig
    for step in location:
        if isinstance(step, str) and step in form.model_fields:
            form = _model_in(form.model_fields[step].annotation) or form
    return form


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in get_args(annotation))
    return next((model for model in inner if model), None)
