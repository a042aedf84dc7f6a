"""Comments in Word files as codings: who commented is the coder, what is marked the passage.

A comment of a few words names codes; one in sentences is a memo on its passage, and so is a reply.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from secondcoder.exchange.one_spelling import Spelling
from secondcoder.exchange.project import (
    Discarded,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    Stamp,
    User,
    merged,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.same_text import aligned
from secondcoder.exchange.word_marks import Comment, Shown, comments_of, notes_of, shown_words
from secondcoder.reading.codes.cells import mark_name
from secondcoder.reading.files.archive import open_archive

_PARTS = re.compile(r"[;|\n]+")
_TAGS = re.compile(r"(?:^|(?<=\s))#([^#]*[^#\s,])")
_PATH = re.compile(r"\s*(?:\\+| > |::)\s*")
_BULLET = re.compile(r"^\s*[-–—•·*▪◦]\s+")
_NUMBERED = re.compile(r"^\s*\(?(?P<number>\d{1,2})[.)]\s+")
_LONGEST, _SHORT = 8, 4
"""Words of a code's name, and of one beside a comma. Not measured: comments that are longer are
sentences."""
_NOTE = (
    "{}: comments were read as codings ({:,}): the author is the coder, the marked words are the "
    "passage, the comment's words are codes, divided at ;, | and line ends, and at commas between "
    "short names."
)
_MEMOS = "{}: {:,} comments are sentences or replies; they are memos on their passages."
_RESOLVED = (
    "{}: {:,} comments are marked as resolved; they were read like the others, and that they are "
    "resolved is not kept."
)
_SENTENCE = re.compile(r"[.!?…]\s+\S|[.!?…]$")


def with_comments(project: Project, path: Path) -> Project:
    """Return a Word file's project with its comments as codings, its colours counted."""
    if not project.documents:
        return project
    archive = open_archive(path)
    shown = shown_words(archive)
    reason = "what a colour stands for is not in the file; coloured words are not read as codings"
    left = [
        Discarded("highlight", f"{path.name}, {colour}", reason, number)
        for colour, number in shown.colours.items()
    ]
    reason = "what stands outside the running text is not read"
    left += [
        Discarded(kind, path.name, reason, number) for kind, number in notes_of(archive).items()
    ]
    comments = comments_of(archive)
    project = replace(project, discarded=merged([*project.discarded, *left]))
    return _coded(project, shown, comments, path.name) if comments else project


def _coded(project: Project, shown: Shown, comments: Mapping[str, Comment], name: str) -> Project:
    """Return the project with the comments as codings, and as memos where they name no code."""
    document = project.documents[0]
    lying = aligned(document.text, "".join(shown.parts))
    users: dict[str, User] = {}
    codes: dict[tuple[str, ...], ProjectCode] = {}
    codings: dict[str, ProjectCoding] = {}
    memos: list[Memo] = []
    left: list[Discarded] = []
    spelling = Spelling()
    for key, comment in comments.items():
        start, end = shown.starts.get(key), shown.ends.get(key)
        span = lying.span(start, end) if lying and start is not None and end is not None else None
        said = " ".join(comment.text.split())[:60]
        if span is None or not comment.text:
            reason = "it marks no words of the text" if comment.text else "it is empty"
            left.append(Discarded("comment", f"{name}, {comment.author}: “{said}”", reason))
            continue
        user = users.setdefault(comment.author, _user(comment.author))
        paths = [] if comment.reply else spelling.of(_named(comment.text))
        for path in paths:
            guid = made("comment", name, key, *path)
            coding = ProjectCoding(
                guid=guid,
                coder=user.guid,
                code=_code(path, codes),
                document=document.guid,
                start=span[0],
                end=span[1],
                created=comment.date,
            )
            codings[guid] = coding
        if not paths:
            memo = Memo(
                guid=made("comment", name, key, "memo"),
                about="passage",
                target=document.guid,
                text=comment.text,
                author=user.guid,
                start=span[0],
                end=span[1],
                stamp=Stamp(created=comment.date),
            )
            memos.append(memo)
    notes = [_NOTE.format(name, len(codings))]
    if memos:
        notes.append(_MEMOS.format(name, len(memos)))
    if resolved := sum(one.resolved and not one.reply for one in comments.values()):
        notes.append(_RESOLVED.format(name, resolved))
    return replace(
        project,
        typed=True,
        users=tuple(users.values()),
        codes=tuple(codes.values()),
        codings=tuple(codings.values()),
        memos=tuple(memos),
        notes=(*project.notes, *notes),
        discarded=merged([*project.discarded, *left, *spelling.lines]),
    )


def _user(name: str) -> User:
    return User(made("coder", name), name)


def _named(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the codes that a comment names; none if it is made of sentences."""
    parts = [mark_name(part) for part in _PARTS.split(_unlisted(text)) if part.strip()]
    parts = [tag for part in parts for tag in (_TAGS.findall(part) or [part])]
    parts = [piece for part in parts for piece in _by_commas(part)]
    if any(_SENTENCE.search(part) or len(part.split()) > _LONGEST for part in parts):
        return
    yield from dict.fromkeys(
        path for part in parts if (path := tuple(filter(None, _PATH.split(part))))
    )


def _unlisted(text: str) -> str:
    """Return a comment without the marks of a list: dashes and dots, and numbers from 1 on."""
    lines = [line for line in text.split("\n") if line.strip()]
    numbers = [found["number"] for line in lines if (found := _NUMBERED.match(line))]
    if len(lines) > 1 and numbers == [str(number + 1) for number in range(len(lines))]:
        return "\n".join(_NUMBERED.sub("", line, count=1) for line in lines)
    return "\n".join(_BULLET.sub("", line, count=1) for line in lines)


def _by_commas(part: str) -> Sequence[str]:
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    return pieces if all(len(piece.split()) <= _SHORT for piece in pieces) else [part]


def _code(path: tuple[str, ...], codes: dict[tuple[str, ...], ProjectCode]) -> str:
    """Return the GUID of a code, adding it and those above it."""
    for depth in range(1, len(path) + 1):
        step = path[:depth]
        parent = codes[step[:-1]].guid if depth > 1 else ""
        codes.setdefault(step, ProjectCode(guid=made("code", *step), name=step[-1], parent=parent))
    return codes[path].guid
