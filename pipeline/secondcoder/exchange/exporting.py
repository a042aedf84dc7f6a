"""One export: what the target's name asks for, written whole, with a report beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondcoder.decisions.place import recorded_on
from secondcoder.errors import SecondcoderError
from secondcoder.exchange.from_study import load_project, reviewed_run
from secondcoder.exchange.import_report import counts, export_text, left_out
from secondcoder.exchange.indicators import indicator_files
from secondcoder.exchange.project import Discarded, Project, merged
from secondcoder.exchange.reading_copies import quotations, tagged_texts
from secondcoder.exchange.refi.codebook import qdc_bytes
from secondcoder.exchange.refi.for_qualcoder import for_qualcoder, read_otherwise
from secondcoder.exchange.refi.selections import other_makers
from secondcoder.exchange.refi.write_notes import renamed_notes
from secondcoder.exchange.refi.write_project import has_wide_characters, qdpx_bytes
from secondcoder.exchange.tag_table import tag_table
from secondcoder.exchange.target import check_free, write_target
from secondcoder.exchange.to_study import write_study
from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.record import KIND
from secondcoder.procedures.second_coder.tables.sheets import build_workbook
from secondcoder.publish.results import latest_result, results_of, unusable_results

REPORT = "export-report.md"
TABLES, TEXTS, QUOTATIONS = "tables", "texts", "quotations"
"""What a folder can be written as."""
_COPIES: Mapping[str, Callable[[Project], dict[str, bytes]]] = {
    TEXTS: tagged_texts,
    QUOTATIONS: quotations,
}
_FILES = (".qdpx", ".qdc", ".csv", ".xlsx")
_SHOWN = 20
"""Lines of what is not in an export that are printed; the report has all."""
_WIDE = (
    "Some texts hold characters beyond the basic plane, such as emoji. NVivo counts each as two, "
    "the standard as one: in NVivo every coding behind one would be shifted. For NVivo export "
    "with --profile nvivo; for other software keep this file."
)
_QUALCODER = (
    "QualCoder reads some of this otherwise ({}): for QualCoder export with --profile qualcoder."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is asked for."""

    study: Path
    target: Path
    run: Path | None = None
    profile: str = "standard"
    form: str = TABLES
    """What a folder is written as."""
    replace: bool = False

    @property
    def home(self) -> Path:
        """The study's folder."""
        return self.study if self.study.is_dir() else self.study.parent


def export_study(export: Export) -> list[str]:
    """Write the export, with what reviewers decided, and return what to say about it."""
    suffix = export.target.suffix.lower()
    if suffix not in {*_FILES, ""}:
        raise SecondcoderError(
            f"{export.target.name}: there is no export of this kind",
            hint=f"Name a file that ends in {', '.join(_FILES)}, or a folder (a name without "
            "ending).",
        )
    if suffix and export.form != TABLES:
        raise SecondcoderError(
            f"--as {export.form}: this is written as a folder, and {export.target.name} is a file",
            hint="Name a folder with --to: a name without ending.",
        )
    if suffix == ".xlsx" or (not suffix and export.form == TABLES):
        return _of_run(export, suffix)
    project = _project(export, with_run=suffix != ".csv")
    if suffix == ".csv":
        data, left = tag_table(project)
        said = f"a codebook of {len(project.codes) - len(left):,} tags, as Taguette reads it"
        return _file(export, data, replace(project, discarded=tuple(left)), said)
    if suffix == ".qdc":
        said = f"{len(project.codes):,} codes and folders"
        return _file(export, qdc_bytes(project), replace(project, discarded=()), said)
    if not suffix:
        return _folder(export, _COPIES[export.form](project), project)
    written = for_qualcoder(project) if export.profile == "qualcoder" else project
    all_left = merged([*written.discarded, *renamed_notes(written), *_others_selections(written)])
    data = qdpx_bytes(written, profile=export.profile)
    lines = _file(export, data, replace(project, discarded=all_left), _number(project))
    return [*lines, *_advice(project, export.profile)]


def _others_selections(project: Project) -> list[Discarded]:
    number = other_makers(project)
    what = "selections that another person made than coded them"
    reason = "written under the coder's name, where other programs look for it"
    return [Discarded("selection", what, reason, number)] if number else []


def _of_run(export: Export, suffix: str) -> list[str]:
    """Write the workbook of a run, or its tables for statistics programs."""
    run = export.run or latest_result(export.home, KIND, command="suggest")
    tables, record = reviewed_run(run, recorded_on(export.study))
    if suffix:
        check_free(export.target, replace=export.replace)
        write_target(
            export.target, build_workbook(tables, record, counted=shows_coefficients(record))
        )
        return [f"Wrote {export.target}: the workbook of run {record['run_id']}."]
    files = indicator_files(tables)
    write_study(export.target, files)
    return [
        f"Wrote {export.target}: run {record['run_id']}.",
        *(f"  {one}" for one in sorted(files)),
    ]


def _project(export: Export, *, with_run: bool) -> Project:
    run = (export.run or _latest(export)) if with_run else None
    return load_project(export.study, run, decisions=recorded_on(export.study))


def _latest(export: Export) -> Path | None:
    found = results_of(export.home, KIND)
    if not found and unusable_results(export.home):
        return latest_result(export.home, KIND, command="suggest")  # says why there is none
    return found[-1] if found else None


def _file(export: Export, data: bytes, project: Project, said: str) -> list[str]:
    """Write a file and beside it the report, and return what to say."""
    report = export.target.with_name(f"{export.target.stem}-{REPORT}")
    for path in (export.target, report):
        check_free(path, replace=export.replace)
    write_target(export.target, data)
    write_target(report, _report(export, project))
    return [f"Wrote {export.target}: {said}.", *_left(project.discarded, report)]


def _folder(export: Export, files: Mapping[str, bytes], project: Project) -> list[str]:
    write_study(export.target, {**files, REPORT: _report(export, project)})
    said = f"Wrote {export.target}: {len(files):,} files; begin with about.md."
    return [said, *_left(project.discarded, export.target / REPORT)]


def _report(export: Export, project: Project) -> bytes:
    return export_text(project, export.target.name).encode("utf-8", "replace")


def _left(discarded: Sequence[Discarded], report: Path) -> list[str]:
    lines = [f"  Not in it: {line}." for line in left_out(discarded[:_SHOWN])]
    if len(discarded) > _SHOWN:
        lines.append(f"  … and {len(discarded) - _SHOWN} more lines in {report.name}")
    return [*lines, f"What it holds and what not is in {report}."]


def _number(project: Project) -> str:
    return ", ".join(f"{n:,} {kind}" for kind, n in counts(project).items() if n)


def _advice(project: Project, profile: str) -> list[str]:
    lines = []
    if has_wide_characters(project) and profile == "standard":
        lines.append(_WIDE)
    if profile == "standard" and (otherwise := read_otherwise(project)):
        lines.append(_QUALCODER.format("; ".join(otherwise)))
    return lines
