"""Machines whose codes came from a table, as coders of a project: going out and coming back."""

from dataclasses import replace

from secondcoder.exchange.project import Memo, Project, User
from secondcoder.exchange.refi.guids import made
from secondcoder.records.coders import Machine

SUFFIX = " (machine)"
"""Ends the name of such a coder: nothing of theirs can be taken for a person's."""


def machine_user(title: str, machine: Machine) -> User:
    """Return the coder that stands for a machine."""
    version = "" if not machine.version or machine.version in machine.label else machine.version
    name = f"{machine.label} {version}".strip()
    return User(made(title, "machine coder", machine.label), f"{name}{SUFFIX}")


def about_machine(machine: Machine, user: User) -> Memo:
    """Return a memo on the project that says what a coder is."""
    version = f", version {machine.version}" if machine.version else ""
    saw = f" It had seen: {machine.saw}." if machine.saw else ""
    return Memo(
        guid=made(user.guid, "about"),
        about="project",
        target="",
        text=f"Codings by “{user.name}” were made by a machine: {machine.name}{version}.{saw}",
        title=f"About the codes of {user.name}",
        author=user.guid,
    )


def divided(project: Project) -> tuple[Project, Project]:
    """Return the project with people's coding alone, and with that of such machines alone."""
    users = {one.guid: one for one in project.users if one.name.endswith(SUFFIX)}
    named = tuple(
        replace(one, name=one.name.removesuffix(SUFFIX)) if one.guid in users else one
        for one in project.users
    )
    own = tuple(one for one in project.codings if one.coder in users)
    rest = tuple(one for one in project.codings if one.coder not in users)
    return replace(project, codings=rest), replace(project, users=named, codings=own)
