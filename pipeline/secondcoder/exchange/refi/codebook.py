"""``.qdc`` codebooks: written in the standard's form, read in that and ATLAS.ti's older one."""

from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import Group, Project
from secondcoder.exchange.refi.code_tree import read_codes
from secondcoder.exchange.refi.guids import normal
from secondcoder.exchange.refi.registry import Registry
from secondcoder.exchange.refi.writing import (
    clean,
    element,
    guid_out,
    text_element,
    write_codes,
    xml_bytes,
)
from secondcoder.reading.files.text import read_bytes
from secondcoder.reading.files.xml_tree import child, child_text, children, local, parse_xml

NAMESPACE = "urn:QDA-XML:codebook:1.0"


def qdc_bytes(project: Project) -> bytes:
    """Return a project's codebook; a project without codes is refused, as the form has no place."""
    if not project.codes:
        raise SecondcoderError(
            "there is no codebook to export",
            hint="Name a codebook in study.toml, or export to a .qdpx file.",
        )
    root = element(None, "CodeBook", origin="secondcoder")
    write_codes(element(root, "Codes"), project.codes, {})
    groups = [group for group in project.groups if group.codes]
    if groups:
        sets = element(root, "Sets")
        for group in groups:
            one = element(sets, "Set", guid=guid_out(group.guid))
            one.set("name", clean(group.name))
            text_element(one, "Description", group.description)
            for guid in group.codes:
                element(one, "MemberCode", guid=guid_out(guid))
    return xml_bytes(root, NAMESPACE)


def read_qdc(path: Path) -> Project:
    """Read a codebook, whatever its namespace."""
    root = parse_xml(read_bytes(path, name=path.name), name=path.name)
    if local(root) != "CodeBook":
        raise SecondcoderError(
            f"{path.name}: the file holds <{local(root)}> where a codebook should stand",
            hint="Export the codebook as REFI-QDA codebook (.qdc).",
        )
    registry = Registry()
    codes = read_codes(child(root, "Codes"), registry.identity, registry.discard)
    known = {code.guid for code in codes}
    groups = []
    for one in children(child(root, "Sets"), "Set"):
        name = (one.get("name") or "").strip() or "unnamed set"
        stated = [
            normal(member.get("guid") or member.get("targetGUID"))
            for member in children(one, "MemberCode")
        ]
        lost = sum(guid not in known for guid in stated)
        if lost:
            registry.discard("reference", name, "its code is not in the file", lost)
        members = tuple(guid for guid in stated if guid in known)
        guid = registry.identity(normal(one.get("guid")), name)
        groups.append(
            Group(
                guid=guid,
                name=name,
                description=child_text(one, "Description").strip(),
                codes=members,
            )
        )
    return Project(
        name=path.stem,
        origin=root.get("origin") or "",
        codes=codes,
        groups=tuple(groups),
        discarded=registry.lines,
    )
