r"""A project to a ``.qdpx`` file: schema order, LF text without byte-order mark, stable bytes."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import defaultdict

from secondcoder.exchange.dating import dated
from secondcoder.exchange.project import Case, Project, ProjectCoding
from secondcoder.exchange.refi.conventions import CONVENTIONS
from secondcoder.exchange.refi.selections import selections_of
from secondcoder.exchange.refi.stamps import set_stamp
from secondcoder.exchange.refi.write_notes import (
    description_of,
    in_a_file,
    notes_of,
    write_notes,
)
from secondcoder.exchange.refi.write_sources import Parts, note_refs, write_source, write_values
from secondcoder.exchange.refi.writing import (
    clean,
    element,
    guid_out,
    text_element,
    write_codes,
    xml_bytes,
)

NAMESPACE = "urn:QDA-XML:project:1.0"
ORIGINS = {
    "standard": "secondcoder",
    "nvivo": "secondcoder (NVivo profile)",
    "qualcoder": "secondcoder (QualCoder profile)",
}
"""What each profile calls the program: it tells a reader how positions are counted."""
_CONVENTION = dict.fromkeys(ORIGINS, CONVENTIONS["codepoint"]) | {"nvivo": CONVENTIONS["utf16"]}
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can hold: the same project gives the same bytes."""
_FORMS = {
    "Boolean": re.compile(r"true|false|0|1"),
    "Integer": re.compile(r"[+-]?\d+"),
    "Float": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    "Date": re.compile(r"\d{4}-\d\d-\d\d"),
    "DateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"),
}


def qdpx_bytes(project: Project, *, profile: str = "standard") -> bytes:
    """Return a ``.qdpx`` file; with the profile ``nvivo`` positions count UTF-16 code units."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "project.qde", project_xml(project, profile=profile))
        texts = {document.guid: document.text for document in project.documents}
        texts |= {memo.guid: memo.text for memo in notes_of(project) if in_a_file(memo)}
        for guid, text in texts.items():
            _add(archive, f"sources/{guid_out(guid)}.txt", text.encode("utf-8", "replace"))
    return buffer.getvalue()


def has_wide_characters(project: Project) -> bool:
    """Say whether some text holds a character that takes two UTF-16 units, such as an emoji."""
    return any(max(document.text, default="") > "\uffff" for document in project.documents)


def project_xml(project: Project, *, profile: str = "standard") -> bytes:
    """Return the ``project.qde`` of a project."""
    convention = _CONVENTION[profile]
    project = dated(project)
    parts = _parts(project)
    root = element(None, "Project")
    root.set("name", clean(project.name))
    root.set("origin", ORIGINS[profile])
    set_stamp(root, project.stamp, user="UserGUID")
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
            one = element(variables, "Variable", guid=guid_out(parts.variable(name)))
            one.set("name", clean(name))
            one.set("typeOfVariable", kind)
    if project.cases:
        cases = element(root, "Cases")
        for case in project.cases:
            _write_case(cases, case, parts)
    if project.documents:
        sources = element(root, "Sources")
        for document in project.documents:
            write_source(sources, document, parts, convention)
    write_notes(root, notes_of(project))
    _write_groups(root, project)
    text_element(root, "Description", description_of(project))
    note_refs(root, parts.refs.get(("project", ""), ()))
    return xml_bytes(root, NAMESPACE)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _FIXED_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    archive.writestr(entry, data)


def _parts(project: Project) -> Parts:
    whole: dict[str, list[ProjectCoding]] = defaultdict(list)
    for coding in project.codings:
        if coding.whole:
            whole[coding.document].append(coding)
    written = {memo.guid for memo in notes_of(project)}
    refs: dict[tuple[str, str], list[str]] = defaultdict(list)
    said: dict[str, list[str]] = defaultdict(list)
    for memo in project.memos:
        if memo.about == "document":
            said[memo.target].append(memo.text)
        if memo.about not in {"", "passage"} and memo.guid in written:
            refs[memo.about, memo.target].append(memo.guid)
    return Parts(
        selections=selections_of(project),
        whole=whole,
        refs=refs,
        said=said,
        kinds=_kinds(project),
        variables=project.variable_guids,
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


def _write_case(parent: ET.Element, case: Case, parts: Parts) -> None:
    one = element(parent, "Case", guid=guid_out(case.guid), name=case.name)
    text_element(one, "Description", case.description)
    write_values(one, case.attributes, parts)
    for guid in case.documents:
        element(one, "SourceRef", targetGUID=guid_out(guid))
    for passage in case.passages:
        element(one, "SelectionRef", targetGUID=guid_out(parts.selections.of_passage[passage]))


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
