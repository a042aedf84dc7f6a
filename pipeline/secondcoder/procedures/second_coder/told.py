"""What a run found, in a few plain sentences for the terminal."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.run import Finished

FEW = 3
MOST_PAIRS = 12
"""Pairs of coders listed on the terminal."""


def summarise(finished: Finished, *, quiet: bool = False) -> Iterator[str]:
    """Yield the lines that end a run on the terminal."""
    if not quiet:
        yield ""
        yield from _findings(finished)
        yield ""
    for name, what in (("report.html", "Report"), ("workbook.xlsx", "Workbook")):
        yield f"{what}: {finished.folder / name}"


def _findings(finished: Finished) -> Iterator[str]:
    tables, record = finished.tables, finished.record
    passages, themes = tables["passages"], tables["themes"]
    yield str(record["title"])
    documents = passages["document"].nunique()
    yield f"  Read      {many(len(passages), 'passage')} in {many(documents, 'document')}."
    whole = themes[themes["level"] == 1]
    loose = int((passages["theme_id"] == "").sum())
    below = len(themes) - len(whole)
    if len(whole):
        yield (
            f"  Themes    {many(len(whole), 'candidate theme')}, {many(below, 'subtheme')}; "
            f"{many(loose, 'passage')} in none. Largest: {'; '.join(whole['label'][:FEW])}."
        )
    else:
        yield "  Themes    none: there are too few passages to group."
    yield from _coded(tables, record)
    notices = tables["notices"]
    if len(notices):
        kinds = Counter(notices["kind"])
        listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        yield f"  Notices   {len(notices)} to read in the report ({listed})."


def _coded(tables: Any, record: Any) -> Iterator[str]:
    suggestions, codes = tables["suggestions"], tables["codes"]
    if codes.empty:
        yield "  Codes     no codebook: nothing to suggest. Name one under [codebook]."
        return
    relations = Counter(tables["themes"]["relation"])
    if relations:
        yield (
            f"  Match     Of {relations.total()} themes and subthemes, "
            f"{relations['matches']} match a code, "
            f"{relations['splits'] + relations['merges']} split or merge codes, "
            f"{relations['new theme']} answer to no code."
        )
    yield _lacking(tables["new_themes"]["label"].tolist())
    applied = suggestions[suggestions["suggested"] == "yes"]
    silent = tables["passages"]["passage_id"].nunique() - applied["passage_id"].nunique()
    seen = "the codebook alone" if record["basis"] == "codebook" else f"the {record['basis']}"
    coded = many(applied["passage_id"].nunique(), "passage")
    risk = record["config"]["suggest"].get("risk")
    kept = f", to keep to a risk of {risk:g}" if risk and record["basis"] != "codebook" else ""
    yield (
        f"  Suggest   {many(len(applied), 'code')} for {coded}, from {seen}; "
        f"the machine abstains on {silent}{kept}."
    )
    yield from _compared(tables["agreement_overall"], record)


def _lacking(labels: list[str]) -> str:
    if not labels:
        return "  Lacking   No group of passages stands out as one that no code fits."
    more = "; …" if len(labels) > FEW else ""
    return (
        f"  Lacking   {many(len(labels), 'group')} of passages that no code fits well: "
        f"{'; '.join(labels[:FEW])}{more}. A hint to read, not a finding."
    )


def _compared(overall: pd.DataFrame, record: Any) -> Iterator[str]:
    if not shows_coefficients(record):
        yield "  Compare   reflexive stance: divergent readings are listed, nothing is scored."
        return
    if overall.empty:
        named = record["config"]["coding"]
        why = "nobody has coded anything yet" if named else "name a coding under [[coding]]"
        yield f"  Compare   nothing to compare with: {why}."
        return
    top = overall[overall["level"] == 1]
    if len(top) > MOST_PAIRS:
        yield f"  Compare   {len(top)} pairs of coders; they stand in agreement_overall.csv."
        return
    for row in top.to_dict("records"):
        kappa = _number(row["pooled_kappa"])
        positive = _number(row["positive_agreement"])
        alpha = _number(row["alpha"])
        yield (
            f"  Compare   {row['first']} and {row['second']}: mv-alpha {alpha}, pooled kappa "
            f"{kappa}, positive agreement {positive} over "
            f"{many(row['codes'], 'top-level code')} and {many(row['units'], 'passage')}."
        )


def _number(value: float | None) -> str:
    return "undefined" if pd.isna(value) else f"{value:.2f}"


def many(count: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it must be."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
