"""Differences from the machine that one has decided on, and what each comes from."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.decisions.events import Event, outcome
from secondcoder.decisions.kinds import CLASSES, DIFFERENCE, class_of
from secondcoder.procedures.second_coder.reviewed.items import Item
from secondcoder.procedures.second_coder.reviewed.material import Entry
from secondcoder.review.beside import own_codes
from secondcoder.review.web import Go, Page, Problem, Visit, path

_PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A passage and a code on which a person and a machine differ, both looked at."""

    item: Item
    person: bool
    """Whether the person has the code there; the machine has it where they have not."""
    decided: str
    """What the person decided."""
    given: Event | None
    """The class that the person gave, if any."""

    @property
    def kind(self) -> str:
        """The class that was given; empty if none was."""
        return class_of(self.given) if self.given else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One code of the overview."""

    entry: Entry
    person: int
    machine: int
    classed: int


def show(visit: Visit) -> Page:
    """Return how many differences there are for each code, and what they were said to come from."""
    found = _found(visit)
    by_code: dict[str, list[Difference]] = defaultdict(list)
    for one in found:
        by_code[one.item.code_id].append(one)
    codes = visit.material.codes
    rows = [
        _Row(
            entry=codes[code],
            person=sum(one.person for one in held),
            machine=sum(not one.person for one in held),
            classed=sum(one.given is not None for one in held),
        )
        for code, held in sorted(by_code.items(), key=lambda pair: codes[pair[0]].place)
    ]
    counts = Counter((one.kind, one.person) for one in found if one.given)
    return Page(
        "differences.html.j2",
        {
            "rows": rows,
            "left": sum(one.given is None for one in found),
            "classes": [
                (kind, meaning, counts[kind, True], counts[kind, False])
                for kind, meaning in CLASSES.items()
            ],
        },
    )


def of_code(visit: Visit) -> Page:
    """Return the differences of one code, those without a class first."""
    entry = visit.entry()
    found = [one for one in _found(visit) if one.item.code_id == entry.id]
    found.sort(key=lambda one: (one.given is not None, one.item.passage.row))
    pages = max(1, -(-len(found) // _PAGE_SIZE))
    page = visit.page_of(pages)
    shown = found[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]
    return Page(
        "differences_code.html.j2",
        {
            "entry": entry,
            "rows": [(one, *_codes_there(visit, one.item)) for one in shown],
            "count": len(found),
            "classes": CLASSES.items(),
            "page": page,
            "pages": pages,
            "at": path("differences", entry.id),
        },
    )


def give(visit: Visit) -> Go:
    """Record what a difference comes from, or take it back."""
    entry, passage = visit.entry(), visit.passage()
    wanted = (passage.id, entry.id)
    known = [o for o in _found(visit) if (o.item.passage.id, o.item.code_id) == wanted]
    if not known:
        raise Problem(404, "There is no difference here that you have decided on.")
    (one,) = known
    kind, note = visit.field("class", limit=40), visit.field("note")
    back = path("differences", entry.id, page=visit.field("page", limit=6), done="classed")
    if kind == "none":
        if one.given is not None:
            undo = {"passage": passage.key, "code": entry.id, "undoes": one.given.id}
            visit.review.add([visit.event("undo", **undo)])
        return Go(back)
    if kind not in CLASSES:
        raise Problem(400, "Choose what the difference comes from.")
    event = visit.event(
        DIFFERENCE,
        passage=passage.key,
        code=entry.id,
        human=one.person,
        machine=one.item.machine,
        note=note,
        detail=visit.json({"class": kind}),
    )
    visit.review.add([event], [passage])
    return Go(back)


def _found(visit: Visit) -> Sequence[Difference]:
    """Return what this reviewer decided on and a machine sees otherwise.

    Nothing that is not decided is among them: it would say what the machine gave.
    """
    history, own = visit.review.history, visit.view.own
    given = {(e.passage, e.code): e for e in history.all_current(DIFFERENCE, visit.reviewer)}
    found = []
    for item in visit.view.by_pair.values():
        verdict = history.verdict(visit.reviewer, item.passage.key, item.code_id)
        if verdict is None or item.decoy:
            continue
        coded = item.passage.id in own.seen and not own.borrowed
        person = item.mine if coded else outcome(verdict)
        if person is not None and person != item.machine:
            pair = (item.passage.key, item.code_id)
            found.append(
                Difference(item=item, person=person, decided=verdict.answer, given=given.get(pair))
            )
    return found


def _codes_there(visit: Visit, item: Item) -> tuple[list[str], list[str]]:
    """Return the person's codes on a passage, and those of a machine that they decided on."""
    history, passage = visit.review.history, item.passage
    mine = [] if visit.view.own.borrowed else own_codes(visit, passage)
    given = visit.material.machine.get(passage.id, set())
    decided = {code for code in given if history.verdict(visit.reviewer, passage.key, code)}
    return mine, sorted(visit.material.codes[code].label for code in decided)
