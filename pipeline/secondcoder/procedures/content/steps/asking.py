"""All queries of a study, gathered from what the stages found."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from secondcoder.procedures.content.steps import queries
from secondcoder.procedures.content.steps.counting import Occurrence
from secondcoder.procedures.content.steps.reading_facets import FacetsRead
from secondcoder.procedures.content.steps.records import Comment, Query
from secondcoder.protocols import Encoder
from secondcoder.records.coders import Coder, Person
from secondcoder.records.codes import Code
from secondcoder.records.results import Suggestion, Suggestions
from secondcoder.records.study import StudyMaterial
from secondcoder.records.text import Passage

ALIKE = 0.8
"""Cosine from which two comments of one speaker under one code are asked about. Not measured. It
only raises a query and changes no count."""


def ask(
    material: StudyMaterial,
    encoder: Encoder,
    *,
    coder: Coder,
    codes: Sequence[Code],
    counted: Sequence[Comment],
    found: Sequence[Occurrence],
    machine: Suggestions | None,
    read: FacetsRead,
) -> list[Query]:
    """Return what is to be resolved; on the coding only where a person's is counted."""
    passages = {passage.id: passage for passage in material.passages}
    coding, codebook = material.coding, material.codebook
    listed: list[Query] = []
    if coding is not None and codebook is not None:
        listed += queries.of_codebook(codebook.codes, coding.outside_codebook, _uses(found))
        spelt = [(n.message, n.where) for n in material.notices if n.kind == "spelling"]
        listed += queries.of_spelling(spelt)
    if coding is None or not isinstance(coder, Person):
        return listed
    listed += queries.of_counts(counted, passages, _near(counted, encoder))
    applied = applied_codes(found)
    if machine is not None:
        listed += queries.of_reading(
            material.passages,
            applied,
            coding.seen[coder.name],
            _best_first(machine.ranked),
            {code.id: code for code in codes},
        )
    labels = {p: "; ".join(sorted(code.label for code in own)) for p, own in applied.items()}
    for facet in read.facets:
        own = [one for one in read.suggested if one.facet == facet.name]
        listed += queries.of_facets(own, read.coded[facet.name], passages, labels)
    return listed


def _uses(found: Sequence[Occurrence]) -> dict[str, list[Passage]]:
    uses: dict[str, list[Passage]] = defaultdict(list)
    for one in found:
        uses[one.code.id].extend(one.passages)
    return uses


def _best_first(ranked: Sequence[Suggestion]) -> dict[str, list[Suggestion]]:
    found: dict[str, list[Suggestion]] = defaultdict(list)
    for one in sorted(ranked, key=lambda one: (one.passage_id, one.rank)):
        if one.suggested:
            found[one.passage_id].append(one)
    return found


def _near(counted: Sequence[Comment], encoder: Encoder) -> list[tuple[int, int, float]]:
    """Return pairs of comments of one speaker under one code that are near in meaning."""
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(counted):
        if one.speaker:
            groups[one.case or one.document, one.speaker, one.code_id].append(place)
    pairs = []
    for places in groups.values():
        if len(places) > 1:
            rows = encoder.encode([counted[place].text for place in places])
            like = np.round((rows @ rows.T).astype(np.float64), 4)
            pairs += [
                (places[a], places[b], float(like[a, b]))
                for a in range(len(places))
                for b in range(a + 1, len(places))
                if like[a, b] >= ALIKE
            ]
    return pairs


def applied_codes(found: Sequence[Occurrence]) -> dict[str, list[Code]]:
    """Return the codes that passages were given, by passage id."""
    applied: dict[str, dict[Code, None]] = defaultdict(dict)
    for one in found:
        for passage in one.passages:
            applied[passage.id].setdefault(one.code)
    return {passage: list(codes) for passage, codes in applied.items()}
