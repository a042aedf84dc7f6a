"""QualCoder projects (``.qda``): a folder, or a zip of it, with ``data.qda`` inside."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.project import (
    MEMO_OF_LOST,
    UNKNOWN_CODER,
    Case,
    Memo,
    Project,
    ProjectCode,
    ProjectCoding,
    ProjectDocument,
    Stamp,
    User,
)
from secondcoder.exchange.qualcoder_file import database_of
from secondcoder.exchange.qualcoder_rest import left_in_database
from secondcoder.exchange.refi.colours import as_hex
from secondcoder.exchange.refi.guids import made
from secondcoder.exchange.refi.registry import Registry
from secondcoder.exchange.refi.stamps import spaced_date
from secondcoder.exchange.sqlite_rows import Database, open_database
from secondcoder.exchange.text_map import TextMap, places_of
from secondcoder.reading.files.numbers import stated_span
from secondcoder.records.text import Attributes

_TYPES = {"numeric": "Float", "character": "Text"}


def read_qualcoder(path: Path) -> Project:
    """Read a project; positions count code points of the text as the database holds it."""
    with open_database(database_of(path), name=path.name) as database:
        if "code_text" not in database.tables or "source" not in database.tables:
            raise SecondcoderError(
                f"{path.name}: this is not a project of QualCoder",
                hint="Name the folder that ends in .qda, or a zip of it.",
            )
        return _Reader(database, path.stem).read()


class _Reader:
    """Reads one project."""

    def __init__(self, database: Database, stem: str) -> None:
        self._database, self._stem = database, stem
        self._registry = Registry()
        self._users: dict[str, User] = {}
        self._maps: dict[str, TextMap] = {}
        self._memos: list[Memo] = []
        self._moved = 0

    def read(self) -> Project:
        codes = tuple(self._codes())
        documents = tuple(self._documents())
        codings = tuple(self._codings({code.guid for code in codes}))
        self._annotations()
        self._journals()
        self._registry.add(tuple(left_in_database(self._database)))
        notes = ["Positions: code points of the text in QualCoder's database."]
        if self._moved:
            notes.append(f"{self._moved:,} codings were moved to where their quoted text stands.")
        kinds = {
            row["name"]: _TYPES.get(row["valuetype"], "Text")
            for row in self._database.rows("attribute_type", "name", "valuetype")
        }
        cases = tuple(self._cases())
        return Project(
            name=self._stem,
            origin="QualCoder",
            users=tuple(self._users.values()),
            codes=codes,
            documents=documents,
            codings=codings,
            memos=tuple(self._memos),
            cases=cases,
            variables=kinds,
            notes=tuple(notes),
            discarded=self._registry.lines,
        )

    def _user(self, name: str) -> str:
        known = name.strip() or UNKNOWN_CODER
        self._users.setdefault(known, User(self._guid("user", known), known))
        return self._users[known].guid

    def _guid(self, *parts: str) -> str:
        return made("qualcoder", self._stem, *parts)

    def _codes(self) -> Iterator[ProjectCode]:
        """Yield categories as folders, then codes, every parent before its children."""
        folders = self._database.rows("code_cat", "catid", "name", "memo", "supercatid")
        columns = ("cid", "name", "memo", "catid", "color", "supercid")
        codes = self._database.rows("code_name", *columns)
        known = {row["catid"] for row in folders}
        pending = [
            (self._guid("category", r["catid"]), r["supercatid"], r, "category") for r in folders
        ]
        pending += [(self._guid("code", r["cid"]), r["catid"], r, "code") for r in codes]
        done = {""}
        waiting = True
        while pending and waiting:
            later = []
            for item in pending:
                guid, above, row, kind = item
                parent = self._guid("category", above) if above in known else ""
                if kind == "code" and row["supercid"]:
                    parent = self._guid("code", row["supercid"])
                if parent not in done:
                    later.append(item)
                    continue
                done.add(guid)
                yield ProjectCode(
                    guid=guid,
                    name=row["name"].strip() or "unnamed code",
                    parent=parent,
                    description=row["memo"].strip(),
                    codable=kind == "code",
                    colour=as_hex(row.get("color", "")),
                )
            waiting = len(later) < len(pending)
            pending = later
        for guid, _, row, kind in pending:
            self._registry.discard(
                "code",
                row["name"],
                "what stands above it is missing, or leads back to it; it stands at the top",
            )
            said = row["memo"].strip()
            codable = kind == "code"
            yield ProjectCode(guid=guid, name=row["name"], description=said, codable=codable)

    def _documents(self) -> Iterator[ProjectDocument]:
        for row in self._database.rows("source", "id", "name", *("fulltext", "memo", "date")):
            if not row["fulltext"]:
                reason = "it has no text (a picture, sound or film)"
                self._registry.discard("document", row["name"], reason)
                continue
            guid = self._guid("source", row["id"])
            mapped = TextMap(row["fulltext"])
            self._maps[guid] = mapped
            if mapped.replaced:
                reason = "they are no text and were replaced by \ufffd"
                self._registry.discard("character", row["name"], reason, mapped.replaced)
            attributes = self._attributes("file", row["id"])
            yield ProjectDocument(
                guid=guid,
                name=row["name"],
                text=mapped.text,
                attributes=attributes,
                description=row["memo"].strip(),
                stamp=Stamp(created=spaced_date(row["date"])),
            )

    def _attributes(self, kind: str, owner: str) -> Attributes:
        rows = self._database.rows("attribute", "name", "attr_type", "value", "id")
        return tuple(
            (row["name"], row["value"])
            for row in rows
            if row["attr_type"] == kind and row["id"] == owner and row["value"]
        )

    def _codings(self, codes: set[str]) -> Iterator[ProjectCoding]:
        columns = ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "owner", "memo", "date")
        for number, row in enumerate(self._database.rows("code_text", *columns)):
            span = self._span(row)
            code = self._guid("code", row["cid"])
            if span is None or code not in codes:
                what = f"a coding of “{row['seltext'][:40]}”"
                reason = "its code is missing" if span else self._no_place(row)
                self._registry.discard("coding", what, reason)
                if row["memo"].strip():
                    self._registry.discard("memo", what, MEMO_OF_LOST)
                continue
            guid = self._registry.identity(self._guid("coding", row["ctid"] or str(number)), "")
            coder = self._user(row["owner"])
            document, start, end = span
            stamp = Stamp(created=spaced_date(row["date"]))
            yield ProjectCoding(
                guid=guid,
                coder=coder,
                code=code,
                document=document,
                start=start,
                end=end,
                created=stamp.created,
            )
            if row["memo"].strip():
                memo = Memo(
                    guid=made(guid, "memo"),
                    about="coding",
                    target=guid,
                    text=row["memo"].strip(),
                    author=coder,
                    stamp=stamp,
                )
                self._memos.append(memo)

    def _span(self, row: Mapping[str, str]) -> tuple[str, int, int] | None:
        """Return document, start and end; a quotation that stands elsewhere is followed there."""
        guid = self._guid("source", row["fid"])
        mapped = self._maps.get(guid)
        stated = stated_span(row["pos0"], row["pos1"])
        if mapped is None or stated is None:
            return None
        start, end = stated
        quote = row.get("seltext", "")
        if quote and mapped.raw[start:end] != quote:
            places = places_of(quote, mapped.raw)
            if places:
                start = min(places, key=lambda place: abs(place - start))
                end = start + len(quote)
                self._moved += 1
        if not start < end <= len(mapped.raw):
            return None
        return guid, mapped.start(start), mapped.end(end)

    def _no_place(self, row: Mapping[str, str]) -> str:
        """Return why a row of positions marks no stretch of a text."""
        if self._guid("source", row["fid"]) not in self._maps:
            return "its document did not come in"
        stated = stated_span(row["pos0"], row["pos1"])
        if stated is not None and stated[0] == stated[1]:
            return "it holds no text"
        return "its positions lie outside the text"

    def _annotations(self) -> None:
        columns = ("anid", "fid", "pos0", "pos1", "memo", "owner", "date")
        for row in self._database.rows("annotation", *columns):
            span = self._span(row)
            if span is None:
                self._registry.discard("memo", row["memo"][:40], self._no_place(row))
                continue
            document, start, end = span
            guid, author = self._guid("annotation", row["anid"]), self._user(row["owner"])
            memo = Memo(
                guid=guid,
                about="passage",
                target=document,
                text=row["memo"].strip(),
                author=author,
                start=start,
                end=end,
                stamp=Stamp(created=spaced_date(row["date"])),
            )
            self._memos.append(memo)

    def _journals(self) -> None:
        """Take the journal, and the memo on the project."""
        for row in self._database.rows("project", "memo"):
            if text := TextMap(row["memo"]).text.strip():
                guid = self._guid("project memo")
                self._memos.append(Memo(guid=guid, about="project", target="", text=text))
        for row in self._database.rows("journal", "jid", "name", *("jentry", "owner", "date")):
            guid, author = self._guid("journal", row["jid"]), self._user(row["owner"])
            text = TextMap(row["jentry"]).text
            self._memos.append(
                Memo(
                    guid=guid,
                    about="project",
                    target="",
                    text=text,
                    title=row["name"],
                    author=author,
                    stamp=Stamp(created=spaced_date(row["date"])),
                )
            )

    def _cases(self) -> Iterator[Case]:
        links = self._database.rows("case_text", "caseid", "fid", "pos0", "pos1")
        for row in self._database.rows("cases", "caseid", "name", "memo"):
            whole: list[str] = []
            parts: list[tuple[str, int, int]] = []
            for link in (one for one in links if one["caseid"] == row["caseid"]):
                span = self._span(link)
                if span is None:
                    reason = "a text that belongs to it did not come in, or not so far"
                    self._registry.discard("case", row["name"], reason)
                    continue
                document, start, end = span
                covers = end - start >= len(self._maps[document].text) - 1
                if covers:
                    whole.append(document)
                else:
                    parts.append((document, start, end))
            attributes = self._attributes("case", row["caseid"])
            guid = self._guid("case", row["caseid"])
            yield Case(
                guid=guid,
                name=row["name"],
                description=row["memo"].strip(),
                attributes=attributes,
                documents=tuple(dict.fromkeys(whole)),
                passages=tuple(dict.fromkeys(parts)),
            )
