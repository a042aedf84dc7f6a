"""A ``.qdpx`` file to a project, with a line for everything that does not come in."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import (
    Case,
    Group,
    Project,
    ProjectCoding,
    ProjectDocument,
)
from secondcoder.exchange.refi.code_tree import read_codes
from secondcoder.exchange.refi.coders import Coders
from secondcoder.exchange.refi.conventions import by_name, offset_map
from secondcoder.exchange.refi.guids import normal
from secondcoder.exchange.refi.notes import Notes
from secondcoder.exchange.refi.offsets import Selected, choose
from secondcoder.exchange.refi.read_stamps import with_stamps
from secondcoder.exchange.refi.registry import Registry
from secondcoder.exchange.refi.said_twice import drop_descriptions, without_additions
from secondcoder.exchange.refi.sources import RawSource, description, read_sources
from secondcoder.exchange.text_map import TextMap
from secondcoder.reading.files.archive import Archive, open_archive
from secondcoder.reading.files.xml_tree import child, children, local, parse_xml
from secondcoder.records.text import Attributes

Span = tuple[str, int, int]
_VALUES = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")


def read_qdpx(path: Path, *, offsets: str | None = None) -> Project:
    """Read a project; ``offsets`` names the way of counting where it cannot be recognised."""
    archive = open_archive(path)
    entry = _project_entry(archive)
    root = parse_xml(archive.read(entry), name=f"{path.name}, {entry}")
    if local(root) != "Project":
        raise SecondcoderError(
            f"{path.name}: {entry} holds <{local(root)}> where a project should stand",
            hint="Export the whole project as REFI-QDA project (.qdpx).",
        )
    drop_descriptions(root)
    project = _ProjectReader(root, archive, stem=path.stem).read(offsets)
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
        self._codings: list[ProjectCoding] = []
        self._variables: dict[str, tuple[str, str]] = {}

    def read(self, offsets: str | None) -> Project:
        """Return the project."""
        root = self._root
        self._coders = Coders(root, self._registry)
        codes = read_codes(
            child(child(root, "CodeBook"), "Codes"), self._registry.identity, self._discard
        )
        self._codes = {code.guid for code in codes}
        self._read_variables()
        self._notes = Notes(root, self._archive, self._registry, self._coders.users)
        read = read_sources(root, self._archive)
        self._registry.add(read.discarded)
        identity = self._registry.identity
        sources = [replace(one, guid=identity(one.guid, one.name)) for one in read.sources]
        notes = self._place(sources, offsets)
        memos = self._notes.memos()
        self._leave_out()
        cases = tuple(self._cases())
        groups = tuple(self._groups())
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
            variables=dict(self._variables.values()),
            notes=notes,
            discarded=self._registry.lines,
        )

    def _discard(self, kind: str, what: str, reason: str, number: int = 1) -> None:
        self._registry.discard(kind, what, reason, number)

    def _read_variables(self) -> None:
        for element in children(child(self._root, "Variables"), "Variable"):
            kind = element.get("typeOfVariable") or "Text"
            name = (element.get("name") or "").strip() or "unnamed"
            self._variables[normal(element.get("guid"))] = (name, kind)

    def _attributes(self, element: Element) -> Attributes:
        """Return the variables' values of a source or case, in the order of the file."""
        values: dict[str, str] = {}
        for value in children(element, "VariableValue"):
            reference = child(value, "VariableRef")
            guid = normal(reference.get("targetGUID")) if reference is not None else ""
            name = self._variables.get(guid, ("", ""))[0]
            said = next((one.text or "" for one in value if local(one) in _TAGS), "")
            if not name:
                self._discard("attribute", said, "its variable is not defined in the file")
            elif said:
                values[name] = said
        return tuple(values.items())

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
            note = f"Positions: {choice.grounds}."
        for source in sources:
            mapped = TextMap(source.raw)
            self._document(source, mapped)
            to_raw = offset_map(source.raw, convention)
            for stretch in source.stretches:
                found = to_raw(stretch.start, stretch.end)
                codings = list(children(stretch.element, "Coding"))
                if found is None or found[0] >= found[1]:
                    what = f"{source.name}, {stretch.start} to {stretch.end}"
                    reason = "it holds no text" if found else "it lies outside the text"
                    self._discard("coding", what, reason, max(len(codings), 1))
                    continue
                span = (source.guid, mapped.start(found[0]), mapped.end(found[1]))
                self._spans[stretch.guid] = span
                for coding in codings:
                    self._code(coding, span, stretch.element)
                self._notes.describe(stretch.element, *span)
                document, start, end = span
                self._notes.attach(stretch.element, "passage", document, start=start, end=end)
        return (note,)

    def _document(self, source: RawSource, mapped: TextMap) -> None:
        element, guid = source.element, source.guid
        self._documents[guid] = ProjectDocument(
            guid=guid,
            name=source.name,
            text=mapped.text,
            attributes=self._attributes(element),
            description=description(element),
        )
        for one in (normal(element.get("guid")), guid, *source.also):
            self._means.setdefault(one, guid)
        if mapped.replaced:
            reason = "they are no text and were replaced by \ufffd"
            self._discard("character", source.name, reason, mapped.replaced)
        for coding in children(element, "Coding"):
            self._code(coding, (guid, 0, len(mapped.text)), element, whole=True)
        self._notes.attach(element, "document", guid)

    def _code(self, element: Element, span: Span, around: Element, *, whole: bool = False) -> None:
        reference = child(element, "CodeRef")
        code = normal(reference.get("targetGUID")) if reference is not None else ""
        document, start, end = span
        if code not in self._codes:
            name = self._documents[document].name
            self._discard("coding", f"in {name}", "its code is not in the codebook of the file")
            return
        if whole and start == end:
            self._discard("coding", self._documents[document].name, "the document has no text")
            return
        coder = self._coders.of(element) if whole else self._coders.of(element, around)
        given = normal(element.get("guid"))
        guid = self._registry.identity(given, f"a coding in {self._documents[document].name}")
        self._codings.append(
            ProjectCoding(
                guid=guid,
                coder=coder,
                code=code,
                document=document,
                start=start,
                end=end,
                whole=whole,
            )
        )
        self._notes.attach(element, "coding", guid)

    def _cases(self) -> Iterator[Case]:
        for element in children(child(self._root, "Cases"), "Case"):
            name = (element.get("name") or "").strip() or "unnamed case"
            codes = sum(1 for _ in children(element, "CodeRef"))
            if codes:
                self._discard("case", name, "codes of a case as such are not kept", codes)
            passages = [
                self._spans[guid]
                for guid in self._targets(element, "SelectionRef", self._spans, name)
            ]
            documents = [
                self._means[guid] for guid in self._targets(element, "SourceRef", self._means, name)
            ]
            yield Case(
                guid=self._registry.identity(normal(element.get("guid")), name),
                name=name,
                description=description(element),
                attributes=self._attributes(element),
                documents=tuple(dict.fromkeys(documents)),
                passages=tuple(dict.fromkeys(passages)),
            )

    def _groups(self) -> Iterator[Group]:
        for element in children(child(self._root, "Sets"), "Set"):
            name = (element.get("name") or "").strip() or "unnamed set"
            notes = sum(1 for _ in children(element, "MemberNote"))
            if notes:
                self._discard("set", name, "memos as members of a set are not kept", notes)
            codes = self._targets(element, "MemberCode", self._codes, name)
            documents = self._targets(element, "MemberSource", self._means, name)
            yield Group(
                guid=self._registry.identity(normal(element.get("guid")), name),
                name=name,
                description=description(element),
                codes=tuple(codes),
                documents=tuple(dict.fromkeys(self._means[guid] for guid in documents)),
            )

    def _targets(self, element: Element, kind: str, known: Collection[str], name: str) -> list[str]:
        """Return what an element's references of a kind mean; those to nothing are listed."""
        stated = [normal(one.get("targetGUID")) for one in children(element, kind)]
        lost = sum(guid not in known for guid in stated)
        if lost:
            reason = f"{kind} to something that did not come in"
            self._discard("reference", name, reason, lost)
        return [guid for guid in stated if guid in known]

    def _leave_out(self) -> None:
        links = sum(1 for _ in children(child(self._root, "Links"), "Link"))
        if links:
            self._discard("link", "links between objects", "the study has no place for them", links)
        graphs = sum(1 for _ in children(child(self._root, "Graphs"), "Graph"))
        if graphs:
            self._discard("graph", "drawings and maps", "the study has no place for them", graphs)


_TAGS = frozenset(f"{kind}Value" for kind in _VALUES)
