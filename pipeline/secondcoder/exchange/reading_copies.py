"""A project to read elsewhere, in Markdown: its texts with marks, or its quotations by code.

``about.md`` in either says who coded, and holds the codebook, cases, sets, and the memos that are
on no text.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from secondcoder.exchange.machine import BRANCH
from secondcoder.exchange.markdown import escaped, lines, one_line, quoted
from secondcoder.exchange.project import Memo, Project, ProjectCode, ProjectCoding, ProjectDocument
from secondcoder.exchange.safe_names import file_stems
from secondcoder.records.codes import SEPARATOR

_MARKS = (("⟦", "⟧"), ("〚", "〛"), ("⦅", "⦆"), ("❲", "❳"), ("⧼", "⧽"))
"""Pairs that mark where a coding begins and ends; the first that the text does not hold."""

_MACHINE = "(machine) "
"""Begins the names of files of candidate themes."""


def tagged_texts(project: Project) -> dict[str, bytes]:
    """Return a file for each document, its codings and the memos on it marked and listed."""
    looked = _Look.at(project)
    files = _named((one.guid, one.name) for one in project.documents)
    found = {
        files[one.guid]: "\n".join(_tagged(one, looked)).encode("utf-8", "replace")
        for one in project.documents
    }
    return {**found, "about.md": _about(looked, files, {})}


def quotations(project: Project) -> dict[str, bytes]:
    """Return a file for each code that was used, with its quotations and their places."""
    looked = _Look.at(project)
    used = dict.fromkeys(coding.code for coding in project.codings)
    files = _named(
        (one.guid, f"{_MACHINE if looked.paths[one.guid][0] == BRANCH else ''}{one.name}")
        for one in project.codes
        if one.guid in used
    )
    found = {
        files[one.guid]: "\n".join(_quotations(one, looked)).encode("utf-8", "replace")
        for one in project.codes
        if one.guid in used
    }
    return {**found, "about.md": _about(looked, {}, files)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """A project by what is asked of it."""

    project: Project
    paths: Mapping[str, tuple[str, ...]]
    people: Mapping[str, str]
    documents: Mapping[str, ProjectDocument]
    memos: Mapping[str, list[Memo]]
    """By what they are about: GUID of a coding, document or code."""

    @classmethod
    def at(cls, project: Project) -> "_Look":
        memos: dict[str, list[Memo]] = defaultdict(list)
        for memo in project.memos:
            if memo.about in {"coding", "document", "code"}:
                memos[memo.target].append(memo)
        return cls(
            project=project,
            paths=project.paths(),
            people={user.guid: user.name for user in project.users},
            documents={one.guid: one for one in project.documents},
            memos=memos,
        )

    def code(self, coding: ProjectCoding) -> str:
        return one_line(SEPARATOR.join(self.paths[coding.code]))

    def by(self, guid: str, date: str) -> str:
        """Return who did something and on what day, as far as known."""
        name = one_line(self.people.get(guid, ""))
        return ", ".join(part for part in (name, date[:10]) if part)

    def noted(self, target: str) -> Iterator[str]:
        for memo in self.memos.get(target, ()):
            yield from self.memo(memo)

    def memo(self, memo: Memo) -> Iterator[str]:
        title = one_line(memo.title)
        said = ", ".join(part for part in (title, self.by(memo.author, memo.stamp.created)) if part)
        yield f"   - Memo{f' ({said})' if said else ''}:"
        yield from (f"     {line}".rstrip() for line in quoted(memo.text).split("\n"))


def _named(names: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Return a file's name for each GUID; none is that of ``about.md``."""
    given = list(names)
    stems = file_stems(["about", *(name for _, name in given)])[1:]
    return {guid: f"{stem}.md" for (guid, _), stem in zip(given, stems, strict=True)}


def _place(document: ProjectDocument, start: int, end: int) -> str:
    paragraph = sum(bool(line.strip()) for line in document.text[:start].split("\n")[:-1]) + 1
    return f"paragraph {paragraph}, characters {start} to {end}"


def _tagged(document: ProjectDocument, looked: _Look) -> Iterator[str]:
    codings = [one for one in looked.project.codings if one.document == document.guid]
    memos = [
        one
        for one in looked.project.memos
        if one.about == "passage" and one.target == document.guid
    ]
    marked: list[ProjectCoding | Memo] = [one for one in codings if not one.whole]
    marked = sorted([*marked, *memos], key=lambda one: (one.start, -one.end))
    yield f"# {one_line(document.name)}"
    yield ""
    if document.description:
        yield from (quoted(document.description), "")
    yield from (f"- {one_line(name)}: {one_line(value)}" for name, value in document.attributes)
    yield from (
        f"- {looked.by(one.coder, one.created)}: {looked.code(one)} (the whole document)"
        for one in codings
        if one.whole
    )
    for coding in codings:
        if coding.whole:
            yield from looked.noted(coding.guid)
    yield from looked.noted(document.guid)
    yield from ("", "---", "", lines(_with_marks(document.text, marked)), "", "---", "")
    if marked:
        yield from ("## What is marked", "")
    for number, one in enumerate(marked, start=1):
        place = _place(document, one.start, one.end)
        if isinstance(one, Memo):
            yield f"{number}. a memo ({place})"
            yield from looked.memo(one)
        else:
            yield f"{number}. {looked.by(one.coder, one.created)}: {looked.code(one)} ({place})"
            yield from looked.noted(one.guid)
    yield ""


