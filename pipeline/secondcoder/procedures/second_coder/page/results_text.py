"""The results paragraphs of ``methods.md``: coefficients with counts and intervals."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.page.values import count, decimal, interval, percent, rows
from secondcoder.procedures.second_coder.page.certainty import certainty_sentences
from secondcoder.procedures.second_coder.page.reconciliation import MOST_PEOPLE

Tables = Mapping[str, pd.DataFrame]


def results(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Return the paragraphs in the order of the report."""
    del run
    parts = [*_overall(tables), *_codes(tables), *_units(tables), *_against_people(tables)]
    return [*parts, *certainty_sentences(tables), *_panel(tables), *_alignment(tables)]


def _with(value: Any, low: Any, high: Any, why: str = "") -> str:
    around = interval(low, high)
    if around:
        return f"{decimal(value)} (95 % interval {around})"
    return f"{decimal(value)} (interval not estimable{': ' + why if why else ''})"


def _overall(tables: Tables) -> list[str]:
    table = tables["agreement_overall"]
    if table["first"].nunique() > MOST_PEOPLE:
        return [
            (
                f"Pairs of each of {table['first'].nunique()} people with the machine stand in "
                "agreement_overall.csv."
            )
        ]
    return [
        f"{one.first} and {_name(one.second)}, {one.scope} ({count(one.codes, 'code')}, "
        f"{count(one.units, 'passage')}, {count(one.documents, 'document')}): mv-alpha "
        f"{_with(one.alpha, one.alpha_low, one.alpha_high, one.interval_note)} (Krippendorff & "
        f"Craggs 2016); pooled kappa {_with(one.pooled_kappa, one.kappa_low, one.kappa_high)} "
        f"(de Vries et al. 2008){_check(one)}; mean kappa {decimal(one.mean_kappa)}, from "
        f"{decimal(one.kappa_min)} to {decimal(one.kappa_max)} over the {one.codes_with_kappa} "
        f"codes for which it is defined; agreement {percent(one.pooled_percent)}, positive "
        f"agreement {decimal(one.positive_agreement)}; alpha with Jaccard’s distance "
        f"{decimal(one.jaccard_alpha)}, with MASI {decimal(one.masi_alpha)}; B-cubed "
        f"{decimal(one.bcubed)}, omega {decimal(one.omega)}."
        for one in rows(table)
    ]


def _check(one: Any) -> str:
    around = interval(one.bootstrap_low, one.bootstrap_high)
    return f", bootstrap of documents {around}" if around else ""


def _codes(tables: Tables) -> list[str]:
    table = tables["agreement"]
    if table.empty:
        return []
    rare = table[(table["documents"] < 5) & (table["both"] + table["human_only"] > 0)]
    thin = table[table["units_needed"] > table["units"]]
    return [
        (
            "Counts and coefficients of each code stand in agreement.csv. "
            f"{count(rare['code_id'].nunique(), 'code occurs', 'codes occur')} in fewer than five "
            "documents for a pair of coders and have no interval there. By Bloch and Kraemer’s "
            f"formula, {count(thin['code_id'].nunique(), 'code would', 'codes would')} need more "
            "passages than were coded twice to tell alpha above .667 from below."
        )
    ]


def _units(tables: Tables) -> list[str]:
    table = tables["agreement_units"]
    chosen = table[(table["code_id"] == "") & table["coefficient"].isin(["pooled kappa", "|uα"])]
    if chosen["first"].nunique() > MOST_PEOPLE:
        return []
    parts = []
    for (first, second), group in chosen.groupby(["first", "second"], sort=False):
        of_level = group[group["scope"].isin([group["scope"].iloc[0], "any code"])]
        said = [
            f"{one.coefficient} {decimal(one.value)} over {one.counted:,} "
            f"{'stretches' if one.unit == 'span' else one.unit + 's'}"
            for one in rows(of_level)
        ]
        parts.append(
            f"{first} and {_name(str(second))}, by unit, {group['scope'].iloc[0]}: "
            + "; ".join(said)
            + "."
        )
    return parts


def _against_people(tables: Tables) -> list[str]:
    table = tables["agreement_differences"]
    table = table[(table["code_id"] == "") & (table["coefficient"] == "mv-alpha")]
    return [
        f"On the {count(one.units, 'passage')} that {one.coder} and {one.other} both saw "
        f"({one.scope}), {one.coder} reached mv-alpha {decimal(one.with_other)} with {one.other} "
        f"and {decimal(one.with_machine)} with the machine: a difference of "
        f"{_with(one.difference, one.low, one.high)}."
        for one in rows(table)
    ]


def _panel(tables: Tables) -> list[str]:
    parts = [
        f"{one.coders} coders together ({one.group}; {count(one.units, 'passage')}; {one.scope}): "
        f"mv-alpha {_with(one.alpha, one.low, one.high)}."
        for one in rows(tables["agreement_panel"])
        if one.code_id == ""
    ]
    parts += [
        f"Alternative annotator test ({one.scope}, ε = {one.epsilon}): winning rate "
        f"{decimal(one.winning_rate)}; the machine is at least as near to the other people as the "
        f"person left out in {percent(one.machine_advantage)} of passages. {one.note}."
        for one in rows(tables["alt_test"])
        if one.coder == ""
    ]
    return parts


def _alignment(tables: Tables) -> list[str]:
    table = tables["alignment"]
    if table.empty:
        return []
    kept = table[table["kept"] == "yes"]
    told = "; ".join(
        f"“{one.theme}” and {one.code} (kappa {decimal(one.kappa)}, p = {one.p:.4f}, "
        f"q = {one.q:.4f})"
        for one in rows(kept[kept["assigned"] == "yes"])
    )
    codes, themes = table["code_id"].nunique(), table["theme_id"].nunique()
    return [
        (
            f"Of {count(codes, 'code')} compared with {count(themes, 'candidate theme')} and "
            f"subthemes, {kept['code_id'].nunique()} have a theme beyond chance and "
            f"{kept['theme_id'].nunique()} themes a code (1,999 circular shifts of the themes "
            "inside "
            "documents, Benjamini-Hochberg at 5 %, each level by itself). A code without a theme "
            "is not absent from the material, and a theme without a code is no error. One-to-one "
            f"pairs: {told or 'none'}."
        )
    ]


def _name(second: str) -> str:
    return "the machine" if second == "machine" else second
