"""The tables of a study's folder: its documents, codebook, coding, memos and sets."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from secondcoder.exchange.csv_text import csv_bytes
from secondcoder.exchange.entry_text import entry_of
from secondcoder.exchange.project import Case, Discarded, Project
from secondcoder.exchange.safe_names import distinct
from secondcoder.records.codes import SEPARATOR

CASES = "cases.csv"
OTHER_CASES = "other cases"
"""The column of the further cases that a document belongs to."""
Path_ = tuple[str, ...]
"""A code's names, from the top of the tree down."""


def documents_csv(project: Project, stems: Mapping[str, str]) -> tuple[bytes, list[Discarded]]:
    """Return the table of documents: their cases and attributes, and what does not fit in it.

    A document of several cases has the one with the fewest documents as its case; the others stand
    in a column of their own.
    """
    cases, values, left = _of_cases(project)
    left += _without_document(project, values)
    names = list(dict.fromkeys(name for one in values.values() for name in one))
    columns = attribute_columns(names)
    rows = []
    for document in project.documents:
        of = cases[document.guid]
        own = of[0].name if of else ""
        fixed = [stems[document.guid], own, document.name, document.description]
        rows.append([*fixed, *(values[document.guid].get(name, "") for name in names)])
    head = ["document", "case", "name", "description", *columns.values()]
    renamed = any(row[0] != row[2] for row in rows)
    keep = [
        place
        for place in range(len(head))
        if place == 0 or (any(row[place] for row in rows) and (place != 2 or renamed))
    ]
    return csv_bytes([head[p] for p in keep], ([row[p] for p in keep] for row in rows)), left


def _of_cases(
    project: Project,
) -> tuple[dict[str, list[Case]], dict[str, dict[str, str]], list[Discarded]]:
    """Return the cases and the attributes of each document, and values that differ."""
    left: list[Discarded] = []
    cases: dict[str, list[Case]] = defaultdict(list)
    values = {document.guid: dict(document.attributes) for document in project.documents}
    for case in sorted(project.cases, key=lambda one: len(one.documents)):
        for guid in case.documents:
            if guid not in values:
                continue
            cases[guid].append(case)
            for name, value in case.attributes:
                kept = values[guid].setdefault(name, value)
                if kept != value:
                    reason = f"another value stands with the document: {kept}; see {CASES}"
                    left.append(Discarded("attribute", f"{case.name}, {name}: {value}", reason))
    for guid, of in cases.items():
        if len(of) > 1 and OTHER_CASES not in values[guid]:
            others = "; ".join(case.name for case in of[1:])
            values[guid] = {OTHER_CASES: others} | values[guid]
    return cases, values, left


def _without_document(project: Project, documents: Collection[str]) -> Iterator[Discarded]:
    """Yield a line for the cases that have no place in the table of documents."""
    without = [
        case.name
        for case in project.cases
        if not case.passages and not any(guid in documents for guid in case.documents)
    ]
    if without:
        more = f" and {len(without) - 5} more" if len(without) > 5 else ""
        reason = f"no document belongs to it; it stands in {CASES}"
        yield Discarded("case", ", ".join(without[:5]) + more, reason, len(without))
    spans = sum(len(case.passages) for case in project.cases)
    if spans:
        what = "stretches of documents that belong to cases"
        reason = f"attributes are kept for whole documents only; they stand in {CASES}"
        yield Discarded("case", what, reason, spans)


def cases_csv(project: Project, stems: Mapping[str, str]) -> bytes:
    """Return all cases with their attributes, a row for each text or stretch of one."""
    names = list(dict.fromkeys(name for case in project.cases for name, _ in case.attributes))
    rows = []
    for case in project.cases:
        values = dict(case.attributes)
        said = [case.name, case.description]
        texts = [[stems.get(guid, ""), "", ""] for guid in case.documents]
        texts += [[stems.get(guid, ""), str(s), str(e)] for guid, s, e in case.passages]
        rows += [
            [*said, *text, *(values.get(name, "") for name in names)]
            for text in texts or [["", "", ""]]
        ]
    columns = distinct(f"attribute {' '.join(name.split())}" for name in names)
    return csv_bytes(["case", "description", "document", "start", "end", *columns], rows)


