"""The sections on themes beside codes, and on suggested codes."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import Quote, Quotes, decimal, rows, whole
from secondcoder.procedures.second_coder.figures.bands import MOST

SAMPLE = 8
"""Suggestions shown with their evidence."""
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion as the page shows it."""

    quote: Quote
    code: str
    confidence: str
    evidence: str
    support: tuple[Quote, ...]


def match_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of themes joined to codes."""
    joined = _joined(tables)
    most = f" At most {MOST} are drawn on each side."
    return picture(
        drawn.get("alignment"),
        alt=f"Candidate themes on the left, codes on the right, {len(joined)} bands between them.",
        caption="Which themes answer to which codes. Thick bands belong to the one-to-one "
        "assignment; open squares found no partner." + most,
        data=grid(
            "Themes and codes",
            ("Theme", "Code", "Relation"),
            [(one.theme, one.code, one.relation) for one in rows(joined)],
        ),
    )


def aligned_sentences(tables: Tables) -> list[str]:
    """Say how pairs were told from chance, where they were tested."""
    table = tables["alignment"]
    if table.empty:
        return []
    kept = table[table["kept"] == "yes"]
    return [
        (
            "Pairs were held against chance by shifting the themes round inside documents, all "
            "together, 1 999 times: that keeps how often and in what runs a theme occurs and "
            "breaks "
            f"only its tie to the codes. {whole(kept['code_id'].nunique())} of "
            f"{whole(table['code_id'].nunique())} codes have a theme beyond chance "
            "(Benjamini-Hochberg "
            "at 5 %, each level by itself). Two conventions are ours: a theme is part of a code if "
            "at "
            "least half of it lies inside, and parts must hold seven tenths of the code. p, q and "
            "both "
            "shares of every pair stand in alignment.csv."
        )
    ]


def match_grid(tables: Tables, *, reflexive: bool) -> Grid:
    """Return the pairs of theme and code that match, split or merge."""
    joined = rows(_joined(tables))
    head = ["Theme", "Code", "Relation", "Assigned", "Similarity"]
    data = [[one.theme, one.code, one.relation, one.assigned] for one in joined]
    data = [[*row, decimal(one.similarity)] for row, one in zip(data, joined, strict=True)]
    if not reflexive:
        head.append("Overlap (kappa)")
        data = [[*row, decimal(one.overlap_kappa)] for row, one in zip(data, joined, strict=True)]
    return grid("Themes beside codes", head, data, numeric=range(4, len(head)))


def unmatched(tables: Tables) -> tuple[list[str], list[str]]:
    """Return the labels of new themes, and the codes that were not found."""
    themes, codes = tables["themes"], tables["codes"]
    new = themes.loc[themes["relation"] == "new theme", "label"].tolist()
    return new, codes.loc[codes["relation"] == "code not found", "code"].tolist()


def abstentions(tables: Tables) -> list[tuple[str, str]]:
    """Return each reason for abstaining with its number of passages, most frequent first."""
    reasons = tables["suggestions"]["reason"].str.split("; nearest is ").str[0]
    counts = reasons[reasons != ""].value_counts(sort=False).sort_index()
    counts = counts.sort_values(ascending=False, kind="stable")
    return [(str(reason), whole(number)) for reason, number in counts.items()]


def sample(tables: Tables) -> list[SuggestionView]:
    """Return suggestions at even distances from the most to the least confident."""
    table = tables["suggestions"]
    table = table[table["suggested"] == "yes"]
    table = table.sort_values(
        ["confidence", "passage_id", "rank"], ascending=[False, True, True], kind="stable"
    ).drop_duplicates("passage_id")
    taken = min(SAMPLE, len(table))
    places = [round(n * (len(table) - 1) / max(taken - 1, 1)) for n in range(taken)]
    quotes = Quotes(tables["passages"])
    return [
        SuggestionView(
            quote, one.code, decimal(one.confidence), one.evidence, tuple(_support(one, quotes))
        )
        for one in rows(table.iloc[places])
        for quote in quotes.of([one.passage_id])
    ]


def _support(one: object, quotes: Quotes) -> list[Quote]:
    cell = str(getattr(one, "evidence_neighbours", ""))
    return quotes.of([part.split(" (", 1)[0] for part in cell.split("; ")])[:1]


def _joined(tables: Tables) -> pd.DataFrame:
    matches = tables["matches"]
    return matches[~matches["relation"].isin(["near", ""])]
