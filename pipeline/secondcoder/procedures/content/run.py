"""The imperative shell of a content analysis: reads, counts, writes the results as a whole."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from secondcoder.decisions.place import recorded_on
from secondcoder.errors import SecondcoderError
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.content.copies import carry_out, homes_of, plan
from secondcoder.procedures.content.decided_queries import recorded_queries
from secondcoder.procedures.content.filed import FOLDER, IN_RESULT, KIND, PREFIX, sources
from secondcoder.procedures.content.page.build import build_content_page
from secondcoder.procedures.content.page.drawings import draw_figures, figure_list
from secondcoder.procedures.content.page.methods import build_content_methods
from secondcoder.procedures.content.source import is_table, read_counts, tables_of
from secondcoder.procedures.content.steps.analysis import (
    Content,
    Themed,
    Wanted,
    analyse,
)
from secondcoder.procedures.content.steps.counted import CANDIDATES, choose_coder
from secondcoder.procedures.content.steps.decided import OPEN, carried
from secondcoder.procedures.content.tables.build import build_tables
from secondcoder.procedures.content.tables.declared import TABLES
from secondcoder.procedures.content.tables.queries import QUERIES
from secondcoder.procedures.content.workbook import build_workbook
from secondcoder.procedures.shell import (
    Say,
    Show,
    Work,
    account_shown,
    begun,
    read_beside,
    silent,
    silent_lines,
    writing,
)
from secondcoder.protocols import Beside, Keep, Progress, alone
from secondcoder.publish.files import use_private_caches
from secondcoder.publish.record import result_id, result_record
from secondcoder.publish.results import RUNS, latest_result, open_result, publish_result
from secondcoder.publish.results import results_of as results_of_kind
from secondcoder.publish.schema import Tables
from secondcoder.publish.store import KEPT, check_target
from secondcoder.records.coders import BUNDLED, Coder, Machine, in_words
from secondcoder.records.study import StudyMaterial
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

_MACHINE_COUNTED: Mapping[Coder, str] = {
    BUNDLED: "Codes that the machine suggests from the codebook; no person applied them.",
    CANDIDATES: "The machine’s candidate themes, each passage in its own: groupings of similar "
    "passages, not codes that people applied.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A content analysis as it lies on disk."""

    folder: Path
    record: Mapping[str, Any]
    tables: Tables
    copy: Path | None = None
    """The copy of the queries to fill in, if there is one."""


def run_content(
    path: Path,
    *,
    out: Path | None = None,
    wanted: Wanted | None = None,
    anyway: bool = False,
    again: bool = False,
    say: Say = silent,
    show: Show = silent_lines,
    progress: Progress | None = None,
    beside: Beside = alone,
) -> Finished:
    """Analyse a study's folder, or a table of counts, and store the results as a whole.

    Results go to ``runs/content-<id>/`` inside the study (beside the table), or become the folder
    ``out``. Decisions on queries are taken from the review's file, from the copy that people fill
    in, and from earlier results. ``show`` is given what was understood of the files; what makes the
    result void is refused unless ``anyway``.
    """
    asked = wanted or Wanted()
    if is_table(path):
        return _from_counts(path, out=out, by=asked.by)
    return _from_study(
        path,
        out=out,
        wanted=asked,
        anyway=anyway,
        again=again,
        say=say,
        show=show,
        progress=progress,
        beside=beside,
    )


def results_of(study: Path) -> list[Path]:
    """Return the complete content analyses that lie in a study's ``runs``, the latest last."""
    return results_of_kind(study, KIND)


def read_content(folder: Path) -> Tables:
    """Return the tables of a content analysis; those that were not published are empty."""
    return open_result(folder, TABLES).tables


def _from_study(
    study: Path,
    *,
    out: Path | None,
    wanted: Wanted,
    anyway: bool,
    again: bool,
    say: Say,
    show: Show,
    progress: Progress | None,
    beside: Beside,
) -> Finished:
    say("Reading the study")
    loaded = load_config(study)
    folder = loaded.folder
    material = load_material(folder, loaded.config)
    account = account_shown(loaded, material, show=show, anyway=anyway)
    coder, _ = choose_coder(material, wanted.coder, bundled=loaded.config.suggest.machine)
    themed = _candidates(folder, material) if coder == CANDIDATES else None
    homes = homes_of(study, folder, out)
    with begun(
        loaded,
        material,
        kind=KIND,
        prefix=PREFIX,
        decisive={
            "content": asdict(wanted),
            "themes_of": themed.run_id if themed else "",
            "beside": read_beside(account),
        },
        out=out,
        keep=(*KEPT, FOLDER),
        again=again,
        say=say,
        progress=progress,
        beside=beside,
    ) as work:
        found = _analysed(work, wanted, themed, say)
        say("Writing the results")
        filed = sources(folder, work.target, homes)
        recorded = recorded_queries(recorded_on(study))
        answered, told = carried(found.queries, [source.filed for source in filed], recorded)
        planned = plan(homes[-1], filed, answered)
        tables = build_tables(
            found,
            work.material.passages,
            notices=[*work.material.notices, *found.notices, *told, *planned.notices],
            queries=answered,
            account=account,
            seed=work.config.seed,
        )
        record = _study_record(work, found, tables, wanted=wanted, themed=themed)
        counted = work.config.shows_coefficients
        whole = _publish(
            work.target, tables, record, counted=counted, keep=work.keep, beside=beside
        )
        copy = carry_out(planned, in_result=work.target / IN_RESULT)
    return Finished(folder=work.target, record=whole, tables=tables, copy=copy)


