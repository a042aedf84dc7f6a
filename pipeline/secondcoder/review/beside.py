"""What stands beside a passage once it may be shown: marks, the suggestion and its evidence."""

from dataclasses import dataclass

from secondcoder.decisions.events import APPLIES, NOT, VERDICTS
from secondcoder.page.values import quoted
from secondcoder.procedures.second_coder.reviewed.items import Item
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.tables.evidence import read_neighbour
from secondcoder.procedures.second_coder.tables.suggestions import SuggestionRow
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.records.coders import BUNDLED
from secondcoder.review.said import said_by
from secondcoder.review.web import Visit

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
    """The theme that points to the code, in quotation marks; empty if none does."""
    neighbours: tuple[tuple[Passage, str, tuple[str, ...]], ...]
    """Passages, how near, and the codes that they have in the coding that is compared."""


Marks = dict[str, list[tuple[str, str]]]
"""By answer, who gave it: the words and the style of each mark beside it."""


def own_marks(visit: Visit, item: Item) -> Marks:
    """Return the marks before the suggestion is shown: what the reviewer's own coding said."""
    own = visit.view.own
    said: Marks = {answer: [] for answer in VERDICTS}
    if not own.borrowed and (item.mine or item.passage.id in own.seen):
        said[APPLIES if item.mine else NOT].append(("my coding says so", "human"))
    return said


def marks(visit: Visit, item: Item) -> Marks:
    """Return all marks: of every machine, of people's coding, and of what one said first."""
    own, history = visit.view.own, visit.review.history
    said: Marks = {answer: [] for answer in VERDICTS}
    for one in said_by(visit.material, item):
        if one.applies is not None:
            said[APPLIES if one.applies else NOT].append((f"{one.who} says so", "machine"))
    if own.borrowed and (item.human or item.passage.id in own.seen):
        said[APPLIES if item.human else NOT].append((f"{own.coder}’s coding says so", "human"))
    for answer, given in own_marks(visit, item).items():
        said[answer] += given
    above, passage = visit.material.above, item.passage.id
    for name, other in own.others.items():
        if passage in other.seen:
            codes = other.on(passage)
            held = item.code_id in codes or any(item.code_id in above[c] for c in codes)
            said[APPLIES if held else NOT].append((f"{name}’s coding says so", "human"))
    first = history.revealed(visit.reviewer, item.passage.key, item.code_id)
    if first is not None and first.kind == "judgement":
        said[first.answer].append(("I said so first", "quiet"))
    return said


def first_view(visit: Visit, item: Item) -> str:
    """Return what the reviewer said before the suggestion was shown; empty if nothing."""
    first = visit.review.history.revealed(visit.reviewer, item.passage.key, item.code_id)
    return first.answer if first is not None and first.kind == "judgement" else ""


def people_say(visit: Visit, passage: Passage) -> list[tuple[str, list[str]]]:
    """Return what everybody else who saw a passage gave it, for who sees others' coding."""
    codes = visit.material.codes
    return [
        (name, sorted(codes[code].label for code in one.on(passage.id)))
        for name, one in visit.view.own.others.items()
        if passage.id in one.seen
    ]


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
        theme=quoted(label) if (label := labels.get(one.evidence_theme)) else "",
        neighbours=tuple(near),
    )


def others_ranked(visit: Visit, item: Item) -> list[tuple[str, SuggestionRow]]:
    """Return the other codes that were ranked for the passage, with their labels."""
    ranked = visit.material.suggestions(item.passage.id)
    names = visit.material.codes
    return [(names[s.code_id].label, s) for s in ranked if s.code_id != item.code_id][:4]


def given_instead(visit: Visit, passage: Passage) -> list[str]:
    """Return the labels of the codes that the bundled machine gives the passage."""
    applied = visit.material.machines.get(BUNDLED.label, {}).get(passage.id, set())
    return sorted(visit.material.codes[code].label for code in applied)


def abstained(visit: Visit, passage: Passage) -> str:
    """Return why the bundled machine gave the passage no code; empty if it did."""
    return next((s.reason for s in visit.material.suggestions(passage.id) if s.reason), "")


def own_codes(visit: Visit, passage: Passage) -> list[str]:
    """Return the labels of the codes that the reviewer compares, on the passage."""
    codes = visit.view.own.applied.get(passage.id, set())
    return sorted(visit.material.codes[code].label for code in codes)
