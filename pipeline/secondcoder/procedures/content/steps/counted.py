"""Whose coding is counted: a person's, or a machine's, told apart by type. Pure."""

from collections.abc import Mapping

from secondcoder.errors import SecondcoderError
from secondcoder.records.coders import BUNDLED, Coder, Machine, Person, in_words
from secondcoder.records.codes import HumanCoding
from secondcoder.records.study import Notice, StudyMaterial

CANDIDATES = Machine("candidate themes", called="machine (candidate themes)")
"""The candidate themes of a run, in the place of codes."""


def choose_coder(
    material: StudyMaterial, name: str, *, bundled: bool = True
) -> tuple[Coder, tuple[Notice, ...]]:
    """Return whose coding is counted: the coder named, or who saw most; a machine if nobody coded.

    A person goes before a machine of the same name, which is called ``the machine NAME`` then.
    ``bundled`` says whether the machine of this program suggests codes.
    """
    machines = _machines(material, bundled=bundled)
    if name:
        return _named(material, name, machines), ()
    if material.coding is None or not material.coding.coders:
        chosen = _first(machines)
        said = "the machine's" if chosen in {BUNDLED, CANDIDATES} else f"{in_words(chosen.label)}'s"
        message = f"nobody has coded this study: what is counted is {said}, not people's"
        return chosen, (Notice("machine", message),)
    seen = material.coding.seen
    person = min(material.coding.coders, key=lambda coder: (-len(seen[coder]), coder))
    others = [coder for coder in material.coding.coders if coder != person]
    if not others:
        return Person(person), ()
    message = (
        f"the coding of {person!r}, who saw most passages, is counted; name another with --coder: "
        f"{', '.join(others)}"
    )
    return Person(person), (Notice("coder", message),)


def coding_of(material: StudyMaterial, coder: Coder) -> HumanCoding | None:
    """Return the coding in which a coder's codes were read; none for the bundled machine's."""
    if isinstance(coder, Person):
        return material.coding
    return next((one.coding for one in material.machines if one.machine == coder), None)


def _machines(material: StudyMaterial, *, bundled: bool) -> tuple[Machine, ...]:
    own = BUNDLED if material.codebook else CANDIDATES
    return (*((own,) if bundled else ()), *(one.machine for one in material.machines))


def _first(machines: tuple[Machine, ...]) -> Machine:
    if not machines:
        raise SecondcoderError(
            "nobody has coded this study, and [suggest] machine is false: nothing can be counted",
            hint="Add human coding, or a machine's codes as [[coding]] with machine = true.",
        )
    return machines[0]


def _named(material: StudyMaterial, name: str, machines: tuple[Machine, ...]) -> Coder:
    people = material.coding.coders if material.coding else ()
    labels = {BUNDLED.label if one == CANDIDATES else one.label: one for one in machines}
    spelt: Mapping[str, Coder] = {
        **{label.casefold(): one for label, one in labels.items()},
        **{in_words(label).casefold(): one for label, one in labels.items()},
        **{person.casefold(): Person(person) for person in people},
    }
    if name.casefold() not in spelt:
        known = {person.casefold() for person in people}
        shown = [in_words(label) if label.casefold() in known else label for label in labels]
        raise SecondcoderError(
            f"--coder {name}: there is no coder of that name",
            hint=f"The coders are: {', '.join((*people, *shown))}.",
        )
    return spelt[name.casefold()]
