"""The words of the report: what figures mean, and what the machine is and is not."""

import math
from collections.abc import Mapping
from typing import Any

STABLE, FAIRLY_STABLE = 0.75, 0.5
"""Stability from which a theme is called stable, or fairly stable."""
REFLEXIVE = "reflexive"

THEME_TERMS = (
    (
        "Candidate theme",
        (
            "A group of passages that are near each other in meaning, as a language model places "
            "them. It is a proposal; whether it is a theme is for the researcher to say."
        ),
    ),
    (
        "Cohesion",
        (
            "Mean cosine between the theme’s passages and their centre. 1: all say the same; near "
            "0: they have little in common."
        ),
    ),
    (
        "Stability",
        (
            "How far the same grouping comes back with other random seeds and on samples of the "
            "passages: the overlap (Jaccard) with the most similar group of each repetition, "
            f"averaged (Hennig 2007). From {STABLE} it is called stable, from {FAIRLY_STABLE} "
            "fairly stable, below that unstable: reading aids, not tests."
        ),
    ),
    (
        "Exemplars",
        (
            "The passages nearest to the theme’s centre, word for word. Offsets count characters "
            "of the document as it was read, from 0, the end not included."
        ),
    ),
)
MATCH_TERMS = (
    (
        "Matches, splits, merges",
        (
            "A theme matches a code if the two stand for each other; several themes split a code "
            "if it falls apart into them; a theme merges codes if it holds more than one. A new "
            "theme answers to no code; a code is not found if no theme answers to it. Not found "
            "does not mean absent from the material."
        ),
    ),
    (
        "Similarity",
        "Cosine between the centre of the theme’s passages and the code’s entry in the codebook.",
    ),
)
OVERLAP_TERM = (
    "Overlap (kappa)",
    (
        "Cohen’s kappa between being in the theme and having been given the code by people. Empty "
        "without human coding."
    ),
)
CONFIDENCE_TERMS = (
    (
        "Confidence",
        (
            "Orders the codes of a passage, from 0 to 1. From the codebook alone it is the code’s "
            "share among all codes, not the probability that it is right. Learnt from coding it is "
            "the chance that people give the code, calibrated on passages that the model had not "
            "seen."
        ),
    ),
    (
        "Threshold",
        (
            "Confidence from which a code counts as applied by the machine when it is compared "
            "with people."
        ),
    ),
    (
        "Explained",
        (
            "The mean confidence of a group’s first codes, divided by the median over all passages "
            "that count. Far below 1: no code of the codebook fits these passages well."
        ),
    ),
    (
        "Abstention",
        "The machine applies no code to a passage. Codes are still ranked for it.",
    ),
)
AGREEMENT_TERMS = (
    (
        "The four counts",
        (
            "For a code: passages to which both gave it, only the person, only the machine, "
            "neither. Only passages that the person saw are counted."
        ),
    ),
    ("Agreement (%)", "Share of passages on which both said the same; high for any rare code."),
    (
        "Cohen’s kappa",
        (
            "Agreement beyond what two coders with the same totals would reach by chance: "
            "(observed − expected) ÷ (1 − expected). 1 is full agreement, 0 is chance level."
        ),
    ),
    (
        "Krippendorff’s alpha",
        (
            "1 − observed ÷ expected disagreement, for nominal values, with chance taken from both "
            "coders together."
        ),
    ),
    (
        "Positive agreement",
        (
            "2 × both ÷ (2 × both + only one + only the other): agreement where the code is in "
            "play. It does not count passages to which neither gave the code."
        ),
    ),
    (
        "Pooled kappa",
        (
            "(Mean observed − mean expected) ÷ (1 − mean expected agreement), means over codes. "
            "The mean kappa is the plain mean over the codes for which kappa is defined."
        ),
    ),
    (
        "mv-alpha",
        (
            "Krippendorff’s alpha for passages with any number of codes: coders’ sets of codes are "
            "compared, and sets that share some of their codes count as partly the same. The "
            "headline where passages carry several codes (Krippendorff & Craggs 2016)."
        ),
    ),
    (
        "95 % intervals",
        (
            "What other documents of the same kind might have shown: documents are left out one "
            "at a time. Below five documents, or five in which a code occurs, none is given."
        ),
    ),
    (
        "uα, |uα, F1 of stretches",
        (
            "Agreement on where coded stretches begin and end: uα for one code, |uα for marked or "
            "not, F1 for stretches that find a partner. One coder’s stretches of one code are one "
            "where they overlap or touch. All formulas and sources stand in definitions.csv."
        ),
    ),
    (
        "Undefined",
        (
            "If a code was given to no passage, or to all, chance agreement is certain and kappa "
            "and alpha have no value. The cell stays empty and the note says why."
        ),
    ),
)

