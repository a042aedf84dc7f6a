"""One export: what the target's name asks for, written whole."""

from collections.abc import Mapping
from pathlib import Path

from secondcoder.decisions.place import record_of
from secondcoder.errors import SecondcoderError
from secondcoder.exchange.from_study import load_project, reviewed_run
from secondcoder.exchange.import_report import counts
from secondcoder.exchange.indicators import indicator_files
from secondcoder.exchange.project import Project
from secondcoder.exchange.refi.codebook import qdc_bytes
from secondcoder.exchange.refi.write_project import has_wide_characters, qdpx_bytes
from secondcoder.exchange.to_study import write_study
from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.record import KIND
from secondcoder.procedures.second_coder.tables.sheets import build_workbook
from secondcoder.publish.files import write_whole
from secondcoder.publish.results import latest_result, results_of, unusable_results

_WIDE = (
    "Some texts hold characters beyond the basic plane, such as emoji. NVivo counts each as two, "
    "the standard as one: in NVivo every coding behind one would be shifted. For NVivo export "
    "with --profile nvivo; for other software keep this file."
)


def export_study(
    study: Path,
    target: Path,
    *,
    run: Path | None,
    profile: str,
    replace: bool,
) -> list[str]:
    """Write the export, with what reviewers decided, and return what to say about it."""
    suffix = target.suffix.lower()
    if suffix not in {".qdpx", ".qdc", ".xlsx", ""}:
        raise SecondcoderError(
            f"{target.name}: there is no export of this kind",
            hint="Name a .qdpx, .qdc or .xlsx file, or a folder (a name without ending).",
        )
    if suffix and target.exists() and not replace:
        raise SecondcoderError(
            f"{target} exists already and was not changed",
            hint="Name another file, or add --replace.",
        )
    decisions = record_of(study)
    if suffix in {".qdpx", ".qdc"}:
        project = load_project(study, run or _latest(study), decisions=decisions)
        whole = suffix == ".qdpx"
        _write(target, qdpx_bytes(project, profile=profile) if whole else qdc_bytes(project))
        return _said(project, target, profile=profile, whole=whole)
    home = study if study.is_dir() else study.parent
    tables, record = reviewed_run(run or latest_result(home, KIND, command="suggest"), decisions)
    if suffix == ".xlsx":
        _write(target, build_workbook(tables, record, counted=shows_coefficients(record)))
        return [f"Wrote {target}: the workbook of run {record['run_id']}."]
    files = indicator_files(tables)
    write_study(target, files)
    return [f"Wrote {target}: run {record['run_id']}.", *_listed(files)]


def _latest(study: Path) -> Path | None:
    folder = study if study.is_dir() else study.parent
    found = results_of(folder, KIND)
    if not found and unusable_results(folder):
        return latest_result(folder, KIND, command="suggest")  # says why there is none
    return found[-1] if found else None


def _write(target: Path, data: bytes) -> None:
    try:
        write_whole(target, data)
    except OSError as error:
        raise SecondcoderError(
            f"{target}: the file cannot be written ({error.strerror or error})",
            hint="Choose another place with --to.",
        ) from error


def _said(project: Project, target: Path, *, profile: str, whole: bool) -> list[str]:
    if not whole:
        return [f"Wrote {target}: {len(project.codes):,} codes and folders."]
    number = ", ".join(f"{n:,} {kind}" for kind, n in counts(project).items() if n)
    lines = [f"Wrote {target}: {number}."]
    lines += [f"  Not in it: {one.what}: {one.reason}." for one in project.discarded]
    if has_wide_characters(project) and profile == "standard":
        lines.append(_WIDE)
    return lines


def _listed(files: Mapping[str, bytes]) -> list[str]:
    return [f"  {name}" for name in sorted(files)]
