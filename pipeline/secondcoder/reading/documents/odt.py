"""OpenDocument texts (ODT): paragraphs and headings, without notes and tracked deletions."""

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.flow import Paragraph, leading
from secondcoder.reading.files.archive import Archive, require_small
from secondcoder.reading.files.numbers import whole_number
from secondcoder.reading.files.text import normalise
from secondcoder.reading.files.xml_tree import child, local, parse_xml

_UNSEEN = frozenset(
    {"annotation", "note", "tracked-changes", "deletion", "bibliography-mark", "ruby-text"}
)
_MARKS = ("font-weight", "font-style", "text-underline-style")
_OFF = frozenset({"normal", "none", "400"})
_BY_NAME = ("Strong_20_Emphasis", "Emphasis")
"""Styles that stand out although a file need not say so."""
_MOST_BLANKS = 1_000
"""Blanks that one mark may stand for, against hostile files. Not measured."""


def odt_paragraphs(data: bytes, *, name: str) -> list[Paragraph]:
    """Return the paragraphs and headings of a text document."""
    archive = Archive(data, name=name)
    require_small(data, name=name)
    entry = archive.find("content.xml")
    content = parse_xml(archive.read(entry), name=name) if entry else None
    body = child(content, "body") if content is not None else None
    text = child(body, "text")
    if text is None:
        raise SecondcoderError(
            f"{name}: this is not an OpenDocument text",
            hint="Save it as .odt or .docx from your word processor and try again.",
        )
    named = archive.find("styles.xml")
    roots = [content, parse_xml(archive.read(named), name=name) if named else None]
    return list(_paragraphs(text, _outstanding(root for root in roots if root is not None)))


def _outstanding(roots: Iterable[Element]) -> frozenset[str]:
    """Return the names of the styles that make their words stand out, or rest on one that does."""
    marked: dict[str, bool] = dict.fromkeys(_BY_NAME, True)
    based: dict[str, str] = {}
    for style in (one for root in roots for one in root.iter() if local(one) == "style"):
        given = {_bare(key): value for key, value in style.attrib.items()}
        properties = child(style, "text-properties")
        stated = (
            {_bare(k): v for k, v in properties.attrib.items()} if properties is not None else {}
        )
        if stands := [stated[key] not in _OFF for key in _MARKS if key in stated]:
            marked[given.get("name", "")] = any(stands)
        based[given.get("name", "")] = given.get("parent-style-name", "")
    return frozenset(name for name in {*marked, *based} if _inherits(name, marked, based))


def _inherits(style: str, marked: Mapping[str, bool], based: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while style and style not in seen:
        if style in marked:
            return marked[style]
        seen.add(style)
        style = based.get(style, "")
    return False


def _bare(key: str) -> str:
    return key.rpartition("}")[2]


def _style(element: Element) -> str:
    return next((v for k, v in element.attrib.items() if _bare(k) == "style-name"), "")


def _paragraphs(parent: Element, styles: frozenset[str]) -> Iterator[Paragraph]:
    for element in parent:
        kind = local(element)
        if kind in {"p", "h"}:
            pieces = list(_pieces(element, styles, _style(element) in styles))
            lines: list[list[tuple[str, bool]]] = [[]]
            for text, marked in pieces:
                first, *others = text.split("\n")
                lines[-1].append((first, marked))
                lines += [[(line, marked)] for line in others]
            whole = normalise("".join(text for text, _ in pieces))
            yield Paragraph(whole, kind == "h", tuple(map(leading, lines)))
        elif kind not in _UNSEEN:
            yield from _paragraphs(element, styles)


def _pieces(element: Element, styles: frozenset[str], marked: bool) -> Iterator[tuple[str, bool]]:
    """Yield the words of an element, and whether they stand out."""
    yield _blanks(element.text), marked
    for one in element:
        kind = local(one)
        if kind == "s":
            stated = next((v for k, v in one.attrib.items() if k.endswith("}c")), "1")
            yield " " * min(whole_number(stated) or 1, _MOST_BLANKS), marked
        elif kind in {"tab", "line-break"}:
            yield "\t" if kind == "tab" else "\n", marked
        elif kind not in _UNSEEN:
            yield from _pieces(one, styles, marked or _style(one) in styles)
        yield _blanks(one.tail), marked


def _blanks(text: str | None) -> str:
    """Return a run of blanks as one, as the format says."""
    if not text:
        return ""
    inner = " ".join(text.split())
    return " " * text[0].isspace() + inner + " " * (text[-1].isspace() and bool(inner))
