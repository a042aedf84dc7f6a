"""Running a study, and how far it is."""

import json

from secondcoder.app.runs import CONTENT, RUNNING, SUGGEST, SYNTHESISE
from secondcoder.app.web import Visit
from secondcoder.errors import SecondcoderError
from secondcoder.review.web import Download, Go, Page

KINDS = (
    (SUGGEST, "Second coder", "Themes, suggested codes, and the comparison with your coding."),
    (CONTENT, "Content analysis", "Counts the coding: codes by theme, question, case and source."),
    (
        SYNTHESISE,
        "Synthesis of case studies",
        "For a table: a row a case, a column a topic.",
    ),
)


def run(visit: Visit) -> Page:
    """Return the page of the run: what it will do, how far it is, or what came of it."""
    state = visit.work.runs.state(visit.study.folder)
    context: dict[str, object] = {"run": state, "error": "", "alarms": (), "config": None}
    context["kinds"] = KINDS
    if state.state != RUNNING:
        try:
            found = visit.understood()
        except SecondcoderError as error:
            context["error"] = error.message
        else:
            context |= {"alarms": found.account.alarms, "config": found.loaded.config}
            context["coded"] = found.material.coding is not None
            context["codebook"] = found.material.codebook is not None
            context["passages"] = len(found.material.passages)
    return Page("run.html.j2", context)


def start(visit: Visit) -> Go:
    """Begin a run."""
    command = visit.choice("what", [value for value, _, _ in KINDS]) if visit.field("what") else ""
    visit.work.runs.start(
        visit.study.folder, command=command or SUGGEST, anyway=visit.field("anyway") == "yes"
    )
    return Go(f"{visit.home}/run")


def stop(visit: Visit) -> Go:
    """End the run."""
    visit.work.runs.stop(visit.study.folder)
    return visit.go(f"{visit.home}/run", "The run was cancelled. Earlier results are as they were.")


def state(visit: Visit) -> Download:
    """Return how far the run is, for the page's script."""
    held = visit.work.runs.state(visit.study.folder)
    said = {
        "state": held.state,
        "stages": held.stages,
        "done": held.done,
        "total": held.total,
        "left": held.left,
    }
    return Download("state.json", "application/json", json.dumps(said).encode())
