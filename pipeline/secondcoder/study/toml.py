"""The one way to read a ``study.toml``: its bytes to what it says, before its form is checked."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.files.text import decode, read_bytes
from secondcoder.study.problems import explain, refuse
from secondcoder.study.settings import ReviewSource

CONFIG_NAME = "study.toml"
_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_REVIEW = "review"


def people_in(config: Path) -> Mapping[str, str]:
    """Return the names to use instead of recorded ones, from ``[review] people`` of a study.

    No file, no names. One that cannot be read is refused: people would be taken for others.
    """
    if not config.exists():
        return {}
    section = parse_toml(config, name=config.name).get(_REVIEW, {})
    try:
        return ReviewSource.model_validate(section).people
    except ValidationError as error:
        found = error.errors(include_url=False)
        for one in found:
            one["loc"] = (_REVIEW, *one["loc"])
        raise refuse(config.name, explain(found, {_REVIEW: section})) from error


def parse_toml(path: Path, *, name: str) -> dict[str, object]:
    """Read a TOML file; an error of its grammar names line and column."""
    return parse_text(decode(read_bytes(path, name=name), name=name), name=name)


def parse_text(text: str, *, name: str) -> dict[str, object]:
    """Return what a TOML file says; an error of its grammar names line and column."""
    with third_party(name, "this is no TOML", hint="Write it anew with: secondcoder init."):
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise _grammar_error(str(error), text, name=name) from error


def _grammar_error(message: str, text: str, *, name: str) -> SecondcoderError:
    found = _AT.search(message)
    lines = text.rstrip().split("\n")
    line = int(found["line"]) if found and found["line"] else len(lines)
    column = int(found["column"]) if found and found["column"] else len(lines[-1]) + 1
    shown = lines[line - 1].strip() if line <= len(lines) else ""
    if "\\" in shown:
        hint = "Write paths with / instead of \\."
    elif re.search(r"=\s*[^\s\d\"'\[{+-]", shown):
        hint = "Text must stand in quotation marks; yes and no are written true and false."
    elif "overwrite" in message or "twice" in message:
        hint = "The same key or section stands twice; keep one of them, or write [[…]] for a list."
    else:
        hint = 'A line is a section such as [passages] or a key such as unit = "turn".'
    what = _AT.sub("", message)
    return SecondcoderError(f"{name}, line {line}, column {column}: {what}: {shown}", hint=hint)
