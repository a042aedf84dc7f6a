"""A machine in the place of one of three or more people: the test, and what may be said of it."""

from secondcoder.agreement.chance.stand_in import StandIn, stand_in
from secondcoder.agreement.chance.trivial import trivial_coder
from secondcoder.agreement.coefficients.enough import LEAST_DOCUMENTS
from secondcoder.agreement.coefficients.labelsets import LabelSets
from secondcoder.agreement.study.panel import LEAST_PEOPLE, Panel
from secondcoder.agreement.study.scopes import Scope, scopes
from secondcoder.records.agreement import AgainstCoder


def against_people(panel: Panel, *, epsilon: float) -> list[AgainstCoder]:
    """Return the alternative annotator test over sets of codes, one part for each scope."""
    if len(panel.people) < LEAST_PEOPLE:
        return []
    panel = panel.part(panel.seen[:, -1])  # the test has no place for what the machine left unread
    panel = panel.part(panel.shared)
    rows: list[AgainstCoder] = []
    for scope in scopes(panel.frame, with_machine=True):
        rows += _against(panel, scope, epsilon=epsilon)
    return rows


def _against(panel: Panel, scope: Scope, *, epsilon: float) -> list[AgainstCoder]:
    sets = LabelSets(panel.applied[:, :, list(scope.places)], panel.seen).frozensets()
    documents = panel.document.tolist()
    several = len(set(documents)) >= LEAST_DOCUMENTS
    judged = stand_in(
        [row[-1] for row in sets],
        [row[:-1] for row in sets],
        epsilon=epsilon,
        documents=documents,
    )
    found = judged.test
    how = "errors by document" if several else "fewer than five documents: units as independent"
    whole = AgainstCoder(
        scope=scope.name,
        coder="",
        units=len(panel.seen),
        machine_advantage=found.average_advantage.value,
        human_advantage=None,
        p=None,
        wins="",
        winning_rate=found.winning_rate.value,
        epsilon=epsilon,
        note=found.winning_rate.reason or f"{how}; {_verdict(judged)}",
        beside=panel.beside,
    )
    each = [
        AgainstCoder(
            scope=scope.name,
            coder=panel.people[one.coder],
            units=one.units,
            machine_advantage=one.machine_advantage.value,
            human_advantage=one.human_advantage.value,
            p=one.p.value,
            wins="" if one.p.value is None else "yes" if one.wins else "no",
            winning_rate=None,
            epsilon=epsilon,
            note=one.p.reason,
            beside=panel.beside,
        )
        for one in found.coders
    ]
    return [whole, *each]


def _verdict(judged: StandIn) -> str:
    """Say what trivial coders reach and what may be said of the machine."""
    rates = ", ".join(f"{trivial_coder(name)} {rate:.2f}" for name, rate in judged.rates.items())
    said = f"winning rates of coders who know nothing of the text: {rates}"
    ends_of = judged.over_best
    if ends_of.low is not None and ends_of.high is not None:
        said += (
            f"; advantage over {trivial_coder(judged.best)}: "
            f"{_signed(ends_of.low)} to {_signed(ends_of.high)}"
        )
    if judged.stands is None:
        return f"{said}; no verdict: {judged.reason}"
    if judged.stands:
        return f"{said}; by this test the machine can stand for a person"
    return f"{said}; it is not said to stand for a person: {judged.reason}"


def _signed(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")
