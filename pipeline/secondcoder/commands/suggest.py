"""``secondcoder suggest`` and ``reconcile``: the second coder from a terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import (
    AGAIN,
    ANYWAY,
    BASIS,
    LEARNT_FROM,
    OUT,
    QUIET,
    RISK,
    SEED,
    overrides_of,
    progress_told,
    said_unless,
    shown_unless,
)

if TYPE_CHECKING:
    from secondcoder.procedures.state import Asked
    from secondcoder.procedures.unchanged import Made

STUDY = click.Path(exists=True, path_type=Path)


def _of_a_run(command: Callable[..., Path]) -> click.Command:
    """Make a command of a function that runs the second coder, with the options of a run."""
    told: Callable[..., None] = progress_told(command)
    for option in (QUIET, AGAIN, ANYWAY, SEED, RISK, LEARNT_FROM, BASIS, OUT):
        told = option(told)
    return click.command(epilog=EPILOG)(click.argument("study", type=STUDY)(told))


@_of_a_run
def suggest(study: Path, **options: Any) -> Path:
    """Find candidate themes in STUDY, suggest codes, compare with human coding."""
    return _run(study, may_encode=True, **options)


@_of_a_run
def reconcile(study: Path, **options: Any) -> Path:
    """Suggest with what is known: compare again after the coding of STUDY has changed.

    The same as suggest with the vectors that are there; texts without one are refused.
    """
    return _run(study, may_encode=False, **options)


_EITHER = (
    "--basis and --learnt-from exclude each other: with --learnt-from the machine has seen the "
    "coding of the other study and none of this one."
)


def _run(
    study: Path,
    *,
    out: Path | None,
    learnt_from: Path | None,
    anyway: bool,
    again: bool,
    quiet: bool,
    may_encode: bool,
    **values: Any,
) -> Path:
    """Run the second coder; ``values`` are the options that set values of ``study.toml``."""
    from secondcoder.procedures.places import SECOND_CODER, cache_of, folder_of
    from secondcoder.procedures.second_coder.find_coder import find_coder
    from secondcoder.procedures.state import Asked
    from secondcoder.procedures.unchanged import Made, Show, said_or_made

    if values["basis"] and learnt_from:
        raise click.UsageError(_EITHER)
    overrides, say = overrides_of(**values), said_unless(quiet)
    coder = find_coder(learnt_from) if learnt_from else None

    def make(show: Show) -> Made:
        from secondcoder.procedures.helped import helped
        from secondcoder.terminal.progress import Bar

        times = cache_of(folder_of(study), out)
        with helped(study, out) as beside, Bar(hidden=quiet, times=times) as bar:
            from secondcoder.procedures.second_coder.run import run_study
            from secondcoder.procedures.second_coder.told import made_of

            how: dict[str, Any] = {"may_encode": may_encode, "anyway": anyway, "again": again}
            how |= {"say": bar.say, "show": show, "progress": bar, "beside": beside}
            finished = run_study(study, out=out, overrides=overrides, learnt_from=coder, **how)
        return made_of(finished)

    given = (coder,) if coder else ()
    options: dict[str, Any] = {"overrides": overrides, "anyway": anyway}
    options |= {"learnt_from": str(coder.resolve())} if coder else {}
    asked = Asked(kind=SECOND_CODER, study=study, out=out, options=options, given=given)
    told = said_or_made(
        asked,
        make,
        renew=lambda run: _renewed(study, run, say),
        again=again,
        show=shown_unless(quiet),
        say=say,
    )
    for line in told.places if quiet else told.lines:
        click.echo(line)
    _note_shown(asked, told.folder)
    return told.folder


def _note_shown(asked: "Asked", run: Path) -> None:
    """Let the record say that a run showed a machine's codes, where a plan was frozen."""
    from secondcoder.procedures.state import has_record

    if has_record(asked):
        from secondcoder.procedures.second_coder.plan.shown import note_shown

        note_shown(asked.study, run)


def _renewed(study: Path, run: Path, say: Callable[[str], None]) -> "Made":
    """Work new decisions into a result that stands."""
    from secondcoder.decisions.place import recorded_on
    from secondcoder.procedures.second_coder.run import rendered
    from secondcoder.procedures.second_coder.told import made_of

    say("Working new decisions into the result")
    return made_of(rendered(run, decisions=recorded_on(study), last=True, say=say))
