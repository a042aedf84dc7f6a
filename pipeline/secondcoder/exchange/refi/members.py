"""Cases with their attributes, sets, and what else of a REFI-QDA project refers to its texts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import Case, Group, ProjectCode
from secondcoder.exchange.refi.guids import normal
from secondcoder.exchange.refi.raw_sources import description
from secondcoder.exchange.refi.registry import Registry
from secondcoder.reading.files.xml_tree import child, children, local
from secondcoder.records.text import Attributes

Span = tuple[str, int, int]
"""A document's GUID, start and end."""
_TAGS = frozenset(
    f"{kind}Value" for kind in ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
)


class Variables:
    """The variables that a project defines, and their values."""

    def __init__(self, root: Element, registry: Registry) -> None:
        self._registry = registry
        self._named: dict[str, tuple[str, str]] = {}
        for element in children(child(root, "Variables"), "Variable"):
            kind = element.get("typeOfVariable") or "Text"
            name = (element.get("name") or "").strip() or "unnamed"
            self._named[normal(element.get("guid"))] = (name, kind)
            if description(element):
                registry.discard("description", "attributes", "a study keeps none of them")

    def types(self) -> dict[str, str]:
        """Return each variable's type by its name."""
        return dict(self._named.values())

    def of(self, *elements: Element) -> Attributes:
        """Return the values of a source or case, in the order of the file."""
        values: dict[str, str] = {}
        for value in (one for each in elements for one in children(each, "VariableValue")):
            reference = child(value, "VariableRef")
            guid = normal(reference.get("targetGUID")) if reference is not None else ""
            name = self._named.get(guid, ("", ""))[0]
            said = next((one.text or "" for one in value if local(one) in _TAGS), "")
            if not name:
                self._registry.discard("attribute", said, "its variable is not defined in the file")
            elif said and values.setdefault(name, said) != said:
                reason = f"it has another value too; kept: {values[name]}"
                self._registry.discard("attribute", f"{name}: {said}", reason)
        return tuple(values.items())


