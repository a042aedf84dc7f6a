"""The second coder as a command runs it: reads a study, runs the stages, publishes the result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from secondcoder.decisions.place import recorded_on
from secondcoder.decisions.store import Store
from secondcoder.embedding.memory import give_back
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.places import has_vectors
from secondcoder.procedures.second_coder.find_coder import LEARNT_CODER
from secondcoder.procedures.second_coder.learnt_coder import (
    LearntFrom,
    check_codebook,
    check_encoder,
    coder_file,
    examples_in_numbers,
    other_packages,
    read_coder,
    scores_of,
)
from secondcoder.procedures.second_coder.options import check_coders, loaded_with
from secondcoder.procedures.second_coder.page.build import build_report
from secondcoder.procedures.second_coder.page.drawings import begin_figures
from secondcoder.procedures.second_coder.page.listings import listing_pages
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.paper.build import FOLDER as DOCUMENTS
from secondcoder.procedures.second_coder.paper.build import build_documents
from secondcoder.procedures.second_coder.plan.items import items_of
from secondcoder.procedures.second_coder.plan.standing import standing
from secondcoder.procedures.second_coder.ready import make_ready
from secondcoder.procedures.second_coder.recompute import recompute_files
from secondcoder.procedures.second_coder.record import KIND, shown_config, told
from secondcoder.procedures.second_coder.reviewed.results import review_rows
from secondcoder.procedures.second_coder.steps.advice import advise
from secondcoder.procedures.second_coder.steps.ground import human_examples
from secondcoder.procedures.second_coder.steps.stages import run_stages
from secondcoder.procedures.second_coder.tables.agreement_overall import AGREEMENT_OVERALL
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.plan import PLAN_TABLE
from secondcoder.procedures.second_coder.tables.reviewed import AGREEMENT_REVIEWED, DECISIONS
from secondcoder.procedures.second_coder.tables.sheets import build_workbook
from secondcoder.procedures.shell import (
    Say,
    Show,
    Work,
    account_shown,
    begun,
    kept_beside,
    read_beside,
    reopened,
    silent,
    silent_lines,
)
from secondcoder.procedures.state import hash_of
from secondcoder.procedures.unchanged import published_again
from secondcoder.protocols import Beside, Keep, Progress, alone
from secondcoder.publish.manifest import MANIFEST, is_complete, read_manifest, verified
from secondcoder.publish.results import publish_result
from secondcoder.publish.schema import Tables
from secondcoder.records.account import Account
from secondcoder.study.assemble import load_material
from secondcoder.themes.grammar import load_parser


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A run as it lies on disk."""

    folder: Path
    record: Mapping[str, Any]
    """The content of ``run.json``."""
    tables: Tables
    encoded: int
    """Texts that had no vector yet."""


def run_study(
    study: Path,
    *,
    out: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
    learnt_from: Path | None = None,
    may_encode: bool = True,
    anyway: bool = False,
    again: bool = False,
    say: Say = silent,
    show: Show = silent_lines,
    progress: Progress | None = None,
    beside: Beside = alone,
) -> Finished:
    """Read the study, run every stage and publish the result; the last step is a rename.

    Results go to ``runs/<id>/`` inside the study, or become the folder ``out``. ``overrides``
    are values of ``study.toml`` that a command line sets, such as ``{"seed": 3}``. ``learnt_from``
    is where a coder lies that was learnt from another study: it codes this one. With
    ``may_encode=False`` a text without a vector is refused. ``show`` is given what was understood
    of the files, before anything is computed; what makes the result void is refused unless
    ``anyway``. What reviewers decided on the study is worked in; it bears on no other table and not
    on the run's id. Word documents are written anew where the result in its place has them. With
    ``again`` no stage's result of an earlier run is used. What is independent is done ``beside``.
    """
    say("Reading the study")
    learnt = None if learnt_from is None else read_coder(learnt_from)
    loaded = loaded_with(study, overrides or {}, learnt)
    if not has_vectors(study, out):  # then themes are new as well, and will be named
        beside(load_parser, loaded.config.model.language, here=False)
    material = load_material(loaded.folder, loaded.config)
    check_coders(material, loaded.config)
    if learnt is not None:
        check_codebook(learnt, material.codebook)
    account = account_shown(loaded, material, show=show, anyway=anyway)
    with begun(
        loaded,
        material,
        kind=KIND,
        decisive=_decisive(account, learnt),
        out=out,
        may_encode=may_encode,
        again=again,
        say=say,
        progress=progress,
        beside=beside,
        meanwhile=partial(make_ready, loaded.config.model.language),
    ) as work:
        if learnt is not None:
            check_encoder(learnt, work.encoder.name, work.encoder.fingerprint)
        tables, record, coder = _found(work, account, say, learnt)
        work.keep.forget()
        give_back()
        say("Writing the results")
        tables, record = _with_review(tables, record, recorded_on(study))
        how: dict[str, Any] = {"beside": beside, "documents": has_documents(work.target)}
        _publish(work.target, tables, record, keep=work.keep, coder=coder, **how)
    return Finished(folder=work.target, record=record, tables=tables, encoded=work.encoder.encoded)


def render_report(
    run: Path, *, decisions: Store | None = None, documents: bool = False, say: Say = silent
) -> Path:
    """Publish a run again from its own tables, with what was decided; return the report.

    Without a record of coding the tables of a review stay as they were published. With
    ``documents`` the Word documents are written too; a run that has them keeps them anew.
    """
    rendered(run, decisions=decisions, documents=documents, say=say)
    return run / "report.html"


