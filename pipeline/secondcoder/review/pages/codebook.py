"""The next version of the codebook: its entries, edited here, and never the study's own file."""

from secondcoder.decisions.events import Event
from secondcoder.decisions.groups import detail_of
from secondcoder.decisions.kinds import ENTRY
from secondcoder.names import plain
from secondcoder.procedures.second_coder.reviewed.acts import settled
from secondcoder.procedures.second_coder.reviewed.begin_round import codebook_file
from secondcoder.procedures.second_coder.reviewed.coding_next import coding_rows
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.new_names import name_fault, names_before
from secondcoder.procedures.second_coder.reviewed.next_codebook import TEXTS
from secondcoder.procedures.second_coder.reviewed.rounds import codebook_that_follows, pending_edits
from secondcoder.procedures.second_coder.tables.reviewed import CODING_NEXT
from secondcoder.publish.csv_files import to_csv
from secondcoder.reading.codes.codebook import code_id
from secondcoder.reading.codes.own_form import WrittenCode
from secondcoder.records.codes import Code
from secondcoder.review.web import Download, Go, Page, Problem, Visit, path

LONGEST_NAME = 200
FOUND = 10
"""Passages that a search for an example lists."""
FIELDS = {
    "name": "its name",
    "definition": "the definition",
    "include": "when to apply it",
    "exclude": "when not to apply it",
    "example": "an example",
    "new": "a new code",
    "merged": "merged into another code",
    "split": "split into codes below it",
    "removed": "removed",
}


def codebook(visit: Visit) -> Page:
    """Return the codebook that follows: what changed, in words, and every entry."""
    return _list(visit)


def add(visit: Visit) -> Go | Page:
    """Add a code to the next version."""
    name = " ".join(visit.field("name").split())[:LONGEST_NAME]
    parent = visit.field("parent", limit=100)
    codes = _codes(visit)
    if parent and parent not in codes:
        raise Problem(404, "There is no such code in the next version of the codebook.")
    above = codes[parent].code.path if parent else ()
    taken = [one.code.path for one in codes.values()]
    fault = name_fault(name, above=above, taken=taken, before=names_before(codes))
    if fault:
        return _list(visit, fault=fault)
    detail: dict[str, object] = {"field": "new", "text": name, "parent": parent}
    _store(visit, code_id((*above, name)), [detail])
    return Go("/codebook?done=saved")


def entry(visit: Visit) -> Page:
    """Return an entry with the form that changes it."""
    return _entry(visit)


def edit(visit: Visit) -> Go | Page:
    """Store what was changed of an entry, or say why that cannot be."""
    one = _written(visit)
    action = visit.field("action", limit=20) or "texts"
    details, fault = _changes(visit, one.code, action)
    if fault:
        return _entry(visit, fault=fault)
    passage = visit.material.by_id.get(visit.field("passage", limit=100))
    _store(visit, visit.place["code"], details, passage if action == "example" else None)
    gone = action in {"merged", "removed"}
    return Go(
        "/codebook?done=saved" if gone else path("codebook", visit.place["code"], done="saved")
    )


def undo(visit: Visit) -> Go:
    """Undo an edit of the codebook, by whoever made it: the codebook is the team's."""
    event = visit.review.history.events.get(visit.field("event", limit=100))
    pending = {one.id for one in pending_edits(visit.review.history)}
    if event is None or event.id not in pending:
        raise Problem(404, "There is nothing to undo.")
    visit.review.add([visit.event("undo", code=event.code, undoes=event.id)])
    return Go("/codebook?done=undone")


def codebook_csv(visit: Visit) -> Download:
    """Return the codebook that follows, as a file of its own; the study's stays as it is."""
    data = codebook_file(visit.review, codebook_that_follows(visit.review))
    return Download("codebook-next.csv", "text/csv", data)


def coding_csv(visit: Visit) -> Download:
    """Return everybody's coding after review, in the form that a study reads."""
    rows = list(coding_rows(visit.material, settled(visit.review)))
    return Download("coding-next.csv", "text/csv", to_csv(CODING_NEXT, rows))


def said_of(visit: Visit, event: Event) -> str:
    """Return an edit in words."""
    detail = detail_of(event)
    field, text = str(detail.get("field")), str(detail.get("text", ""))
    codes = _codes(visit)
    if field == "merged":
        text = codes[text].code.label if text in codes else text
    if field == "example":
        text = str(detail.get("words", text))
    return f"{FIELDS.get(field, field)}{f': {text}' if text else ''}"


def _list(visit: Visit, *, fault: str = "") -> Page:
    following = codebook_that_follows(visit.review)
    known = {one.code.path for one in following.codes}
    edits = pending_edits(visit.review.history)
    return Page(
        "codebook.html.j2",
        {
            "codes": [(key, one) for key, one in _codes(visit).items()],
            "changes": following.changes,
            "left": following.left,
            "beside": [
                entry
                for entry in visit.material.codable
                if not entry.in_codebook and entry.path not in known
            ],
            "edits": [(event, _label(visit, event), said_of(visit, event)) for event in edits],
            "fault": fault,
            "typed": {"name": visit.field("name"), "parent": visit.field("parent")},
        },
        status=400 if fault else 200,
    )


