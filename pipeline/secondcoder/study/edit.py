"""Single changes of a ``study.toml``: the user's own comments, order and spelling stay.

Each function takes the text and returns the new one. What it says afterwards is held against what
it should say; where a file is written in a way that cannot be changed so, it is refused whole.
"""

import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import tomlkit

from secondcoder.errors import SecondcoderError
from secondcoder.study.statements import Path, Statement, divided, parsed, statements
from secondcoder.study.toml import CONFIG_NAME

SAID = "(said on the page)"
"""Ends the reasons that the page writes: such a comment goes with what it is about."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDEST = 100


def set_value(text: str, path: Path, value: object, *, reason: str = "") -> str:
    """Return the text with a value set, and why behind it; what is as it should be stays so."""
    data = tomllib.loads(text)
    wanted = _with(data, path, value)
    if wanted == data:
        return text
    lines = _lines(text)
    held = list(statements(lines))
    above = _stating(held, path)
    if above is not None:
        one = above
        before, comment = divided("".join(lines[one.start : one.end]))
        key = before[: _equals(before)].strip()
        said = _statement(key, _at(wanted, one.path), _comments(comment, reason))
        lines[one.start : one.end] = [said]
    elif len(path) > 1 and not _section_of(held, path[:-1]):
        keys = ".".join(key_text(str(name)) for name in path[1:])
        said = _statement(keys, value, _comments("", reason))
        lines += ["\n", f"[{path[0]}]\n", said]
    else:
        section = _section_of(held, path[:-1])
        keys = ".".join(key_text(str(name)) for name in path[len(section) :])
        said = _statement(keys, value, _comments("", reason))
        lines[_end_of(lines, held, section) : _end_of(lines, held, section)] = [said]
    return _checked(lines, wanted)


def remove(text: str, path: Path) -> str:
    """Return the text without a key or a section; the user's comments stay."""
    data = tomllib.loads(text)
    wanted = _without(data, path)
    if wanted == data:
        return text
    lines = _lines(text)
    held = list(statements(lines))
    above = _stating(held, path)
    if above is not None and above.path != path:
        inside = _at(wanted, above.path)
        return set_value(text, above.path, inside) if inside else remove(text, above.path)
    gone = next(path[:n] for n in range(1, len(path) + 1) if not _has(wanted, path[:n], path))
    for one in reversed(held):
        if one.path[: len(gone)] == gone:
            _, comment = divided("".join(lines[one.start : one.end]))
            own = _without_ours(comment)
            lines[one.start : one.end] = [f"# {own}\n"] if own else []
    return _checked(_tidied(lines), wanted)


def add_section(text: str, name: str, values: Mapping[str, object], *, reason: str = "") -> str:
    """Return the text with one more ``[[name]]`` behind those there are."""
    data = tomllib.loads(text)
    wanted = {**data, name: [*data.get(name, []), dict(values)]}
    return _added(text, f"[[{name}]]", values, wanted, reason=reason, behind=(name,))


def set_section(text: str, name: str, values: Mapping[str, object], *, reason: str = "") -> str:
    """Return the text with ``[name]`` written anew."""
    text = remove(text, (name,))
    wanted = {**tomllib.loads(text), name: dict(values)}
    return _added(text, f"[{name}]", values, wanted, reason=reason, behind=("documents",))


def _added(
    text: str,
    heading: str,
    values: Mapping[str, object],
    wanted: dict[str, Any],
    *,
    reason: str,
    behind: Path,
) -> str:
    lines = _lines(text)
    held = list(statements(lines))
    ends = [one.end for one in held if one.path[:1] == behind]
    at = max(ends, default=len(lines))
    comment = f"  # {_reason(reason)}" if reason else ""
    new = [*(["\n"] if at else []), f"{heading}{comment}\n"]
    new += [_statement(key_text(key), value, "") for key, value in values.items()]
    lines[at:at] = [*new, *(["\n"] if at < len(lines) and lines[at].strip() else [])]
    return _checked(lines, wanted)


