"""GUIDs: compared in one spelling, made so that the same object has the same one in every run."""

import uuid

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:secondcoder:exchange")


def normal(guid: str | None) -> str:
    """Return a GUID in lower case without braces or blanks; empty for none."""
    return (guid or "").strip().strip("{}").lower()


def made(*parts: object) -> str:
    """Return the GUID of an object that these parts name, beginning with its project."""
    return str(uuid.uuid5(_SPACE, "\x1f".join(str(part) for part in parts)))
