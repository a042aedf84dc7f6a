"""The command ``round``."""

from pathlib import Path

import click

from secondcoder.terminal.console import as_argument
from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import said_unless


@click.command(name="round", epilog=EPILOG)
@click.argument("study", type=click.Path(exists=True, path_type=Path))
@click.option("--name", default="", help="What the round is called; its number if not named.")
@click.option(
    "--purpose",
    type=click.Choice(["coding", "pilot", "training"]),
    default="coding",
    help="Passages of pilot and training rounds stay out of the final coefficient.",
)
@click.option("--passages", type=click.IntRange(0, 5000), default=0, help="How many to draw.")
@click.option("--by", default="", help="Who begins it; your user name if not named.")
@click.option(
    "--leave-coding",
    is_flag=True,
    help="Do not apply renamed and merged codes to the coding that is there.",
)
@click.option("--no-run", is_flag=True, help="Only begin the round; make no new suggestions.")
def round_command(
    study: Path,
    *,
    name: str,
    purpose: str,
    passages: int,
    by: str,
    leave_coding: bool,
    no_run: bool,
) -> None:
    """Begin the next round of coding STUDY: with the codebook that follows from the review page.

    The codebook goes to the study's folder rounds, your own file stays as it is; then suggestions
    are made with it.
    """
    from secondcoder.passages.paragraphs import many
    from secondcoder.procedures.second_coder.reviewed.begin_round import Asked, begin
    from secondcoder.procedures.second_coder.run import run_study
    from secondcoder.review.sampling import drawn_fresh
    from secondcoder.review.serve import open_review

    review = open_review(study)
    asked = Asked(
        by=by or _user(),
        name=name,
        purpose=purpose,
        passages=drawn_fresh(review, passages),
        old_coding=not leave_coding,
    )
    begun = begin(review, asked)
    click.echo(f"{begun.name} has begun, with {many(len(asked.passages), 'passage')} drawn.")
    for change in begun.following.changes:
        click.echo(f"  {change.kind}: {change.code}" + (f" ({change.what})" if change.what else ""))
    for left in begun.following.left:
        click.echo(f"  Not worked in: {left}")
    if begun.codebook is None:
        click.echo("Its codebook is the present one.")
    else:
        click.echo(f"Its codebook: {begun.codebook}. Your own file stays as it is.")
        if not no_run:
            finished = run_study(study, say=said_unless(quiet=False))
            click.echo(f"Report: {finished.folder / 'report.html'}")
    click.echo(f"Code it: secondcoder review {as_argument(study)}")


def _user() -> str:
    import getpass

    return getpass.getuser()
