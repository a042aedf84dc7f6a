"""Where nothing has changed a command says the result that stands; else it makes it."""

import json
import os
import shutil
from pathlib import Path

import pytest

from made import in_a_process_of_its_own, snapshot, write_study
from made_cases import write_cases
from secondcoder.decisions.events import Event
from secondcoder.decisions.place import open_record
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.procedures.state import Asked, digest, only_ours, state_of
from secondcoder.procedures.unchanged import STANDING, UNCHANGED, Told
from secondcoder.publish.results import RUNS, note_last, open_result

PIPELINE = Path(__file__).resolve().parents[2] / "pipeline"


@pytest.fixture
def cli(fake_model, called):
    """Run the command line; return its output, its errors and whether the result was made."""

    def call(*arguments):
        code, out, errors = called(*arguments)
        assert code == 0
        return out, errors, UNCHANGED not in errors

    return call


@pytest.fixture
def study(tmp_path):
    return write_study(tmp_path / "study")


def runs(study):
    return sorted(path.parent for path in study.glob("runs/*/run.json"))


def test_a_result_that_stands_is_said_whole_and_nothing_is_written(cli, study):
    out, errors, made = cli("suggest", study)
    assert made
    before = snapshot(study)
    again, said, made = cli("suggest", study)
    assert not made
    assert again == out
    assert [line for line in errors.split("\n") if line.startswith("  ")] == [
        line for line in said.split("\n") if line.startswith("  ")
    ]
    assert snapshot(study) == before
    assert not cli("reconcile", study)[2]
    assert cli("suggest", study, "--quiet")[0] == "\n".join(out.split("\n")[-3:])


def test_again_makes_the_same_bytes(cli, study):
    cli("suggest", study)
    (run,) = runs(study)
    before = snapshot(run)
    assert cli("suggest", study, "--again")[2]
    assert snapshot(run) == before
    assert not cli("suggest", study)[2]


CHANGES = {
    "a coding": lambda study: (study / "eva.csv").write_text(
        (study / "eva.csv").read_text().replace("Land,Soil", "Song,Concerts", 1)
    ),
    "a setting": lambda study: (study / "study.toml").write_text(
        (study / "study.toml").read_text() + "subtheme_from = 10\n"
    ),
    "a file beside": lambda study: (study / "codes of old.csv").write_text("code\nLand\n"),
    "the report": lambda study: (runs(study)[0] / "report.html").write_text("mine"),
    "a figure": lambda study: next(runs(study)[0].glob("figures/*.png")).unlink(),
    "the notes": lambda study: (study / "runs" / ".cache" / STANDING).write_text("[{}]"),
}


def test_whatever_changed_has_it_made(cli, study):
    cli("suggest", study)
    for name in ("the report", "a figure", "the notes", "a coding", "a setting", "a file beside"):
        CHANGES[name](study)
        assert cli("suggest", study)[2], name
        assert not cli("suggest", study)[2], name


def test_a_file_that_only_a_pattern_finds_is_seen(cli, study, tmp_path):
    config = study / "study.toml"
    config.write_text(config.read_text().replace('"talk*.txt"', '"**/talk*.txt"'))
    deep = study.joinpath(*"abcdefghijk")  # deeper than the folders that are looked through
    deep.mkdir(parents=True)
    assert cli("suggest", study)[2]
    assert not cli("suggest", study)[2]
    (deep / "talk9.txt").write_text("Ann: The driver was late.\nBo: The fare went up.\n")
    assert cli("suggest", study)[2]


def test_other_options_have_results_of_their_own(cli, study):
    cli("suggest", study)
    assert cli("suggest", study, "--seed", "3")[2]
    first, second = runs(study)
    said = cli("suggest", study, "--seed", "3")[0]
    assert cli("suggest", study)[2] is False
    last = json.loads((study / "runs" / ".last.json").read_text())
    assert last["second-coder"] != next(f.name for f in (first, second) if f.name in said)


def test_a_study_that_was_moved_is_read_again(cli, study, tmp_path):
    cli("suggest", study)
    shutil.move(study, tmp_path / "moved")
    assert cli("suggest", tmp_path / "moved")[2]


def test_a_change_while_a_result_is_made_is_not_lost(cli, study, monkeypatch):
    from secondcoder.procedures.second_coder import run

    whole = run.build_methods

    def meanwhile(*given):
        CHANGES["a coding"](study)
        return whole(*given)

    monkeypatch.setattr(run, "build_methods", meanwhile)
    cli("suggest", study)
    monkeypatch.undo()
    assert cli("suggest", study)[2]


