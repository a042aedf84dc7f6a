"""Starts the review page of a study and keeps it open until it is stopped."""

import gc
from collections.abc import Callable
from pathlib import Path

from starlette.types import ASGIApp

from secondcoder.decisions.place import FOLDER, open_record
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.record import KIND
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.results import unpublished
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.run import render_report
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.publish.manifest import RECORD
from secondcoder.publish.results import latest_result, open_result
from secondcoder.serving.entrance import Entrance

Say = Callable[[str], None]


def open_review(study: Path, *, record: Path | None = None, run: Path | None = None) -> Review:
    """Return the review of a study's latest run, or of the run's folder ``run``.

    The record is in the folder ``record`` beside the study's files, or in ``record``; never in the
    run.
    """
    from secondcoder.procedures.synthesis.stored import latest_synthesis

    folder = study if study.is_dir() else study.parent
    found = run or latest_result(folder, KIND, command="suggest")
    if record is None and (folder / RECORD).is_file():
        raise SecondcoderError(
            f"{folder}: this is a run's folder, and decisions are not kept inside a run",
            hint="Name the study's folder and the run with --run, or say with --record FOLDER "
            "where decisions are kept.",
        )
    result = open_result(found, TABLES)
    material = Material(result.tables, result.record)
    if not material.passages:
        raise SecondcoderError(
            f"{found}: the run has no passages",
            hint="Check the study's documents and run it again.",
        )
    store = open_record(record or folder / FOLDER, study=study)
    synthesis = latest_synthesis(folder)
    return Review(material, store, run=found, synthesis=synthesis, home=folder)


def finish(review: Review, *, say: Say = lambda _: None) -> None:
    """Work the decisions into the reviewed run's tables, workbook and report, if need be."""
    review.catch_up()
    if review.run is None or not unpublished(review):
        return
    say(f"… Writing the decisions into the results of run {review.material.run}")
    say(f"Report: {render_report(review.run, decisions=review.store, say=say)}")


def serve(
    review: Review,
    *,
    port: int = 0,
    open_browser: bool = True,
    say: Say = print,
) -> None:
    """Serve the pages on this machine until stopped from the keyboard."""
    from secondcoder.review.app import build_app
    from secondcoder.serving.server import serve_pages

    def build(entrance: Entrance, number: int) -> ASGIApp:
        app = build_app(review, entrance=entrance, port=number)
        gc.collect()
        gc.freeze()  # the index stays as it is: nothing in it needs to be looked through again
        return app

    say(f"Decisions are kept in {review.store.path}.")
    try:
        serve_pages(
            build,
            name="review",
            what="Review page",
            port=port,
            open_browser=open_browser,
            say=say,
        )
    finally:
        finish(review, say=say)
