"""The studies there are, and a new one."""

import signal
from pathlib import Path

from secondcoder.app.making import HOW_MANY, STANCES, Wanted, make_study, settle
from secondcoder.app.taking_in import MOST_BYTES, MOST_TOGETHER
from secondcoder.app.understanding import config_to_change, write_config_text
from secondcoder.app.web import Visit
from secondcoder.review.web import Go, Page, Problem


def studies(visit: Visit) -> Page:
    """Return the list of studies."""
    shelf = visit.work.shelf
    return Page("studies.html.j2", {"studies": shelf.studies(), "folder": shelf.folder})


def new(_: Visit) -> Page:
    """Return the form for a new study."""
    return Page(
        "new.html.j2",
        {
            "stances": STANCES,
            "how_many": HOW_MANY,
            "most": MOST_BYTES // 2**20,
            "together": MOST_TOGETHER // 2**20,
        },
    )


def make(visit: Visit) -> Go:
    """Make a study of files that were sent, or of a folder that stays where it is."""
    wanted = Wanted(
        title=" ".join(visit.field("title", limit=200).split()),
        stance=visit.choice("stance", [value for value, _, _ in STANCES]),
        how_many=visit.choice("how-many", [value for value, _, _ in HOW_MANY]),
    )
    folder = visit.field("place", limit=1000)
    sent = visit.form.files
    if folder and sent:
        raise Problem(400, "Choose files, or name a folder: not both at once.")
    if folder:
        return _elsewhere(visit, Path(folder), wanted)
    made = make_study(visit.work.shelf, sent, wanted)
    lines = [f"{one.name}: {one.why}" for one in made.refused]
    count = len(lines)
    said = "The study was made. Here is what was understood of its files."
    if count:
        said += f" {count} file{' was' if count == 1 else 's were'} not taken in:"
    return visit.go(f"/s/{made.study.id}", said, [*lines, *made.lines])


def _elsewhere(visit: Visit, folder: Path, wanted: Wanted) -> Go:
    """Make a folder that stays where it is a study: only its ``study.toml`` is written."""
    study = visit.work.shelf.add_elsewhere(folder)
    with visit.work.readings.turn(study.folder):
        if not (study.folder / "study.toml").exists():
            try:
                write_config_text(study.folder, config_to_change(study.folder))
            except Exception:
                visit.work.shelf.forget(study)
                raise
            settle(study.folder, wanted)
            said = "The folder is a study now; study.toml was written into it, and nothing else."
        else:
            said = "The folder has a study.toml already: it holds as it is."
    return visit.go(f"/s/{study.id}", said)


def demonstrate(visit: Visit) -> Go:
    """Copy the demonstration study, and go to it."""
    study = visit.work.shelf.demonstration()
    return visit.go(f"/s/{study.id}", "This is a copy of the demonstration study, for you to try.")


def choose_folder(visit: Visit) -> Go:
    """Take another folder of studies."""
    visit.work.shelf.choose_folder(Path(visit.field("folder", limit=1000) or "?"))
    return visit.go("/", "Studies are now looked for, and made, in this folder.")


def stop(_: Visit) -> Page:
    """Stop the pages, as Ctrl+C does; a run that goes on is found again the next time."""
    signal.raise_signal(signal.SIGINT)
    return Page("stopped.html.j2", {})


def forget(visit: Visit) -> Go:
    """Take a study that lies elsewhere off the list."""
    study = visit.study
    if study.own:
        raise Problem(400, "This study lies in the folder of studies: it is on the list for that.")
    visit.work.shelf.forget(study)
    return visit.go("/", f"“{study.title}” is off the list. Its folder was left as it is.")
