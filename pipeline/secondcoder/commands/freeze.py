"""The command ``freeze``: what is fixed before machine and people are compared."""

from pathlib import Path
from typing import Any

import click

from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import BASIS, RISK, SEED, overrides_of


@click.command(epilog=EPILOG)
@click.argument("study", type=click.Path(exists=True, path_type=Path))
@click.option("--by", default="", metavar="NAME", help="Who fixes it.")
@BASIS
@RISK
@SEED
def freeze(study: Path, by: str, **options: Any) -> None:
    """Fix what is compared in STUDY, with a date, before the machine’s codes are shown.

    What study.toml says becomes a plan in the record of the study: headline, level, coders, codes
    and codebook, margin, and what the machine may see. Nothing is computed. Frozen again, a new
    plan is added, and what differs is said; the old one stays.
    """
    from secondcoder.procedures.second_coder.plan.freeze import freeze_study, told

    frozen = freeze_study(study, by=by.strip(), overrides=overrides_of(**options))
    for line in told(study, frozen):
        click.echo(line)