def _analysed(work: Work, wanted: Wanted, themed: Themed | None, say: Say) -> Content:
    return analyse(
        work.material,
        work.config,
        work.encoder,
        wanted=wanted,
        themed=themed,
        keep=work.keep,
        say=say,
    )


def _from_counts(path: Path, *, out: Path | None, by: tuple[str, ...]) -> Finished:
    use_private_caches()
    read = read_counts(path, by=by)
    inputs = [(read.path, read.sha256)]
    identity = PREFIX + result_id({"kind": KIND, "inputs": [list(one) for one in inputs], "by": by})
    tables = tables_of(read)
    record = result_record(
        kind=KIND,
        identity=identity,
        title=path.stem.replace("_", " ").capitalize(),
        stance="",
        seed=None,
        inputs=inputs,
        model=None,
        config={},
        more={
            "counted": f"The numbers of codes that {read.path} states; the tool has seen no text.",
            "coder": read.path,
            "by": list(by),
        },
    )
    target = (out or path.parent / RUNS / identity).resolve()
    with writing(target, task=f"{KIND} of {path.name}"):
        check_target(target)
        whole = _publish(target, tables, record, counted=True)
    return Finished(folder=target, record=whole, tables=tables)


def _study_record(
    work: Work, found: Content, tables: Tables, *, wanted: Wanted, themed: Themed | None
) -> dict[str, Any]:
    more = {
        "counted": _counted(found.coder),
        "coefficients_because": work.config.reconcile.coefficients_because,
        "coder": found.coder.label,
        "once": wanted.once,
        "by": [name for name, _ in found.by],
        "passages": len(work.material.passages),
        "documents": len(work.material.documents),
        "themes_of": themed.run_id if themed else "",
        "decisions": sum(row.status != OPEN for row in tables[QUERIES]),
    }
    return work.record(more, config=work.config.model_dump(mode="json"))


def _counted(coder: Coder) -> str:
    if isinstance(coder, Machine):
        read = f"The codes of {in_words(coder.label)}, read from a table; no person applied them."
        return _MACHINE_COUNTED.get(coder, read)
    return f"The coding of {coder.name}."


def _publish(
    target: Path,
    tables: Tables,
    record: Mapping[str, Any],
    *,
    counted: bool,
    keep: Keep | None = None,
    beside: Beside = alone,
) -> dict[str, Any]:
    """Write the result with all that is made of its tables; return its record."""
    drawn = draw_figures(tables, keep=keep, beside=beside)
    whole = {**record, "figures": figure_list(tables, drawn)}
    made = {
        **figure_files(drawn),
        "workbook.xlsx": build_workbook(tables, whole, counted=counted),
        "report.html": build_content_page(tables, whole, drawn).encode(),
        "methods.md": build_content_methods(tables, whole).encode(),
    }
    kept = (*KEPT, FOLDER)
    publish_result(target, tables=tables, record=whole, made=made, counted=counted, keep=kept)
    return whole


def _candidates(folder: Path, material: StudyMaterial) -> Themed:
    """Return the candidate themes of the latest result of ``suggest``, by the study's passages."""
    from secondcoder.procedures.second_coder.tables.passages import PASSAGES
    from secondcoder.procedures.second_coder.tables.themes import THEMES

    latest = latest_result(folder, "second-coder", command="suggest")
    result = open_result(latest, (PASSAGES, THEMES))
    labels = {row.theme_id: row.label for row in result.tables[THEMES]}
    ids = {passage.id for passage in material.passages}
    paths = {
        row.passage_id: path
        for row in result.tables[PASSAGES]
        if row.passage_id in ids
        and (path := tuple(labels[t] for t in (row.theme_id, row.subtheme_id) if t in labels))
    }
    if not paths:
        raise SecondcoderError(
            f"{latest.name}: none of the result's candidate themes holds a passage of this study",
            hint=f"The study has changed since: run `secondcoder suggest {folder}` again.",
        )
    return Themed(str(result.record["run_id"]), paths)
