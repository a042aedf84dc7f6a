"""The results paragraphs of ``methods.md``: coefficients with counts and intervals."""

from collections.abc import Mapping, Sequence
from typing import Any

from secondcoder.agreement.chance.alignment import LEAST_SHIFTS
from secondcoder.agreement.study.panel import MACHINES
from secondcoder.page.values import (
    count,
    decimal,
    interval,
    percent,
    quoted,
    whole,
    with_interval,
)
from secondcoder.procedures.second_coder.page.around import around
from secondcoder.procedures.second_coder.page.by_group import group_sentences
from secondcoder.procedures.second_coder.page.certainty import certainty_sentences
from secondcoder.procedures.second_coder.page.chance_text import could_be_found, edge, place
from secondcoder.procedures.second_coder.page.conclusions import conclusion_sentences
from secondcoder.procedures.second_coder.page.consensus import consensus_sentences
from secondcoder.procedures.second_coder.page.counting import distinct, grouped
from secondcoder.procedures.second_coder.page.headline import headline_paragraphs
from secondcoder.procedures.second_coder.page.machines import second_name, several
from secondcoder.procedures.second_coder.page.non_inferiority import (
    non_inferiority_sentences,
)
from secondcoder.procedures.second_coder.page.people_again import again_sentences
from secondcoder.procedures.second_coder.page.reconciliation import MOST_PEOPLE, few_people
from secondcoder.procedures.second_coder.tables.agreement import AGREEMENT
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_MACHINES_OVERALL,
    AGREEMENT_OVERALL,
    OverallRow,
)
from secondcoder.procedures.second_coder.tables.panel import AGREEMENT_PANEL, PanelRow
from secondcoder.procedures.second_coder.tables.units import (
    AGREEMENT_DIFFERENCES,
    AGREEMENT_UNITS,
    ALIGNMENT,
    ALT_TEST,
    AlignmentRow,
    DifferenceRow,
    UnitRow,
)
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import MACHINE, PERSON, in_words

_BY_UNIT = ("pooled kappa", "|uα")
UNITS_APART = 0.1
"""From how far apart by passage and by sentence it is said why. A convention."""


