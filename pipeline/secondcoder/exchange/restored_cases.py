"""Cases as they came in, as far as the table of documents still says so."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from secondcoder.exchange.identity import Identity
from secondcoder.exchange.project import Case, Project, ProjectDocument
from secondcoder.records.text import Attributes


def restored_cases(project: Project, identity: Identity) -> Project:
    """Return the project with its cases' GUIDs, attributes, stretches and further documents.

    The table of documents names one case of a document. Where it still names one that came in for
    it, the document belongs to all cases that it came in with; where it names another, to that.
    """
    was = identity.project
    then = {one.name: one for one in reversed(was.cases)}
    came: dict[str, list[Case]] = defaultdict(list)
    for case in was.cases:
        for guid in case.documents:
            came[guid].append(case)
    own = {guid: case.name for case in project.cases for guid in case.documents}
    members: dict[str, list[str]] = defaultdict(list)
    for document in project.documents:
        in_study = document.guid in identity.documents
        name = own.get(document.guid, "")
        names = [case.name for case in came[document.guid]]
        kept = name in names or not in_study or (not name and not names)
        for one in names if kept else [name] if name else []:
            members[one].append(document.guid)
    cases = [
        _case(one, then.get(one.name), members[one.name])
        for one in project.cases
        if one.documents or one.passages
    ]
    named = {one.name for one in cases}
    cases += [
        _case(one, one, members[one.name])
        for one in was.cases
        if one.name not in named and (members[one.name] or not one.documents)
    ]
    order = {one.name: place for place, one in enumerate(was.cases)}
    cases.sort(key=lambda one: order.get(one.name, len(order)))
    columns = {column: name for name, column in identity.columns.items()}
    there = {one.guid: one for one in was.documents}
    of: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        for guid in case.documents:
            of[guid].append(case)
    documents = tuple(
        replace(one, attributes=_attributes(one, there.get(one.guid), of[one.guid], columns))
        if one.guid in there
        else one
        for one in project.documents
    )
    used = {name for document in documents for name, _ in document.attributes}
    variables = {name: kind for name, kind in project.variables.items() if name in used}
    return replace(project, cases=tuple(cases), documents=documents, variables=variables)


def _case(now: Case, then: Case | None, members: list[str]) -> Case:
    if then is None:
        return replace(now, documents=tuple(members))
    ordered = [guid for guid in then.documents if guid in members]
    documents = dict.fromkeys((*ordered, *members))
    passages = dict.fromkeys((*then.passages, *now.passages))
    return replace(then, documents=tuple(documents), passages=tuple(passages))


def _attributes(
    now: ProjectDocument,
    then: ProjectDocument | None,
    cases: list[Case],
    columns: Mapping[str, str],
) -> Attributes:
    """Return a document's own attributes: without those that only its cases have."""
    if then is None:
        return now.attributes
    own = dict(then.attributes)
    of_cases = {pair for case in cases for pair in case.attributes}
    names = {case.name for case in cases}
    found = []
    for column, value in now.attributes:
        name = columns.get(column, column)
        if name in own and " ".join(own[name].split()) == " ".join(value.split()):
            found.append((name, own[name]))
        elif (name, value) not in of_cases and not _lists(value, names):
            found.append((name, value))
    return tuple(found)


def _lists(value: str, cases: set[str]) -> bool:
    """Say whether a cell lists the further cases of a document: all but one."""
    return len(cases) > 1 and len(cases - set(value.split("; "))) == 1
