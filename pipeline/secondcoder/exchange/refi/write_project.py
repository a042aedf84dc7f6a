r"""A project to a ``.qdpx`` file: schema order, LF text without byte-order mark, stable bytes.

Selections are made for each stretch and coder, so that programs which take the coder from the
selection find the same one as those which take it from the coding.
"""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.exchange.project import Case, Memo, Project, ProjectCoding, ProjectDocument
from secondcoder.exchange.refi.conventions import CONVENTIONS, Convention, positions
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.writing import (
    clean,
    element,
    guid_out,
    text_element,
    write_codes,
    xml_bytes,
)
from secondcoder.records.text import Attributes

NAMESPACE = "urn:QDA-XML:project:1.0"
ORIGINS = {"standard": "secondcoder", "nvivo": "secondcoder (NVivo profile)"}
"""What each profile calls the program: it tells a reader how positions are counted."""
_CONVENTION = {"standard": CONVENTIONS["codepoint"], "nvivo": CONVENTIONS["utf16"]}
_LONGEST_NAME = 200
"""Characters of a passage that its selection is named by. Not measured."""
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can hold: the same project gives the same bytes."""
_FORMS = {
    "Boolean": re.compile(r"true|false|0|1"),
    "Integer": re.compile(r"[+-]?\d+"),
    "Float": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "Date": re.compile(r"\d{4}-\d\d-\d\d"),
    "DateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
}

_Place = tuple[str, int, int, str]
"""Document, start, end and coder of a selection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """A project's objects by what they belong to."""

    codings: Mapping[_Place, Sequence[ProjectCoding]]
    whole: Mapping[str, Sequence[ProjectCoding]]
    refs: Mapping[tuple[str, str], Sequence[str]]
    """Notes on an object: by kind and GUID."""
    passage_refs: Mapping[_Place, Sequence[str]]
    kinds: Mapping[str, str]
    """Type of each variable that is written, by its name."""


def qdpx_bytes(project: Project, *, profile: str = "standard") -> bytes:
    """Return a ``.qdpx`` file; with the profile ``nvivo`` positions count UTF-16 code units."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "project.qde", project_xml(project, profile=profile))
        for document in project.documents:
            name = f"sources/{guid_out(document.guid)}.txt"
            _add(archive, name, document.text.encode("utf-8", "replace"))
    return buffer.getvalue()


def has_wide_characters(project: Project) -> bool:
    """Say whether some text holds a character that takes two UTF-16 units, such as an emoji."""
    return any(max(document.text, default="") > "\uffff" for document in project.documents)


def project_xml(project: Project, *, profile: str = "standard") -> bytes:
    """Return the ``project.qde`` of a project."""
    convention = _CONVENTION[profile]
    parts = _parts(project)
    root = element(None, "Project")
    root.set("name", clean(project.name))
    root.set("origin", ORIGINS[profile])
    if project.users:
        users = element(root, "Users")
        for user in project.users:
            element(users, "User", guid=guid_out(user.guid), name=user.name)
    if project.codes:
        codes = element(element(root, "CodeBook"), "Codes")
        on_codes = {guid: refs for (kind, guid), refs in parts.refs.items() if kind == "code"}
        write_codes(codes, project.codes, on_codes)
    if parts.kinds:
        variables = element(root, "Variables")
        for name, kind in parts.kinds.items():
            one = element(variables, "Variable", guid=guid_out(_variable(name)))
            one.set("name", clean(name))
            one.set("typeOfVariable", kind)
    if project.cases:
        cases = element(root, "Cases")
        for case in project.cases:
            _write_case(cases, case, parts)
    if project.documents:
        sources = element(root, "Sources")
        for document in project.documents:
            _write_source(sources, document, parts, convention)
    _write_notes(root, project.memos)
    _write_groups(root, project)
    _note_refs(root, parts.refs.get(("project", ""), ()))
    return xml_bytes(root, NAMESPACE)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _FIXED_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    archive.writestr(entry, data)


def _parts(project: Project) -> _Parts:
    codings: dict[_Place, list[ProjectCoding]] = defaultdict(list)
    whole: dict[str, list[ProjectCoding]] = defaultdict(list)
    for coding in project.codings:
        if coding.whole:
            whole[coding.document].append(coding)
        else:
            codings[coding.document, coding.start, coding.end, coding.coder].append(coding)
    refs: dict[tuple[str, str], list[str]] = defaultdict(list)
    passage_refs: dict[_Place, list[str]] = defaultdict(list)
    for memo in project.memos:
        if memo.about == "passage":
            place = (memo.target, memo.start, memo.end, memo.author)
            passage_refs[place].append(memo.guid)
        elif memo.about:
            refs[memo.about, memo.target].append(memo.guid)
    for case in project.cases:
        for document, start, end in case.passages:
            passage_refs.setdefault((document, start, end, ""), [])
    return _Parts(
        codings=codings, whole=whole, refs=refs, passage_refs=passage_refs, kinds=_kinds(project)
    )


def _kinds(project: Project) -> dict[str, str]:
    """Return each variable's type; one whose values do not all have the form becomes text."""
    values: dict[str, list[str]] = {name: [] for name in project.variables}
    owners = [one.attributes for one in project.documents]
    for attributes in [*owners, *(case.attributes for case in project.cases)]:
        for name, value in attributes:
            values.setdefault(name, []).append(value)
    kinds = {}
    for name, said in values.items():
        kind = project.variables.get(name, "Text")
        form = _FORMS.get(kind)
        fits = form is not None and all(form.fullmatch(value) for value in said)
        kinds[name] = kind if fits else "Text"
    return kinds


