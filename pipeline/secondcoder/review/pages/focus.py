"""One passage and one code: what is there to see, and the decision."""

from dataclasses import dataclass

from secondcoder.decisions.events import (
    APPLIES,
    DECOY,
    JUDGEMENTS,
    NOT,
    OTHER,
    VERDICTS,
    Event,
)
from secondcoder.procedures.second_coder.reviewed.items import ALL, Item
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.tables.evidence import read_neighbour
from secondcoder.procedures.second_coder.tables.suggestions import SuggestionRow
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.records.coders import BUNDLED
from secondcoder.review.choosing import Filters, following, neighbours
from secondcoder.review.said import said_by
from secondcoder.review.web import Go, Page, Problem, Visit, now_ms, path

LONGEST_SHOWN = 20_000
_NEIGHBOUR_SHOWN = 700
_PARTS = {
    "name": "the code’s name",
    "definition": "the definition",
    "include": "what the code includes",
    "example": "an example of the code",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A suggestion with its evidence, ready to be read."""

    suggested: SuggestionRow
    label: str
    part: str
    shared: tuple[str, ...]
    near: tuple[str, ...]
    theme: str
    neighbours: tuple[tuple[Passage, str, tuple[str, ...]], ...]
    """Passages, how near, and the codes that they have in the coding that is compared."""


def focus(visit: Visit) -> Page:
    """Return the page of one passage and one code."""
    item, code = _item(visit)
    review, passage, own = visit.review, item.passage, visit.view.own
    filters = Filters.of(visit.query)
    before, after, place, count = neighbours(review, visit.reviewer, item, code, filters)
    shown = review.shown(visit.reviewer, passage, item.code_id)
    verdict = review.history.verdict(visit.reviewer, passage.key, item.code_id)
    earlier, later = visit.material.around(passage)
    return Page(
        "focus.html.j2",
        {
            "item": item,
            "code": code,
            "entry": visit.material.codes[item.code_id],
            "parents": [visit.material.codes[c] for c in visit.material.above[item.code_id]],
            "passage": passage,
            "long": len(passage.text) > LONGEST_SHOWN and not visit.query.get("whole"),
            "text": passage.text if visit.query.get("whole") else passage.text[:LONGEST_SHOWN],
            "earlier": [_cut(p) for p in earlier],
            "later": [_cut(p) for p in later],
            "own": _own_codes(visit, passage),
            "seen": passage.id in own.seen,
            "whose": own.coder if own.borrowed else "",
            "shown": shown,
            "why": explain(visit, item) if shown else None,
            "ranked": _others(visit, item) if shown else (),
            "instead": _instead(visit, passage) if shown else (),
            "machines_say": said_by(visit.material, item) if shown else (),
            "abstained": _abstained(visit, passage) if shown else "",
            "answers": VERDICTS if shown else JUDGEMENTS,
            "marks": marks(visit, item) if shown else {},
            "verdict": verdict,
            "recut": verdict is not None and verdict.id in review.recut,
            "changed": verdict is not None and review.changed(verdict, machine=item.machine),
            "codes": visit.material.codable,
            "before": _link(before, code, filters),
            "after": _link(after, code, filters),
            "here": _link(item, code, filters),
            "list": filters.path("code", code),
            "filters": filters,
            "post": f"/code/{code}/passage/{passage.id}",
            "place": place,
            "count": count,
            "opened": now_ms(),
            "trail": _trail(visit, item),
        },
    )


def reveal(visit: Visit) -> Go:
    """Record that the suggestion is shown, with what the reviewer said before it was."""
    item, code = _item(visit)
    judgement = visit.field("judgement", limit=20)
    if judgement and judgement not in JUDGEMENTS:
        raise Problem(400, "There is no such answer.")
    event = visit.event(
        "judgement" if judgement else "reveal",
        passage=item.passage.key,
        code=item.code_id,
        verdict=judgement,
        human=item.mine,
        machine=item.machine,
        detail=DECOY if item.decoy else "",
    )
    visit.review.add([event], [item.passage])
    return Go(_link(item, code, _filters(visit), done="shown"))


def decide(visit: Visit) -> Go:
    """Store a verdict and go on to the next passage of the list."""
    item, code = _item(visit)
    verdict, other = visit.field("verdict", limit=20), visit.field("other", limit=100)
    if verdict not in VERDICTS:
        raise Problem(400, "There is no such decision.")
    if verdict == OTHER and (other not in visit.material.codes or other == item.code_id):
        raise Problem(400, "Choose the other code from the list first, then “Another code”.")
    filters = _filters(visit)
    next_item = following(visit.review, visit.reviewer, item, code, filters)
    seen = visit.field("current", limit=100)
    before = visit.review.history.verdict(visit.reviewer, item.passage.key, item.code_id)
    event = visit.event(
        "verdict",
        passage=item.passage.key,
        code=item.code_id,
        verdict=verdict,
        other=other if verdict == OTHER else "",
        note=visit.field("note"),
        revealed=visit.review.shown(visit.reviewer, item.passage, item.code_id),
        human=item.mine,
        machine=item.machine,
        detail=DECOY if item.decoy else "",
    )
    stored = visit.review.add([event], [item.passage])[0]
    crossed = "crossed" if (before.id if before else "") != seen else ""
    if next_item is None or next_item == item:
        return Go(filters.path("code", code, did=stored.id, done=crossed))
    return Go(_link(next_item, code, filters, did=stored.id, done=crossed))


def undo(visit: Visit) -> Go:
    """Undo one of the reviewer's own verdicts: a new event, the old one stays on record."""
    event = visit.own_event("event", frozenset({"verdict"}))
    visit.review.add([visit.event("undo", passage=event.passage, code=event.code, undoes=event.id)])
    passage = visit.material.by_key.get(event.passage)
    if passage is None or (passage.id, event.code) not in visit.view.by_pair:
        return Go(path("earlier", done="undone"))
    return Go(_filters(visit).path("code", event.code, "passage", passage.id, done="undone"))


def marks(visit: Visit, item: Item) -> dict[str, list[tuple[str, str]]]:
    """Return by answer who gave it: the words and the style of each mark beside it."""
    own, history = visit.view.own, visit.review.history
    said: dict[str, list[tuple[str, str]]] = {answer: [] for answer in VERDICTS}
    for one in said_by(visit.material, item):
        if one.applies is not None:
            said[APPLIES if one.applies else NOT].append((f"{one.who} says so", "machine"))
    if item.human or item.passage.id in own.seen:
        coding = f"{own.coder}’s coding" if own.borrowed else "my coding"
        said[APPLIES if item.human else NOT].append((f"{coding} says so", "human"))
    first = history.revealed(visit.reviewer, item.passage.key, item.code_id)
    if first is not None and first.kind == "judgement":
        said[first.answer].append(("I said so first", "quiet"))
    return said


def explain(visit: Visit, item: Item) -> Why | None:
    """Return the evidence for the item's code, or for the code below it that was suggested."""
    material = visit.material
    ranked = material.suggestions(item.passage.id)
    exact = [s for s in ranked if s.code_id == item.code_id]
    below = [s for s in ranked if s.suggested and item.code_id in material.above[s.code_id]]
    found = exact or below
    return _why(visit, found[0]) if found else None


def _why(visit: Visit, one: SuggestionRow) -> Why:
    material = visit.material
    labels = {theme.theme_id: theme.label for theme in material.tables[THEMES]}
    hidden = visit.view.own.borrowed and visit.review.blind(visit.reviewer)
    near = []
    for passage_id, cosine in map(read_neighbour, one.evidence_neighbours):
        if passage := material.by_id.get(passage_id):
            codes = set() if hidden else visit.view.own.applied.get(passage_id, set())
            near.append((passage, cosine, tuple(sorted(material.codes[c].label for c in codes))))
    return Why(
        suggested=one,
        label=material.codes[one.code_id].label,
        part=_PARTS.get(one.evidence_part, "a code below it"),
        shared=tuple(word for word in one.evidence_words if not word.startswith("~")),
        near=tuple(word.removeprefix("~") for word in one.evidence_words if word.startswith("~")),
        theme=labels.get(one.evidence_theme, ""),
        neighbours=tuple(near),
    )


def _others(visit: Visit, item: Item) -> list[tuple[str, SuggestionRow]]:
    ranked = visit.material.suggestions(item.passage.id)
    names = visit.material.codes
    return [(names[s.code_id].label, s) for s in ranked if s.code_id != item.code_id][:4]


def _instead(visit: Visit, passage: Passage) -> list[str]:
    applied = visit.material.machines.get(BUNDLED.label, {}).get(passage.id, set())
    return sorted(visit.material.codes[code].label for code in applied)


def _abstained(visit: Visit, passage: Passage) -> str:
    return next((s.reason for s in visit.material.suggestions(passage.id) if s.reason), "")


def _own_codes(visit: Visit, passage: Passage) -> list[str]:
    codes = visit.view.own.applied.get(passage.id, set())
    return sorted(visit.material.codes[code].label for code in codes)


def _trail(visit: Visit, item: Item) -> list[tuple[Event, bool]]:
    """Return the reviewer's own events on this item, undone ones too."""
    history = visit.review.history
    return [
        (event, event.id in history.undone)
        for event in history.events.values()
        if event.reviewer == visit.reviewer
        and event.passage == item.passage.key
        and event.code == item.code_id
        and event.kind in {"verdict", "judgement", "reveal"}
    ]


def _item(visit: Visit) -> tuple[Item, str]:
    """Return the item and the code whose list it is looked at in."""
    code = visit.place["code"]
    if code != ALL:
        return visit.item(), code
    on = visit.query.get("on") or visit.field("on", limit=100)
    found = visit.view.by_pair.get((visit.passage().id, visit.entry(on).id))
    if found is None:
        raise Problem(404, "Neither you nor a machine applied this code to this passage.")
    return found, ALL


def _filters(visit: Visit) -> Filters:
    return Filters.of({name: values[0] for name, values in visit.form.items() if values})


def _link(item: Item | None, code: str, filters: Filters, *, did: str = "", done: str = "") -> str:
    if item is None:
        return ""
    on = item.code_id if code == ALL else ""
    return filters.path("code", code, "passage", item.passage.id, on=on, did=did, done=done)


def _cut(passage: Passage) -> tuple[Passage, str, bool]:
    return passage, passage.text[:_NEIGHBOUR_SHOWN], len(passage.text) > _NEIGHBOUR_SHOWN
