"""A document whose text is not in a project, made of the words that its quotations hold."""

from xml.etree.ElementTree import Element

from secondcoder.exchange.project import Discarded
from secondcoder.exchange.refi.attached import left_with
from secondcoder.exchange.refi.guids import normal
from secondcoder.exchange.refi.raw_sources import Marked, RawSource, codings_in
from secondcoder.reading.files.numbers import whole_number
from secondcoder.reading.files.xml_tree import child, child_text, local

TWICE = "it marks in the text what another marks on the page; counted once"
_BETWEEN = "\n\n"
_SELECTIONS = ("PlainTextSelection", "PDFSelection", "TranscriptSelection")


def selection_words(selection: Element) -> str:
    """Return all words of a selection if the file states them; empty otherwise.

    ATLAS.ti keeps them in the selection's ``Representation``; a name of as many characters as the
    selection is long holds all of them.
    """
    words = child_text(child(selection, "Representation"), "PlainTextContent").strip()
    if words:
        return words
    stated = (selection.get("startPosition"), selection.get("endPosition"))
    start, end = (whole_number(place or "") for place in stated)
    name = selection.get("name") or ""
    return name if start is not None and end is not None and end - start == len(name) else ""


def quoted_source(
    element: Element, name: str, reason: str
) -> tuple[RawSource | None, list[Discarded]]:
    """Return a source of the words quoted from it, each a paragraph, and what did not come in.

    ``reason`` says why its text is missing. ``None`` where no quotation holds its words.
    """
    selections = [one for one in element.iter() if local(one) in _SELECTIONS]
    twins = {
        normal(one.get("guid"))
        for one in selections
        if local(one) == "PDFSelection" and selection_words(one)
    }
    places: dict[str, int] = {}
    raw = ""
    marked = []
    lost = twice = 0
    wordless: list[Element] = []
    for one in selections:
        guid, words = normal(one.get("guid")), selection_words(one)
        if guid in twins and local(one) != "PDFSelection":
            twice += codings_in(one)
            continue
        if not words:
            lost += codings_in(one)
            wordless.append(one)
            continue
        if words not in places:
            places[words] = len(raw) + len(_BETWEEN) * bool(raw)
            raw += _BETWEEN * bool(raw) + words
        start = places[words]
        marked.append(Marked(guid=guid, start=start, end=start + len(words), element=one))
    if not raw:
        return None, []
    said = f"{reason}; the words of its quotations came in, each a paragraph"
    left = [Discarded("document", name, said)]
    stated = sum(local(one) == "Coding" for one in element.iter())
    whole = stated - codings_in(element) - sum(map(codings_in, selections))
    if whole:
        left.append(Discarded("coding", f"in {name}", "the text it covers is missing", whole))
    if lost:
        left.append(Discarded("coding", f"in {name}", f"its words are missing: {reason}", lost))
    left += left_with(wordless, f"in {name}")
    if twice:
        left.append(Discarded("coding", f"in {name}", TWICE, twice))
    guid = normal(element.get("guid"))
    return RawSource(guid=guid, name=name, raw=raw, element=element, marked=tuple(marked)), left