def test_content_and_synthesis_stand_too_and_are_made_again_as_they_were(cli, study, tmp_path):
    for command, folder in (("content", study), ("synthesise", write_cases(tmp_path / "cases"))):
        out = cli(command, folder)[0]
        (run,) = runs(folder)
        before = snapshot(run)
        again, _, made = cli(command, folder)
        assert (again, made) == (out, False)
        cli(command, folder, "--again")
        assert snapshot(run) == before


def test_what_people_write_into_copies_is_read(cli, tmp_path):
    cases = write_cases(tmp_path / "cases")
    cli("synthesise", cases)
    (cases / "synthesis" / "step4_merged.xlsx").unlink()
    assert cli("synthesise", cases)[2]


def test_a_study_says_the_same_by_its_files_and_not_by_their_times(study):
    asked = Asked(kind="second-coder", study=study, out=None, options={})
    before = digest(state_of(asked))
    os.utime(study / "eva.csv", (1, 1))
    assert digest(state_of(asked)) == before
    single = Asked(kind="synthesis", study=study / "talk0.txt", out=None, options={})
    assert state_of(single) is None


def test_what_is_taken_from_the_latest_result_of_another_kind_hangs_on_which_that_is(
    called, monkeypatch, study
):
    asked = []
    monkeypatch.setattr(
        "secondcoder.procedures.unchanged.said_or_made",
        lambda one, make, **_: asked.append(one) or Told(folder=study, lines=(), places=()),
    )
    called("content", study)
    (study / RUNS / "other").mkdir(parents=True)
    before = state_of(asked[0])
    note_last(study / RUNS / "other", "second-coder")
    after = state_of(asked[0])
    assert digest(after) != digest(before)
    assert not only_ours(before, after, study / RUNS / "content-1", {})


def test_a_result_that_stands_is_said_without_what_a_run_loads(cli, study):
    cli("suggest", study)
    script = (
        "import sys\n"
        f"sys.argv = ['secondcoder', 'suggest', {str(study)!r}]\n"
        "from secondcoder.commands.main import main\n"
        "main()\n"
        "print(sorted({m.split('.')[0] for m in sys.modules}))\n"
    )
    done = in_a_process_of_its_own(script)
    assert UNCHANGED in done.stderr
    heavy = "torch spacy bertopic matplotlib pandas numpy sklearn scipy pydantic jinja2".split()
    assert [name for name in heavy if f"'{name}'" in done.stdout] == []


def decide(study, run, verdict):
    """Record what Mira says of the first suggested code."""
    result = open_result(run, TABLES)
    material = Material(result.tables, result.record)
    review = Review(material, open_record(study / "record"))
    row = next(row for row in result.tables[SUGGESTIONS] if row.suggested)
    passage = material.by_id[row.passage_id]
    event = Event(
        kind="verdict",
        reviewer="Mira",
        run=result.record["run_id"],
        passage=passage.key,
        code=row.code_id,
        verdict=verdict,
        machine=True,
    )
    review.add([event], [passage])


def test_a_result_published_again_stands_and_keeps_its_documents(cli, study):
    cli("suggest", study)
    (run,) = runs(study)
    cli("report", study, "--documents")
    before = snapshot(run)
    assert (run / "documents").is_dir()
    assert not cli("suggest", study)[2]
    decide(study, run, "does not apply")
    cli("report", study)
    _, said, made = cli("suggest", study)
    assert made
    assert "Finding candidate themes" not in said
    shutil.rmtree(study / "record")
    cli("suggest", study, "--again")
    assert snapshot(run) == before


def test_new_decisions_alone_are_worked_into_the_result_that_stands(cli, study):
    cli("suggest", study)
    (run,) = runs(study)
    decide(study, run, "does not apply")
    assert cli("suggest", study)[2]
    before = snapshot(run)
    decide(study, run, "applies")
    _, said, _ = cli("suggest", study)
    assert "Working new decisions into the result" in said
    assert "Finding candidate themes" not in said
    worked_in = snapshot(run)
    assert worked_in != before
    assert not cli("suggest", study)[2]
    cli("suggest", study, "--again")
    assert snapshot(run) == worked_in