def _variable(name: str) -> str:
    return made("variable", name)


def _write_values(parent: ET.Element, attributes: Attributes, parts: _Parts) -> None:
    for name, value in attributes:
        one = element(parent, "VariableValue")
        element(one, "VariableRef", targetGUID=guid_out(_variable(name)))
        element(one, f"{parts.kinds[name]}Value").text = clean(value)


def _write_case(parent: ET.Element, case: Case, parts: _Parts) -> None:
    one = element(parent, "Case", guid=guid_out(case.guid), name=case.name)
    text_element(one, "Description", case.description)
    _write_values(one, case.attributes, parts)
    for guid in case.documents:
        element(one, "SourceRef", targetGUID=guid_out(guid))
    for document, start, end in case.passages:
        target = _selection_guid((document, start, end, ""))
        element(one, "SelectionRef", targetGUID=guid_out(target))


def _write_source(
    parent: ET.Element, document: ProjectDocument, parts: _Parts, convention: Convention
) -> None:
    path = f"internal://{guid_out(document.guid)}.txt"
    guid = guid_out(document.guid)
    one = element(parent, "TextSource", guid=guid, name=document.name, plainTextPath=path)
    text_element(one, "Description", document.description)
    table = positions(document.text, convention)
    places = {place for place in parts.codings if place[0] == document.guid}
    places |= {place for place in parts.passage_refs if place[0] == document.guid}
    for place in sorted(places):
        _, start, end, coder = place
        quote = " ".join(document.text[start:end].split())[:_LONGEST_NAME]
        selection = element(one, "PlainTextSelection", guid=guid_out(_selection_guid(place)))
        if quote:
            selection.set("name", clean(quote))
        selection.set("startPosition", str(table[start]))
        selection.set("endPosition", str(table[end]))
        if coder:
            selection.set("creatingUser", guid_out(coder))
        for coding in parts.codings.get(place, ()):
            _write_coding(selection, coding, parts)
        _note_refs(selection, parts.passage_refs.get(place, ()))
    for coding in parts.whole.get(document.guid, ()):
        _write_coding(one, coding, parts)
    _note_refs(one, parts.refs.get(("document", document.guid), ()))
    _write_values(one, document.attributes, parts)


def _write_coding(parent: ET.Element, coding: ProjectCoding, parts: _Parts) -> None:
    one = element(parent, "Coding", guid=guid_out(coding.guid), creatingUser=guid_out(coding.coder))
    element(one, "CodeRef", targetGUID=guid_out(coding.code))
    _note_refs(one, parts.refs.get(("coding", coding.guid), ()))


def _write_notes(root: ET.Element, memos: Sequence[Memo]) -> None:
    distinct = {memo.guid: memo for memo in memos}
    if not distinct:
        return
    notes = element(root, "Notes")
    for memo in distinct.values():
        one = element(
            notes,
            "Note",
            guid=guid_out(memo.guid),
            name=memo.title,
            creatingUser=guid_out(memo.author),
        )
        element(one, "PlainTextContent").text = clean(memo.text)


def _write_groups(root: ET.Element, project: Project) -> None:
    if not project.groups:
        return
    groups = element(root, "Sets")
    for group in project.groups:
        one = element(groups, "Set", guid=guid_out(group.guid))
        one.set("name", clean(group.name))
        text_element(one, "Description", group.description)
        for guid in group.codes:
            element(one, "MemberCode", targetGUID=guid_out(guid))
        for guid in group.documents:
            element(one, "MemberSource", targetGUID=guid_out(guid))


def _note_refs(parent: ET.Element, notes: Sequence[str]) -> None:
    for note in notes:
        element(parent, "NoteRef", targetGUID=guid_out(note))


def _selection_guid(place: _Place) -> str:
    return made("selection", *place)
