"""Cases and sets of one name, told apart for the tables of a study."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from secondcoder.exchange.project import Case, Discarded, Group, Project, merged
from secondcoder.exchange.safe_names import distinct


def of_distinct_names(project: Project) -> Project:
    """Return the project with cases that have texts, and sets, told apart by their names.

    The study's tables know both by their names alone.
    """
    left: list[Discarded] = []
    with_texts = {one.name for one in project.cases if one.documents or one.passages}
    cases = [one for one in project.cases if one.name in with_texts]
    renamed = dict(_renamed("case name", cases, left)) | dict(
        _renamed("set name", project.groups, left)
    )
    return replace(
        project,
        cases=tuple(replace(c, name=renamed.get(c.guid, c.name)) for c in project.cases),
        groups=tuple(replace(g, name=renamed.get(g.guid, g.name)) for g in project.groups),
        discarded=merged([*project.discarded, *left]),
    )


def _renamed(
    kind: str, some: Sequence[Case | Group], left: list[Discarded]
) -> Iterator[tuple[str, str]]:
    for one, name in zip(some, distinct(one.name for one in some), strict=True):
        yield one.guid, name
        if name != one.name:
            reason = f"another has this name; it is called {name!r} here"
            left.append(Discarded(kind, one.name, reason))
