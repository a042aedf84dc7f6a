"""A ``.qdpx`` file to a project, with a line for everything that does not come in."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import Project, ProjectCoding, ProjectDocument
from secondcoder.exchange.refi.attached import left_with
from secondcoder.exchange.refi.code_tree import read_codes
from secondcoder.exchange.refi.coders import Coders
from secondcoder.exchange.refi.conventions import by_name, offset_map
from secondcoder.exchange.refi.guids import normal
from secondcoder.exchange.refi.members import (
    Known,
    Memberships,
    Span,
    Variables,
    list_left_out,
    read_cases,
    read_groups,
)
from secondcoder.exchange.refi.notes import Notes
from secondcoder.exchange.refi.offsets import Selected, choose
from secondcoder.exchange.refi.raw_sources import RawSource, description
from secondcoder.exchange.refi.read_stamps import with_stamps
from secondcoder.exchange.refi.registry import Registry
from secondcoder.exchange.refi.said_twice import drop_descriptions, without_additions
from secondcoder.exchange.refi.selections import BETWEEN
from secondcoder.exchange.refi.sources import read_sources
from secondcoder.exchange.text_map import TextMap
from secondcoder.reading.files.archive import Archive, open_archive
from secondcoder.reading.files.text import read_bytes
from secondcoder.reading.files.xml_tree import child, children, local, parse_xml

_SAYING = frozenset({"Coding", "Description", "NoteRef"})


def read_qdpx(path: Path, *, offsets: str | None = None) -> Project:
    """Read a project; ``offsets`` names the way of counting where it cannot be recognised."""
    archive = open_archive(path)
    entry = _project_entry(archive)
    root = parse_xml(archive.read(entry), name=f"{path.name}, {entry}")
    return _read(root, archive, name=f"{path.name}: {entry}", stem=path.stem, offsets=offsets)


def read_qde(path: Path, *, offsets: str | None = None) -> Project:
    """Read a project without its sources, as it lies inside a ``.qdpx``."""
    root = parse_xml(read_bytes(path, name=path.name), name=path.name)
    nothing = io.BytesIO()
    zipfile.ZipFile(nothing, "w").close()
    archive = Archive(nothing.getvalue(), name=path.name)
    return _read(root, archive, name=path.name, stem=path.stem, offsets=offsets)


def _read(root: Element, archive: Archive, *, name: str, stem: str, offsets: str | None) -> Project:
    if local(root) != "Project":
        raise SecondcoderError(
            f"{name} holds <{local(root)}> where a project should stand",
            hint="Export the whole project as REFI-QDA project (.qdpx).",
        )
    drop_descriptions(root, archive)
    project = _ProjectReader(root, archive, stem=stem).read(offsets)
    return without_additions(with_stamps(project, root))


def _project_entry(archive: Archive) -> str:
    if found := archive.find("project.qde"):
        return found
    found_all = [name for name in archive.names if name.casefold().endswith(".qde")]
    if not found_all:
        raise SecondcoderError(
            f"{archive.name}: there is no project (.qde) in this file",
            hint="Export the project as REFI-QDA project (.qdpx); a .qda of QualCoder is read too.",
        )
    return min(found_all, key=lambda name: (len(PurePosixPath(name).parts), name))


class _ProjectReader:
    """Reads one project; what is met on the way is collected."""

    def __init__(self, root: Element, archive: Archive, *, stem: str) -> None:
        self._root, self._archive, self._stem = root, archive, stem
        self._registry = Registry()
        for name in archive.refused:
            self._discard("file", name, "its name leads out of the project file")
        self._documents: dict[str, ProjectDocument] = {}
        self._means: dict[str, str] = {}
        """GUID of the document that any source's GUID means."""
        self._spans: dict[str, Span] = {}
        self._bare: list[str] = []
        self._codings: list[ProjectCoding] = []
        self._cases = Memberships()

    def read(self, offsets: str | None) -> Project:
        """Return the project."""
        root, registry = self._root, self._registry
        self._coders = Coders(root, registry)
        tree = child(child(root, "CodeBook"), "Codes")
        codes = read_codes(tree, registry.identity, self._discard)
        codes = self._cases.apart(root, codes, registry)
        names = {code.guid: code.name for code in codes}
        self._codes = set(names)
        self._variables = Variables(root, registry)
        self._notes = Notes(root, self._archive, registry, self._coders.users)
        read = read_sources(root, self._archive, names)
        registry.add(tuple(read.discarded))
        sources = [replace(s, guid=registry.identity(s.guid, s.name)) for s in read.sources]
        notes = self._place(sources, offsets)
        memos = self._notes.memos(self._codes)
        known = Known(codes=self._codes, documents=self._means, spans=self._spans, bare=self._bare)
        list_left_out(root, known, registry)
        cases = tuple(read_cases(root, known, self._variables, self._cases, registry))
        groups = tuple(read_groups(root, known, registry))
        return Project(
            name=root.get("name") or self._stem,
            origin=root.get("origin") or "",
            users=tuple(self._coders.users.values()),
            codes=codes,
            documents=tuple(self._documents.values()),
            codings=tuple(self._codings),
            memos=memos,
            cases=cases,
            groups=groups,
            variables=self._variables.types(),
            notes=tuple(note for note in (*notes, *read.notes, self._cases.note()) if note),
            discarded=registry.lines,
        )

    def _discard(self, kind: str, what: str, reason: str, number: int = 1) -> None:
        self._registry.discard(kind, what, reason, number)

    def _place(self, sources: list[RawSource], offsets: str | None) -> tuple[str, ...]:
        """Turn sources into documents, selections into codings; return how positions were read."""
        selections = [
            Selected(place, stretch.start, stretch.end, stretch.name)
            for place, source in enumerate(sources)
            for stretch in source.stretches
        ]
        if offsets:
            convention = by_name(offsets)
            note = f"Positions: {convention.words}, as --offsets says."
        else:
            choice = choose(
                [source.raw for source in sources],
                selections,
                origin=self._root.get("origin") or "",
                name=self._archive.name,
            )
            convention = choice.convention
            note = f"Positions: {choice.grounds}." if selections else ""
        for source in sources:
            mapped = TextMap(source.raw)
            self._document(source, mapped)
            to_raw = offset_map(source.raw, convention)
            for stretch in source.stretches:
                found = to_raw(stretch.start, stretch.end)
                if found is None or found[0] >= found[1]:
                    what = f"{source.name}, {stretch.start} to {stretch.end}"
                    reason = "it holds no text" if found else "it lies outside the text"
                    codings = sum(1 for _ in children(stretch.element, "Coding"))
                    self._discard("coding" if codings else "selection", what, reason, codings or 1)
                    self._registry.add(tuple(left_with([stretch.element], what)))
                    continue
                span = (source.guid, mapped.start(found[0]), mapped.end(found[1]))
                self._selection(stretch.guid, span, stretch.element)
            for mark in source.marked:
                span = (source.guid, mapped.start(mark.start), mapped.end(mark.end))
                self._selection(mark.guid, span, mark.element)
        return (note,)

    def _selection(self, guid: str, span: Span, element: Element) -> None:
        """Take a selection's codings; what its comment says belongs to them, or to the passage."""
        self._spans[guid] = span
        if not any(local(one) in _SAYING for one in element):
            self._bare.append(guid)
        coded = [self._code(one, span, element) for one in children(element, "Coding")]
        self._notes.describe(element, span, [one for one in coded if one])
        document, start, end = span
        self._notes.attach(element, "passage", document, start=start, end=end)

    def _document(self, source: RawSource, mapped: TextMap) -> None:
        element, guid = source.element, source.guid
        elements = [one for one in (element, source.around) if one is not None]
        self._documents[guid] = ProjectDocument(
            guid=guid,
            name=source.name,
            text=mapped.text,
            attributes=self._variables.of(*elements),
            description=BETWEEN.join(filter(None, map(description, elements))),
        )
        for one in (normal(element.get("guid")), guid, *source.also):
            self._means.setdefault(one, guid)
        if mapped.replaced:
            reason = "they are no text and were replaced by \ufffd"
            self._discard("character", source.name, reason, mapped.replaced)
        for coding in children(element, "Coding"):
            self._code(coding, (guid, 0, len(mapped.text)), element, whole=True)
        for noted in elements:
            self._notes.attach(noted, "document", guid)

    def _code(self, element: Element, span: Span, around: Element, *, whole: bool = False) -> str:
        """Take a coding; return its GUID, empty if it is none."""
        reference = child(element, "CodeRef")
        code = normal(reference.get("targetGUID")) if reference is not None else ""
        document, start, end = span
        name = self._documents[document].name
        if code in self._cases.codes:
            self._cases.add(code, span, self._documents[document].text)
            self._notes.attach(element, "passage", document, start=start, end=end)
            return ""
        if code not in self._codes:
            self._discard("coding", f"in {name}", "its code is not in the codebook of the file")
            return ""
        if whole and start == end:
            self._discard("coding", name, "the document has no text")
            return ""
        coder = self._coders.of(element) if whole else self._coders.of(element, around)
        guid = self._registry.identity(normal(element.get("guid")), f"a coding in {name}")
        coding = ProjectCoding(
            guid=guid,
            coder=coder,
            code=code,
            document=document,
            start=start,
            end=end,
            whole=whole,
        )
        self._codings.append(coding)
        self._notes.attach(element, "coding", guid)
        return guid
