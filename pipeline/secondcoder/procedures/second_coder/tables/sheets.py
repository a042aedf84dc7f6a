"""Which sheets the workbook has, what stands on them, and how wide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.tables.columns import TABLES

LARGE = 20_000
"""Rows from which the sheet of suggestions holds only what is suggested and the first three."""
REFLEXIVE = "reflexive"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its table, what it is for, and which columns lead to another sheet."""

    name: str
    table: pd.DataFrame
    about: str
    links: Mapping[str, str] = field(default_factory=dict)
    """Column to the sheet on which its id is explained."""
    key: str = ""
    """The column by which other sheets find a row of this one."""
    width: int = 14
    """Of columns without a width of their own, in characters."""


WIDTHS: dict[str, int] = {
    "text": 70,
    "exemplar_text": 60,
    "evidence": 70,
    "evidence_text": 40,
    "key_phrases": 36,
    "passage_ids": 40,
    "label": 34,
    "theme": 34,
    "code": 38,
    "definition": 50,
    "include": 40,
    "exclude": 40,
    "examples": 40,
    "question": 36,
    "message": 80,
    "quote": 60,
    "quotation": 60,
    "subtheme": 34,
    "reason": 40,
    "note": 44,
    "interval_note": 30,
    "uncoded": 44,
    "formula": 70,
    "source": 50,
    "coefficient": 26,
    "table": 26,
    "memo": 50,
    "scope": 18,
    "heading": 24,
    "document": 20,
    "exemplars": 30,
    "evidence_neighbours": 32,
    "where": 30,
    "relation": 17,
    "summary": 70,
    "sentence": 60,
    "answer": 50,
    "cases": 50,
    "because": 60,
    "made_of": 60,
    "headings": 40,
    "source_text": 60,
}
"""Widths of columns in characters; others have their sheet's."""

_PASSAGE = {"passage_id": "Passages"}


def sheets(tables: Mapping[str, pd.DataFrame], run: Mapping[str, Any]) -> list[Sheet]:
    """Return the sheets in the order of their tabs, without the leading page."""
    reflexive = not shows_coefficients(run)
    found = [_themes(tables), _passages(tables), _suggestions(tables, reflexive=reflexive)]
    found += [_matches(tables, reflexive=reflexive), *_new_themes(tables, reflexive=reflexive)]
    found += [_comparison(tables)]
    if not reflexive:
        found += [_agreement(tables), _overall(tables), _units(tables), _alignment(tables)]
        found += [*_certainty(tables), _definitions(tables)]
    found += _next(tables)
    found += _review(tables, reflexive=reflexive)
    return [*found, _codebook(tables), _notices(tables)]


