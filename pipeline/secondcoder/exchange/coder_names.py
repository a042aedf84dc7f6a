"""Who made the codings of a file: named on the command line, asked for where nobody can tell."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import UNKNOWN_CODER, Project

PLACEHOLDERS = frozenset(
    f"{UNKNOWN_CODER},default,admin,administrator,anonymous,author,autor,auteur,coder,user,"
    "unknown author,windows user,windows-benutzer,utilisateur windows,usuario de windows,"
    "microsoft office user,office user,microsoft account".split(",")
)
"""What programs call a coder whom nobody named."""
FromFile = tuple[Path, Project]


def named_coders(projects: Sequence[FromFile], coders: Sequence[str]) -> list[Project]:
    """Return the projects with the coders that ``coders`` (``FILE=NAME``) give their files.

    Two files or more that hold codings by ``default``, ``admin`` or the like are refused: taken as
    one, two people's codings would fall together.
    """
    names = _by_file([file for file, _ in projects], coders)
    given = [(f, _renamed(f, p, names[f]) if f in names else p) for f, p in projects]
    nobody = [file for file, project in given if _nameless(project)]
    if len(nobody) > 1:
        shown = ", ".join(file.name for file in nobody)
        example = " ".join(f'--coder "{f.name}=NAME"' for f in nobody[:2])
        said = dict.fromkeys(f"{name!r}" for _, project in given for name in _nameless(project))
        raise SecondcoderError(
            f"{shown}: these files do not say who coded, or only {' and '.join(said)}",
            hint=f"Say who it was: {example}. One person's files get the same name.",
        )
    return [project for _, project in given]


def _by_file(files: Sequence[Path], coders: Sequence[str]) -> dict[Path, str]:
    found: dict[Path, str] = {}
    for one in coders:
        fitting = [
            (file, one[len(spelling) + 1 :].strip())
            for file in files
            for spelling in dict.fromkeys((str(file), file.name, file.stem))
            if one.startswith(f"{spelling}=")
        ]
        if not fitting or not fitting[0][1]:
            raise SecondcoderError(
                f"--coder {one}: it should read FILE=NAME, with one of the files that are imported",
                hint=f'For example --coder "{files[0].name}=Nora".',
            )
        if len({file for file, _ in fitting}) > 1:
            raise SecondcoderError(
                f"--coder {one}: several of the files are called so",
                hint="Write the file's whole path, as it stands among the files.",
            )
        found[fitting[0][0]] = fitting[0][1]
    return found


def _coding(project: Project) -> list[str]:
    """Return the names of those who coded, in the order of the file."""
    made = {coding.coder for coding in project.codings}
    return [user.name for user in project.users if user.guid in made]


def _nameless(project: Project) -> list[str]:
    return [name for name in _coding(project) if name.casefold() in PLACEHOLDERS]


def _renamed(file: Path, project: Project, name: str) -> Project:
    """Return a project with its one coder, or its nameless ones, under another name."""
    coding = _coding(project)
    nameless = _nameless(project)
    meant = nameless or coding
    if not coding:
        raise SecondcoderError(
            f"--coder {file.name}={name}: nobody coded in this file",
            hint="Name a file that holds codings.",
        )
    if len(meant) > 1 and not nameless:
        raise SecondcoderError(
            f"--coder {file.name}={name}: {len(meant)} people coded in this file: "
            f"{', '.join(meant)}",
            hint="Leave the option out: the file says who coded what.",
        )
    kept = next(user for user in project.users if user.name == meant[0])
    same = next((user for user in project.users if user.name == name), kept)
    guids = {user.guid: same.guid for user in project.users if user.name in meant}
    note = f"{file.name}: {' and '.join(meant)} is called {name}, as --coder says."
    return replace(
        project,
        users=tuple(
            replace(user, name=name) if user.guid == same.guid else user
            for user in project.users
            if guids.get(user.guid, user.guid) == user.guid or user.guid == same.guid
        ),
        codings=tuple(replace(c, coder=guids.get(c.coder, c.coder)) for c in project.codings),
        memos=tuple(replace(m, author=guids.get(m.author, m.author)) for m in project.memos),
        notes=(*project.notes, note),
    )
