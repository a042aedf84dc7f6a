"""A headed document to a grid: titles and recurring labels tell what is case and what heading.

Nothing is known of the document beforehand. A *title* is a short line of its own; a *label* is a
line of its own or words before a colon (or in bold) that stand under at least two titles. Where
cases are titles, labels are headings, and the other way round.
"""

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace

from secondcoder.passages.paragraphs import trim
from secondcoder.procedures.synthesis.records import Piece
from secondcoder.procedures.synthesis.steps.case_names import find_name, one_spelling, plain
from secondcoder.procedures.synthesis.steps.grid import Placed
from secondcoder.procedures.synthesis.steps.marks import Mark, marks_of
from secondcoder.procedures.synthesis.steps.stems import stem
from secondcoder.records.study import Notice
from secondcoder.records.text import Document

_USUAL = frozenset(
    stem(word)
    for word in """
    overview summary background context setting settings purpose aims aim goals objectives
    description activities design approach methods method methodology participants people
    data evaluation results findings impact impacts outcomes outputs effects barriers enablers
    challenges facilitators successes strengths weaknesses learning lessons sustainability next
    steps future conclusions discussion partners funding cost costs resources evidence
    """.split()
)
"""Words that head the parts of case studies; they only tell headings from cases."""


@dataclass(slots=True)
class Section:
    """A title and the labelled stretches below it."""

    title: str
    entries: list[tuple[str, int, int]] = field(default_factory=list)
    """Label, start, end."""


def headed_cells(document: Document) -> list[Placed]:
    """Return case, heading and text of a document that holds several cases; empty if none do.

    Read twice, with labels at the beginning of lines and with labels on lines of their own; the
    reading that fills more cells, and of these a larger share, is kept.
    """
    readings = [_core(_labelled(document.text)), _core(_stacked(document.text))]
    sections = max(readings, key=_fullness)
    if not sections:
        return []
    titles = [section.title for section in sections]
    labels = list(dict.fromkeys(label for one in sections for label, _, _ in one.entries))
    titles_head = _headings_score(titles) > _headings_score(labels)
    placed = [
        (
            (label, section.title, _piece(document, start, end))
            if titles_head
            else (section.title, label, _piece(document, start, end))
        )
        for section in sections
        for label, start, end in section.entries
    ]
    return [one for one in placed if one[2].text]


def form_cells(documents: Sequence[Document]) -> list[Placed]:
    """Return case, heading and text where every document is the form of one case."""
    marked = [marks_of(document.text) for document in documents]
    shared = _shared([{plain(mark.title) for mark in marks if mark.title} for marks in marked])
    forms = [
        Section(document.case or document.name, list(_form_entries(marks, shared)))
        for document, marks in zip(documents, marked, strict=True)
    ]
    spelling = one_spelling([[label for label, _, _ in form.entries] for form in forms])
    under = _shared([{spelling[label] for label, _, _ in form.entries} for form in forms])
    return [
        (form.title, spelling[label], piece)
        for form, document in zip(forms, documents, strict=True)
        for label, start, end in form.entries
        if spelling[label] in under and (piece := _piece(document, start, end)).text
    ]


def told(document: Document, placed: Sequence[Placed]) -> Notice:
    """Return a notice of what was read as cases and as headings."""
    cases = list(dict.fromkeys(case for case, _, _ in placed))
    headings = list(dict.fromkeys(heading for _, heading, _ in placed))
    message = (
        f"read as {len(cases)} cases ({'; '.join(cases)}) under {len(headings)} headings "
        f"({'; '.join(headings)})"
    )
    return Notice("inferred", message, document.source or document.name)


def _labelled(text: str) -> list[Section]:
    """Return titles with the lines below them that begin with a label."""
    marks = marks_of(text)
    sections = [Section("")]
    for place, mark in enumerate(marks):
        if mark.title and not mark.label:
            sections.append(Section(mark.title))
        elif mark.label:
            sections[-1].entries.append((mark.label, mark.after, _entry_end(marks, place)))
    return _with_bare_labels(text, marks, [one for one in sections if one.entries])


def _stacked(text: str) -> list[Section]:
    """Return titles with the labels below them that stand on lines of their own."""
    marks = marks_of(text)
    seen = Counter(plain(mark.title) for mark in marks if mark.title)
    shared = frozenset(name for name, times in seen.items() if times > 1)
    sections = [Section("")]
    inside = 0
    for place, mark in enumerate(marks):
        if place < inside or not mark.title:
            continue
        if plain(mark.title) not in shared:
            sections.append(Section(mark.title))
        elif (end := _stretch_below(marks, place, shared)) > place + 1:
            inside = end
            entry = (mark.title, marks[place + 1].start, marks[end - 1].end)
            sections[-1].entries.append(entry)
    return [one for one in sections if one.entries]


def _shared(sets: Sequence[set[str]]) -> frozenset[str]:
    """Return what stands in at least two of the sets."""
    counts = Counter(name for names in sets for name in names)
    return frozenset(name for name, times in counts.items() if times > 1)


def _fullness(sections: Sequence[Section]) -> float:
    """Return the number of filled cells times their share of the grid."""
    filled = {(one.title, label) for one in sections for label, _, _ in one.entries}
    labels = {label for _, label in filled}
    return len(filled) ** 2 / max(1, len(labels) * len(sections))