def rendered(
    run: Path,
    *,
    decisions: Store | None,
    documents: bool = False,
    last: bool = False,
    say: Say = silent,
) -> Finished:
    """Publish a run again, as ``render_report``; with ``last`` it is the study's latest."""
    with reopened(run, TABLES, task=f"report of {run.name}", say=say) as result:
        earlier = hash_of(result.folder / MANIFEST)
        tables, record = _with_review(result.tables, dict(result.record), decisions)
        documents |= has_documents(result.folder)
        keep, coder = kept_beside(run), result.files.get(LEARNT_CODER)
        more: dict[str, Any] = {"documents": documents, "coder": coder, "last": last}
        _publish(run.resolve(), tables, record, keep=keep, **more)
        alike = verified(result.folder) == result.files
        published_again(result.folder, earlier, alike=alike)
    return Finished(folder=run.resolve(), record=record, tables=tables, encoded=0)


def has_documents(result: Path) -> bool:
    """Return whether the Word documents were written for a result that stands somewhere."""
    return is_complete(result) and any(
        name.startswith(f"{DOCUMENTS}/") for name in read_manifest(result)
    )


def _found(
    work: Work, account: Account, say: Say, learnt: LearntFrom | None
) -> tuple[Tables, dict[str, Any], bytes | None]:
    """Return what the stages find, as tables and record, and the coder that is to be kept."""
    material, config, encoder, keep = work.material, work.config, work.encoder, work.keep
    taught = learnt.taught(material.codebook) if learnt and material.codebook else None

    def said(stage: str) -> None:
        give_back()
        say(stage)

    results = run_stages(
        material, config, encoder, keep=keep, beside=work.beside, say=said, taught=taught
    )
    advice = advise(material, config, encoder, results, keep=keep)
    with_other = other_packages(learnt) if learnt else ()
    notices = (*work.material.notices, *with_other, *results.notices, *advice.notices)
    tables = build_tables(
        replace(work.material, notices=notices),
        results,
        advice=advice,
        account=account,
        overlap=work.config.reconcile.overlap,
        counted=work.config.shows_coefficients,
    )
    more = told(work.material, work.config, results.suggestions, language=account.language)
    counted = config.shows_coefficients
    kept = None
    if results.coder and material.codebook and material.coding:
        examples = human_examples(material.passages, material.coding, config)
        numbers = (
            examples_in_numbers(examples, material.passages, material.codebook) if examples else {}
        )
        kept = coder_file(
            results.coder,
            material.codebook,
            study=material.title,
            run_id=work.identity,
            encoder=(encoder.name, encoder.fingerprint),
            numbers=numbers,
        )
        scores = scores_of(results.coder) if counted else {}
        more["kept_coder"] = {"file": LEARNT_CODER, **numbers, **scores}
    if learnt:
        more["learnt_from"] = learnt.told(counted=counted)
    return tables, work.record(more, config=shown_config(work.config)), kept


def _decisive(account: Account, learnt: LearntFrom | None) -> dict[str, Any]:
    """Return what the run's id depends on beside material, settings and versions."""
    return {
        "beside": read_beside(account),
        **({"learnt from": learnt.sha256} if learnt else {}),
    }


def _with_review(
    tables: Tables, record: dict[str, Any], decisions: Store | None
) -> tuple[Tables, dict[str, Any]]:
    """Return the tables with those of a review and of the plan; say both in the record."""
    whole = tables.having(review_rows(tables, record, decisions))
    said = {key: value for key, value in record.items() if key != "review"}
    if decisions and shows_coefficients(record):
        plan, rows = standing(decisions.events(), items_of(tables, record))
        whole = whole.having({PLAN_TABLE: rows})
        said = {key: value for key, value in said.items() if key != "plan"}
        said |= {"plan": plan} if plan else {}
    decided, compared = whole[DECISIONS], whole[AGREEMENT_REVIEWED]
    if decided or compared:
        names = {row.reviewer for row in decided} | {row.reviewer for row in compared}
        said["review"] = {"decisions": len(decided), "reviewers": sorted(names)}
    return whole, said


def _publish(
    target: Path,
    tables: Tables,
    record: Mapping[str, Any],
    *,
    keep: Keep,
    beside: Beside = alone,
    coder: bytes | None,
    documents: bool = False,
    last: bool = True,
) -> None:
    """Write a run with all that is made of its tables: pages, workbook, figures, documents."""
    counted = shows_coefficients(record)
    figures = begin_figures(tables, record, keep=keep, beside=beside)
    written = {  # while they are drawn
        "workbook.xlsx": build_workbook(tables, record, counted=counted),
        **listing_pages(tables, record, reflexive=not counted),
        "methods.md": build_methods(tables, record).encode(),
    }
    drawn = figures()
    made = {
        **written,
        "report.html": build_report(tables, record, drawn).encode(),
        **figure_files(drawn),
        **(build_documents(tables, record, drawn, counted=counted) if documents else {}),
        **(recompute_files() if tables[AGREEMENT_OVERALL] else {}),
        **({LEARNT_CODER: coder} if coder else {}),
    }
    publish_result(target, tables=tables, record=record, made=made, counted=counted, last=last)
