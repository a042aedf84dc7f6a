"""Which codes a coefficient goes over: a level of the tree, or its leaves."""

from dataclasses import dataclass

from secondcoder.agreement.study.coded import CodeFrame


@dataclass(frozen=True, slots=True)
class Scope:
    """Some of a frame's codes, by their places."""

    name: str
    level: int | None
    """``None`` for leaves that lie at different levels."""
    places: tuple[int, ...]


def scopes(frame: CodeFrame, *, with_machine: bool) -> tuple[Scope, ...]:
    """Return each level of the tree, codes below counted with it, and the leaves.

    With the machine, codes outside the codebook are left out: it could not apply them. Where
    all leaves lie at one level, that level is the leaves and is not given twice.
    """
    usable = [place for place, known in enumerate(frame.in_codebook) if known or not with_machine]
    above = {frame.codes[place].path[:-1] for place in usable}
    leaves = tuple(place for place in usable if frame.codes[place].path not in above)
    found = []
    for level in sorted({len(frame.codes[place].path) for place in usable}):
        places = tuple(place for place in usable if len(frame.codes[place].path) == level)
        name = f"level {level}" + (" (leaves)" if places == leaves else "")
        found.append(Scope(name, level, places))
    if leaves and all(scope.places != leaves for scope in found):
        found.append(Scope("leaves", None, leaves))
    return tuple(found)
