"""Who codes: a person, a machine or a group, told apart by their type and never by their name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who codes; any name will do, ``machine`` included."""

    name: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A program that codes."""

    name: str
    version: str = ""
    saw: str = ""
    """What it was allowed to see, in words."""


@dataclass(frozen=True, slots=True)
class Group:
    """People who decide together."""

    members: tuple[Person, ...]
    """In alphabetical order."""

    @property
    def name(self) -> str:
        """Their names, joined."""
        return " and ".join(member.name for member in self.members)


Coder = Person | Machine
Author = Person | Machine | Group
BUNDLED = Machine("machine")
"""The machine of this program, as tables name it."""
PERSON, MACHINE, GROUP = "person", "machine", "group"


def kind_of(author: Author) -> str:
    """Return ``person``, ``machine`` or ``group``, as tables say it beside the name."""
    if isinstance(author, Person):
        return PERSON
    return MACHINE if isinstance(author, Machine) else GROUP