def _entry(visit: Visit, *, fault: str = "") -> Page:
    one = _written(visit)
    identity = visit.place["code"]
    wanted = visit.query.get("find", "").strip()[:LONGEST_NAME]
    entry = {"name": one.code.name, **{key: getattr(one.code, key) for key in TEXTS}}
    typed = {key: visit.form.get(key, [now])[0] for key, now in entry.items()}
    below = [c for c in _codes(visit).values() if c.code.path[:-1] == one.code.path]
    edits = [e for e in pending_edits(visit.review.history) if e.code == identity]
    return Page(
        "codebook_code.html.j2",
        {
            "id": identity,
            "one": one,
            "code": one.code,
            "typed": typed,
            "others": [(key, c.code.label) for key, c in _codes(visit).items() if key != identity],
            "below": below,
            "wanted": wanted,
            "found": _search(visit, wanted) if wanted else [],
            "edits": [(event, said_of(visit, event)) for event in edits],
            "fault": fault,
        },
        status=400 if fault else 200,
    )


def _changes(visit: Visit, code: Code, action: str) -> tuple[list[dict[str, object]], str]:
    """Return the details of the edits that a form asks for, and why they cannot be, if so."""
    asked = {
        "texts": _texts,
        "example": _example,
        "merged": _merge,
        "split": _split,
        "removed": _remove,
    }.get(action)
    if asked is None:
        raise Problem(400, "Choose what should be changed.")
    return asked(visit, code)


def _merge(visit: Visit, code: Code) -> tuple[list[dict[str, object]], str]:
    into = visit.field("into", limit=100)
    if into not in _codes(visit) or into == visit.place["code"]:
        return [], "Choose the code to merge it with."
    return [{"field": "merged", "text": into}], _with_codes_below(visit, code)


def _remove(visit: Visit, code: Code) -> tuple[list[dict[str, object]], str]:
    return [{"field": "removed", "text": ""}], _with_codes_below(visit, code)


def _with_codes_below(visit: Visit, code: Code) -> str:
    below = any(one.code.path[:-1] == code.path for one in _codes(visit).values())
    said = f"Other codes stand below “{code.label}”. Merge or remove these first."
    return said if below else ""


def _split(visit: Visit, code: Code) -> tuple[list[dict[str, object]], str]:
    names = [" ".join(line.split()) for line in visit.field("names").split("\n")]
    names = [name[:LONGEST_NAME] for name in names if name]
    if len(names) < 2:
        return [], "Give the names of the codes below it, at least two, one a line."
    codes = _codes(visit)
    taken = [one.code.path for one in codes.values()]
    for name in names:
        if fault := name_fault(name, above=code.path, taken=taken, before=names_before(codes)):
            return [], fault
        taken.append((*code.path, name))
    return [{"field": "split", "text": "\n".join(names)}], ""


def _texts(visit: Visit, code: Code) -> tuple[list[dict[str, object]], str]:
    name = " ".join(visit.field("name").split())[:LONGEST_NAME]
    details: list[dict[str, object]] = []
    if name != code.name:
        codes, own = _codes(visit), visit.place["code"]
        others = [one.code.path for key, one in codes.items() if key != own]
        before = names_before(codes, but=own)
        if fault := name_fault(name, above=code.path[:-1], taken=others, before=before):
            return [], fault
        details.append({"field": "name", "text": name})
    details += [
        {"field": field, "text": text}
        for field in TEXTS
        if (text := visit.field(field)) != getattr(code, field)
    ]
    return details, "" if details else "Nothing was changed."


def _example(visit: Visit, code: Code) -> tuple[list[dict[str, object]], str]:
    passage = visit.material.by_id.get(visit.field("passage", limit=100))
    if passage is None:
        return [], "Choose the passage that the example is taken from."
    words = visit.field("words") or passage.text
    if " ".join(words.split()) not in " ".join(passage.text.split()):
        return [], "These words do not stand in the passage so; copy them from it."
    example = " ".join(words.split())
    fault = "It is an example already." if example in code.examples else ""
    return [{"field": "example", "words": example}], fault


def _store(
    visit: Visit, code: str, details: list[dict[str, object]], passage: Passage | None = None
) -> None:
    written = _codes(visit).get(code)
    label = written.code.label if written else ""
    events = [
        visit.event(
            ENTRY,
            code=code,
            passage=passage.key if passage else "",
            note=visit.field("note"),
            detail=visit.json({**detail, "label": label}),
        )
        for detail in details
    ]
    visit.review.add(events, [passage] if passage else [])


def _codes(visit: Visit) -> dict[str, WrittenCode]:
    """Return the next version's codes by the id that edits name them by."""
    return dict(codebook_that_follows(visit.review).by_id)


def _written(visit: Visit) -> WrittenCode:
    found = _codes(visit).get(visit.place.get("code", ""))
    if found is None:
        raise Problem(404, "There is no such code in the next version of the codebook.")
    return found


def _label(visit: Visit, event: Event) -> str:
    found = _codes(visit).get(event.code)
    return found.code.label if found else str(detail_of(event).get("label", ""))


def _search(visit: Visit, wanted: str) -> list[Passage]:
    words = plain(wanted).split()
    found = []
    for passage in visit.material.passages:
        said = plain(passage.text)
        if words and all(word in said for word in words):
            found.append(passage)
            if len(found) == FOUND:
                break
    return found