@dataclass(slots=True)
class Memberships:
    """Codes that are cases, as NVivo writes each case: a ``Code`` and a ``Case`` of one GUID.

    What is coded with such a code belongs to the case.
    """

    codes: dict[str, ProjectCode] = field(default_factory=dict)
    documents: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    passages: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    number: int = 0
    """Codings that said what belongs to a case."""

    def apart(
        self, root: Element, codes: Sequence[ProjectCode], registry: Registry
    ) -> tuple[ProjectCode, ...]:
        """Take the codes that are cases out of the tree; what stood below them moves up."""
        cases = {normal(one.get("guid")) for one in children(child(root, "Cases"), "Case")}
        above: dict[str, str] = {}
        kept = []
        for code in codes:
            parent = above.get(code.parent, code.parent)
            if code.guid in cases:
                self.codes[code.guid] = code
                above[code.guid] = parent
                continue
            if parent != code.parent:
                registry.discard("code", code.name, "the code above it is a case; it moved up")
            kept.append(replace(code, parent=parent))
        return tuple(kept)

    def add(self, case: str, span: Span, text: str) -> None:
        """Take a coding with a case's code as what it is; one of the whole text is a membership."""
        document, start, end = span
        self.number += 1
        if text[:start].strip() or text[end:].strip():
            self.passages[case].append(span)
        else:
            self.documents[case].append(document)

    def note(self) -> str:
        """Return in words what was taken as cases; empty if nothing was."""
        if not self.codes:
            return ""
        return (
            f"{len(self.codes):,} codes are cases too (a case and a code of one GUID, as NVivo "
            f"writes them). They were read as cases, and their {self.number:,} codings as saying "
            "which texts belong to them."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What came in, by the GUIDs that the file refers to it with."""

    codes: Collection[str]
    documents: Mapping[str, str]
    """GUID of the document that any source's GUID means."""
    spans: Mapping[str, Span]
    """The stretch of each selection."""
    bare: Sequence[str] = ()
    """Selections without code, comment and memo."""


def read_cases(
    root: Element, known: Known, variables: Variables, shared: Memberships, registry: Registry
) -> Iterator[Case]:
    """Yield the cases with their attributes and texts."""
    for element in children(child(root, "Cases"), "Case"):
        guid = normal(element.get("guid"))
        name = (element.get("name") or "").strip()
        if not name:
            name = "unnamed case"
            registry.discard("case name", "a case without a name", f"it was called “{name}”")
        codes = sum(1 for _ in children(element, "CodeRef"))
        if codes:
            registry.discard("case", name, "codes of a case as such are not kept", codes)
        selections = _targets(element, "SelectionRef", known.spans, name, registry)
        sources = _targets(element, "SourceRef", known.documents, name, registry)
        documents = [known.documents[one] for one in sources]
        passages = [known.spans[one] for one in selections]
        said = description(element)
        if guid in shared.codes:
            documents += shared.documents[guid]
            passages += shared.passages[guid]
            said = said or shared.codes[guid].description
        else:
            guid = registry.identity(guid, name)
        yield Case(
            guid=guid,
            name=name,
            description=said,
            attributes=variables.of(element),
            documents=tuple(dict.fromkeys(documents)),
            passages=tuple(dict.fromkeys(passages)),
        )


def read_groups(root: Element, known: Known, registry: Registry) -> Iterator[Group]:
    """Yield the sets of codes and documents, those that stand in the codebook included."""
    within = child(child(root, "CodeBook"), "Sets")
    for element in (*_sets(child(root, "Sets")), *_sets(within)):
        inner = sum(1 for _ in children(element, "Set"))
        name = (element.get("name") or "").strip() or "unnamed set"
        notes = sum(1 for _ in children(element, "MemberNote"))
        if notes:
            registry.discard("set", name, "memos as members of a set are not kept", notes)
        if inner:
            registry.discard("set", name, "the sets within it stand beside it here", inner)
        codes = _targets(element, "MemberCode", known.codes, name, registry)
        documents = _targets(element, "MemberSource", known.documents, name, registry)
        yield Group(
            guid=registry.identity(normal(element.get("guid")), name),
            name=name,
            description=description(element),
            codes=tuple(codes),
            documents=tuple(dict.fromkeys(known.documents[guid] for guid in documents)),
        )


def _sets(within: Element | None) -> Iterator[Element]:
    """Yield all sets, those within others included."""
    return (one for one in (within.iter() if within is not None else ()) if local(one) == "Set")


def list_left_out(root: Element, known: Known, registry: Registry) -> None:
    """List the links and drawings, which a study has no place for, and selections of nothing."""
    cases = child(root, "Cases")
    used = {
        normal(one.get("targetGUID"))
        for one in (cases.iter() if cases is not None else ())
        if local(one) == "SelectionRef"
    }
    bare = sum(guid not in used for guid in known.bare)
    if bare:
        reason = "they have no code, comment or memo; a study keeps no bare quotations"
        registry.discard("selection", "quotations", reason, bare)
    reason = "the study has no place for them"
    links = sum(1 for _ in children(child(root, "Links"), "Link"))
    if links:
        registry.discard("link", "links between objects", reason, links)
    graphs = sum(1 for _ in children(child(root, "Graphs"), "Graph"))
    if graphs:
        registry.discard("graph", "drawings and maps", reason, graphs)


def _targets(
    element: Element, kind: str, known: Collection[str], name: str, registry: Registry
) -> list[str]:
    """Return what an element's references of a kind mean; those to nothing are listed."""
    stated = [normal(one.get("targetGUID")) for one in children(element, kind)]
    lost = sum(guid not in known for guid in stated)
    if lost:
        registry.discard("reference", name, f"{kind} to something that did not come in", lost)
    return [guid for guid in stated if guid in known]
