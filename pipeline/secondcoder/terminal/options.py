"""Options that several commands share."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from secondcoder.terminal.progress_file import telling

OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the results to this folder instead of runs/<id>/ inside the study.",
)
SEED = click.option("--seed", type=click.IntRange(min=0), help="Seed of everything random.")
BASIS = click.option(
    "--basis",
    type=click.Choice(["codebook", "coding"]),
    help="What the machine may see: the codebook alone, or human coding too (always out of fold).",
)
RISK = click.option(
    "--risk",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Share of wrong first suggestions you accept: the machine abstains where it cannot keep "
    "to it. Needs --basis coding or --learnt-from.",
)
LEARNT_FROM = click.option(
    "--learnt-from",
    type=click.Path(exists=True, path_type=Path),
    help="Code STUDY with what was learnt from another study's coding: its folder, one of its "
    "results, or the learnt_coder.npz of a result. Coding of STUDY itself is compared only.",
)
ANYWAY = click.option(
    "--anyway", is_flag=True, help="Go on where the study was not understood and results are void."
)
AGAIN = click.option(
    "--again", is_flag=True, help="Make the result anew, also where nothing has changed."
)
QUIET = click.option("--quiet", is_flag=True, help="Print only where the results are.")


_PROGRESS_FILE = click.option(
    "--progress-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write stages, counts and the end as lines of JSON to this file, for another program.",
)


def progress_told(command: Callable[..., Path]) -> Callable[..., None]:
    """Give a command the option to tell a file how far it is, and where the result lies."""

    @_PROGRESS_FILE
    @wraps(command)
    def told(*given: Any, progress_file: Path | None, **options: Any) -> None:
        if progress_file is None:
            command(*given, **options)
            return
        with telling(progress_file) as file:
            file.finished(command(*given, **options))

    return told


def overrides_of(basis: str | None, risk: float | None, seed: int | None) -> dict[str, Any]:
    """Return the values of ``study.toml`` that the options set."""
    overrides: dict[str, Any] = {}
    if basis == "codebook":  # a risk that study.toml sets cannot be kept to without coding
        overrides["suggest"] = {"basis": basis, "risk": risk}
    elif basis or risk is not None:
        given = {"basis": basis, "risk": risk}
        overrides["suggest"] = {key: value for key, value in given.items() if value is not None}
    if seed is not None:
        overrides["seed"] = seed
    return overrides


def shown(lines: Sequence[str]) -> None:
    """Print what was understood of a study."""
    click.echo("\n".join(("… Understood:", *lines)), err=True)


def said_unless(quiet: bool) -> Callable[[str], None]:
    """Return what tells that a stage begins, or tells nothing."""
    return (lambda _: None) if quiet else lambda stage: click.echo(f"… {stage}", err=True)


def shown_unless(quiet: bool) -> Callable[[Sequence[str]], None]:
    """Return what prints an account, or prints nothing."""
    return (lambda _: None) if quiet else shown
