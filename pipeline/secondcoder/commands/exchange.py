"""The commands ``import`` and ``export``."""

from pathlib import Path

import click

from secondcoder.errors import SecondcoderError
from secondcoder.terminal.console import as_argument
from secondcoder.terminal.epilog import EPILOG


@click.command(name="import", epilog=EPILOG)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE...",
)
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The new study's folder; it must not hold anything yet.",
)
@click.option(
    "--offsets",
    metavar="NAME",
    help="How a .qdpx counts positions, if it is not recognised: codepoint, codepoint-crlf1, "
    "utf16, utf16-crlf1, …, or nvivo, atlas.ti, maxqda, qualcoder.",
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="ROLE=COLUMN",
    help="Which column of a table of coded segments is what, if it is not recognised: "
    "text, code, document, coder, memo. May be given several times.",
)
@click.option(
    "--coder",
    "coders",
    multiple=True,
    metavar="FILE=NAME",
    help="Who coded a file that names nobody, or only default, admin or unknown. May be given "
    "several times.",
)
def import_command(
    files: tuple[Path, ...],
    folder: Path,
    offsets: str | None,
    mapping: tuple[str, ...],
    coders: tuple[str, ...],
) -> None:
    """Make a study of a project from other software.

    Reads REFI-QDA projects and codebooks (.qdpx, .qdc), QualCoder projects (.qda), Taguette
    (.sqlite3, highlights as .csv or .xlsx), tables of coded segments from MAXQDA, ATLAS.ti, NVivo
    and Dedoose, and plain documents. Several files make one study.
    """
    from secondcoder.exchange.import_report import summary
    from secondcoder.exchange.importing import import_files
    from secondcoder.exchange.to_study import check_folder, study_files, write_study

    check_folder(folder)
    project = import_files(files, offsets=offsets, mapping=mapping, coders=coders)
    content, project = study_files(project, files=[file.name for file in files])
    write_study(folder, content)
    for line in summary(project):
        click.echo(line)
    click.echo(f"Study: {folder}. The report is in {folder / 'import-report.md'}.")
    if not project.documents:
        click.echo(
            f"Only a codebook came in. Put your documents into {folder / 'documents'}; then:"
        )
    click.echo(f"Next: secondcoder suggest {as_argument(folder)}")


@click.command(name="export", epilog=EPILOG)
@click.argument("study", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="FILE.qdpx for a whole project, FILE.qdc for the codebook, FILE.xlsx for the workbook, "
    "FILE.csv for the codebook as Taguette reads it, a folder for what --as says.",
)
@click.option(
    "--run",
    "run",
    type=click.Path(exists=True, path_type=Path, file_okay=False),
    help="The run to export; the latest one in the study if not named.",
)
@click.option(
    "--profile",
    type=click.Choice(["standard", "nvivo", "qualcoder"]),
    default="standard",
    help="For .qdpx: nvivo for NVivo if texts hold emoji; qualcoder for QualCoder.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["tables", "texts", "quotations"]),
    default="tables",
    help="For a folder: 0/1 tables for R and SPSS; the texts with their codings marked; or the "
    "quotations of each code. The last two are Markdown.",
)
@click.option("--replace", is_flag=True, help="Write over a file that is there already.")
@click.option(
    "--record",
    is_flag=True,
    help="Write what people did on the pages, as FILE.zip, for a colleague to merge.",
)
@click.option(
    "--without-text",
    is_flag=True,
    help="With --record: no words of passages and no memos, only places, codes and answers.",
)
def export_command(
    study: Path,
    target: Path,
    run: Path | None,
    profile: str,
    form: str,
    *,
    replace: bool,
    record: bool,
    without_text: bool,
) -> None:
    """Write STUDY with its latest run for other software, for reading, or as tables."""
    from secondcoder.exchange.exporting import Export, export_study
    from secondcoder.exchange.sent_record import export_record

    if record:
        for line in export_record(study, target, with_text=not without_text, replace=replace):
            click.echo(line)
        return
    if without_text:
        raise SecondcoderError(
            "--without-text is for the record of coding", hint="Add --record, or leave it out."
        )
    wanted = Export(
        study=study, target=target, run=run, profile=profile, form=form, replace=replace
    )
    for line in export_study(wanted):
        click.echo(line)
