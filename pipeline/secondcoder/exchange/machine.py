"""The machine as a coder of its own: its suggestions with their evidence, its themes as a branch.

Nothing of it can be taken for a person's: the coder's name carries the run, the branch of the
codebook says that it is the machine's, every suggestion has a note with model and evidence.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from secondcoder.exchange.project import Memo, Project, ProjectCode, ProjectCoding, User
from secondcoder.exchange.refi.guids import made
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, PassageRow
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS, SuggestionRow
from secondcoder.procedures.second_coder.tables.themes import THEMES, ThemeRow
from secondcoder.publish.schema import Tables

BRANCH = "Candidate themes (machine)"
MACHINE_PREFIX = "secondcoder machine, run "
"""Begins the name of the machine as a coder."""
_COLOUR = "#7F7F7F"


def machine_name(record: Mapping[str, Any]) -> str:
    """Return the name of the machine as a coder of one run."""
    return f"{MACHINE_PREFIX}{record['run_id']}"


def add_machine(project: Project, tables: Tables, record: Mapping[str, Any]) -> Project:
    """Return the project with the machine's user, suggestions, notes and candidate themes."""
    run = str(record["run_id"])
    user = User(made(project.name, "machine", run), machine_name(record))
    places = _places(project, tables[PASSAGES])
    codings, memos = [], []
    for row in tables[SUGGESTIONS]:
        if not row.suggested:
            continue
        guid = made(project.name, "suggestion", run, row.passage_id, row.code_id)
        code = made(project.name, "code", row.code_id)
        codings.append(_coding(guid, user, code, places[row.passage_id]))
        title = f"Machine suggestion{_confidence(row)}"
        text = _rationale(row, record)
        memos.append(
            Memo(
                guid=made(guid, "memo"),
                about="coding",
                target=guid,
                text=text,
                title=title,
                author=user.guid,
            )
        )
    themes = tuple(_themes(project, tables[THEMES], run))
    return replace(
        project,
        users=(*project.users, user),
        codes=(*project.codes, *themes),
        codings=(
            *project.codings,
            *codings,
            *_in_themes(project, tables[PASSAGES], places, user, run),
        ),
        memos=(*project.memos, *memos, _about_run(project, record, user)),
    )


def _coding(guid: str, user: User, code: str, place: tuple[str, int, int]) -> ProjectCoding:
    document, start, end = place
    return ProjectCoding(
        guid=guid, coder=user.guid, code=code, document=document, start=start, end=end
    )


def _places(project: Project, passages: Sequence[PassageRow]) -> dict[str, tuple[str, int, int]]:
    """Return document's GUID, start and end of each passage."""
    return {
        row.passage_id: (made(project.name, "document", row.document), row.start, row.end)
        for row in passages
    }


def _rationale(row: SuggestionRow, record: Mapping[str, Any]) -> str:
    return "\n".join(
        (
            f"Suggested by the machine: {_tool(record)}.",
            f"Rank {row.rank}{_confidence(row)}; basis {row.basis}.",
            row.evidence,
        )
    )


def _confidence(row: SuggestionRow) -> str:
    if row.confidence is None:
        return ""
    word = f", {row.strength}" if row.strength else ""
    return f"{word}, confidence {row.confidence:.2f}"


def _tool(record: Mapping[str, Any]) -> str:
    tool, model = record["tool"], record["model"]
    return (
        f"{tool['name']} {tool['version']}, run {record['run_id']}, "
        f"model {model['name']} ({str(model['fingerprint'])[:12]})"
    )


def _about_run(project: Project, record: Mapping[str, Any], user: User) -> Memo:
    text = "\n".join(
        (
            f"Codings by “{user.name}” were made by a machine:",
            f"{_tool(record)}, seed {record['seed']}, basis {record['basis'] or 'none'}.",
            f"Codes below “{BRANCH}” are groups of passages that the machine found;",
            "they are no codes of the codebook.",
        )
    )
    guid = made(project.name, "about the run", record["run_id"])
    return Memo(
        guid=guid,
        about="project",
        target="",
        text=text,
        title="About the machine's coding",
        author=user.guid,
    )


def _themes(project: Project, themes: Sequence[ThemeRow], run: str) -> Iterator[ProjectCode]:
    """Yield the branch of candidate themes, themes before their subthemes."""
    if not themes:
        return
    branch = made(project.name, "themes", run)
    said = f"Groups of passages found by the machine in run {run}; not part of the codebook."
    yield ProjectCode(
        guid=branch, name=BRANCH, parent="", description=said, codable=False, colour=_COLOUR
    )
    names = {code.name for code in project.codes}
    for row in sorted(themes, key=lambda row: row.level):
        above = _theme(project, run, row.parent_id) if row.parent_id else branch
        text = (
            f"Key phrases: {'; '.join(row.key_phrases)}\n"
            f"{row.passages} passages in {row.documents} documents; "
            f"stability {row.stability:.2f}, cohesion {row.cohesion:.2f}; "
            f"against the codebook: {row.relation or 'not compared'}."
        )
        guid = _theme(project, run, row.theme_id)
        name = _apart(row.label, names)
        yield ProjectCode(guid=guid, name=name, parent=above, description=text, colour=_COLOUR)


def _apart(label: str, names: set[str]) -> str:
    """Return a theme's name that no code has: some programs know codes by their names alone."""
    name = label if label not in names else f"{label} (theme)"
    numbered = (f"{label} (theme {number})" for number in count(2))
    while name in names:
        name = next(numbered)
    names.add(name)
    return name


def _theme(project: Project, run: str, theme: str) -> str:
    return made(project.name, "theme", run, theme)


def _in_themes(
    project: Project,
    passages: Sequence[PassageRow],
    places: Mapping[str, tuple[str, int, int]],
    user: User,
    run: str,
) -> Iterator[ProjectCoding]:
    """Yield a coding of each passage with its deepest candidate theme."""
    for row in passages:
        theme = row.subtheme_id or row.theme_id
        if theme:
            guid = made(project.name, "in theme", run, row.passage_id, theme)
            code = _theme(project, run, theme)
            yield _coding(guid, user, code, places[row.passage_id])