def attribute_columns(names: Iterable[str]) -> dict[str, str]:
    """Return the column of the table of documents for each attribute, by its name."""
    taken = {"document", "case", "name", "description"}
    columns = {name: f"{name} (attribute)" if name.casefold() in taken else name for name in names}
    return dict(zip(columns, distinct(" ".join(c.split()) for c in columns.values()), strict=True))


def codebook_csv(project: Project, paths: Mapping[str, Path_]) -> bytes:
    """Return the codebook with a column for each level; a folder that only groups has no row."""
    depth = max(map(len, paths.values()))
    used = {coding.code for coding in project.codings}
    above = {code.parent for code in project.codes}
    levels = [f"level {number}" for number in range(1, depth + 1)]
    rows = []
    for code in project.codes:
        if not code.codable and code.guid in above - used and not code.description:
            continue
        path = paths[code.guid]
        entry = entry_of(code.description)
        texts = [entry.definition, entry.include, entry.exclude, entry.examples]
        rows.append([*path, *[""] * (depth - len(path)), *texts, code.colour, code.guid])
    head = [*levels, "definition", "include", "exclude", "examples", "colour", "guid"]
    return csv_bytes(head, rows)


def coding_csv(project: Project, stems: Mapping[str, str], paths: Mapping[str, Path_]) -> bytes:
    """Return all codings with their place, their memos and what they quote."""
    texts = {document.guid: document.text for document in project.documents}
    coders = {user.guid: user.name for user in project.users}
    memos: dict[str, list[str]] = defaultdict(list)
    for memo in project.memos:
        if memo.about == "coding":
            memos[memo.target].append(memo.text)
    rows = []
    for one in project.codings:
        quote = "" if one.whole else texts[one.document][one.start : one.end]
        code = SEPARATOR.join(paths[one.code])
        place = [stems[one.document], str(one.start), str(one.end)]
        rows.append([coders[one.coder], *place, code, "\n".join(memos[one.guid]), quote])
    return csv_bytes(["coder", "document", "start", "end", "code", "memo", "quote"], rows)


def memos_csv(project: Project, stems: Mapping[str, str], paths: Mapping[str, Path_]) -> bytes:
    """Return all memos with what they are about; those on codings stand in coding.csv too."""
    coders = {user.guid: user.name for user in project.users}
    codings = {coding.guid: coding for coding in project.codings}
    rows = []
    for memo in project.memos:
        document = code = start = end = ""
        if memo.about in {"document", "passage"}:
            document = stems.get(memo.target, "")
        if memo.about == "passage":
            start, end = str(memo.start), str(memo.end)
        if memo.about == "code":
            code = SEPARATOR.join(paths.get(memo.target, ()))
        if memo.about == "coding" and memo.target in codings:
            one = codings[memo.target]
            document, start, end = stems[one.document], str(one.start), str(one.end)
            code = SEPARATOR.join(paths[one.code])
        author = coders.get(memo.author, "")
        rows.append([memo.about, document, start, end, code, author, memo.title, memo.text])
    head = ["about", "document", "start", "end", "code", "author", "title", "text"]
    return csv_bytes(head, rows)


def sets_csv(project: Project, stems: Mapping[str, str], paths: Mapping[str, Path_]) -> bytes:
    """Return the sets with a row for each of their members."""
    rows = []
    for group in project.groups:
        members = [("code", SEPARATOR.join(paths.get(guid, ()))) for guid in group.codes]
        members += [("document", stems.get(guid, "")) for guid in group.documents]
        rows += [[group.name, kind, name] for kind, name in members or [("", "")]]
    return csv_bytes(["set", "kind", "member"], rows)