def results(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Return the paragraphs in the order of the report."""
    parts = [*_overall(tables, run), *_codes(tables), *_units(tables), *_against_people(tables)]
    parts += [*consensus_sentences(tables), *non_inferiority_sentences(tables)]
    parts += [*conclusion_sentences(tables), *group_sentences(tables)]
    parts += [*certainty_sentences(tables, run), *_panel(tables), *_alignment(tables)]
    return [*parts, *again_sentences(tables), *_among_machines(tables)]


def _with(value: float | None, low: float | None, high: float | None, why: str = "") -> str:
    around = interval(low, high)
    if around:
        return f"{decimal(value)} (95 % interval {around}{'; ' + why if why else ''})"
    return f"{decimal(value)} (interval not estimable{': ' + why if why else ''})"


def _overall(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    people = distinct(pair.first for pair in tables[AGREEMENT_OVERALL])
    if people > MOST_PEOPLE:
        machine = "each machine" if _several(tables) else "the machine"
        return [f"Pairs of each of {people} people with {machine} stand in agreement_overall.csv."]
    return headline_paragraphs(tables, run)


def _pair(pair: OverallRow, *, first_is: str = PERSON) -> str:
    alpha = _with(pair.alpha, pair.alpha_low, pair.alpha_high, pair.interval_note)
    return (
        f"{second_name(pair.first, first_is)} and {second_name(pair.second, pair.second_is)}, "
        f"{pair.scope} ({count(pair.codes, 'code')}, {count(pair.units, 'passage')}, "
        f"{count(pair.documents, 'document')}): mv-alpha {alpha} (Krippendorff & Craggs 2016); "
        f"pooled kappa {_with(pair.pooled_kappa, pair.kappa_low, pair.kappa_high)} "
        f"(de Vries et al. 2008){_check(pair)}; mean kappa {around(pair, 'mean_kappa')}, from "
        f"{decimal(pair.kappa_min)} to {decimal(pair.kappa_max)} over the {pair.codes_with_kappa} "
        f"codes for which it is defined; agreement {percent(pair.pooled_percent)}, positive "
        f"agreement {around(pair, 'positive_agreement')}; alpha with Jaccard’s distance "
        f"{around(pair, 'jaccard_alpha')}, with MASI {around(pair, 'masi_alpha')}; B-cubed "
        f"{around(pair, 'bcubed')}, omega {around(pair, 'omega')}."
    )


def _check(pair: OverallRow) -> str:
    around = interval(pair.bootstrap_low, pair.bootstrap_high)
    return f", bootstrap of documents {around}" if around else ""


def _codes(tables: Tables) -> list[str]:
    pairs = tables[AGREEMENT]
    if not pairs:
        return []
    rare = distinct(
        pair.code_id
        for pair in pairs
        if pair.both + pair.human_only + pair.machine_only > 0
        and (pair.documents < 5 or pair.both + pair.human_only + pair.machine_only < 10)
    )
    thin = distinct(pair.code_id for pair in pairs if (pair.units_needed or 0) > pair.units)
    said = (
        "Counts and coefficients of each code stand in agreement.csv. "
        f"{count(rare, 'code occurs', 'codes occur')} in fewer than five documents or on fewer "
        "than ten passages for a pair of coders and have no interval there. By Bloch and "
        f"Kraemer’s formula, {count(thin, 'code would', 'codes would')} need more passages than "
        "were coded twice to tell alpha above .667 from below."
    )
    return [said]


def _units(tables: Tables) -> list[str]:
    chosen = few_people(
        row for row in tables[AGREEMENT_UNITS] if not row.code_id and row.coefficient in _BY_UNIT
    )
    pairs = [
        [row for row in group if row.scope in {group[0].scope, "any code"}]
        for group in grouped(chosen, lambda row: (row.first, row.second, row.second_is)).values()
    ]
    said = [
        f"{_whose(rows)}, by unit, {rows[0].scope}: {'; '.join(map(_of_unit, rows))}."
        for rows in pairs
    ]
    return said + [one for one in [_by_unit_apart(pairs)] if one]


def _whose(rows: Sequence[UnitRow]) -> str:
    return f"{rows[0].first} and {second_name(rows[0].second, rows[0].second_is)}"


def _of_unit(row: UnitRow) -> str:
    units = "stretches" if row.unit == "span" else f"{row.unit}s"
    value = with_interval(decimal(row.value), row.low, row.high)
    return f"{row.coefficient} {value} over {whole(row.counted)} {units}"


def _by_unit_apart(pairs: Sequence[Sequence[UnitRow]]) -> str:
    """Say why the same codings agree otherwise by sentence than by passage, where they do."""
    apart = []
    for rows in pairs:
        of = {row.unit: row.value for row in rows if row.coefficient == _BY_UNIT[0]}
        passage, sentence = of.get("passage"), of.get("sentence")
        if passage is None or sentence is None or abs(passage - sentence) < UNITS_APART:
            continue
        apart.append(f"{_whose(rows)} {decimal(sentence)}, not {decimal(passage)}")
    if not apart:
        return ""
    return (
        f"By sentence the same codings reach another pooled kappa than by passage "
        f"({'; '.join(apart)}). A passage carries a code whole once enough of it is coded; over "
        "sentences and characters coders must have marked the same words as well. Figures over "
        "different units are therefore not to be compared, and the unit is part of each."
    )


def _against_people(tables: Tables) -> list[str]:
    return [
        f"On the {count(row.units, 'passage')} that {_who_saw(row)} saw "
        f"({row.scope}), {row.coder} reached mv-alpha {decimal(row.with_other)} with {row.other} "
        f"and {decimal(row.with_machine)} with {in_words(row.beside)}: a difference of "
        f"{_with(row.difference, row.low, row.high)}."
        for row in tables[AGREEMENT_DIFFERENCES]
        if not row.code_id and row.coefficient == "mv-alpha"
    ]


def _who_saw(row: DifferenceRow) -> str:
    if several([row.beside]):
        return f"{row.coder}, {row.other} and {in_words(row.beside)} all"
    return f"{row.coder} and {row.other} both"


def _panel(tables: Tables) -> list[str]:
    parts = [
        _together(row)
        for row in tables[AGREEMENT_PANEL]
        if not row.code_id and row.group != MACHINES
    ]
    parts += [
        f"Alternative annotator test ({row.scope}, ε = {row.epsilon}): winning rate "
        f"{decimal(row.winning_rate)}; {in_words(row.beside)} is at least as near to the other "
        f"people as the person left out in {percent(row.machine_advantage)} of passages. "
        f"{row.note[:1].upper()}{row.note[1:]}."
        for row in tables[ALT_TEST]
        if not row.coder
    ]
    return parts


def _alignment(tables: Tables) -> list[str]:
    by_coding = grouped(tables[ALIGNMENT], lambda pair: pair.beside)
    said = [_aligned_with(by_coding.pop("", []))]
    said += [_aligned_with(pairs, machine=label) for label, pairs in by_coding.items()]
    return [one for one in said if one]


def _aligned_with(pairs: Sequence[AlignmentRow], *, machine: str = "") -> str:
    if not pairs:
        return ""
    whose = f", by the codes of {in_words(machine)}" if machine else ""
    kept = [pair for pair in pairs if pair.kept]
    told = "; ".join(_aligned(pair) for pair in kept if pair.assigned)
    codes = count(distinct(pair.code_id for pair in pairs), "code")
    themes = count(distinct(pair.theme_id for pair in pairs), "candidate theme")
    said = (
        f"Of {codes} compared with {themes} and subthemes{whose}, "
        f"{distinct(pair.code_id for pair in kept)} have a theme beyond chance and "
        f"{distinct(pair.theme_id for pair in kept)} themes a code ({whole(LEAST_SHIFTS)} circular "
        "shifts of the themes inside documents, Benjamini-Hochberg at 5 %, each level by itself). "
        "A code without a theme is not absent from the material, and a theme without a code is no "
        f"error. One-to-one pairs: {told or 'none'}."
    )
    return " ".join([said, *could_be_found(pairs), *edge(kept), *place(kept, pairs)])


def _among_machines(tables: Tables) -> list[str]:
    """Return what machines reach with each other: no measure of any of them."""
    pairs = [_pair(one, first_is=MACHINE) for one in tables[AGREEMENT_MACHINES_OVERALL]]
    pairs += [
        _together(row)
        for row in tables[AGREEMENT_PANEL]
        if not row.code_id and row.group == MACHINES
    ]
    told = "Machines with each other, which says nothing of how they agree with people: "
    return [told + pairs[0], *pairs[1:]] if pairs else []


def _together(row: PanelRow) -> str:
    return (
        f"{row.coders} coders together ({_group(row)}; {count(row.units, 'passage')}; "
        f"{row.scope}): mv-alpha {_with(row.alpha, row.low, row.high)}."
    )


def _group(row: PanelRow) -> str:
    return f"people and {in_words(row.beside)}" if several([row.beside]) else row.group


def _several(tables: Tables) -> bool:
    return distinct(row.beside for row in tables[AGREEMENT]) > 1


def _aligned(pair: AlignmentRow) -> str:
    return f"{quoted(pair.theme)} and {pair.code} (kappa {decimal(pair.kappa)}, {_chance(pair)})"


def _chance(pair: AlignmentRow) -> str:
    """Return p and q; a pair that is kept has both."""
    return ", ".join(f"{name} {_small(value)}" for name, value in (("p", pair.p), ("q", pair.q)))


def _small(value: float | None) -> str:
    return "< 0.0001" if value is not None and value < 0.0001 else f"= {value:.4f}"
