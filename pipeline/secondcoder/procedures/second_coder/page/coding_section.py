"""The sections on themes beside codes, and on suggested codes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from secondcoder.agreement.chance.alignment import LEAST_SHIFTS
from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Grid, Picture, grid, picture
from secondcoder.page.values import count, decimal, whole
from secondcoder.procedures.second_coder.figures.bands import MOST
from secondcoder.procedures.second_coder.page.chance_text import could_be_found, edge, place
from secondcoder.procedures.second_coder.page.counting import distinct
from secondcoder.procedures.second_coder.page.quotes import Quote, Quotes
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.evidence import SUPPORT, read_neighbour
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS, SuggestionRow
from secondcoder.procedures.second_coder.tables.themes import (
    MATCHES,
    THEMES,
    MatchRow,
    labels_apart,
)
from secondcoder.procedures.second_coder.tables.units import ALIGNMENT, of_people
from secondcoder.publish.schema import Tables

SAMPLE = 5
"""Suggestions shown with their evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """A suggestion as the page shows it."""

    quote: Quote
    code: str
    strength: str
    confidence: str
    evidence: str
    support: tuple[Quote, ...]


def match_picture(tables: Tables, drawn: Mapping[str, Drawn]) -> Picture | None:
    """Return the figure of themes joined to codes."""
    matches, called = related(tables), labels_apart(tables[THEMES])
    many = len(tables[THEMES]) > MOST or sum(bool(one.relation) for one in tables[CODES]) > MOST
    most = f" At most {MOST} are drawn on each side." if many else ""
    return picture(
        drawn.get("alignment"),
        alt=f"Candidate themes on the left, codes on the right, {len(matches)} bands between them.",
        caption="Which themes answer to which codes. Thick bands belong to the one-to-one "
        "assignment; open squares found no partner." + most,
        data=grid(
            "Themes and codes",
            ("Theme", "Code", "Relation"),
            [
                (called.get(match.theme_id, match.theme), match.code, match.relation)
                for match in matches
            ],
        ),
    )


def aligned_sentences(tables: Tables) -> list[str]:
    """Say how pairs were told from chance, where they were tested."""
    pairs = of_people(tables[ALIGNMENT])
    if not pairs:
        return []
    kept = distinct(pair.code_id for pair in pairs if pair.kept)
    said = (
        "Pairs were held against chance by shifting the themes round inside documents, all "
        f"together, {whole(LEAST_SHIFTS)} times: that keeps how often and in what runs a theme "
        f"occurs and breaks only its tie to the codes. {whole(kept)} of "
        f"{count(distinct(pair.code_id for pair in pairs), 'code')} "
        f"{'has' if kept == 1 else 'have'} a theme beyond chance "
        "(Benjamini-Hochberg at 5 %, each level by itself). Two conventions are ours: a theme is "
        "part of a code if at least half of it lies inside, and parts must hold seven tenths of "
        "the code. p, q and both shares of every pair stand in alignment.csv."
    )
    told = [pair for pair in pairs if pair.kept]
    return [" ".join([said, *could_be_found(pairs), *edge(told), *place(told, pairs)])]


def match_grid(tables: Tables, *, reflexive: bool) -> Grid:
    """Return the pairs of theme and code that match, split or merge."""
    head = ["Theme", "Code", "Relation", "Assigned", "Similarity"]
    called = labels_apart(tables[THEMES])
    data = [
        [
            called.get(match.theme_id, match.theme),
            match.code,
            match.relation,
            "yes" if match.assigned else "no",
            decimal(match.similarity),
            *([] if reflexive else [decimal(match.overlap_kappa)]),
        ]
        for match in related(tables)
    ]
    head += [] if reflexive else ["Overlap (kappa)"]
    return grid("Themes beside codes", head, data, numeric=range(4, len(head)))


def unmatched(tables: Tables) -> tuple[list[str], list[str]]:
    """Return the labels of new themes, and the codes that were not found."""
    called = labels_apart(tables[THEMES])
    return (
        [called[one.theme_id] for one in tables[THEMES] if one.relation == "new theme"],
        [code.code for code in tables[CODES] if code.relation == "code not found"],
    )


def abstentions(tables: Tables) -> list[tuple[str, str]]:
    """Return each reason for abstaining with its number of passages, most frequent first."""
    reasons = Counter(
        row.reason.split("; nearest is ")[0] for row in tables[SUGGESTIONS] if row.reason
    )
    ordered = sorted(reasons.items(), key=lambda counted: (-counted[1], counted[0]))
    return [(reason, whole(number)) for reason, number in ordered]


def sample(tables: Tables) -> list[SuggestionView]:
    """Return suggestions at even distances from the most to the least confident."""
    best: dict[str, SuggestionRow] = {}
    for row in sorted(filter(lambda row: row.suggested, tables[SUGGESTIONS]), key=_confident_first):
        best.setdefault(row.passage_id, row)
    ordered = list(best.values())
    taken = min(SAMPLE, len(ordered))
    places = [round(n * (len(ordered) - 1) / max(taken - 1, 1)) for n in range(taken)]
    quotes = Quotes(tables[PASSAGES])
    return [
        SuggestionView(
            quote=quote,
            code=row.code,
            strength=row.strength or "",
            confidence=decimal(row.confidence),
            evidence=row.evidence.split(SUPPORT)[0].rstrip(),
            support=tuple(_support(row, quotes)),
        )
        for row in map(ordered.__getitem__, places)
        for quote in quotes.of([row.passage_id])
    ]


def _confident_first(row: SuggestionRow) -> tuple[float, str, int]:
    """Return what orders suggestions; a reflexive study has no confidence."""
    return (-(row.confidence or 0.0), row.passage_id, row.rank)


def _support(row: SuggestionRow, quotes: Quotes) -> list[Quote]:
    return quotes.of([read_neighbour(near)[0] for near in row.evidence_neighbours])[:1]


def related(tables: Tables) -> list[MatchRow]:
    """Return the pairs of theme and code that are more than near each other."""
    return [match for match in tables[MATCHES] if match.relation not in {"near", ""}]
