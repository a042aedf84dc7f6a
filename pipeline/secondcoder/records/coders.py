"""Who codes: a person or a machine, told apart by their type and never by their name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who codes; any name will do, ``machine`` included."""

    name: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A program that codes."""

    name: str


Coder = Person | Machine
BUNDLED = Machine("machine")
"""The machine of this program, as tables name it."""
PERSON, MACHINE = "person", "machine"


def kind_of(coder: Coder) -> str:
    """Return ``person`` or ``machine``, as tables say it beside the name."""
    return MACHINE if isinstance(coder, Machine) else PERSON
