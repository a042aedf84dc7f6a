"""Taguette projects (``.sqlite3``): offsets count UTF-8 bytes of the words of an HTML document."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import (
    UNKNOWN_CODER,
    Discarded,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectDocument,
    User,
    merged,
)
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.sqlite_rows import Database, open_database
from secondcoder.exchange.text_map import TextMap
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.files.numbers import stated_span
from secondcoder.reading.files.text import read_bytes
from secondcoder.records.codes import SEPARATOR

_BLOCK = re.compile(r"p|div|h[1-6]|li|tr|blockquote|pre|br|[uo]l|table")
_HIGHLIGHT = "highlight_add"


def read_taguette(path: Path, *, project: str | None = None) -> Project:
    """Read a project; of several in one file ``project`` names the one to read."""
    with open_database(read_bytes(path, name=path.name), name=path.name) as database:
        if not {"documents", "highlights", "tags", "projects"} <= database.tables:
            raise SecondcoderError(
                f"{path.name}: this is not a project of Taguette",
                hint="Export the project as SQLite3 from Taguette.",
            )
        number, name = _chosen(database, project)
        return _project(database, number, name)


def _chosen(database: Database, wanted: str | None) -> tuple[str, str]:
    projects = {row["id"]: row["name"] for row in database.rows("projects", "id", "name")}
    fitting = {i: name for i, name in projects.items() if wanted in {None, name}}
    if len(fitting) != 1:
        names = ", ".join(sorted(projects.values())) or "none"
        raise SecondcoderError(
            f"{database.name}: the file holds {len(projects)} projects: {names}",
            hint="Say which one to read: --map project=NAME.",
        )
    return next(iter(fitting.items()))


def _project(database: Database, number: str, name: str) -> Project:
    discarded: list[Discarded] = []
    texts: dict[str, _Words] = {}
    documents = []
    columns = ("id", "name", "description", "project_id", "contents")
    for row in database.rows("documents", *columns):
        if row["project_id"] == number:
            words = _Words(row["contents"], name=f"{database.name}, {row['name']}")
            texts[row["id"]] = words
            guid = made("taguette", name, "document", row["id"])
            said = row["description"].strip()
            documents.append(
                ProjectDocument(
                    guid=guid, name=row["name"], text=words.text, attributes=(), description=said
                )
            )
    tags = [
        row
        for row in database.rows("tags", "id", "project_id", "path", "description")
        if row["project_id"] == number
    ]
    codes = _codes(tags, name)
    users, coders = _coders(database, number, name)
    codings = list(_codings(database, name, texts, coders, discarded))
    codings = list(_with_tags(codings, {code.guid for code in codes}, discarded))
    used = {coding.coder for coding in codings}
    if any(user.name == UNKNOWN_CODER and user.guid in used for user in users):
        reason = "Taguette keeps the coder only in its history; who made these is not in it"
        count = sum(coding.coder == _unknown(name).guid for coding in codings)
        discarded.append(Discarded("coder", "of highlights", reason, count))
    return Project(
        name=name,
        origin="Taguette",
        users=tuple(user for user in users if user.guid in used),
        codes=tuple(codes),
        documents=tuple(documents),
        codings=tuple(codings),
        memos=_about(database, number, name),
        notes=("Positions: UTF-8 bytes of the words of the document, as Taguette counts.",),
        discarded=merged(discarded),
    )


def _about(database: Database, number: str, name: str) -> tuple[Memo, ...]:
    """Return the project's description as a memo on it."""
    rows = database.rows("projects", "id", "description")
    said = next((row["description"].strip() for row in rows if row["id"] == number), "")
    guid = made("taguette", name, "description")
    return (Memo(guid=guid, about="project", target="", text=said),) if said else ()


def _codes(tags: Sequence[Mapping[str, str]], name: str) -> list[ProjectCode]:
    """Return the tags as a tree: ``Beginnings > People`` stands below ``Beginnings``."""
    paths = {tuple(row["path"].split(SEPARATOR)): row for row in tags}
    found: dict[tuple[str, ...], ProjectCode] = {}
    for whole in paths:
        for path in (whole[:depth] for depth in range(1, len(whole) + 1)):
            row = paths.get(path)
            parent = found[path[:-1]].guid if len(path) > 1 else ""
            if path not in found:
                found[path] = ProjectCode(
                    guid=made("taguette", name, "tag", row["id"] if row else SEPARATOR.join(path)),
                    name=path[-1],
                    parent=parent,
                    description=row["description"].strip() if row else "",
                    codable=row is not None,
                )
    return list(found.values())


