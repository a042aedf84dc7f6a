"""What a code of the next codebook may be called: earlier coding keeps its meaning. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from secondcoder.names import loosely
from secondcoder.non_answers import is_no_code
from secondcoder.reading.codes.outline import steps_of
from secondcoder.reading.codes.own_form import WrittenCode
from secondcoder.records.codes import SEPARATOR

Path = tuple[str, ...]


def name_fault(
    name: str, *, above: Path, taken: Collection[Path], before: Iterable[str] = ()
) -> str:
    """Say why a code cannot have a name below others; nothing if it can.

    ``before`` are labels that other codes had. A name by which earlier coding finds one of these,
    or a code below others of ``taken``, is refused: that coding would be read as the new code.
    """
    if not name:
        return "Give the code a name."
    if steps_of(name) != (name,):
        return (
            f"“{name}” holds a sign that stands between the levels of a codebook ( > or \\ ): "
            "write the name without it, and choose the code above it instead."
        )
    if is_no_code(name):
        return f"“{name}” would be read as no code at all. Give another name."
    path = (*above, name)
    same = [one for one in taken if _alike(one) == _alike(path)]
    if same:
        return f"There is a code “{SEPARATOR.join(same[0])}” already. Give another name."
    below = [one for one in taken if _alike(one[-len(path) :]) == _alike(path)]
    had = [steps for steps in map(steps_of, before) if _alike(steps[-1:]) == _alike((name,))]
    for found, so in ((below, "means"), (had, "means what was once called")):
        if found:
            return (
                f"Coding that says “{name}” {so} “{SEPARATOR.join(found[0])}”, and would be "
                "read as this code. Give another name."
            )
    return ""


def _alike(path: Sequence[str]) -> list[str]:
    return [loosely(step) for step in path]


def names_before(codes: Mapping[str, WrittenCode], *, but: str = "") -> list[str]:
    """Return the labels that codes had earlier, all but one code's."""
    return [name for key, one in codes.items() if key != but for name in one.code.formerly]
