"""The second coder as a command runs it: reads a study, runs the stages, publishes the result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from secondcoder.decisions.place import recorded_on
from secondcoder.decisions.store import Store
from secondcoder.errors import SecondcoderError
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.second_coder.page.build import build_report
from secondcoder.procedures.second_coder.page.drawings import draw_figures
from secondcoder.procedures.second_coder.page.listings import listing_pages
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.paper.build import FOLDER as DOCUMENTS
from secondcoder.procedures.second_coder.paper.build import build_documents
from secondcoder.procedures.second_coder.recompute import recompute_files
from secondcoder.procedures.second_coder.record import KIND, shown_config, told
from secondcoder.procedures.second_coder.reviewed.results import review_rows
from secondcoder.procedures.second_coder.steps.advice import advise
from secondcoder.procedures.second_coder.steps.stages import run_stages
from secondcoder.procedures.second_coder.tables.agreement_overall import AGREEMENT_OVERALL
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.tables.declared import TABLES
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
from secondcoder.protocols import Keep, Progress
from secondcoder.publish.manifest import read_manifest
from secondcoder.publish.results import publish_result
from secondcoder.publish.schema import Tables
from secondcoder.records.account import Account
from secondcoder.records.study import StudyMaterial
from secondcoder.study.assemble import load_material
from secondcoder.study.checks import check
from secondcoder.study.load import LoadedStudy, load_config, validate
from secondcoder.study.problems import refuse
from secondcoder.study.schema import StudyConfig


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
    may_encode: bool = True,
    anyway: bool = False,
    again: bool = False,
    say: Say = silent,
    show: Show = silent_lines,
    progress: Progress | None = None,
) -> Finished:
    """Read the study, run every stage and publish the result; the last step is a rename.

    Results go to ``runs/<id>/`` inside the study, or become the folder ``out``. ``overrides``
    are values of ``study.toml`` that a command line sets, such as ``{"seed": 3}``. With
    ``may_encode=False`` a text without a vector is refused. ``show`` is given what was understood
    of the files, before anything is computed; what makes the result void is refused unless
    ``anyway``. What reviewers decided on the study is worked in; it bears on no other table and not
    on the run's id. With ``again`` no stage's result of an earlier run is used.
    """
    say("Reading the study")
    loaded = _loaded(study, overrides or {})
    material = load_material(loaded.folder, loaded.config)
    _check_coders(material, loaded.config)
    account = account_shown(loaded, material, show=show, anyway=anyway)
    with begun(
        loaded,
        material,
        kind=KIND,
        decisive={"beside": read_beside(account)},
        out=out,
        may_encode=may_encode,
        again=again,
        say=say,
        progress=progress,
    ) as work:
        tables, record = _found(work, account, say)
        say("Writing the results")
        tables, record = _with_review(tables, record, recorded_on(study))
        _publish(work.target, tables, record, keep=work.keep)
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
        tables, record = _with_review(result.tables, dict(result.record), decisions)
        documents |= any(name.startswith(f"{DOCUMENTS}/") for name in read_manifest(result.folder))
        keep = kept_beside(run)
        _publish(run.resolve(), tables, record, keep=keep, documents=documents, last=last)
    return Finished(folder=run.resolve(), record=record, tables=tables, encoded=0)


def _loaded(study: Path, overrides: Mapping[str, Any]) -> LoadedStudy:
    loaded = load_config(study)
    config = with_overrides(loaded.config, overrides)
    if problems := check(config, loaded.folder):
        raise refuse("the study with the command's options", problems)
    return replace(loaded, config=config)


def _found(work: Work, account: Account, say: Say) -> tuple[Tables, dict[str, Any]]:
    """Return what the stages find, as tables and record."""
    material, config, encoder, keep = work.material, work.config, work.encoder, work.keep
    results = run_stages(material, config, encoder, keep=keep, say=say)
    advice = advise(material, config, encoder, results, keep=keep)
    notices = (*work.material.notices, *results.notices, *advice.notices)
    tables = build_tables(
        replace(work.material, notices=notices),
        results,
        advice=advice,
        account=account,
        overlap=work.config.reconcile.overlap,
        counted=work.config.shows_coefficients,
    )
    more = told(work.material, work.config, results.suggestions, language=account.language)
    return tables, work.record(more, config=shown_config(work.config))


def _with_review(
    tables: Tables, record: dict[str, Any], decisions: Store | None
) -> tuple[Tables, dict[str, Any]]:
    """Return the tables with those of a review; say in the record whose decisions they hold."""
    whole = tables.having(review_rows(tables, record, decisions))
    said = {key: value for key, value in record.items() if key != "review"}
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
    documents: bool = False,
    last: bool = True,
) -> None:
    """Write a run with all that is made of its tables: pages, workbook, figures, documents."""
    counted = shows_coefficients(record)
    drawn = draw_figures(tables, record, keep=keep)
    made = {
        "workbook.xlsx": build_workbook(tables, record, counted=counted),
        "report.html": build_report(tables, record, drawn).encode(),
        **listing_pages(tables, record, reflexive=not counted),
        "methods.md": build_methods(tables, record).encode(),
        **figure_files(drawn),
        **(build_documents(tables, record, drawn, counted=counted) if documents else {}),
        **(recompute_files() if tables[AGREEMENT_OVERALL] else {}),
    }
    publish_result(target, tables=tables, record=record, made=made, counted=counted, last=last)


def with_overrides(config: StudyConfig, overrides: Mapping[str, Any]) -> StudyConfig:
    """Return the configuration with some values set; a section's values replace single keys."""
    data = config.model_dump()
    for key, value in overrides.items():
        data[key] = {**data[key], **value} if isinstance(value, dict) else value
    return validate(data, name="the study with the command's options")


def _check_coders(material: StudyMaterial, config: StudyConfig) -> None:
    """Refuse names of coders that no coding has; where nobody has coded yet, all may be right."""
    known = material.coding.coders if material.coding else ()
    machines = {one.machine.name for one in material.machines}
    for place, names in (
        ("suggest -> learn_from", config.suggest.learn_from),
        ("reconcile -> coders", config.reconcile.coders),
    ):
        unknown = [name for name in names or () if name not in known]
        if known and unknown:
            raise SecondcoderError(
                f"{place}: there is no coder {unknown[0]!r}",
                hint=f"The coders are: {', '.join(known)}."
                + (" Machines are always compared and never learnt from." if machines else ""),
            )
