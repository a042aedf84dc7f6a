"""The tree of codes as REFI-QDA nests it, in projects and codebooks."""

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import ProjectCode
from secondcoder.exchange.refi.guids import normal
from secondcoder.reading.files.xml_tree import child_text, children

_COLOUR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


def read_codes(
    codes: Element | None,
    identity: Callable[[str, str], str],
    discard: Callable[[str, str, str], None],
) -> tuple[ProjectCode, ...]:
    """Return the codes below a ``Codes`` element, every parent before its children.

    ``identity`` returns a GUID that no other object has; ``discard`` takes kind, what and reason.
    """
    found: list[ProjectCode] = []
    stack: list[tuple[Element, str]] = [(one, "") for one in _reversed(codes)]
    while stack:
        element, parent = stack.pop()
        name = (element.get("name") or "").strip()
        if not name:
            discard("code", "a code without a name", "it was called “unnamed code”")
        guid = identity(normal(element.get("guid")), name or "unnamed code")
        colour = (element.get("color") or "").strip()
        found.append(
            ProjectCode(
                guid=guid,
                name=name or "unnamed code",
                parent=parent,
                description=child_text(element, "Description").strip(),
                codable=(element.get("isCodable") or "true").strip().lower() not in {"false", "0"},
                colour=colour.upper() if _COLOUR.fullmatch(colour) else "",
            )
        )
        stack += [(one, guid) for one in _reversed(element)]
    return tuple(found)


def _reversed(element: Element | None) -> Sequence[Element]:
    return list(children(element, "Code"))[::-1]
