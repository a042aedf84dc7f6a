"""The machine's own coding in a project that went out from here and comes back."""

from dataclasses import replace

from secondcoder.exchange.machine import BRANCH, MACHINE_PREFIX
from secondcoder.exchange.project import Discarded, Project, merged
from secondcoder.exchange.reviewed import AFTER_REVIEW

MACHINE_CODING = "machine-coding.csv"
"""The table of the codings that are kept apart."""


def apart(project: Project) -> tuple[Project, Project]:
    """Return the project without the machine's coding, and one with that coding alone.

    The machine is no coder among people: its suggestions would be compared with new ones as if
    a person had made them. Nor is a coding after review, made with the machine's in sight.
    Candidate themes that nobody coded with leave the codebook.
    """
    machines = {user.guid: user.name for user in project.users if is_apart(user.name)}
    own = tuple(coding for coding in project.codings if coding.coder in machines)
    if not own:
        return project, replace(project, codings=(), memos=())
    moved = {coding.guid for coding in own}
    kept = tuple(coding for coding in project.codings if coding.guid not in moved)
    dropped = _unused_themes(project, {coding.code for coding in kept})
    lines = [
        Discarded(
            "machine coding" if name.startswith(MACHINE_PREFIX) else "coding after review",
            name,
            f"kept in {MACHINE_CODING}, apart from people's coding",
            sum(coding.coder == guid for coding in own),
        )
        for guid, name in machines.items()
    ]
    if dropped:
        reason = "a machine's candidate themes are no part of the codebook; nobody used them"
        lines.append(Discarded("code", BRANCH, reason, len(dropped)))
    people = replace(
        project,
        codes=tuple(code for code in project.codes if code.guid not in dropped),
        codings=kept,
        memos=tuple(
            memo
            for memo in project.memos
            if memo.target not in moved and memo.target not in dropped
        ),
        groups=tuple(
            replace(group, codes=tuple(code for code in group.codes if code not in dropped))
            for group in project.groups
        ),
        discarded=merged([*project.discarded, *lines]),
    )
    memos = tuple(memo for memo in project.memos if memo.target in moved)
    return people, replace(project, codings=own, memos=memos)


def is_apart(name: str) -> bool:
    """Say whether a coder is the machine or somebody after review, by the name they have there."""
    return name.startswith(MACHINE_PREFIX) or name.endswith(AFTER_REVIEW)


def _unused_themes(project: Project, used: set[str]) -> set[str]:
    """Return the codes of the machine's branch that neither they nor codes below them are used."""
    paths = project.paths()
    needed = {paths[guid][:depth] for guid in used for depth in range(1, len(paths[guid]) + 1)}
    return {guid for guid, path in paths.items() if path[0] == BRANCH and path not in needed}