def key_text(name: str) -> str:
    """Return a key as TOML writes it."""
    return name if _BARE.fullmatch(name) else value_text(name)


def value_text(value: object) -> str:
    """Return a value on one line, as TOML writes it."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key_text(k)} = {value_text(v)}" for k, v in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_text, value))}]"
    return tomlkit.item(value).as_string()


def _statement(key: str, value: object, comment: str) -> str:
    said = f"{key} = {value_text(value)}"
    if isinstance(value, list) and len(said) > _WIDEST:
        said = f"{key} = [\n" + "".join(f"  {value_text(one)},\n" for one in value) + "]"
    return f"{said}  # {comment}\n" if comment else f"{said}\n"


def _reason(reason: str) -> str:
    return f"{' '.join(reason.split())} {SAID}" if reason else ""


def _comments(comment: str, reason: str) -> str:
    return "; ".join(filter(None, (_without_ours(comment), _reason(reason))))


def _without_ours(comment: str) -> str:
    parts = comment.split("; ")
    return "; ".join(part for part in parts if not part.endswith(SAID))


def _stating(held: list[Statement], path: Path) -> Statement | None:
    """Return the statement whose value is that of the path, or holds it."""
    keys = [one for one in held if not one.heading and path[: len(one.path)] == one.path]
    return keys[0] if keys else None


def _section_of(held: list[Statement], path: Path) -> Path:
    """Return the innermost section there is on the way to a place."""
    found = [one.path for one in held if one.heading and path[: len(one.path)] == one.path]
    return max(found, key=len, default=())


def _end_of(lines: list[str], held: list[Statement], section: Path) -> int:
    """Return the line behind the last key of a section, before the comments of what follows."""
    at, inside = 0, section == ()
    for one in held:
        if one.heading:
            inside = one.path == section
        at = one.end if inside else at
    if not section and at == 0:  # a file that begins with a section: below the comments at its top
        first = held[0].start if held else len(lines)
        while first and lines[first - 1].strip().startswith("#"):
            first -= 1
        return first
    return at


def _lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").splitlines(keepends=True)
    return [*lines[:-1], lines[-1].rstrip("\n") + "\n"] if lines else []


def _tidied(lines: list[str]) -> list[str]:
    """Return the lines without a second empty one in a row."""
    return [
        line
        for place, line in enumerate(lines)
        if line.strip() or (place and lines[place - 1].strip())
    ]


def _equals(statement: str) -> int:
    """Return where the sign between key and value stands."""
    for found in re.finditer("=", statement):
        if parsed(statement[: found.start()] + "= 0") is not None:
            return found.start()
    return len(statement)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _has(data: Any, path: Path, removed: Path) -> bool:
    """Say whether a place is still there; of a list, what follows moves up to it."""
    if path == removed:
        return False
    try:
        _at(data, path)
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _with(data: dict[str, Any], path: Path, value: object) -> dict[str, Any]:
    wanted = deepcopy(data)
    place: Any = wanted
    for step in path[:-1]:
        place = place.setdefault(step, {}) if isinstance(place, dict) else place[step]
    place[path[-1]] = value
    return wanted


def _without(data: dict[str, Any], path: Path) -> dict[str, Any]:
    wanted = deepcopy(data)
    try:
        place = _at(wanted, path[:-1])
        del place[path[-1]]
    except (KeyError, IndexError, TypeError):
        return data
    for length in range(len(path) - 1, 0, -1):  # what holds nothing any more goes with it
        if _at(wanted, path[:length]) or isinstance(path[length - 1], int):
            break
        del _at(wanted, path[: length - 1])[path[length - 1]]
    return wanted


def _checked(lines: list[str], wanted: dict[str, Any]) -> str:
    text = "".join(lines)
    if parsed(text) != wanted:
        raise SecondcoderError(
            f"{CONFIG_NAME} is written in a way that the page cannot change; nothing was changed",
            hint=f"Make this change in {CONFIG_NAME} itself, with a text editor.",
        )
    return text
