"""What people said of differences between them and a machine, counted by class. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.kinds import CLASSES, DIFFERENCE, class_of
from secondcoder.procedures.second_coder.reviewed.acts import person_of
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.tables.people_again import DifferenceClassRow


def classed(material: Material, history: History) -> Iterator[DifferenceClassRow]:
    """Yield how often each person gave each class, over all codes and for each code.

    The last class that a person gave to a passage and code counts, unless it was taken back.
    """
    counts: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for event in history.all_current(DIFFERENCE):
        if event.passage not in material.by_key or event.code not in material.codes:
            continue
        who = person_of(material, event.reviewer).name
        kind = class_of(event)
        for code in ("", event.code):
            counts[who, code, kind][_side(event)] += 1
    places = {code: entry.place for code, entry in material.codes.items()}
    kinds = {kind: place for place, kind in enumerate(CLASSES)}
    order = sorted(counts, key=lambda key: (key[0], places.get(key[1], -1), kinds[key[2]]))
    for who, code, kind in order:
        found = counts[who, code, kind]
        yield DifferenceClassRow(
            reviewer=who,
            code_id=code,
            code=material.codes[code].label if code else "",
            kind=kind,
            person_only=found["person"],
            machine_only=found["machine"],
            neither_only=found[""],
        )


def _side(event: Event) -> str:
    if event.human == event.machine:
        return ""
    return "person" if event.human else "machine"
