"""What there is to decide for one reviewer: passages and codes, each with both sides' coding."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from secondcoder.decisions.events import History
from secondcoder.procedures.second_coder.reviewed.decoys import draw_decoys
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.records.coders import BUNDLED

AGREE, MACHINE_ONLY, HUMAN_ONLY, NOT_CODED = "agree", "machine only", "human only", "not coded"
PEOPLE = "people differ"
"""Of an adjudicator: some people, the adjudicator among them, gave the code and others did not."""
NEITHER = "neither"
"""Shown although neither applied the code: a decoy."""
KIND_NAMES = {
    AGREE: "Both coded it so",
    MACHINE_ONLY: "Machine only",
    HUMAN_ONLY: "Mine only",
    NOT_CODED: "Not coded by me yet",
    PEOPLE: "People differ",
    NEITHER: "Neither coded it so",
}
ALL = "all"
"""Stands for every code in addresses."""
AUDIT_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One code on one passage, applied by the person, the machine, or both; or a decoy."""

    passage: Passage
    code_id: str
    human: bool
    """Whether the coding that is compared holds it."""
    mine: bool
    """Whether the reviewer's own coding holds it."""
    machine: bool
    """Whether any machine suggests it."""
    by: tuple[str, ...] = ()
    """Which machines suggest it, by their labels."""
    kind: str
    confidence: float | None
    """The bundled machine's, whether it suggests the code or not."""
    pair: tuple[str, str]
    """The passage's content key and the code: what a decision is about."""
    differs: bool
    """Whether there is something to decide."""

    @property
    def decoy(self) -> bool:
        """Whether neither applied the code."""
        return self.kind == NEITHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The coding that a reviewer compares with the machine's."""

    coder: str
    """Whose coding it is; the reviewer's own name if made on these pages."""
    applied: Mapping[str, set[str]]
    """Codes by passage id, without those that are only implied."""
    seen: set[str]
    borrowed: bool = False
    """Whether it is another person's, since the reviewer coded nothing."""
    others: Mapping[str, "Own"] = field(default_factory=dict)
    """Other people's coding by name, for who sees it: an adjudicator."""

    def on(self, passage: str) -> set[str]:
        """Return the codes on a passage, without those that are only implied."""
        return self.applied.get(passage, set())

    @property
    def kind_names(self) -> Mapping[str, str]:
        """What each kind of item is called, with the name of whose coding it is."""
        if self.others:
            return {**KIND_NAMES, HUMAN_ONLY: "People only", AGREE: "All coded it so"}
        if not self.borrowed:
            return {kind: name for kind, name in KIND_NAMES.items() if kind != PEOPLE}
        named = {HUMAN_ONLY: f"{self.coder} only", NOT_CODED: f"Not coded by {self.coder}"}
        return {**{kind: name for kind, name in KIND_NAMES.items() if kind != PEOPLE}, **named}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything one reviewer can decide."""

    own: Own
    by_code: Mapping[str, Sequence[Item]]
    """Items of each code, the most worth deciding first; ``all`` holds every code's."""
    by_pair: Mapping[tuple[str, str], Item]
    """Items by passage id and code id, decoys always among them."""
    differences: Mapping[str, int]
    """How many items of each code there are to decide."""
    bands: tuple[float, float]
    """Confidences that cut the machine's codes in three equal parts."""


def own_coding(material: Material, history: History, reviewer: str, against: str = "") -> Own:
    """Return the reviewer's coding: as published under their name, or made here, or both.

    Where neither exists it is the coding of ``against``, a coder's name, if one is given.
    """
    coder = material.coder_of(reviewer)
    here = history.codings(reviewer)
    done = history.coded(reviewer)
    borrowed = coder is None and not here and not done and against in material.human
    if borrowed:
        coder = against
    applied: dict[str, set[str]] = defaultdict(set)
    seen: set[str] = set()
    if coder is not None:
        applied.update({p: set(codes) for p, codes in material.human[coder].items()})
        seen |= material.seen[coder]
    for event in here:
        passage = material.by_key.get(event.passage)
        if passage and event.code in material.codes:
            applied[passage.id].add(event.code)
    seen |= {material.by_key[key].id for key in done if key in material.by_key}
    if coder is None or here:
        applied = defaultdict(set, {p: material.deepest(c) for p, c in applied.items()})
    return Own(coder=coder or reviewer, applied=applied, seen=seen, borrowed=borrowed)


def with_others(material: Material, history: History, own: Own, reviewer: str) -> Own:
    """Return an adjudicator's own coding with that of all other people who coded."""
    names = {*material.coders, *(material.coder_of(name) or name for name in history.reviewers)}
    codings = {name: own_coding(material, history, name) for name in sorted(names - {reviewer})}
    return replace(own, others={name: one for name, one in codings.items() if one.seen})


