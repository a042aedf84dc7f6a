"""The reconciliation: each person with the machine, and people with each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from secondcoder.agreement.coefficients.continuum import shared_text
from secondcoder.agreement.study.among_people import (
    LARGEST_PANEL,
    among_people,
    in_place_of_people,
    trivial_coders,
)
from secondcoder.agreement.study.by_document import confusions, over_documents
from secondcoder.agreement.study.conclusions import MAJOR_SHARE
from secondcoder.agreement.study.curves import over_certainty, over_saturation, over_thresholds
from secondcoder.agreement.study.marked import Marked
from secondcoder.agreement.study.pairs import Pair, by_code, over_codes
from secondcoder.agreement.study.panel import (
    over_machines,
    over_panel,
    over_people,
)
from secondcoder.agreement.study.readings import Readings, Sentences
from secondcoder.agreement.study.trials import without_trials
from secondcoder.agreement.study.units import over_units
from secondcoder.agreement.study.versus import paired_differences
from secondcoder.protocols import Beside, alone
from secondcoder.records.agreement import (
    PairedDifference,
    PanelAgreement,
    Reconciliation,
    UnitAgreement,
)
from secondcoder.records.coders import BUNDLED, Person
from secondcoder.records.codes import Codebook, HumanCoding, MachineCoding
from secondcoder.records.results import Suggestions
from secondcoder.records.text import Passage

EPSILON = 0.1
"""Allowance of the alternative annotator test for what a machine saves. Not measured; a strict
value, as the paper allows more where people are experts. ``[reconcile] epsilon`` sets another."""


def reconcile(
    passages: Sequence[Passage],
    codebook: Codebook,
    coding: HumanCoding | None,
    suggestions: Suggestions | None,
    *,
    machines: Sequence[MachineCoding] = (),
    overlap: float,
    coders: Sequence[str] | None = None,
    coefficients: bool = True,
    sentences: Sentences | None = None,
    lengths: Mapping[str, int] | None = None,
    epsilon: float = EPSILON,
    margin: float | None = None,
    major: float = MAJOR_SHARE,
    seed: int = 0,
    beside: Beside = alone,
) -> Reconciliation:
    """Compare every machine's codes with every person's on the passages each of them saw.

    The bundled machine's are its ``suggestions``, if it ran; ``machines`` are others, compared in
    the same way. People are compared with each other, and so are machines, apart from that.

    A passage that was seen and left uncoded counts as one to which no code was applied; one
    that was not seen is left out. A code implies the codes above it, on both sides. Without
    ``coefficients`` (reflexive stance) only who applied what is returned. ``sentences`` add the
    sentence as a unit, ``lengths`` are the documents' characters (the last passage's end if not
    given). ``epsilon`` is the allowance of the alternative annotator test, ``margin`` the
    difference up to which a machine counts as not inferior (no verdict without one) and errors on
    two groups as alike (.1 without one), ``major`` the share of documents from which a code
    is a major one; ``seed`` draws samples and orders of documents. What takes longest is computed
    ``beside``.
    """
    coding = coding and without_trials(coding, passages)
    chosen = _chosen(coding, coders)
    found = Readings.of(passages, codebook, coding, suggestions, machines=machines, overlap=overlap)
    if not coefficients:
        return _who_applied_what(found, chosen)
    smaller = (
        found.of_sentences(coding, sentences, machines=machines, overlap=overlap)
        if sentences
        else None
    )
    few = len(chosen) <= LARGEST_PANEL
    ends = lengths or _lengths(passages)
    by_unit = _units_begun(found, smaller, chosen, ends=ends, beside=beside)
    groups, risk = over_certainty(found, suggestions, chosen, each=few) if suggestions else ([], [])
    pairs = _in_pairs(_who_applied_what(found, chosen), found, chosen, seed=seed)
    whole = replace(
        among_people(pairs, found, chosen, marks=(margin, major), seed=seed),
        panel=tuple(_panels(found, chosen)),
        differences=tuple(_differences(found, chosen)) if few else (),
        alt_test=in_place_of_people(found, chosen, epsilon=epsilon),
        baselines=trivial_coders(found, chosen if few else (), seed=seed),
        curve=tuple(over_thresholds(found, suggestions, chosen)) if few and suggestions else (),
        saturation=tuple(over_saturation(found, chosen, seed=seed)),
        calibration=tuple(groups),
        risk=tuple(risk),
    )
    return replace(whole, by_unit=_ended(by_unit))


def _chosen(coding: HumanCoding | None, coders: Sequence[str] | None) -> tuple[Person, ...]:
    everyone = coding.coders if coding else ()
    return tuple(Person(name) for name in everyone if coders is None or name in coders)


def _who_applied_what(found: Readings, people: Sequence[Person]) -> Reconciliation:
    """Return every person beside every machine without any coefficient, and other machines."""
    return Reconciliation(
        comparisons=tuple(
            found.comparison(coder, machine)
            for coder in people
            for machine in found.machines or (None,)
        ),
        by_code=(),
        overall=(),
        among_humans=(),
        among_humans_overall=(),
        machines=tuple(found.reading(one) for one in found.machines if one != BUNDLED),
    )


def _in_pairs(
    plain: Reconciliation,
    found: Readings,
    people: Sequence[Person],
    *,
    seed: int,
) -> Reconciliation:
    """Return the reconciliation with every person and machine, two people and two machines."""
    few = len(people) <= LARGEST_PANEL
    with_machines, humans = _with_machines(found, people), _of_people(found, people)
    machines = [found.pair(*names) for names in combinations(found.machines, 2)]
    return replace(
        plain,
        by_code=tuple(row for pair in with_machines for row in by_code(pair)),
        overall=tuple(
            row for pair in with_machines for row in over_codes(pair, seed=seed, bootstrap=few)
        ),
        among_humans=tuple(row for pair in humans for row in by_code(pair)),
        among_humans_overall=tuple(row for pair in humans for row in over_codes(pair, seed=seed)),
        among_machines=tuple(row for pair in machines for row in by_code(pair)),
        among_machines_overall=tuple(
            row for pair in machines for row in over_codes(pair, seed=seed)
        ),
        by_document=tuple(
            row
            for pair in (*with_machines, *humans)
            for row in over_documents(pair, list(dict.fromkeys(found.seen_by(pair).documents)))
        ),
        confusions=tuple(
            row
            for pair in ((*with_machines, *humans) if few else ())
            for row in confusions(pair, found.seen_by(pair).ids)
        ),
    )


def _panels(found: Readings, people: Sequence[Person]) -> list[PanelAgreement]:
    """Return agreement of all people, with each machine as one more, and of all machines."""
    rows: list[PanelAgreement] = []
    if people:
        rows += over_people(found.panel(people, None))
        for machine in found.machines:
            rows += over_panel(found.panel(people, machine))
    return rows + over_machines(found.panel(found.machines, None)) if found.machines else rows


def _ended(begun: Sequence[Callable[[], list[UnitAgreement]]]) -> tuple[UnitAgreement, ...]:
    """Return the rows of all pairs; what was begun last is computed here meanwhile."""
    found = [rows() for rows in reversed(begun)]
    return tuple(row for rows in reversed(found) for row in rows)


def _with_machines(found: Readings, people: Sequence[Person]) -> list[Pair]:
    return [found.pair(coder, one) for one in found.machines for coder in people]


def _of_people(found: Readings, people: Sequence[Person]) -> list[Pair]:
    if len(people) > LARGEST_PANEL:
        return []
    return [found.pair(*names) for names in combinations(people, 2)]


def _units_begun(
    found: Readings,
    sentences: Readings | None,
    people: Sequence[Person],
    *,
    ends: Mapping[str, int],
    beside: Beside,
) -> list[Callable[[], list[UnitAgreement]]]:
    """Begin the comparison over every unit, for each pair with a machine and of people."""
    begun = []
    for pair in (*_with_machines(found, people), *_of_people(found, people)):
        first, second = pair.names
        texts = shared_text(found.units, frozenset(found.seen_by(pair).ids), ends)
        marked = Marked.of(pair.names, texts, found.marks[first], found.marks[second])
        smaller = sentences.pair(first, second) if sentences else None
        begun.append(beside(over_units, pair, smaller, marked))
    return begun


def _differences(found: Readings, coders: Sequence[Person]) -> list[PairedDifference]:
    rows: list[PairedDifference] = []
    for one in found.machines:
        for coder, other in permutations(coders, 2):
            people, machine = (
                found.pair(coder, other, among=one),
                found.pair(coder, one, among=other),
            )
            rows += paired_differences(people, machine, other=other.name)
    return rows


def _lengths(passages: Sequence[Passage]) -> dict[str, int]:
    ends: dict[str, int] = {}
    for passage in passages:
        ends[passage.document] = max(ends.get(passage.document, 0), passage.end)
    return ends
