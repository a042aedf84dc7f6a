"""What a run found, in a few plain sentences for the terminal."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from secondcoder.passages.paragraphs import many
from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.second_coder.page.machines import left_out, others, second_name
from secondcoder.procedures.second_coder.page.nothing import has_codebook, nothing_compared
from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.run import Finished
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_OVERALL,
    OverallRow,
)
from secondcoder.procedures.second_coder.tables.decided_themes import (
    THEME_DECISIONS,
    THEMES_NOT_CARRIED,
)
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.reviewed import NOT_CARRIED
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.second_coder.tables.themes import NEW_THEMES, THEMES
from secondcoder.procedures.unchanged import Made, Told
from secondcoder.publish.schema import Tables

FEW = 3
MOST_PAIRS = 12
"""Pairs of coders listed on the terminal."""


def made_of(finished: Finished) -> Made:
    """Return a run with what the terminal is told of it."""
    told = Told(
        folder=finished.folder,
        lines=tuple(summarise(finished)),
        places=tuple(summarise(finished, quiet=True)),
    )
    return Made(told=told, record=finished.record)


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
    passages, themes = tables[PASSAGES], tables[THEMES]
    yield str(record["title"])
    documents = len({passage.document for passage in passages})
    yield f"  Read      {many(len(passages), 'passage')} in {many(documents, 'document')}."
    whole = [theme for theme in themes if theme.level == 1]
    loose = sum(not passage.theme_id for passage in passages)
    if whole:
        heaps = sum(not theme.coheres for theme in themes)
        largest = "; ".join([theme.label for theme in whole if theme.coheres][:FEW])
        yield (
            f"  Themes    {many(len(whole), 'candidate theme')}, "
            f"{many(len(themes) - len(whole), 'subtheme')}; "
            f"{many(loose, 'passage')} in none."
            + (f" Largest: {largest}." if largest else "")
            + (f" {heaps} of them do not cohere." if heaps else "")
        )
    else:
        yield "  Themes    none: there are too few passages to group."
    yield from _coded(tables, record)
    if lost := tables[NOT_CARRIED]:
        first = lost[0]
        yield (
            f"  Review    {many(len(lost), 'decision')} of reviewers could not be carried over, "
            f"such as on “{first.text[:40]}” ({first.document}): {first.reason}. "
            "decisions_not_carried.csv lists all."
        )
    yield from _themes_decided(tables)
    if notices := tables[NOTICES]:
        kinds = Counter(notice.kind for notice in notices)
        listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        yield f"  Notices   {len(notices)} to read in the report ({listed})."


def _themes_decided(tables: Tables) -> Iterator[str]:
    held, lost = tables[THEME_DECISIONS], tables[THEMES_NOT_CARRIED]
    if held or lost:
        carried = sum(row.overlap < 1 for row in held)
        by_passages = f", {carried} of them carried by their passages" if carried else ""
        yield f"  Decided   {many(len(held), 'decision')} on themes{by_passages}."
    for row in lost:
        yield (
            f"  Lost      “{row.name or row.theme or 'a theme'}” ({row.action}, {row.reviewer}): "
            f"{row.reason}."
        )


def _coded(tables: Tables, record: Mapping[str, Any]) -> Iterator[str]:
    if not has_codebook(tables):
        yield "  Codes     no codebook: nothing to suggest. Name one under [codebook]."
        if record["coding"]:
            yield f"  Compare   nothing is compared: {nothing_compared(tables, record)}."
        return
    relations = Counter(theme.relation for theme in tables[THEMES])
    if relations:
        yield (
            f"  Match     Of {relations.total()} themes and subthemes, "
            f"{relations['matches']} match a code, "
            f"{relations['splits'] + relations['merges']} split or merge codes, "
            + (f"{relations['overlaps']} overlap one, " if relations["overlaps"] else "")
            + f"{relations['new theme']} answer to no code."
        )
    yield _lacking([group.label for group in tables[NEW_THEMES]])
    yield from _suggested(tables, record)
    for one in others(record):
        coded, seen = many(one["codings"], "coding"), many(one["passages_seen"], "passage")
        yield f"  Machine   {one['label']}: {coded} on {seen} seen, read from a table."
    if why := nothing_compared(tables, record):
        yield f"  Compare   nothing to compare with: {why}."
        return
    yield from _compared(tables[AGREEMENT_OVERALL], record)


def _suggested(tables: Tables, record: Mapping[str, Any]) -> Iterator[str]:
    if left_out(record):
        yield "  Suggest   nothing: the machine is left out ([suggest] machine = false)."
        return
    applied = [row.passage_id for row in tables[SUGGESTIONS] if row.suggested]
    silent = len(tables[PASSAGES]) - len(set(applied))
    seen = "the codebook alone" if record["basis"] == "codebook" else f"the {record['basis']}"
    risk = record["config"]["suggest"].get("risk")
    kept = f", to keep to a risk of {risk:g}" if risk and record["basis"] != "codebook" else ""
    yield (
        f"  Suggest   {many(len(applied), 'code')} for {many(len(set(applied)), 'passage')}, "
        f"from {seen}; the machine abstains on {silent}{kept}."
    )
    if learnt := record.get("learnt_from"):
        own = "; this study's own coding is compared only" if record["coding"] else ""
        yield (
            f"  Learnt    from {many(learnt['passages'], 'passage')} of “{learnt['study']}”, coded "
            f"by {', '.join(learnt['coders'])}{own}."
        )
    if coder := record.get("kept_coder"):
        yield (
            f"  Kept      what was learnt, without any text: {coder['file']}. Code a second wave "
            "with it: secondcoder suggest NEW --learnt-from STUDY."
        )


def _lacking(labels: list[str]) -> str:
    if not labels:
        return "  Lacking   No group of passages stands out as one that no code fits."
    more = "; …" if len(labels) > FEW else ""
    return (
        f"  Lacking   {many(len(labels), 'group')} of passages that no code fits well: "
        f"{'; '.join(labels[:FEW])}{more}. A hint to read, not a finding."
    )


def _compared(overall: Sequence[OverallRow], record: Mapping[str, Any]) -> Iterator[str]:
    if not shows_coefficients(record):
        yield "  Compare   reflexive stance: divergent readings are listed, nothing is scored."
        return
    top = [row for row in overall if row.level == 1]
    if len(top) > MOST_PAIRS:
        yield f"  Compare   {len(top)} pairs of coders; they stand in agreement_overall.csv."
        return
    for row in top:
        yield (
            f"  Compare   {row.first} and {second_name(row.second, row.second_is)}: mv-alpha "
            f"{_number(row.alpha)}, pooled kappa {_number(row.pooled_kappa)}, positive agreement "
            f"{_number(row.positive_agreement)} over {many(row.codes, 'top-level code')} and "
            f"{many(row.units, 'passage')}."
        )


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"
