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

NOT_HERE = {"review", "app"}
"""They serve pages until they are stopped: the beginning and end of a review are called instead."""


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
    event = Event(
        kind="verdict",
        reviewer="Łucja",
        run=review.material.run,
        passage=review.material.passages[0].key,
        code=next(iter(review.material.codes)),
        verdict="accept",
    )
    review.store.add([event])
    finish(review)


def flows(call, place):
    """Run every command, as often as it has kinds of output; return them and what they made."""
    study, other = place / "study", place / "other"
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
    made = results(place)
    reviewed(study)
    after = [
        ("record", study),
        ("suggest", study),
        ("export", study, "--record", "--to", place / "record.zip"),
        ("merge", other, place / "record.zip"),
        ("freeze", study, "--by", "Łucja"),
        ("grid", study),
        ("round", study, "--no-run"),
    ]
    for arguments in after:
        call(*arguments)
    (decided,) = (study / "runs").glob("*/decisions.csv")
    assert decided.read_text("utf-8-sig").count("Łucja") == 1
    return {arguments[0] for arguments in (*used, *after)}, made


def results(place):
    """Return the hashes of what was made."""
    held = snapshot(place)
    return {name: total for name, total in held.items() if not name.endswith("times.json")}


def prepared(place):
    """Make a place with a study in it, one of whose files has letters that cp1252 lacks."""
    study = write_study(place / "study", config=None)
    (study / "talk0.txt").rename(study / "Łódź’s talk.txt")
    return place


@pytest.fixture(scope="module")
def as_here():
    """Hold what the flows make without any hindrance, once they ran."""
    return {}


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in (2, 3))])
def test_the_flows_of_every_command(  # noqa: PLR0917 - fixtures
    commanded, monkeypatch, tmp_path, as_here, waited, seed
):
    if not as_here:
        commands, made = flows(commanded, prepared(tmp_path / "here"))
        assert commands | NOT_HERE >= set(cli.commands)
        inside = [Path(name).parts for name in made]
        runs = ["/".join(p[p.index("runs") + 2 :]) for p in inside if "runs" in p]
        assert max(map(len, runs)) <= LONGEST_INSIDE
        assert waited.slept == []
        as_here.update(made)
    place = prepared(tmp_path / "there")
    with windows(monkeypatch, place, seed) as system:
        _, made = flows(commanded, place)
    assert system.count["held"] > 20
    assert waited.time > 0
    assert made == as_here
    assert [p for p in place.rglob("*") if p.name.endswith((".part", ".old", ".tmp"))] == []
    assert list(place.rglob("* (new)*")) == []
