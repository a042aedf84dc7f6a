"""The people of a project: who is listed, and who made what."""

from collections import Counter
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import UNKNOWN_CODER, User
from secondcoder.exchange.refi.guids import made, normal
from secondcoder.exchange.refi.registry import Registry
from secondcoder.reading.files.xml_tree import child, children


class Coders:
    """The people that a project lists, and those that only its codings name."""

    def __init__(self, root: Element, registry: Registry) -> None:
        self._registry = registry
        self.users: dict[str, User] = {}
        """By GUID."""
        for element in children(child(root, "Users"), "User"):
            guid = normal(element.get("guid"))
            stated = (element.get("name") or "").strip() or (element.get("id") or "").strip()
            name = stated or f"user {guid[:8]}"
            if guid in self.users:
                self._registry.discard(
                    "coder", name, "another coder has the same GUID; counted as one"
                )
            else:
                self.users[guid] = User(guid, name)
                registry.take(guid)
        times: Counter[str] = Counter()
        for guid, user in self.users.items():
            times[user.name] += 1
            if times[user.name] > 1:
                self.users[guid] = User(guid, f"{user.name} ({times[user.name]})")
                self._registry.discard(
                    "coder", user.name, "another coder has this name; it got a number"
                )

    def of(self, *elements: Element) -> str:
        """Return the GUID of who made a coding: the first that the elements name."""
        stated = [
            element.get(key) for key in ("creatingUser", "modifyingUser") for element in elements
        ]
        guid = next((normal(name) for name in stated if name), "")
        if guid in self.users:
            return guid
        if guid:
            self.users[guid] = User(guid, f"user {guid[:8]}")
            self._registry.discard(
                "coder", f"user {guid[:8]}", "codings name a coder whom the file lacks"
            )
            return guid
        anonymous = made("coder", UNKNOWN_CODER)
        self.users.setdefault(anonymous, User(anonymous, UNKNOWN_CODER))
        return anonymous