def _themes(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    return Sheet(
        "Themes",
        tables["themes"],
        "Candidate themes and, below them, subthemes: groups of passages that are near in "
        "meaning. A group is a proposal to look at, not a finding.",
        {"parent_id": "Themes", "exemplars": "Passages"},
        key="theme_id",
    )


def _passages(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    passages = tables["passages"]
    first = ["passage_id", "document", "case", "speaker", "heading", "text"]
    rest = [column for column in passages.columns if column not in first]
    return Sheet(
        "Passages",
        passages[first + rest],
        "Every passage, word for word, with its place in the document (characters from start to "
        "end) and its candidate theme. An empty theme means: in no theme.",
        {"theme_id": "Themes", "subtheme_id": "Themes"},
        key="passage_id",
    )


def _suggestions(tables: Mapping[str, pd.DataFrame], *, reflexive: bool) -> Sheet:
    table = tables["suggestions"]
    about = (
        "Codes ranked for each passage, with the evidence for each. ‘suggested’ says whether the "
        "machine, as a coder, would apply the code. Confidence orders codes. From the codebook "
        "alone it is no probability of being right; learnt from coding it is a chance, calibrated "
        "out of fold."
    )
    if len(table) > LARGE:
        table = table[(table["suggested"] == "yes") | (table["rank"] <= 3)]
        about += " Shortened to suggested codes and the first three; all are in suggestions.csv."
    if reflexive:
        table = table.drop(columns=["confidence"])
        about = "Codes the machine would think of for each passage, with the evidence for each."
    return Sheet("Suggestions", table, about, {**_PASSAGE, "code_id": "Codebook"})


def _matches(tables: Mapping[str, pd.DataFrame], *, reflexive: bool) -> Sheet:
    table = tables["matches"]
    first = ["theme_id", "theme", "code_id", "code"]
    table = table[first + [column for column in table.columns if column not in first]]
    if reflexive:
        table = table.drop(columns=["overlap_kappa"])
    return Sheet(
        "Matches",
        table,
        "How candidate themes stand to the codes of the codebook. ‘near’ pairs are shown for "
        "comparison only.",
        {"theme_id": "Themes", "code_id": "Codebook"},
    )


def _new_themes(tables: Mapping[str, pd.DataFrame], *, reflexive: bool) -> list[Sheet]:
    """Return the sheet on what the codebook may lack, if there is anything on it."""
    table = tables["new_themes"]
    if table.empty:
        return []
    about = (
        "What the codebook may lack: groups of passages that no code fits well, the least "
        "explained first. A hint to read, not a finding; docs/quality.md says how often such hints "
        "are right."
    )
    if reflexive:
        table = table.drop(columns=["explained"])
    else:
        about += " ‘explained’: mean confidence of their first codes against the usual (1)."
    return [Sheet("May be lacking", table, about, {"theme_id": "Themes", "exemplars": "Passages"})]


def _certainty(tables: Mapping[str, pd.DataFrame]) -> list[Sheet]:
    """Return the sheets on confidence, where there is coding to hold it against."""
    found = [
        Sheet(
            "Calibration",
            tables["calibration"],
            "First suggestions in groups of like confidence, and how many of them the person gave. "
            "‘all’: all groups together, with the expected calibration error.",
        ),
        Sheet(
            "Risk and coverage",
            tables["risk_coverage"],
            "First suggestions that the person did not give, as the machine answers more passages, "
            "the surest first. ‘in use’: what it answered in this run.",
        ),
    ]
    return [sheet for sheet in found if len(sheet.table)]


def _comparison(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    table = tables["comparison"]
    table = table[table["status"].isin(["human only", "machine only"])]
    texts = tables["passages"].set_index("passage_id")["text"]
    table = table.assign(text=table["passage_id"].map(texts).fillna(""), memo="")
    return Sheet(
        "Comparison",
        table[["status", "code", "passage_id", "text", "coder", "code_id", "memo"]],
        "Where a person and the machine differ: passages to read again. Which of the two is "
        "right, or whether both are, is for people to decide. All pairs are in comparison.csv.",
        {**_PASSAGE, "code_id": "Codebook"},
    )


def _agreement(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    machine = tables["agreement"].rename(
        columns={"coder": "first", "human_only": "first_only", "machine_only": "second_only"}
    )
    both = pd.concat([machine.assign(second="machine"), tables["agreement_humans"]])
    return Sheet(
        "Agreement",
        both[list(TABLES["agreement_humans"])].reset_index(drop=True),
        "Counts and coefficients for every code and pair of coders. Agreement is not accuracy: "
        "two coders can agree and both be mistaken. An empty cell is undefined; ‘note’ says why.",
        {"code_id": "Codebook"},
    )


def _overall(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    return Sheet(
        "Agreement overall",
        tables["agreement_overall"],
        "Every pair of coders over all codes of a level, and over the leaves of the tree. ‘alpha’ "
        "is mv-alpha. Definitions and sources stand on the sheet of that name.",
    )


def _units(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    return Sheet(
        "Agreement by unit",
        tables["agreement_units"],
        "The same codings over passages, sentences, characters and marked stretches; ‘uncoded’ "
        "says what becomes of text without a code.",
        {"code_id": "Codebook"},
    )


def _alignment(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    return Sheet(
        "Alignment",
        tables["alignment"],
        "Every theme and code that were held against chance: kappa, p and q of the circular "
        "shift, and the share of each that lies in the other.",
        {"theme_id": "Themes", "code_id": "Codebook"},
    )


def _definitions(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    return Sheet(
        "Definitions",
        tables["definitions"],
        "What every coefficient is: formula, source, and what it makes of text without a code.",
    )


def _review(tables: Mapping[str, pd.DataFrame], *, reflexive: bool) -> list[Sheet]:
    """Return the sheets of a review, if there was one."""
    found = [
        Sheet(
            "Decisions",
            tables["decisions"],
            "What reviewers decided, and whether the code applies afterwards (empty: left open). A "
            "decoy is a passage to which neither person nor machine had given the code.",
            {**_PASSAGE, "code_id": "Codebook", "other_code_id": "Codebook"},
        ),
        Sheet(
            "Changes by review",
            tables["review_changes"],
            "What the decisions of each reviewer make of the coding that was reviewed.",
            {"code_id": "Codebook"},
        ),
    ]
    if not reflexive:
        about = (
            "Person and machine before review and after it. What stands after review is not "
            "reliability: the person had seen what the machine says."
        )
        links = {"code_id": "Codebook"}
        found.append(Sheet("After review", tables["agreement_reviewed"], about, links))
    return [sheet for sheet in found if len(sheet.table)]


def _next(tables: Mapping[str, pd.DataFrame]) -> list[Sheet]:
    """Return the sheets of what to code next, where something is left to code."""
    passages = Sheet(
        "Code next",
        tables["next_passages"],
        "Passages that help most if a person codes them next, best first. Purpose ‘model’: the "
        "machine learns most from them; they are chosen, so no agreement may be reported on them "
        "as if they were a sample. Purpose ‘agreement’: a random sample in proportion, on which "
        "it may, if they are coded before the suggestions named here are looked at.",
        {**_PASSAGE, "code_id": "Codebook"},
    )
    documents = Sheet(
        "Documents next",
        tables["next_documents"],
        "Whole documents to code next: with each, the coded passages come nearer to the study’s "
        "mix of first suggested codes. Apart: 0 the same mix, 1 nothing in common.",
    )
    return [sheet for sheet in (passages, documents) if len(sheet.table)]


def _codebook(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    return Sheet(
        "Codebook",
        tables["codes"],
        "The codes as they were read, how each relates to the candidate themes, and how many "
        "passages people and the machine gave it (codes below it included).",
        {"parent_id": "Codebook", "top_id": "Codebook"},
        key="code_id",
    )


def _notices(tables: Mapping[str, pd.DataFrame]) -> Sheet:
    unplaced = tables["unplaced"]
    rows = pd.DataFrame(
        {
            "kind": "coding not placed",
            "message": unplaced["reason"] + " — " + unplaced["coder"] + ", " + unplaced["code"],
            "where": unplaced["source"],
            "quote": unplaced["quote"],
        }
    )
    return Sheet(
        "Notices",
        pd.concat([tables["notices"].assign(quote=""), rows], ignore_index=True),
        "What was inferred, left out or not found while the material was read.",
    )