def _unknown(name: str) -> User:
    return User(made("taguette", name, "user", UNKNOWN_CODER), UNKNOWN_CODER)


def _coders(database: Database, number: str, name: str) -> tuple[list[User], dict[str, User]]:
    """Return the coders, and who made each highlight according to the project's history."""
    users: dict[str, User] = {}
    made_by: dict[str, User] = {}
    for row in database.rows("commands", "user_login", "project_id", "payload"):
        login = row["user_login"]
        payload = _payload(row["payload"])
        if row["project_id"] != number or payload.get("type") != _HIGHLIGHT or not login:
            continue
        user = users.setdefault(login, User(made("taguette", name, "user", login), login))
        made_by.setdefault(str(payload.get("highlight_id")), user)
    return [*users.values(), _unknown(name)], made_by


def _payload(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _codings(
    database: Database,
    name: str,
    texts: dict[str, "_Words"],
    coders: dict[str, User],
    discarded: list[Discarded],
) -> Iterator[ProjectCoding]:
    columns = ("id", "document_id", "start_offset", "end_offset")
    highlights = {row["id"]: row for row in database.rows("highlights", *columns)}
    known = {row["id"] for row in database.rows("documents", "id")}
    tagged: Counter[str] = Counter()
    for link in database.rows("highlight_tags", "highlight_id", "tag_id"):
        row = highlights.get(link["highlight_id"])
        tagged[link["highlight_id"]] += 1
        if row is None or row["document_id"] not in known:
            what = "highlight" if row is None else "document"
            discarded.append(Discarded("coding", "of a highlight", f"its {what} is not there"))
            continue
        if row["document_id"] not in texts:  # of another project in the file
            continue
        span = texts[row["document_id"]].span(row["start_offset"], row["end_offset"])
        if span is None:
            reason = "it lies outside the text"
            discarded.append(Discarded("coding", f"highlight {row['id']}", reason))
            continue
        coder = coders.get(row["id"], _unknown(name)).guid
        tag = made("taguette", name, "tag", link["tag_id"])
        document = made("taguette", name, "document", row["document_id"])
        guid = made("taguette", name, "highlight", row["id"], link["tag_id"])
        start, end = span
        yield ProjectCoding(
            guid=guid, coder=coder, code=tag, document=document, start=start, end=end
        )
    others = known - set(texts)
    bare = sum(row["document_id"] not in others and not tagged[i] for i, row in highlights.items())
    if bare:
        discarded.append(Discarded("highlight", "highlights", "they have no tag", bare))


def _with_tags(
    codings: Sequence[ProjectCoding], tags: Collection[str], discarded: list[Discarded]
) -> Iterator[ProjectCoding]:
    """Yield the codings whose tag is in the project; the others are listed."""
    for coding in codings:
        if coding.code in tags:
            yield coding
        else:
            reason = "its tag is not in the project"
            discarded.append(Discarded("coding", "of a highlight", reason))


class _Words(HTMLParser):
    """The words of a document as Taguette counts them, and as a text with paragraphs."""

    def __init__(self, contents: str, *, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[tuple[str, bool]] = []
        """Stretches, and whether Taguette counts them; line breaks of blocks it does not."""
        hint = "Export the project again from Taguette."
        with third_party(name, "the text of a document is broken", hint=hint):
            self.feed(contents)
            self.close()
        shown = "".join(text for text, _ in self._parts)
        self._map = TextMap(shown)
        self.text = self._map.text
        self._shown: list[int] = []
        """Place in the shown text of each counted character, and of the end."""
        place = 0
        counted = []
        for text, counts in self._parts:
            if counts:
                self._shown += range(place, place + len(text))
                counted.append(text)
            place += len(text)
        self._shown.append(place)
        widths = (len(c.encode("utf-8", "replace")) for c in "".join(counted))
        self._index = {byte: at for at, byte in enumerate(accumulate(widths, initial=0))}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Begin a line before a block."""
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a line after a block."""
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Take words as they are."""
        self._parts.append((data, True))

    def span(self, start: str, end: str) -> tuple[int, int] | None:
        """Return start and end in the text of two byte offsets; ``None`` outside it."""
        stated = stated_span(start, end)
        if stated is None:
            return None
        first, last = map(self._index.get, stated)
        if first is None or last is None or first >= last:
            return None
        return self._map.start(self._shown[first]), self._map.end(self._shown[last - 1] + 1)

    def _break(self, tag: str) -> None:
        if _BLOCK.fullmatch(tag) and self._parts and not self._parts[-1][0].endswith("\n"):
            self._parts.append(("\n", False))
