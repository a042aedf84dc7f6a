"""What is said where a study has no codebook, no coding, or none that could be compared."""

from collections.abc import Mapping
from typing import Any

from secondcoder.page.values import count, joined, whole
from secondcoder.procedures.second_coder.page.machines import left_out, others
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import SEEN
from secondcoder.procedures.second_coder.tables.spread import CODE_DOCUMENTS
from secondcoder.publish.schema import Tables
from secondcoder.study.language import encoder_covers, language_name

ALONE = (
    "one person has coded, and the machine is left out ([suggest] machine = false); name another "
    "machine’s codes under [[coding]]"
)


def has_codebook(tables: Tables) -> bool:
    """Say whether the study has a codebook; coders' own codes beside none are no codebook."""
    return any(code.in_codebook for code in tables[CODES])


def outside_codebook(tables: Tables) -> str:
    """Say how many of the codes that stand somewhere the codebook does not have."""
    used = {row.code_id for row in tables[CODE_DOCUMENTS]}
    lacking = [code for code in tables[CODES] if code.code_id in used and not code.in_codebook]
    if not lacking:
        return ""
    known = "is" if len(lacking) == 1 else "are"
    return f" {count(len(lacking), 'code')} of {whole(len(used))} {known} not in the codebook."


def nothing_compared(tables: Tables, run: Mapping[str, Any]) -> str:
    """Say why people and machines are not compared; empty where they are, or people are."""
    if tables[SEEN]:
        alone = len({row.coder for row in tables[SEEN]}) == 1
        return ALONE if alone and left_out(run) and not others(run) else ""
    if coding := run.get("coding"):
        return _not_compared(coding, codebook=has_codebook(tables))
    if others(run) and has_codebook(tables):
        return "no person has coded; name their coding under [[coding]]"
    book = "" if has_codebook(tables) else "a codebook under [codebook] and "
    return f"name {book}a coding under [[coding]]"


def _not_compared(coding: Mapping[str, Any], *, codebook: bool) -> str:
    made = sum(one["codings"] for one in coding["by_coder"])
    if not made and coding["unplaced"]:
        lost = count(coding["unplaced"], "coding")
        return f"none of {lost} could be placed (unplaced.csv)"
    if not made:
        return "nobody has coded anything yet"
    if not codebook:
        people = joined([one["coder"] for one in coding["by_coder"]][:3])
        return (
            f"{count(made, 'coding')} by {people} "
            f"{'was' if made == 1 else 'were'} read, but without a codebook the machine "
            "suggests no codes; name one under [codebook]"
        )
    return "no coding lies in a passage"


def without_sight(tables: Tables, run: Mapping[str, Any]) -> str:
    """Say what the grouping had not seen, of what there is."""
    there = {"codebook": has_codebook(tables), "coding": bool(run.get("coding") or tables[SEEN])}
    unseen = [name for name, present in there.items() if present]
    if len(unseen) == 1:
        return f" without sight of the {unseen[0]}"
    return f" without sight of {' or '.join(unseen)}" if unseen else ""


def language_sentence(run: Mapping[str, Any]) -> str:
    """Say that the encoder does not read the texts' language, where that is so."""
    model, code = run.get("model") or {}, str(run.get("language") or "")
    reads = str(model.get("languages") or "")
    if encoder_covers(reads, code):
        return ""
    return (
        f"The texts are in {language_name(code)}, and the encoder {model.get('name', '')} reads "
        f"{reads}: themes and suggestions are poorer for it. A multilingual model is named by its "
        "folder under [model] name."
    )
