"""How many codes the machine gives, why so many, and what its words for confidence mean."""

from collections.abc import Mapping
from typing import Any

from secondcoder.page.values import chosen, decimal, percent
from secondcoder.procedures.second_coder.page.counting import distinct
from secondcoder.procedures.second_coder.page.learnt import from_another_study
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.publish.schema import Tables
from secondcoder.suggesting.weigh import CODEBOOK

LEARNT_WORDS = (
    "clear stands for a chance of two in three and more that people give the code, likely for one "
    "in three, weak for one in ten"
)
CODEBOOK_WORDS = (
    "likely stands for a first code with no other near it and a chance of less than one in twenty "
    "that unrelated codes would come as near, weak for any other first code and those near it; "
    "none is called clear, which takes coding"
)


def number_sentences(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Say how many codes the machine gives, by which rule, and in which words it is sure."""
    ranked = tables[SUGGESTIONS]
    passages = distinct(row.passage_id for row in ranked)
    if not passages:
        return []
    given = sum(row.suggested for row in ranked)
    answered = distinct(row.passage_id for row in ranked if row.suggested)
    if not given:
        return ["The machine gives no code to any passage."]
    learnt = chosen(run, "basis") != CODEBOOK
    none = (
        "" if answered == passages else f" and none to {percent(1 - answered / passages)} of them"
    )
    told = (
        f"The machine gives {decimal(given / passages)} codes a passage on average{none}: "
        f"{_rule(run, learnt=learnt)}."
    )
    return [told, f"In words, {LEARNT_WORDS if learnt else CODEBOOK_WORDS}."]


def _rule(run: Mapping[str, Any], *, learnt: bool) -> str:
    settings = (run.get("config") or {}).get("suggest") or {}
    threshold, wanted = settings.get("threshold"), settings.get("codes_a_passage")
    if threshold is not None:
        return f"those with a confidence of at least {threshold:g}, as was set"
    if learnt:
        whose = (
            "as many as people gave in the study that was learnt from"
            if from_another_study(run)
            else "as many as people give on the documents (with one document, the passages) that "
            "were learnt from"
        )
        return (
            f"{whose}. That the numbers match raises agreement by itself; what a coder reaches "
            "who deals out as many codes at random stands in agreement_baselines.csv"
        )
    if wanted == "one":
        return "the first code of each, as was set"
    if wanted == "several":
        return "the first code and all that are not far behind it, as several were expected"
    if wanted is not None:
        return f"{wanted:g} to each passage that has any, on average, as was set"
    return (
        "the first code and those near it. The codebook alone does not tell how many apply; "
        "codes_a_passage under [suggest] would"
    )
