"""A project as QualCoder can take all of it: with ``--profile qualcoder``.

Found in QualCoder's own import (``refi.py``): it knows a code by its name alone, and codings with
the second code of a name lose their code; it reads codings of stretches, not of whole documents; a
folder is no code; which texts belong to a case it learns from codings with a code of the case's
GUID, as NVivo writes them; a variable belongs to documents or to cases; names of cases, variables
and sets of documents are unique. Nothing is renamed in the study itself.
"""

from collections.abc import Iterable
from dataclasses import replace

from secondcoder.exchange.dating import NOBODY
from secondcoder.exchange.project import (
    UNKNOWN_CODER,
    Case,
    Discarded,
    Project,
    ProjectCode,
    ProjectCoding,
    User,
    merged,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.safe_names import distinct
from secondcoder.records.text import Attributes

_PARTED = "QualCoder knows {} by its name alone; there it is called “{}”"


def for_qualcoder(project: Project) -> Project:
    """Return the project in QualCoder's terms, with a line for all that is other than it was."""
    lines: list[Discarded] = []
    project = _codes(project, lines)
    project = _variables(project, lines)
    project = _whole_documents(project, lines)
    project = _cases(project, lines)
    return replace(project, discarded=merged([*project.discarded, *lines]))


def read_otherwise(project: Project) -> list[str]:
    """Return in words what QualCoder loses of a project that is not written for it."""
    names = [code.name for code in project.codes if code.codable]
    twice = len(names) - len(set(names))
    whole = sum(one.whole for one in project.codings)
    cases = sum(bool(one.documents or one.passages) for one in project.cases)
    found = {
        f"{twice:,} codes share the name of another": twice,
        f"{whole:,} codings of whole documents": whole,
        f"which texts belong to {cases:,} cases": cases,
    }
    return [words for words, number in found.items() if number]


def _named(kind: str, names: Iterable[str], lines: list[Discarded]) -> list[str]:
    given = list(names)
    found = distinct(given)
    lines += [
        Discarded(kind, name, _PARTED.format(f"a {kind}", new))
        for name, new in zip(given, found, strict=True)
        if name != new
    ]
    return found


def _codes(project: Project, lines: list[Discarded]) -> Project:
    """Make folders that were coded with codes, and give codes of one name others."""
    used = {one.code for one in project.codings}
    codes = []
    for code in project.codes:
        if not code.codable and code.guid in used:
            lines.append(Discarded("code", code.name, "a folder that was coded with; a code there"))
        codes.append(replace(code, codable=code.codable or code.guid in used))
    names: dict[str, str] = {}
    for codable in (True, False):
        some = [code for code in codes if code.codable == codable]
        new = _named("code", (code.name for code in some), lines)
        names |= {code.guid: name for code, name in zip(some, new, strict=True)}
    return replace(project, codes=tuple(replace(one, name=names[one.guid]) for one in codes))


def _variables(project: Project, lines: list[Discarded]) -> Project:
    """Give variables of cases that documents have too other names, and sets those of neither."""
    of_documents = {name for one in project.documents for name, _ in one.attributes}
    of_cases = {name for one in project.cases for name, _ in one.attributes}
    new = {name: f"{name} (case)" for name in sorted(of_documents & of_cases)}
    reason = "a variable is one of documents or of cases there; for cases it is called “{}”"
    lines += [Discarded("attribute", name, reason.format(other)) for name, other in new.items()]

    def renamed(attributes: Attributes) -> Attributes:
        return tuple((new.get(name, name), value) for name, value in attributes)

    variables = dict(project.variables)
    variables |= {other: variables.get(name, "Text") for name, other in new.items()}
    sets = _named("set", [*variables, *(one.name for one in project.groups)], lines)
    return replace(
        project,
        cases=tuple(replace(one, attributes=renamed(one.attributes)) for one in project.cases),
        groups=tuple(
            replace(one, name=name)
            for one, name in zip(project.groups, sets[len(variables) :], strict=True)
        ),
        variables=variables,
    )


def _whole_documents(project: Project, lines: list[Discarded]) -> Project:
    whole = sum(one.whole for one in project.codings)
    if whole:
        reason = "written as codings of all of their text, since others are not read there"
        lines.append(Discarded("coding", "codings of whole documents", reason, whole))
    codings = tuple(replace(one, whole=False) for one in project.codings)
    return replace(project, codings=codings)


def _cases(project: Project, lines: list[Discarded]) -> Project:
    """Add a code with each case's GUID, and codings with it for its texts."""
    names = _named("case", (one.name for one in project.cases), lines)
    cases = [replace(one, name=name) for one, name in zip(project.cases, names, strict=True)]
    with_texts = [one for one in cases if one.documents or one.passages]
    if not with_texts:
        return replace(project, cases=tuple(cases))
    taken = [code.name for code in project.codes]
    labels = distinct([*taken, *(f"{case.name} (case)" for case in with_texts)])[len(taken) :]
    codes = [
        ProjectCode(guid=case.guid, name=label)
        for case, label in zip(with_texts, labels, strict=True)
    ]
    codings = [coding for case in with_texts for coding in _of_case(case, project)]
    reason = "a code of its own says which texts belong to it, as QualCoder and NVivo read it"
    lines.append(Discarded("case", "cases with texts", reason, len(with_texts)))
    users = project.users
    if all(one.guid != NOBODY for one in users):
        users = (*users, User(NOBODY, UNKNOWN_CODER))
    return replace(
        project,
        users=users,
        cases=tuple(cases),
        codes=(*project.codes, *codes),
        codings=(*project.codings, *codings),
    )


def _of_case(case: Case, project: Project) -> list[ProjectCoding]:
    lengths = {one.guid: len(one.text) for one in project.documents}
    spans = [(guid, 0, lengths[guid]) for guid in case.documents if lengths[guid]]
    return [
        ProjectCoding(
            guid=made("of case", case.guid, *span),
            coder=NOBODY,
            code=case.guid,
            document=span[0],
            start=span[1],
            end=span[2],
        )
        for span in dict.fromkeys((*spans, *case.passages))
    ]
