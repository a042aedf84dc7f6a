"""The codebook of a study as codes of a project."""

from collections.abc import Mapping

from secondcoder.exchange.entry_text import Entry, entry_text
from secondcoder.exchange.project import ProjectCode
from secondcoder.exchange.refi.guids import made
from secondcoder.records.codes import Code
from secondcoder.records.study import StudyMaterial


def code_guid(title: str, code_id: str) -> str:
    """Return the GUID of a code of the study."""
    return made(title, "code", code_id)


def codes_of(material: StudyMaterial, title: str) -> tuple[ProjectCode, ...]:
    """Return the codebook, then codes outside it; what only stands above others is implied."""
    found: dict[tuple[str, ...], ProjectCode] = {}
    own = material.codebook.codes if material.codebook else ()
    outside = material.outside_codebook
    ids = {code.path: code.id for code in (*own, *outside)}
    for code in (*own, *outside):
        for depth in range(1, len(code.path)):
            above = code.path[:depth]
            if above not in found and above not in ids:
                guid = made(title, "folder", *above)
                parent = found[above[:-1]].guid if depth > 1 else ""
                found[above] = ProjectCode(guid=guid, name=above[-1], parent=parent, codable=False)
        parent = _guid_of(code.path[:-1], found, ids, title) if len(code.path) > 1 else ""
        note = "" if code in own else "Used by coders; not in the codebook."
        text = "\n".join(part for part in (_description(code), note) if part)
        found[code.path] = ProjectCode(
            guid=code_guid(title, code.id),
            name=code.name,
            parent=parent,
            description=text,
            codable=code.codable,
        )
    return tuple(found[path] for path in sorted(found, key=len))


def _guid_of(
    path: tuple[str, ...],
    found: Mapping[tuple[str, ...], ProjectCode],
    ids: Mapping[tuple[str, ...], str],
    title: str,
) -> str:
    return code_guid(title, ids[path]) if path in ids else found[path].guid


def _description(code: Code) -> str:
    entry = Entry(code.definition, code.include, code.exclude, "\n".join(code.examples))
    facets = [f"{name}: {value}" for name, value in code.facets]
    return "\n".join(part for part in (entry_text(entry), *facets) if part)
