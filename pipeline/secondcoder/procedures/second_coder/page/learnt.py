"""What the report says of a coder that was learnt from another study, or is kept for one."""

from collections.abc import Mapping
from typing import Any

from secondcoder.page.values import chosen, count, decimal, joined, percent
from secondcoder.suggesting.weigh import FROM_ANOTHER_STUDY

OWN_CALIBRATED = (
    "The machine had learnt from coding: confidence is the chance that people give the code, "
    "calibrated out of fold, on passages that the model had not seen."
)
CALIBRATED_THERE = (
    "The machine had learnt from another study’s coding: confidence is the chance that its coders "
    "would give the code, calibrated out of fold on that study. On other material it can be off."
)


def from_another_study(run: Mapping[str, Any]) -> bool:
    """Return whether the machine had learnt from another study."""
    return chosen(run, "basis") == FROM_ANOTHER_STUDY


def calibrated(run: Mapping[str, Any]) -> str:
    """Say what confidence is where the machine had learnt."""
    return CALIBRATED_THERE if from_another_study(run) else OWN_CALIBRATED


def learnt_sentences(run: Mapping[str, Any]) -> list[str]:
    """Say what was learnt from which study, how that went there, and what was not used."""
    learnt = run.get("learnt_from") or {}
    if not learnt:
        return []
    own = (
        "The coding of this study was not used; it is compared only."
        if run.get("coding")
        else "Nothing was used of any coding of this study, which has none."
    )
    return [
        (
            "It had seen the passages, the codebook, and what was learnt from human coding of "
            f"another study, {_which(learnt)}. {own}"
        ),
        *_scores(learnt, "There"),
    ]


def learnt_phrase(run: Mapping[str, Any]) -> str:
    """Say the same in a sentence of methods."""
    learnt = run.get("learnt_from") or {}
    own = "; this study’s own coding was not used" if run.get("coding") else ""
    return (
        f"the codebook and what a model had learnt from human coding of another study, "
        f"{_which(learnt)}{own}"
    )


def scores_there(run: Mapping[str, Any]) -> list[str]:
    """Say how the model did on the study that it learnt from."""
    return _scores(run.get("learnt_from") or {}, "On that study")


def kept_sentence(run: Mapping[str, Any]) -> str:
    """Say that what was learnt is kept, and what for; empty where it is not."""
    kept = run.get("kept_coder") or {}
    if not kept:
        return ""
    told = " ".join(_scores(kept, "Here"))
    return (
        f"What was learnt from all of this coding is kept in {kept['file']}, without any text: "
        f"`secondcoder suggest NEW --learnt-from THIS_STUDY` codes a second wave of material with "
        f"it. It has learnt from meaning alone, without wording.{' ' + told if told else ''}"
    )


def _which(learnt: Mapping[str, Any]) -> str:
    by = joined(list(map(str, learnt.get("coders") or [])))
    return (
        f"“{learnt.get('study', '')}” (run {learnt.get('run_id', '')}): "
        f"{count(learnt.get('passages', 0), 'passage')} in "
        f"{count(learnt.get('documents', 0), 'document')}, coded by {by}"
    )


def _scores(told: Mapping[str, Any], where: str) -> list[str]:
    if not told.get("judged"):
        return []
    return [
        (
            f"{where} its first code was right for {percent(told['first_right'])} of "
            f"{count(told['judged'], 'coded passage')}, each judged by a model that had not seen "
            f"its document (with one document, the passage), and it gave "
            f"{decimal(told['codes_a_passage'])} codes a passage where a person gave "
            f"{decimal(told['peoples_codes_a_passage'])}."
        )
    ]
