"""Who codes: a person, a machine or a group, told apart by their type and never by their name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, count


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who codes; any name will do, ``machine`` included."""

    name: str

    @property
    def label(self) -> str:
        """What tables call them."""
        return self.name


@dataclass(frozen=True, slots=True)
class Machine:
    """A program that codes."""

    name: str
    version: str = ""
    saw: str = ""
    """What it was allowed to see, in words."""
    called: str = ""
    """What tables call it where another machine has its name; mostly empty."""

    @property
    def label(self) -> str:
        """What tables call it: no two machines of a study are called the same."""
        return self.called or self.name


@dataclass(frozen=True, slots=True)
class Group:
    """People who decide together."""

    members: tuple[Person, ...]
    """In alphabetical order."""

    @property
    def name(self) -> str:
        """Their names, joined."""
        return " and ".join(member.name for member in self.members)

    @property
    def label(self) -> str:
        """What tables call them."""
        return self.name


Coder = Person | Machine
Author = Person | Machine | Group
BUNDLED = Machine("machine", called="machine")
"""The machine of this program, as tables name it; no other is called so (``told_apart``)."""
PERSON, MACHINE, GROUP = "person", "machine", "group"


def kind_of(author: Author) -> str:
    """Return ``person``, ``machine`` or ``group``, as tables say it beside the name."""
    if isinstance(author, Person):
        return PERSON
    return MACHINE if isinstance(author, Machine) else GROUP


def told_apart(machines: Iterable[Machine]) -> tuple[Machine, ...]:
    """Return different machines in alphabetical order, each with a label of its own.

    The label is the name. Where two have one name, or that of the bundled machine, it is name and
    version; where that does not tell them apart either, a number follows.
    """
    ordered = sorted(set(machines), key=lambda one: (one.name, one.version, one.saw))
    names = Counter([BUNDLED.label.casefold(), *(one.name.casefold() for one in ordered)])
    taken = {BUNDLED.label.casefold(), "people"}  # both head rows of their own
    found = []
    for one in ordered:
        shared = names[one.name.casefold()] > 1
        plain = f"{one.name} {one.version}".strip() if shared else one.name
        numbered = (f"{plain} ({number})" for number in count(2))
        label = next(name for name in chain([plain], numbered) if name.casefold() not in taken)
        taken.add(label.casefold())
        found.append(replace(one, called="" if label == one.name else label))
    return tuple(found)


def in_words(label: str) -> str:
    """Return how a sentence names a machine that tables call ``label``.

    So named it is told from a person of the same name. An empty label stands for the bundled one.
    """
    return "the machine" if label in {"", BUNDLED.label} else f"the machine {label}"
