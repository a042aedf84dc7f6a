"""``methods.md``: paragraphs and a checklist for the paper, made from tables and ``run.json``."""

from collections.abc import Mapping, Sequence
from typing import Any

from secondcoder.page.values import MISSING, chosen, count, joined, percent, quoted, whole
from secondcoder.procedures.second_coder.page.certainty import CODEBOOK, risk_set
from secondcoder.procedures.second_coder.page.checklist import checklist
from secondcoder.procedures.second_coder.page.counting import distinct
from secondcoder.procedures.second_coder.page.how_many import number_sentences
from secondcoder.procedures.second_coder.page.lacking import lacking
from secondcoder.procedures.second_coder.page.learnt import (
    calibrated,
    from_another_study,
    learnt_phrase,
    scores_there,
)
from secondcoder.procedures.second_coder.page.machines import (
    LEFT_OUT,
    blind_to,
    machine_names,
    machines_paragraph,
    others,
)
from secondcoder.procedures.second_coder.page.nothing import (
    has_codebook,
    language_sentence,
)
from secondcoder.procedures.second_coder.page.plan import plan_sentences
from secondcoder.procedures.second_coder.page.results_text import results
from secondcoder.procedures.second_coder.page.reviewed import review_paragraph
from secondcoder.procedures.second_coder.page.themes_paragraph import themes_paragraph
from secondcoder.procedures.second_coder.page.words import (
    REFLEXIVE,
    shows_coefficients,
)
from secondcoder.procedures.second_coder.tables.agreement_overall import (
    AGREEMENT_MACHINES_OVERALL,
    AGREEMENT_OVERALL,
    DEFINITIONS_TABLE,
)
from secondcoder.procedures.second_coder.tables.codes import CODES
from secondcoder.procedures.second_coder.tables.comparison import SEEN
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.publish.schema import Tables
from secondcoder.suggesting.weigh import FROM_ANOTHER_STUDY

FROZEN = "The sha256 of the human coding is that of the files as they were read for this run."
FREEZING = (
    f"{FROZEN} The program cannot know when a coder saw machine output, unless the review page "
    "recorded it: whether the coding was made blind to the machine is for the authors to state. "
    "Agreement computed from coding that was changed after machine output was seen is agreement "
    "after adjudication, not reliability, and must be labelled so."
)


def build_methods(tables: Tables, run: Mapping[str, Any]) -> str:
    """Return the text as Markdown; the same tables and ``run.json`` give the same text."""
    counted = shows_coefficients(run)
    parts = [
        f"# Methods and results: {chosen(run, 'title') or 'Untitled study'}",
        (
            "Drafted from the run’s own figures, to be adapted. Passages in [square brackets] are "
            "for "
            "the authors."
        ),
        "## Methods",
        *_methods(tables, run, counted=counted),
    ]
    if counted and (tables[AGREEMENT_OVERALL] or tables[AGREEMENT_MACHINES_OVERALL]):
        parts += ["## Results", *results(tables, run)]
    elif tables[SEEN] and machine_names(tables, run):
        parts += ["## Divergent readings", *_divergent(tables)]
    if counted:
        parts += ["## Reporting checklist", checklist(tables, run, codebook=has_codebook(tables))]
        if tables[DEFINITIONS_TABLE]:
            parts += ["## Definitions", _definitions(tables)]
    parts += ["## Fingerprints", _fingerprints(run)]
    return "\n\n".join(parts) + "\n"


def _methods(tables: Tables, run: Mapping[str, Any], *, counted: bool) -> list[str]:
    language = language_sentence(run)
    parts = [_material(tables), *([language] if language else []), themes_paragraph(tables, run)]
    if tables[SUGGESTIONS]:
        parts += [_codes(tables, run, counted=counted), *_lacking(tables, counted=counted)]
    elif has_codebook(tables):
        parts += [LEFT_OUT, *_lacking(tables, counted=False)]
    elif run.get("coding"):
        parts.append(f"{_people(run)}. {_NOT_COMPARED}")
    parts += machines_paragraph(run, compared=bool(tables[SEEN]), counted=counted)
    if tables[SEEN]:
        review = review_paragraph(tables, counted=counted)
        machines = machine_names(tables, run)
        parts += [
            _coding(tables, run),
            *([review] if review else []),
            _freezing(machines) if counted else _reflexive_sentence(machines),
            *([" ".join(plan_sentences(tables, run))] if counted and machines else []),
        ]
        if counted and run.get("stance") == REFLEXIVE:
            parts.append(
                "The study is reflexive; coefficients are nevertheless given, for the reason "
                f"recorded with the run: “{chosen(run, 'coefficients_because')}”."
            )
    return parts


def _material(tables: Tables) -> str:
    passages, codes = tables[PASSAGES], tables[CODES]
    words = sum(len(passage.text.split()) for passage in passages)
    documents = distinct(passage.document for passage in passages)
    book = ""
    inside = [code for code in codes if code.in_codebook]
    if inside:
        levels = max((code.level for code in inside), default=0)
        book = (
            f" The codebook held {count(len(inside), 'code')} at {count(levels, 'level')} "
            "[version, date, authors]."
        )
    return (
        f"The material consisted of {count(documents, 'document')}, cut into "
        f"{count(len(passages), 'passage')} ({whole(words)} words).{book} "
        "[Who was sampled, how, and who cut the text if not the program.]"
    )


