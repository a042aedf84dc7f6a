"""What belongs to something that did not come in: memos, comments, values, times."""

from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from secondcoder.exchange.project import Discarded
from secondcoder.reading.files.xml_tree import local

_LINES = {
    "NoteRef": ("memo on something else", "the memo is kept, but not that it is about this"),
    "Description": ("description", "what it describes did not come in"),
    "VariableValue": ("attribute", "what has this value did not come in"),
    "SyncPoint": ("time", "which moment of a recording a place in the text is, is not kept"),
}


def left_with(elements: Iterable[Element], what: str) -> Iterator[Discarded]:
    """Yield a line for each kind of thing that belongs to elements that did not come in.

    Elements are taken with all that they hold, but for their codings, which are listed by
    themselves.
    """
    found = Counter(
        local(one)
        for element in elements
        for one in element.iter()
        if local(one) in _LINES and (local(one) != "Description" or (one.text or "").strip())
    )
    for tag, (kind, reason) in _LINES.items():
        if found[tag]:
            yield Discarded(kind, what, reason, found[tag])


def attached(element: Element, *tags: str) -> list[Element]:
    """Return the children of an element that are no selections, texts or codings."""
    return [one for one in element if local(one) in (tags or _LINES)]