def _with_marks(text: str, marked: list[ProjectCoding | Memo]) -> str:
    """Return the text, escaped, with a mark where each stretch begins and ends."""
    left, right = next((pair for pair in _MARKS if not set(pair) & set(text)), _MARKS[0])
    marks: dict[int, list[str]] = defaultdict(list)
    for number, one in sorted(enumerate(marked, start=1), reverse=True):
        marks[one.end].append(f"{left}/{number}{right}")
    for number, one in enumerate(marked, start=1):
        marks[one.start].append(f"{left}{number}{right}")
    pieces, done = [], 0
    for place in sorted(marks):
        pieces += [escaped(text[done:place]), *marks[place]]
        done = place
    return "".join([*pieces, escaped(text[done:])])


def _quotations(code: ProjectCode, looked: _Look) -> Iterator[str]:
    codings = [one for one in looked.project.codings if one.code == code.guid]
    order = {one.guid: place for place, one in enumerate(looked.project.documents)}
    codings.sort(key=lambda one: (order[one.document], one.start, one.end))
    yield f"# {one_line(SEPARATOR.join(looked.paths[code.guid]))}"
    yield ""
    if code.description:
        yield from (lines(escaped(code.description)), "")
    yield from looked.noted(code.guid)
    by = Counter(one_line(looked.people.get(one.coder, "")) for one in codings)
    yield f"{len(codings):,} quotations: {', '.join(f'{name} {n:,}' for name, n in by.items())}."
    for one in codings:
        document = looked.documents[one.document]
        whole = f"the whole document, {len(document.text):,} characters"
        place = whole if one.whole else _place(document, one.start, one.end)
        if not one.whole:
            yield from ("", quoted(document.text[one.start : one.end]))
        yield ""
        yield f"{one_line(document.name)}, {place}; {looked.by(one.coder, one.created)}"
        yield from looked.noted(one.guid)
    yield ""


def _about(looked: _Look, texts: Mapping[str, str], codes: Mapping[str, str]) -> bytes:
    """Return the page about the project, with links to the other files."""
    return "\n".join(
        (
            f"# {one_line(looked.project.name)}",
            "",
            *_people(looked),
            *_documents(looked, texts),
            *_codebook(looked, codes),
            *_cases_and_sets(looked),
            *_memos(looked, without_texts=not texts),
        )
    ).encode("utf-8", "replace")


def _link(name: str, file: str | None) -> str:
    return f"[{name}](<{file}>)" if file else name


def _people(looked: _Look) -> Iterator[str]:
    by = Counter(coding.coder for coding in looked.project.codings)
    yield from ("## Coders", "")
    for user in looked.project.users:
        yield f"- {one_line(user.name)}: {by[user.guid]:,} codings"
    yield ""


def _documents(looked: _Look, files: Mapping[str, str]) -> Iterator[str]:
    by = Counter(coding.document for coding in looked.project.codings)
    yield from ("## Documents", "")
    for one in looked.project.documents:
        name = _link(one_line(one.name), files.get(one.guid))
        yield f"- {name}: {by[one.guid]:,} codings"
    yield ""


def _codebook(looked: _Look, files: Mapping[str, str]) -> Iterator[str]:
    by = Counter(coding.code for coding in looked.project.codings)
    yield from ("## Codes", "")
    for one in looked.project.codes:
        name = _link(one_line(SEPARATOR.join(looked.paths[one.guid])), files.get(one.guid))
        yield f"- {name}: {by[one.guid]:,} codings"
        if one.description:
            yield from (f"  {line}".rstrip() for line in quoted(one.description).split("\n"))
        yield from looked.noted(one.guid)
    yield ""


def _cases_and_sets(looked: _Look) -> Iterator[str]:
    documents = {guid: one_line(one.name) for guid, one in looked.documents.items()}
    codes = {guid: one_line(SEPARATOR.join(path)) for guid, path in looked.paths.items()}
    if looked.project.cases:
        yield from ("## Cases", "")
    for case in looked.project.cases:
        yield f"- {one_line(case.name)}: {', '.join(documents[one] for one in case.documents)}"
        if case.description:
            yield from (f"  {line}".rstrip() for line in quoted(case.description).split("\n"))
        yield from (f"  - {one_line(name)}: {one_line(value)}" for name, value in case.attributes)
        for guid, start, end in case.passages:
            yield f"  - {documents[guid]}, {_place(looked.documents[guid], start, end)}"
    if looked.project.groups:
        yield from ("", "## Sets", "")
    for group in looked.project.groups:
        members = [*(codes[one] for one in group.codes), *(documents[o] for o in group.documents)]
        yield f"- {one_line(group.name)}: {', '.join(members)}"
        if group.description:
            yield from (f"  {line}".rstrip() for line in quoted(group.description).split("\n"))
    yield ""


def _memos(looked: _Look, *, without_texts: bool) -> Iterator[str]:
    yield from ("## Memos", "")
    for memo in looked.project.memos:
        if memo.about in {"", "project"}:
            yield from looked.memo(memo)
        elif without_texts and memo.about in {"document", "passage"}:
            document = looked.documents[memo.target]
            place = f", {_place(document, memo.start, memo.end)}" if memo.about == "passage" else ""
            yield f"- {one_line(document.name)}{place}"
            yield from looked.memo(memo)
    yield ""
