"""The main flows of every command as on Windows: no traceback, no lost result, the same tables."""

import sys
from pathlib import Path

import pytest
from imitation import console, windows

from made import snapshot, write_study
from secondcoder.commands.main import cli, main
from secondcoder.decisions.events import Event
from secondcoder.publish.store import LONGEST_INSIDE
from secondcoder.review.serve import finish, open_review

NOT_HERE = {"review"}
"""Serves pages until it is stopped: its beginning and end are called instead."""
TITLE = 'title = "Made up"'


@pytest.fixture
def commanded(monkeypatch, fake_model):
    """Return a function that runs a command on a console of Windows and returns what it said."""

    def call(*arguments, code=0):
        monkeypatch.setattr(sys, "argv", ["secondcoder", *map(str, arguments)])
        with console(monkeypatch) as said:
            try:
                main()
                ended = 0
            except SystemExit as stop:
                ended = stop.code or 0
            assert ended == code, f"{arguments}: {said('stderr')}"
            assert "Traceback" not in said("stderr")
            return said("stdout") + said("stderr")

    return call


def reviewed(study):
    """Decide on one passage as the review page does, and close it."""
    review = open_review(study)
    passage, code = review.material.passages[0].id, review.material.codes[0].id
    event = Event(
        kind="verdict",
        reviewer="Łucja",
        run=review.material.run,
        passage=passage,
        code=code,
        verdict="accept",
        machine=True,
        at="2026-03-01T10:00:00.000+00:00",
    )
    review.store.add([event])
    finish(review)


def flows(call, place):
    """Run every command once, or as often as it has kinds of output; return the commands."""
    study, other = place / "study", place / "other"
    write_study(study, config=None)
    (study / "talk0.txt").rename(study / "Łódź’s talk.txt")
    used = [
        ("init", study),
        ("doctor", study),
        ("suggest", study),
        ("suggest", study),
        ("reconcile", study, "--again"),
        ("report", study),
        ("content", study, "--anyway"),
        ("export", study, "--to", place / "out.qdpx"),
        ("export", study, "--to", place / "codes.qdc"),
        ("export", study, "--to", place / "tags.csv"),
        ("export", study, "--to", place / "out.xlsx"),
        ("export", study, "--to", place / "out.xlsx", "--replace"),
        ("export", study, "--to", place / "tables"),
        ("export", study, "--to", place / "texts", "--as", "texts"),
        ("import", place / "out.qdpx", "--to", other),
        ("suggest", other, "--out", place / "elsewhere"),
        ("demo", place / "demo"),
        ("synthesise", place / "demo" / "case-studies.xlsx", "--out", place / "synthesis"),
    ]
    for arguments in used:
        call(*arguments)
    reviewed(study)
    after = [
        ("record", study),
        ("suggest", study),
        ("export", study, "--record", "--to", place / "record.zip"),
        ("merge", other, place / "record.zip"),
    ]
    for arguments in after:
        call(*arguments)
    return {arguments[0] for arguments in (*used, *after)}


def results(place):
    """Return the hashes of what was made, but for what names a computer, a place or a time."""
    held = snapshot(place)
    return {
        name: total
        for name, total in held.items()
        if "/record/" not in f"/{name}" and not name.endswith((".zip", "times.json"))
    }


@pytest.fixture(scope="module")
def as_here():
    """Hold what the flows made without any hindrance, once they ran."""
    return {}


@pytest.mark.parametrize("seed", [None, 1, 2])
def test_the_flows_of_every_command(  # noqa: PLR0917 - fixtures
    commanded, monkeypatch, tmp_path, as_here, waited, seed
):
    place = tmp_path / "place"
    place.mkdir()
    if seed is None:
        assert flows(commanded, place) | NOT_HERE >= set(cli.commands)
        as_here.update(results(place))
        inside = [Path(name).parts for name in as_here]
        runs = ["/".join(p[p.index("runs") + 2 :]) for p in inside if "runs" in p]
        assert max(map(len, runs)) <= LONGEST_INSIDE
        return
    with windows(monkeypatch, place, seed) as system:
        flows(commanded, place)
    assert system.count["held"] > 20
    assert waited.time > 0
    assert results(place) == as_here
    left = [p for p in place.rglob("*") if p.name.endswith((".part", ".old", ".tmp"))]
    assert left == []
    assert list(place.rglob("* (new)*")) == []
