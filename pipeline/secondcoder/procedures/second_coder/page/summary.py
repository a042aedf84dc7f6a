"""The report's first page: what the machine did, in words and numbers."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.page.values import chosen, count, decimal, interval, joined, percent, rows, whole
from secondcoder.procedures.second_coder.page.reconciliation import MOST_PEOPLE
from secondcoder.procedures.second_coder.page.words import (
    seen_sentence,
    shows_coefficients,
    stance_sentence,
)

Tables = Mapping[str, pd.DataFrame]


def about(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Say what this is, what the machine had seen, and what the study's stance makes of it."""
    parts = [
        "A machine has read the passages of this study as a second coder would: it grouped them "
        "into candidate themes"
        + (
            ", and ranked the codes of the codebook for each passage. "
            if len(tables["codes"])
            else ". "
        )
        + "It suggests; people decide.",
    ]
    if len(tables["suggestions"]):
        parts.append(seen_sentence(chosen(run, "basis")))
    return [part for part in (*parts, _stance(run)) if part]


def _stance(run: Mapping[str, Any]) -> str:
    because = chosen(run, "coefficients_because")
    return stance_sentence(chosen(run, "stance"), because=because)


def figures(tables: Tables) -> list[tuple[str, str]]:
    """Return the large numbers at the head of the page, each with what it counts."""
    passages, themes = tables["passages"], tables["themes"]
    tops = int((themes["level"] == 1).sum())
    found = [
        (whole(len(passages)), "passages"),
        (whole(passages["document"].nunique()), "documents"),
        (whole(tops), "candidate themes"),
    ]
    if len(tables["suggestions"]):
        found.append((f"{_with_suggestion(tables)}", "passages with a suggested code"))
    return found


def sentences(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Return the summary in plain sentences."""
    told = [_themes(tables)]
    if len(tables["matches"]) or (tables["codes"]["relation"] != "").any():
        told.append(_matching(tables))
    if len(tables["suggestions"]):
        told.append(_suggested(tables))
    if len(tables["comparison"]):
        told.append(_compared(tables))
        if shows_coefficients(run):
            told += _coefficients(tables)
    return told


def _themes(tables: Tables) -> str:
    passages, themes = tables["passages"], tables["themes"]
    tops, subs = (int((themes["level"] == level).sum()) for level in (1, 2))
    none = int((passages["theme_id"] == "").sum())
    speakers = passages.loc[passages["speaker"] != "", "speaker"].nunique()
    by = f" by {count(speakers, 'speaker')}" if speakers else ""
    below = f" with {count(subs, 'subtheme')} below them" if subs else ""
    return (
        f"{count(len(passages), 'passage')} of {count(passages['document'].nunique(), 'document')}"
        f"{by} were grouped into {count(tops, 'candidate theme')}{below}. "
        f"{count(none, 'passage')} {'is' if none == 1 else 'are'} in no theme."
    )


def _matching(tables: Tables) -> str:
    themes, codes = tables["themes"], tables["codes"]
    new = int((themes["relation"] == "new theme").sum())
    related = codes[codes["relation"] != ""]
    lost = int((related["relation"] == "code not found").sum())
    return (
        f"Of {count(len(related), 'code')} that were compared with the themes, "
        f"{whole(len(related) - lost)} were found among them and {whole(lost)} not. "
        f"{count(new, 'theme answers', 'themes answer')} to no code."
    )


def _with_suggestion(tables: Tables) -> int:
    table = tables["suggestions"]
    return int(table.loc[table["suggested"] == "yes", "passage_id"].nunique())


def _suggested(tables: Tables) -> str:
    whole_number = tables["suggestions"]["passage_id"].nunique()
    some = _with_suggestion(tables)
    return (
        f"The machine suggests at least one code for {whole(some)} of "
        f"{count(whole_number, 'passage')} and abstains on {whole(whole_number - some)}."
    )


def _compared(tables: Tables) -> str:
    comparison = tables["comparison"]
    coders = sorted(comparison["coder"].unique())
    tops = dict(zip(tables["codes"]["code_id"], tables["codes"]["top_id"], strict=True))
    given = comparison[["human", "machine"]] == "yes"
    keys = [comparison["passage_id"], comparison["coder"], comparison["code_id"].map(tops)]
    given = given.groupby(keys).any()
    both = int((given["human"] & given["machine"]).sum())
    human, machine = (int(given[who].sum()) - both for who in ("human", "machine"))
    return (
        f"Set beside the coding of {_people(coders)}, passage by code of the top level: both gave "
        f"the code {count(both, 'time')}, only a person {count(human, 'time')}, only the machine "
        f"{count(machine, 'time')}."
    )


def _people(coders: list[str]) -> str:
    return joined(coders) if len(coders) <= 2 * MOST_PEOPLE else f"{len(coders)} people"


def _coefficients(tables: Tables) -> list[str]:
    table = tables["agreement_overall"]
    table = table[(table["level"] == table["level"].min()) & table["pooled_kappa"].notna()]
    if table["first"].nunique() > MOST_PEOPLE:
        return []
    return [
        f"{one.first} and {'the machine' if one.second == 'machine' else one.second}: mv-alpha "
        f"{decimal(one.alpha)}{_around(one.alpha_low, one.alpha_high)}, pooled kappa "
        f"{decimal(one.pooled_kappa)}{_around(one.kappa_low, one.kappa_high)}, agreement "
        f"{percent(one.pooled_percent)}, over {count(one.units, 'passage')} and "
        f"{count(one.codes, 'code')}."
        for one in rows(table)
    ]


def _around(low: Any, high: Any) -> str:
    found = interval(low, high)
    return f" ({found})" if found else ""
