"""The tree of codes as REFI-QDA nests it, in projects and codebooks."""

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import ProjectCode
from secondcoder.exchange.refi.colours import as_hex
from secondcoder.exchange.refi.guids import normal
from secondcoder.reading.files.xml_tree import child_text, children


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
        stated = (element.get("color") or "").strip()
        colour = as_hex(stated)
        if stated and not colour:
            discard("colour", f"{name}: {stated}", "it is no colour that is known here")
        found.append(
            ProjectCode(
                guid=guid,
                name=name or "unnamed code",
                parent=parent,
                description=child_text(element, "Description").strip(),
                codable=(element.get("isCodable") or "true").strip().lower() not in {"false", "0"},
                colour=colour,
            )
        )
        stack += [(one, guid) for one in _reversed(element)]
    return tuple(found)


def _reversed(element: Element | None) -> Sequence[Element]:
    return list(children(element, "Code"))[::-1]