def _stretch_below(marks: Sequence[Mark], place: int, shared: frozenset[str]) -> int:
    """Return the place after the text that stands under a label on a line of its own.

    A short line right below the label is text if another label or nothing follows it
    (``12 adults``); otherwise, as further down, it is the title of what follows.
    """
    end = place + 1
    while end < len(marks):
        title = plain(marks[end].title)
        last = end + 1 == len(marks) or plain(marks[end + 1].title) in shared
        if title and (title in shared or end > place + 1 or not last):
            break
        end += 1
    return end


def _entry_end(marks: Sequence[Mark], place: int) -> int:
    """Return where the text after a label ends: a bullet with its lines, else the next label."""
    end = place + 1
    while end < len(marks):
        mark = marks[end]
        if mark.title or mark.label or mark.bullet or (mark.gap and marks[place].bullet):
            break
        end += 1
    return marks[end - 1].end


def _with_bare_labels(text: str, marks: Sequence[Mark], sections: list[Section]) -> list[Section]:
    """Add bullets that begin with a name known as a label elsewhere, without a mark after it."""
    known = {label for section in sections for label, _, _ in section.entries}
    found = {(start, end) for section in sections for _, start, end in section.entries}
    starts = [min(start for _, start, _ in section.entries) for section in sections]
    for place, mark in enumerate(marks):
        if not mark.bullet or mark.label or mark.title:
            continue
        words = text[mark.after : mark.end]
        name = max((one for one in known if words.startswith(f"{one} ")), key=len, default="")
        span = (mark.after + len(name), _entry_end(marks, place))
        home = sum(start <= mark.after for start in starts) - 1
        if name and span not in found and home >= 0:
            sections[home].entries.append((name, *span))
    return [_in_order(section) for section in sections]


def _in_order(section: Section) -> Section:
    return replace(section, entries=sorted(section.entries, key=lambda entry: entry[1]))


def _core(sections: Sequence[Section]) -> list[Section]:
    """Return the sections that share labels, each label in one spelling.

    A label must stand under two titles, a title over two labels. Titles between which no label
    is repeated belong together: the later one is a running head or a short line of the text.
    """
    known = {label for one in _dense(sections, least=2) for label, _, _ in one.entries}
    spelt = _one_spelling(sections)
    kept = [_only(one, known) for one in spelt]
    return _dense(_joined([one for one in kept if one.entries], len(known)), least=2)


def _dense(sections: Sequence[Section], *, least: int) -> list[Section]:
    """Drop labels under one title only, and titles over fewer than ``least``, until none is."""
    kept = _one_spelling(sections)
    while True:
        known = _shared([{label for label, _, _ in one.entries} for one in kept])
        fewer = [_only(one, known) for one in kept]
        fewer = [one for one in fewer if len({label for label, _, _ in one.entries}) >= least]
        if fewer == kept:
            return fewer
        kept = fewer


def _one_spelling(sections: Sequence[Section]) -> list[Section]:
    spelling = one_spelling([[label for label, _, _ in one.entries] for one in sections])
    return [
        Section(one.title, [(spelling[label], start, end) for label, start, end in one.entries])
        for one in sections
    ]


def _only(section: Section, labels: Container[str]) -> Section:
    return Section(section.title, [entry for entry in section.entries if entry[0] in labels])


def _joined(sections: Sequence[Section], most: int) -> list[Section]:
    """Join neighbours without a common label, as long as they have ``most`` labels at most."""
    joined: list[Section] = []
    for section in sections:
        names = {label for label, _, _ in section.entries}
        before = {label for label, _, _ in joined[-1].entries} if joined else names
        if not names & before and len(names | before) <= most:
            joined[-1].entries.extend(section.entries)
        else:
            joined.append(Section(section.title, list(section.entries)))
    return joined


def _form_entries(marks: Sequence[Mark], shared: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Yield every stretch of a form below a shared line of its own or after a label."""
    inside = 0
    for place, mark in enumerate(marks):
        if place < inside:
            continue
        if (
            plain(mark.title) in shared
            and (end := _stretch_below(marks, place, shared)) > place + 1
        ):
            inside = end
            yield mark.title, marks[place + 1].start, marks[end - 1].end
        elif mark.label:
            yield mark.label, mark.after, _entry_end(marks, place)


def _headings_score(names: Sequence[str]) -> float:
    """Return the share of names that hold a word by which parts of case studies are headed."""
    usual = sum(any(stem(word) in _USUAL for word in plain(name).split()) for name in names)
    return usual / max(1, len(names))


def _piece(document: Document, start: int, end: int) -> Piece:
    start, end = trim(document.text, start, end)
    return Piece(document.name, start, end, document.text[start:end])


def heading_named(name: str, headings: Sequence[str]) -> str:
    """Return the heading that a table means by a name; empty if none or several may be meant."""
    exact = find_name(name, headings)
    words = {stem(word) for word in plain(name).split()}
    within = [h for h in headings if words <= {stem(word) for word in plain(h).split()}]
    return exact or (within[0] if len(within) == 1 else "")