def build_view(
    material: Material, own: Own, *, blind: bool = False, decoys: bool | None = None
) -> View:
    """Return the reviewer's items, ordered; with ``blind`` the lists hold decoys.

    With ``blind`` there is nothing to decide on a passage before the reviewer has coded it: what
    is listed must not say what a machine, or anybody else, gave there.
    """
    by_code: dict[str, list[Item]] = defaultdict(list)
    every = []
    for passage in material.passages:
        if blind and passage.id not in own.seen:
            continue
        machine = material.machine.get(passage.id, set())
        given = own.on(passage.id) | machine
        for other in own.others.values():
            given = given | other.on(passage.id)
        for code in sorted(given, key=lambda c: material.codes[c].place):
            item = _item(material, passage, code, machine=machine, own=own)
            by_code[code].append(item)
            every.append(item)
    drawn = _decoys(material, own, by_code)
    if blind if decoys is None else decoys:
        for item in drawn:
            by_code[item.code_id].append(item)
        every = [*every, *drawn]
    cut = _bands([i.confidence for i in every if _is_own(i) and i.confidence is not None])
    by_code[ALL] = every
    ordered = {code: most_worth(items) for code, items in by_code.items()}
    differences = {code: sum(i.differs for i in items) for code, items in ordered.items()}
    pairs = {(i.passage.id, i.code_id): i for i in (*every, *drawn)}
    return View(own=own, by_code=ordered, by_pair=pairs, differences=differences, bands=cut)


def _decoys(material: Material, own: Own, by_code: Mapping[str, Sequence[Item]]) -> list[Item]:
    def holds(passage: Passage, code: str) -> bool:
        applied = own.on(passage.id) | material.machine.get(passage.id, set())
        for other in own.others.values():
            applied = applied | other.on(passage.id)
        return code in applied or any(code in material.above[c] for c in applied)

    differences = {code: sum(i.differs for i in items) for code, items in sorted(by_code.items())}
    drawn = draw_decoys(material, differences, holds=holds, seen=own.seen)
    return [
        Item(
            passage=passage,
            code_id=code,
            human=False,
            mine=False,
            machine=False,
            kind=NEITHER,
            confidence=material.confidence(passage.id, code),
            pair=(passage.key, code),
            differs=True,
        )
        for passage, code in drawn
    ]


def _item(
    material: Material,
    passage: Passage,
    code: str,
    *,
    machine: set[str],
    own: Own,
) -> Item:
    def holds(applied: set[str]) -> bool:
        return code in applied or any(code in material.above[c] for c in applied)

    held, theirs = holds(own.on(passage.id)), holds(machine)
    mine = held and not own.borrowed
    people = {holds(o.on(passage.id)) for o in own.others.values() if passage.id in o.seen}
    if own.others:
        people |= {held}
        held = any(people)
    if len(people) > 1:
        kind = PEOPLE
    elif held and theirs:
        kind = AGREE
    elif held:
        kind = HUMAN_ONLY
    else:
        kind = MACHINE_ONLY if passage.id in own.seen else NOT_CODED
    confidence = material.confidence(passage.id, code)
    pair = (passage.key, code)
    return Item(
        passage=passage,
        code_id=code,
        human=held,
        mine=mine,
        machine=theirs,
        by=material.suggested_by(passage.id, code) if theirs else (),
        kind=kind,
        confidence=confidence,
        pair=pair,
        differs=kind != AGREE,
    )


def most_worth(items: Sequence[Item]) -> list[Item]:
    """Return items with the clearest differences first, agreements last.

    Each kind of difference is ordered by itself (the machine's codes by falling confidence, the
    person's by rising), then the kinds are dealt out in turn. Decoys stand at places that are
    drawn: dealt out in turn, they would stand where anybody can count them out.
    """

    def rank(kinds: tuple[str, ...], measure: Callable[[Item], float]) -> list[tuple[float, Item]]:
        part = sorted((i for i in items if i.kind in kinds), key=lambda i: (measure(i), _where(i)))
        return [((n + 0.5) / len(part), item) for n, item in enumerate(part)]

    decoys = [item for _, item in rank((NEITHER,), lambda i: -(i.confidence or 0))]
    lots = sorted(_lot(item) for item in decoys)
    ranked = [
        *rank((MACHINE_ONLY, NOT_CODED), lambda i: -(i.confidence or 0)),
        *rank((HUMAN_ONLY, PEOPLE), lambda i: i.confidence or 0),
        *zip(lots, decoys, strict=True),
    ]
    differing = [item for _, item in sorted(ranked, key=lambda pair: (pair[0], _where(pair[1])))]
    return differing + sorted((i for i in items if i.kind == AGREE), key=_where)


def _lot(item: Item) -> float:
    """Return a number from 0 to 1 that is drawn for an item, the same every time."""
    return int(sha256("\x00".join(("place", *item.pair)).encode()).hexdigest()[:13], 16) / 16**13


def audit_sample(items: Sequence[Item], *, seed: int, size: int = AUDIT_SIZE) -> list[Item]:
    """Return agreements drawn at random, the same ones every time."""

    def drawn(item: Item) -> str:
        return sha256(
            f"audit\x00{seed}\x00{item.passage.key}\x00{item.code_id}".encode()
        ).hexdigest()

    return sorted((i for i in items if i.kind == AGREE), key=drawn)[:size]


def band(item: Item, bands: tuple[float, float]) -> str:
    """Return in which third of the machine's confidences an item lies."""
    if not _is_own(item) or item.confidence is None:
        return ""
    low, high = bands
    return "low" if item.confidence < low else "middle" if item.confidence < high else "high"


def _is_own(item: Item) -> bool:
    """Say whether the bundled machine suggests it: confidence is its own alone."""
    return BUNDLED.label in item.by


def _bands(values: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(values)
    if not ordered:
        return 0.0, 0.0
    return ordered[len(ordered) // 3], ordered[2 * len(ordered) // 3]


def _where(item: Item) -> tuple[int, str]:
    return item.passage.row, item.code_id