_SEEN = {
    "codebook": "It had seen the passages and the codebook. It had not seen any human coding.",
    "coding of other documents": (
        "It had seen the passages, the codebook and human coding. For every document it used only "
        "the coding of other documents, never that document’s own."
    ),
    "coding of other passages": (
        "It had seen the passages, the codebook and human coding. For every passage it used only "
        "the coding of other passages, never that passage’s own; passages of one document can "
        "resemble each other, which flatters the comparison."
    ),
}
_STANCE = {
    "coding-reliability": (
        "This study is run as coding reliability: agreement is reported as a check of how a "
        "codebook is applied. It says nothing about whether the codebook is a good one."
    ),
    "codebook": (
        "This study is run as a codebook study: agreement is a means to find where the codebook "
        "or its use is unclear, not a mark to be reached."
    ),
    REFLEXIVE: (
        "This study is run as reflexive analysis: no figure of agreement is given. Where the "
        "machine’s reading differs from yours, it is an invitation to look again; where it does "
        "not, that confirms nothing."
    ),
}
_STANCE_ALONE = {
    "coding-reliability": (
        "This study is run as coding reliability. People and machine are not compared, so no "
        "figure of agreement is given."
    ),
    "codebook": (
        "This study is run as a codebook study. People and machine are not compared, so no figure "
        "of agreement is given."
    ),
    REFLEXIVE: (
        "This study is run as reflexive analysis: no figure of agreement is given. What a machine "
        "groups together is an invitation to look again, and confirms nothing."
    ),
}
"""The same where there is no comparison."""


def shows_coefficients(run: Mapping[str, Any]) -> bool:
    """Return whether a run shows coefficients: a reflexive one only for a reason of its own."""
    return run.get("stance") != REFLEXIVE or bool(run.get("coefficients_because"))


def themes_learnt(run: Mapping[str, Any]) -> bool:
    """Return whether passages were grouped by what coding taught, beside what they say."""
    themes = (run.get("config") or {}).get("themes") or {}
    return themes.get("basis") == "coding" and str(run.get("basis", "")).startswith("coding")


def by_bertopic(run: Mapping[str, Any]) -> bool:
    """Return whether BERTopic itself grouped the passages."""
    return ((run.get("config") or {}).get("themes") or {}).get("method") == "bertopic"


def stability_word(value: float | None) -> str:
    """Return the word for a stability; empty if it is not known."""
    if value is None or math.isnan(value):
        return ""
    if value >= STABLE:
        return "stable"
    return "fairly stable" if value >= FAIRLY_STABLE else "unstable"


def seen_sentence(basis: str) -> str:
    """Say what the machine had seen when it suggested codes."""
    return _SEEN.get(basis, "It had seen the passages only.")


def stance_sentence(stance: str, *, because: str = "", compared: bool = True) -> str:
    """Say what the study's stance makes of a comparison; ``because`` is why it is counted."""
    if not compared:
        return _STANCE_ALONE.get(stance, "")
    if stance == REFLEXIVE and because:
        return (
            "This study is run as reflexive analysis. Coefficients are nevertheless given, for "
            f"the reason recorded with it: “{because}”."
        )
    return _STANCE.get(stance, "")


def terms(*, reflexive: bool, coded: bool, suggested: bool) -> tuple[tuple[str, str], ...]:
    """Return the terms that a report of this kind uses, with their definitions."""
    found = THEME_TERMS + (MATCH_TERMS if suggested else ())
    if reflexive:
        return found
    found += (OVERLAP_TERM, *CONFIDENCE_TERMS) if suggested else ()
    return found + (AGREEMENT_TERMS if coded else ())