def _codes(tables: Tables, run: Mapping[str, Any], *, counted: bool) -> str:
    basis = chosen(run, "basis")
    seen = {
        "codebook": "the codebook and the passages, and no human coding",
        "coding of other documents": "the codebook and human coding of other documents only",
        "coding of other passages": "the codebook and human coding of other passages, some of "
        "them in the same document",
        FROM_ANOTHER_STUDY: learnt_phrase(run),
    }.get(basis, "the passages")
    learnt = run.get("trained_on") or []
    there = from_another_study(run)
    by = f" (coders {joined(list(map(str, learnt)))})" if learnt and not there else ""
    applied = "".join(f" {one}" for one in number_sentences(tables, run)) if counted else ""
    sure = f" {calibrated(run)}" if counted and basis != CODEBOOK else ""
    scored = "".join(f" {one}" for one in scores_there(run)) if counted else ""
    risk = _risk(tables, run) if counted else ""
    told = f"Codes were suggested for each passage, with evidence, from {seen}{by}."
    return f"{told}{scored}{sure}{applied}{risk}"


def _risk(tables: Tables, run: Mapping[str, Any]) -> str:
    """Say which risk was set, and how many passages were answered."""
    wanted = risk_set(run)
    if wanted is None:
        return ""
    if chosen(run, "basis") == CODEBOOK:
        return (
            f" A risk of {wanted:g} was set but had no effect: there was too little coding to "
            "estimate it from."
        )
    ranked = tables[SUGGESTIONS]
    answered = distinct(row.passage_id for row in ranked if row.suggested)
    passages = distinct(row.passage_id for row in ranked)
    by = "that study" if from_another_study(run) else "other folds"
    return (
        f" A risk of {wanted:g} was set: the machine abstains where, by the coding of "
        f"{by}, more than that share of first suggestions would be wrong. It answered "
        f"{whole(answered)} of {count(passages, 'passage')}."
    )


def _lacking(tables: Tables, *, counted: bool) -> list[str]:
    names = lacking(tables)
    if not names:
        return []
    why = (
        "whose first codes got far less confidence than usual"
        if counted
        else "that no code of the codebook fits well"
    )
    return [
        (
            f"As hints at what the codebook may lack, the program listed "
            f"{count(len(names), 'group')} of passages {why} (new_themes.csv): {', '.join(names)}. "
            "[Which were taken up, and how the codebook changed.]"
        )
    ]


_NOT_COMPARED = (
    "Without a codebook the program suggests no codes; the codings were read and not compared."
)


def _people(run: Mapping[str, Any]) -> str:
    """Say who coded how much."""
    coding = run.get("coding") or {}
    people = [
        f"{one['coder']} made {count(one['codings'], 'coding')} on "
        f"{count(one['passages_seen'], 'passage')} seen"
        for one in coding.get("by_coder", [])
    ]
    if len(people) > 12:
        total = sum(one["codings"] for one in coding["by_coder"])
        people = [f"{len(people)} people made {count(total, 'coding')}"]
    return "; ".join(people)


def _coding(tables: Tables, run: Mapping[str, Any]) -> str:
    coding = run.get("coding") or {}
    overlap = ((run.get("config") or {}).get("reconcile") or {}).get("overlap", 0.5)
    names = machine_names(tables, run)
    lost = coding.get("unplaced", 0)
    were = "was" if lost == 1 else "were"
    rest = f" {count(lost, 'coding')} could not be placed in the text and {were} left out."
    rest = rest if lost else ""
    return (
        f"{_people(run)}. A coded stretch counts for a passage if it covers {percent(overlap)} of "
        f"it or lies in it to that extent; a code implies the codes above it.{rest} "
        "[Who the coders are, their training, and whether they worked blind to each "
        f"other{blind_to(names)}.]"
    )


def _freezing(machines: Sequence[str]) -> str:
    return FREEZING if machines else FROZEN


def _reflexive_sentence(machines: Sequence[str]) -> str:
    used = (
        " A machine’s divergent readings were used as prompts: [n] passages were read again, and "
        "[what changed, or did not, and why]."
    )
    return (
        "For the paper: “In keeping with reflexive thematic analysis, no measure of inter-coder "
        f"reliability was calculated, by design.{used if machines else ''}”"
    )


def _divergent(tables: Tables) -> list[str]:
    return [
        (
            "divergences.csv lists passages that a person and the machine read differently, with "
            "the "
            "machine’s evidence, the coder’s own memo and an empty column for yours. A reading "
            "that "
            "differs is an invitation to look again; one that does not confirms nothing."
        ),
        (
            f"[Themes that answered to no code: {', '.join(_new(tables)) or 'none'}. Say which "
            "were "
            "taken up and how they changed the analysis.]"
        ),
    ]


def _new(tables: Tables) -> list[str]:
    return [
        quoted(theme.label)
        for theme in tables[THEMES]
        if theme.relation == "new theme" and theme.level == 1
    ]


def _definitions(tables: Tables) -> str:
    return "\n".join(
        f"- **{row.coefficient}** ({row.table}: {row.column}): {row.formula}."
        + ("" if row.source == MISSING else f" {row.source.rstrip('.')}.")
        for row in tables[DEFINITIONS_TABLE]
    )


def _fingerprints(run: Mapping[str, Any]) -> str:
    coding = run.get("coding") or {}
    lines = [f"- Run: {chosen(run, 'run_id')}", f"- Settings: {chosen(run, 'config_sha256')}"]
    if coding:
        lines.append(f"- Human coding as read: {coding.get('sha256', '')}")
        people = coding.get("by_coder", [])
        if len(people) <= 12:
            lines += [f"    - {one['coder']}: {one['sha256']}" for one in people]
    lines += [
        f"- The machine {one['label']}, codes as read: {one['sha256']}" for one in others(run)
    ]
    inputs = run.get("inputs") or []
    lines += [f"- {one['path']}: {one['sha256']}" for one in inputs]
    return "\n".join(lines)
